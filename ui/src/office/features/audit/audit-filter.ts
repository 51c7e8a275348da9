/** Which rows of the trail are shown: who, what, since when. Of which client is asked of the core. */
import { civilDay } from '../../../shared/dates'
import { calendar, m } from '../../../shared/i18n'
import type { AuditRow } from './queries'

export type AuditKind = 'chats' | 'reminders' | 'mail' | 'clients' | 'documents' | 'settings'
export type AuditSpan = 'today' | 'week' | 'month' | 'year'

export interface AuditFilter {
  who?: string | undefined
  what?: AuditKind | undefined
  since?: AuditSpan | undefined
}

export const kindNames: Record<AuditKind, () => string> = {
  chats: m.room_chats,
  reminders: m.room_reminders,
  mail: m.settings_mail,
  clients: m.audit_kind_clients,
  documents: m.room_documents,
  settings: m.settings,
}
export const spanNames: Record<AuditSpan, () => string> = {
  today: m.audit_today,
  week: m.audit_week,
  month: m.audit_month,
  year: m.audit_year,
}
/** Days before today that a span reaches back. */
const reach: Record<AuditSpan, number> = { today: 0, week: 6, month: 29, year: 364 }

/** What an action is about. What has no home of its own is a setting. */
export function kindOf(action: string): AuditKind {
  if (/^reminders?\.|^chats\.(set_reminder|resume_reminder|send_again)$/.test(action)) return 'reminders'
  if (/^(chats?|inbox)\./.test(action)) return 'chats'
  if (/^(mail|outbox|quarantine|evidence)\./.test(action)) return 'mail'
  if (/^(clients|contacts)\./.test(action)) return 'clients'
  if (/^(documents?|folder)\./.test(action)) return 'documents'
  return 'settings'
}

/** The first civil day of a span that ends today. */
export function firstDay(span: AuditSpan, on = calendar()): string {
  return civilDay(new Date(on.now.getTime() - reach[span] * 86_400_000).toISOString(), on)
}

/** Whether a row is older than the filter reaches: no row after it can match. */
export const isBefore = ({ at }: AuditRow, { since }: AuditFilter): boolean =>
  since !== undefined && civilDay(at) < firstDay(since)

/** Whether the filter lets a row through. */
export const matches = (row: AuditRow, filter: AuditFilter): boolean =>
  (!filter.who || row.actor === filter.who) &&
  (!filter.what || kindOf(row.action) === filter.what) &&
  !isBefore(row, filter)
