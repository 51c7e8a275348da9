/** What the window asks about received mails as they came. */
import { act, read, type Reply } from '../../../ipc'

export type Original = Reply<'mails.view'>
/** Which mail: the message that it became, or one that is kept aside. */
export type WhichMail = { message_id: string } | { quarantine_id: string }

export const readOriginal = (which: () => WhichMail) => read('mails.view', () => ({ ...which(), without_html: true }))
export const loadPictures = () => act('mails.load_pictures')
