/** The mails that an office in memory keeps aside, as the core answers for them. */
import type { Commands, KeptChat, KeptReason, Language, MailChecks, Message, QuarantineGetReply } from '../ipc/bindings'
import { OfficeError } from '../ipc/office-error'
import { fromClient, now, type Chat, type Client } from './cast'

type Request<K extends keyof Commands> = Commands[K]['request']
type Handlers = { [K in keyof Commands]?: (request: Request<K>) => Commands[K]['reply'] }

interface World {
  language: Language
  empty: boolean
  clients: Client[]
  chats: Chat[]
  /** Starts a chat with a message. */
  start: (client: Client, subject: string, message: Message) => string
}

export function quarantineInMemory({ language, empty, clients, chats, start }: World) {
  const chatOf = (id: string) => chats.find(({ thread }) => thread.chat.chat_id === id)?.thread.chat
  const meant = (id: string): KeptChat[] => {
    const chat = chatOf(id)
    if (!chat) return []
    const { chat_id, client_id, client_name, subject } = chat
    return [{ chat_id, client_id, client_name, subject }]
  }
  let kept: QuarantineGetReply[] = empty ? [] : mails(language).map(({ chat, ...mail }) => ({
    ...mail,
    mail: { ...mail.mail, chats: chat ? meant(chat) : [] },
  }))

  function found(id: string): QuarantineGetReply {
    const one = kept.find(({ mail }) => mail.quarantine_id === id)
    if (!one) throw new OfficeError('not_found', 'no such mail in this office')
    return one
  }
  const clientOf = (id: string | undefined): Client | undefined => clients.find(({ client_id }) => client_id === id)
  /** The mail as a message of this client; its files are too new to be documents. */
  function messageOf({ mail, parts, files, checks }: QuarantineGetReply, client: Client, n: number): Message {
    const said = parts.filter(({ kind }) => kind === 'said').map(({ text }) => text)
    const contact = client.contacts.findIndex(({ email }) => email === mail.from)
    const message = fromClient(client, n, mail.at, contact, said.join('\n\n'))
    const author = contact < 0 ? { kind: 'client' as const, name: mail.from_name || mail.from } : message.author
    const came = { from: mail.from, verified: checks.verified, parts, files }
    return { ...message, author, via: 'mail', mail: came }
  }
  function take(id: string): QuarantineGetReply {
    const one = found(id)
    kept = kept.filter((other) => other !== one)
    return one
  }

  const handlers: Handlers = {
    'quarantine.list': ({ dropped = false }) => ({
      mails: kept.map(({ mail }) => mail).filter(({ dropped_at }) => Boolean(dropped_at) === dropped),
    }),
    'quarantine.get': ({ quarantine_id }) => {
      const one = found(quarantine_id)
      const client = clients.find(({ contacts }) => contacts.some(({ email }) => email === one.mail.from))
      return { ...one, ...(client ? { client_id: client.client_id } : {}) }
    },
    'quarantine.join': ({ quarantine_id, chat_id }) => {
      const thread = chats.find((chat) => chat.thread.chat.chat_id === chat_id)?.thread
      const client = clientOf(thread?.chat.client_id)
      if (!thread || !client) throw new OfficeError('not_found', 'no such chat in this office')
      const message = messageOf(take(quarantine_id), client, thread.messages.length + 1)
      thread.messages.push(message)
      return { message_id: message.message_id }
    },
    'quarantine.start_chat': ({ quarantine_id, client_id }) => {
      const client = clientOf(client_id)
      if (!client) throw new OfficeError('not_found', 'no such client in this office')
      const one = take(quarantine_id)
      return { chat_id: start(client, one.mail.subject, messageOf(one, client, 1)) }
    },
    'quarantine.drop': ({ quarantine_id }) => {
      found(quarantine_id).mail.dropped_at = now
      return {}
    },
    'quarantine.restore': ({ quarantine_id }) => {
      delete found(quarantine_id).mail.dropped_at
      return {}
    },
  }
  return handlers
}

const good: MailChecks = { spf: 'pass', dkim: 'pass', dmarc: 'pass', by: 'mx.studiovannini.example', verified: true }
const refused: MailChecks = { spf: 'softfail', dkim: 'fail', dmarc: 'fail', by: 'mx.studiovannini.example', verified: false }

