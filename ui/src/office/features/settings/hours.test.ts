import { expect, test } from 'vitest'
import { readHour, showHour } from './hours'

test('an hour is read however it is typed', () => {
  expect(['9', '9:30', '09.30', ' 17,05 '].map(readHour)).toEqual(['09:00', '09:30', '09:30', '17:05'])
})

test('what is no hour is not read', () => {
  expect(['', '24', '9:60', '9:3', 'nove'].map(readHour)).toEqual(Array(5).fill(undefined))
})

test('an hour is shown without a leading zero', () => {
  expect(['09:00', '00:30', '18:00'].map(showHour)).toEqual(['9:00', '0:30', '18:00'])
})
