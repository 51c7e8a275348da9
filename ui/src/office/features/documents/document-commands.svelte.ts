/** What can be done with the document in hand, as commands. */
import { openDocument as openOutside, saveDocument, showDocument } from '../../../ipc/shell'
import { provide, type CommandId } from '../../commands'
import { openSheet } from '../../place.svelte'
import type { DocumentRow } from './queries'

interface DocumentInHand {
  clientId: () => string
  /** Whether one is in hand at all. */
  any: () => boolean
  /** The row with the focus, or the one whose menu is open, and never one out of sight. */
  document: () => DocumentRow | undefined
  trash: (document: DocumentRow) => Promise<void>
  /** Nothing was done; undefined: something begins anew. */
  ontrouble: (thrown: unknown) => void
  onbegin: () => void
}

/** Called once, while a component is made. */
export function provideDocumentCommands({ clientId, any, document, trash, ontrouble, onbegin }: DocumentInHand) {
  const does = (act: (inHand: DocumentRow) => unknown) => () => {
    const inHand = document()
    if (!inHand) return
    onbegin()
    void Promise.resolve(act(inHand)).catch(ontrouble)
  }
  const sheetOf = (kind: 'rename-document' | 'document-history') =>
    does(({ document_id }) => openSheet({ kind, clientId: clientId(), documentId: document_id }))
  const commands: [CommandId, () => void][] = [
    ['document.open', does(({ document_id }) => openOutside(document_id))],
    ['document.show', does(({ document_id }) => showDocument(document_id))],
    ['document.save_copy', does(({ document_id }) => saveDocument(document_id))],
    ['document.rename', sheetOf('rename-document')],
    ['document.move', does(({ document_id }) => openSheet({ kind: 'move-documents', clientId: clientId(), documentIds: [document_id] }))],
    ['document.history', sheetOf('document-history')],
    ['document.trash', does(trash)],
  ]
  const there = $derived(any())
  $effect(() => {
    if (!there) return
    const stops = commands.map(([id, act]) => provide(id, act))
    return () => stops.forEach((stop) => stop())
  })
}
