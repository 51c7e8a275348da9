/** Finding words on the page, whatever their case and accents, and marking them without touching what is marked. */
import { fold } from '../../../shared/fold'

/** Where the folded `words` stand in a text: begin and end of each. */
export function placesOf(text: string, words: string): [start: number, end: number][] {
  const wanted = fold(words).trim()
  if (!wanted) return []
  // Folding may change lengths: `from[i]` is where the i-th folded character stands in the text.
  let folded = ''
  const from: number[] = []
  for (let i = 0; i < text.length; i += 1) {
    const as = /\s/.test(text[i] ?? '') ? ' ' : fold(text[i] ?? '')
    for (let n = 0; n < as.length; n += 1) from.push(i)
    folded += as
  }
  const places: [number, number][] = []
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + wanted.length))
    places.push([from[at] ?? 0, (from[at + wanted.length - 1] ?? 0) + 1])
  return places
}

/** Where the words stand below `root`. What two blocks hold is never one word. */
export function rangesOf(root: Element, words: string): Range[] {
  const { text, parts } = textBelow(root)
  const partAt = (place: number) => parts.findLast(({ from }) => from <= place)
  return placesOf(text, words).flatMap(([start, end]) => {
    const [first, last] = [partAt(start), partAt(end - 1)]
    if (!first || !last) return []
    const range = document.createRange()
    range.setStart(first.node, start - first.from)
    range.setEnd(last.node, Math.min(last.node.data.length, end - last.from))
    return [range]
  })
}

interface Part {
  node: Text
  from: number
}

function textBelow(root: Element): { text: string; parts: Part[] } {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT)
  const parts: Part[] = []
  let text = ''
  while (walker.nextNode()) {
    const node = walker.currentNode
    if (node instanceof Text) {
      parts.push({ node, from: text.length })
      text += node.data
    } else if (!inline.has(node.nodeName)) text += '\n'
  }
  return { text, parts }
}
const inline = new Set('SPAN A B STRONG EM I S U SMALL SUB SUP CODE MARK FONT LABEL TIME'.split(' '))

const [all, one] = ['viewer-found', 'viewer-found-here']

/** Marks what was found, and the one that is in hand. */
export function mark(found: Range[], here?: Range) {
  if (!('highlights' in CSS)) return
  CSS.highlights.set(all, new Highlight(...found))
  if (here) CSS.highlights.set(one, new Highlight(here))
  else CSS.highlights.delete(one)
}

/** Takes all marks away. */
export function unmark() {
  if (!('highlights' in CSS)) return
  CSS.highlights.delete(all)
  CSS.highlights.delete(one)
}

/** Whether any of a range is in sight. */
export function isInSight(stage: Element, range: Range): boolean {
  const [seen, at] = [stage.getBoundingClientRect(), range.getBoundingClientRect()]
  return at.bottom > seen.top && at.top < seen.bottom && at.right > seen.left && at.left < seen.right
}

/** Scrolls `stage` as little as is needed to see a range well. */
export function bringIntoSight(stage: Element, range: Range) {
  const [seen, at] = [stage.getBoundingClientRect(), range.getBoundingClientRect()]
  const edge = Math.min(80, seen.height / 4)
  if (at.top < seen.top + edge || at.bottom > seen.bottom - edge)
    stage.scrollTop += at.top - seen.top - seen.height / 3
  if (at.left < seen.left || at.right > seen.right) stage.scrollLeft += at.left - seen.left - seen.width / 3
}
