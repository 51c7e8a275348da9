/** Pasting: clean markup of our own tags, and never more than a message may hold. */
import { Extension, type Editor } from '@tiptap/core'
import type { Slice } from '@tiptap/pm/model'
import { Plugin } from '@tiptap/pm/state'
import { cleanPasted } from './clean-paste'
import { MOST_BYTES } from './document'

/** Markup is often ten times its words; beyond this it is not even looked at, and the words alone are taken. */
const MOST_MARKUP = 6 * MOST_BYTES

/** `refused` hears of a paste that was too long to take. */
export const Paste = Extension.create<{ refused: () => void }>({
  name: 'cleanPaste',
  // Before the link extension, which would look through the whole of it.
  priority: 2000,
  addOptions: () => ({ refused: () => undefined }),
  addProseMirrorPlugins() {
    const { editor, options } = this
    const tooLong = (bytes: number) => bytes + size(editor) > MOST_BYTES
    return [
      new Plugin({
        props: {
          handleDOMEvents: {
            paste: (view, event) => {
              const text = event.clipboardData?.getData('text/plain') ?? ''
              const html = event.clipboardData?.getData('text/html') ?? ''
              if (tooLong(text.length)) {
                event.preventDefault()
                options.refused()
                return true
              }
              if (html.length <= MOST_MARKUP) return false
              event.preventDefault()
              return view.pasteText(text, event)
            },
          },
          transformPastedHTML: cleanPasted,
          handlePaste: (_view, _event, slice) => {
            if (!tooLong(bytes(slice))) return false
            options.refused()
            return true
          },
        },
      }),
    ]
  },
})

const bytes = (slice: Slice) => new Blob([JSON.stringify(slice.content.toJSON())]).size

// What stands there already, in bytes; a short text is not worth counting.
const size = (editor: Editor) =>
  editor.state.doc.content.size > 100_000 ? new Blob([JSON.stringify(editor.getJSON())]).size : editor.state.doc.content.size
