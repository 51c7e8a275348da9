import { beforeEach, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { page, userEvent } from 'vitest/browser'
import { now } from '../src/dev/cast'
import { askedOfShell, openOffice } from '../src/dev/transport'
import App from '../src/office/App.svelte'
import { commands, keyOf, keysOf } from '../src/office/commands'
import { closeSheet, go, openSettings, place } from '../src/office/place.svelte'
import { chooseSingleKeys } from '../src/shared/appearance.svelte'
import { setCalendar } from '../src/shared/i18n'
import '../src/shared/styles/index.css'

// The keys of Studio Vannini, Friday 24 April 2026, 11:20 in Rome.

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) })
  chooseSingleKeys('on')
  closeSheet()
  go({ room: 'chats', filter: 'active' })
})

async function open(choice: Parameters<typeof openOffice>[0] = {}) {
  openOffice(choice)
  render(App)
  await expect.element(page.getByText('Studio Vannini').first()).toBeVisible()
}
const heading = (name: string) => page.getByRole('heading', { name, level: 1 })
const row = (name: RegExp) =>
  page.getByRole('region', { name: 'Elenco delle chat' }).getByRole('button', { name })
const conversation = () => page.getByRole('region', { name: 'Conversazione' })

test.each([
  ['gi', 'In arrivo'],
  ['gl', 'Clienti'],
  ['gr', 'Promemoria'],
  ['ga', 'Registro'],
  ['gt', 'Modelli'],
])('%s goes to %s, and gc comes back', async (keys, room) => {
  await open()
  await expect.element(row(/Officine Rinaldi/)).toHaveFocus()
  await userEvent.keyboard(keys)
  await expect.element(heading(room)).toBeVisible()
  await userEvent.keyboard('gc')
  await expect.element(heading('Chat')).toBeVisible()
})

test('the R of a sequence does not reply', async () => {
  await open()
  await row(/Lucia Ferretti/).click()
  await expect.element(conversation()).toBeVisible()
  await userEvent.keyboard('gr')
  await expect.element(heading('Promemoria')).toBeVisible()
  expect(document.activeElement?.closest('[contenteditable], textarea')).toBeNull()
})

test('Ctrl+comma opens the settings, and Esc leaves them', async () => {
  await open()
  await expect.element(row(/Officine Rinaldi/)).toHaveFocus()
  await userEvent.keyboard('{Control>},{/Control}')
  await expect.element(page.getByText('Ogni modifica si salva da sola').first()).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await expect.element(heading('Chat')).toBeVisible()
})

test('U sets the open chat aside as unread, and back', async () => {
  await open()
  await row(/Marco Tessari/).click()
  await expect.element(row(/Marco Tessari/)).not.toHaveTextContent('Non letta')
  await userEvent.keyboard('u')
  await expect.element(row(/Marco Tessari/)).toHaveTextContent('Non letta')
  await userEvent.keyboard('u')
  await expect.element(row(/Marco Tessari/)).not.toHaveTextContent('Non letta')
})

test('E archives the row in hand, and leaves the open chat open', async () => {
  await open()
  await row(/Officine Rinaldi/).click()
  await userEvent.keyboard('jje')
  await expect.element(page.getByText('Chat archiviata')).toBeVisible()
  await expect.element(row(/Edilmonte/)).not.toBeInTheDocument()
  await expect.element(row(/Trattoria Da Nives/)).toHaveFocus()
  await expect.element(conversation().getByRole('heading', { name: 'Liquidazione IVA' })).toBeVisible()
})

test('F6 and Shift+F6 go through the panes', async () => {
  await open()
  await row(/Officine Rinaldi/).click()
  await expect.element(conversation()).toBeVisible()
  const pane = () => document.activeElement?.closest('[data-pane]')
  const list = pane()
  await userEvent.keyboard('{F6}')
  expect(pane()?.getAttribute('aria-label')).toBe('Conversazione')
  await userEvent.keyboard('{Shift>}{F6}{/Shift}')
  expect(pane()).toBe(list)
  await userEvent.keyboard('{Shift>}{F6}{/Shift}')
  expect(pane()?.getAttribute('aria-label')).toBe('Principale')
})

