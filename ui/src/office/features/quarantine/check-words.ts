/** What the receiving server found about a sender (RFC 8601), in words; never a bare code. */
import { m } from '../../../shared/i18n'
import type { MailChecks } from './queries'

export interface CheckWords {
  name: string
  text: string
  /** `none`: nothing was checked, which says nothing for or against. */
  outcome: 'good' | 'bad' | 'none'
}

/** The three checks, in the order in which they weigh. */
export function checkWords({ dmarc, dkim, spf }: MailChecks): CheckWords[] {
  return [
    { name: m.check_dmarc(), ...outcomeOf(dmarc, m.check_dmarc_good, m.check_dmarc_bad) },
    { name: m.check_dkim(), ...outcomeOf(dkim, m.check_dkim_good, m.check_dkim_bad) },
    { name: m.check_spf(), ...outcomeOf(spf, m.check_spf_good, m.check_spf_bad) },
  ]
}

function outcomeOf(found = 'none', good: () => string, bad: () => string): Omit<CheckWords, 'name'> {
  switch (found) {
    case 'pass':
      return { text: good(), outcome: 'good' }
    case 'fail':
    case 'hardfail':
      return { text: bad(), outcome: 'bad' }
    case 'softfail':
      return { text: m.check_doubtful(), outcome: 'bad' }
    case 'temperror':
    case 'permerror':
      return { text: m.check_broken(), outcome: 'none' }
    default:
      return { text: m.check_none(), outcome: 'none' }
  }
}
