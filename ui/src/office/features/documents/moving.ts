/** A folder below a top-level one lies elsewhere, or has another name; whoever is in it goes along. */
import { followFolder, type OneFolder } from '../../place.svelte'
import { moveFolder } from './queries'
import { lineAt, type FolderLine } from './tree'

/** `lines`: the folders there are. Called while a component is made. */
export function newFolderMove(lines: () => FolderLine[]) {
  const move = moveFolder()
  return {
    get busy() {
      return move.isPending
    },
    get error() {
      return move.error
    },
    async to(from: OneFolder, to: OneFolder) {
      // Whoever is in it is led there before, so that nothing else comes into view when it is no longer where it was.
      const free = !lineAt(lines(), to)
      if (free) followFolder(from, to)
      try {
        await move.mutateAsync({ folder_id: from.folderId, below: from.below, to_folder_id: to.folderId, to_below: to.below })
      } catch (thrown) {
        if (free) followFolder(to, from)
        throw thrown
      }
    },
  }
}
