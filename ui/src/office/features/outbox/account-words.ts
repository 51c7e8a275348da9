/** The steps of an account's test; for each way in which one can fail, what happened and what to do. */
import { m } from '../../../shared/i18n'
import type { Security } from './account'

/** Which way the mail of an account goes. */
export type Road = 'sending' | 'receiving'

const bothRoads: Record<string, () => string> = {
  settings: m.step_settings,
  resolve: m.step_resolve,
  connect: m.step_connect,
  secure: m.step_secure,
  sign_in: m.step_sign_in,
}

/** In the order in which they are tried. */
export const stepNames: Record<Road, Record<string, () => string>> = {
  sending: bothRoads,
  receiving: { ...bothRoads, folder: m.step_folder },
}

export const securityNames: Record<Security, () => string> = { tls: m.mail_tls, starttls: m.mail_starttls, none: m.mail_none }

const facts: Record<string, () => string> = {
  plain_refused: m.mail_fact_plain,
  ca_file_unusable: m.mail_fact_ca_file,
  name_not_found: m.mail_fact_name,
  port_closed: m.mail_fact_port,
  server_unreachable: m.mail_fact_network,
  server_silent: m.mail_fact_silent,
  connection_refused: m.mail_fact_refused,
  certificate_of_another_name: m.mail_fact_other_name,
  certificate_of_unknown_authority: m.mail_fact_authority,
  certificate_out_of_date: m.mail_fact_out_of_date,
  starttls_not_offered: m.mail_fact_starttls,
  not_tls: m.mail_fact_not_tls,
  tls_failed: m.mail_fact_tls,
  no_sign_in_method: m.mail_fact_method,
  sign_in_refused: m.mail_fact_sign_in,
  folder_missing: m.mail_fact_folder,
  oauth_sign_in_again: m.oauth_again,
  oauth_unavailable: m.oauth_unavailable,
  oauth_unreadable: m.oauth_unavailable,
  oauth_client_refused: m.oauth_client_refused,
}

const remedies: Record<string, () => string> = {
  plain_refused: m.mail_fix_plain,
  ca_file_unusable: m.mail_fix_ca_file,
  name_not_found: m.mail_fix_name,
  port_closed: m.mail_fix_port,
  server_unreachable: m.mail_fix_network,
  server_silent: m.mail_fix_silent,
  connection_refused: m.mail_fix_refused,
  certificate_of_another_name: m.mail_fix_other_name,
  certificate_of_unknown_authority: m.mail_fix_authority,
  certificate_out_of_date: m.mail_fix_out_of_date,
  starttls_not_offered: m.mail_fix_starttls,
  not_tls: m.mail_fix_not_tls,
  tls_failed: m.mail_fix_tls,
  no_sign_in_method: m.mail_fix_method,
  sign_in_refused: m.mail_fix_sign_in,
  folder_missing: m.mail_fix_folder,
  oauth_sign_in_again: m.oauth_fix_again,
  oauth_unavailable: m.mail_fix_refused,
  oauth_unreadable: m.mail_fix_refused,
  oauth_client_refused: m.mail_fix_method,
}

/** Where the ports of the other road would be wrong advice. */
const remediesOfReceiving: Record<string, () => string> = {
  port_closed: m.receiving_fix_port,
  starttls_not_offered: m.receiving_fix_starttls,
  not_tls: m.receiving_fix_not_tls,
}

/** What happened; a code that is not known here is told in general. */
export const factOf = (code: string | undefined, road: Road = 'sending'): string =>
  (facts[code ?? ''] ?? (road === 'receiving' ? m.receiving_fact_other : m.mail_fact_other))()

/** What to do; a code that is not known here is answered with the safest advice. */
export const remedyOf = (code: string | undefined, road: Road = 'sending'): string => {
  const own = road === 'receiving' ? remediesOfReceiving[code ?? ''] : undefined
  return (own ?? remedies[code ?? ''] ?? m.mail_fix_other)()
}
