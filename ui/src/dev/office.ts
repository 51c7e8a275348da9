/** An office held in memory that answers the window's commands as the core would, for pictures and component tests. */
import type {
  AuditRow,
  ClientRow,
  Commands,
  InboxRow,
  KeptBackup,
  Language,
  Receiving,
  SendingState,
} from '../ipc/bindings'
import { OfficeError, type Change } from '../ipc/office-error'
import type { ImportRequest } from '../ipc/shell'
import { accountsInMemory } from './accounts'
import { keptBackups } from './backups'
import { holidaysOf, morning, preview } from './calendar'
import { cast, fromClient, fromOffice, now, rowOf, type Chat, type Client } from './cast'
import { crowd } from './crowd'
import { documentsInMemory } from './documents'
import { draftsInMemory } from './drafts'
import { receiptIn } from './evidence'
import { originalsInMemory } from './originals'
import { quarantineInMemory } from './quarantine'
import { oauthInMemory, type OauthBegun } from './oauth'
import { textOf } from './rich'
import { templatesInMemory } from './templates'

type Request<K extends keyof Commands> = Commands[K]['request']
type Handlers = { [K in keyof Commands]?: (request: Request<K>) => Commands[K]['reply'] }

/** How a test or a picture wants its office. */
export interface OfficeChoice {
  language: Language
  empty: boolean
  /** No client has a folder. */
  noFolders?: boolean
  /** One document of each kind that the viewer shows, in one more folder of the first client. */
  readable?: boolean
  /** So many documents in one more folder of the first client. */
  manyDocuments?: number
  sending: SendingState
  /** How answers are received; absent: no account is set. */
  receiving?: Receiving
  /** How many mail accounts, if not one; how mail leaves by the second. */
  accounts?: number
  second?: SendingState
  /** How the sign-in by the provider stands; absent: there is none. */
  oauth?: OauthBegun
  /** So many clients, chats, and messages in one more chat, beside the cast. */
  crowd?: { clients: number; chats: number; messages: number }
  /** Chats that refuse whatever is done to them. */
  refuses?: string[]
  /** Where it lies. */
  folder?: string
  /** What keeps it in step with a server. */
  syncedBy?: string
  /** Whether the owner has said who the office is. */
  setUp: boolean
  /** The office was just made, and this is its code. */
  recoveryCode?: string
  /** The backups that it keeps, if not those of some weeks. */
  keeps?: KeptBackup[]
  /** What a link or a notice asked to open. */
  open?: { kind: string; id?: string }
}

/** Who the office is, and what stands there until the owner says so. */
const elena = { firm: 'Studio Vannini', owner_name: 'Elena Vannini', owner_email: 'elena@studiovannini.example' }
const standIns = { firm: 'Studiolo', owner_name: 'elena', owner_email: 'owner@office.invalid' }

