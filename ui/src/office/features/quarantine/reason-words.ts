/** Why a mail is kept aside: in a word, and in full: what happened, what it means, what to do. */
import Mail from '@lucide/svelte/icons/mail'
import MailWarning from '@lucide/svelte/icons/mail-warning'
import MessageSquare from '@lucide/svelte/icons/message-square'
import MessagesSquare from '@lucide/svelte/icons/messages-square'
import ShieldAlert from '@lucide/svelte/icons/shield-alert'
import User from '@lucide/svelte/icons/user'
import Users from '@lucide/svelte/icons/users'
import type { Component } from 'svelte'
import { m } from '../../../shared/i18n'
import type { KeptMail } from './queries'

interface ReasonWords {
  Icon: Component
  tone: 'warn' | 'bad'
  /** For its row. */
  brief: () => string
  /** What happened. */
  fact: () => string
  /** What it means and what to do; `about` tells of the chat that its code speaks of, if of one alone. */
  rest: (about: string) => string
}

const words: Record<KeptMail['reason'], ReasonWords> = {
  unknown_sender: {
    Icon: User,
    tone: 'warn',
    brief: m.kept_unknown_sender,
    fact: m.kept_unknown_sender_fact,
    rest: (about) => [m.kept_unknown_sender_means(), about, m.kept_unknown_sender_do()].filter(Boolean).join(' '),
  },
  no_token: {
    Icon: Mail,
    tone: 'warn',
    brief: m.kept_no_token,
    fact: m.kept_no_token_fact,
    rest: m.kept_no_token_rest,
  },
  another_client: {
    Icon: Users,
    tone: 'warn',
    brief: m.kept_another_client,
    fact: m.kept_another_client_fact,
    rest: (about) => [about, m.kept_another_client_rest()].filter(Boolean).join(' '),
  },
  sender_refused: {
    Icon: ShieldAlert,
    tone: 'bad',
    brief: m.kept_sender_refused,
    fact: m.kept_sender_refused_fact,
    rest: m.kept_sender_refused_rest,
  },
  several_chats: {
    Icon: MessagesSquare,
    tone: 'warn',
    brief: m.kept_several_chats,
    fact: m.kept_several_chats_fact,
    rest: m.kept_several_chats_rest,
  },
  unknown_chat: {
    Icon: MessageSquare,
    tone: 'warn',
    brief: m.kept_unknown_chat,
    fact: m.kept_unknown_chat_fact,
    rest: m.kept_unknown_chat_rest,
  },
  too_large: {
    Icon: MailWarning,
    tone: 'warn',
    brief: m.kept_too_large,
    fact: m.kept_too_large_fact,
    rest: m.kept_too_large_rest,
  },
}

export const reasonWords = ({ reason }: KeptMail): ReasonWords => words[reason]

/** What it means and what to do. */
export function restOf(mail: KeptMail): string {
  const [chat, another] = mail.chats
  const about =
    !chat || another
      ? ''
      : mail.reason === 'another_client'
        ? m.kept_code_of({ chat: chat.subject, client: chat.client_name })
        : m.kept_code_alone({ chat: chat.subject, client: chat.client_name })
  return words[mail.reason].rest(about)
}

/** Whether the name beside the address is only what the sender says of themselves. */
export const isOnlyClaimed = ({ reason }: KeptMail): boolean => reason === 'unknown_sender' || reason === 'sender_refused'

/** Who a mail is from, in a row: a name is told where it is known. */
export const senderOf = (mail: KeptMail): string => (isOnlyClaimed(mail) ? mail.from : mail.from_name || mail.from)
