import { expect, test } from 'vitest'
import { fold, pieces, wordsOf } from './fold'

const shown = (text: string, asked: string) =>
  pieces(text, wordsOf(asked))
    .map((piece) => (piece.found ? `[${piece.text}]` : piece.text))
    .join('')

test('case and accents make no difference', () => {
  expect(fold('Perù e Ça')).toBe('peru e ca')
  expect(shown('Visura del Perù', 'PERU')).toBe('Visura del [Perù]')
})

test('the beginning of a word is shown before its middle', () => {
  expect(shown('Caterina Rinaldi', 'rin')).toBe('Caterina [Rin]aldi')
  expect(shown('Caterina Bassi', 'rin')).toBe('Cate[rin]a Bassi')
})

test('each word is shown, and those that overlap once', () => {
  expect(shown('Liquidazione IVA', 'iva liq')).toBe('[Liq]uidazione [IVA]')
  expect(shown('banana', 'ban ana')).toBe('[bana]na')
})

test('characters of two units, or whose folding is longer, stay whole', () => {
  expect(shown('👩🏽‍💼 İstanbul ok', 'ok')).toBe('👩🏽‍💼 İstanbul [ok]')
  expect(shown('e\u0301cole', 'eco')).toBe('[e\u0301co]le')
})
