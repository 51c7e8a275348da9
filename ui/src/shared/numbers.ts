/** Counts as the language writes them: "1.284", "1,284". */
import { language } from './i18n/calendar.svelte'

/** A whole number with its thousands set apart. */
export const counted = (number: number): string => formats[language()].format(number)

const formats = {
  it: new Intl.NumberFormat('it-IT', { useGrouping: 'always' }),
  en: new Intl.NumberFormat('en-GB', { useGrouping: 'always' }),
}
