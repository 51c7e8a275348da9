/** A folder below a top-level one lies elsewhere, or has another name; whoever is in it goes along, and back. */
import { call } from '../../../ipc'
import { followFolder, type OneFolder } from '../../place.svelte'
import { moveFolder } from './queries'
import { lineAt, type FolderLine } from './tree'
import { offerUndoOf } from './undoing.svelte'

const request = (from: OneFolder, to: OneFolder) => ({
  ...{ folder_id: from.folderId, below: from.below },
  ...{ to_folder_id: to.folderId, to_below: to.below },
})

/** `lines`: the folders there are. Called while a component is made. */
export function newFolderMove(clientId: () => string, lines: () => FolderLine[]) {
  const move = moveFolder()
  /** Whoever is in it is led there before, so that nothing else comes into view when it is no longer where it was. */
  async function leading(from: OneFolder, to: OneFolder, act: () => Promise<unknown>) {
    const led = followFolder(from, to)
    try {
      await act()
    } catch (thrown) {
      if (led) followFolder(to, from)
      throw thrown
    }
  }
  return {
    get busy() {
      return move.isPending
    },
    get error() {
      return move.error
    },
    /** `words` say that it was done, in the toast that takes it back. */
    async to(from: OneFolder, to: OneFolder, words: string) {
      const act = () => move.mutateAsync(request(from, to))
      await (lineAt(lines(), to) ? act() : leading(from, to, act))
      offerUndoOf(clientId(), words, () => leading(to, from, () => call('documents.move_folder', request(to, from))))
    },
  }
}
