/** Where a link may lead: the same rules as the core's, so that nothing is written that it would refuse. */

/** The longest address, in bytes. */
export const MOST_ADDRESS_BYTES = 2048

/** The address of a link, ready to be stored; undefined where a link may not lead. A browser's odd signs are encoded. */
export function addressOf(text: string): string | undefined {
  const address = text.trim().replace(/['"<>`\\\s]/g, (sign) => (/\s/.test(sign) ? '%20' : encoded(sign)))
  if (new Blob([address]).size > MOST_ADDRESS_BYTES || hidden.test(address)) return undefined
  return leadsSomewhere(address) ? address : undefined
}

/** What somebody typed as an address: `studio.example` and `elena@studio.example` are understood. */
export function addressTyped(text: string): string | undefined {
  const typed = text.trim()
  if (/^[a-z][a-z0-9+.-]*:(?!\d)/i.test(typed)) return addressOf(typed)
  if (/^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(typed)) return addressOf(`mailto:${typed}`)
  return /^[^\s/@]+\.[^\s/@.]{2,}([/?#:]\S*)?$/.test(typed) ? addressOf(`https://${typed}`) : undefined
}

const encoded = (sign: string) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`

const leadsSomewhere = (address: string) =>
  /^https?:\/\/[\p{L}\p{N}[]/iu.test(address) || /^mailto:[^@]+@.+/i.test(address)

// Signs that are not seen could make an address look like another one.
const hidden = /[\p{Cc}\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u
