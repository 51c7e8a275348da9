/** What the toolbar can do: each tool once, with its words, its key and whether it is on. */
import Bold from '@lucide/svelte/icons/bold'
import Heading1 from '@lucide/svelte/icons/heading-1'
import Heading2 from '@lucide/svelte/icons/heading-2'
import Heading3 from '@lucide/svelte/icons/heading-3'
import Italic from '@lucide/svelte/icons/italic'
import List from '@lucide/svelte/icons/list'
import ListOrdered from '@lucide/svelte/icons/list-ordered'
import Strikethrough from '@lucide/svelte/icons/strikethrough'
import TextQuote from '@lucide/svelte/icons/text-quote'
import Underline from '@lucide/svelte/icons/underline'
import type { Editor } from '@tiptap/core'
import type { Component } from 'svelte'
import { m } from '../i18n'
import type { Writing } from './writing.svelte'

export interface Tool {
  name: () => string
  /** As it is pressed, in the notation of the editor. */
  key: string
  icon: Component
  on: (writing: Writing) => boolean
  act: (editor: Editor) => void
}

const heading = (level: 1 | 2 | 3, icon: Component): Tool => ({
  name: () => m.format_heading({ level }),
  key: `Mod-Alt-${level}`,
  icon,
  on: (writing) => writing.is('heading', { level }),
  act: (editor) => editor.chain().focus().toggleHeading({ level }).run(),
})

/** The tools that always stand in the row. */
export const first: Tool[] = [
  {
    name: m.format_bold,
    key: 'Mod-B',
    icon: Bold,
    on: (writing) => writing.is('bold'),
    act: (editor) => editor.chain().focus().toggleBold().run(),
  },
  {
    name: m.format_italic,
    key: 'Mod-I',
    icon: Italic,
    on: (writing) => writing.is('italic'),
    act: (editor) => editor.chain().focus().toggleItalic().run(),
  },
  {
    name: m.format_bullets,
    key: 'Mod-Shift-8',
    icon: List,
    on: (writing) => writing.is('bulletList'),
    act: (editor) => editor.chain().focus().toggleBulletList().run(),
  },
  {
    name: m.format_numbers,
    key: 'Mod-Shift-7',
    icon: ListOrdered,
    on: (writing) => writing.is('orderedList'),
    act: (editor) => editor.chain().focus().toggleOrderedList().run(),
  },
]

/** The tools behind ⋯. */
export const further: Tool[] = [
  heading(1, Heading1),
  heading(2, Heading2),
  heading(3, Heading3),
  {
    name: m.format_quote,
    key: 'Mod-Shift-B',
    icon: TextQuote,
    on: (writing) => writing.is('blockquote'),
    act: (editor) => editor.chain().focus().toggleBlockquote().run(),
  },
  {
    name: m.format_underline,
    key: 'Mod-U',
    icon: Underline,
    on: (writing) => writing.is('underline'),
    act: (editor) => editor.chain().focus().toggleUnderline().run(),
  },
  {
    name: m.format_strike,
    key: 'Mod-Shift-S',
    icon: Strikethrough,
    on: (writing) => writing.is('strike'),
    act: (editor) => editor.chain().focus().toggleStrike().run(),
  },
]

/** The key of the link popover. */
export const LINK_KEY = 'Mod-Shift-K'

/** A key as it is written beside its tool: "Ctrl B", "⌘B". */
export function written(key: string): string {
  const onMac = navigator.platform.startsWith('Mac')
  if (onMac) return key.replace('Mod-', '⌘').replace('Shift-', '⇧').replace('Alt-', '⌥')
  return key.replace('Mod-', 'Ctrl ').replace('Shift-', 'Shift ').replace('Alt-', 'Alt ')
}
