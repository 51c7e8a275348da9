/** What was picked, as a tree with ticks: folders by the paths of what lies in them, a zip as a folder of its name. */
import type { Imported, Picked } from '../../../ipc/shell'
import { byName, nameOf } from './tree'

export interface FoundFile {
  path: string
  name: string
  size: number
  /** The same bytes are there already. */
  known: boolean
  /** The encoding in which its name in a zip was read, where that is a guess. */
  guess?: string | undefined
}

export interface FoundFolder {
  path: string
  /** As it was picked: "Rinaldi marzo.zip". */
  name: string
  isZip: boolean
  folders: FoundFolder[]
  files: FoundFile[]
  /** Everything below that can be chosen, empty folders too. */
  all: FoundFile[]
  /** Whether it is an empty folder, which is chosen by itself. */
  isEmpty: boolean
}

const folder = (path: string, name: string, isZip = false): FoundFolder => ({
  ...{ path, name, isZip, folders: [], files: [], all: [], isEmpty: false },
})

/** What the guesses are called. */
const encodings: Partial<Record<string, string>> = { cp850_guess: 'CP850', shift_jis_guess: 'Shift_JIS' }

/** The tree of all that is accepted. */
export function treeOf(accepted: Imported['accepted'], items: Picked[]): FoundFolder {
  const root = folder('', '')
  const known: Record<string, FoundFolder> = { '': root }
  const zips = items.filter(({ is_folder, name }) => !is_folder && /\.zip$/i.test(name)).map(({ name }) => name)
  function at(path: string): FoundFolder {
    const there = known[path]
    if (there) return there
    const above = at(path.slice(0, Math.max(0, path.lastIndexOf('/'))))
    const zip = above === root ? zips.find((name) => name.replace(/\.zip$/i, '') === path) : undefined
    const made = folder(path, zip ?? nameOf(path), zip !== undefined)
    above.folders.push(made)
    known[path] = made
    return made
  }
  for (const { path, size, document_id, name_guess } of accepted) {
    const isFolder = path.endsWith('/')
    const bare = isFolder ? path.slice(0, -1) : path
    const file = { path, name: nameOf(bare), size, known: document_id !== undefined, guess: encodings[name_guess ?? ''] }
    if (isFolder) at(bare).isEmpty = true
    else at(bare.slice(0, Math.max(0, bare.lastIndexOf('/')))).files.push(file)
    const parts = bare.split('/')
    const above = parts.map((_, i) => parts.slice(0, i).join('/'))
    for (const one of isFolder ? [...above, bare] : above) known[one]?.all.push(file)
  }
  sort(root)
  return root
}

function sort(one: FoundFolder) {
  one.folders.sort((a, b) => byName(a.name, b.name))
  one.files.sort((a, b) => byName(a.name, b.name))
  one.folders.forEach(sort)
}

/** How long all that is chosen is, in bytes. */
export const sizeOf = (files: FoundFile[]): number => files.reduce((sum, { size }) => sum + size, 0)

/** What is ticked at first: what is not there yet. If all of it is, all of it: whoever picked it means it. */
export function tickedFirst(accepted: Imported['accepted']): string[] {
  const fresh = accepted.filter(({ document_id }) => document_id === undefined)
  return (fresh.length ? fresh : accepted).map(({ path }) => path)
}
