/** The documents of an office held in memory, as the core and the program answer for them. */
import type { AttachmentChoice, Attachment, Commands, FolderTemplate, Language, TrashedDocument } from '../ipc/bindings'
import { OfficeError } from '../ipc/office-error'
import type { Imported, ImportRequest } from '../ipc/shell'
import { now } from './cast'
import { bytesOf, contentOf, readableFolder, readablePapers } from './readable'
import { archive, archived, firstTemplate, onComputer, papers, type Folder, type Paper } from './papers'

type Request<K extends keyof Commands> = Commands[K]['request']
type Handlers = { [K in keyof Commands]?: (request: Request<K>) => Commands[K]['reply'] }

const nameOf = (path: string) => path.split('/').at(-1) ?? path
const pathOf = (...parts: (string | undefined)[]) => parts.filter(Boolean).join('/')

interface Choice {
  language: Language
  empty: boolean
  noFolders?: boolean
  manyDocuments?: number
  readable?: boolean
}

export function documentsInMemory(
  { language, manyDocuments = 0, ...choice }: Choice,
  newId: (kind: string) => string,
  nameOfClient: (id: string) => string,
) {
  const empty = choice.empty || choice.noFolders === true
  const begun = empty ? { folders: [], papers: [] } : papers(language)
  if (manyDocuments) {
    begun.folders.push(archive)
    begun.papers.push(...archived(manyDocuments))
  }
  if (choice.readable) {
    begun.folders.push(readableFolder)
    begun.papers.push(...readablePapers())
  }
  let all: Paper[] = begun.papers
  const folders: Folder[] = begun.folders
  let trash: (TrashedDocument & { was: Paper; folder: Folder })[] = []
  let templates: FolderTemplate[] = [firstTemplate(language)]
  const me = 'Elena Vannini'
  const notes = language === 'it' ? 'Note interne' : 'Internal notes'
  const kept = [
    { path: 'appunti.txt', reason: 'outside_folders' },
    { path: `${notes}/Archivio`, reason: 'symlink' },
  ]

  const folderOf = (id: string) => found(folders.find(({ folder_id }) => folder_id === id))
  const paperOf = (id: string) => found(all.find(({ document_id }) => document_id === id))
  const nameIsFree = (client_id: string, name: string) => {
    if (folders.some((folder) => folder.client_id === client_id && folder.name === name))
      throw new OfficeError('name_taken', 'there is a folder of this name')
  }
  /** What lies at `below` in a folder, or deeper; all of it where `below` is empty. */
  const papersIn = (folder_id: string, below = '') => {
    const within = `${pathOf(folderOf(folder_id).name, below)}/`
    return all.filter((paper) => paper.folder_id === folder_id && paper.path.startsWith(within))
  }
  function throwAway(gone: Paper[]) {
    all = all.filter((paper) => !gone.includes(paper))
    const thrown = gone.map((was) => ({
      ...{ trash_id: newId('trash'), client_id: was.client_id, name: nameOf(was.path), path: was.path, size: was.size },
      ...{ at: now, until: '2026-08-22T09:20:00Z', was, folder: folderOf(was.folder_id) },
    }))
    trash = [...thrown, ...trash]
    return { trash_ids: thrown.map(({ trash_id }) => trash_id) }
  }
  /** The folder that something comes back to. One that is gone is made again, and is Private. */
  function madeAgain({ client_id, name }: Folder): string {
    const there = folders.find((folder) => folder.client_id === client_id && folder.name === name)
    return there?.folder_id ?? addFolder({ client_id, name, access: 'private' })
  }
  function addFolder(folder: Omit<Folder, 'folder_id'>) {
    nameIsFree(folder.client_id, folder.name)
    const folder_id = newId('folder')
    folders.push({ ...folder, folder_id })
    return folder_id
  }

  function isFree(paper: Paper, path: string) {
    if (all.some((other) => other !== paper && other.client_id === paper.client_id && other.path === path))
      throw new OfficeError('name_taken', 'there is a document of this name', { name: nameOf(path) })
  }

  /** What an import takes and refuses; without `dry_run` it is there afterwards. */
  function take({ folder_id, below, handles, dry_run, choose }: ImportRequest): Imported {
    const { client_id, name } = folderOf(folder_id)
    const inside = handles.map((handle) => found(onComputer[handle]))
    const accepted = inside.flatMap((one) => one.accepted).filter(([path]) => !choose || choose.includes(path))
    const refused = inside.flatMap((one) => one.refused).map(([path, reason]) => ({ path, reason }))
    const there = (path: string) =>
      all.find((paper) => paper.client_id === client_id && nameOf(paper.path) === nameOf(path) && !path.endsWith('/'))
    const taken = accepted.map(([path, kB, name_guess]) => {
      const known = there(path)?.document_id
      const document_id = known ?? (dry_run || path.endsWith('/') ? undefined : newId('document'))
      if (!dry_run && !known && document_id) {
        const fresh = { by: me, version: 1, published: true, sha256: 'd'.repeat(64), modified_at: now, seen: [] }
        all = [{ ...fresh, client_id, folder_id, document_id, path: pathOf(name, below, path), size: kB * 1000 }, ...all]
      }
      return { path, size: kB * 1000, ...(document_id ? { document_id } : {}), ...(name_guess ? { name_guess } : {}) }
    })
    return { accepted: taken, refused }
  }

  const handlers: Handlers = {
    'documents.list': ({ client_id }) => ({
      root: `/home/elena/Studiolo/Studio Vannini/Documents/${client_id}`,
      folders: folders
        .filter((folder) => folder.client_id === client_id)
        .map(({ client_id: _, ...folder }) => ({
          ...folder,
          path: folder.name,
          documents: all.filter(({ folder_id }) => folder_id === folder.folder_id).length,
        })),
      documents: all.filter((paper) => paper.client_id === client_id).map(({ client_id: _, ...paper }) => paper),
      kept: client_id === 'rinaldi' && !empty ? kept : [],
    }),
    'documents.counts': () => ({
      clients: [...Map.groupBy(all, ({ client_id }) => client_id)].map(([client_id, of]) => ({ client_id, documents: of.length })),
      trashed: trash.length,
    }),
    'documents.create_folder': ({ client_id, name, access }) => ({ folder_id: addFolder({ client_id, name, access }) }),
    'documents.rename_folder': ({ folder_id, name }) => {
      const folder = folderOf(folder_id)
      nameIsFree(folder.client_id, name)
      all = all.map((paper) =>
        paper.folder_id === folder_id ? { ...paper, path: pathOf(name, ...paper.path.split('/').slice(1)) } : paper,
      )
      folder.name = name
      return {}
    },
    'documents.set_access': ({ folder_id, access }) => {
      folderOf(folder_id).access = access
      return {}
    },
    'documents.rename': ({ document_id, name }) => {
      const paper = paperOf(document_id)
      const path = pathOf(...paper.path.split('/').slice(0, -1), name)
      isFree(paper, path)
      paper.path = path
      return {}
    },
    'documents.move': ({ document_ids, folder_id, below }) => {
      const { name } = folderOf(folder_id)
      const moves = document_ids.map(paperOf).map((paper) => ({ paper, path: pathOf(name, below, nameOf(paper.path)) }))
      for (const { paper, path } of moves) isFree(paper, path)
      for (const { paper, path } of moves) Object.assign(paper, { folder_id, path })
      return {}
    },
    'documents.move_folder': ({ folder_id, below, to_folder_id, to_below }) => {
      const to = folderOf(to_folder_id)
      if (!below || !to_below || to.client_id !== folderOf(folder_id).client_id)
        throw new OfficeError('invalid_request', 'no folder below one of this client')
      if (to_folder_id === folder_id && `${to_below}/`.startsWith(`${below}/`) && to_below !== below)
        throw new OfficeError('invalid_request', 'lies in the folder that is moved')
      const moved = papersIn(folder_id, below)
      found(moved[0])
      if (papersIn(to_folder_id, to_below).some((paper) => !moved.includes(paper)))
        throw new OfficeError('name_taken', 'there is a folder of this name')
      const before = pathOf(folderOf(folder_id).name, below).length + 1
      for (const paper of moved)
        Object.assign(paper, { folder_id: to_folder_id, path: pathOf(to.name, to_below, paper.path.slice(before)) })
      return {}
    },
    'documents.trash': ({ document_ids }) => throwAway(document_ids.map(paperOf)),
    'documents.trash_folder': ({ folder_id, below }) => {
      const thrown = throwAway(papersIn(folder_id, below))
      const folder = folderOf(folder_id)
      const stays = folder.client_id === 'rinaldi' && kept.some(({ path }) => path.startsWith(`${folder.name}/`))
      if (!below && !stays) folders.splice(folders.indexOf(folder), 1)
      return thrown
    },
    'documents.trashed': ({ client_id }) => ({
      documents: trash.filter((one) => !client_id || one.client_id === client_id).map(({ was: _, folder: __, ...one }) => one),
    }),
    'documents.restore': ({ trash_ids }) => {
      const back = trash.filter(({ trash_id }) => trash_ids.includes(trash_id))
      all = [...back.map(({ was, folder }) => ({ ...was, folder_id: madeAgain(folder) })), ...all]
      trash = trash.filter(({ trash_id }) => !trash_ids.includes(trash_id))
      return {}
    },
    'documents.history': ({ document_id }) => {
      const { version, size, by, modified_at: at, sha256 } = paperOf(document_id)
      const first = { version: 1, at: '2026-04-20T08:00:00Z', by: me, size: Math.round(size * 0.8), sha256: 'a'.repeat(64), hash: 'e'.repeat(64) }
      const last = { version, at, by, size, sha256, hash: 'f'.repeat(64) }
      return { versions: version > 1 ? [last, first] : [last] }
    },
    'documents.search': ({ text, client_id, limit = 50 }) => ({
      documents: all
        .filter((paper) => !client_id || paper.client_id === client_id)
        .map((paper) => ({ paper, snippet: snippetOf(paper, text) }))
        .filter(({ paper: { path }, snippet }) => snippet || nameOf(path).toLowerCase().includes(text.toLowerCase()))
        .slice(0, limit)
        .map(({ paper: { document_id, client_id, path, size, modified_at }, snippet }) => ({
          ...{ document_id, client_id, path, size, modified_at },
          ...(snippet ? { snippet } : {}),
        })),
    }),
    'documents.read': ({ document_id }) => {
      const paper = paperOf(document_id)
      paper.opened_at = now
      return contentOf(paper, nameOfClient(paper.client_id), language)
    },
    'folder_templates.list': () => ({ templates }),
    'folder_templates.save': ({ template_id, ...to }) => {
      const id = template_id ?? newId('template')
      if (to.is_default) templates = templates.map((other) => ({ ...other, is_default: false }))
      const saved = { ...to, template_id: id }
      templates = templates.some((one) => one.template_id === id)
        ? templates.map((one) => (one.template_id === id ? saved : one))
        : [...templates, saved]
      return { template_id: id }
    },
    'folder_templates.delete': ({ template_id }) => {
      templates = templates.filter((one) => one.template_id !== template_id)
      return {}
    },
    'documents.apply_template': ({ client_id, template_id, year = 2026 }) => ({
      folder_ids: found(templates.find((one) => one.template_id === template_id)).folders.map(({ name, access }) =>
        addFolder({ client_id, name: name.replace('{year}', String(year)), access }),
      ),
    }),
  }

  return {
    handlers,
    take,
    /** Another program saves it. */
    saveAnew: (document_id: string) => {
      const paper = paperOf(document_id)
      paper.version += 1
      paper.sha256 = String(paper.version).padStart(64, 'e')
    },
    /** The bytes of a PDF or a picture. */
    bytes: (document_id: string) => bytesOf(paperOf(document_id)),
    /** A document of a template, saved among a client's. */
    saved: (client_id: string, { name, size }: { name: string; size: number }): Attachment => {
      const of = folders.filter((folder) => folder.client_id === client_id)
      const folder = of.find(({ access }) => access === 'view') ?? of.find(({ access }) => access === 'edit')
      if (!folder) throw new OfficeError('no_viewable_folder', 'nowhere', { clients: [{ client_id, name: nameOfClient(client_id) }] })
      const document_id = newId('of-template')
      const fresh = { by: me, version: 1, published: true, sha256: 'd'.repeat(64), modified_at: now, seen: [] }
      const path = pathOf(folder.name, language === 'it' ? 'Dalle chat' : 'From chats', name)
      all = [{ ...fresh, client_id, folder_id: folder.folder_id, document_id, path, size }, ...all]
      return { document_id, name, size }
    },
    /** What a message shows of its documents. A private one never goes with it. */
    attached: (attachments: AttachmentChoice[] = []): Attachment[] =>
      attachments.map(({ document_id = '' }) => {
        const { path, size, folder_id } = paperOf(document_id)
        if (folderOf(folder_id).access === 'private') throw new OfficeError('private_document', 'private')
        return { document_id, name: nameOf(path), size }
      }),
  }
}

/** Of the notes that lie in the memory, words around what was looked for. */
function snippetOf({ path }: Paper, text: string): string | undefined {
  const words = nameOf(path) === 'Appunti.txt' ? 'Vuole pagare in due rate. Da chiedere: codice tributo e IBAN.' : ''
  return text.trim() && words.toLowerCase().includes(text.toLowerCase()) ? `… ${words}` : undefined
}

function found<T>(one: T | undefined): T {
  if (one === undefined) throw new OfficeError('not_found', 'no such thing in this office')
  return one
}
