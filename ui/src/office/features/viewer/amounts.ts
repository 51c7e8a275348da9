/** Amounts of an invoice, which come as decimal text ("1220.00"), as the language writes them: "1.220,00 €". */
import { language } from '../../../shared/i18n'

function written(text: string, options: Intl.NumberFormatOptions): string {
  const number = Number(text)
  if (text.trim() === '' || !Number.isFinite(number)) return text
  return new Intl.NumberFormat(language() === 'it' ? 'it-IT' : 'en-GB', { useGrouping: 'always', ...options }).format(number)
}

/** With its currency. A currency that nobody knows stands as it came. */
export function amount(text: string | undefined, currency: string): string {
  if (text === undefined) return ''
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 8 }
  if (!/^[A-Z]{3}$/.test(currency)) return `${written(text, digits)} ${currency}`.trim()
  return written(text, { style: 'currency', currency, ...digits })
}

/** Without it: the columns of a table. */
export const decimal = (text: string | undefined): string =>
  text === undefined ? '' : written(text, { minimumFractionDigits: 2, maximumFractionDigits: 8 })

/** How many: "3", "1,5". */
export const quantity = (text: string | undefined): string =>
  text === undefined ? '' : written(text, { maximumFractionDigits: 8 })

/** "22%". */
export const rate = (text: string | undefined): string =>
  text === undefined ? '' : `${written(text, { maximumFractionDigits: 2 })}%`

/** An account number in groups of four. */
export const iban = (text: string): string => text.replaceAll(/\s/g, '').replaceAll(/(.{4})(?=.)/g, '$1 ')
