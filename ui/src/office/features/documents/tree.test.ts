import { describe, expect, test } from 'vitest'
import { stillAttached } from './attached'
import { tickedFirst, treeOf } from './import-tree'
import type { DocumentFolder, DocumentRow } from './queries'
import { destinationsOf, firstDestination } from './save-in'
import { documentsIn, foldersOf, isIn, keptIn, lineAt } from './tree'

const folder = (folder_id: string, name: string, access: DocumentFolder['access'], documents = 0): DocumentFolder => ({
  ...{ folder_id, name, access, documents, path: name },
})
const paper = (folder_id: string, path: string, modified_at = '2026-04-01T00:00:00Z'): DocumentRow => ({
  ...{ document_id: path, folder_id, path, modified_at, size: 1, sha256: 'a', by: '', version: 1, published: true, seen: [] },
})
const folders = [folder('a', 'Contabilità', 'edit', 4), folder('b', 'Dichiarazioni', 'view'), folder('c', 'Note', 'private')]
const papers = [
  paper('a', 'Contabilità/10° mese/a.pdf'),
  paper('a', 'Contabilità/2° mese/b.pdf', '2026-04-03T00:00:00Z'),
  paper('a', 'Contabilità/2° mese/Banca/c.pdf', '2026-04-02T00:00:00Z'),
  paper('a', 'Contabilità/d.pdf'),
]

describe('the folder column', () => {
  test('subfolders are read from the paths, in the order of people, and count all that is below', () => {
    const lines = foldersOf(folders, papers).map(({ name, depth, count }) => [name, depth, count])
    expect(lines).toEqual([
      ['Contabilità', 0, 4],
      ['2° mese', 1, 2],
      ['Banca', 2, 1],
      ['10° mese', 1, 1],
      ['Dichiarazioni', 0, 0],
      ['Note', 0, 0],
    ])
  })

  test('a folder shows what lies in it and below, newest first, and nothing of a folder with a like name', () => {
    const more = [...papers, paper('a', 'Contabilità/2° mese bis/e.pdf')]
    const names = documentsIn(more, 'a', '2° mese').map(({ path }) => path)
    expect(names).toEqual(['Contabilità/2° mese/b.pdf', 'Contabilità/2° mese/Banca/c.pdf'])
    expect(documentsIn(more, 'a', '')).toHaveLength(5)
  })
})

describe('one folder and another', () => {
  const [top, sub] = [{ folderId: 'a', below: '' }, { folderId: 'a', below: '2° mese' }]

  test('a folder is in itself and in those above it, not in one with a like name', () => {
    expect([sub, { folderId: 'a', below: '2° mese/Banca' }, top].map((one) => isIn(one, sub))).toEqual([true, true, false])
    expect(isIn({ folderId: 'a', below: '2° mese bis' }, sub)).toBe(false)
    expect(isIn({ folderId: 'b', below: '2° mese' }, top)).toBe(false)
    expect(isIn(sub, top)).toBe(true)
  })

  test('what is no document is told of the folder that it lies in', () => {
    const kept = ['Contabilità/2° mese/x.exe', 'Contabilità/2° mese bis/y.exe', 'z.exe'].map((path) => ({ path, reason: 'program' }))
    const line = lineAt(foldersOf(folders, papers), sub)
    expect(line && keptIn(kept, line).map(({ path }) => path)).toEqual(['Contabilità/2° mese/x.exe'])
  })
})

describe('where attachments are saved', () => {
  const among = destinationsOf(folders, papers, 'Dalle chat')

  test('never in a private folder', () => {
    expect(among.map(({ name }) => name)).not.toContain('Note')
    expect(among.map(({ name }) => name)).toContain('Contabilità, 2° mese, Banca')
  })

  test('at first where it was the last time, else where the client can view, else where they can edit', () => {
    expect(firstDestination(among, undefined, 'Dalle chat')).toMatchObject({ folderId: 'b', below: 'Dalle chat' })
    const before = { folderId: 'a', below: '2° mese' }
    expect(firstDestination(among, before, 'Dalle chat')).toMatchObject(before)
    expect(firstDestination(among, { folderId: 'c', below: '' }, 'Dalle chat')).toMatchObject({ folderId: 'b' })
    const editable = destinationsOf([folder('a', 'Contabilità', 'edit')], [], 'Dalle chat')
    expect(firstDestination(editable, undefined, 'Dalle chat')).toMatchObject({ folderId: 'a' })
    expect(firstDestination([], undefined, 'Dalle chat')).toBeUndefined()
  })

  test('a folder that is flagged is no place for them', () => {
    const flagged = [{ ...folder('b', 'Dichiarazioni', 'view'), kept: 'name_refused' }]
    expect(destinationsOf(flagged, [], 'Dalle chat')).toEqual([])
  })
})

describe('what was picked', () => {
  const items = [{ handle: '1', name: 'Marzo.zip', size: 9, is_folder: false }]
  const accepted = [
    { path: 'Marzo/Banca/a.pdf', size: 2 },
    { path: 'Marzo/b.pdf', size: 3, document_id: 'known' },
    { path: 'Marzo/Vuota/', size: 0 },
    { path: 'sola.pdf', size: 4 },
  ]

  test('a zip is a folder of its name, and an empty folder is there too', () => {
    const tree = treeOf(accepted, items)
    const [zip] = tree.folders
    expect(zip).toMatchObject({ name: 'Marzo.zip', isZip: true })
    expect(zip?.folders.map(({ name, isEmpty }) => [name, isEmpty])).toEqual([
      ['Banca', false],
      ['Vuota', true],
    ])
    expect(zip?.all.map(({ path }) => path)).toEqual(['Marzo/Banca/a.pdf', 'Marzo/b.pdf', 'Marzo/Vuota/'])
    expect(tree.files.map(({ name }) => name)).toEqual(['sola.pdf'])
  })

  test('what is there already is not ticked, unless it is all there is', () => {
    expect(tickedFirst(accepted)).not.toContain('Marzo/b.pdf')
    expect(tickedFirst(accepted.slice(1, 2))).toEqual(['Marzo/b.pdf'])
  })
})

describe('documents and other recipients', () => {
  const ours = { document_id: '1', name: 'a.pdf', size: 1 }
  const circular = { ...ours, document_id: '2', fromComputer: true }

  test('a document of one client never goes to another', () => {
    expect(stillAttached([ours, circular], ['rinaldi'], ['rinaldi'])).toEqual([ours, circular])
    expect(stillAttached([ours, circular], ['rinaldi'], ['rinaldi', 'tessari'])).toEqual([circular])
    expect(stillAttached([ours, circular], ['rinaldi', 'tessari'], ['tessari'])).toEqual([])
    expect(stillAttached([ours, circular], ['rinaldi'], [])).toEqual([])
  })
})
