import { beforeEach, expect, test } from 'vitest'
import { setCalendar } from './i18n/calendar.svelte'
import { atMostTwo, together } from './names'

beforeEach(() => setCalendar({ language: 'it', timeZone: 'Europe/Rome' }))

test('a shared surname is said once', () => {
  expect(together(['Paolo Rinaldi', 'Giulia Rinaldi'])).toBe('Paolo e Giulia Rinaldi')
})

test('different surnames are all said', () => {
  expect(together(['Marco Tessari', 'Lucia Ferretti'])).toBe('Marco Tessari e Lucia Ferretti')
  expect(together(['Nives', 'Ivo Zanetti'])).toBe('Nives e Ivo Zanetti')
})

test('one name and no name', () => {
  expect(together(['Marco Tessari'])).toBe('Marco Tessari')
  expect(together([])).toBe('')
})

test('a narrow cell counts the others', () => {
  expect(atMostTwo(['Bruno Sala', 'Ada Sala', 'Piero Neri'])).toBe('Bruno Sala e altri 2')
})
