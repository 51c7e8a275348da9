/** How large this window draws everything, from 80 % to 200 % (WCAG 2.2, 1.4.4). The web view keeps it for the next time. */
import { setZoom } from '../ipc/shell'

const levels = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2]
const whole = levels.indexOf(1)
let level = keptLevel()

/** One step larger, smaller, or back to 100 %. */
export const zoomIn = () => zoomTo(level + 1)
export const zoomOut = () => zoomTo(level - 1)
export const zoomBack = () => zoomTo(whole)

/** Draws the window as it was left. */
export function wearZoom() {
  if (level !== whole) wear()
}

function zoomTo(to: number) {
  level = Math.max(0, Math.min(levels.length - 1, to))
  localStorage.setItem('zoom', String(levels[level]))
  wear()
}

function wear() {
  void setZoom(levels[level] ?? 1).catch(() => undefined)
}

function keptLevel(): number {
  const kept = levels.indexOf(Number(localStorage.getItem('zoom')))
  return kept < 0 ? whole : kept
}
