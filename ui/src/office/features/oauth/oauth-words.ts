/** Why a sign-in by a provider is not there: what happened and what to do, in a sentence or two. */
import { m } from '../../../shared/i18n'

const words: Record<string, () => string> = {
  oauth_sign_in_again: m.oauth_again,
  oauth_denied: m.oauth_denied,
  oauth_timed_out: m.oauth_timed_out,
  oauth_grant_refused: m.oauth_grant_refused,
  oauth_client_refused: m.oauth_client_refused,
  oauth_scope_refused: m.oauth_scope_refused,
  oauth_other_mailbox: m.oauth_other_mailbox,
  oauth_unavailable: m.oauth_unavailable,
  oauth_unreadable: m.oauth_unavailable,
}

/** A code that is not known here is told in general; the network has words of its own. */
export const oauthWords = (code: string): string => {
  const known = words[code]
  if (known) return known()
  return code.startsWith('oauth_') ? m.oauth_failed() : m.oauth_unreachable()
}
