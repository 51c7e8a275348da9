/**
 * An office to draw and test the window with: Studio Vannini on Friday 24 April 2026 at 11:20, Rome (09:20 UTC).
 * Nothing here reaches the product: the module stands behind `--mode fixtures` and the component tests alone.
 */
import type {
  ChatRow,
  ChatsGetReply,
  Contact,
  DeliveryState,
  Language,
  MailState,
  Message,
  Reminder,
} from '../ipc/bindings'
import { evidenceOf, type Told } from './evidence'
import { documentOf, htmlOf, textOf, type Body } from './rich'

export const now = '2026-04-24T09:20:00Z'

export interface Client {
  client_id: string
  name: string
  kind: 'person' | 'company'
  created_at: string
  account_id?: string
  contacts: Contact[]
}
export interface Chat {
  thread: ChatsGetReply
  unread: number
}

type Two = readonly [it: string, en: string]

/** The clients and chats in one language. */
export function cast(language: Language): { clients: Client[]; chats: Chat[] } {
  const say = ([it, en]: Two) => (language === 'it' ? it : en)
  const clients = people.map(([id, name, kind, contacts]) => client(id, name, kind, contacts))
  const rinaldi = clients[0]
  if (!rinaldi) throw new Error('the cast begins with Officine Rinaldi')
  const chats = [
    rinaldiChat(rinaldi, say),
    ...others.map((other, i) => otherChat(clients[i + 1] ?? rinaldi, other, say)),
  ]
  return { clients, chats }
}

const people: [string, string, 'person' | 'company', string[]][] = [
  ['rinaldi', 'Officine Rinaldi S.r.l.', 'company', ['Paolo Rinaldi', 'Giulia Rinaldi']],
  ['tessari', 'Marco Tessari', 'person', ['Marco Tessari']],
  ['edilmonte', 'Edilmonte S.r.l.', 'company', ['Davide Monti']],
  ['nives', 'Trattoria Da Nives S.n.c.', 'company', ['Nives Zanetti', 'Ivo Zanetti']],
  ['ferretti', 'Lucia Ferretti', 'person', ['Lucia Ferretti']],
  ['lorenzo', 'Farmacia San Lorenzo S.a.s.', 'company', ['Bruno Sala', 'Ada Sala', 'Piero Neri']],
  ['gallo', 'Autotrasporti Gallo S.r.l.', 'company', ['Renzo Gallo']],
  ['querce', 'Agriturismo Le Querce', 'company', ['Irene Boschi']],
  ['moretti', 'Bottega Moretti', 'company', ['Dario Moretti']],
  ['aurora', 'Immobiliare Aurora', 'company', ['-Sergio Landi']],
  ['bassi', 'Caterina Bassi', 'person', ['Caterina Bassi']],
]

/** The mail to this contact came back. */
const refusal = (contactId: string, address: string) => ({
  since: '2026-04-20T08:30:00Z',
  address,
  cause: 'mailbox_unknown' as const,
  reason: '550 5.1.1 mailbox unavailable',
  mail_id: `${contactId}-mail-1`,
})

/** A contact whose name begins with "-" has NOTIFICA off. */
function client(id: string, name: string, kind: 'person' | 'company', contacts: string[]): Client {
  return {
    client_id: id,
    name,
    kind,
    created_at: '2019-01-12T09:00:00Z',
    contacts: contacts.map((said, i) => {
      const contact = said.replace('-', '')
      const first = contact.split(' ')[0]?.toLowerCase() ?? ''
      return {
        contact_id: `${id}-${i}`,
        name: contact,
        email: `${first}@${id}.example`,
        notify: !said.startsWith('-'),
        login: i < 2,
        ...(id === 'moretti' ? { unreachable: refusal(`${id}-${i}`, `${first}@${id}.example`) } : {}),
      }
    }),
  }
}

