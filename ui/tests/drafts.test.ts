import { beforeEach, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { page, userEvent } from 'vitest/browser'
import { now } from '../src/dev/cast'
import { openOffice, send } from '../src/dev/transport'
import type { Draft } from '../src/ipc/bindings'
import App from '../src/office/App.svelte'
import { go, openChat } from '../src/office/place.svelte'
import '../src/shared/styles/index.css'
import { undoButton } from './undo'
import { violations } from './violations'

// What is begun is kept by the office, and what was sent can be taken back for ten seconds.

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) })
  go({ room: 'chats', filter: 'active' })
  openOffice({})
})

async function open() {
  const window = render(App)
  await expect.element(page.getByText('Studio Vannini').first()).toBeVisible()
  return window
}
const field = () => page.getByRole('textbox', { name: 'Messaggio', exact: true })
const sheet = () => page.getByRole('dialog', { name: 'Nuova chat' })
const list = () => page.getByRole('region', { name: 'Elenco delle chat' })
const row = (name: RegExp) => list().getByRole('button', { name })
const messages = () => page.getByRole('region', { name: 'Messaggi' })
const drafts = async () => ((await send('drafts.list', {})) as { drafts: Draft[] }).drafts
const words = async () => (await drafts()).map(({ text }) => text)

test('a begun reply is saved while it is written, shown in the list, and survives the window', async () => {
  const window = await open()
  openChat('ferretti-chat')
  await field().click()
  await userEvent.keyboard('Mi basta una foto')
  await expect.poll(words).toEqual(['Mi basta una foto'])
  await expect.element(row(/Lucia Ferretti/)).toHaveTextContent('Bozza: Mi basta una foto')
  await window.unmount()
  await open()
  await expect.element(field()).toHaveTextContent('Mi basta una foto')
})

test('what is written last is saved at once when the chat is left', async () => {
  await open()
  openChat('ferretti-chat')
  await field().click()
  await userEvent.keyboard('Una')
  await expect.poll(words).toEqual(['Una'])
  await userEvent.keyboard(' e due')
  openChat('tessari-chat')
  await expect.poll(words).toEqual(['Una e due'])
  await expect.element(field()).toHaveTextContent(/^$/)
  await expect.element(row(/Lucia Ferretti/)).toHaveTextContent('Bozza: Una e due')
})

test('emptied words are no draft', async () => {
  await open()
  openChat('ferretti-chat')
  await field().click()
  await userEvent.keyboard('Ripensandoci')
  await expect.poll(words).toEqual(['Ripensandoci'])
  await userEvent.keyboard('{Control>}a{/Control}{Delete}')
  await expect.poll(words).toEqual([])
  await expect.element(row(/Lucia Ferretti/)).not.toHaveTextContent('Bozza')
})

test('what was sent is no draft any more, and the field is free', async () => {
  await open()
  openChat('ferretti-chat')
  await field().click()
  await userEvent.keyboard('Grazie')
  await expect.poll(words).toEqual(['Grazie'])
  await userEvent.keyboard('{Control>}{Enter}{/Control}')
  await expect.element(messages().getByText('Grazie')).toBeVisible()
  await expect.element(field()).toHaveTextContent(/^$/)
  expect(await words()).toEqual([])
})

test('a reply is taken back at its toast, and its words stand in the composer again', async () => {
  await open()
  openChat('ferretti-chat')
  await field().click()
  await userEvent.keyboard('Troppo presto{Control>}{Enter}{/Control}')
  await expect.element(messages().getByText('Parte fra poco')).toBeVisible()
  await userEvent.keyboard('Altro')
  await undoButton().click()
  await expect.element(field()).toHaveTextContent('Troppo presto')
  await expect.element(field()).toHaveFocus()
  await expect.element(messages().getByText('Troppo presto')).not.toBeInTheDocument()
  await expect.element(messages().getByText('Parte fra poco')).not.toBeInTheDocument()
})

test('a reply is taken back at the message itself', async () => {
  await open()
  openChat('ferretti-chat')
  await field().click()
  await userEvent.keyboard('Troppo presto{Control>}{Enter}{/Control}')
  await messages().getByRole('button', { name: 'Annulla' }).click()
  await expect.element(field()).toHaveTextContent('Troppo presto')
  await expect.element(field()).toHaveFocus()
})

