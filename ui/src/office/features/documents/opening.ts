/** Opening a document: what the window can show is shown in it, all else by the system's program for it. */
import { openDocument as openOutside } from '../../../ipc/shell'
import { viewDocument, type Place } from '../../place.svelte'
import { extensionOf } from './tree'

// What the core opens to be read. Of a signed file the wrapper says so.
const shown = new Set(
  'pdf png jpg jpeg gif webp bmp txt md log json xml ini yaml yml csv tsv eml p7m p7s'.split(' '),
)

/** Whether the window can show a document of this name. */
export const isShown = (name: string): boolean => shown.has(extensionOf(name))

/** Opens a document. `from`: where the viewer leads back to, if not to the place in view. */
export function openDocument(documentId: string, name: string, from?: Place): Promise<void> {
  if (!isShown(name)) return openOutside(documentId)
  viewDocument(documentId, name, from)
  return Promise.resolve()
}
