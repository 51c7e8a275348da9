/**
 * What the window remembers of an office from one opening to the next: where the owner was, how wide the list is,
 * how far each list was scrolled. The web view keeps it, by the office's folder; losing it loses no work.
 */

interface Remembered {
  place?: unknown
  listWidth?: number | undefined
  /** By client: the folder that what is attached from the computer was saved in. */
  saveIn?: Record<string, SaveIn>
  /** By list: how far it was scrolled, and how high one of its rows is. */
  scroll?: Record<string, Scroll>
}

/** A top-level folder, and the subfolder of it. */
export interface SaveIn {
  folderId: string
  below: string
}

export interface Scroll {
  offset: number
  rowSize: number
}

let folder = ''
let kept: Remembered = {}
let writing: ReturnType<typeof setTimeout> | undefined

/** Remembers for this office from now on, beginning with what was kept of it. Says whether it is another one. */
export function rememberFor(officeFolder: string): boolean {
  if (folder === officeFolder) return false
  writeNow()
  folder = officeFolder
  kept = read(localStorage.getItem(keyOf(folder)))
  return true
}

export const remembered = <Key extends keyof Remembered>(key: Key): Remembered[Key] => kept[key]

/** Keeps a value. It is written within a third of a second, so that a closing window loses nothing worth having. */
export function remember<Key extends keyof Remembered>(key: Key, value: Remembered[Key]) {
  kept = { ...kept, [key]: value }
  writing ??= setTimeout(writeNow, 300)
}

export const scrollOf = (list: string): Scroll | undefined => kept.scroll?.[list]

/** How many rows of a list are sure to fill the window where it was left, which is 4,000 px high at most. */
export function rowsInView(list: string): number {
  const { offset = 0, rowSize = 0 } = scrollOf(list) ?? {}
  return Math.ceil((offset + 4000) / Math.max(rowSize, 50))
}

export function rememberScroll(list: string, scroll: Scroll) {
  remember('scroll', { ...kept.scroll, [list]: scroll })
}

const keyOf = (officeFolder: string) => `window ${officeFolder}`

function writeNow() {
  clearTimeout(writing)
  writing = undefined
  if (folder) localStorage.setItem(keyOf(folder), JSON.stringify(kept))
}

/** What another version wrote, or nobody, is read as far as it can be. */
function read(text: string | null): Remembered {
  try {
    const found: unknown = JSON.parse(text ?? '{}')
    return typeof found === 'object' && found !== null ? found : {}
  } catch {
    return {}
  }
}