test('in a list Ctrl+Z takes the last message back; where something is typed it is the field’s own', async () => {
  await open()
  openChat('ferretti-chat')
  await field().click()
  await userEvent.keyboard('Troppo presto{Control>}{Enter}{/Control}')
  await expect.element(messages().getByText('Parte fra poco')).toBeVisible()
  await userEvent.keyboard('{Control>}z{/Control}')
  await expect.element(messages().getByText('Parte fra poco')).toBeVisible()
  await expect.element(field()).toHaveTextContent(/^$/)
  await userEvent.keyboard('{Escape}{Control>}z{/Control}')
  await expect.element(field()).toHaveTextContent('Troppo presto')
})

test('when it has left meanwhile, that is said and nothing changes', async () => {
  await open()
  openChat('ferretti-chat')
  await field().click()
  await userEvent.keyboard('Andata{Control>}{Enter}{/Control}')
  await expect.element(messages().getByText('Parte fra poco')).toBeVisible()
  vi.setSystemTime(new Date(Date.parse(now) + 11_000))
  await messages().getByRole('button', { name: 'Annulla' }).click()
  await expect.element(page.getByRole('alert')).toHaveTextContent('Il messaggio è già partito')
  await expect.element(messages().getByText('Andata')).toBeVisible()
})

async function begin() {
  await userEvent.keyboard('{Control>}n{/Control}')
  await userEvent.keyboard('nives')
  await page.getByRole('option', { name: 'Trattoria Da Nives' }).click()
  await sheet().getByLabelText('Oggetto').fill('IMU 2026')
  await field().fill('Avete venduto immobili?')
}

test('a begun chat stays after Back: in the list, and offered by the next new chat', async () => {
  await open()
  await begin()
  await expect.element(sheet().getByText('Bozza salvata alle 11:20')).toBeVisible()
  await page.getByRole('button', { name: 'Indietro' }).click()
  await expect.element(row(/^Trattoria Da Nives.*IMU 2026.*Bozza: Avete venduto/)).toBeVisible()
  await userEvent.keyboard('{Control>}n{/Control}')
  await page.getByRole('button', { name: 'Riprendi la bozza' }).click()
  await expect.element(sheet().getByLabelText('Oggetto')).toHaveValue('IMU 2026')
  await expect.element(field()).toHaveTextContent('Avete venduto immobili?')
  await page.getByRole('button', { name: 'Crea chat' }).click()
  await expect.element(messages().getByText('Avete venduto immobili?')).toBeVisible()
  expect(await words()).toEqual([])
})

test('a begun chat is opened from its row, and written on in the same draft', async () => {
  await open()
  await begin()
  await userEvent.keyboard('{Escape}')
  await row(/^Trattoria Da Nives.*Bozza/).click()
  await expect.element(field()).toHaveTextContent('Avete venduto immobili?')
  await field().click()
  await userEvent.keyboard('{Control>}{End}{/Control} Nel 2025')
  await expect.poll(words).toEqual(['Avete venduto immobili? Nel 2025'])
})

test('a begun chat is thrown away, and can be had back', async () => {
  await open()
  await begin()
  await userEvent.keyboard('{Escape}')
  await list().getByRole('button', { name: 'Elimina la bozza: IMU 2026' }).click()
  await expect.element(row(/Bozza: Avete venduto/)).not.toBeInTheDocument()
  await page.getByRole('button', { name: 'Annulla' }).click()
  await expect.element(row(/Bozza: Avete venduto/)).toBeVisible()
})

test('a new chat is taken back into its sheet', async () => {
  await open()
  await begin()
  await userEvent.keyboard('{Control>}{Enter}{/Control}')
  await expect.element(messages().getByText('Parte fra poco')).toBeVisible()
  await undoButton().click()
  await expect.element(sheet().getByLabelText('Oggetto')).toHaveValue('IMU 2026')
  await expect.element(sheet().getByText('Trattoria Da Nives S.n.c.')).toBeVisible()
  await expect.element(field()).toHaveTextContent('Avete venduto immobili?')
})

test('drafts in the list, and a message that has not left yet, have no violation', async () => {
  await open()
  await begin()
  await userEvent.keyboard('{Escape}')
  openChat('ferretti-chat')
  await field().click()
  await userEvent.keyboard('Ecco{Control>}{Enter}{/Control}')
  await expect.element(messages().getByText('Parte fra poco')).toBeVisible()
  expect(await violations()).toEqual([])
})
