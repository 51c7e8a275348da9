/** What the window asks about the account that answers are read from, and what it has done to it. */
import { act, read, type Reply } from '../../../ipc'
import { ofAccount } from '../outbox/accounts'

export type Receiving = Reply<'mail.get_receiving'>
export type ReceivingAccount = NonNullable<Receiving['account']>

/** `id`: of which account; absent, the default one. */
export const readReceiving = (id?: string) => read('mail.get_receiving', () => ofAccount(id))
export const setReceiving = () => act('mail.set_receiving')
export const removeReceiving = () => act('mail.remove_receiving')
export const testReceiving = () => act('mail.test_receiving')
