import { beforeEach, expect, test } from 'vitest'
import { setCalendar } from '../../../shared/i18n/calendar.svelte'
import { ladder } from './ladder'
import type { ContactOfChat, Delivery } from './queries'

beforeEach(() => setCalendar({ language: 'it', timeZone: 'Europe/Rome' }))

const contacts: ContactOfChat[] = ['Paolo Rinaldi', 'Giulia Rinaldi'].map((name, i) => ({
  contact_id: String(i),
  name,
  email: `${i}@rinaldi.example`,
  notify: true,
  login: true,
}))
const mail = (contact: number, state: Delivery['state'], more: Partial<Delivery> = {}): Delivery => ({
  mail_id: `mail-${contact}`,
  contact_id: String(contact),
  email: `${contact}@rinaldi.example`,
  state,
  at: '2019-04-24T09:12:00Z',
  ...more,
})
const texts = (...deliveries: Delivery[]) =>
  ladder(deliveries, contacts, undefined).map((rung) => rung.state.text)

test('contacts that are alike share one line', () => {
  expect(texts(mail(0, 'accepted'), mail(1, 'accepted'))).toEqual(['Inviato 24 aprile 2019, 11:12'])
})

test('contacts that differ are named', () => {
  expect(texts(mail(0, 'accepted'), mail(1, 'failed', { last_error: '550 mailbox unavailable' }))).toEqual([
    'Inviato 24 aprile 2019, 11:12 a Paolo Rinaldi',
    'Non inviato a Giulia Rinaldi: 550 mailbox unavailable',
  ])
})

test('what stopped can be tried again, what runs cannot', () => {
  const rungs = ladder([mail(0, 'queued'), mail(1, 'uncertain')], contacts, undefined)
  expect(rungs.map((rung) => rung.retry)).toEqual([undefined, 'mail-1'])
})

test('a queue says what it waits for', () => {
  const [rung] = ladder([mail(0, 'queued')], contacts, 'unset')
  expect(rung?.state.text).toBe('In coda, parte quando la posta è impostata')
})

test('a message that nobody would get says so', () => {
  expect(texts()).toEqual(['Fermo: nessun contatto riceve gli avvisi'])
})
