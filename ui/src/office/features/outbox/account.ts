/** What is usual for a sending account (RFC 8314: 465 for implicit TLS, 587 for submission with STARTTLS). */
import type { Request } from '../../../ipc'

export type Security = Request<'mail.set_sending'>['security']

/** The port that servers listen on for each kind of security. */
export const usualPort: Record<Security, number> = { tls: 465, starttls: 587, none: 25 }
