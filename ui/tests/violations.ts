import axe from 'axe-core'

/** What on the page breaks a rule of WCAG 2.2 AA that a program can check. */
export async function violations(): Promise<string[]> {
  const found = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`))
}

/** Puts on a theme, and lets nothing be measured half-way through a movement. Returns the way to let it move again. */
export function stillIn(theme: string): () => void {
  document.documentElement.dataset.theme = theme
  const still = document.createElement('style')
  still.textContent = '* { animation: none !important; transition: none !important }'
  document.head.append(still)
  return () => still.remove()
}
