import { beforeEach, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { page, userEvent } from 'vitest/browser'
import { now } from '../src/dev/cast'
import { askedOfShell, askToOpen, openOffice, send } from '../src/dev/transport'
import type { SettingsGetReply } from '../src/ipc/bindings'
import App from '../src/office/App.svelte'
import { go, openSettings, place } from '../src/office/place.svelte'
import '../src/shared/styles/index.css'

// How the desktop tells the owner, and where its notices and links lead.

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) })
  localStorage.clear()
  go({ room: 'chats', filter: 'active' })
})

async function openNotices() {
  openOffice({})
  openSettings('notices')
  render(App)
  await expect.element(page.getByRole('heading', { name: 'Avvisi' })).toBeVisible()
}
const kept = async () => ((await send('settings.get', {})) as SettingsGetReply).notices
const theSwitch = (name: string) => page.getByRole('switch', { name })

test('names can be kept out of notices', async () => {
  await openNotices()
  await theSwitch('Nascondi nomi e oggetti').click()
  await expect.poll(kept).toEqual({ enabled: true, hide_content: true, quiet: null })
})

test('quiet hours begin at night and are typed', async () => {
  await openNotices()
  await theSwitch('Di notte gli avvisi aspettano').click()
  await expect.poll(kept).toMatchObject({ quiet: { from: '20:00', to: '08:00' } })
  await page.getByLabelText('Quiete alle ore').fill('7.30')
  await userEvent.keyboard('{Tab}')
  await expect.poll(kept).toMatchObject({ quiet: { from: '20:00', to: '07:30' } })
})

test('quiet hours that begin and end at once are told, and not saved', async () => {
  await openNotices()
  await theSwitch('Di notte gli avvisi aspettano').click()
  await page.getByLabelText('Quiete alle ore').fill('20')
  await userEvent.keyboard('{Tab}')
  await expect.element(page.getByRole('alert')).toHaveTextContent('due ore diverse')
  await expect.poll(kept).toMatchObject({ quiet: { from: '20:00', to: '08:00' } })
})

test('without notices nothing else of them is asked', async () => {
  await openNotices()
  await theSwitch('Avvisami sul desktop').click()
  await expect.element(theSwitch('Nascondi nomi e oggetti')).not.toBeInTheDocument()
  await expect.element(theSwitch('Apri Studiolo con il computer')).toBeVisible()
})

test('the morning mail is off until it is asked for, and says when the next one goes', async () => {
  await openNotices()
  const digest = async () => ((await send('settings.get', {})) as SettingsGetReply).digest
  await expect.element(page.getByLabelText('Ora del riepilogo')).not.toBeInTheDocument()
  await theSwitch('Mandami il riepilogo della giornata').click()
  await expect.poll(digest).toEqual({ enabled: true, at: '07:30' })
  await expect.element(page.getByText('Il prossimo parte lunedì 27 alle 7:30.')).toBeVisible()
  await page.getByLabelText('Ora del riepilogo').fill('8')
  await userEvent.keyboard('{Tab}')
  await expect.poll(digest).toEqual({ enabled: true, at: '08:00' })
  await page.getByLabelText('Ora del riepilogo').fill('otto')
  await userEvent.keyboard('{Tab}')
  await expect.element(page.getByRole('alert')).toBeVisible()
  await expect.poll(digest).toEqual({ enabled: true, at: '08:00' })
})

test('the program starts with the computer if it is told to', async () => {
  await openNotices()
  await expect.element(theSwitch('Apri Studiolo con il computer')).not.toBeChecked()
  await theSwitch('Apri Studiolo con il computer').click()
  await expect.element(theSwitch('Apri Studiolo con il computer')).toBeChecked()
  expect(askedOfShell.at(-1)).toEqual({ command: 'set_autostart', args: { on: true } })
})

test('a window that a link opened shows what it names', async () => {
  openOffice({ open: { kind: 'client', id: 'rinaldi' } })
  render(App)
  await expect.poll(() => place()).toMatchObject({ room: 'client', clientId: 'rinaldi' })
})

test('an open window goes where a notice leads', async () => {
  openOffice({})
  render(App)
  await expect.element(page.getByRole('navigation', { name: 'Principale' })).toBeVisible()
  askToOpen({ kind: 'chat', id: 'rinaldi-chat' })
  await expect.poll(() => place()).toMatchObject({ room: 'chats', chatId: 'rinaldi-chat' })
  askToOpen({ kind: 'reminders' })
  await expect.poll(() => place()).toMatchObject({ room: 'reminders', tab: 'over' })
  askToOpen({ kind: 'settings', id: 'mail' })
  await expect.poll(() => place()).toMatchObject({ room: 'settings', section: 'mail' })
})

test('what a link names and this window does not know leaves it as it is', async () => {
  openOffice({})
  render(App)
  await expect.element(page.getByRole('navigation', { name: 'Principale' })).toBeVisible()
  const before = place()
  askToOpen({ kind: 'chat' })
  askToOpen({ kind: 'firework', id: '1' })
  expect(place()).toEqual(before)
})
