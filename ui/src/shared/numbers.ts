/** Counts and sizes as the language writes them: "1.284", "1,284"; "1,2 MB". */
import { language } from './i18n/calendar.svelte'

/** A whole number with its thousands set apart. */
export const counted = (number: number): string => formats[language()].format(number)

/** How long a file is: "851 kB", "1,2 MB". */
export function fileSize(bytes: number): string {
  const unit = units.find(([, holds]) => bytes >= holds) ?? smallest
  const digits = unit === smallest || bytes >= 10 * unit[1] ? 0 : 1
  const parts = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  const options = { style: 'unit', unit: unit[0], ...parts } as const
  return new Intl.NumberFormat(language() === 'it' ? 'it-IT' : 'en-GB', options).format(bytes && Math.max(bytes / unit[1], 1))
}

const smallest = ['kilobyte', 1e3] as const
const units = [['gigabyte', 1e9], ['megabyte', 1e6], smallest] as const

const formats = {
  it: new Intl.NumberFormat('it-IT', { useGrouping: 'always' }),
  en: new Intl.NumberFormat('en-GB', { useGrouping: 'always' }),
}
