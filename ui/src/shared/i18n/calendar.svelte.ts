/** The office's language, its time zone and the present moment: whoever draws a word or a date depends on them. */
import { overwriteGetLocale } from './paraglide/runtime.js'

export type Language = 'it' | 'en'

/** What a date is told in: language, IANA time zone, and the moment from which "today" is reckoned. */
export interface Calendar {
  language: Language
  timeZone: string
  now: Date
}

const state = $state<Calendar>({
  language: navigator.language.startsWith('it') ? 'it' : 'en',
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  now: new Date(),
})
overwriteGetLocale(() => state.language)

/** The calendar as it is now. Read inside a component or a derived value, it redraws when a minute passes. */
export const calendar = (): Calendar => state

/** The language in use. */
export const language = (): Language => state.language

/** Takes over the office's settings. */
export function setCalendar(to: { language: Language; timeZone: string }) {
  state.language = to.language
  state.timeZone = to.timeZone
  document.documentElement.lang = to.language
}

/** Keeps `now` fresh, each minute and whenever the window comes back to the front. Returns the way to stop. */
export function keepTime(): () => void {
  // The moment is replaced, never changed, so a plain Date is enough.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  const look = () => (state.now = new Date())
  const timer = setInterval(look, 20_000)
  window.addEventListener('focus', look)
  return () => {
    clearInterval(timer)
    window.removeEventListener('focus', look)
  }
}
