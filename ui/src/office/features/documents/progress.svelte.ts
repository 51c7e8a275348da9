/** How far the reading of files is that the window waits for. */
import { onImporting, type ImportGoal, type ImportProgress } from '../../../ipc/shell'

export function newProgress(goal: ImportGoal) {
  let told = $state.raw<ImportProgress>()
  return {
    /** Nothing: none is under way, or nothing was told yet. */
    get told() {
      return told
    },
    async during<T>(reading: () => Promise<T>): Promise<T> {
      const stop = await onImporting((progress) => {
        if (progress.goal === goal) told = progress
      })
      try {
        return await reading()
      } finally {
        stop()
        told = undefined
      }
    },
  }
}
