/** An editor that Svelte can look at: whatever asks it inside an effect asks again after each change. */
import { Editor, type EditorOptions } from '@tiptap/core'
import { EditorState, type Transaction } from '@tiptap/pm/state'
import { createSubscriber } from 'svelte/reactivity'
import type { StoredDocument } from './document'

export class Writing {
  readonly editor: Editor
  readonly #follow: () => void

  constructor(options: Partial<EditorOptions>) {
    this.editor = new Editor({ injectCSS: false, enableInputRules: true, ...options })
    this.#follow = createSubscriber((changed) => {
      // It also loses the focus while it is being taken off the page, when nothing may be drawn: that changes no word.
      const heard = ({ transaction }: { transaction: Transaction }) => {
        if (!transaction.getMeta('blur') && !transaction.getMeta('focus')) changed()
      }
      this.editor.on('transaction', heard)
      return () => this.editor.off('transaction', heard)
    })
  }

  /** Whether the words at the caret are so: `is('bold')`, `is('heading', { level: 2 })`. */
  is(name: string, attributes?: Record<string, unknown>): boolean {
    this.#follow()
    return this.editor.isActive(name, attributes)
  }

  /** Puts a variable where the caret is, or was, looking like the words around it. */
  insertVariable(name: string) {
    const { selection, storedMarks } = this.editor.state
    const marks = (storedMarks ?? selection.$from.marks()).map((mark) => mark.toJSON() as { type: string })
    this.editor.chain().focus().insertContent({ type: 'variable', attrs: { name }, marks }).run()
  }

  /** Puts other words in, as if they had always stood there: undo does not go back behind them. */
  replace({ doc }: StoredDocument) {
    const { editor } = this
    const { schema, plugins } = editor.state
    editor.view.updateState(EditorState.create({ doc: schema.nodeFromJSON(doc), plugins }))
    // Tells everyone who follows.
    editor.view.dispatch(editor.state.tr.setMeta('addToHistory', false).setMeta('replaced', true))
    editor.commands.setTextSelection(editor.state.doc.content.size)
  }
}
