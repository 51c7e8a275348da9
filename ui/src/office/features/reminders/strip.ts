/** What the reminder strip says: always what happens next, or why nothing will. */
import { due } from '../../../shared/dates'
import { m } from '../../../shared/i18n'
import type { StateWords } from '../../../shared/state-words'
import type { Reminder } from './queries'

export interface StripWords extends StateWords {
  /** The date of the next one, set off from the sentence. */
  when?: string
  /** "1 di 2": which one it will be. */
  step?: string
}

/** The strip of a chat that is not archived. */
export function stripWords(reminder: Reminder): StripWords {
  switch (reminder.state) {
    case 'armed':
      return armed(reminder)
    case 'held':
      return { icon: 'pause', tone: 'warn', text: heldBecause(reminder.held_reason) }
    case 'stopped':
      return stopped(reminder)
    case 'off':
      return { icon: 'bell-off', tone: 'calm', text: m.strip_off() }
  }
}

function armed({ next_at, sent, max_count, every_days }: Reminder): StripWords {
  const step = m.strip_step({ step: sent + 1, of: max_count })
  if (!next_at) return { icon: 'bell', tone: 'wait', text: m.strip_after_sending({ days: every_days }), step }
  return { icon: 'bell', tone: 'wait', text: m.strip_next(), when: due(next_at), step }
}

function stopped({ stop_reason, sent }: Reminder): StripWords {
  if (stop_reason === 'count_reached')
    return { icon: 'bell-off', tone: 'warn', text: m.thread_exhausted({ count: sent }) }
  if (stop_reason === 'answered') return { icon: 'check', tone: 'good', text: m.strip_answered() }
  return { icon: 'bell-off', tone: 'calm', text: m.strip_stopped() }
}

function heldBecause(reason: string | undefined): string {
  if (reason === 'no_recipient') return m.strip_held_recipient()
  if (reason === 'mail_failed') return m.strip_held_failed()
  if (reason === 'notification_queued') return m.strip_held_queued()
  if (reason === 'answer_kept_aside') return m.strip_held_kept_aside()
  if (reason === 'paused') return m.strip_held_paused()
  return m.strip_held()
}