test('the question mark shows every key, and Esc closes', async () => {
  await open()
  await expect.element(row(/Officine Rinaldi/)).toHaveFocus()
  await userEvent.keyboard('?')
  const sheet = page.getByRole('dialog', { name: 'Tasti' })
  await expect.element(sheet).toBeVisible()
  for (const [id, { keys, title }] of Object.entries(commands))
    if (keys.length) expect(sheet.getByText(title(), { exact: true }).elements().length, id).toBeGreaterThan(0)
  await userEvent.keyboard('{Escape}')
  await expect.element(sheet).not.toBeInTheDocument()
})

test('single keys can be switched off: letters do nothing, arrows and Ctrl stay, and the sheet says so', async () => {
  await open()
  openSettings('appearance')
  await page.getByRole('switch', { name: 'Lettere come comandi negli elenchi' }).click()
  go({ room: 'chats', filter: 'active' })
  await expect.element(row(/Officine Rinaldi/)).toBeVisible()
  await userEvent.keyboard('{ArrowDown}')
  const focused = document.activeElement
  await userEvent.keyboard('jxe?gl')
  expect(document.activeElement).toBe(focused)
  expect(place().room).toBe('chats')
  await expect.element(page.getByRole('button', { name: 'Togli la scelta' })).not.toBeInTheDocument()
  await userEvent.keyboard('{Control>}k{/Control}>tasti{Enter}')
  await expect.element(page.getByText(/I tasti singoli sono spenti/)).toBeVisible()
})

test('keys are written as they are pressed', () => {
  setCalendar({ language: 'it', timeZone: 'Europe/Rome' })
  expect(keyOf('chats.create')).toBe('Ctrl N')
  expect(keyOf('send')).toBe('Ctrl ↵')
  expect(keyOf('go.clients')).toBe('G poi L')
  expect(keyOf('panes.previous')).toBe('Maiusc F6')
  expect(keyOf('keyboard.show')).toBe('?')
  expect(keysOf('list.tick')).toEqual([['X'], ['Spazio']])
  expect(keysOf('keyboard.show')).toEqual([['?']])
  setCalendar({ language: 'en', timeZone: 'Europe/Rome' })
  expect(keyOf('go.clients')).toBe('G then L')
  chooseSingleKeys('off')
  expect(keyOf('go.clients')).toBe('')
  expect(keyOf('list.next')).toBe('↓')
})

test('no two commands that can be meant at once share a key', () => {
  const meant = new Map<string, string[]>()
  for (const [id, { keys }] of Object.entries(commands))
    for (const key of keys) meant.set(key, [...(meant.get(key) ?? []), id])
  const shared = [...meant].filter(([, ids]) => ids.length > 1).map(([key]) => key)
  // One key, one meaning at a time: what it is depends on what is in view, in hand, ticked or already so.
  expect(shared.sort()).toEqual(['Delete', 'F2', 'KeyE', 'KeyM', 'KeyN', 'KeyO', 'KeyU', 'Shift+KeyR'])
})

test('Ctrl and plus, minus, zero draw the window larger, smaller and as it was, and it is kept', async () => {
  localStorage.removeItem('zoom')
  await open()
  await userEvent.keyboard('{Control>}+{/Control}{Control>}={/Control}')
  await userEvent.keyboard('{Control>}-{/Control}')
  expect(localStorage.getItem('zoom')).toBe('1.1')
  await userEvent.keyboard('{Control>}0{/Control}')
  const factors = askedOfShell.filter(({ command }) => command === 'set_zoom').map(({ args }) => args.factor)
  expect(factors).toEqual([1.1, 1.25, 1.1, 1])
  expect(keyOf('zoom.in')).toBe('Ctrl +')
})

test('in a sheet the way back from its first stop leads to its last, also where Shift takes the key’s name away', async () => {
  await open()
  await userEvent.keyboard('{Control>}{Shift>}n{/Shift}{/Control}')
  const sheet = page.getByRole('dialog')
  const close = sheet.getByRole('button', { name: 'Chiudi' })
  await expect.element(close).toBeVisible()
  ;(close.element() as HTMLElement).focus()
  const key = { key: 'Unidentified', code: 'Tab', shiftKey: true, bubbles: true, cancelable: true }
  close.element().dispatchEvent(new KeyboardEvent('keydown', key))
  await expect.element(sheet.getByRole('button', { name: /Crea cliente/ })).toHaveFocus()
})
