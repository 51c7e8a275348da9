/** The documents that the office in memory begins with: Officine Rinaldi's as the design draws them, a few of others. */
import type { Access, DocumentFolder, DocumentRow, FolderTemplate, Language } from '../ipc/bindings'
import type { Picked } from '../ipc/shell'

type Two = readonly [it: string, en: string]

export interface Folder extends Omit<DocumentFolder, 'documents' | 'path'> {
  client_id: string
}
export interface Paper extends DocumentRow {
  client_id: string
}

type Line = [path: Two, by: string, at: string, kB: number, seen?: [name: string, at: string], kept?: string]

const quarter = (it: string, en: string): Two => [`1° trimestre/${it}`, `First quarter/${en}`]
const owner = 'Elena Vannini'
const giulia = 'Giulia Rinaldi'

const rinaldi: [name: Two, access: Access, papers: Line[]][] = [
  [
    ['Contabilità 2026', 'Accounts 2026'],
    'edit',
    [
      [quarter('F24 maggio, bozza.pdf', 'F24 May, draft.pdf'), owner, '2026-04-24T09:12:00Z', 88],
      [quarter('Metalsider fattura 218.pdf', 'Metalsider invoice 218.pdf'), giulia, '2026-04-24T09:02:00Z', 96],
      [quarter('Estratto conto marzo 2026.pdf', 'Bank statement March 2026.pdf'), giulia, '2026-04-24T09:02:00Z', 412],
      [
        quarter('Liquidazione IVA T1.xlsx', 'VAT return Q1.xlsx'),
        owner,
        '2026-04-22T14:00:00Z',
        34,
        ['Paolo Rinaldi', '2026-04-23T07:00:00Z'],
      ],
      [
        quarter('Registro vendite T1.pdf', 'Sales ledger Q1.pdf'),
        owner,
        '2026-04-21T09:00:00Z',
        1204,
        [giulia, '2026-04-22T10:00:00Z'],
      ],
      [quarter('Delega F24 2026.pdf', 'F24 authorisation 2026.pdf'), owner, '2026-04-20T09:00:00Z', 64],
      [quarter('Estratto conto febbraio 2026.pdf', 'Bank statement February 2026.pdf'), giulia, '2026-03-03T09:00:00Z', 398],
      [quarter('Scontrini carburante.jpg', 'Fuel receipts.jpg'), 'Paolo Rinaldi', '2026-03-01T09:00:00Z', 2804],
      [quarter('Estratto conto gennaio 2026.pdf', 'Bank statement January 2026.pdf'), giulia, '2026-02-04T09:00:00Z', 405],
      ...Array.from({ length: 12 }, (_, i): Line => [
        [`Dalle chat/Ricevuta ${i + 1}.pdf`, `From chats/Receipt ${i + 1}.pdf`],
        giulia,
        `2026-03-${String(28 - i)}T09:00:00Z`,
        70 + i * 9,
      ]),
    ],
  ],
  [
    ['Dichiarazioni', 'Returns'],
    'view',
    [
      [['Redditi 2025.pdf', 'Redditi 2025.pdf'], owner, '2026-04-14T09:00:00Z', 640, [giulia, '2026-04-15T10:00:00Z']],
      [['IRAP 2025.pdf', 'IRAP 2025.pdf'], owner, '2026-04-14T09:00:00Z', 210],
      [['Visura camerale.docx', 'Company search.docx'], '', '2026-04-24T09:19:00Z', 0],
      [['aggiornamento.exe', 'update.exe'], '', '2026-04-02T09:00:00Z', 3200, undefined, 'program'],
    ],
  ],
  [
    ['Contratti e deleghe', 'Contracts and authorisations'],
    'view',
    Array.from({ length: 8 }, (_, i): Line => [
      [`Contratto ${2018 + i}.pdf`, `Contract ${2018 + i}.pdf`],
      owner,
      `2025-0${i + 1}-12T09:00:00Z`,
      120 + i * 30,
    ]),
  ],
  [
    ['Note interne', 'Internal notes'],
    'private',
    Array.from({ length: 5 }, (_, i): Line => [[`Nota ${i + 1}.txt`, `Note ${i + 1}.txt`], owner, `2026-01-1${i}T09:00:00Z`, 2]),
  ],
]

const others: Record<string, [name: Two, access: Access, papers: Line[]][]> = {
  rinaldi,
  tessari: [
    [
      ['Dichiarazioni', 'Returns'],
      'view',
      [[['730 2025.pdf', '730 2025.pdf'], owner, '2026-04-10T09:00:00Z', 310]],
    ],
    [
      ['Spese mediche', 'Medical expenses'],
      'edit',
      [[['Farmacia.jpg', 'Pharmacy.jpg'], 'Marco Tessari', '2026-04-21T09:00:00Z', 1900]],
    ],
  ],
  edilmonte: [
    [
      ['Note interne', 'Internal notes'],
      'private',
      [[['Gara di Cesena.docx', 'Cesena tender.docx'], owner, '2026-04-23T09:00:00Z', 44]],
    ],
  ],
}

