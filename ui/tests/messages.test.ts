import { describe, expect, test } from 'vitest'
import english from '../messages/en.json'
import italian from '../messages/it.json'

type Messages = Record<string, unknown>

/** The variables of a message, whichever of its forms they stand in. */
const variables = (message: unknown) => [...new Set(JSON.stringify(message).match(/\{\w+\}/g) ?? [])].sort()

describe('the words in both languages', () => {
  test('every key has words in each', () => {
    expect(Object.keys(english).sort()).toEqual(Object.keys(italian).sort())
  })

  test('a message takes the same variables in each', () => {
    for (const [key, message] of Object.entries(italian as Messages))
      expect(variables((english as Messages)[key]), key).toEqual(variables(message))
  })

  test('nothing is exclaimed', () => {
    expect(JSON.stringify([italian, english])).not.toContain('!')
  })
})
