/** The emoji by name, in the window's language. The names are a chunk of their own, read when they are first wanted. */
import type { Language } from '../i18n/calendar.svelte'

export interface Emoji {
  sign: string
  name: string
  /** What it is found by: its name, short codes and other words, without accents. */
  words: string[]
  group: number
}

export interface EmojiGroup {
  name: string
  emoji: Emoji[]
}

interface Entry {
  unicode: string
  label: string
  hexcode: string
  group?: number
  order?: number
  tags?: string[]
}
type Codes = Record<string, string | string[]>

const files = {
  it: () => Promise.all([
    import('emojibase-data/it/compact.json'),
    import('emojibase-data/it/shortcodes/cldr.json'),
    import('emojibase-data/it/messages.json'),
  ]),
  en: () => Promise.all([
    import('emojibase-data/en/compact.json'),
    import('emojibase-data/en/shortcodes/emojibase.json'),
    import('emojibase-data/en/messages.json'),
  ]),
}
/** Parts of other emoji (skin tones, hair); nobody writes them alone. */
const COMPONENT = 2

const read: Partial<Record<Language, Promise<EmojiGroup[]>>> = {}

/** All emoji, by group, in their usual order. */
export function readEmoji(language: Language): Promise<EmojiGroup[]> {
  return (read[language] ??= load(language))
}

/** The emoji that a few letters mean, best first: a name that is so, a word that is, then what begins so, then the rest. */
export function emojiFor(groups: EmojiGroup[], letters: string, most: number): Emoji[] {
  const wanted = plain(letters)
  if (!wanted) return groups.flatMap(({ emoji }) => emoji).slice(0, most)
  const found: [rank: number, emoji: Emoji][] = []
  for (const { emoji } of groups)
    for (const one of emoji) {
      const rank = rankOf(one, wanted)
      if (rank !== undefined) found.push([rank, one])
    }
  return found
    .sort(([a], [b]) => a - b)
    .slice(0, most)
    .map(([, emoji]) => emoji)
}

function rankOf({ words }: Emoji, wanted: string): number | undefined {
  const [name] = words
  if (name === wanted) return 0
  if (words.includes(wanted)) return 1
  if (name?.startsWith(wanted)) return 2
  if (words.some((word) => word.startsWith(wanted))) return 3
  return wanted.length > 2 && words.some((word) => word.includes(wanted)) ? 4 : undefined
}

async function load(language: Language): Promise<EmojiGroup[]> {
  const [{ default: entries }, { default: codes }, { default: messages }] = await files[language]()
  const names = messages.groups.toSorted((a, b) => a.order - b.order)
  const groups = names.map(({ message }) => ({ name: message, emoji: [] as Emoji[] }))
  const ordered = (entries as Entry[]).toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0))
  for (const entry of ordered) {
    if (entry.group === undefined || entry.group === COMPONENT) continue
    groups[entry.group]?.emoji.push(named(entry, codes, entry.group))
  }
  return groups.filter(({ emoji }) => emoji.length)
}

function named({ unicode, label, hexcode, tags = [] }: Entry, codes: Codes, group: number): Emoji {
  const words = [label, ...[codes[hexcode] ?? []].flat(), ...label.split(' '), ...tags].map(plain)
  return { sign: unicode, name: label, words: [...new Set(words)], group }
}

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[_-]+/g, ' ')
    .trim()
