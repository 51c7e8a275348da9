/** How far a room is scrolled, kept from one visit to the next and from one start to the next. */
import { rememberScroll, scrollOf } from './remembered'

/** Lets a part that scrolls come back to where it was left: `{@attach keepScroll('inbox')}`. */
export const keepScroll = (name: string) => (element: HTMLElement) => {
  let wanted = scrollOf(name)?.offset ?? 0
  const comeBack = () => {
    if (wanted > 0) element.scrollTop = wanted
    if (element.scrollTop >= wanted - 1) arrived()
  }
  // What is in it may come later, and in parts. Whoever moves meanwhile is not moved back.
  const growing = new MutationObserver(comeBack)
  const hands = ['wheel', 'keydown', 'pointerdown'] as const
  const arrived = () => {
    wanted = 0
    growing.disconnect()
    for (const hand of hands) element.removeEventListener(hand, arrived)
  }
  const scrolled = () => {
    if (wanted === 0) rememberScroll(name, { offset: element.scrollTop, rowSize: 0 })
  }
  growing.observe(element, { childList: true, subtree: true })
  for (const hand of hands) element.addEventListener(hand, arrived)
  element.addEventListener('scroll', scrolled, { passive: true })
  comeBack()
  return () => {
    arrived()
    element.removeEventListener('scroll', scrolled)
  }
}
