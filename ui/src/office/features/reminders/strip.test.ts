import { beforeEach, expect, test } from 'vitest'
import { clock, dueDay } from '../../../shared/dates'
import { setCalendar } from '../../../shared/i18n/calendar.svelte'
import { previewWords } from './preview-words'
import type { Reminder } from './queries'
import { stripWords } from './strip'

beforeEach(() => setCalendar({ language: 'it', timeZone: 'Europe/Rome' }))

const armed: Reminder = {
  enabled: true,
  every_days: 3,
  max_count: 2,
  sent: 1,
  state: 'armed',
  next_at: '2019-04-29T07:00:00Z',
}

test('an armed reminder says when the next one goes, and which it is', () => {
  const words = stripWords(armed)
  expect(words.when).toBe('lunedì 29 aprile 2019 alle 9:00')
  expect(words.step).toBe('2 di 2')
})

test('before the mail is accepted it tells the days instead of a date', () => {
  const { next_at: _, ...waiting } = armed
  expect(stripWords(waiting).text).toBe('Promemoria: parte 3 giorni dopo l’invio')
  expect(stripWords({ ...waiting, every_days: 1 }).text).toBe('Promemoria: parte 1 giorno dopo l’invio')
})

test('a stopped reminder keeps its reason', () => {
  expect(stripWords({ ...armed, state: 'stopped', stop_reason: 'answered' }).text).toBe(
    'Ha risposto, promemoria finiti',
  )
  expect(stripWords({ ...armed, sent: 2, state: 'stopped', stop_reason: 'count_reached' }).text).toBe(
    '2 promemoria inviati, nessuna risposta',
  )
})

test('a held reminder says what holds it', () => {
  expect(stripWords({ ...armed, state: 'held', held_reason: 'no_recipient' }).text).toBe(
    'Promemoria fermo: nessun contatto riceve gli avvisi',
  )
})

test('dates of one hour say it once, many dates are cut short', () => {
  const at = (day: number) => `2019-04-${day}T07:00:00Z`
  const words = (...days: number[]) => previewWords(days.map(at), dueDay, clock)
  expect(words(29)).toBe('lunedì 29 aprile 2019 alle 9:00')
  expect(words(22, 29)).toBe('lunedì 22 aprile 2019 e lunedì 29 aprile 2019 alle 9:00')
  expect(words(11, 12, 15, 16, 17)).toContain('e altri 2')
})
