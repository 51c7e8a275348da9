import { beforeEach, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { page, userEvent } from 'vitest/browser'
import { now } from '../src/dev/cast'
import { openOffice, send } from '../src/dev/transport'
import App from '../src/office/App.svelte'
import { closeSheet, enterOffice, go, openChat, place } from '../src/office/place.svelte'
import { chooseSingleKeys } from '../src/shared/appearance.svelte'
import '../src/shared/styles/index.css'

// Long lists, ticks and what is restored, in Studio Vannini, Friday 24 April 2026, 11:20 in Rome.

let folders = 0
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) })
  chooseSingleKeys('on')
  closeSheet()
  go({ room: 'chats', filter: 'active' })
})

/** Each test has an office of its own, so that none begins where another one was left. */
async function open(choice: Parameters<typeof openOffice>[0] = {}) {
  openOffice({ folder: `/office/${(folders += 1)}`, ...choice })
  const { unmount } = await render(App)
  await expect.element(page.getByText('Studio Vannini').first()).toBeVisible()
  return unmount
}
const list = () => page.getByRole('region', { name: 'Elenco delle chat' })
const row = (name: RegExp) => list().getByRole('button', { name })
const conversation = () => page.getByRole('region', { name: 'Conversazione' })
const focusedText = () => document.activeElement?.textContent ?? ''
const chats = { clients: 300, chats: 5000, messages: 0 }

test('a list of 5,000 chats draws few of them, and tells how many there are', async () => {
  await open({ crowd: chats })
  await expect.element(row(/Officine Rinaldi/)).toHaveFocus()
  expect(list().getByRole('listitem').elements().length).toBeLessThan(60)
  await expect.element(list().getByRole('listitem').first()).toHaveAttribute('aria-setsize', '5010')
})

test('End and Home reach the ends, the focus stays in the list, and J goes on from there', async () => {
  await open({ crowd: chats })
  await expect.element(row(/Officine Rinaldi/)).toHaveFocus()
  await userEvent.keyboard('{End}')
  await vi.waitFor(() => expect(document.activeElement?.closest('li')?.ariaPosInSet).toBe('5010'))
  await userEvent.keyboard('k')
  await vi.waitFor(() => expect(document.activeElement?.closest('li')?.ariaPosInSet).toBe('5009'))
  await userEvent.keyboard('{Home}')
  await expect.element(row(/Officine Rinaldi/)).toHaveFocus()
})

test('the row with the focus keeps it when it is scrolled out of sight', async () => {
  await open({ crowd: chats })
  await expect.element(row(/Officine Rinaldi/)).toHaveFocus()
  const scroller = document.querySelector('.rows')
  scroller?.scrollTo(0, 100_000)
  await vi.waitFor(() => expect(list().getByRole('listitem').nth(5).element().ariaPosInSet).not.toBe('6'))
  expect(focusedText()).toContain('Officine Rinaldi')
  await userEvent.keyboard('j')
  await expect.element(row(/Marco Tessari/)).toHaveFocus()
  await expect.element(row(/Marco Tessari/)).toBeInViewport()
})

test('X ticks, Shift+arrows extend, Esc lets go', async () => {
  await open()
  await expect.element(row(/Officine Rinaldi/)).toHaveFocus()
  await userEvent.keyboard('x{Shift>}{ArrowDown}{ArrowDown}{/Shift}')
  await expect.element(list().getByText('3 chat scelte')).toBeVisible()
  await userEvent.keyboard('{Shift>}{ArrowUp}{/Shift}')
  await expect.element(list().getByText('2 chat scelte')).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await expect.element(list().getByText('chat scelte')).not.toBeInTheDocument()
})

test('a tick and Shift+click take what is between', async () => {
  await open()
  await list().getByRole('checkbox', { name: /Scegli Marco Tessari/ }).click()
  await row(/Lucia Ferretti/).click({ modifiers: ['Shift'] })
  await expect.element(list().getByText('4 chat scelte')).toBeVisible()
  await expect.element(conversation().getByRole('heading')).not.toBeInTheDocument()
  await row(/Edilmonte/).click({ modifiers: ['Control'] })
  await expect.element(list().getByText('3 chat scelte')).toBeVisible()
})

test('the ticked chats are archived together, the one after them opens, and it can be undone', async () => {
  await open()
  await row(/Officine Rinaldi/).click()
  await userEvent.keyboard('x{Shift>}{ArrowDown}{/Shift}e')
  await expect.element(page.getByText('2 chat archiviate')).toBeVisible()
  await expect.element(row(/Marco Tessari/)).not.toBeInTheDocument()
  await expect
    .element(conversation().getByRole('heading', { name: 'Visura per la gara di Cesena' }))
    .toBeVisible()
  await expect.element(row(/Edilmonte/)).toHaveFocus()
  await page.getByRole('button', { name: 'Annulla' }).click()
  await expect.element(row(/Marco Tessari/)).toBeVisible()
  await expect.element(row(/Officine Rinaldi/)).toBeVisible()
})

