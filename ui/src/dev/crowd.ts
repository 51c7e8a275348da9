/** A large office, for measuring and for tests of long lists: made-up clients and chats, the same at each start. */
import { fromClient, fromOffice, type Chat, type Client } from './cast'

const surnames = ['Bellini', 'Conti', 'Ferri', 'Gatti', 'Lombardi', 'Marchetti', 'Neri', 'Orlandi', 'Parisi', 'Ricci']
const names = ['Anna', 'Bruno', 'Carla', 'Dario', 'Elisa', 'Fabio', 'Gaia', 'Ivo', 'Lucia', 'Nicolò', 'Paolo', 'Sara']
const trades = ['Officine', 'Studio', 'Farmacia', 'Trattoria', 'Autotrasporti', 'Bottega', 'Cantina', 'Edile']
const subjects = ['Liquidazione IVA', 'Bilancio', 'Quietanza F24', 'IMU', 'Corrispettivi', 'Visura', '730', 'Delega']
const texts = [
  'Buongiorno, mi manca ancora l’estratto conto di marzo.',
  'Mi confermi gli importi prima di venerdì?',
  'Ecco che cosa serve per la dichiarazione di quest’anno.',
  'Ho ricevuto tutto, grazie: chiudo io la pratica.',
]
const pick = <Kind>(from: Kind[], i: number): Kind => from[i % from.length] as Kind
const newest = Date.parse('2026-04-23T15:00:00Z')
const at = (minutesAgo: number) => new Date(newest - minutesAgo * 60_000).toISOString()

/** Clients beyond the cast, and `chats` of theirs, newest first, and one thread of `messages`. */
export function crowd(count: { clients: number; chats: number; messages: number }): { clients: Client[]; chats: Chat[] } {
  const least = Math.min(Math.max(count.chats, count.messages), 500)
  const clients = Array.from({ length: Math.max(count.clients, least) }, (_, i) => client(i))
  const chats = Array.from({ length: count.chats }, (_, i) => chat(i, pick(clients, i * 7)))
  const [first] = clients
  if (count.messages && first) chats.unshift(long(first, count.messages))
  return { clients, chats }
}

function client(i: number): Client {
  const person = i % 3 === 0
  const [name, surname] = [pick(names, i * 5), pick(surnames, Math.floor(i / 3))]
  const client_id = `crowd-${i}`
  const contacts = Array.from({ length: 1 + (i % 3 === 1 ? 1 : 0) }, (_, n) => ({
    contact_id: `${client_id}-${n}`,
    name: `${pick(names, i * 5 + n * 3)} ${surname}`,
    email: `${n}@${client_id}.example`,
    notify: true,
    login: n === 0,
  }))
  return {
    client_id,
    name: person ? `${name} ${surname} ${i}` : `${pick(trades, i)} ${surname} ${i}`,
    kind: person ? 'person' : 'company',
    created_at: '2019-01-12T09:00:00Z',
    contacts,
  }
}

function chat(i: number, of: Client): Chat {
  const answered = i % 4 === 1
  const first = fromOffice(of, 1, at(i * 11 + (answered ? 90 : 0)), 'accepted', pick(texts, i))
  const messages = answered ? [first, fromClient(of, 2, at(i * 11), 0, pick(texts, i + 2))] : [first]
  const next_at = new Date(Date.parse('2026-04-27T07:00:00Z') + (i % 9) * 86_400_000).toISOString()
  return {
    unread: answered && i % 12 === 1 ? 1 : 0,
    thread: {
      chat: { ...threadOf(of), chat_id: `crowd-chat-${i}`, subject: `${pick(subjects, i)} ${2026 - (i % 6)}, ${i + 1}` },
      messages,
      tasks: [],
      reminder: answered
        ? { enabled: true, every_days: 3, max_count: 2, sent: 0, state: 'stopped', stop_reason: 'answered' }
        : { enabled: true, every_days: 3, max_count: 2, sent: i % 2, state: 'armed', next_at },
    },
  }
}

function long(of: Client, count: number): Chat {
  const messages = Array.from({ length: count }, (_, i) => {
    const text = `${i + 1}. ${Array.from({ length: 1 + (i % 5) }, (_, n) => pick(texts, i + n)).join(' ')}`
    const when = at((count - i) * 7)
    return i % 3 === 1 ? fromClient(of, i, when, 0, text) : fromOffice(of, i, when, 'accepted', text)
  })
  return {
    unread: 0,
    thread: {
      chat: { ...threadOf(of), chat_id: 'long-chat', subject: 'Una conversazione lunga' },
      messages,
      tasks: [],
      reminder: { enabled: false, every_days: 3, max_count: 1, sent: 0, state: 'off' },
    },
  }
}

const threadOf = ({ client_id, name, contacts }: Client) => ({
  client_id,
  client_name: name,
  contacts,
  state: 'active' as const,
})
