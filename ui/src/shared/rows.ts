/** Moving through a list by keys: rows are marked `data-row`, and one of them at a time is a tab stop. */

/** Focuses the row `by` steps from the one in use (the focused one, else the current one). Stops at the ends. */
export function moveBy(list: HTMLElement | undefined, by: 1 | -1) {
  const rows = [...(list?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
  const focused = rows.findIndex((row) => row.contains(document.activeElement))
  const current = rows.findIndex((row) => row.tabIndex === 0)
  const from = focused >= 0 ? focused : current >= 0 ? current - (by > 0 ? 1 : -1) : by > 0 ? -1 : rows.length
  const next = rows[Math.max(0, Math.min(rows.length - 1, from + by))]
  next?.focus()
  next?.scrollIntoView({ block: 'nearest' })
}

/**
 * Gives a list that has just been shown the focus, once its rows are there: `$effect(() => takeFocus(list, rows))`.
 * Whoever has the focus by then keeps it.
 */
export function takeFocus(list: HTMLElement | undefined, rows: number) {
  if (list && rows > 0 && document.activeElement === document.body) focusCurrent(list)
}

/** Focuses the row that is the tab stop: the current one, else the first. */
export function focusCurrent(list: HTMLElement | undefined) {
  list?.querySelector<HTMLElement>('[data-row][tabindex="0"]')?.focus()
}

/** How a list that draws only the rows in sight (Rows.svelte) is moved in. */
export interface RowsHandle {
  /** Focuses the row `by` steps from the focused one; with no row focused, the tab stop. */
  move: (by: number) => void
  toFirst: () => void
  toLast: () => void
  /** Focuses the tab stop. */
  focus: () => void
  /** The row in hand: the focused one, else the tab stop. */
  inUse: () => string | undefined
}