const reminders = {
  monday: (sent: number, max_count: number): Reminder => ({
    enabled: true,
    every_days: 3,
    max_count,
    sent,
    state: 'armed',
    next_at: '2026-04-27T07:00:00Z',
  }),
  thursday: (sent: number, max_count: number): Reminder => ({
    ...reminders.monday(sent, max_count),
    next_at: '2026-04-30T07:00:00Z',
  }),
  over: (sent: number): Reminder => ({
    enabled: true,
    every_days: 3,
    max_count: sent,
    sent,
    state: 'stopped',
    stop_reason: 'count_reached',
  }),
  answered: (): Reminder => ({
    enabled: true,
    every_days: 3,
    max_count: 2,
    sent: 0,
    state: 'stopped',
    stop_reason: 'answered',
  }),
  off: (): Reminder => ({ enabled: false, every_days: 3, max_count: 1, sent: 0, state: 'off' }),
}

interface Other {
  subject: Two
  text: Two
  at: string
  reminder: Reminder
  answer?: { text: Two; at: string }
  unread?: number
  tasks?: number
  delivery?: MailState
  /** The receipts of certified mail to each contact. */
  receipts?: Told[][]
  archived?: boolean
}

const others: Other[] = [
  {
    subject: ['730/2026, spese mediche', '730/2026, medical expenses'],
    text: [
      'Buongiorno Marco, mi manca la fattura del dentista.',
      'Good morning Marco, the dentist’s invoice is missing.',
    ],
    at: '2026-04-21T08:10:00Z',
    reminder: reminders.answered(),
    answer: {
      text: [
        'Ho trovato la fattura del dentista, la carico stasera',
        'I found the dentist’s invoice, I’ll upload it tonight',
      ],
      at: '2026-04-24T08:52:00Z',
    },
    unread: 1,
  },
  {
    subject: ['Visura per la gara di Cesena', 'Company search for the Cesena tender'],
    text: ['Vi serve con il bollo o senza?', 'Do you need it stamped or plain?'],
    at: '2026-04-23T14:00:00Z',
    reminder: reminders.answered(),
    answer: {
      text: [
        'Ci serve entro mercoledì per la gara, se possibile',
        'We need it by Wednesday for the tender, if possible',
      ],
      at: '2026-04-24T06:20:00Z',
    },
    unread: 1,
  },
  {
    subject: ['IMU 2026, nuovi immobili?', 'IMU 2026, any new property?'],
    text: [
      'Nel 2025 avete comprato, venduto o affittato immobili?',
      'In 2025, did you buy, sell or let any property?',
    ],
    at: '2026-04-23T13:00:00Z',
    reminder: reminders.monday(0, 1),
  },
  {
    subject: ['Documenti per il modello Redditi', 'Documents for the Redditi return'],
    text: ['Buongiorno Lucia, ecco che cosa mi serve.', 'Good morning Lucia, here is what I need.'],
    at: '2026-04-23T10:00:00Z',
    reminder: { ...reminders.monday(0, 2), next_at: '2026-04-28T07:00:00Z' },
    tasks: 3,
  },
  {
    subject: ['Bilancio 2025, ultima lettura', '2025 accounts, last reading'],
    text: ['Vi chiedo un’ultima lettura prima del deposito.', 'Please read it once more before it is filed.'],
    at: '2026-04-23T09:30:00Z',
    reminder: reminders.off(),
    receipts: [
      [
        ['accepted', '2026-04-23T09:30:41Z'],
        ['delivered', '2026-04-23T09:31:12Z'],
      ],
      [
        ['accepted', '2026-04-23T09:30:41Z'],
        ['not_delivered', '2026-04-23T09:32:05Z', { reason: '5.1.1 - la casella non esiste' }],
      ],
      [
        ['accepted', '2026-04-23T09:30:41Z'],
        ['delivered', '2026-04-23T09:44:00Z', { why: 'another_signer', signer: 'Mario Bianchi', issuer: 'Free CA' }],
      ],
    ],
  },
  {
    subject: ['Quietanza F24 del 16 aprile', 'F24 receipt of 16 April'],
    text: ['Mi mandi la quietanza?', 'Could you send me the receipt?'],
    at: '2026-04-22T10:00:00Z',
    reminder: reminders.over(2),
  },
  {
    subject: ['Delega per il cassetto fiscale', 'Tax drawer authorisation'],
    text: ['Serve la delega firmata.', 'I need the authorisation, signed.'],
    at: '2026-04-22T08:30:00Z',
    reminder: reminders.thursday(1, 2),
    receipts: [
      [
        ['accepted', '2026-04-22T08:31:12Z'],
        ['delivered', '2026-04-22T08:31:58Z'],
      ],
    ],
  },
  {
    subject: ['Corrispettivi di marzo', 'March takings'],
    text: ['Mi confermi i corrispettivi di marzo?', 'Can you confirm the March takings?'],
    at: '2026-04-20T08:30:00Z',
    reminder: reminders.off(),
    delivery: 'failed',
  },
  {
    subject: ['Contratto di locazione', 'Lease'],
    text: ['Serve la copia registrata del contratto.', 'I need the registered copy of the lease.'],
    at: '2026-04-17T08:30:00Z',
    reminder: { ...reminders.monday(0, 1), state: 'held', held_reason: 'no_recipient' },
  },
  {
    subject: ['Modello F23', 'Form F23'],
    text: ['Tutto pagato, grazie.', 'All paid, thank you.'],
    at: '2026-03-31T08:30:00Z',
    reminder: { ...reminders.over(1), stop_reason: 'archived' },
    archived: true,
  },
]

