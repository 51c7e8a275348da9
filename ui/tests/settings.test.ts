import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { page, userEvent } from 'vitest/browser'
import { now } from '../src/dev/cast'
import { openOffice, send } from '../src/dev/transport'
import type { SettingsGetReply } from '../src/ipc/bindings'
import App from '../src/office/App.svelte'
import { go, openSettings, type SettingsSection } from '../src/office/place.svelte'
import { chooseDensity, chooseTheme } from '../src/shared/appearance.svelte'
import '../src/shared/styles/index.css'

// The settings room against an office held in memory: Friday 24 April 2026, 11:20 in Rome.

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) })
  go({ room: 'chats', filter: 'active' })
})
afterEach(() => {
  chooseTheme('system')
  chooseDensity('regular')
  localStorage.clear()
})

async function open(section: SettingsSection, choice: Parameters<typeof openOffice>[0] = {}) {
  openOffice(choice)
  openSettings(section)
  render(App)
  await expect.element(page.getByRole('heading', { name: 'Impostazioni' })).toBeVisible()
}
const kept = async () => (await send('settings.get', {})) as SettingsGetReply
const saved = () => expect.element(page.getByRole('status').filter({ hasText: 'Salvato' })).toBeVisible()

test('Ctrl+, opens the settings from anywhere, Esc goes back to where they were opened', async () => {
  openOffice({})
  go({ room: 'clients' })
  render(App)
  await expect.element(page.getByRole('heading', { name: 'Clienti' })).toBeVisible()
  await userEvent.keyboard('{Control>},{/Control}')
  await expect.element(page.getByRole('heading', { name: 'Impostazioni' })).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  await expect.element(page.getByRole('heading', { name: 'Clienti' })).toBeVisible()
})

test('the gear of the rail opens them too, also in an office without clients', async () => {
  openOffice({ empty: true })
  render(App)
  await page.getByRole('button', { name: 'Impostazioni' }).click()
  await expect.element(page.getByRole('heading', { name: 'Studio', exact: true })).toBeVisible()
})

test('the name of the firm saves itself when it is left, and says so', async () => {
  await open('office')
  await page.getByLabelText('Nome dello studio').fill('Studio E. Vannini')
  await userEvent.keyboard('{Tab}')
  await saved()
  expect((await kept()).firm).toBe('Studio E. Vannini')
  await expect.element(page.getByRole('navigation', { name: 'Principale' })).toHaveTextContent('E. Vannini')
})

test('an empty name and half an address are told, and not saved', async () => {
  await open('office')
  await page.getByLabelText('Il tuo nome').fill(' ')
  await page.getByLabelText('E-mail').fill('elena@')
  await userEvent.keyboard('{Tab}')
  await expect.element(page.getByText('qui non può restare vuoto')).toBeVisible()
  await expect.element(page.getByText('L’indirizzo è incompleto')).toBeVisible()
  expect((await kept()).owner_email).toBe('elena@studiovannini.example')
})

test('Esc in a field puts back what stood, and stays in the settings', async () => {
  await open('office')
  await page.getByLabelText('Nome dello studio').fill('Altro')
  await userEvent.keyboard('{Escape}')
  await expect.element(page.getByLabelText('Nome dello studio')).toHaveValue('Studio Vannini')
})

