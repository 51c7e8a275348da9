/** Word paints its lists: paragraphs with a typed bullet and a level in their style. They become lists again. */

/** Turns runs of Word's list paragraphs into `ul` and `ol`, as deep as their levels say. */
export function listsOfWord(page: Document) {
  let open: { list: Element; level: number }[] = []
  let before: Element | null = null
  for (const paragraph of page.querySelectorAll('p, h1, h2, h3')) {
    const level = levelOf(paragraph)
    if (level === undefined) continue
    if (before === null || previousOf(paragraph) !== before) open = []
    const ordered = isNumbered(paragraph)
    while (open.length && (open.at(-1)?.level ?? 0) > level) open.pop()
    const same = open.at(-1)
    if (same?.level === level && (same.list.tagName === 'OL') !== ordered) open.pop()
    if (open.at(-1)?.level !== level) open.push({ list: newList(page, paragraph, open.at(-1)?.list, ordered), level })
    const list = open.at(-1)?.list
    const item = page.createElement('li')
    for (const painted of paragraph.querySelectorAll('[data-style*="mso-list:ignore" i]')) painted.remove()
    item.append(...paragraph.childNodes)
    list?.append(item)
    paragraph.remove()
    before = open[0]?.list ?? null
  }
}

function newList(page: Document, paragraph: Element, above: Element | undefined, ordered: boolean): Element {
  const list = page.createElement(ordered ? 'ol' : 'ul')
  const number = ordered ? /^\s*(\d{1,6})[.)]/.exec(marker(paragraph))?.[1] : undefined
  if (number && number !== '1') list.setAttribute('start', number)
  if (above?.lastElementChild) above.lastElementChild.append(list)
  else paragraph.before(list)
  return list
}

const previousOf = (element: Element) => element.previousElementSibling

function levelOf(paragraph: Element): number | undefined {
  const level = /mso-list:[^;]*\blevel(\d)/i.exec(paragraph.getAttribute('data-style') ?? '')?.[1]
  return level ? Number(level) : undefined
}

const marker = (paragraph: Element) =>
  paragraph.querySelector('[data-style*="mso-list:ignore" i]')?.textContent.trim() ?? ''

const isNumbered = (paragraph: Element) => /^\(?([0-9]{1,6}|[a-z]{1,4})[.)]/i.test(marker(paragraph))