/** A new office: `send` answers commands, `changed` hears of every act. */
export function officeInMemory(choice: OfficeChoice, changed: (changes: Change[]) => void) {
  const { clients, chats } = choice.empty ? { clients: [], chats: [] } : cast(choice.language)
  if (choice.crowd) {
    const many = crowd(choice.crowd)
    clients.push(...many.clients)
    chats.push(...many.chats)
  }
  const audit: AuditRow[] = []
  const settings: Commands['settings.get']['reply'] = {
    ...(choice.setUp ? elena : standIns),
    time_zone: 'Europe/Rome',
    language: choice.language,
    reminder_defaults: { every_days: 3, max_count: 2 },
    sending_window: { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00', country: 'IT' },
    notices: { enabled: true, hide_content: false, quiet: null },
    digest: { enabled: false, at: '07:30' },
    mail_documents: { enabled: true, max_bytes: 5 * 2 ** 20 },
  }
  let made = 0
  const newId = (kind: string) => `${kind}-new-${(made += 1)}`

  const mail = accountsInMemory(choice, settings, newId, clients)

  const note = (action: string, object: string, client_id?: string) => {
    const row = { at: now, actor: settings.owner_name, action, origin: 'window', hash: newId('hash') }
    audit.unshift({
      ...row,
      seq: audit.length + 8,
      object: `client:${client_id ?? ''}`,
      details: { subject: object },
    })
  }
  const clientOf = (id: string) => found(clients, ({ client_id }) => client_id === id)
  const chatOf = (id: string) => found(chats, ({ thread }) => thread.chat.chat_id === id)
  const arm = ({ thread }: Chat) => {
    const [next_at] = preview(thread.reminder.every_days, 1)
    thread.reminder = {
      ...thread.reminder,
      sent: 0,
      enabled: true,
      state: 'armed',
      ...(next_at ? { next_at } : {}),
    }
  }

  let remindersPaused = false
  const seenRows = new Set(['lorenzo-inbox'])
  const arrived = () => arrivedIn(chats, seenRows)
  const trail = () => [...audit, ...(choice.empty ? [] : pastRows(choice.language))]
  const belongsTo = (object: string, client_id: string) =>
    object === `client:${client_id}` ||
    chats.some(({ thread: { chat } }) => object === `chat:${chat.chat_id}` && chat.client_id === client_id)

  const signIn = oauthInMemory(choice.oauth ?? 'none', settings.owner_email)
  const documents = documentsInMemory(choice, newId, (id) => clientOf(id).name)
  const templates = templatesInMemory({ ...choice, clients, settings }, newId)
  const drafts = draftsInMemory(newId, documents.attached, templates.documents)
  /** What the chats of a template said before they were filled in. */
  const madeFrom = new Map<string, Pick<Request<'drafts.save'>, 'template_id' | 'template_document_ids' | 'subject' | 'body'>>()
  const takeBack = (chat_ids: string[]) => {
    const taken = chat_ids.map(chatOf)
    const last = taken.map(({ thread }) => thread.messages.at(-1))
    if (!last.every((message) => Date.parse(message?.undo_until ?? '') > Date.now()))
      throw new OfficeError('already_ended', 'the message has left')
    const first = taken[0]?.thread
    const whole = taken.filter(({ thread }) => thread.messages.length === 1)
    const about = whole.length
      ? { client_ids: whole.map(({ thread }) => thread.chat.client_id), subject: first?.chat.subject ?? '' }
      : { chat_id: first?.chat.chat_id ?? '' }
    const tasks = whole.length ? (first?.tasks ?? []).map(({ text }) => text) : []
    const from = madeFrom.get(whole[0]?.thread.chat.chat_id ?? '')
    const attachments = (last[0]?.attachments ?? []).filter(({ document_id }) => !document_id.startsWith('of-template'))
    const { draft_id } = drafts.save({ ...about, body: last[0]?.body ?? '', reminder: {}, tasks, attachments, ...from })
    for (const { thread } of taken) thread.messages.pop()
    for (const chat of whole) chats.splice(chats.indexOf(chat), 1)
    return draft_id
  }

  const quarantine = quarantineInMemory({
    language: choice.language,
    empty: choice.empty,
    clients,
    chats,
    start: ({ client_id, name, contacts }, subject, message) => {
      const chat_id = newId('chat')
      const about = { chat_id, client_id, client_name: name, contacts, subject, state: 'active' as const }
      const reminder = { ...settings.reminder_defaults, enabled: false, sent: 0, state: 'off' as const }
      chats.push({ unread: 1, thread: { chat: about, messages: [message], tasks: [], reminder } })
      return chat_id
    },
  })

  const handlers: Handlers = {
    'office.state': () => {
      const { firm, owner_name, language, time_zone } = settings
      const loops = [{ name: 'outbox', running: true }]
      const about = {
        sending: mail.sending(),
        reminders_paused: remindersPaused,
        loops,
        folder: choice.folder ?? '/home/elena/Studiolo/Studio Vannini',
        ...(choice.syncedBy ? { synced_by: choice.syncedBy } : {}),
        last_backup_at: '2026-04-24T05:02:00Z',
        set_up: settings.owner_email !== standIns.owner_email,
      }
      const unread = chats.filter((chat) => chat.unread > 0 && rowOf(chat).state === 'active').length
      return { firm, owner_name, language, time_zone, clients: clients.length, unread, ...about }
    },
    'settings.get': () => settings,
    'settings.update': (to) => Object.assign(settings, to),
    'digest.state': () => (settings.digest.enabled ? morning(settings.digest.at) : {}),
    'settings.holidays': ({ year }) => ({ holidays: holidaysOf(year, settings.sending_window) }),
    'outbox.retry': ({ mail_id }) => {
      const mails = chats.flatMap(({ thread }) => thread.messages.flatMap((message) => message.deliveries))
      const mail = found(mails, (one) => one.mail_id === mail_id)
      mail.state = 'queued'
      delete mail.last_error
      for (const { contacts } of clients)
        for (const contact of contacts) if (contact.unreachable?.mail_id === mail_id) delete contact.unreachable
      return {}
    },
    'clients.list': () => {
      const byClient = Map.groupBy(chats, ({ thread }) => thread.chat.client_id)
      return { clients: clients.map((client) => clientRow(client, byClient.get(client.client_id) ?? [])) }
    },
    'clients.get': ({ client_id }) => {
      const { contacts, ...client } = clientOf(client_id)
      return { client, contacts }
    },
    'clients.create': ({ name, kind, contacts = [] }) => {
      const client_id = newId('client')
      const known = contacts.map((contact) => ({ ...contact, contact_id: newId('contact') }))
      clients.push({ client_id, name, kind, created_at: now, contacts: known })
      note('clients.create', name, client_id)
      return { client_id, contact_ids: known.map(({ contact_id }) => contact_id) }
    },
    'clients.update': ({ client_id, account_id, ...to }) => {
      const client = Object.assign(clientOf(client_id), to, account_id ? { account_id } : {})
      if (account_id === null) delete client.account_id
      return {}
    },
    'contacts.create': ({ client_id, ...contact }) => {
      const contact_id = newId('contact')
      clientOf(client_id).contacts.push({ ...contact, contact_id })
      note('contacts.create', contact.name, client_id)
      return { contact_id }
    },
    'contacts.update': ({ contact_id, ...to }) => {
      const all = clients.flatMap(({ contacts }) => contacts)
      const before = found(all, (contact) => contact.contact_id === contact_id)
      if (to.email && to.email !== before.email) delete before.unreachable
      return done(
        Object.assign(
          found(all, (contact) => contact.contact_id === contact_id),
          to,
        ),
      )
    },
    'chats.list': ({ client_id, state, limit }) => ({
      chats: chats
        .map(rowOf)
        .filter((row) => (!client_id || row.client_id === client_id) && (!state || row.state === state))
        .sort((a, b) => b.last.at.localeCompare(a.last.at))
        .slice(0, limit),
    }),
    'chats.get': ({ chat_id }) => chatOf(chat_id).thread,
    'evidence.get': ({ evidence_id }) => receiptIn(chats.map(({ thread }) => thread), evidence_id),
    ...drafts.handlers,
    ...quarantine,
    ...originalsInMemory({
      chats,
      keptMail: (quarantine_id) => found([quarantine['quarantine.get']?.({ quarantine_id })].flatMap((one) => one ?? []), () => true),
    }),
    ...mail.handlers,
    ...signIn,
    ...documents.handlers,
    ...templates.handlers,
    'chats.create': ({ client_ids, reminder, tasks = [], allow_no_recipient, template_id, ...sent }) => {
      const template = template_id === undefined ? undefined : templates.get(template_id)
      const { subject = template?.subject ?? '', body = template?.body ?? '' } = sent
      const asked = sent.attachments ?? template?.documents ?? []
      const fromTemplate = asked.flatMap((one) => ('template_document_id' in one ? (one.template_document_id ?? []) : []))
      const attachments = documents.attached(asked.filter((one) => 'document_id' in one))
      const fill = template && templates.fillFor(client_ids, subject, body)
      const unreached = client_ids
        .map(clientOf)
        .filter(({ contacts }) => !contacts.some(({ notify }) => notify))
      if (unreached.length && !allow_no_recipient)
        throw new OfficeError('no_recipient', 'nobody would be told', {
          clients: unreached.map(({ name }) => name),
        })
      return {
        chats: client_ids.map((client_id) => {
          const client = clientOf(client_id)
          const chat_id = newId('chat')
          const defaults = settings.reminder_defaults
          const says = fill?.(client_id) ?? { subject, body }
          const saved = templates.documents(fromTemplate).map((one) => documents.saved(client_id, one))
          if (template_id !== undefined) {
            templates.used(template_id)
            madeFrom.set(chat_id, { template_id, template_document_ids: fromTemplate, subject, body })
          }
          const chat: Chat = {
            unread: 0,
            thread: {
              chat: {
                chat_id,
                client_id,
                client_name: client.name,
                contacts: client.contacts,
                subject: says.subject || textOf(says.body).split(' ').slice(0, 6).join(' '),
                state: 'active',
              },
              messages: [
                {
                  ...fromOffice(client, 1, now, 'queued', says.body),
                  attachments: [...attachments, ...saved],
                  ...undoUntil(sent.undo_seconds),
                },
              ],
              tasks: tasks.map((text) => ({ task_id: newId('task'), text, done: false })),
              reminder: { enabled: Boolean(reminder), ...defaults, ...reminder, sent: 0, state: 'off' },
            },
          }
          if (reminder) arm(chat)
          chats.push(chat)
          drafts.sent(sent.draft_id)
          note('chats.create', chat.thread.chat.subject, client_id)
          return { chat_id, client_id }
        }),
      }
    },
    'chats.reply': ({ chat_id, body, reminder, undo_seconds, draft_id, attachments }) => {
      const chat = chatOf(chat_id)
      const { thread } = chat
      const client = clientOf(thread.chat.client_id)
      thread.messages.push({
        ...fromOffice(client, thread.messages.length + 1, now, 'queued', body),
        attachments: documents.attached(attachments),
        ...undoUntil(undo_seconds),
      })
      drafts.sent(draft_id)
      if (reminder === null) thread.reminder = { ...thread.reminder, enabled: false, state: 'off' }
      else arm(chat)
      note('chats.reply', thread.chat.subject, thread.chat.client_id)
      return { message_id: newId('message') }
    },
    'chats.mark_unread': ({ chat_id }) => done((chatOf(chat_id).unread = 1)),
    'chats.mark_read': ({ chat_id }) => done((chatOf(chat_id).unread = 0)),
    'chats.undo_send': ({ chat_ids }) => ({ draft_id: takeBack(chat_ids) }),
    'chats.record_answer': ({ chat_id, contact_id, text }) => {
      const { thread } = chatOf(chat_id)
      const client = clientOf(thread.chat.client_id)
      const who = client.contacts.findIndex((contact) => contact.contact_id === contact_id)
      thread.messages.push({ ...fromClient(client, thread.messages.length + 1, now, who, text), via: 'hand' })
      thread.reminder = { ...thread.reminder, state: 'stopped', stop_reason: 'answered' }
      delete thread.reminder.next_at
      note('chats.record_answer', thread.chat.subject, client.client_id)
      return { message_id: newId('message') }
    },
    'chats.resume_reminder': ({ chat_id }) => {
      const { thread } = chatOf(chat_id)
      const [next_at] = preview(thread.reminder.every_days, 1)
      thread.reminder = { ...thread.reminder, state: 'armed', ...(next_at ? { next_at } : {}) }
      return {}
    },
    'chats.archive': ({ chat_id }) => {
      const { thread } = chatOf(chat_id)
      thread.chat.state = 'archived'
      thread.reminder = { ...thread.reminder, state: 'stopped', stop_reason: 'archived' }
      return {}
    },
    'chats.reopen': ({ chat_id }) => {
      const chat = chatOf(chat_id)
      chat.thread.chat.state = 'active'
      if (chat.thread.reminder.enabled) arm(chat)
      return {}
    },
    'chats.set_reminder': ({ chat_id, enabled, every_days, max_count }) => {
      const { thread } = chatOf(chat_id)
      const reminder = { ...thread.reminder, enabled }
      reminder.every_days = every_days ?? reminder.every_days
      reminder.max_count = max_count ?? reminder.max_count
      const [next_at] = preview(reminder.every_days, 1)
      thread.reminder = enabled
        ? { ...reminder, state: 'armed', ...(next_at ? { next_at } : {}) }
        : { ...reminder, state: 'off' }
      return {}
    },
    'chats.send_again': ({ chat_id }) => {
      const { thread } = chatOf(chat_id)
      note('chats.send_again', thread.chat.subject, thread.chat.client_id)
      return {}
    },
    'chats.set_task': ({ task_id, done: ticked }) => {
      const tasks = chats.flatMap(({ thread }) => thread.tasks)
      found(tasks, (task) => task.task_id === task_id).done = ticked
      return {}
    },
    'reminders.preview': ({ every_days = 3, max_count = 1 }) => ({ at: preview(every_days, max_count) }),
    'reminders.forecast': () => ({
      entries: chats
        .flatMap(({ thread: { chat, reminder } }) => {
          if (!['armed', 'held'].includes(reminder.state)) return []
          const left = reminder.max_count - reminder.sent
          const held = reminder.held_reason ?? (remindersPaused ? 'paused' : undefined)
          return preview(reminder.every_days, left, reminder.next_at).map((at, i) => ({
            at,
            item: { kind: 'chat' as const, id: chat.chat_id },
            client_id: chat.client_id,
            step: reminder.sent + i + 1,
            of: reminder.max_count,
            recipients: chat.contacts.filter(({ notify }) => notify).map(({ email }) => email),
            ...(held ? { held } : {}),
          }))
        })
        .sort((a, b) => a.at.localeCompare(b.at)),
    }),
    'reminders.pause_all': ({ paused }) => {
      remindersPaused = paused
      return {}
    },
    'inbox.list': ({ done }) => ({ rows: arrived().filter((row) => done === undefined || row.done === done) }),
    'inbox.set_done': ({ inbox_id, done: seen }) => {
      if (seen) seenRows.add(inbox_id)
      else seenRows.delete(inbox_id)
      return {}
    },
    'reminders.skip': ({ item }) => {
      const { thread } = chatOf(item.id)
      thread.reminder.sent += 1
      const [, then] = preview(thread.reminder.every_days, 2, thread.reminder.next_at)
      if (then) thread.reminder.next_at = then
      return {}
    },
    'audit.list': ({ client_id, before = Infinity, limit = 100 }) => ({
      rows: trail()
        .filter(({ seq, object }) => seq < before && (!client_id || belongsTo(object, client_id)))
        .slice(0, limit),
    }),
    'backups.list': () => ({ backups: choice.keeps ?? keptBackups() }),
    'audit.verify': () => ({ ok: true, rows: trail().length, head: trail()[0]?.hash ?? '' }),
  }

  const answer = async (command: string, request: unknown): Promise<unknown> => {
    const handler = handlers[command as keyof Commands] as ((request: unknown) => unknown) | undefined
    if (!handler) throw new OfficeError('invalid_request', `no command ${command}`)
    const acts = !/\.(get|list)$/.test(command)
    if (acts && choice.refuses?.includes((request as { chat_id?: string }).chat_id ?? ''))
      throw new OfficeError('already_ended', 'this chat refuses')
    const reply = structuredClone(await handler(request))
    if (!/\.(get|get_sending|get_receiving|accounts|suggest|discover|list|state|preview|forecast|holidays|counts|oauth_state|trashed|history|search|read|view|missing)$/.test(command))
      changed([{ kind: kindOf(command) }, ...(command === 'chats.create' ? [{ kind: 'template' as const }] : [])])
    return reply
  }
  /** What the program takes into a folder by itself. */
  const take = (request: ImportRequest) => {
    const taken = documents.take(request)
    if (!request.dry_run) changed([{ kind: 'documents' }])
    return taken
  }
  const addToTemplate = (request: Parameters<typeof templates.add>[0]) => {
    const added = templates.add(request)
    changed([{ kind: 'template', id: request.template_id }])
    return added
  }
  /** Another program saves a document. */
  const saveAnew = (document_id: string) => {
    documents.saveAnew(document_id)
    changed([{ kind: 'documents' }])
  }
  return { answer, take, addToTemplate, saveAnew, bytes: documents.bytes }
}

/** The machine's clock, which the tests stop: only what is ahead can be undone. */
const undoUntil = (seconds = 0) =>
  seconds ? { undo_until: new Date(Date.now() + seconds * 1000).toISOString() } : {}

const done = (_: unknown) => ({})

function found<T>(among: T[], is: (one: T) => boolean): T {
  const one = among.find(is)
  if (one === undefined) throw new OfficeError('not_found', 'no such thing in this office')
  return one
}

/** What is announced after a command. */
function kindOf(command: string): Change['kind'] {
  if (command === 'chats.undo_send') return 'everything'
  const kinds: Record<string, Change['kind']> = {
    documents: 'documents',
    drafts: 'draft',
    chats: 'chat',
    clients: 'client',
    contacts: 'client',
    quarantine: 'quarantine',
    templates: 'template',
    mail: 'settings',
  }
  return kinds[command.split('.')[0] ?? ''] ?? 'office'
}

/** What clients wrote, one row a thread. */
function arrivedIn(chats: Chat[], seen: Set<string>): InboxRow[] {
  return chats
    .flatMap(({ thread: { chat, messages } }) => {
      const answer = messages.findLast(({ author }) => author.kind === 'client')
      if (!answer) return []
      const inbox_id = `${chat.client_id}-inbox`
      const item = { kind: 'chat' as const, id: chat.chat_id }
      const about = { item, client_id: chat.client_id, what: 'answer', who: answer.author.name }
      return [{ inbox_id, ...about, at: answer.at, done: seen.has(inbox_id) }]
    })
    .sort((a, b) => b.at.localeCompare(a.at))
}

function clientRow(client: Client, chats: Chat[]): ClientRow {
  const rows = chats.map(rowOf).filter((row) => row.client_id === client.client_id && row.state === 'active')
  const next_at = rows
    .flatMap(({ reminder }) => (reminder.state === 'armed' ? (reminder.next_at ?? []) : []))
    .sort()[0]
  const last_at = rows
    .map(({ last }) => last.at)
    .sort()
    .at(-1)
  return {
    client_id: client.client_id,
    name: client.name,
    kind: client.kind,
    contacts: client.contacts.map(({ name }) => name),
    notified: client.contacts.filter(({ notify }) => notify).length,
    unreachable: client.contacts.filter(({ unreachable }) => unreachable).length,
    waiting: rows.filter(({ last }) => last.author.kind === 'office').length,
    exhausted: rows.filter(({ reminder }) => reminder.stop_reason === 'count_reached').length,
    answered: rows.filter(({ last }) => last.author.kind === 'client').length,
    ...(next_at ? { next_at } : {}),
    ...(last_at ? { last_at } : {}),
  }
}

function pastRows(language: Language): AuditRow[] {
  const subject = language === 'it' ? 'Liquidazione IVA, 1° trimestre' : 'VAT return, first quarter'
  const rows: [string, string, string, string][] = [
    ['2026-04-24T09:19:00Z', 'Elena Vannini', 'chats.reply', 'rinaldi-chat'],
    ['2026-04-24T09:12:00Z', 'Elena Vannini', 'chats.reply', 'rinaldi-chat'],
    ['2026-04-24T09:02:00Z', 'Elena Vannini', 'chats.set_task', 'rinaldi-chat'],
    ['2026-04-23T07:00:00Z', 'system', 'reminder.sent', 'querce-chat'],
    ['2026-04-22T14:06:00Z', 'system', 'mail.accepted', 'rinaldi-chat'],
    ['2026-04-22T14:05:00Z', 'Elena Vannini', 'chats.create', 'rinaldi-chat'],
    ['2026-04-17T08:30:00Z', 'Elena Vannini', 'chats.create', 'aurora-chat'],
  ]
  return rows.map(([at, actor, action, chat], i) => ({
    seq: rows.length - i,
    at,
    actor,
    action,
    object: `chat:${chat}`,
    details: chat === 'rinaldi-chat' ? { subject, to: 'paolo@rinaldi.example' } : { step: 1, of: 2 },
    origin: actor === 'system' ? 'loop' : 'window',
    hash: (i + 10).toString(16).padEnd(4, '7').repeat(16),
  }))
}
