/**
 * What another program put on the clipboard → HTML of our own few tags. Styles become tags (bold, italic, underline,
 * strike), Word's painted lists become lists, and everything else of theirs is left behind.
 */
import { addressOf } from './address'
import { listsOfWord } from './word-lists'

const left = 'script, style, meta, link, title, head > *, xml, template, noscript, img, svg, canvas, video, audio, iframe, object, embed, input, select, textarea, button, hr, del[datetime], del[cite], [class*="msoDel" i]'
const blocks = 'p, h1, h2, h3, h4, h5, h6, blockquote, ul, ol, li, table, div, section, article, pre, dl'
const renamed: Record<string, string> = { B: 'strong', I: 'em', STRIKE: 's', DEL: 's', H4: 'h3', H5: 'h3', H6: 'h3', DT: 'p', DD: 'p', PRE: 'p' }
const kept = new Set(['P', 'H1', 'H2', 'H3', 'BLOCKQUOTE', 'UL', 'OL', 'LI', 'BR', 'STRONG', 'EM', 'S', 'U', 'A'])
const grouping = new Set(['DIV', 'SECTION', 'ARTICLE', 'MAIN', 'HEADER', 'FOOTER', 'TD', 'TH', 'ADDRESS', 'FIGURE', 'FIGCAPTION'])

/** HTML from anywhere → HTML that holds nothing but what a message may hold. */
export function cleanPasted(html: string): string {
  // Copied out of an editor like this one: the editor knows its own.
  if (html.includes('data-pm-slice')) return html
  // Styles are read as words: as styles the window's security policy would refuse them, aloud; scripts likewise.
  const quiet = html
    .replace(/<(style|script)\b[^]*?<\/\1\s*>/gi, '')
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\s(style|on[a-z]+)\s*=/gi, ' data-$1='))
  const page = new DOMParser().parseFromString(quiet, 'text/html')
  for (const node of page.querySelectorAll(left)) node.remove()
  for (const comment of commentsIn(page)) comment.remove()
  listsOfWord(page)
  for (const row of page.querySelectorAll('tr')) flattenRow(page, row)
  for (const element of [...page.body.querySelectorAll('*')].reverse()) simplify(page, element)
  for (const block of page.body.querySelectorAll('p, h1, h2, h3, li')) if (isEmpty(block)) block.remove()
  for (const list of [...page.body.querySelectorAll('ul, ol, blockquote')].reverse()) if (!list.children.length && isEmpty(list)) list.remove()
  return page.body.innerHTML.trim()
}

function simplify(page: Document, element: Element) {
  const style = element.getAttribute('data-style') ?? ''
  const plain = /(^|[;\s])font-weight:\s*(normal|400)\b/i.test(style) && /^(B|STRONG)$/.test(element.tagName)
  const name = plain ? 'span' : (renamed[element.tagName] ?? element.tagName.toLowerCase())
  for (const tag of element.tagName === 'LI' || /^H\d$/.test(element.tagName) ? [] : asTags(style, element)) inside(page, element, tag)
  if (kept.has(name.toUpperCase())) keep(page, element, name)
  else if (grouping.has(element.tagName) && !element.querySelector(blocks)) keep(page, element, 'p')
  else element.replaceWith(...element.childNodes)
}

/** The element under its own name, without anything but where it leads and where it begins to count. */
function keep(page: Document, element: Element, name: string) {
  const href = name === 'a' ? addressOf(element.getAttribute('href') ?? '') : undefined
  if (name === 'a' && !href) {
    element.replaceWith(...element.childNodes)
    return
  }
  const fresh = page.createElement(name)
  const start = name === 'ol' ? element.getAttribute('start') : null
  if (href) fresh.setAttribute('href', href)
  if (start && /^\d{1,6}$/.test(start)) fresh.setAttribute('start', start)
  fresh.append(...element.childNodes)
  element.replaceWith(fresh)
}

function asTags(style: string, element: Element): string[] {
  const decoration = /(^|[;\s])text-decoration[^;]*/i.exec(style)?.[0] ?? ''
  const link = element.tagName === 'A' || element.closest('a') !== null || element.querySelector('a') !== null
  return [
    ...(/(^|[;\s])font-weight:\s*(bold|bolder|[6-9]00)/i.test(style) ? ['strong'] : []),
    ...(/(^|[;\s])font-style:\s*(italic|oblique)/i.test(style) ? ['em'] : []),
    ...(/underline/i.test(decoration) && !link ? ['u'] : []),
    ...(/line-through/i.test(decoration) ? ['s'] : []),
  ]
}

/** Puts the words of `element` into `tag`; a block in it keeps the tag within itself. */
function inside(page: Document, element: Element, tag: string) {
  const targets = [...element.querySelectorAll(blocks)].filter((block) => !block.querySelector(blocks))
  for (const target of targets.length ? targets : [element]) {
    if (!target.hasChildNodes()) continue
    const fresh = page.createElement(tag)
    fresh.append(...target.childNodes)
    target.append(fresh)
  }
}

/** A row of a table is a line; one whose cells hold whole texts is only a frame, and falls away. */
function flattenRow(page: Document, row: Element) {
  const cells = [...row.children]
  if (cells.some((cell) => cell.querySelector('table, ul, ol, blockquote, h1, h2, h3') ?? cell.querySelectorAll('p, div').length > 1)) return
  const line = page.createElement('p')
  for (const cell of cells.filter((one) => !isEmpty(one))) {
    if (line.hasChildNodes()) line.append(' · ')
    for (const block of cell.querySelectorAll('p, div')) block.replaceWith(...block.childNodes)
    line.append(...cell.childNodes)
  }
  row.replaceChildren(line)
}

function commentsIn(page: Document): ChildNode[] {
  const walk = page.createTreeWalker(page, NodeFilter.SHOW_COMMENT)
  const found: ChildNode[] = []
  while (walk.nextNode()) found.push(walk.currentNode as Comment)
  return found
}

const isEmpty = (element: Element) => !element.textContent.replace(/[\s\u00a0\u200b\ufeff]/g, '')
