/** First looks at what was typed, so that a slip is told at once. The core is the authority. */
import type { NewContact } from './queries'

/** Whether `address` has a name, an @, and a domain with a dot. No more than that: RFC 5321 allows much. */
export const emailLooksWhole = (address: string): boolean =>
  /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(address.trim())

/** Whether a contact can be sent to the core as it stands. */
export const contactIsWhole = (contact: NewContact): boolean =>
  contact.name.trim() !== '' && emailLooksWhole(contact.email)

/** A contact nobody has typed into. */
export const isBlank = (contact: NewContact): boolean => !contact.name.trim() && !contact.email.trim()

/** A new contact as the form starts it: told of everything, and let into the portal once there is one. */
export const blankContact = (): NewContact => ({ name: '', email: '', notify: true, login: true })

/** The contact without stray spaces. */
export const trimmed = (contact: NewContact): NewContact => ({
  ...contact,
  name: contact.name.trim(),
  email: contact.email.trim(),
})
