/**
 * A backup becomes an office beside this one: which file, its recovery code if it is another office's, then the work. Files
 * and folders are asked for by the system's own dialogs, which the program opens; the window sees no path but the last.
 */
import { OfficeError } from '../../../ipc'
import { cancelRestore, onRestoring, restoreBackup, type Restored } from '../../../ipc/shell'

/** `kept`: the name of a backup in the list; else the owner is asked for a file. */
export function newRestore(kept: string | undefined) {
  let doing = $state<'nothing' | 'asking' | 'restoring'>('nothing')
  let code = $state('')
  let codeNeeded = $state(false)
  /** Whether a file that can be opened was chosen: it is not asked for again. */
  let chosen = $state(false)
  let error = $state<OfficeError>()
  let restored = $state<Restored>()
  let left = false

  async function go() {
    if (doing !== 'nothing') return
    doing = 'asking'
    error = undefined
    const stop = await onRestoring(() => (doing = 'restoring'))
    try {
      const request = { ...(kept ? { kept } : {}), ...(codeNeeded ? { code } : {}), again: chosen }
      const answer = await restoreBackup(request)
      if (answer.state === 'restored') restored = answer
      if (answer.state === 'code_needed') codeNeeded = chosen = true
    } catch (thrown) {
      error = OfficeError.from(thrown)
      chosen = error.code !== 'backup_unusable'
    } finally {
      stop()
      doing = 'nothing'
    }
  }

  return {
    /** Nothing, waiting for what is chosen in a dialog, or at work. */
    get doing() {
      return doing
    },
    /** Whether this is another office's backup, which its code opens. */
    get codeNeeded() {
      return codeNeeded
    },
    get chosen() {
      return chosen
    },
    get error() {
      return error
    },
    get restored() {
      return restored
    },
    get code() {
      return code
    },
    set code(typed: string) {
      code = typed
    },
    go,
    /** Begins anew, with another file. */
    async another() {
      codeNeeded = chosen = false
      code = ''
      await go()
    },
    /** Gives up what is under way. */
    leave() {
      if (doing === 'restoring' && !left) void cancelRestore().catch(() => undefined)
      left = true
    },
  }
}
