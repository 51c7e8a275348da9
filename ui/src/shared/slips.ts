/** First looks at what was typed, so that a slip is told at once. The core is the authority. */
import { m } from './i18n'

/** The most characters of a name or another single line, as the core counts them. */
const longest = 200

/** What is wrong with a single line that must say something; `missing` tells how to ask for it. */
export function lineFault(text: string, missing: () => string = m.need_line): string | undefined {
  const letters = Array.from(text.trim()).length
  if (letters === 0) return missing()
  return letters > longest ? m.need_shorter({ most: longest }) : undefined
}

/** What is wrong with `address`, in words; undefined when nothing meets the eye. RFC 5321 allows more than one thinks. */
export function emailFault(address: string): string | undefined {
  const text = address.trim()
  if (!text) return m.email_empty()
  if (/[\s,;<>]/.test(text)) return m.email_one_alone()
  const [name = '', domain, more] = text.split('@')
  if (domain === undefined) return m.email_no_at()
  if (more !== undefined) return m.email_one_alone()
  if (!name) return m.email_no_name()
  const strange = Array.from(name).find((letter) => letter > '~')
  if (strange) return m.email_letter({ letter: strange })
  if (!domain) return m.email_no_domain()
  if (/^\.|\.\.|\.$/.test(domain) || !domain.includes('.')) return m.email_no_dot()
  return undefined
}