function rinaldiChat(of: Client, say: (two: Two) => string): Chat {
  const tasks: [Two, boolean][] = [
    [['Estratto conto di marzo', 'March bank statement'], true],
    [['Fattura Metalsider n. 218', 'Metalsider invoice no. 218'], true],
    [['Delega F24 firmata', 'F24 authorisation, signed'], false],
  ]
  const messages = [
    fromOffice(
      of,
      1,
      '2026-04-22T14:05:00Z',
      'accepted',
      say([
        'Buongiorno Paolo, chiudo la liquidazione del trimestre entro martedì 28. Di marzo mi mancano ancora tre cose.',
        'Good afternoon Paolo, I am closing the quarter by Tuesday 28. Three things for March are still missing.',
      ]),
    ),
    {
      ...fromClient(
        of,
        2,
        '2026-04-24T09:02:00Z',
        1,
        say([
          'Ecco l’estratto conto e la fattura di Metalsider. Per la delega chiedo a mio padre di firmarla stasera, oggi è in cantiere.',
          'Here are the statement and the Metalsider invoice. I will ask my father to sign the authorisation tonight, he is on site today.',
        ]),
      ),
      attachments: [
        { document_id: 'rinaldi-folder-0-2', name: say(['Estratto conto marzo 2026.pdf', 'Bank statement March 2026.pdf']), size: 412_000 },
        { document_id: 'rinaldi-folder-0-1', name: say(['Metalsider fattura 218.pdf', 'Metalsider invoice 218.pdf']), size: 96_000 },
      ],
    },
    fromOffice(
      of,
      3,
      '2026-04-24T09:12:00Z',
      'accepted',
      say([
        'Grazie Giulia. L’importo è 3.482,16 €, scadenza lunedì 18 maggio.',
        'Thank you Giulia. The amount is €3,482.16, due Monday 18 May.',
      ]),
    ),
    fromOffice(
      of,
      4,
      '2026-04-24T09:19:00Z',
      'queued',
      say([
        'Per la delega basta la firma di Paolo, anche dal telefono.',
        'For the authorisation Paolo’s signature is enough, from his phone too.',
      ]),
    ),
  ]
  const subject = say(['Liquidazione IVA, 1° trimestre', 'VAT return, first quarter'])
  return {
    unread: 0,
    thread: {
      chat: { ...chatOf(of), chat_id: 'rinaldi-chat', subject, state: 'active' },
      messages,
      tasks: tasks.map(([text, done], i) => ({
        task_id: `rinaldi-task-${i}`,
        text: say(text),
        done,
        ...(done ? { done_by: 'Giulia', done_at: '2026-04-24T09:02:00Z' } : {}),
      })),
      reminder: reminders.monday(0, 2),
    },
  }
}

