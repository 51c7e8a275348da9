/** What a client's row says: who waits for whom, and what happens next. */
import { day } from '../../../shared/dates'
import { m } from '../../../shared/i18n'
import type { StateWords } from '../../../shared/state-words'
import type { ClientRow } from './queries'

/** Whether something is going on with this client, on either side. */
export const hasPending = (client: ClientRow): boolean =>
  client.waiting > 0 || client.answered > 0 || client.exhausted > 0

/** The one state that matters most: nobody can be reached or a mailbox refuses, then the client's turn over, then reminders over, then waiting. */
export function clientState(client: ClientRow): StateWords {
  if (client.contacts.length === 0)
    return { icon: 'triangle-alert', tone: 'warn', text: m.client_no_contacts() }
  if (client.notified === 0) return { icon: 'triangle-alert', tone: 'warn', text: m.client_unreached() }
  if (client.unreachable > 0)
    return { icon: 'circle-alert', tone: 'bad', text: m.client_refuses({ count: client.unreachable }) }
  if (client.answered > 0) return { icon: 'reply', tone: 'ink', text: m.client_answered() }
  if (client.exhausted > 0)
    return { icon: 'bell-off', tone: 'warn', text: m.client_exhausted({ count: client.exhausted }) }
  if (client.waiting > 0 && client.next_at) {
    const words = m.client_waiting_next({ count: client.waiting, day: day(client.next_at) })
    return { icon: 'bell', tone: 'wait', text: words }
  }
  if (client.waiting > 0)
    return { icon: 'circle-dashed', tone: 'calm', text: m.client_waiting({ count: client.waiting }) }
  return { icon: 'check', tone: 'calm', text: m.client_nothing() }
}
