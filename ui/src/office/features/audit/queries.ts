/** The audit rows that the window shows. */
import { read, type Reply } from '../../../ipc'

export type AuditRow = Reply<'audit.list'>['rows'][number]

export const readAudit = (clientId: () => string, limit: () => number) =>
  read('audit.list', () => ({ client_id: clientId(), limit: limit() }))
