/** Finding words whatever their case and accents: "Perù" is found by "peru". */

const plain = /^[ -~]*$/

/** A text as it is compared: lower case, without accents. */
export function fold(text: string): string {
  return plain.test(text) ? text.toLowerCase() : text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

/** What was typed, as the words that must all be found. */
export const wordsOf = (text: string): string[] => fold(text).split(/\s+/).filter(Boolean)

/**
 * Folds the rows a few at a time before they are searched, so that the first key in a large office waits for none.
 * Returns the way to stop.
 */
export function foldAhead<Row>(rows: Row[], foldOne: (row: Row) => unknown): () => void {
  let next = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  function some() {
    for (const end = next + 500; next < end && next < rows.length; next += 1) foldOne(rows[next] as Row)
    timer = next < rows.length ? setTimeout(some, 8) : undefined
  }
  timer = setTimeout(some, 50)
  return () => clearTimeout(timer)
}

export interface Piece {
  text: string
  found: boolean
}

/** Cuts a text into what matches one of the folded `words` and what does not, for showing the matches. */
export function pieces(text: string, words: string[]): Piece[] {
  // Folding may change lengths: `from[i]` is where the i-th folded character stands in the text.
  let folded = ''
  const from: number[] = []
  let place = 0
  for (const character of text) {
    const as = fold(character)
    for (let i = 0; i < as.length; i += 1) from.push(place)
    folded += as
    place += character.length
  }
  from.push(text.length)
  const ranges = words.flatMap((word): [number, number][] => {
    const at = startOf(folded, word)
    return at < 0 ? [] : [[from[at] ?? 0, from[at + word.length] ?? text.length]]
  })
  const cut: Piece[] = []
  let end = 0
  for (const [start, stop] of ranges.sort(([a], [b]) => a - b)) {
    if (start > end) cut.push({ text: text.slice(end, start), found: false })
    const more = text.slice(Math.max(start, end), stop)
    const last = cut.at(-1)
    if (more && last?.found && start <= end) last.text += more
    else if (more) cut.push({ text: more, found: true })
    end = Math.max(end, stop)
  }
  if (end < text.length) cut.push({ text: text.slice(end), found: false })
  return cut
}

/** Where a word stands in a folded text, at the beginning of one of its words if it can be; else -1. */
export function startOf(folded: string, word: string): number {
  if (folded.startsWith(word)) return 0
  const begun = folded.indexOf(` ${word}`)
  return begun >= 0 ? begun + 1 : folded.indexOf(word)
}
