/** What goes with a message that is being written. */
import type { Attachment } from './queries'

export interface Attached extends Attachment {
  /** It came from the computer for this message: with several clients each gets a copy. */
  fromComputer?: boolean
}

/**
 * What may stay when a new chat goes to others than before. A document lies in the folders of one client, the first of
 * `before`: it goes to nobody else, unless it came from the computer for all of them.
 */
export function stillAttached(attached: Attached[], before: string[], after: string[]): Attached[] {
  const [owner] = before
  if (owner === undefined || !after.includes(owner)) return []
  return after.length === 1 ? attached : attached.filter(({ fromComputer }) => fromComputer)
}

/** As their chips show them. */
export const asChips = (attached: Attached[]) => attached.map(({ document_id: id, name, size }) => ({ id, name, size }))

/** As the core takes them. */
export const asRequest = (attached: Attached[]) =>
  attached.length ? { attachments: attached.map(({ document_id }) => ({ document_id })) } : {}
