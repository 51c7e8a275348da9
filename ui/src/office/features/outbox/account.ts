/**
 * What is usual for an account (RFC 8314): to send, 465 for implicit TLS and 587 for submission with STARTTLS; to read by IMAP,
 * 993 and 143.
 */
import type { Request } from '../../../ipc'

export type Security = Request<'mail.set_sending'>['security']

/** The port that servers listen on for each kind of security. */
export const usualPort: Record<Security, number> = { tls: 465, starttls: 587, none: 25 }

/** The same where mail is read. */
export const usualReadingPort: Record<Security, number> = { tls: 993, starttls: 143, none: 143 }
