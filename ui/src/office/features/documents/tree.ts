/** Folders and subfolders as they are shown. Only top-level folders are the core's; subfolders are read from the paths. */
import type { InFolder, OneFolder } from '../../place.svelte'
import type { Access, DocumentFolder, DocumentRow, KeptPath } from './queries'

/** A line of the folder column: a top-level folder (`below` is empty), or a subfolder of it. */
export interface FolderLine {
  folder: DocumentFolder
  /** The path below the top-level folder: "1° trimestre/Banca". */
  below: string
  name: string
  /** 0 is a top-level folder. */
  depth: number
  /** All documents in it, those of its subfolders too. */
  count: number
}

/** The last part of a path. */
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** The folder that a path lies in: "" at the top. */
export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))

/** Where a document lies below its top-level folder. */
export const belowOf = ({ path }: { path: string }): string => path.split('/').slice(1, -1).join('/')

/** A name's extension in lower case, without its dot. */
export const extensionOf = (name: string): string => /\.([^.]+)$/.exec(nameOf(name))?.[1]?.toLowerCase() ?? ''

/** Whether a client can be sent what lies there. */
export const canBeSeen = ({ access, kept }: { access: Access; kept?: string | undefined }): boolean =>
  access !== 'private' && kept === undefined

/** Where a line of the folder column leads. */
export const placeOf = ({ folder, below }: FolderLine): OneFolder => ({ folderId: folder.folder_id, below })

/** Tells folders and subfolders apart. */
export const folderKey = ({ folderId, below }: InFolder): string => `${folderId ?? ''}/${below ?? ''}`

/** The line that leads there. */
export const lineAt = (lines: FolderLine[], at: InFolder): FolderLine | undefined =>
  lines.find((line) => folderKey(placeOf(line)) === folderKey(at))

/** Whether a folder is `other`, or lies in it. */
export const isIn = (one: OneFolder, other: OneFolder): boolean =>
  one.folderId === other.folderId && (!other.below || `${one.below}/`.startsWith(`${other.below}/`))

/** What lies on the disk in a folder and is no document. */
export function keptIn(kept: KeptPath[], { folder, below }: FolderLine): KeptPath[] {
  const path = [folder.name, below].filter(Boolean).join('/')
  return kept.filter((one) => one.path.startsWith(`${path}/`))
}

/** The folders in their order, each followed by its subfolders by name. */
export function foldersOf(folders: DocumentFolder[], documents: DocumentRow[]): FolderLine[] {
  const inFolder = Map.groupBy(documents, ({ folder_id }) => folder_id)
  return folders.flatMap((folder) => {
    const top = { folder, below: '', name: folder.name, depth: 0, count: folder.documents }
    const counts: Record<string, number> = {}
    for (const document of inFolder.get(folder.folder_id) ?? [])
      for (const below of withParents(belowOf(document))) counts[below] = (counts[below] ?? 0) + 1
    const subfolders = Object.entries(counts)
      .sort(([a], [b]) => byName(a, b))
      .map(([below, count]) => ({ folder, below, name: nameOf(below), depth: below.split('/').length, count }))
    return [top, ...subfolders]
  })
}

/** What lies in a folder or a subfolder of it, and in theirs, newest first. */
export function documentsIn(documents: DocumentRow[], folderId: string, below: string): DocumentRow[] {
  const inside = (where: string) => !below || where === below || where.startsWith(`${below}/`)
  return documents
    .filter((document) => document.folder_id === folderId && inside(belowOf(document)))
    .sort((a, b) => b.modified_at.localeCompare(a.modified_at) || byName(a.path, b.path))
}

/** "a/b/c" → "a", "a/b", "a/b/c"; "" → none. */
function withParents(below: string): string[] {
  const parts = below.split('/').filter(Boolean)
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'))
}

// "2° trimestre" comes before "10° trimestre"; a folder before what lies in it.
const names = new Intl.Collator(undefined, { numeric: true })
export function byName(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')]
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    const order = names.compare(left[i] ?? '', right[i] ?? '')
    if (order) return order
  }
  return left.length - right.length
}
