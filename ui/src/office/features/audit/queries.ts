/** The audit rows that the window shows. */
import { read, readPages, type Reply, type Request } from '../../../ipc'

export type AuditRow = Reply<'audit.list'>['rows'][number]

export const readAudit = (clientId: () => string, limit: () => number) =>
  read('audit.list', () => ({ client_id: clientId(), limit: limit() }))

/** The trail page after page, newest first; `limit` is the length of a page. */
export const readAuditPages = (asked: () => Request<'audit.list'> & { limit: number }) =>
  readPages('audit.list', asked, ({ rows }) => {
    const last = rows.at(-1)
    return last && rows.length === asked().limit && last.seq > 1 ? { ...asked(), before: last.seq } : undefined
  })

/** The row before number `seq`, of whichever client. */
export const readRowBefore = (seq: () => number) =>
  read('audit.list', () => (seq() > 1 ? { before: seq(), limit: 1 } : undefined))

export const readVerdict = () => read('audit.verify', () => ({}))
