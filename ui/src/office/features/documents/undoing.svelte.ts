/**
 * What was done to documents is taken back by an act like any other, which is refused where something else lies meanwhile
 * or what it was done to has gone. The refusal is said among the client's documents, wherever the owner is by then.
 */
import { OfficeError } from '../../../ipc'
import { errorWords } from '../../../shared/errors'
import { m } from '../../../shared/i18n'
import { openClient, place } from '../../place.svelte'
import { offerUndo } from '../../undo'

let refused = $state.raw<{ clientId: string; why: string }>()

/** Why the last act among this client's documents could not be taken back, if it could not. */
export const undoRefused = (clientId: string): string | undefined =>
  refused?.clientId === clientId ? refused.why : undefined

/** It has been read, or something else begins. */
export function forgetRefused(clientId: string) {
  if (refused?.clientId === clientId) refused = undefined
}

/** Says what was done to documents of this client, and offers to take it back. */
export function offerUndoOf(clientId: string, words: string, undo: () => Promise<unknown>) {
  forgetRefused(clientId)
  offerUndo(words, () => {
    undo().catch((thrown: unknown) => {
      const at = place()
      const inView = (at.room === 'client' && at.section === 'documents') || at.room === 'documents'
      if (!inView || at.clientId !== clientId) openClient(clientId, 'documents')
      refused = { clientId, why: whyNot(OfficeError.from(thrown)) }
    })
  })
}

function whyNot(error: OfficeError): string {
  const { name } = error.params
  if (error.code === 'name_taken' && typeof name === 'string') return m.undo_taken({ name })
  if (error.code === 'not_found') return m.undo_gone()
  const { fact, remedy } = errorWords(error)
  return `${fact} ${remedy}`
}
