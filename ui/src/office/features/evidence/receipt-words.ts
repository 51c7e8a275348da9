/** Receipts of certified mail in words: what happened and when, in one line; whether a receipt is verified, and why not. */
import { civilDay, clock, stamp } from '../../../shared/dates'
import { calendar, m } from '../../../shared/i18n'
import type { StateWords } from '../../../shared/state-words'
import type { Receipt } from './queries'

type Kind = Receipt['kind']

/** "accettata", "consegnata" … */
export const kindNames: Record<Kind, () => string> = {
  accepted: m.receipt_accepted,
  not_accepted: m.receipt_not_accepted,
  taken_in_charge: m.receipt_taken_in_charge,
  delivered: m.receipt_delivered,
  not_delivered: m.receipt_not_delivered,
  not_yet_delivered: m.receipt_not_yet_delivered,
  virus: m.receipt_virus,
}

/** Why a receipt is not verified. */
export const faultNames: Record<NonNullable<Receipt['why']>, () => string> = {
  not_signed: m.receipt_fault_not_signed,
  changed: m.receipt_fault_changed,
  not_checked: m.receipt_fault_not_checked,
  another_signer: m.receipt_fault_another_signer,
  self_issued: m.receipt_fault_self_issued,
  out_of_date: m.receipt_fault_out_of_date,
  no_data: m.receipt_fault_no_data,
  disagrees: m.receipt_fault_disagrees,
  another_recipient: m.receipt_fault_another_recipient,
  too_large: m.receipt_fault_too_large,
}

/** "PEC: accettata 10:02 · consegnata 10:03". Nothing where the receipts tell nothing to the owner. */
export function receiptLine(receipts: Receipt[], who?: string): StateWords | undefined {
  const verified = receipts.filter(({ verified, kind }) => verified && kind !== 'taken_in_charge')
  const unverified = receipts.filter((one) => !one.verified).length
  const steps = verified.map((one, i) => m.receipt_step({ what: kindNames[one.kind](), when: when(one, verified[i - 1]) }))
  if (unverified) steps.push(m.receipts_unverified({ count: unverified }))
  if (!steps.length) return undefined
  const told = steps.join(' · ')
  return { ...look(verified, unverified > 0), text: who ? m.receipts_line_of({ who, told }) : m.receipts_line({ told }) }
}

function look(verified: Receipt[], doubtful: boolean): Pick<StateWords, 'icon' | 'tone'> {
  const has = (...kinds: Kind[]) => verified.some(({ kind }) => kinds.includes(kind))
  if (doubtful) return { icon: 'triangle-alert', tone: 'warn' }
  if (has('delivered')) return { icon: 'mail-check', tone: 'good' }
  if (has('not_accepted', 'not_delivered', 'virus')) return { icon: 'circle-alert', tone: 'bad' }
  if (has('not_yet_delivered')) return { icon: 'clock', tone: 'warn' }
  return { icon: 'mail-check', tone: 'calm' }
}

// The day is said where it is not today's, and once for steps of one day.
function when({ at, taken_at }: Receipt, before: Receipt | undefined): string {
  const then = at ?? taken_at
  const said = before ? civilDay(before.at ?? before.taken_at) : civilDay(calendar().now.toISOString())
  return civilDay(then) === said ? clock(then) : stamp(then)
}
