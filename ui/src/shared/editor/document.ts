/** What is written, as it is stored and sent: a versioned document of the nodes and marks that the core accepts. */
import type { JSONContent } from '@tiptap/core'
import { addressOf } from './address'

/** The document that a message, a draft and the core share. */
// An alias, not an interface: only an alias is a record of unknowns to the generated bindings.
export type StoredDocument = Record<'v' | 'doc', unknown> & { v: 1; doc: JSONContent }

/** The most that the core stores, in bytes of its JSON. */
export const MOST_BYTES = 1024 * 1024

/** A document with nothing in it. */
export const blank = (): StoredDocument => ({ v: 1, doc: { type: 'doc', content: [{ type: 'paragraph' }] } })

/** The editor's JSON without what the core does not keep; a link that it would refuse becomes plain words. */
export function toStore(doc: JSONContent): StoredDocument {
  return { v: 1, doc: tidy(doc) }
}

/** A document out of the store, or plain words as paragraphs. Anything else is blank. */
export function fromStore(body: unknown): StoredDocument {
  if (typeof body === 'string') return fromWords(body)
  if (typeof body !== 'object' || body === null || !('doc' in body)) return blank()
  const { doc } = body
  return isNode(doc) && doc.content?.length ? { v: 1, doc } : blank()
}

/** Whether nothing can be read in it. */
export const isBlank = ({ doc }: StoredDocument): boolean => !wordsOf(doc).trim()

/** Its words on one line. */
export function wordsOf(node: JSONContent): string {
  if (node.type === 'text') return node.text ?? ''
  if (node.type === 'hardBreak') return ' '
  const words = (node.content ?? []).map(wordsOf)
  return words.join(isInline(node) ? '' : ' ')
}

/** Whether a subject and a message say the same as others, mark for mark. */
export const sameWords = (subject: string, body: StoredDocument, other: { subject: string; body: StoredDocument }): boolean =>
  subject === other.subject && (body === other.body || JSON.stringify(tidy(body.doc)) === JSON.stringify(tidy(other.body.doc)))

/** How many bytes its JSON takes in the store. */
export const bytesOf = (body: StoredDocument): number => new Blob([JSON.stringify(body)]).size

/** One document after another. */
export const joined = (first: StoredDocument, second: StoredDocument): StoredDocument => ({
  v: 1,
  doc: { type: 'doc', content: [...(first.doc.content ?? []), ...(second.doc.content ?? [])] },
})

function fromWords(text: string): StoredDocument {
  const paragraphs = text.split(/\n\s*\n/).filter((words) => words.trim())
  if (!paragraphs.length) return blank()
  const content = paragraphs.map((words) => ({
    type: 'paragraph',
    content: words
      .split('\n')
      .flatMap((line, i): JSONContent[] => [
        ...(i ? [{ type: 'hardBreak' }] : []),
        ...(line ? [{ type: 'text', text: line }] : []),
      ]),
  }))
  return { v: 1, doc: { type: 'doc', content } }
}

const kept: Record<string, string> = { heading: 'level', orderedList: 'start' }

function tidy({ type, attrs, content, marks, text }: JSONContent): JSONContent {
  const name = kept[type ?? '']
  const set = marks?.flatMap((mark) => {
    if (mark.type !== 'link') return [{ type: mark.type }]
    const href = addressOf(String(mark.attrs?.href ?? ''))
    return href ? [{ type: 'link', attrs: { href } }] : []
  })
  return {
    ...(type ? { type } : {}),
    ...(name && attrs && name in attrs ? { attrs: { [name]: attrs[name] as unknown } } : {}),
    ...(content?.length ? { content: content.map(tidy) } : {}),
    ...(set?.length ? { marks: set } : {}),
    ...(text === undefined ? {} : { text }),
  }
}

const isInline = ({ type }: JSONContent) => type === 'paragraph' || type === 'heading'

const isNode = (value: unknown): value is JSONContent =>
  typeof value === 'object' && value !== null && 'type' in value && value.type === 'doc'
