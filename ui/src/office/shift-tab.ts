/**
 * The tab key with Shift, which WebKitGTK gives no name: whoever asks for `Tab` would miss the way back, and a sheet would
 * let it end at its first stop. Returns the way to stop.
 */
export function nameShiftTab(target: Window): () => void {
  const name = (event: KeyboardEvent) => {
    if (event.key === 'Unidentified' && event.code === 'Tab') Object.defineProperty(event, 'key', { value: 'Tab' })
  }
  target.addEventListener('keydown', name, { capture: true })
  return () => target.removeEventListener('keydown', name, { capture: true })
}
