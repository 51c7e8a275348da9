import { beforeEach, describe, expect, test, vi } from 'vitest'
import { now } from '../../../dev/cast'
import { setCalendar } from '../../../shared/i18n'
import { firstDay, kindOf, matches } from './audit-filter'
import { csvLine } from './audit-export'
import { objectOf, verbOf } from './audit-words'
import type { AuditRow } from './queries'

const row = (change: Partial<AuditRow> = {}): AuditRow => ({
  seq: 1,
  at: '2026-04-20T08:00:00Z',
  actor: 'Elena Vannini',
  action: 'chats.reply',
  object: 'chat:1',
  origin: 'window',
  hash: 'ab12',
  details: {},
  ...change,
})
const on = { language: 'it' as const, timeZone: 'Europe/Rome', now: new Date(now) }

describe('the filters of the trail', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) })
    setCalendar({ language: 'it', timeZone: 'Europe/Rome' })
  })

  test('a reminder that is changed in a chat is about reminders, not chats', () => {
    expect(kindOf('chats.set_reminder')).toBe('reminders')
    expect(kindOf('chats.reply')).toBe('chats')
    expect(kindOf('contacts.update')).toBe('clients')
    expect(kindOf('document.found')).toBe('documents')
    expect(kindOf('documents.import')).toBe('documents')
    expect(kindOf('folder_templates.save')).toBe('settings')
    expect(kindOf('something.new')).toBe('settings')
  })

  test('a span counts civil days of the office, today among them', () => {
    expect(firstDay('today', on)).toBe('2026-04-24')
    expect(firstDay('week', on)).toBe('2026-04-18')
    expect(firstDay('month', on)).toBe('2026-03-26')
  })

  test('every filter in use has to let a row through', () => {
    expect(matches(row(), {})).toBe(true)
    expect(matches(row(), { who: 'Elena Vannini', what: 'chats' })).toBe(true)
    expect(matches(row(), { who: 'Elena Vannini', what: 'mail' })).toBe(false)
    expect(matches(row({ actor: 'system' }), { who: 'Elena Vannini' })).toBe(false)
  })
})

describe('a line of the exported trail', () => {
  test('quotes, separators and line breaks stay inside their cell', () => {
    const line = csvLine(['Studio "E.V."', 'a;b', 'two\nlines', 'plain'], ';')
    expect(line).toBe('"Studio ""E.V.""";"a;b";"two\nlines";plain\r\n')
  })

  test('what a spreadsheet would take for a formula is text', () => {
    expect(csvLine(['=1+1', '@SUM(A1)', '-3', '+3'], ',')).toBe("'=1+1,'@SUM(A1),'-3,'+3\r\n")
  })
})

describe('a row as a sentence', () => {
  const said = (change: Partial<AuditRow>) => `${verbOf(row(change))} ${objectOf(row(change))}`.trim()

  test('of documents that were found, moved and seen', () => {
    const path = 'Dichiarazioni/Unico.pdf'
    expect(said({ action: 'document.found', details: { path } })).toBe(`ha trovato il nuovo documento ${path}`)
    expect(said({ action: 'document.found', details: { count: 2000, clients: 3 } })).toBe('ha trovato 2.000 nuovi documenti')
    expect(said({ action: 'document.moved', details: { path, to: 'Note/Unico.pdf' } })).toBe(
      `ha trovato spostato un documento: ${path} → Note/Unico.pdf`,
    )
    expect(said({ action: 'document.seen', details: { path, contact: 'Paolo Rinaldi' } })).toBe(
      `ha saputo che Paolo Rinaldi ha visto ${path}`,
    )
    expect(said({ action: 'documents.import', details: { path } })).toBe(`ha aggiunto ${path}`)
  })

  test('of a folder that went as a whole, or document by document', () => {
    const details = { path: 'Dichiarazioni/2024', to: 'Note/2024', documents: 3 }
    expect(said({ action: 'documents.move_folder', object: 'folder:1', details })).toBe('ha spostato la cartella Dichiarazioni/2024')
    expect(said({ action: 'documents.move_folder', object: 'document:1', details: { path: 'Dichiarazioni/2024/a.txt' } })).toBe(
      'ha spostato Dichiarazioni/2024/a.txt',
    )
  })
})
