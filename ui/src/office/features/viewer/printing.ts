/**
 * Printing what the viewer shows: a copy of it is laid beside the window, where the print style sheet shows nothing
 * else. It lies there until the document is left, or something else is printed: WebKitGTK draws what goes to the printer
 * after it has said `afterprint`.
 */

let lying: HTMLElement | undefined

/** Prints `content`: of sheets, each on a page of its own, the paper's margins are their own. */
export function print(content: HTMLElement, { sheets = false } = {}) {
  putAway()
  lying = document.createElement('div')
  lying.className = sheets ? 'printed sheets' : 'printed'
  lying.append(content)
  document.body.append(lying)
  const style = new CSSStyleSheet()
  style.replaceSync(`@page { margin: ${sheets ? '0' : '16mm 6mm'} }`)
  document.adoptedStyleSheets = [style]
  window.print()
}

/** A drawn page as a picture, which takes a hundredth of its memory. */
export async function sheetOf(drawn: HTMLCanvasElement): Promise<HTMLImageElement> {
  const bytes = await new Promise<Blob | null>((done) => drawn.toBlob(done))
  if (!bytes) throw new Error('the page has no picture')
  const sheet = new Image()
  sheet.src = URL.createObjectURL(bytes)
  try {
    await sheet.decode()
  } finally {
    URL.revokeObjectURL(sheet.src)
  }
  return sheet
}

/** Takes away what was laid out to be printed. */
export function putAway() {
  lying?.remove()
  lying = undefined
  document.adoptedStyleSheets = []
}
