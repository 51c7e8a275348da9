/** A room comes back to where it was left. */
import { afterEach, expect, test, vi } from 'vitest'
import { keepScroll } from '../src/office/keep-scroll'
import { rememberFor } from '../src/office/remembered'

rememberFor('/keep-scroll')

/** A part that scrolls, with so many pixels in it. */
function part(height: number) {
  const element = document.createElement('div')
  element.style.cssText = 'height: 100px; overflow: auto'
  document.body.append(element)
  fill(element, height)
  return element
}
function fill(element: HTMLElement, height: number) {
  const inside = document.createElement('div')
  inside.style.height = `${height}px`
  element.append(inside)
}
afterEach(() => document.body.replaceChildren())

test('what was scrolled is found there again, also when its rows come later', async () => {
  const first = part(1000)
  const leave = keepScroll('audit')(first)
  first.scrollTop = 300
  await new Promise(requestAnimationFrame)
  leave()
  first.remove()

  const again = part(50)
  keepScroll('audit')(again)
  expect(again.scrollTop).toBe(0)
  fill(again, 1000)
  await vi.waitFor(() => expect(again.scrollTop).toBe(300))
})

test('whoever scrolls before all has come is not moved back', async () => {
  const first = part(1000)
  const leave = keepScroll('inbox')(first)
  first.scrollTop = 300
  await new Promise(requestAnimationFrame)
  leave()
  first.remove()

  const again = part(50)
  keepScroll('inbox')(again)
  again.dispatchEvent(new WheelEvent('wheel'))
  fill(again, 1000)
  await new Promise(requestAnimationFrame)
  expect(again.scrollTop).toBe(0)
})
