/** Arrows move between the parts of a list inside a sheet, where the window's own list keys do not act. */

/** `{@attach walkable}`: Up and Down go from one `[data-row]`, or ticked box, to the next. */
export function walkable(list: HTMLElement) {
  function walk(event: KeyboardEvent) {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (!by || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    const stops = [...list.querySelectorAll<HTMLElement>('[data-row], input[type=checkbox]')]
    const here = stops.findIndex((stop) => stop === document.activeElement)
    if (here < 0) return
    event.preventDefault()
    stops[Math.max(0, Math.min(stops.length - 1, here + by))]?.focus()
  }
  list.addEventListener('keydown', walk)
  return () => list.removeEventListener('keydown', walk)
}
