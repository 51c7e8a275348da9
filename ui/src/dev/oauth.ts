/** Signing in by a provider, in memory: nobody opens the page, so whoever asks for it is signed in or waits. */
import type { Commands, MailOauthStateReply } from '../ipc/bindings'
import { OfficeError } from '../ipc/office-error'
import { suggest } from './receiving'

type Handlers = { [K in keyof Commands]?: (request: Commands[K]['request']) => Commands[K]['reply'] }

export type OauthBegun = MailOauthStateReply['state']

export function oauthInMemory(begun: OauthBegun, address: string): Handlers {
  let client: string | undefined
  const url = 'https://accounts.shared.example/authorize?state=begun'
  const who = { name: 'Shared', address }
  const states: Record<OauthBegun, MailOauthStateReply> = {
    none: { state: 'none' },
    waiting: { state: 'waiting', url },
    signed_in: { state: 'signed_in', ...who },
    sign_in_again: {
      ...{ state: 'sign_in_again', ...who },
      problem: { code: 'oauth_sign_in_again', message: 'Token has been expired or revoked.' },
    },
  }
  let state = states[begun]
  return {
    'mail.suggest': (asked) => {
      const { provider } = suggest(asked)
      if (!provider?.oauth || !client) return provider ? { provider } : {}
      return { provider: { ...provider, oauth: { ...provider.oauth, client_id: client } } }
    },
    'mail.oauth_state': () => state,
    'mail.begin_oauth': ({ client_id }) => {
      client = client_id ?? client ?? (state.address ? 'kept' : undefined)
      if (!client) throw new OfficeError('no_client_id', 'no client id is set for this provider')
      state = { ...state, state: 'waiting', url }
      return { url }
    },
    'mail.cancel_oauth': () => {
      state = state.address ? states.signed_in : states.none
      return {}
    },
    'mail.forget_oauth': () => {
      state = states.none
      return {}
    },
  }
}
