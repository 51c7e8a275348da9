/** Finding a client by its name or a contact's. A list is searched at each key, so a row is folded once. */
import { fold, startOf } from '../../../shared/fold'
import type { ClientRow } from './queries'

interface Folded {
  name: string
  all: string
}
const folded = new WeakMap<ClientRow, Folded>()

/** What a client is found by. */
export function foldedOf(client: ClientRow): Folded {
  const known = folded.get(client)
  if (known) return known
  const name = fold(client.name)
  const made = { name, all: [name, ...client.contacts.map(fold)].join('\n') }
  folded.set(client, made)
  return made
}

/** Whether each of the folded words stands in the name or a contact. */
export function foundBy(client: ClientRow, words: string[]): boolean {
  const { all } = foldedOf(client)
  return words.every((word) => all.includes(word))
}

/** How well the first word fits, 0 the best: the name begins with it, a word of it does, it has it, a contact has it. */
export function fitOf(client: ClientRow, [first = '']: string[]): 0 | 1 | 2 | 3 {
  const { name } = foldedOf(client)
  const at = startOf(name, first)
  if (at < 0) return 3
  if (at === 0) return 0
  return name[at - 1] === ' ' ? 1 : 2
}
