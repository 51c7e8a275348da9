/** The one line under a subject in the list: what went wrong, else what is new, else what happens next. */
import { clock, day, soon } from '../../../shared/dates'
import { m } from '../../../shared/i18n'
import type { StateWords } from '../../../shared/state-words'
import type { ChatRow } from './queries'

/** Whether an answer of the client is awaited: the office has the last word, or reminders still run. */
export const isWaiting = (chat: ChatRow): boolean =>
  chat.last.author.kind === 'office' || chat.reminder.state === 'armed' || chat.reminder.state === 'held'

/** The state line of a chat's row. */
export function threadState(chat: ChatRow, draft?: string): StateWords {
  const trouble = deliveryTrouble(chat)
  if (draft && trouble?.tone !== 'bad') return draftState(draft)
  return trouble ?? clientsTurn(chat) ?? reminderAhead(chat) ?? lastWords(chat)
}

/** What was begun and is not sent, by its first words. */
export const draftState = (text: string): StateWords => ({
  icon: 'circle-dashed',
  tone: 'ink',
  text: m.thread_draft({ text }),
})

function deliveryTrouble(chat: ChatRow): StateWords | undefined {
  if (chat.last.author.kind === 'client') return undefined
  switch (chat.delivery) {
    case 'failed':
      return { icon: 'circle-alert', tone: 'bad', text: m.thread_failed() }
    case 'bounced':
      return { icon: 'circle-alert', tone: 'bad', text: m.thread_bounced() }
    case 'uncertain':
      return { icon: 'triangle-alert', tone: 'warn', text: m.thread_uncertain() }
    case 'held':
      return { icon: 'triangle-alert', tone: 'warn', text: m.thread_held() }
    case 'queued':
    case 'sending':
      return { icon: 'clock', tone: 'warn', text: m.thread_queued() }
    default:
      return undefined
  }
}

function clientsTurn({ last, reminder }: ChatRow): StateWords | undefined {
  if (last.author.kind === 'office' || reminder.state === 'armed') return undefined
  return { icon: 'reply', tone: 'calm', text: last.text }
}

function reminderAhead({ reminder, tasks, state }: ChatRow): StateWords | undefined {
  if (state === 'archived') return undefined
  if (reminder.state === 'held') return { icon: 'pause', tone: 'warn', text: m.strip_held() }
  if (reminder.state === 'stopped' && reminder.stop_reason === 'count_reached')
    return { icon: 'bell-off', tone: 'warn', text: m.thread_exhausted({ count: reminder.sent }) }
  if (reminder.state !== 'armed' || !reminder.next_at) return undefined
  if (tasks.total > 0)
    return {
      icon: 'list-checks',
      tone: 'calm',
      text: m.thread_tasks_next({ ...tasks, day: day(reminder.next_at) }),
    }
  const steps = { step: reminder.sent + 1, of: reminder.max_count }
  return { icon: 'bell', tone: 'wait', text: m.thread_next({ when: soon(reminder.next_at), ...steps }) }
}

function lastWords({ delivery, last, tasks }: ChatRow): StateWords {
  if (tasks.total > 0) return { icon: 'list-checks', tone: 'calm', text: m.thread_tasks(tasks) }
  if (delivery === 'accepted')
    return { icon: 'check', tone: 'calm', text: m.thread_sent({ when: sentAt(last.at) }) }
  return { icon: 'circle-dashed', tone: 'calm', text: last.text }
}

const sentAt = (at: string) => `${day(at)}, ${clock(at)}`
