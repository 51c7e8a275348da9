/**
 * Variables: words that stand for what differs from client to client, or from day to day. Everywhere but in an editor they
 * are words in braces, `{first_name}`, `{today+5}`; an editor that has them shows each as a chip, one node of its document.
 */
import type { JSONContent } from '@tiptap/core'
import { m } from '../i18n'
import type { StoredDocument } from './document'

/** The last day that can be named, in days from today. */
export const MOST_DAYS = 3650

/** What is known of them for a client: the values of some, and which have none. */
export interface Shown {
  values?: Partial<Record<string, string>> | undefined
  missing?: readonly string[] | undefined
}

const labels = {
  first_name: m.variable_first_name,
  contact: m.variable_contact,
  client: m.variable_client,
  firm: m.variable_firm,
  owner: m.variable_owner,
  today: m.variable_today,
  month: m.variable_month,
  year: m.variable_year,
  last_year: m.variable_last_year,
}
type Named = keyof typeof labels

/** The variable of the day so many days from today. */
export const dayFromNow = (days: number): string => (days ? `today+${days}` : 'today')

/** What a variable is called in the window's language: "nome", "oggi + 5 giorni". */
export function labelOf(variable: string): string {
  const [, days] = variable.split('+')
  if (days !== undefined) return m.variable_days({ count: Number(days) })
  return variable in labels ? labels[variable as Named]() : variable
}

/** A piece of a text: words as they are, or a variable. */
export type Piece = { words: string } | { variable: string }

/** Takes a text apart at its variables. Other words in braces are words. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = []
  let end = 0
  for (const { index, name, length } of variablesIn(text)) {
    if (index > end) pieces.push({ words: text.slice(end, index) })
    pieces.push({ variable: name })
    end = index + length
  }
  if (end < text.length) pieces.push({ words: text.slice(end) })
  return pieces
}

/** Where in a text the variables stand. */
export const variablesIn = (text: string) =>
  [...text.matchAll(inBraces)].flatMap(({ index, 0: whole, 1: word = '', 2: days }) => {
    const name = days === undefined ? word : `${word}+${Number(days)}`
    const known = days === undefined ? word in labels : word === 'today' && Number(days) <= MOST_DAYS
    return known ? [{ index, length: whole.length, name: name === 'today+0' ? 'today' : name }] : []
  })

/** What in a text looks like a variable and is none: the core would refuse it in a template. */
export function strangerIn(text: string): string | undefined {
  const known = new Set(variablesIn(text).map(({ index }) => index))
  return [...text.matchAll(inBraces)].find(({ index }) => !known.has(index))?.[0]
}

/** A document with a chip in place of each variable. */
export function withChips(node: JSONContent): JSONContent {
  if (!node.content) return node
  const content = node.content.flatMap((child) => {
    if (child.type !== 'text') return [withChips(child)]
    const marks = child.marks ? { marks: child.marks } : {}
    return piecesOf(child.text ?? '').map((piece) => asNode(piece, marks))
  })
  return { ...node, content }
}

const asNode = (piece: Piece, marks: Pick<JSONContent, 'marks'>): JSONContent =>
  'words' in piece
    ? { type: 'text', text: piece.words, ...marks }
    : { type: 'variable', attrs: { name: piece.variable }, ...marks }

/** The same document with its variables in braces; words that belong together are one text again. */
export function withBraces(node: JSONContent): JSONContent {
  if (!node.content) return node
  const content: JSONContent[] = []
  for (const child of node.content) {
    const { marks } = child
    const next: JSONContent =
      child.type === 'variable'
        ? { type: 'text', text: `{${String(child.attrs?.name)}}`, ...(marks ? { marks } : {}) }
        : withBraces(child)
    const last = content.at(-1)
    if (last?.type === 'text' && next.type === 'text' && JSON.stringify(last.marks) === JSON.stringify(next.marks))
      content[content.length - 1] = { ...last, text: `${last.text ?? ''}${next.text ?? ''}` }
    else content.push(next)
  }
  return { ...node, content }
}

/** The variables that a subject and a message use, each once. */
export function usedIn(subject: string, { doc }: StoredDocument): string[] {
  const used = new Set(variablesIn(subject).map(({ name }) => name))
  const look = (node: JSONContent) => {
    for (const { name } of variablesIn(node.text ?? '')) used.add(name)
    node.content?.forEach(look)
  }
  look(doc)
  return [...used].sort()
}

/** What looks like a variable in a message and is none. */
export function strangerInDocument({ doc }: StoredDocument): string | undefined {
  const look = (node: JSONContent): string | undefined =>
    strangerIn(node.text ?? '') ?? node.content?.map(look).find((one) => one !== undefined)
  return look(doc)
}

/** A message of nothing but these variables: what is asked about them is the same while other words are written. */
export const onlyOf = (variables: readonly string[]): StoredDocument => ({
  v: 1,
  doc: {
    type: 'doc',
    content: [
      {
        type: 'paragraph',
        ...(variables.length ? { content: [{ type: 'text', text: variables.map((name) => `{${name}}`).join(' ') }] } : {}),
      },
    ],
  },
})

// As the core looks for them.
const inBraces = /\{([a-z_]+)(?:\+(\d+))?\}/g
