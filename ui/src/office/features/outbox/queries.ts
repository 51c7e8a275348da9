/** What the window asks about the office and its outgoing mail. */
import { act, read, type Reply } from '../../../ipc'

export type OfficeState = Reply<'office.state'>
export type TestResult = Reply<'mail.test'>
export type Sending = OfficeState['sending']

export const readOfficeState = () => read('office.state', () => ({}))
export const readSettings = () => read('settings.get', () => ({}))
export const setSending = () => act('mail.set_sending')
export const testSending = () => act('mail.test')
export const retryMail = () => act('outbox.retry')
