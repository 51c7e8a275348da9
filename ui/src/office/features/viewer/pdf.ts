/**
 * PDFs by pdf.js, in a worker of its own for each. Nothing in a PDF runs: there is no sandbox for its scripts, no forms of
 * scripts, no code made from text. What it needs beside its code (metrics of fonts, tables of characters) is the program's.
 */
import { getDocument, PDFWorker, VerbosityLevel, type PDFDocumentProxy, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import workerUrl from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url'

export { TextLayer } from 'pdfjs-dist/legacy/build/pdf.mjs'
export type { PDFDocumentProxy, PDFPageProxy }
type TextContent = Awaited<ReturnType<PDFPageProxy['getTextContent']>>

/** CSS pixels in a point. */
export const PIXELS = 96 / 72

/** Of a drawn page at most so many pixels: web views refuse larger ones. */
const MOST_PIXELS = 16_000_000

const folder = (name: string) =>
  new URL(`${import.meta.env.DEV ? '/node_modules/pdfjs-dist' : 'pdf'}/${name}/`, document.baseURI).href

/** A PDF that is open. */
export interface OpenPdf {
  pdf: PDFDocumentProxy
  close: () => void
}

/** Opens a PDF. Rejects with what {@link troubleOf} understands. */
export async function openPdf(bytes: ArrayBuffer): Promise<OpenPdf> {
  const port = new Worker(workerUrl, { type: 'module' })
  // Its types forget that a port may be one.
  const worker = new PDFWorker({ port: port as unknown as null, verbosity: VerbosityLevel.ERRORS })
  const task = getDocument({
    ...{ data: new Uint8Array(bytes), worker, verbosity: VerbosityLevel.ERRORS },
    ...{ isEvalSupported: false, enableXfa: false, useWasm: false },
    // The program's own fonts, so that a page looks alike on every computer.
    ...{ useSystemFonts: false, useWorkerFetch: true },
    ...{ cMapUrl: folder('cmaps'), standardFontDataUrl: folder('standard_fonts'), wasmUrl: folder('wasm') },
  })
  const close = () => {
    void task.destroy().finally(() => {
      worker.destroy()
      port.terminate()
    })
  }
  try {
    return { pdf: await task.promise, close }
  } catch (thrown) {
    close()
    throw thrown
  }
}

/** Why a PDF did not open. */
export const troubleOf = (thrown: unknown): 'password' | 'damaged' =>
  thrown instanceof Error && thrown.name === 'PasswordException' ? 'password' : 'damaged'

/** Draws a page, `scale` times as large as on paper, and `upright` if it is to be. `cancel` gives it up. */
export function drawPage(page: PDFPageProxy, scale: number, density: number, upright = false) {
  const { width, height } = page.getViewport({ scale: 1 })
  const rotation = page.rotate + (upright && width > height ? 90 : 0)
  const size = page.getViewport({ scale: scale * PIXELS, rotation })
  const fine = Math.min(density, Math.sqrt(MOST_PIXELS / (size.width * size.height)))
  const viewport = page.getViewport({ scale: scale * PIXELS * fine, rotation })
  const canvas = document.createElement('canvas')
  canvas.width = Math.floor(viewport.width)
  canvas.height = Math.floor(viewport.height)
  const task = page.render({ canvas, viewport })
  return { canvas, size, done: task.promise, cancel: () => task.cancel() }
}

/** A page's words, as its text layer has them. */
export async function wordsOf(page: PDFPageProxy): Promise<string> {
  // Read piece by piece: WebKit knows no `for await` over a stream, which getTextContent() relies on.
  const reader = (page.streamTextContent() as ReadableStream<TextContent>).getReader()
  let words = ''
  for (let piece = await reader.read(); !piece.done; piece = await reader.read())
    for (const item of piece.value.items) if ('str' in item) words += `${item.str}${item.hasEOL ? '\n' : ''}`
  return words
}

/** A link on a page: where it is, in pixels of `scale`, and where it leads: out of the PDF, or to a page. */
export interface PageLink {
  left: number
  top: number
  width: number
  height: number
  url?: string
  page?: number
}

/** The links of a page that lead to the web, to a mail address, or to another page. No other kind is followed. */
export async function linksOf(pdf: PDFDocumentProxy, page: PDFPageProxy, scale: number): Promise<PageLink[]> {
  const viewport = page.getViewport({ scale: scale * PIXELS })
  const found = (await page.getAnnotations({ intent: 'display' })) as Record<string, unknown>[]
  const links = await Promise.all(
    found.map(async ({ subtype, rect, url, dest }): Promise<PageLink | undefined> => {
      if (subtype !== 'Link' || !Array.isArray(rect)) return undefined
      const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = viewport.convertToViewportRectangle(rect as number[]) as number[]
      const at = { left: Math.min(x1, x2), top: Math.min(y1, y2), width: Math.abs(x2 - x1), height: Math.abs(y2 - y1) }
      if (typeof url === 'string') return /^(https?|mailto):/i.test(url) ? { ...at, url } : undefined
      const number = await pageOf(pdf, dest)
      return number === undefined ? undefined : { ...at, page: number }
    }),
  )
  return links.filter((link) => link !== undefined)
}

async function pageOf(pdf: PDFDocumentProxy, dest: unknown): Promise<number | undefined> {
  try {
    const explicit: unknown = typeof dest === 'string' ? await pdf.getDestination(dest) : dest
    if (!Array.isArray(explicit)) return undefined
    const [first] = explicit as unknown[]
    if (typeof first === 'number') return first + 1
    return (await pdf.getPageIndex(first as Parameters<PDFDocumentProxy['getPageIndex']>[0])) + 1
  } catch {
    return undefined
  }
}
