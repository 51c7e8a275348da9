/** To the trash and back: the toast that says what was deleted gives all of it back, for ten seconds. */
import { call } from '../../../ipc'
import { m } from '../../../shared/i18n'
import { createFolder, restoreDocuments, setAccess, trashDocuments, trashFolder } from './queries'
import type { DocumentFolder, DocumentRow } from './queries'
import { nameOf, type FolderLine } from './tree'
import { offerUndoOf } from './undoing.svelte'

/** Called while a component is made. */
export function newTrashing(clientId: () => string) {
  const [trash, trashAll, restore, create, open] = [trashDocuments(), trashFolder(), restoreDocuments(), createFolder(), setAccess()]

  const tell = (words: string, undo: () => Promise<unknown>) => offerUndoOf(clientId(), words, undo)
  /** A top-level folder that was gone comes back Private: whoever could see it can see it again. */
  async function openAgain({ name, access }: DocumentFolder) {
    const { folders } = await call('documents.list', { client_id: clientId() })
    const again = folders.find((folder) => folder.name === name)
    if (again && again.access !== access) await open.mutateAsync({ folder_id: again.folder_id, access })
  }

  return {
    async documents(gone: DocumentRow[]) {
      const { trash_ids } = await trash.mutateAsync({ document_ids: gone.map(({ document_id }) => document_id) })
      const [only] = gone.length === 1 ? gone : []
      const words = only ? m.document_trashed({ name: nameOf(only.path) }) : m.documents_trashed({ count: gone.length })
      tell(words, () => restore.mutateAsync({ trash_ids }))
    },
    /** With all documents in it; `stays`: it holds something else too, and is not gone. An empty one is made again. */
    async folder({ folder, below, name, count }: FolderLine, stays: boolean) {
      const { trash_ids } = await trashAll.mutateAsync({ folder_id: folder.folder_id, ...(below ? { below } : {}) })
      tell(stays ? m.documents_trashed({ count }) : m.folder_trashed({ name }), async () => {
        if (trash_ids.length) await restore.mutateAsync({ trash_ids })
        else if (!below) await create.mutateAsync({ client_id: clientId(), name, access: folder.access })
        if (trash_ids.length && !below) await openAgain(folder)
      })
    },
  }
}
