/** The trail as a file that every spreadsheet opens: RFC 4180, with the separator that the language's spreadsheets expect. */
import { call, type Request } from '../../../ipc'
import { fullDate, toTheSecond } from '../../../shared/dates'
import { language, m } from '../../../shared/i18n'
import { isBefore, matches, type AuditFilter } from './audit-filter'
import { objectOf, originOf, verbOf } from './audit-words'
import type { AuditRow } from './queries'

/** Rows of a page, the most that the core gives. */
const page = 1000
/** Tells a spreadsheet that the file is UTF-8. */
const byteOrderMark = '\uFEFF'

interface Exported {
  file: Blob
  rows: number
}

/** Reads the whole trail, keeps what `filter` lets through. `told` hears how many rows so far; undefined if stopped. */
export async function exportTrail(
  asked: Request<'audit.list'>,
  filter: AuditFilter,
  told: (rows: number) => void,
  stop: AbortSignal,
): Promise<Exported | undefined> {
  const separator = language() === 'it' ? ';' : ','
  const parts = [byteOrderMark, csvLine(heads(), separator)]
  let rows = 0
  let before: number | undefined
  for (;;) {
    const reply = await call('audit.list', { ...asked, limit: page, ...(before ? { before } : {}) })
    if (stop.aborted) return undefined
    const kept = reply.rows.filter((row) => matches(row, filter))
    parts.push(kept.map((row) => csvLine(cells(row), separator)).join(''))
    rows += kept.length
    told(rows)
    const last = reply.rows.at(-1)
    if (!last || reply.rows.length < page || last.seq === 1 || isBefore(last, filter)) break
    before = last.seq
  }
  return { file: new Blob(parts, { type: 'text/csv;charset=utf-8' }), rows }
}

/** Hands a file to the owner, where downloads go. */
export function save(file: Blob, name: string) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}

/** One line of the file; what a spreadsheet would take for a formula becomes text. */
export function csvLine(cells: string[], separator: string): string {
  const said = cells.map((cell) => {
    const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
    return /["\n\r,;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  })
  return `${said.join(separator)}\r\n`
}

const heads = () => [
  m.audit_number(),
  'UTC',
  m.audit_when(),
  m.audit_col_who(),
  m.audit_col_what(),
  m.audit_col_from(),
  m.audit_action(),
  m.audit_object(),
  m.audit_details(),
  'SHA-256',
]

const cells = (row: AuditRow) => [
  String(row.seq),
  row.at,
  `${fullDate(row.at)} ${toTheSecond(row.at)}`,
  row.actor === 'system' ? m.program() : row.actor,
  `${verbOf(row)} ${objectOf(row)}`.trim(),
  originOf(row),
  row.action,
  row.object,
  JSON.stringify(row.details),
  row.hash,
]
