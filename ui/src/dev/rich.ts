/** What the core makes of a message's document: words and markup. Only as much as the fixtures need. */

interface Node {
  type: string
  text?: string
  attrs?: Record<string, unknown>
  marks?: { type: string; attrs?: Record<string, unknown> }[]
  content?: Node[]
}
export type Body = string | Record<string, unknown>

const blocksOf = (body: Body): Node[] => {
  if (typeof body !== 'string') return (body.doc as Node | undefined)?.content ?? []
  return body.split(/\n{2,}/).map((text) => ({ type: 'paragraph', content: [{ type: 'text', text }] }))
}
const tags: Record<string, string> = { paragraph: 'p', blockquote: 'blockquote', bulletList: 'ul', orderedList: 'ol', listItem: 'li' }
const markTags: Record<string, string> = { bold: 'strong', italic: 'em', strike: 's', underline: 'u' }
const safe = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/** The document of a body. */
export const documentOf = (body: Body): Record<string, unknown> =>
  typeof body === 'string' ? { v: 1, doc: { type: 'doc', content: blocksOf(body) } } : body

/** Its words: blocks on lines of their own. */
export const textOf = (body: Body): string => blocksOf(body).map(words).join('\n\n')

/** Its markup, of the core's few tags. */
export const htmlOf = (body: Body): string => blocksOf(body).map(html).join('')

function words(node: Node): string {
  if (node.type === 'hardBreak') return '\n'
  const inner = (node.content ?? []).map(words)
  return node.text ?? inner.join(node.type === 'paragraph' || node.type === 'heading' ? '' : '\n')
}

function html(node: Node): string {
  if (node.type === 'hardBreak') return '<br>'
  if (node.type === 'text') return (node.marks ?? []).reduce(marked, safe(node.text ?? ''))
  const tag = node.type === 'heading' ? `h${Number(node.attrs?.level) + 1}` : (tags[node.type] ?? 'p')
  return `<${tag}>${(node.content ?? []).map(html).join('')}</${tag}>`
}

const marked = (inner: string, { type, attrs }: { type: string; attrs?: Record<string, unknown> }) =>
  type === 'link'
    ? `<a href="${safe(String(attrs?.href))}" rel="noopener noreferrer">${inner}</a>`
    : `<${markTags[type] ?? 's'}>${inner}</${markTags[type] ?? 's'}>`
