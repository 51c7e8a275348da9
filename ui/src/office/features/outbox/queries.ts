/** What the window asks about the office and its outgoing mail. */
import { act, read, type Reply } from '../../../ipc'
import { emailFault } from '../../../shared/slips'
import { ofAccount } from './accounts'

export type OfficeState = Reply<'office.state'>
export type TestResult = Reply<'mail.test'>
export type Account = NonNullable<Reply<'mail.get_sending'>['account']>
export type Provider = NonNullable<Reply<'mail.suggest'>['provider']>
export type Sending = OfficeState['sending']

export const readOfficeState = () => read('office.state', () => ({}))
export const readSettings = () => read('settings.get', () => ({}))
/** `id`: of which account; absent, the default one. */
export const readSending = (id?: string) => read('mail.get_sending', () => ofAccount(id))
export const setSending = () => act('mail.set_sending')
export const testSending = () => act('mail.test')
/** An address that is typed to its end. */
export const whole = (address?: string) => {
  const asked = address?.trim()
  return asked && emailFault(asked) === undefined ? asked : undefined
}
/** What is known of the provider of a whole address, or of a server of its mail. */
export const readSuggestion = (address: () => string | undefined, host?: () => string) =>
  read('mail.suggest', () => {
    const asked = whole(address())
    return asked ? { address: asked, ...(host ? { host: host() } : {}) } : undefined
  })
export const retryMail = () => act('outbox.retry')
