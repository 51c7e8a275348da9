import { beforeEach, expect, test } from 'vitest'
import { setCalendar } from '../../../shared/i18n/calendar.svelte'
import type { ChatRow } from './queries'
import { isWaiting, threadState } from './thread-state'

beforeEach(() => setCalendar({ language: 'it', timeZone: 'Europe/Rome' }))

const sent: ChatRow = {
  chat_id: 'c',
  client_id: 'rinaldi',
  client_name: 'Officine Rinaldi S.r.l.',
  subject: 'Liquidazione IVA',
  state: 'active',
  last: {
    author: { kind: 'office', name: 'Elena Vannini' },
    text: 'Mi mancano tre cose.',
    at: '2019-04-24T09:19:00Z',
  },
  unread: 0,
  tasks: { done: 0, total: 0 },
  reminder: {
    enabled: true,
    every_days: 3,
    max_count: 2,
    sent: 0,
    state: 'armed',
    next_at: '2019-04-29T07:00:00Z',
  },
  delivery: 'accepted',
}
const answered: ChatRow = {
  ...sent,
  last: {
    author: { kind: 'client', name: 'Giulia Rinaldi' },
    text: 'Ecco tutto.',
    at: '2019-04-25T09:19:00Z',
  },
  reminder: { ...sent.reminder, state: 'stopped', stop_reason: 'answered' },
}

test('an armed reminder tells its next date and its count', () => {
  expect(threadState(sent)).toEqual({ icon: 'bell', tone: 'wait', text: '29 aprile 2019 alle 9:00, 1 di 2' })
})

test('open tasks are told with the reminder', () => {
  expect(threadState({ ...sent, tasks: { done: 3, total: 4 } }).text).toBe(
    '3 di 4 attività, promemoria 29 aprile 2019',
  )
})

test('trouble with the delivery comes before everything else', () => {
  expect(threadState({ ...sent, delivery: 'failed' })).toMatchObject({ tone: 'bad', text: 'Non inviato' })
  expect(threadState({ ...sent, delivery: 'queued' })).toMatchObject({ icon: 'clock', text: 'In coda' })
  expect(threadState({ ...sent, delivery: 'held' })).toMatchObject({ tone: 'warn' })
})

test('when the client has the last word, it is shown', () => {
  expect(threadState({ ...answered, delivery: 'failed' })).toMatchObject({
    icon: 'reply',
    text: 'Ecco tutto.',
  })
})

test('reminders that are used up say how many went', () => {
  const over = { ...sent.reminder, sent: 2, state: 'stopped' as const, stop_reason: 'count_reached' }
  expect(threadState({ ...sent, reminder: over })).toMatchObject({
    icon: 'bell-off',
    text: '2 promemoria inviati, nessuna risposta',
  })
  expect(threadState({ ...sent, reminder: { ...over, sent: 1 } }).text).toBe(
    '1 promemoria inviato, nessuna risposta',
  )
})

test('a chat waits until the client has the last word, and again once the reminder is resumed', () => {
  expect(isWaiting(sent)).toBe(true)
  expect(isWaiting(answered)).toBe(false)
  expect(isWaiting({ ...answered, reminder: sent.reminder })).toBe(true)
})
