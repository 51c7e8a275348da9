/** A toolbar whose buttons, marked `data-tool`, are one tab stop: the one used last. Arrows walk between them. */
export function oneTabStop(bar: HTMLElement): () => void {
  let stop = 0
  const buttons = () => [...bar.querySelectorAll<HTMLButtonElement>('[data-tool]')]
  const mark = () => buttons().forEach((button, i) => (button.tabIndex = i === stop ? 0 : -1))
  const here = (target: EventTarget | null) => buttons().findIndex((button) => button === target)

  function walk(event: KeyboardEvent) {
    const all = buttons()
    const at = here(event.target)
    const steps: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }
    const to = steps[event.key]
    if (at < 0 || to === undefined) return
    event.preventDefault()
    all[(to + all.length) % all.length]?.focus()
  }
  function entered({ target }: FocusEvent) {
    if (here(target) < 0) return
    stop = here(target)
    mark()
  }
  mark()
  bar.addEventListener('keydown', walk)
  bar.addEventListener('focusin', entered)
  return () => {
    bar.removeEventListener('keydown', walk)
    bar.removeEventListener('focusin', entered)
  }
}