test('U marks the ticked chats as read', async () => {
  await open()
  await expect.element(row(/Officine Rinaldi/)).toHaveFocus()
  await userEvent.keyboard('{Control>}a{/Control}')
  await expect.element(list().getByText('10 chat scelte')).toBeVisible()
  await userEvent.keyboard('u')
  await expect.element(page.getByText('10 chat segnate')).toBeVisible()
  await expect.element(list().getByText('Non letta')).not.toBeInTheDocument()
})

test('a chat that refuses is named, and stays ticked', async () => {
  await open({ refuses: ['tessari-chat'] })
  await expect.element(row(/Officine Rinaldi/)).toHaveFocus()
  await userEvent.keyboard('x{Shift>}{ArrowDown}{/Shift}')
  await expect.element(list().getByText('2 chat scelte')).toBeVisible()
  await list().getByRole('button', { name: 'Altre azioni' }).click()
  await page.getByRole('menuitem', { name: 'Invia di nuovo' }).click()
  await expect.element(list().getByRole('alert')).toHaveTextContent('1 chat è rimasta com’era.')
  await expect.element(list().getByRole('alert')).toHaveTextContent('Marco Tessari, 730/2026')
  await expect.element(list().getByText('1 chat scelta')).toBeVisible()
})

test('10,000 clients are a table that tells its rows', async () => {
  go({ room: 'clients' })
  await open({ crowd: { clients: 10_000, chats: 0, messages: 0 } })
  const table = page.getByRole('table', { name: 'Clienti' })
  await expect.element(table).toHaveAttribute('aria-rowcount', '10012')
  await vi.waitFor(() => expect(table.getByRole('row').elements().length).toBeLessThan(80))
  await expect.element(page.getByRole('button', { name: 'Officine Rinaldi S.r.l.' })).toHaveFocus()
  await userEvent.keyboard('{End}')
  await vi.waitFor(() =>
    expect(document.activeElement?.closest('[role=row]')?.getAttribute('aria-rowindex')).toBe('10012'),
  )
})

test('clients are ticked with Space, all with the head, and get one message', async () => {
  go({ room: 'clients' })
  await open()
  await expect.element(page.getByRole('button', { name: 'Officine Rinaldi S.r.l.' })).toHaveFocus()
  await userEvent.keyboard(' {ArrowDown} ')
  await expect.element(page.getByText('2 clienti scelti')).toBeVisible()
  const all = page.getByRole('checkbox', { name: 'Scegli tutti' })
  await expect.element(all).toBePartiallyChecked()
  await page.getByRole('button', { name: 'Scegli tutti i 11' }).click()
  await expect.element(all).toBeChecked()
  await all.click()
  await expect.element(page.getByText('clienti scelti')).not.toBeInTheDocument()
  await page.getByRole('checkbox', { name: 'Scegli Marco Tessari' }).click()
  await page.getByRole('checkbox', { name: 'Scegli Lucia Ferretti' }).click()
  await page.getByRole('button', { name: 'Invia messaggio a 2 clienti' }).click()
  const sheet = page.getByRole('dialog', { name: 'Nuova chat' })
  await expect.element(sheet.getByRole('button', { name: 'Togli Marco Tessari' })).toBeVisible()
  await expect.element(sheet.getByRole('button', { name: 'Togli Lucia Ferretti' })).toBeVisible()
})

test('what is typed filters the clients, and the ticks of the others stay', async () => {
  go({ room: 'clients' })
  await open()
  await page.getByRole('checkbox', { name: 'Scegli Marco Tessari' }).click()
  await page.getByLabelText('Cerca fra i clienti').fill('nives')
  await expect.element(page.getByRole('button', { name: 'Marco Tessari' })).not.toBeInTheDocument()
  await expect.element(page.getByText('1 cliente scelto')).toBeVisible()
})

test('a thread of 5,000 messages opens at its end and draws few', async () => {
  await open({ crowd: { clients: 1, chats: 0, messages: 5000 } })
  openChat('long-chat')
  await expect.element(conversation().getByText(/^5000\. /)).toBeInViewport()
  expect(document.querySelectorAll('.message').length).toBeLessThan(60)
})

