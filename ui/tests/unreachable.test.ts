import { beforeEach, describe, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { page, userEvent } from 'vitest/browser'
import { now } from '../src/dev/cast'
import { openOffice, send } from '../src/dev/transport'
import type { ClientsGetReply } from '../src/ipc/bindings'
import App from '../src/office/App.svelte'
import { closeSheet, go, openClient, openSheet } from '../src/office/place.svelte'
import '../src/shared/styles/index.css'
import { stillIn, violations } from './violations'

// Dario Moretti's mailbox refuses mail.

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) })
  closeSheet()
  go({ room: 'clients' })
})

const contacts = async () => ((await send('clients.get', { client_id: 'moretti' })) as ClientsGetReply).contacts
const fact = () => page.getByText('La casella di Dario Moretti rifiuta la posta.')

function openMoretti() {
  openOffice({})
  openClient('moretti')
  render(App)
}

test('the client’s page says what the server said, and what to do', async () => {
  openMoretti()
  await expect.element(fact()).toBeVisible()
  await expect.element(page.getByText('L’indirizzo non esiste. Correggilo e riprova.')).toBeVisible()
  await expect.element(page.getByText('«550 5.1.1 mailbox unavailable»')).toBeVisible()
  await expect.element(page.getByRole('row', { name: /Dario Moretti/ })).toHaveTextContent('la casella rifiuta la posta')
})

test('the address is corrected where it is told, and the note is gone', async () => {
  openMoretti()
  await page.getByRole('button', { name: 'Correggi l’indirizzo' }).click()
  const field = page.getByRole('dialog', { name: 'Modifica il contatto' }).getByLabelText('E-mail')
  await expect.element(field).toHaveFocus()
  await expect.element(field).toHaveValue('dario@moretti.example')
  await userEvent.clear(field)
  await userEvent.fill(field, 'dario.moretti@posta.example')
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByText('dario.moretti@posta.example')).toBeVisible()
  await expect.element(fact()).not.toBeInTheDocument()
  expect((await contacts())[0]).toMatchObject({ name: 'Dario Moretti', email: 'dario.moretti@posta.example', notify: true })
})

test('tried again, nothing is known any more', async () => {
  openMoretti()
  await expect.element(fact()).toBeVisible()
  await page.getByRole('button', { name: 'Riprova' }).click()
  await expect.element(fact()).not.toBeInTheDocument()
  expect((await contacts())[0]?.unreachable).toBeUndefined()
})

test('any contact can be edited; a slip is told before anything is sent', async () => {
  openOffice({})
  openClient('rinaldi')
  render(App)
  await page.getByRole('button', { name: 'Modifica Giulia Rinaldi' }).click()
  const sheet = page.getByRole('dialog', { name: 'Modifica il contatto' })
  await sheet.getByLabelText('E-mail').fill('giulia')
  await sheet.getByRole('button', { name: 'Salva' }).click()
  await expect.element(sheet.getByLabelText('E-mail')).toHaveAttribute('aria-invalid', 'true')
  await userEvent.keyboard('{Escape}')
  await expect.element(page.getByText('giulia@rinaldi.example')).toBeVisible()
})

test('the list says so, and a new chat too, without being in the way', async () => {
  openOffice({})
  render(App)
  await expect.element(page.getByText('Una casella rifiuta la posta')).toBeVisible()
  openSheet({ kind: 'new-chat', clientIds: ['moretti'] })
  const sheet = page.getByRole('dialog', { name: 'Nuova chat' })
  await expect.element(sheet.getByText('La posta torna indietro: Bottega Moretti.')).toBeVisible()
  await expect.element(sheet.getByRole('button', { name: 'Crea chat' })).toBeEnabled()
})

describe.each(['light', 'dark'])('in the %s theme there is no violation', (theme) => {
  test('on the page of a client whose mailbox refuses, and in the contact’s sheet', async () => {
    stillIn(theme)
    openMoretti()
    await expect.element(fact()).toBeVisible()
    expect(await violations()).toEqual([])
    await page.getByRole('button', { name: 'Correggi l’indirizzo' }).click()
    await expect.element(page.getByRole('dialog', { name: 'Modifica il contatto' })).toBeVisible()
    expect(await violations()).toEqual([])
  })
})
