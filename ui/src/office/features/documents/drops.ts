/** Files dropped on the window: the innermost part under the pointer that takes them gets them. Each has another way in. */
import { onDragged, onDropped, type Picked } from '../../../ipc/shell'

const takers = new Map<Element, (items: Picked[]) => void>()

/** Lets an element take what is dropped on it: `{@attach takeDrops(…)}`. */
export const takeDrops = (take: (items: Picked[]) => void) => (element: Element) => {
  takers.set(element, take)
  return () => {
    mark(undefined)
    takers.delete(element)
  }
}

function takerAt(x: number, y: number): Element | undefined {
  let element: Element | null = document.elementFromPoint(x, y)
  while (element && !takers.has(element)) element = element.parentElement
  return element ?? undefined
}

let marked: Element | undefined
function mark(element: Element | undefined) {
  marked?.removeAttribute('data-drop')
  marked = element
  marked?.setAttribute('data-drop', '')
}

/** Hands drops on for as long as the window is open. Returns the way to stop. */
export function followDrops(): () => void {
  const dragging = onDragged(({ over, x, y }) => mark(over ? takerAt(x, y) : undefined))
  const dropping = onDropped(({ items, x, y }) => {
    mark(undefined)
    const taker = takerAt(x, y)
    if (taker && items.length) takers.get(taker)?.(items)
  })
  return () => {
    void dragging.then((stop) => stop())
    void dropping.then((stop) => stop())
  }
}