type Two = readonly [it: string, en: string]
interface Kept extends Omit<QuarantineGetReply, 'client_id'> {
  /** The chat that its code speaks of, or a recent one of the sender's client. */
  chat?: string
}

/** Four of them, one for each reason that is met often. */
function mails(language: Language): Kept[] {
  const say = ([it, en]: Two) => (language === 'it' ? it : en)
  const row = (id: string, from_name: string, from: string, subject: Two, reason: KeptReason, at: string, attachments = 0) => ({
    quarantine_id: id,
    from_name,
    from,
    subject: say(subject),
    reason,
    at,
    attachments,
    chats: [],
  })
  const quoted = (lines: number, first: Two) => ({
    kind: 'quoted' as const,
    text: [say(first), ...Array.from({ length: lines - 1 }, (_, i) => `> ${say(['riga', 'line'])} ${i + 1}`)].join('\n'),
  })
  return [
    {
      mail: row('kept-delega', 'Paolo Rinaldi', 'paolo.rinaldi71@posta.example', ['Delega firmata', 'Signed authorisation'], 'unknown_sender', '2026-04-24T07:47:00Z', 1),
      chat: 'rinaldi-chat',
      parts: [
        {
          kind: 'said',
          text: say([
            'Buongiorno dottoressa, le scrivo dalla mia posta di casa. In allegato la delega firmata, ho usato la stampante del cantiere e si legge abbastanza bene.\n\nSe serve la rifaccio lunedì dall’ufficio con Giulia. Mi dica anche se l’importo di maggio è quello definitivo, così avviso la banca.\n\nSaluti, Paolo',
            'Good morning, I am writing from my mail at home. The signed authorisation is attached; I used the printer on site and it reads well enough.\n\nIf need be I will do it again on Monday from the office with Giulia. Tell me too whether May’s amount is final, so that I can tell the bank.\n\nRegards, Paolo',
          ]),
        },
        quoted(14, ['> Il 24 aprile Elena Vannini ha scritto:', '> On 24 April Elena Vannini wrote:']),
      ],
      files: [{ name: say(['Delega F24 firmata.pdf', 'F24 authorisation, signed.pdf']), size: 1_200_000, media_type: 'application/pdf' }],
      checks: good,
    },
    {
      mail: row('kept-refund', 'Agenzia Rimborsi', 'rimborsi@agenzia-fisco.example', ['Rimborso IVA in attesa', 'VAT refund pending'], 'sender_refused', '2026-04-24T05:31:00Z'),
      parts: [
        {
          kind: 'said',
          text: say([
            'Gentile contribuente, un rimborso di 1.284,00 € attende la sua conferma. Apra la pagina e inserisca i dati entro oggi.\n\nhttps://agenzia-fisco.example/rimborso',
            'Dear taxpayer, a refund of €1,284.00 awaits your confirmation. Open the page and enter your data by today.\n\nhttps://agenzia-fisco.example/rimborso',
          ]),
        },
      ],
      files: [],
      checks: refused,
    },
    {
      mail: row('kept-accounts', 'Bruno Sala', 'bruno@lorenzo.example', ['Re: Bilancio 2025, ultima lettura', 'Re: 2025 accounts, last reading'], 'no_token', '2026-04-23T15:20:00Z'),
      chat: 'lorenzo-chat',
      parts: [
        { kind: 'said', text: say(['Letto tutto, per noi va bene così.', 'I have read it all, it is fine by us.']) },
        { kind: 'signature', text: 'Bruno Sala\nFarmacia San Lorenzo\n0547 000 000' },
      ],
      files: [],
      checks: good,
    },
    {
      mail: row('kept-receipt', 'Renzo Gallo', 'renzo@gallo.example', ['Re: Quietanza F24', 'Re: F24 receipt'], 'another_client', '2026-04-22T09:05:00Z', 2),
      chat: 'querce-chat',
      parts: [
        { kind: 'said', text: say(['Ecco la quietanza, scusi il ritardo.', 'Here is the receipt, sorry for the delay.']) },
        quoted(6, ['> Il 20 aprile lo studio ha scritto:', '> On 20 April the office wrote:']),
      ],
      files: [
        { name: 'Quietanza F24.pdf', size: 210_000, media_type: 'application/pdf' },
        { name: 'Ricevuta.jpg', size: 840_000, media_type: 'image/jpeg' },
      ],
      checks: { ...good, dkim: 'none' },
    },
  ]
}
