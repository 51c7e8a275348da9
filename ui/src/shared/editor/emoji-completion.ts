/** `:` and a few letters offer emoji; arrows choose, Enter or Tab takes, Escape leaves the letters as they are. */
import { Extension } from '@tiptap/core'
import { PluginKey } from '@tiptap/pm/state'
import { Suggestion, type SuggestionProps } from '@tiptap/suggestion'
import { language } from '../i18n'
import { emojiFor, readEmoji, type Emoji } from './emoji'

const MOST_OFFERED = 8

/** Whoever draws the offer: `null` when there is none. */
export interface Offer {
  shown: (offer: SuggestionProps<Emoji, Emoji> | null) => void
  key: (event: KeyboardEvent) => boolean
}

export const EmojiCompletion = Extension.create<Offer>({
  name: 'emojiCompletion',
  addOptions: () => ({ shown: () => undefined, key: () => false }),
  addProseMirrorPlugins() {
    const { shown, key } = this.options
    return [
      Suggestion<Emoji, Emoji>({
        pluginKey: new PluginKey('emojiCompletion'),
        editor: this.editor,
        char: ':',
        // After a letter or a digit a colon is only a colon: "alle 9:30", "https:".
        allowedPrefixes: [' ', '(', '«', '"', '“'],
        minQueryLength: 2,
        decorationClass: 'completing',
        floatingUi: { strategy: 'fixed' },
        items: async ({ query }) => emojiFor(await readEmoji(language()), query, MOST_OFFERED),
        command: ({ editor, range, props }) =>
          editor.chain().focus().insertContentAt(range, `${props.sign} `).run(),
        render: () => ({
          onStart: shown,
          onUpdate: shown,
          onExit: () => shown(null),
          onKeyDown: ({ event }) => key(event),
        }),
      }),
    ]
  },
})