test('the language changes the window at once', async () => {
  await open('office')
  await page.getByLabelText('English').click()
  await expect.element(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
})

test('days and hours are chosen one after the other, each change on top of the one before', async () => {
  await open('reminders')
  await page.getByRole('button', { name: 'sab' }).click()
  await page.getByRole('button', { name: 'lun' }).click()
  await page.getByLabelText('Dalle ore').fill('8.30')
  await userEvent.keyboard('{Tab}')
  await saved()
  await expect.element(page.getByLabelText('Dalle ore')).toHaveValue('8:30')
  expect((await kept()).sending_window).toMatchObject({ days: [2, 3, 4, 5, 6], from: '08:30', to: '18:00' })
})

test('an end before the start, and no day at all, are told and not saved', async () => {
  await open('reminders')
  await page.getByLabelText('Alle ore', { exact: true }).fill('7')
  await userEvent.keyboard('{Tab}')
  await expect.element(page.getByRole('alert')).toHaveTextContent('La fine viene dopo l’inizio.')
  for (const day of ['lun', 'mar', 'mer', 'gio', 'ven'])
    await page.getByRole('button', { name: day, exact: true }).click()
  await expect.element(page.getByRole('alert')).toHaveTextContent('Almeno un giorno resta')
  expect((await kept()).sending_window).toMatchObject({ days: [5], to: '18:00' })
})

test('"at any hour" hides the calendar, and the calendar comes back as it was', async () => {
  await open('reminders')
  await page.getByRole('switch', { name: 'San Francesco: chiuso' }).click()
  const hours = page.getByRole('switch', { name: 'Solo nei giorni e nell’orario dello studio' })
  await hours.click()
  await expect.element(page.getByText('A qualunque ora')).toBeVisible()
  expect((await kept()).sending_window).toBeNull()
  await hours.click()
  await expect.element(page.getByRole('switch', { name: 'San Francesco: chiuso' })).not.toBeChecked()
  expect((await kept()).sending_window?.open_holidays).toEqual(['saint_francis'])
})

test('the holidays of another year are one press away', async () => {
  await open('reminders')
  await page.getByRole('button', { name: '2027' }).click()
  await expect.element(page.getByText('dom 28 marzo')).toBeVisible()
})

test('a closing is added by its days, taken away, and put back', async () => {
  await open('reminders')
  await page.getByRole('button', { name: 'Aggiungi chiusura' }).click()
  await userEvent.keyboard('10082026{Tab}21082026')
  await page.getByRole('button', { name: 'Aggiungi chiusura' }).click()
  await expect.element(page.getByText('10–21 agosto')).toBeVisible()
  await expect.element(page.getByText('12 giorni')).toBeVisible()
  await page.getByRole('button', { name: 'Togli 10–21 agosto' }).click()
  await expect.element(page.getByText('Nessuna. Ferie e patrono')).toBeVisible()
  await page.getByRole('button', { name: 'Annulla' }).click()
  await expect.element(page.getByText('10–21 agosto')).toBeVisible()
  expect((await kept()).sending_window?.closed).toHaveLength(12)
})

test('a refused sign-in is told in three answers, and mended on the spot', async () => {
  await open('mail', { sending: { state: 'refused', queued: 2 } })
  await page.getByRole('button', { name: 'Prova', exact: true }).click()
  const verdict = page.getByRole('alert')
  await expect.element(verdict).toHaveTextContent('Nome utente o password non vanno.')
  await expect.element(verdict).toHaveTextContent('2 mail restano in coda')
  await verdict.getByLabelText('Password nuova').fill('giusta')
  await verdict.getByRole('button', { name: 'Salva e riprova' }).click()
  await expect.element(page.getByText('Funziona. Provata oggi alle 11:20')).toBeVisible()
})

test('the account is changed without writing its password again', async () => {
  await open('mail', { sending: { state: 'ready', queued: 0 } })
  await page.getByRole('button', { name: 'Modifica' }).click()
  await expect.element(page.getByText('Se resta vuota vale quella di prima.')).toBeVisible()
  await page.getByLabelText('Nome di chi scrive').fill('Elena Vannini')
  await page.getByRole('button', { name: 'Salva e prova' }).click()
  await expect.element(page.getByRole('dialog').getByText('Funziona.')).toBeVisible()
  const { account } = (await send('mail.get_sending', {})) as { account: unknown }
  expect(account).toMatchObject({ from_name: 'Elena Vannini', has_password: true })
})

test('theme and density are the window’s own and are there the next time', async () => {
  await open('appearance')
  await page.getByLabelText('Scuro').click()
  await page.getByLabelText('Compatta').click()
  const { theme, density } = document.documentElement.dataset
  expect([theme, density]).toEqual(['dark', 'compact'])
  expect([localStorage.getItem('theme'), localStorage.getItem('density')]).toEqual(['dark', 'compact'])
  await page.getByLabelText('Come il computer').click()
  expect(document.documentElement.dataset.theme).toBeUndefined()
})

test('the last backup says when it was made and where it is', async () => {
  await open('backup')
  await expect.element(page.getByText('oggi, 7:02')).toBeVisible()
  await expect.element(page.getByText('/home/elena/Studiolo/Studio Vannini/backups')).toBeVisible()
})
