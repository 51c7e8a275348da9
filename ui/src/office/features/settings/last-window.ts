/**
 * The sending window that stood before the owner chose "at any hour". The core forgets it then; kept here, closing
 * days and holidays come back when the switch does.
 */
import type { SendingWindow } from './queries'

const key = 'last_sending_window'
const usual: SendingWindow = { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00', country: 'IT' }

/** Keeps a window that is about to be given up. */
export function rememberWindow(window: SendingWindow) {
  localStorage.setItem(key, JSON.stringify(window))
}

/** The window that was given up last; Monday to Friday from 9 to 18 if none was. */
export function lastWindow(): SendingWindow {
  const kept = localStorage.getItem(key)
  // The core checks it like any other: a text that somebody changed is refused there, with its reason.
  return kept === null ? usual : (JSON.parse(kept) as SendingWindow)
}
