/** What the window asks about signing in by a provider, and what it has done about it. */
import { act, read, type Reply } from '../../../ipc'
import { ofAccount } from '../outbox/accounts'

export type OauthStanding = Reply<'mail.oauth_state'>

/** `id`: of which account; absent, the default one. */
export const readOauth = (id?: string) => read('mail.oauth_state', () => ofAccount(id))
export const beginOauth = () => act('mail.begin_oauth')
export const cancelOauth = () => act('mail.cancel_oauth')
export const forgetOauth = () => act('mail.forget_oauth')
