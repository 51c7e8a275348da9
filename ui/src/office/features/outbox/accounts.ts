/** The mail accounts as they are told apart: what each is called, what it does, how its mail leaves. */
import { act, read, type Reply } from '../../../ipc'
import { m } from '../../../shared/i18n'
import type { Sending } from './queries'

export type MailAccount = Reply<'mail.accounts'>['accounts'][number]

/** One among several, for what is shown or done of it alone. */
export interface OneAccount {
  id: string
  name: string
}

export const readAccounts = () => read('mail.accounts', () => ({}))
export const addAccount = () => act('mail.add_account')
export const updateAccount = () => act('mail.update_account')
export const removeAccount = () => act('mail.remove_account')

/** The part of a request that says which account; nothing: the default one. */
export const ofAccount = (id: string | undefined) => (id ? { account_id: id } : {})

/** Its address. */
export const addressOf = ({ sending, receiving }: MailAccount): string =>
  sending?.from_address ?? receiving?.address ?? receiving?.username ?? ''

/** What it is called: by its owner; else the default one by that, another by its address. */
export const nameOf = (account: MailAccount): string =>
  account.label || (account.is_default ? m.account_main() : addressOf(account) || m.account_new())

/** Its name, and its address where the name is another. */
export function fullNameOf(account: MailAccount): string {
  const [name, address] = [nameOf(account), addressOf(account)]
  return address && address !== name ? m.account_with_address({ name, address }) : name
}

/** What it does. */
export function purposeOf({ sending, receiving }: MailAccount): string {
  if (sending) return receiving ? m.account_for_both() : m.account_for_sending()
  return receiving ? m.account_for_answers() : m.account_for_nothing()
}

/** How its mail leaves; `all`: how the office's does. */
export function sendingOf({ sending, blocked, queued }: MailAccount, all: Sending): Sending {
  if (!sending) return { state: 'unset', queued }
  if (blocked) return { state: blocked.refused ? 'refused' : 'unreachable', queued, last_error: blocked.message }
  return { state: all.state === 'caught' ? 'caught' : 'ready', queued }
}

/** What is in the way of mail, named where only some of several accounts have it; nothing: the office's own state says it. */
export function blockedWords(accounts: MailAccount[]): string | undefined {
  const senders = accounts.filter(({ sending }) => sending)
  const blocked = senders.filter(({ blocked }) => blocked)
  const worst = blocked.find(({ blocked }) => blocked?.refused) ?? blocked[0]
  if (senders.length < 2 || !worst || (blocked.length === senders.length && !worst.blocked?.refused)) return undefined
  const [name, count] = [nameOf(worst), worst.queued]
  if (count) return m.sync_queued_for({ count, name })
  return worst.blocked?.refused ? m.sync_refused_by({ name }) : m.sync_away_from({ name })
}