test('reading older messages keeps its place when a new one comes', async () => {
  await open({ crowd: { clients: 1, chats: 0, messages: 300 } })
  openChat('long-chat')
  await expect.element(conversation().getByText(/^300\. /)).toBeInViewport()
  const scroller = conversation().getByRole('region', { name: 'Messaggi' }).element()
  // As a wheel does, but at once.
  scroller.dispatchEvent(new WheelEvent('wheel', { deltaY: -9000 }))
  scroller.scrollBy(0, -9000)
  await vi.waitFor(() => expect(conversation().getByText(/^300\. /).elements()).toHaveLength(0))
  const inView = () =>
    [...scroller.querySelectorAll('li')].filter((item) => {
      const { top, bottom } = item.getBoundingClientRect()
      return top < scroller.getBoundingClientRect().bottom - 100 && bottom > 100
    })
  await vi.waitFor(() => expect(inView().length).toBeGreaterThan(2))
  const seen = inView().map((item) => item.ariaPosInSet)
  await send('chats.record_answer', { chat_id: 'long-chat', contact_id: 'crowd-0-0', text: 'Novità.' })
  await expect.element(list().getByText('Novità.')).toBeVisible()
  expect(inView().some((item) => seen.includes(item.ariaPosInSet))).toBe(true)
})

test('a chat is read only while the window is in front', async () => {
  const front = vi.spyOn(document, 'hasFocus').mockReturnValue(false)
  window.dispatchEvent(new Event('blur'))
  await open()
  await row(/Marco Tessari/).click()
  await expect.element(conversation().getByText('Ho trovato la fattura del dentista')).toBeVisible()
  await expect.element(row(/Marco Tessari/)).toHaveTextContent('Non letta')
  front.mockReturnValue(true)
  window.dispatchEvent(new Event('focus'))
  await expect.element(row(/Marco Tessari/)).not.toHaveTextContent('Non letta')
  front.mockRestore()
})

test('the edge of the list is moved with arrows, kept, and put back by a double click', async () => {
  const close = await open({ folder: '/office/wide' })
  const edge = () => page.getByRole('separator', { name: 'Larghezza dell’elenco' })
  await expect.element(edge()).toHaveAttribute('aria-valuenow', '328')
  ;(edge().element() as HTMLElement).focus()
  await userEvent.keyboard('{ArrowRight}{ArrowRight}')
  await expect.element(edge()).toHaveAttribute('aria-valuenow', '360')
  await vi.waitFor(() => expect(list().element().getBoundingClientRect().width).toBe(359))
  close()
  render(App)
  await expect.element(edge()).toHaveAttribute('aria-valuenow', '360')
  await edge().dblClick()
  await expect.element(edge()).toHaveAttribute('aria-valuenow', '328')
})

test('an office opens where it was left', async () => {
  const close = await open({ folder: '/office/left' })
  openChat('querce-chat', 'waiting')
  await expect
    .element(conversation().getByRole('heading', { name: 'Delega per il cassetto fiscale' }))
    .toBeVisible()
  close()
  enterOffice('/office/elsewhere')
  expect(place()).toMatchObject({ room: 'chats', chatId: 'querce-chat' })
  go({ room: 'inbox', filter: 'all' })
  enterOffice('/office/elsewhere')
  openOffice({ folder: '/office/left' })
  render(App)
  await expect
    .element(conversation().getByRole('heading', { name: 'Delega per il cassetto fiscale' }))
    .toBeVisible()
  expect(place()).toMatchObject({ room: 'chats', filter: 'waiting', chatId: 'querce-chat' })
})

test.each([
  ['a chat', { room: 'chats', filter: 'active', chatId: 'gone' }, 'Scegli una chat dall’elenco'],
  ['a client', { room: 'client', clientId: 'gone', section: 'audit' }, 'Nome o contatto'],
  ['a room', { room: 'dungeon' }, 'Scegli una chat dall’elenco'],
])('%s that is gone is left in silence', async (what, left, seen) => {
  const folder = `/office/gone/${what}`
  localStorage.setItem(`window ${folder}`, JSON.stringify({ place: left }))
  enterOffice(`${folder}/before`)
  await open({ folder })
  const where = what === 'a client' ? page.getByPlaceholder(seen) : page.getByText(seen)
  await expect.element(where).toBeVisible()
  await expect.element(page.getByRole('alert')).not.toBeInTheDocument()
})

test('a list is found where it was scrolled', async () => {
  await open({ crowd: chats })
  await expect.element(row(/Officine Rinaldi/)).toHaveFocus()
  const scroller = () => document.querySelector('.threads .rows')
  scroller()?.scrollTo(0, 40_000)
  await vi.waitFor(() => expect(list().getByRole('listitem').last().element().ariaPosInSet).not.toBe('11'))
  const seen = scroller()?.scrollTop ?? 0
  await userEvent.keyboard('gl')
  await expect.element(page.getByRole('table')).toBeVisible()
  await userEvent.keyboard('gc')
  await vi.waitFor(() => expect(Math.abs((scroller()?.scrollTop ?? 0) - seen)).toBeLessThan(100))
})
