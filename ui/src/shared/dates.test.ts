import { beforeEach, describe, expect, test } from 'vitest'
import { brief, clock, dayHeading, due, fullDate, latest, longDay, soon, stamp } from './dates'
import { setCalendar, type Calendar } from './i18n/calendar.svelte'

// Friday 24 April 2026, 11:20 in Rome.
const rome: Calendar = { language: 'it', timeZone: 'Europe/Rome', now: new Date('2026-04-24T09:20:00Z') }
const english: Calendar = { ...rome, language: 'en' }

beforeEach(() => setCalendar({ language: 'it', timeZone: 'Europe/Rome' }))

describe('dates in Italian', () => {
  test('an hour has no leading zero', () => {
    expect(clock('2026-04-24T06:05:00Z', rome)).toBe('8:05')
    expect(clock('2026-04-23T22:00:00Z', rome)).toBe('0:00')
  })

  test('a list tells the hour today, then the day', () => {
    expect(brief('2026-04-24T09:19:00Z', rome)).toBe('11:19')
    expect(brief('2026-04-23T10:00:00Z', rome)).toBe('ieri')
    expect(brief('2026-04-22T10:00:00Z', rome)).toBe('mer 22')
    expect(brief('2026-04-02T10:00:00Z', rome)).toBe('2 aprile')
    expect(brief('2019-01-12T10:00:00Z', rome)).toBe('12 gennaio 2019')
  })

  test('a margin tells day and hour', () => {
    expect(stamp('2026-04-24T09:02:00Z', rome)).toBe('oggi, 11:02')
    expect(stamp('2026-04-22T14:05:00Z', rome)).toBe('mer 22, 16:05')
    expect(latest('2026-04-24T09:19:00Z', rome)).toBe('oggi, 11:19')
    expect(latest('2026-04-23T09:19:00Z', rome)).toBe('ieri')
  })

  test('what is to come is told with its month only when that is another one', () => {
    expect(soon('2026-04-27T07:00:00Z', rome)).toBe('lun 27 alle 9:00')
    expect(due('2026-04-27T07:00:00Z', rome)).toBe('lunedì 27 alle 9:00')
    expect(due('2026-05-04T07:00:00Z', rome)).toBe('lunedì 4 maggio alle 9:00')
    expect(due('2026-04-25T07:00:00Z', rome)).toBe('domani alle 9:00')
    expect(due('2027-01-04T08:00:00Z', rome)).toBe('lunedì 4 gennaio 2027 alle 9:00')
    expect(longDay('2026-05-04T07:00:00Z', rome)).toBe('lunedì 4 maggio')
  })

  test('days are civil days of the office, not of the machine', () => {
    expect(brief('2026-04-23T22:30:00Z', rome)).toBe('0:30')
    expect(brief('2026-04-23T21:30:00Z', rome)).toBe('ieri')
  })

  test('a day is a day across a change of the clock', () => {
    const monday: Calendar = { ...rome, now: new Date('2026-03-30T06:00:00Z') }
    expect(brief('2026-03-29T00:30:00Z', monday)).toBe('ieri')
    expect(brief('2026-03-28T22:30:00Z', monday)).toBe('sab 28')
  })

  test('headings and full dates', () => {
    expect(dayHeading('2026-04-24T09:19:00Z', rome)).toBe('Oggi')
    expect(dayHeading('2026-04-21T09:19:00Z', rome)).toBe('Martedì')
    expect(dayHeading('2026-04-02T09:19:00Z', rome)).toBe('2 aprile')
    expect(fullDate('2019-01-12T09:00:00Z', rome)).toBe('12 gennaio 2019')
  })
})

describe('dates in English', () => {
  beforeEach(() => setCalendar({ language: 'en', timeZone: 'Europe/Rome' }))

  test('read as the design writes them', () => {
    expect(stamp('2026-04-22T14:05:00Z', english)).toBe('Wed 22, 16:05')
    expect(due('2026-04-27T07:00:00Z', english)).toBe('Monday 27 at 9:00')
    expect(soon('2026-04-27T07:00:00Z', english)).toBe('Mon 27 at 9:00')
    expect(longDay('2026-04-27T07:00:00Z', english)).toBe('Monday 27 April')
    expect(brief('2026-04-23T10:00:00Z', english)).toBe('yesterday')
  })
})
