import { expect, test } from 'vitest'
import { monthDays } from './month'
import type { ForecastEntry } from './queries'

const window = { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00', closed: ['2026-05-01'] }
const entry = (at: string): ForecastEntry => ({
  at,
  item: { kind: 'chat', id: 'a' },
  client_id: 'b',
  step: 1,
  of: 1,
  recipients: [],
})
const days = monthDays(
  '2026-04-24',
  [entry('2026-04-27T07:00:00Z'), entry('2026-04-27T07:00:00Z'), entry('2026-05-04T07:00:00Z')],
  (at) => at.slice(0, 10),
  window,
)
const day = (civil: string) => days.find((one) => one.civil === civil)

test('thirty days, today first, each with what goes out', () => {
  expect([days.length, days[0]?.civil, days.at(-1)?.civil]).toEqual([30, '2026-04-24', '2026-05-23'])
  expect([day('2026-04-27')?.count, day('2026-04-28')?.count, day('2026-05-04')?.count]).toEqual([2, 0, 1])
})

test('the office rests at the weekend and on its closing days', () => {
  expect(days.slice(0, 8).map(({ rest }) => rest)).toEqual([false, true, true, false, false, false, false, true])
})

test('a day on which something goes out is no day of rest', () => {
  const [today] = monthDays('2026-04-25', [entry('2026-04-25T07:00:00Z')], (at) => at.slice(0, 10), window)
  expect(today?.rest).toBe(false)
})

test('another month is set off, the first day shown is not', () => {
  expect(days.filter(({ first }) => first).map(({ civil }) => civil)).toEqual(['2026-05-01'])
})
