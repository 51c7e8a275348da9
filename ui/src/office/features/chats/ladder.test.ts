import { beforeEach, expect, test } from 'vitest'
import { setCalendar } from '../../../shared/i18n/calendar.svelte'
import type { Evidence } from '../../../ipc/bindings'
import { ladder, reminded } from './ladder'
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
  evidence: [],
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

const receipt = (kind: Evidence['kind'], at: string, why?: Evidence['why']): Evidence => ({
  evidence_id: `${kind}-${at}`,
  kind,
  at,
  taken_at: at,
  verified: !why,
  ...(why ? { why } : {}),
})
const [accepted, delivered] = [receipt('accepted', '2019-04-24T08:02:00Z'), receipt('delivered', '2019-04-24T08:03:00Z')]

test('receipts of certified mail stand in one line, which opens them', () => {
  const [, rung] = ladder([mail(0, 'accepted', { evidence: [accepted, delivered] })], contacts, undefined)
  expect(rung?.state).toEqual({
    icon: 'mail-check',
    tone: 'good',
    text: 'PEC: accettata 24 aprile 2019, 10:02 · consegnata 10:03',
  })
  expect(rung?.receipts).toEqual([accepted.evidence_id, delivered.evidence_id])
})

test('each contact of several has its own receipts', () => {
  const ways = [mail(0, 'accepted', { evidence: [accepted, delivered] }), mail(1, 'accepted', { evidence: [accepted] })]
  expect(texts(...ways).slice(1)).toEqual([
    'PEC a Paolo Rinaldi: accettata 24 aprile 2019, 10:02 · consegnata 10:03',
    'PEC a Giulia Rinaldi: accettata 24 aprile 2019, 10:02',
  ])
})

test('what is not verified is told as such, and is never called delivered', () => {
  const forged = receipt('delivered', '2019-04-24T08:09:00Z', 'changed')
  const [, rung] = ladder([mail(0, 'accepted', { evidence: [accepted, forged] })], contacts, undefined)
  expect(rung?.state).toEqual({
    icon: 'triangle-alert',
    tone: 'warn',
    text: 'PEC: accettata 24 aprile 2019, 10:02 · 1 ricevuta non verificata',
  })
})

test('what gateways tell one another is kept silently', () => {
  const silent = receipt('taken_in_charge', '2019-04-24T08:02:30Z')
  expect(texts(mail(0, 'accepted', { evidence: [silent] }))).toEqual(['Inviato 24 aprile 2019, 11:12'])
})

test('of what reminds, what was sent by hand, what went wrong and receipts are told, each by its number', () => {
  const mails = [
    { reminder: 1, way: mail(0, 'accepted', { evidence: [accepted, delivered] }) },
    { reminder: 2, way: mail(1, 'bounced', { last_error: '550 no such user' }) },
    { way: mail(0, 'uncertain') },
    { way: mail(1, 'accepted') },
  ]
  const rungs = reminded(mails, contacts)
  expect(rungs.map(({ state }) => state.text)).toEqual([
    'Promemoria 1 · PEC a Paolo Rinaldi: accettata 24 aprile 2019, 10:02 · consegnata 10:03',
    'Promemoria 2 · Giulia Rinaldi non l’ha ricevuto: 550 no such user',
    'Di nuovo · Forse già inviato a Paolo Rinaldi: manca la conferma',
    'Di nuovo · Inviato 24 aprile 2019, 11:12 a Giulia Rinaldi',
  ])
  expect(rungs.map(({ receipts, retry }) => [Boolean(receipts), retry])).toEqual([
    [true, undefined],
    [false, 'mail-1'],
    [false, 'mail-0'],
    [false, undefined],
  ])
})
