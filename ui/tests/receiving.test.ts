import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { page, userEvent } from 'vitest/browser'
import { now } from '../src/dev/cast'
import { holdBack, openOffice, send } from '../src/dev/transport'
import type { MailAccountsReply, MailGetReceivingReply, MailGetSendingReply } from '../src/ipc/bindings'
import App from '../src/office/App.svelte'
import { closeSheet, go, openSettings, openSheet } from '../src/office/place.svelte'
import '../src/shared/styles/index.css'
import { stillIn, violations } from './violations'

// The account that answers are read from, in the settings of Studio Vannini, Friday 24 April 2026, 11:20 in Rome.

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) })
  closeSheet()
  go({ room: 'chats', filter: 'active' })
})
afterEach(() => localStorage.clear())

const ready = { state: 'ready' as const, queued: 0 }
const unset = { state: 'unset' as const, queued: 0 }
async function open(choice: Parameters<typeof openOffice>[0] = {}) {
  openOffice({ sending: ready, ...choice })
  openSettings('mail')
  render(App)
  await expect.element(page.getByRole('heading', { name: /In entrata/ })).toBeVisible()
}
async function begin(choice: Parameters<typeof openOffice>[0] = {}) {
  await open(choice)
  await button('Ricevi le risposte…').click()
  await expect.element(sheet()).toBeVisible()
}
const button = (name: string) => page.getByRole('button', { name, exact: true })
const sheet = () => page.getByRole('dialog')
const field = (name: string) => sheet().getByLabelText(name, { exact: true })
const receiving = async () => (await send('mail.get_receiving', {})) as MailGetReceivingReply
async function typeAddress(address: string) {
  await field('Indirizzo').fill(address)
  await userEvent.keyboard('{Tab}')
}
const save = () => sheet().getByRole('button', { name: 'Salva e prova' }).click()

test('copies of what leaves are saved until the owner says otherwise', async () => {
  await open({ receiving: 'listening' })
  const copies = page.getByRole('switch', { name: 'Salva fra la posta inviata una copia di ciò che parte' })
  await expect.element(copies).toBeChecked()
  await copies.click()
  await expect.element(copies).not.toBeChecked()
  const { accounts } = (await send('mail.accounts', {})) as MailAccountsReply
  expect(accounts[0]?.save_sent).toBe(false)
})

