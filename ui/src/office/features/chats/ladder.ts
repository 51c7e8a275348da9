/** How far a message got, in words: queued, sent, not sent and why. One line when all contacts are alike. */
import { clock, stamp, civilDay } from '../../../shared/dates'
import { calendar, m } from '../../../shared/i18n'
import { together } from '../../../shared/names'
import type { StateWords } from '../../../shared/state-words'
import { receiptLine } from '../evidence/receipt-words'
import type { ContactOfChat, Delivery, ReminderMail } from './queries'

/** Why mail waits, when it does: no account yet, or a server out of reach. */
export type Waiting = 'unset' | 'unreachable' | undefined

/** One step of the ladder; the mail that a button can send once more, or the receipts of certified mail that one opens. */
export interface Rung {
  state: StateWords
  retry?: string
  receipts?: string[]
}

/** What is to be told of the mails that remind of a message: those sent by hand, those that did not arrive, receipts of certified mail. */
export function reminded(mails: ReminderMail[], contacts: ContactOfChat[]): Rung[] {
  return mails.flatMap(({ reminder, way }) => {
    const who = nameIn(contacts)(way)
    const told = isTrouble(way) ? [trouble(way, who)] : reminder ? [] : [{ state: smooth(way.state, [way], who, undefined) }]
    const rungs: Rung[] = [...told, ...receipts(way, who)]
    const named = (line: string) => (reminder ? m.ladder_of_reminder({ number: reminder, line }) : m.ladder_of_again({ line }))
    return rungs.map((rung) => ({ ...rung, state: { ...rung.state, text: named(rung.state.text) } }))
  })
}

/** The ladder of one message of the office. */
export function ladder(deliveries: Delivery[], contacts: ContactOfChat[], waiting: Waiting): Rung[] {
  if (deliveries.length === 0)
    return [{ state: { icon: 'triangle-alert', tone: 'warn', text: m.ladder_held() } }]
  const nameOf = nameIn(contacts)
  const groups = Map.groupBy(deliveries, ({ state }) => state)
  const ways = [...groups].flatMap(([state, mails]): Rung[] => {
    if (mails.some(isTrouble)) return mails.map((mail) => trouble(mail, nameOf(mail)))
    const who = groups.size > 1 ? together(mails.map(nameOf)) : undefined
    return [{ state: smooth(state, mails, who, waiting) }]
  })
  return [...ways, ...deliveries.flatMap((mail) => receipts(mail, deliveries.length > 1 ? nameOf(mail) : undefined))]
}

const nameIn =
  (contacts: ContactOfChat[]) =>
  ({ contact_id, email }: Delivery) =>
    contacts.find((contact) => contact.contact_id === contact_id)?.name ?? email

const isTrouble = ({ state }: Delivery) => state === 'failed' || state === 'bounced' || state === 'uncertain'

function receipts({ evidence }: Delivery, who: string | undefined): Rung[] {
  const state = receiptLine(evidence, who)
  return state ? [{ state, receipts: evidence.map(({ evidence_id }) => evidence_id) }] : []
}

function trouble(mail: Delivery, who: string): Rung {
  const why = mail.last_error || m.ladder_no_reason()
  if (mail.state === 'uncertain')
    return {
      state: { icon: 'triangle-alert', tone: 'warn', text: m.ladder_uncertain({ who }) },
      retry: mail.mail_id,
    }
  if (mail.state === 'bounced')
    return {
      state: { icon: 'circle-alert', tone: 'bad', text: m.ladder_bounced({ who, why }) },
      retry: mail.mail_id,
    }
  return {
    state: { icon: 'circle-alert', tone: 'bad', text: m.ladder_failed({ who, why }) },
    retry: mail.mail_id,
  }
}

function smooth(
  state: Delivery['state'],
  mails: Delivery[],
  who: string | undefined,
  waiting: Waiting,
): StateWords {
  switch (state) {
    case 'accepted':
      return { icon: 'check', tone: 'calm', text: accepted(mails, who) }
    case 'sending':
      return { icon: 'clock', tone: 'calm', text: m.ladder_sending() }
    case 'withdrawn':
      return { icon: 'check', tone: 'calm', text: m.ladder_withdrawn() }
    default: {
      if (waiting === 'unset') return { icon: 'clock', tone: 'warn', text: m.ladder_queued_unset() }
      if (waiting === 'unreachable') return { icon: 'clock', tone: 'warn', text: m.ladder_queued_offline() }
      return { icon: 'clock', tone: 'warn', text: m.ladder_queued() }
    }
  }
}

function accepted(mails: Delivery[], who: string | undefined): string {
  const at = mails.map((mail) => mail.at ?? '').sort()[0]
  const when = at ? sentWhen(at) : ''
  return who ? m.ladder_accepted_to({ when, who }) : m.ladder_accepted({ when })
}

// Today the hour says it all: the date already stands in the margin.
const sentWhen = (at: string) =>
  civilDay(at) === civilDay(calendar().now.toISOString()) ? clock(at) : stamp(at)
