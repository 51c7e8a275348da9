/** How far the import is that the window waits for. */
import { onImporting } from '../../../ipc/shell'

export interface Progress {
  done: number
  of: number
  bytes: number
}

export function newProgress() {
  let told = $state.raw<Progress>()
  return {
    /** Nothing: none is under way, or nothing was told yet. */
    get told() {
      return told
    },
    async during<T>(importing: () => Promise<T>): Promise<T> {
      const stop = await onImporting((progress) => (told = progress))
      try {
        return await importing()
      } finally {
        stop()
        told = undefined
      }
    },
  }
}
