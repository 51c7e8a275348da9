/** A list whose rows can be ticked: the keys that move in it, and the keys and clicks that tick. */
import type { RowsHandle } from '../shared/rows'
import type { Ticks } from '../shared/ticks.svelte'
import { provide, type CommandId } from './commands'

export interface TickedList {
  /** Its rows, from top to bottom. */
  ids: () => string[]
  ticks: () => Ticks
  rows: () => RowsHandle | undefined
  /** The element that holds its rows, each with its `data-id`. */
  list: () => HTMLElement | undefined
  /** The tab stop. */
  cursor: () => string | undefined
  /** The row that is open: a range by pointer begins there. */
  current?: () => string | undefined
  /** Whether the keys mean this list now. */
  inKeys?: () => boolean
}

/**
 * Ticks the rows of a list by keys and by pointer. A component calls it once, while it is made. Returns what a click on
 * the tick of a row does.
 */
export function tickRows({ ids, ticks, rows, list, cursor, current, inKeys = () => true }: TickedList) {
  function tickByPointer(event: MouseEvent, id: string) {
    if (event.shiftKey) ticks().extend(ids(), id, current?.() ?? id)
    else ticks().toggle(id)
  }
  function toggle() {
    const id = rows()?.inUse()
    if (id) ticks().toggle(id)
  }
  function extend(by: 1 | -1) {
    const from = rows()?.inUse()
    if (!from) return
    rows()?.move(by)
    const to = cursor()
    if (to) ticks().extend(ids(), to, from)
  }

  // On a row, Shift and Ctrl tick instead of opening. A tick and a menu have clicks of their own.
  $effect(() => {
    const pick = (event: MouseEvent) => {
      if (!(event.target instanceof Element) || !(event.shiftKey || event.ctrlKey || event.metaKey)) return
      const id = event.target.closest<HTMLElement>('[data-id]')?.dataset.id
      if (!id || event.target.closest('label, [aria-haspopup]')) return
      event.preventDefault()
      event.stopPropagation()
      tickByPointer(event, id)
    }
    const region = list()
    region?.addEventListener('click', pick, { capture: true })
    return () => region?.removeEventListener('click', pick, { capture: true })
  })

  const keys: [CommandId, () => void][] = [
    ['list.next', () => rows()?.move(1)],
    ['list.previous', () => rows()?.move(-1)],
    ['list.first', () => rows()?.toFirst()],
    ['list.last', () => rows()?.toLast()],
    ['list.tick', toggle],
    ['list.extend_next', () => extend(1)],
    ['list.extend_previous', () => extend(-1)],
  ]
  $effect(() => {
    if (!inKeys()) return
    const stops = keys.map(([id, does]) => provide(id, does))
    return () => stops.forEach((stop) => stop())
  })
  $effect(() => (ids().length ? provide('list.tick_all', () => ticks().all(ids())) : undefined))
  return tickByPointer
}