/** Folders and papers of everybody, in one language. */
export function papers(language: Language): { folders: Folder[]; papers: Paper[] } {
  const say = ([it, en]: Two) => (language === 'it' ? it : en)
  const all = Object.entries(others).flatMap(([client_id, folders]) =>
    folders.map(([name, access, lines], i) => ({ client_id, folder_id: `${client_id}-folder-${i}`, name, access, lines })),
  )
  return {
    folders: all.map(({ client_id, folder_id, name, access }) => ({ client_id, folder_id, name: say(name), access })),
    papers: all.flatMap(({ client_id, folder_id, name, lines }) =>
      lines.map(([path, by, at, kB, seen, kept], i) => ({
        client_id,
        folder_id,
        document_id: `${folder_id}-${i}`,
        path: `${say(name)}/${say(path)}`,
        size: kB * 1000,
        sha256: kB ? `${i}`.padStart(64, 'c') : '',
        modified_at: at,
        by,
        version: i === 0 ? 2 : 1,
        published: kB > 0,
        seen: seen ? [{ name: seen[0], at: seen[1] }] : [],
        ...(kept ? { kept } : {}),
        // Elena has seen what came before April.
        ...(by !== owner && by !== '' && at < '2026-04' ? { opened_at: at } : {}),
      })),
    ),
  }
}

/** One more folder of Officine Rinaldi, for measuring and for tests of long lists. */
export const archive: Folder = { client_id: 'rinaldi', folder_id: 'archive', name: 'Archivio', access: 'view' }
export const archived = (count: number): Paper[] =>
  Array.from({ length: count }, (_, i) => ({
    ...{ client_id: 'rinaldi', folder_id: 'archive', document_id: `archive-${i}`, path: `Archivio/Documento ${i + 1}.pdf` },
    ...{ size: 1000 + i, sha256: 'b'.repeat(64), by: owner, version: 1, published: true, seen: [] },
    modified_at: new Date(Date.parse('2020-01-01T00:00:00Z') + i * 3_600_000).toISOString(),
  }))

export const firstTemplate = (language: Language): FolderTemplate => {
  const names: [Two, Access][] = [
    [['Contabilità {year}', 'Accounts {year}'], 'edit'],
    [['Dichiarazioni', 'Returns'], 'view'],
    [['Contratti e deleghe', 'Contracts and authorisations'], 'view'],
    [['Note interne', 'Internal notes'], 'private'],
  ]
  const folders = names.map(([name, access]) => ({ name: name[language === 'it' ? 0 : 1], access }))
  return { template_id: 'template-1', name: language === 'it' ? 'Azienda' : 'Company', is_default: true, folders }
}

/** What lies on the computer of the pictures and the tests, by handle: what an import finds in it. */
export const onComputer: Record<string, { accepted: [path: string, kB: number, nameGuess?: string][]; refused: [path: string, reason: string][] }> = {
  zip: {
    accepted: [
      ['Rinaldi marzo/Fatture ricevute/Enel energia marzo.pdf', 184],
      ['Rinaldi marzo/Fatture ricevute/Ferramenta Borgo 77.pdf', 92],
      ['Rinaldi marzo/Fatture ricevute/Tipografia 12.pdf', 88],
      ['Rinaldi marzo/Fatture ricevute/Telefono marzo.pdf', 140],
      ['Rinaldi marzo/Fatture ricevute/Acqua marzo.pdf', 75],
      ['Rinaldi marzo/Banca/Estratto conto corrente.pdf', 412],
      ['Rinaldi marzo/Banca/Estratto conto marzo 2026.pdf', 412],
      ['Rinaldi marzo/Banca/Carta aziendale.pdf', 230],
      ['Rinaldi marzo/Banca/POS marzo.csv', 18],
      ['Rinaldi marzo/Cedolini/Cedolini marzo.pdf', 16700],
      ['Rinaldi marzo/Da firmare/', 0],
    ],
    refused: [
      ['Rinaldi marzo/gestionale-setup.exe', 'program'],
      ['Rinaldi marzo/Cedolini febbraio.zip', 'encrypted'],
      ['Rinaldi marzo/../note.txt', 'path_escapes'],
      ['Rinaldi marzo/.DS_Store', 'system_file'],
      ['Rinaldi marzo/Banca/Thumbs.db', 'system_file'],
    ],
  },
  bill: { accepted: [['Bolletta aprile.pdf', 132]], refused: [] },
}

export const picked: Record<'files' | 'folder' | 'bill', Picked[]> = {
  files: [{ handle: 'zip', name: 'Rinaldi marzo.zip', size: 18_400_000, is_folder: false }],
  folder: [{ handle: 'zip', name: 'Rinaldi marzo', size: 0, is_folder: true }],
  bill: [{ handle: 'bill', name: 'Bolletta aprile.pdf', size: 132_000, is_folder: false }],
}
