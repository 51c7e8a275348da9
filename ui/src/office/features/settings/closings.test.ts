import { expect, test } from 'vitest'
import { closings, daysBetween, longest } from './closings'

test('days in a row are one closing, also across the end of a month', () => {
  expect(closings(['2026-12-24', '2026-07-31', '2026-08-01', '2026-08-02'])).toEqual([
    { first: '2026-07-31', last: '2026-08-02', days: 3 },
    { first: '2026-12-24', last: '2026-12-24', days: 1 },
  ])
})

test('the day on which clocks change is one day', () => {
  expect(daysBetween('2026-03-28', '2026-03-30')).toEqual(['2026-03-28', '2026-03-29', '2026-03-30'])
})

test('a closing that ends before it starts, or lasts longer than a year, is none', () => {
  expect(daysBetween('2026-08-21', '2026-08-10')).toEqual([])
  expect(daysBetween('2026-01-01', '2099-01-01')).toEqual([])
  expect(daysBetween('2028-01-01', '2028-12-31')).toHaveLength(longest)
})
