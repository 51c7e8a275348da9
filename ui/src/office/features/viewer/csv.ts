/** Rows and columns of a table kept as text, as CSV has them: `;`, `,` or tab between cells, quotes around odd ones. */

/** So many rows are shown. */
export const MOST_ROWS = 1000

export interface Table {
  rows: string[][]
  /** Whether there are rows beyond these. */
  more: boolean
}

/** Reads at most `most` rows. Quotes that never end are taken as they come. */
export function tableOf(text: string, most = MOST_ROWS): Table {
  const source = text.replace(/^\uFEFF/, '').replace(/^sep=.\r?\n/i, '')
  const separator = separatorOf(source)
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let quoted = false
  let at = 0
  const endRow = () => {
    row.push(cell)
    if (row.length > 1 || row[0]?.trim()) rows.push(row)
    row = []
    cell = ''
  }
  for (; at < source.length && rows.length < most; at += 1) {
    const character = source[at] ?? ''
    if (quoted) {
      if (character !== '"') cell += character
      else if (source[at + 1] === '"') {
        cell += '"'
        at += 1
      } else quoted = false
    } else if (character === '"' && !cell) quoted = true
    else if (character === separator) {
      row.push(cell)
      cell = ''
    } else if (character === '\n') endRow()
    else if (character !== '\r') cell += character
    else if (source[at + 1] !== '\n') endRow()
  }
  if ((cell || row.length) && rows.length < most) endRow()
  return { rows, more: source.slice(at).trim() !== '' }
}

/** Which character parts the cells: the one that parts the first lines most evenly. */
export function separatorOf(text: string): string {
  const lines = text.slice(0, 20_000).replaceAll(/"[^"]*"/g, '').split(/\r?\n|\r/).filter(Boolean).slice(0, 20)
  const evenness = (separator: string) => {
    const counts = lines.map((line) => line.split(separator).length - 1)
    const most = Math.max(0, ...counts)
    return most === 0 ? 0 : counts.filter((count) => count === counts[0]).length * (counts[0] ? 1 : 0) + most / 1000
  }
  return [';', '\t', ','].reduce((best, one) => (evenness(one) > evenness(best) ? one : best))
}

/** Whether a cell is an amount, which aligns right. */
export const isNumber = (cell: string): boolean => /^\s*[-+]?(€\s*)?\d[\d.,' ]*(%|\s*€)?\s*$/.test(cell)
