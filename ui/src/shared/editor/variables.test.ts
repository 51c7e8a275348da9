import { expect, test } from 'vitest'
import { sameWords, toStore, type StoredDocument } from './document'
import { labelOf, onlyOf, piecesOf, strangerIn, strangerInDocument, usedIn, withBraces, withChips } from './variables'

const bold = [{ type: 'bold' }]
const link = [{ type: 'link', attrs: { href: 'https://studio.example' } }]
const stored: StoredDocument = {
  v: 1,
  doc: {
    type: 'doc',
    content: [
      {
        type: 'paragraph',
        content: [
          { type: 'text', text: 'Buongiorno ' },
          { type: 'text', marks: bold, text: '{first_name}, entro {today+5}' },
          { type: 'hardBreak' },
          { type: 'text', marks: link, text: '{firm}{owner}' },
          { type: 'text', text: ' {altro} {today+3651}' },
        ],
      },
      { type: 'bulletList', content: [{ type: 'listItem', content: [{ type: 'paragraph', content: [{ type: 'text', text: '{year}' }] }] }] },
      { type: 'paragraph' },
    ],
  },
}

test('words in braces that are variables are taken out of a text, and no others', () => {
  expect(piecesOf('Entro {today+5}, {first_name}. {nome} { year } {today+0}{today+3651}')).toEqual([
    { words: 'Entro ' },
    { variable: 'today+5' },
    { words: ', ' },
    { variable: 'first_name' },
    { words: '. {nome} { year } ' },
    { variable: 'today' },
    { words: '{today+3651}' },
  ])
})

test('a document becomes chips and comes back as it was, through marks, links and lists', () => {
  const chips = withChips(stored.doc)
  expect(chips.content?.[0]?.content?.[1]).toEqual({ type: 'variable', attrs: { name: 'first_name' }, marks: bold })
  expect(chips.content?.[0]?.content?.filter(({ type }) => type === 'variable')).toHaveLength(4)
  const back = toStore(withBraces(chips))
  expect(back.doc).toEqual(stored.doc)
  expect(sameWords('', back, { subject: '', body: stored })).toBe(true)
})

test('each variable that is used is named once, and what only looks like one is found', () => {
  expect(usedIn('{client}, {year}', stored)).toEqual(['client', 'firm', 'first_name', 'owner', 'today+5', 'year'])
  expect(strangerIn('Caro {nome}, {client}')).toBe('{nome}')
  expect(strangerIn('{client} { year } {Anno}')).toBeUndefined()
  expect(strangerInDocument(stored)).toBe('{altro}')
  expect(usedIn('', onlyOf(['client', 'today+5']))).toEqual(['client', 'today+5'])
})

test('a variable has a name in the language of the window', () => {
  expect([labelOf('today'), labelOf('today+1'), labelOf('last_year')].every((label) => !label.includes('_'))).toBe(true)
})
