/** A variable in an editor: a chip that is chosen, copied and deleted as a whole. In any text it is its braces. */
import { combineTransactionSteps, getChangedRanges, Node } from '@tiptap/core'
import type { Mark, NodeType } from '@tiptap/pm/model'
import { Plugin, type EditorState } from '@tiptap/pm/state'
import { m } from '../i18n'
import { labelOf, variablesIn, type Shown } from './variables'

/** What the chips of one editor show; telling it draws them again. */
export class Chips {
  #shown: Shown
  readonly #drawing = new Set<() => void>()

  constructor(shown: Shown = {}) {
    this.#shown = shown
  }

  tell(shown: Shown) {
    this.#shown = shown
    for (const draw of this.#drawing) draw()
  }

  /** Draws the chip of `variable()` into `dom` now and whenever something else is told. Returns the way to stop. */
  draw(dom: HTMLElement, variable: () => string): { again: () => void; stop: () => void } {
    const draw = () => {
      const { values, missing } = this.#shown
      const value = values?.[variable()]
      const label = labelOf(variable())
      const lacks = value === undefined && missing?.includes(variable()) === true
      dom.textContent = value ?? label
      dom.classList.toggle('filled', value !== undefined)
      dom.classList.toggle('missing', lacks)
      const said = value === undefined ? m.variable_said({ label }) : m.variable_value_said({ label, value })
      dom.ariaLabel = lacks ? m.variable_missing({ label }) : said
    }
    draw()
    this.#drawing.add(draw)
    return { again: draw, stop: () => void this.#drawing.delete(draw) }
  }
}

export const Variable = Node.create<{ chips: Chips }>({
  name: 'variable',
  group: 'inline',
  inline: true,
  atom: true,
  addOptions: () => ({ chips: new Chips() }),
  addAttributes: () => ({ name: { default: 'client', rendered: false } }),
  parseHTML: () => [
    {
      tag: 'span[data-variable]',
      getAttrs: (element) => {
        const [found] = variablesIn(`{${element.dataset.variable ?? ''}}`)
        return found ? { name: found.name } : false
      },
    },
  ],
  // Another editor, or another program, gets the braces.
  renderHTML: ({ node }) => ['span', { 'data-variable': String(node.attrs.name) }, bracesOf(node.attrs.name)],
  renderText: ({ node }) => bracesOf(node.attrs.name),
  addNodeView() {
    const { chips } = this.options
    return ({ node }) => {
      let shown = node
      const dom = document.createElement('span')
      dom.className = 'variable'
      dom.role = 'img'
      dom.contentEditable = 'false'
      const drawn = chips.draw(dom, () => String(shown.attrs.name))
      return {
        dom,
        update: (next) => {
          if (next.type !== shown.type) return false
          shown = next
          drawn.again()
          return true
        },
        ignoreMutation: () => true,
        destroy: drawn.stop,
      }
    }
  },
  addProseMirrorPlugins() {
    const { type } = this
    return [
      new Plugin({
        // Braces that were typed, pasted or dropped become a chip; undone they stay words.
        appendTransaction: (transactions, before, state) => {
          if (!transactions.some(({ docChanged }) => docChanged)) return null
          if (transactions.some((tr) => tr.getMeta('history$') !== undefined)) return null
          const changed = getChangedRanges(combineTransactionSteps(before.doc, [...transactions]))
          return chipsIn(state, changed.map(({ newRange }) => newRange), type)
        },
      }),
    ]
  },
})

const bracesOf = (name: unknown) => `{${String(name)}}`

function chipsIn(state: EditorState, ranges: { from: number; to: number }[], type: NodeType) {
  const found = new Map<number, { to: number; name: string; marks: readonly Mark[] }>()
  for (const { from, to } of ranges)
    state.doc.nodesBetween(Math.max(0, from - 1), Math.min(state.doc.content.size, to + 1), (node, pos) => {
      for (const { index, length, name } of node.isText ? variablesIn(node.text ?? '') : [])
        found.set(pos + index, { to: pos + index + length, name, marks: node.marks })
    })
  if (!found.size) return null
  const { tr } = state
  for (const [from, { to, name, marks }] of [...found].sort(([a], [b]) => b - a))
    tr.replaceWith(from, to, type.create({ name }, null, marks))
  return tr
}
