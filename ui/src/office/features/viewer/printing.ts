/**
 * Printing what the viewer shows: a copy of it is laid beside the window, where the print style sheet shows nothing
 * else, and goes when it is printed. A page of a PDF is a picture as large as the paper.
 */

let lying: HTMLElement | undefined

/** Prints `content`: of a sheet the paper's margins are its own, and `paper` is how large it is, in points. */
export function print(content: HTMLElement, paper?: { width: number; height: number }) {
  putAway()
  lying = document.createElement('div')
  lying.className = paper ? 'printed sheets' : 'printed'
  lying.append(content)
  document.body.append(lying)
  const style = new CSSStyleSheet()
  style.replaceSync(
    paper ? `@page { margin: 0; size: ${paper.width}pt ${paper.height}pt }` : '@page { margin: 16mm 14mm }',
  )
  document.adoptedStyleSheets = [style]
  window.addEventListener('afterprint', putAway, { once: true })
  window.print()
}

/** Takes away what was laid out to be printed. */
export function putAway() {
  lying?.remove()
  lying = undefined
  document.adoptedStyleSheets = []
}
