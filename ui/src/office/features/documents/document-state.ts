/** What is known of a document on its way to the client: still being written, kept back, seen, not seen yet. */
import { day } from '../../../shared/dates'
import { m } from '../../../shared/i18n'
import type { StateWords } from '../../../shared/state-words'
import type { Access, DocumentRow } from './queries'

/** `office`: the owner's name, as documents say by whom they are. */
export function documentState(document: DocumentRow, access: Access, office: string): StateWords | undefined {
  const { sha256, kept, seen, by, opened_at } = document
  if (!sha256) return { icon: 'clock', tone: 'wait', text: m.document_being_written() }
  if (access === 'private') return undefined
  if (kept) return { icon: 'triangle-alert', tone: 'warn', text: m.document_kept() }
  const last = seen.toSorted((a, b) => b.at.localeCompare(a.at))[0]
  if (last) return { icon: 'check-check', tone: 'good', text: m.document_seen({ who: first(last.name), when: day(last.at) }) }
  if (by === '' || by === office) return { icon: 'circle-dashed', tone: 'calm', text: m.document_unseen() }
  // What the client brought need not be seen by the client.
  return opened_at
    ? { icon: 'check-check', tone: 'good', text: m.document_opened({ when: day(opened_at) }) }
    : { icon: 'circle-dashed', tone: 'calm', text: m.document_to_see() }
}

/** Who made the last version. */
export const byWhom = (by: string, office: string): string => (by === '' ? m.document_by_disk() : by === office ? m.you() : by)

const first = (name: string) => name.split(' ')[0] ?? name
