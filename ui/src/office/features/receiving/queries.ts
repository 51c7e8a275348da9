/** What the window asks about the account that answers are read from, and what it has done to it. */
import { act, read, type Reply } from '../../../ipc'

export type Receiving = Reply<'mail.get_receiving'>
export type ReceivingAccount = NonNullable<Receiving['account']>

export const readReceiving = () => read('mail.get_receiving', () => ({}))
export const setReceiving = () => act('mail.set_receiving')
export const removeReceiving = () => act('mail.remove_receiving')
export const testReceiving = () => act('mail.test_receiving')
