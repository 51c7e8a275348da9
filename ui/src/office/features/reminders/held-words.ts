/** Why a reminder of the forecast does not go out, in one line. */
import { m } from '../../../shared/i18n'

/** The words for a reason of the core; one that has none is told as "waiting". */
export function heldWords(reason: string): string {
  if (reason === 'no_recipient') return m.held_recipient()
  if (reason === 'mail_failed') return m.held_failed()
  if (reason === 'notification_queued' || reason === 'not_mailed_yet') return m.held_queued()
  if (reason === 'answer_kept_aside') return m.held_kept_aside()
  if (reason === 'paused') return m.held_paused()
  return m.held_other()
}
