/** An editor of one line: Enter does nothing, and whatever is pasted becomes words on that line. */
import { Extension, type JSONContent } from '@tiptap/core'
import { Fragment, Slice, type Node } from '@tiptap/pm/model'
import { Plugin } from '@tiptap/pm/state'
import { withChips } from './variables'

/** A line as a document. */
export const toLine = (text: string): JSONContent =>
  withChips({ type: 'doc', content: [{ type: 'paragraph', ...(text ? { content: [{ type: 'text', text }] } : {}) }] })

/** A document as a line. */
export const ofLine = (doc: Node): string => doc.textBetween(0, doc.content.size, ' ', bracesOf)

const bracesOf = (leaf: Node) => (leaf.type.name === 'variable' ? `{${String(leaf.attrs.name)}}` : '')

/** `most`: how many characters it may have, as the core counts them. */
export const OneLine = Extension.create<{ most: number }>({
  name: 'oneLine',
  addOptions: () => ({ most: Infinity }),
  addKeyboardShortcuts: () => ({ Enter: () => true, 'Shift-Enter': () => true }),
  addProseMirrorPlugins() {
    const { most } = this.options
    const lengthOf = (doc: Node) => Array.from(ofLine(doc)).length
    return [
      new Plugin({
        filterTransaction: (tr, state) => !tr.docChanged || lengthOf(tr.doc) <= Math.max(most, lengthOf(state.doc)),
        props: {
          clipboardTextParser: (text, $context) =>
            new Slice(Fragment.from(oneLine(text) ? $context.doc.type.schema.text(oneLine(text)) : []), 0, 0),
          transformPasted: (slice, { state }) => {
            const chosen = state.selection.content().content.textBetween(0, state.selection.content().content.size, ' ', bracesOf)
            return flattened(slice, most - lengthOf(state.doc) + Array.from(chosen).length)
          },
        },
      }),
    ]
  },
})

const oneLine = (text: string) => text.replace(/\s+/g, ' ')

/** What stands in a slice as words and variables of one line, no more than there is `room` for. */
function flattened({ content }: Slice, room: number): Slice {
  const line: Node[] = []
  let left = room
  const take = (node: Node, length: number) => {
    line.push(node)
    left -= length
  }
  content.descendants((node) => {
    if (node.isTextblock && line.length && left > 0) take(node.type.schema.text(' '), 1)
    if (node.isText) {
      const words = Array.from(oneLine(node.text ?? '')).slice(0, Math.max(0, left))
      if (words.length) take(node.type.schema.text(words.join('')), words.length)
    } else if (node.isInline && bracesOf(node).length && bracesOf(node).length <= left) take(node, bracesOf(node).length)
  })
  return new Slice(Fragment.fromArray(line), 0, 0)
}
