/** Receipts of certified mail for the cast: what its gateway told, and what a forger wrote. */
import type { Commands, Evidence, Message } from '../ipc/bindings'
import { OfficeError } from '../ipc/office-error'

type Receipt = Commands['evidence.get']['reply']

/** What a receipt tells: its kind, when, and what else is to be said. */
export type Told = [kind: Evidence['kind'], at: string, more?: Partial<Evidence>]

/** The receipts about a mail. */
export function evidenceOf(mailId: string, told: Told[]): Evidence[] {
  return told.map(([kind, at, more], i) => ({
    evidence_id: `${mailId}-evidence-${i + 1}`,
    kind,
    at,
    taken_at: at,
    verified: !more?.why,
    signer: 'Namirial S.p.A.',
    issuer: 'Regione Digitale CA1',
    ...more,
  }))
}

/** Opens a receipt about one of these messages' mails. */
export function openedReceipt(subject: string, messages: Message[], evidenceId: string): Receipt | undefined {
  for (const delivery of messages.flatMap(({ deliveries, reminder_mails }) => [...deliveries, ...reminder_mails.map(({ way }) => way)])) {
    const evidence = delivery.evidence.find(({ evidence_id }) => evidence_id === evidenceId)
    if (evidence) return receipt(evidence, delivery, subject)
  }
  return undefined
}

function receipt(evidence: Evidence, { mail_id, email }: { mail_id: string; email: string }, subject: string): Receipt {
  const data = {
    gateway: 'Namirial S.p.A.',
    identifier: 'opec21004.20260422103112.118902.41.1.53@sicurezzapostale.it',
    sender: 'studiovannini@pec.example',
    recipients: [{ address: email, certified: true }],
    subject,
    message_id: '<0197a4e2-31d5-7c44-9b1e-6f0a3c5d7e90@pec.example>',
    delivered_to: email,
  }
  const sha256 = '9f2c41d87be03a56c1f48e0d27a95b63e8d4f7102c6ba93e5d18f0472b6ce9a1'
  return { evidence, mail_id, to: email, subject, size: 5_812, sha256, ...(evidence.why === 'not_signed' ? {} : { data }) }
}

/** The answer to `evidence.get`. */
export function receiptIn(
  threads: { chat: { subject: string }; messages: Message[] }[],
  evidenceId: string,
): Receipt {
  for (const { chat, messages } of threads) {
    const found = openedReceipt(chat.subject, messages, evidenceId)
    if (found) return found
  }
  throw new OfficeError('not_found', `no evidence has the id ${evidenceId}`)
}
