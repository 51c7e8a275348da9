/** First looks at what was typed, so that a slip is told at once. The core is the authority. */
import { emailFault, lineFault } from '../../../shared/slips'
import type { NewContact } from './queries'

/** Whether a contact can be sent to the core as it stands. */
export const contactIsWhole = (contact: NewContact): boolean =>
  lineFault(contact.name) === undefined && emailFault(contact.email) === undefined

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
