/** What the window asks about receipts of certified mail. */
import { read, type Reply } from '../../../ipc'

export type ReceiptContent = Reply<'evidence.get'>
export type Receipt = ReceiptContent['evidence']
export type ReceiptData = NonNullable<ReceiptContent['data']>

export const readReceipt = (evidenceId: () => string) => read('evidence.get', () => ({ evidence_id: evidenceId() }))