describe('setting it up', () => {
  test('an address and a password are enough where the provider is known', async () => {
    await begin()
    await expect.element(field('Indirizzo')).toHaveValue('elena@studiovannini.example')
    await typeAddress('elena@posta.example')
    await expect.element(sheet().getByText('I server sono già scritti')).toBeVisible()
    await expect.element(field('Server')).not.toBeInTheDocument()
    await field('Password').fill('segreta')
    await save()
    await expect.element(sheet().getByText('entrano da sole nelle loro chat')).toBeVisible()
    await expect.element(sheet().getByRole('list', { name: 'Prova del server' })).toHaveTextContent('Cartella va bene')
    expect((await receiving()).account).toMatchObject({
      host: 'imap.posta.example',
      address: 'elena@posta.example',
      port: 993,
      username: 'elena@posta.example',
      has_password: true,
      plus_addresses: true,
    })
  })

  test('where nobody knows the servers they are asked for, and what is missing is told', async () => {
    await begin()
    await expect.element(field('Server')).toBeVisible()
    await save()
    await expect.element(sheet().getByText('Scrivi la password.')).toBeVisible()
    expect((await receiving()).account).toBeUndefined()
    await field('Server').fill('imap')
    await field('Password').fill('segreta')
    await save()
    const verdict = sheet().getByRole('alert')
    await expect.element(verdict).toHaveTextContent('Nessun server ha questo nome.')
    await expect.element(verdict).toHaveTextContent('Le risposte restano nella tua casella')
    await field('Server').fill('imap.studiovannini.example')
    await field('Cartella').fill('Risposte')
    await save()
    await expect.element(sheet().getByRole('alert')).toHaveTextContent('Nella casella non c’è questa cartella.')
    await field('Cartella').fill('INBOX')
    await save()
    await expect.element(sheet().getByText('Funziona.')).toBeVisible()
  })

  test.each([
    ['elena@pubblica.example', 'Pubblica i suoi server: imap.pubblica.example, smtp.pubblica.example.'],
    ['elena@risponde.example', 'Rispondono imap.risponde.example, smtp.risponde.example: controlla'],
  ])('the domain of %s is asked for its servers, and they are shown', async (address, words) => {
    await begin()
    await typeAddress(address)
    await expect.element(sheet().getByText(words)).toBeVisible()
    await expect.element(field('Server')).not.toBeInTheDocument()
    await field('Password').fill('segreta')
    await save()
    await expect.element(sheet().getByText('Funziona.')).toBeVisible()
    expect((await receiving()).account).toMatchObject({ host: `imap.${address.slice(6)}`, username: address })
  })

  test('while a domain is asked that is said, and it can be asked again where it said nothing', async () => {
    await open()
    const asks = holdBack('mail.discover')
    await button('Ricevi le risposte…').click()
    await expect.element(sheet().getByText('Chiedo a studiovannini.example quali sono i suoi server…')).toBeVisible()
    await expect.element(field('Server')).not.toBeInTheDocument()
    asks.letGo()
    await expect.element(sheet().getByText('studiovannini.example non dice quali sono i suoi server.')).toBeVisible()
    await expect.element(field('Server')).toBeVisible()
    await sheet().getByRole('button', { name: 'Chiedi di nuovo' }).click()
    await expect.element(sheet().getByText('Chiedo a studiovannini.example')).toBeVisible()
    asks.letGo()
    await expect.element(sheet().getByText('non dice quali sono i suoi server')).toBeVisible()
    expect(asks.count()).toBe(2)
    // What the owner does meanwhile asks nobody.
    await send('settings.update', { firm: 'Studio' })
    await field('Password').fill('segreta')
    await field('Server').fill('imap.studiovannini.example')
    await save()
    await expect.element(sheet().getByText('Funziona.')).toBeVisible()
    expect(asks.count()).toBe(2)
  })

  test('a provider that wants a name of its own has it typed', async () => {
    await begin()
    await typeAddress('studio@pec.example')
    await expect.element(field('Nome utente')).toHaveValue('')
    await expect.element(field('Server')).toHaveValue('imaps.pec.example')
    await field('Password').fill('segreta')
    await save()
    await expect.element(sheet().getByText('Scrivi il nome utente.')).toBeVisible()
    expect((await receiving()).account).toBeUndefined()
  })

  test.each([
    ['elena@app.example', 'dopo aver acceso l’accesso in due passaggi', 'https://app.example/help/app-passwords'],
    ['elena@shut.example', 'questa casella non si può usare da qui', 'https://shut.example/help/sign-in'],
  ])('for %s it says which password is wanted, and where that is told', async (address, words, help) => {
    await begin()
    await typeAddress(address)
    await expect.element(sheet().getByText(words)).toBeVisible()
    await expect.element(sheet().getByText(help)).toBeVisible()
    expect(sheet().element().querySelectorAll('a')).toHaveLength(0)
  })

  test('where nothing sends yet, the same mailbox does', async () => {
    await begin({ sending: unset })
    await typeAddress('elena@posta.example')
    await expect.element(sheet().getByRole('switch', { name: 'Usa questa casella anche per inviare' })).toBeChecked()
    await field('Password').fill('segreta')
    await save()
    // Both roads are tried: first out, then in.
    await expect.element(sheet().getByText('entrano da sole nelle loro chat')).toBeVisible()
    expect(sheet().getByText('Funziona.').elements()).toHaveLength(2)
    const { account } = (await send('mail.get_sending', {})) as MailGetSendingReply
    expect(account).toMatchObject({
      host: 'smtp.posta.example',
      from_address: 'elena@posta.example',
      from_name: 'Studio Vannini',
      has_password: true,
    })
  })

  test('the same mailbox does not send where that is switched off', async () => {
    await begin({ sending: unset })
    await typeAddress('elena@posta.example')
    await sheet().getByRole('switch', { name: 'Usa questa casella anche per inviare' }).click()
    await field('Password').fill('segreta')
    await save()
    await expect.element(sheet().getByText('Funziona.')).toBeVisible()
    expect((await send('mail.get_sending', {})) as MailGetSendingReply).toEqual({})
  })

  test('the other settings follow the security that is chosen', async () => {
    await begin()
    await expect.element(field('Porta')).toHaveValue('993')
    await sheet().getByLabelText('STARTTLS').click()
    await expect.element(field('Porta')).toHaveValue('143')
  })
})

