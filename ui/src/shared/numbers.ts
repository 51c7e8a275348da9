/** Counts as the language writes them: "1.284", "1,284". */
import { language } from './i18n/calendar.svelte'

/** A whole number with its thousands set apart. */
export const counted = (number: number): string =>
  new Intl.NumberFormat(language() === 'it' ? 'it-IT' : 'en-GB', { useGrouping: 'always' }).format(number)
