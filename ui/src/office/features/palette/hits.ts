/** The lines of the palette: what each says, and what it does. */
import ArrowRight from '@lucide/svelte/icons/arrow-right'
import Archive from '@lucide/svelte/icons/archive'
import ArchiveRestore from '@lucide/svelte/icons/archive-restore'
import Bell from '@lucide/svelte/icons/bell'
import CornerDownLeft from '@lucide/svelte/icons/corner-down-left'
import FileText from '@lucide/svelte/icons/file-text'
import Info from '@lucide/svelte/icons/info'
import Keyboard from '@lucide/svelte/icons/keyboard'
import LayoutTemplate from '@lucide/svelte/icons/layout-template'
import ListChecks from '@lucide/svelte/icons/list-checks'
import Mail from '@lucide/svelte/icons/mail'
import MessageSquare from '@lucide/svelte/icons/message-square'
import MessageSquarePlus from '@lucide/svelte/icons/message-square-plus'
import Plus from '@lucide/svelte/icons/plus'
import ScrollText from '@lucide/svelte/icons/scroll-text'
import Search from '@lucide/svelte/icons/search'
import Send from '@lucide/svelte/icons/send'
import User from '@lucide/svelte/icons/user'
import Users from '@lucide/svelte/icons/users'
import type { Component } from 'svelte'
import { brief } from '../../../shared/dates'
import { m } from '../../../shared/i18n'
import { atMostTwo } from '../../../shared/names'
import { commands, keyOf, run, type CommandId } from '../../commands'
import { openChat, openClient, openSheet } from '../../place.svelte'
import type { ChatRow } from '../chats/queries'
import type { ClientRow } from '../clients/queries'
import { openDocument } from '../documents/opening'
import type { FoundDocument } from '../documents/queries'
import { folderOf, nameOf } from '../documents/tree'
import { saidAround } from './find'

export interface Hit {
  id: string
  Icon: Component
  title: string
  /** The title is a person's words, set in the voice face. */
  voice?: boolean
  detail?: string
  key?: string
  /** Done in the place beneath, once the palette is gone. */
  act: () => void
  /** What else can be done with it. */
  more?: () => Hit[]
}

export interface Group {
  name: string
  hits: Hit[]
}

export function commandHit(id: CommandId): Hit {
  const said = commands[id].title()
  const title = id.startsWith('go.') && id !== 'go.first_steps' ? m.command_go({ room: said }) : said
  return { id, Icon: iconOf(id), title, key: keyOf(id), act: () => void run(id) }
}

export function clientHit(client: ClientRow): Hit {
  const { client_id, name, kind } = client
  return {
    id: `client ${client_id}`,
    Icon: kind === 'person' ? User : Users,
    title: name,
    detail: atMostTwo(client.contacts.filter((contact) => contact !== name)),
    act: () => openClient(client_id),
    more: () => [
      newChatHit(client),
      {
        id: `chats ${client_id}`,
        Icon: MessageSquare,
        title: m.palette_client_chats({ client: name }),
        act: () => openClient(client_id, 'chats'),
      },
      {
        id: `audit ${client_id}`,
        Icon: ScrollText,
        title: m.palette_client_audit({ client: name }),
        act: () => openClient(client_id, 'audit'),
      },
    ],
  }
}

export function newChatHit({ client_id, name }: ClientRow): Hit {
  return {
    id: `write ${client_id}`,
    Icon: MessageSquarePlus,
    title: m.palette_new_chat({ client: name }),
    act: () => openSheet({ kind: 'new-chat', clientIds: [client_id] }),
  }
}

/** `words` are what was searched: if only the last message has them, it is shown. */
export function chatHit(chat: ChatRow, words: string[], set: (does: 'archive' | 'reopen') => void): Hit {
  const { chat_id, client_id, client_name: client, last, state } = chat
  const archived = state === 'archived'
  const text = saidAround(chat, words)
  const when = brief(last.at)
  const where = archived ? m.palette_chat_archived({ client, when }) : m.palette_chat_where({ client, when })
  const who = last.author.kind === 'office' ? m.you() : last.author.name
  return {
    id: `chat ${chat_id}`,
    Icon: MessageSquare,
    title: chat.subject,
    voice: true,
    detail: text ? m.palette_chat_said({ who, text, when }) : where,
    act: () => openChat(chat_id, archived ? 'archived' : 'active'),
    more: () => [
      {
        id: `set ${chat_id}`,
        Icon: archived ? ArchiveRestore : Archive,
        title: archived ? m.reopen() : m.archive(),
        act: () => set(archived ? 'reopen' : 'archive'),
      },
      { id: `of ${chat_id}`, Icon: Users, title: m.open_client(), act: () => openClient(client_id) },
    ],
  }
}

/** `client`: the name of whose it is. Words of its text are shown where its name has not what was searched. */
export function documentHit({ document_id, path, snippet }: FoundDocument, client: string): Hit {
  const name = nameOf(path)
  return {
    id: `document ${document_id}`,
    Icon: FileText,
    title: name,
    detail: snippet ?? m.document_where({ client, folder: folderOf(path).split('/').join(' / ') }),
    // What the system's program cannot open, the file manager tells.
    act: () => void openDocument(document_id, name).catch(() => undefined),
  }
}

export function newClientHit(name: string): Hit {
  return {
    id: 'new client',
    Icon: Plus,
    title: m.clients_new(),
    detail: name,
    act: () => openSheet({ kind: 'new-client', name }),
  }
}

const icons: Partial<Record<string, Component>> = {
  'chats.create': MessageSquarePlus,
  'clients.create': Plus,
  'chat.archive': Archive,
  'chat.reopen': ArchiveRestore,
  'ticked.archive': Archive,
  'ticked.reopen': ArchiveRestore,
  'chat.reply': CornerDownLeft,
  'chat.send_again': Send,
  'ticked.send_again': Send,
  'ticked.write': MessageSquarePlus,
  'chat.open_client': Users,
  'list.find': Search,
  'keyboard.show': Keyboard,
  'about.show': Info,
}
const byPart: Record<string, Component> = {
  go: ArrowRight,
  chat: MessageSquare,
  ticked: ListChecks,
  list: ListChecks,
  inbox: ListChecks,
  quarantine: Mail,
  reminders: Bell,
  audit: ScrollText,
  templates: LayoutTemplate,
}
const iconOf = (id: CommandId): Component => icons[id] ?? byPart[id.split('.')[0] ?? ''] ?? ArrowRight
