/** How the reading of the mailbox goes, in one line: what was read last, or what keeps it and what to do. */
import { stamp } from '../../../shared/dates'
import { m } from '../../../shared/i18n'
import { factOf, remedyOf } from '../outbox/account-words'
import type { Receiving } from './queries'

interface ReceivingWords {
  tone: 'good' | 'warn' | 'bad' | 'calm'
  text: string
}

export function receivingWords({ state, checked_at, problem }: Receiving): ReceivingWords {
  const last = checked_at ? m.receiving_last({ when: stamp(checked_at) }) : m.receiving_never()
  switch (state) {
    case 'listening':
      return { tone: 'good', text: `${m.receiving_listening()} ${last}` }
    case 'reading':
      return { tone: 'calm', text: m.receiving_reading() }
    case 'waiting':
      return { tone: 'warn', text: `${problem ? factOf(problem.code, 'receiving') : ''} ${m.receiving_waiting()} ${last}`.trim() }
    case 'blocked':
      return { tone: 'bad', text: `${factOf(problem?.code, 'receiving')} ${remedyOf(problem?.code, 'receiving')}` }
    case 'off':
      return { tone: 'warn', text: m.receiving_off() }
  }
}
