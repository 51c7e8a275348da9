/** Small real PDFs, written by hand: what the pictures and the tests open. */

export interface PdfPage {
  /** Each line with where it begins, from the upper left, and its size; `b` for bold. */
  lines: [x: number, y: number, size: number, text: string, bold?: 'b'][]
  /** Rectangles that lead somewhere: to an address, or to a page from 1. */
  links?: { x: number; y: number; width: number; height: number; to: string | number }[]
  /** Lines drawn: from x, y, width, height. */
  boxes?: [x: number, y: number, width: number, height: number][]
  /** How far it is turned to be read, clockwise. */
  turned?: 90 | 180 | 270
}

const height = 842

/** A PDF of A4 pages. `extra` goes into its catalogue, `trailer` into its trailer. */
export function pdfOf(pages: PdfPage[], { extra = '', trailer = '' } = {}): Uint8Array<ArrayBuffer> {
  const firstPage = 5
  const idOf = (page: number) => firstPage + page * 2
  const objects = [
    `<< /Type /Catalog /Pages 2 0 R ${extra} >>`,
    `<< /Type /Pages /Kids [${pages.map((_, i) => `${idOf(i)} 0 R`).join(' ')}] /Count ${pages.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>',
    ...pages.flatMap((page, i) => {
      const drawn = contentOf(page)
      const links = (page.links ?? []).map(({ x, y, width, height: tall, to }) => {
        const rect = `[${x} ${height - y - tall} ${x + width} ${height - y}]`
        const where = typeof to === 'number' ? `/Dest [${idOf(to - 1)} 0 R /Fit]` : `/A << /S /URI /URI (${to}) >>`
        return `<< /Type /Annot /Subtype /Link /Border [0 0 0] /Rect ${rect} ${where} >>`
      })
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 ${height}] /Rotate ${page.turned ?? 0} /Contents ${idOf(i) + 1} 0 R ` +
          `/Resources << /Font << /F 3 0 R /B 4 0 R >> >> /Annots [${links.join(' ')}] >>`,
        `<< /Length ${drawn.length} >>\nstream\n${drawn}\nendstream`,
      ]
    }),
  ]
  let text = '%PDF-1.4\n'
  const places = objects.map((object, i) => {
    const at = text.length
    text += `${i + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const table = places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  const begin = text.length
  text += `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R ${trailer} >>\nstartxref\n${begin}\n%%EOF\n`
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

function contentOf({ lines, boxes = [] }: PdfPage): string {
  const escaped = (text: string) => text.replaceAll(/[\\()]/g, '\\$&')
  const texts = lines.map(
    ([x, y, size, text, bold]) => `BT /${bold ? 'B' : 'F'} ${size} Tf ${x} ${height - y} Td (${escaped(text)}) Tj ET`,
  )
  const drawn = boxes.map(([x, y, width, tall]) => `${x} ${height - y - tall} ${width} ${tall} re S`)
  return ['0.6 G 0.7 w', ...drawn, ...texts].join('\n')
}

/** A PDF that asks for a password: what it is locked with fits none. */
export const lockedPdf = () => {
  const key = 'AB'.repeat(32)
  const lock = `/Encrypt << /Filter /Standard /V 1 /R 2 /O <${key}> /U <${key}> /P -60 >> /ID [<${'CD'.repeat(16)}> <${'CD'.repeat(16)}>]`
  return pdfOf([{ lines: [[60, 80, 12, 'segreto']] }], { trailer: lock })
}

const cell = (x: number, y: number, width: number, small: string, bold: string): PdfPage => ({
  boxes: [[x, y, width, 34]],
  lines: [
    [x + 8, y + 12, 8, small],
    [x + 8, y + 26, 10, bold, 'b'],
  ],
})
const together = (...parts: PdfPage[]): PdfPage => ({
  lines: parts.flatMap(({ lines }) => lines),
  boxes: parts.flatMap(({ boxes }) => boxes ?? []),
  links: parts.flatMap(({ links }) => links ?? []),
})

/** The tax form that the design draws, on two pages. */
export const taxForm = () =>
  pdfOf([
    together(
      { lines: [[52, 72, 13, 'MODELLO DI PAGAMENTO UNIFICATO', 'b'], [500, 74, 20, 'F24', 'b']], boxes: [[52, 84, 491, 1]] },
      { lines: [[52, 110, 10, 'Contribuente', 'b']] },
      cell(52, 118, 245, 'Codice fiscale', '01234567890'),
      cell(297, 118, 246, 'Denominazione', 'Officine Rinaldi S.r.l.'),
      cell(52, 152, 245, 'Domicilio fiscale', 'Arezzo (AR)'),
      cell(297, 152, 246, 'Via e numero civico', 'via dei Cordai 14'),
      { lines: [[52, 216, 10, 'Sezione Erario', 'b']] },
      cell(52, 224, 160, 'codice tributo', '6031'),
      cell(212, 224, 160, 'anno', '2026'),
      cell(372, 224, 171, 'a debito', '3.482,16'),
      { lines: [[52, 290, 10, 'Sezione Inps', 'b']], boxes: [[52, 298, 491, 60]] },
      cell(52, 380, 491, 'Saldo finale', '+ 3.482,16 EUR'),
      {
        lines: [[52, 450, 9, 'Istruzioni: www.agenziaentrate.gov.it'], [52, 470, 9, 'Avvertenze a pagina 2']],
        links: [
          { x: 50, y: 440, width: 180, height: 14, to: 'https://www.agenziaentrate.gov.it/' },
          { x: 50, y: 460, width: 120, height: 14, to: 2 },
          { x: 300, y: 440, width: 60, height: 14, to: 'javascript:alert\\(1\\)' },
        ],
      },
    ),
    {
      lines: [
        [52, 72, 13, 'AVVERTENZE', 'b'],
        [52, 110, 10, 'Il saldo finale si versa entro il 18 maggio 2026.'],
        [52, 128, 10, 'Chi versa in ritardo paga gli interessi.'],
      ],
    },
  ])

/** A picture of so many pixels, as BMP has them. */
export function pictureOf(width: number, tall: number): Uint8Array<ArrayBuffer> {
  const row = Math.ceil((width * 3) / 4) * 4
  const bytes = new Uint8Array(54 + row * tall)
  const view = new DataView(bytes.buffer)
  bytes.set([0x42, 0x4d])
  for (const [at, value] of [[2, bytes.length], [10, 54], [14, 40], [18, width], [22, tall], [34, row * tall]] as const)
    view.setUint32(at, value, true)
  view.setUint16(26, 1, true)
  view.setUint16(28, 24, true)
  for (let y = 0; y < tall; y += 1)
    for (let x = 0; x < width; x += 1) {
      const dark = (x > width * 0.15 && x < width * 0.85 && y % 24 < 6 && (x * 7 + y) % 31 > 6) || x % (width - 1) === 0
      bytes.set(dark ? [70, 75, 80] : [235, 240, 243], 54 + y * row + x * 3)
    }
  return bytes
}
