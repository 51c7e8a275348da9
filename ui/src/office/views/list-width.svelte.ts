/** How wide the list beside an open chat is: as the owner left it, within what the window has room for. */
import { remember, remembered } from '../remembered'

const least = 264
/** The conversation keeps this much. */
const restOfWindow = 520
const wideRail = 1120

export function listWidth() {
  let chosen = $state(remembered('listWidth'))
  let windowWidth = $state(innerWidth)
  // In a narrow window the list is a little narrower by itself.
  const byItself = $derived(windowWidth < wideRail ? 296 : 328)
  const most = $derived(Math.max(least, Math.min(560, windowWidth - restOfWindow)))
  const shown = $derived(Math.round(Math.max(least, Math.min(most, chosen ?? byItself))))

  function choose(width: number | undefined) {
    chosen = width
    remember('listWidth', width)
  }
  return {
    least,
    get most(): number {
      return most
    },
    get shown(): number {
      return shown
    },
    choose,
    reset: () => choose(undefined),
    /** Gives the element this width as `--list-w`; until one is chosen, in the text's own measure. */
    wear: (element: HTMLElement) => {
      const look = () => (windowWidth = innerWidth)
      addEventListener('resize', look)
      $effect(() => element.style.setProperty('--list-w', chosen ? `${shown}px` : `${byItself / 16}rem`))
      return () => removeEventListener('resize', look)
    },
  }
}