function otherChat(of: Client, other: Other, say: (two: Two) => string): Chat {
  const first = fromOffice(of, 1, other.at, other.delivery ?? 'accepted', say(other.text))
  first.deliveries.forEach((mail, i) => {
    mail.evidence = evidenceOf(mail.mail_id, other.receipts?.[i] ?? [])
    const lost = mail.evidence.find(({ kind, verified }) => kind === 'not_delivered' && verified)
    if (lost) Object.assign(mail, { state: 'bounced', last_error: lost.reason })
  })
  const messages = other.answer
    ? [first, fromClient(of, 2, other.answer.at, 0, say(other.answer.text))]
    : [first]
  return {
    unread: other.unread ?? 0,
    thread: {
      chat: {
        ...chatOf(of),
        chat_id: `${of.client_id}-chat`,
        subject: say(other.subject),
        state: other.archived ? 'archived' : 'active',
      },
      messages,
      tasks: Array.from({ length: other.tasks ? 4 : 0 }, (_, i) => ({
        task_id: `${of.client_id}-task-${i}`,
        text: say([`Documento ${i + 1}`, `Document ${i + 1}`]),
        done: i < (other.tasks ?? 0),
      })),
      reminder: other.reminder,
    },
  }
}

const chatOf = ({ client_id, name, contacts }: Client) => ({ client_id, client_name: name, contacts })

/** A message of the office, delivered so far to everyone with NOTIFICA. */
export function fromOffice(of: Client, n: number, at: string, state: MailState, body: Body): Message {
  return {
    message_id: `${of.client_id}-message-${n}-${at}`,
    author: { kind: 'office', name: 'Elena Vannini' },
    text: textOf(body),
    html: htmlOf(body),
    body: documentOf(body),
    at,
    via: 'office',
    attachments: [],
    reminder_mails: [],
    deliveries: of.contacts
      .filter((contact) => contact.notify)
      .map(({ contact_id, email }) => ({
        mail_id: `${contact_id}-mail-${n}`,
        contact_id,
        email,
        state,
        at,
        evidence: [],
        ...(state === 'failed' ? { last_error: '550 mailbox unavailable' } : {}),
      })),
  }
}

/** A message of one of the client's contacts. */
export function fromClient(of: Client, n: number, at: string, contact: number, text: string): Message {
  const by = of.contacts[contact] ?? of.contacts[0]
  return {
    message_id: `${of.client_id}-message-${n}-${at}`,
    author: { kind: 'client', name: by?.name ?? of.name, ...(by ? { contact_id: by.contact_id } : {}) },
    text,
    html: htmlOf(text),
    body: documentOf(text),
    at,
    via: 'portal',
    attachments: [],
    deliveries: [],
    reminder_mails: [],
  }
}

/** The row of a chat, as the core derives it from the thread. */
export function rowOf({ thread, unread }: Chat): ChatRow {
  const { chat, messages, tasks, reminder } = thread
  const last = messages.at(-1)
  if (!last) throw new Error(`chat ${chat.chat_id} has no message`)
  const delivery: DeliveryState | undefined =
    last.deliveries[0]?.state ?? (last.author.kind === 'office' ? 'held' : undefined)
  return {
    chat_id: chat.chat_id,
    client_id: chat.client_id,
    client_name: chat.client_name,
    subject: chat.subject,
    state: chat.state,
    last: { author: last.author, text: last.text, at: last.at },
    unread,
    tasks: { done: tasks.filter((task) => task.done).length, total: tasks.length },
    reminder,
    ...(delivery ? { delivery } : {}),
  }
}
