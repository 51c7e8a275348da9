/**
 * What the palette finds, best first, and how much there is beyond what it shows. It is asked at each key in an office
 * of ten thousand clients: rows are folded once, and put in their order of fitness without being sorted.
 */
import { fold, startOf } from '../../../shared/fold'
import type { ChatRow } from '../chats/queries'
import { fitOf, foundBy } from '../clients/found-by'
import type { ClientRow } from '../clients/queries'

export interface Found<Row> {
  rows: Row[]
  total: number
}

/** Clients in whose name or contacts every word stands. */
export const clientsWith = (clients: ClientRow[], words: string[], most: number) =>
  best(clients, most, (client) => (foundBy(client, words) ? fitOf(client, words) : undefined))

/** Chats in whose subject, client or last words every word stands; what is in the list comes before the archive. */
export const chatsWith = (chats: ChatRow[], words: string[], most: number) =>
  best(chats, most, (chat) => {
    const { subject, all } = foldedOf(chat)
    if (!words.every((word) => all.includes(word))) return undefined
    const at = startOf(subject, words[0] ?? '')
    const fit = at < 0 ? 2 : at === 0 ? 0 : 1
    return chat.state === 'archived' ? fit + 3 : fit
  })

/** What the last message says around the first word found in it; nothing if the words are found elsewhere. */
export function saidAround(chat: ChatRow, words: string[]): string | undefined {
  const { subject } = foldedOf(chat)
  const client = fold(chat.client_name)
  const word = words.find((one) => !subject.includes(one) && !client.includes(one))
  if (word === undefined) return undefined
  const text = chat.last.text.slice(0, searched).replaceAll(/\s+/g, ' ')
  const at = fold(text).indexOf(word)
  const from = at < 40 ? 0 : text.lastIndexOf(' ', at - 24) + 1
  const cut = text.slice(from, from + 64)
  return `${from > 0 ? '…' : ''}${cut}${from + 64 < text.length ? '…' : ''}`
}

/** Of a last message, this much is searched. */
const searched = 300

const folded = new WeakMap<ChatRow, { subject: string; all: string }>()

/** What a chat is found by. */
export function foldedOf(chat: ChatRow) {
  const known = folded.get(chat)
  if (known) return known
  const subject = fold(chat.subject)
  const said = `${chat.last.author.name} ${chat.last.text.slice(0, searched)}`
  const made = { subject, all: `${subject}\n${fold(chat.client_name)}\n${fold(said)}` }
  folded.set(chat, made)
  return made
}

function best<Row>(among: Row[], most: number, fit: (row: Row) => number | undefined): Found<Row> {
  const byFit: Row[][] = []
  let total = 0
  for (const row of among) {
    const as = fit(row)
    if (as === undefined) continue
    total += 1
    const alike = (byFit[as] ??= [])
    if (alike.length < most) alike.push(row)
  }
  return { rows: byFit.flat().slice(0, most), total }
}
