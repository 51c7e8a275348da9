/** What the window asks about the office and its outgoing mail. */
import { act, read, type Reply } from '../../../ipc'

export type OfficeState = Reply<'office.state'>
export type TestResult = Reply<'mail.test'>
export type Account = NonNullable<Reply<'mail.get_sending'>['account']>
export type Sending = OfficeState['sending']

export const readOfficeState = () => read('office.state', () => ({}))
export const readSettings = () => read('settings.get', () => ({}))
export const readSending = () => read('mail.get_sending', () => ({}))
export const setSending = () => act('mail.set_sending')
export const testSending = () => act('mail.test')
export const retryMail = () => act('outbox.retry')
