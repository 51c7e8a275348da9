/** Documents dragged out of the window into other programs, which copy them. Whoever has no mouse saves a copy instead. */
import { dragDocuments } from '../../../ipc/shell'

// What WebKitGTK drags; src-tauri/src/dragging/linux.rs puts the files in its place. A path never comes here.
const mark = 'studiolo-documents:'

// The other systems drag the files themselves, in place of the page.
const isLinux = () => navigator.platform.startsWith('Linux')

/** Lets an element be dragged for these documents: `{@attach dragsOut(…)}`. `ontrouble`: they can't be had. */
export const dragsOut = (documentIds: () => string[], ontrouble: (thrown: unknown) => void) => (element: HTMLElement) => {
  const begin = (event: DragEvent) => {
    const ids = documentIds()
    if (event.dataTransfer && isLinux()) {
      event.dataTransfer.effectAllowed = 'copy'
      event.dataTransfer.setData('text/uri-list', mark + ids.join())
    } else {
      event.preventDefault()
    }
    dragDocuments(ids).catch(ontrouble)
  }
  element.draggable = true
  element.addEventListener('dragstart', begin)
  return () => element.removeEventListener('dragstart', begin)
}
