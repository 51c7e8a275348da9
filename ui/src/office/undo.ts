/** Taking back what was done last: by the toast that says it, or by a key, for ten seconds. */
import { toast } from 'svelte-sonner'
import { m } from '../shared/i18n'
import { provide } from './commands'

/** How long it can be taken back. */
export const UNDO_SECONDS = 10

let withdrawLast: (() => void) | undefined

/** Says what was done, and offers to take it back in place of what was done before. The way to withdraw the offer comes back. */
export function offerUndo(words: string, undo: () => void): () => void {
  withdrawLast?.()
  let withdrawn = false
  const act = () => {
    // Its notice may still be leaving.
    if (withdrawn) return
    withdraw()
    undo()
  }
  const told = toast(words, { duration: UNDO_SECONDS * 1000, action: { label: m.undo(), onClick: act } })
  const unprovide = provide('undo', act)
  // The toast of whoever points at it stays longer.
  const timer = setTimeout(unprovide, UNDO_SECONDS * 1000)
  function withdraw() {
    withdrawn = true
    clearTimeout(timer)
    unprovide()
    toast.dismiss(told)
  }
  withdrawLast = withdraw
  return withdraw
}
