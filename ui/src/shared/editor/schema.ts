/** The nodes and marks of a message, exactly those of the core, and the keys that set them. */
import { Extension, type Extensions } from '@tiptap/core'
import { Blockquote } from '@tiptap/extension-blockquote'
import { Bold } from '@tiptap/extension-bold'
import { Document } from '@tiptap/extension-document'
import { HardBreak } from '@tiptap/extension-hard-break'
import { Heading } from '@tiptap/extension-heading'
import { Italic } from '@tiptap/extension-italic'
import { Link } from '@tiptap/extension-link'
import { BulletList, ListItem, ListKeymap, OrderedList } from '@tiptap/extension-list'
import { Paragraph } from '@tiptap/extension-paragraph'
import { Strike } from '@tiptap/extension-strike'
import { Text } from '@tiptap/extension-text'
import { Underline } from '@tiptap/extension-underline'
import { UndoRedo } from '@tiptap/extensions'
import type { Node } from '@tiptap/pm/model'
import { Plugin } from '@tiptap/pm/state'
import { addressOf } from './address'

/** How deep lists may be put into lists by key. The core takes 32 levels of nodes; a list takes two. */
const MOST_LEVELS = 8
const DEEPEST_NODE = 30

// Each block finds its own direction, so that Arabic or Hebrew stands right beside Italian.
const anyDirection = { HTMLAttributes: { dir: 'auto' } }

/** Tab leaves the editor, so lists go in and out with Ctrl+] and Ctrl+[. */
const Item = ListItem.extend({
  addKeyboardShortcuts() {
    return {
      Enter: () => this.editor.commands.splitListItem(this.name),
      'Mod-]': () =>
        this.editor.state.selection.$from.depth < MOST_LEVELS * 2 && this.editor.commands.sinkListItem(this.name),
      'Mod-[': () => this.editor.commands.liftListItem(this.name),
    }
  },
}).configure(anyDirection)

/** Ctrl+Enter sends, so a new line is Shift+Enter alone. */
const Break = HardBreak.extend({
  addKeyboardShortcuts() {
    return { 'Shift-Enter': () => this.editor.commands.setHardBreak() }
  },
})

const WebLink = Link.extend({
  addAttributes: () => ({ href: { default: null } }),
}).configure({
  openOnClick: false,
  defaultProtocol: 'https',
  HTMLAttributes: { target: null, rel: 'noopener noreferrer nofollow' },
  isAllowedUri: (address) => addressOf(address) !== undefined,
  // An address over a selection links it; `studio.example` is one too, `ftp:` is not.
  shouldAutoLink: (text) => (text.includes(':') ? addressOf(text) !== undefined : /\w\.\w{2,}/.test(text)),
})

/** Nothing may be deeper than the core accepts, however it got there. */
const Depth = Extension.create({
  name: 'depth',
  addProseMirrorPlugins: () => [
    new Plugin({
      filterTransaction: (tr) => {
        const suspect =
          tr.docChanged && (tr.getMeta('paste') !== undefined || tr.selection.$from.depth > DEEPEST_NODE - 4)
        return !suspect || depthOf(tr.doc) <= DEEPEST_NODE
      },
    }),
  ],
})

function depthOf(node: Node): number {
  let deepest = 0
  node.forEach((child) => {
    deepest = Math.max(deepest, child.isTextblock ? 1 : 1 + depthOf(child))
  })
  return deepest
}

/** Everything that a message may hold. */
export const schema: Extensions = [
  Document,
  Text,
  Paragraph.configure(anyDirection),
  Heading.configure({ levels: [1, 2, 3], ...anyDirection }),
  Blockquote,
  BulletList,
  OrderedList,
  Item,
  ListKeymap,
  Break,
  Bold,
  Italic,
  Underline,
  Strike,
  WebLink,
  UndoRedo,
  Depth,
]