describe('one that stands', () => {
  test('says that it listens, and when it was read last', async () => {
    await open({ receiving: 'listening' })
    await expect.element(page.getByText('In ascolto. Letta oggi, 11:20.')).toBeVisible()
    await expect.element(page.getByText('imap.studiovannini.example, porta 993')).toBeVisible()
  })

  test.each([
    ['waiting' as const, 'Il server non si raggiunge. Riprova da solo.'],
    ['reading' as const, 'Leggo la casella…'],
    ['blocked' as const, 'Nome utente o password non vanno. Riscrivi la password'],
  ])('%s says what keeps it', async (state, words) => {
    await open({ receiving: state })
    await expect.element(page.getByText(words)).toBeVisible()
    const mark = page.getByRole('button', { name: 'Posta da sistemare' })
    if (state === 'blocked') await expect.element(mark).toBeVisible()
    else await expect.element(mark).not.toBeInTheDocument()
  })

  test('a refused password is told in three answers, and mended on the spot', async () => {
    await open({ receiving: 'blocked' })
    await button('Prova la ricezione').click()
    const verdict = page.getByRole('alert')
    await expect.element(verdict).toHaveTextContent('Le risposte restano nella tua casella')
    await verdict.getByLabelText('Password nuova').fill('giusta')
    await verdict.getByRole('button', { name: 'Salva e riprova' }).click()
    await expect.element(page.getByText('Funziona. Provata oggi alle 11:20')).toBeVisible()
  })

  test('is changed without writing its password again', async () => {
    await open({ receiving: 'listening' })
    await button('Modifica la ricezione').click()
    await expect.element(sheet().getByText('Se resta vuota vale quella di prima.')).toBeVisible()
    await sheet().getByRole('button', { name: 'Altre impostazioni' }).click()
    await field('Cartella').fill('Risposte')
    await save()
    await expect.element(sheet().getByRole('alert')).toHaveTextContent('Controlla come è scritta')
    await expect.element(field('Cartella')).toHaveValue('Risposte')
    expect((await receiving()).account).toMatchObject({ has_password: true, folder: 'Risposte', authserv_id: 'mx.studiovannini.example' })
  })

  test('is removed once that was said twice, and can be set up again', async () => {
    await open({ receiving: 'listening' })
    await button('Togli la ricezione').click()
    await expect.element(button('Togli la casella')).toHaveFocus()
    await button('Annulla').click()
    await expect.element(button('Togli la ricezione')).toHaveFocus()
    await button('Togli la ricezione').click()
    await button('Togli la casella').click()
    await expect.element(button('Ricevi le risposte…')).toHaveFocus()
    expect((await receiving()).account).toBeUndefined()
  })
})

test('the sending account too is filled in from its address, while there is none', async () => {
  openOffice({ sending: unset })
  openSettings('mail')
  openSheet({ kind: 'sending-account' })
  render(App)
  await typeAddress('elena@posta.example')
  await expect.element(field('Server')).toHaveValue('smtp.posta.example')
  await expect.element(field('Nome utente')).toHaveValue('elena@posta.example')
  await field('Server').fill('smtp.altro.example')
  await expect.element(field('Server')).toHaveValue('smtp.altro.example')
})

describe.each(['light', 'dark'])('in the %s theme there is no violation', (theme) => {
  beforeEach(() => void stillIn(theme))

  test.each(['listening', 'waiting', 'blocked'] as const)('in the settings of one that is %s', async (state) => {
    await open({ receiving: state })
    await button('Togli la ricezione').click()
    await expect.element(button('Togli la casella')).toBeVisible()
    expect(await violations()).toEqual([])
  })

  test('in the sheet, with the other settings and a test that failed', async () => {
    await begin()
    await field('Server').fill('imap')
    await field('Password').fill('segreta')
    await save()
    await expect.element(sheet().getByRole('alert')).toBeVisible()
    expect(await violations()).toEqual([])
  })

  test('in the sheet, with a provider that asks for another password', async () => {
    await begin({ sending: unset })
    await typeAddress('elena@app.example')
    await expect.element(sheet().getByText('https://app.example/help/app-passwords')).toBeVisible()
    expect(await violations()).toEqual([])
  })
})
