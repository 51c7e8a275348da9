/** The words of the window, typed, in the language of the office. Changing the language redraws; nothing reloads. */
import { m } from './paraglide/messages.js'

export { m }
export { calendar, language, setCalendar } from './calendar.svelte'
