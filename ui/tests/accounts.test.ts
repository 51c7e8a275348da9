import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { page, userEvent } from 'vitest/browser'
import { now } from '../src/dev/cast'
import { openOffice, send } from '../src/dev/transport'
import type { ClientsGetReply, ClientsListReply, MailAccountsReply } from '../src/ipc/bindings'
import App from '../src/office/App.svelte'
import { closeSheet, go, openClient, openSettings } from '../src/office/place.svelte'
import '../src/shared/styles/index.css'
import { stillIn, violations } from './violations'

// Several mail accounts of Studio Vannini, Friday 24 April 2026, 11:20 in Rome: elena@ the default one, and the PEC.

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) })
  closeSheet()
  go({ room: 'chats', filter: 'active' })
})
afterEach(() => localStorage.clear())

type Choice = NonNullable<Parameters<typeof openOffice>[0]>
const ready = { state: 'ready' as const, queued: 0 }
const refused = { state: 'refused' as const, queued: 2 }
const two: Choice = { sending: ready, receiving: 'listening', accounts: 2 }
async function open(choice: Choice = two) {
  openOffice(choice)
  openSettings('mail')
  render(App)
  const add = choice.language === 'en' ? 'Add account' : 'Aggiungi casella'
  await expect.element(page.getByRole('button', { name: add })).toBeVisible()
}
const button = (name: string) => page.getByRole('button', { name, exact: true })
const group = (name: string) => page.getByRole('article', { name, exact: true })
const sheet = () => page.getByRole('dialog')
const field = (name: string) => sheet().getByLabelText(name, { exact: true })
const accounts = async () => ((await send('mail.accounts', {})) as MailAccountsReply).accounts
const save = () => sheet().getByRole('button', { name: 'Salva e prova' }).click()
async function begin(address: string) {
  await button('Aggiungi casella').click()
  await field('Indirizzo').fill(address)
  await userEvent.keyboard('{Tab}')
}

describe('one account', () => {
  test('stays as calm as it was: two roads, no acts of an account', async () => {
    await open({ sending: ready, receiving: 'listening' })
    await expect.element(page.getByRole('heading', { name: /In uscita/ })).toBeVisible()
    await expect.element(button('Prova')).toBeVisible()
    await expect.element(page.getByText('Rinomina')).not.toBeInTheDocument()
    await expect.element(page.getByRole('heading', { name: /Principale/ })).not.toBeInTheDocument()
  })

  test('where there is none, it is set up first', async () => {
    openOffice({ sending: { state: 'unset', queued: 0 } })
    openSettings('mail')
    render(App)
    await expect.element(page.getByRole('main').getByRole('button', { name: 'Imposta la posta' })).toBeVisible()
    await expect.element(button('Aggiungi casella')).not.toBeInTheDocument()
  })
})

describe('adding one', () => {
  test('an address and a password are enough where the provider is known', async () => {
    await open({ sending: ready })
    await begin('anna@posta.example')
    await expect.element(sheet().getByText('I server sono già scritti')).toBeVisible()
    expect(await accounts()).toHaveLength(1)
    await field('Password').fill('segreta')
    await field('Nome della casella').fill('Anna')
    await save()
    await expect.element(sheet().getByText('entrano da sole nelle loro chat')).toBeVisible()
    const [main, anna] = await accounts()
    expect(main).toMatchObject({ is_default: true, sending: { from_address: 'elena@studiovannini.example' } })
    expect(anna).toMatchObject({
      label: 'Anna',
      is_default: false,
      sending: { host: 'smtp.posta.example', from_address: 'anna@posta.example', from_name: 'Studio Vannini', has_password: true },
      receiving: { host: 'imap.posta.example', address: 'anna@posta.example', has_password: true },
    })
    await sheet().getByRole('button', { name: 'Chiudi' }).last().click()
    await expect.element(group('Anna')).toHaveTextContent('avvisi e risposte')
  })

  test('certified mail receives too, for its receipts come there, and the name that it wants is typed once', async () => {
    await open({ sending: ready })
    await begin('studio@pec.example')
    await expect.element(sheet().getByLabelText('Invia e riceve')).toBeChecked()
    await field('Password').fill('segreta')
    await save()
    await expect.element(sheet().getByText('Scrivi il nome utente.').first()).toBeVisible()
    expect(await accounts()).toHaveLength(1)
    await field('Nome utente').first().fill('studio')
    await save()
    await expect.element(sheet().getByText('entrano da sole nelle loro chat')).toBeVisible()
    expect((await accounts())[1]).toMatchObject({
      sending: { host: 'smtps.pec.example', username: 'studio' },
      receiving: { host: 'imaps.pec.example', username: 'studio' },
    })
  })

  test('one that is signed in to in the browser needs no password, and goes on in the settings', async () => {
    await open({ sending: ready })
    await begin('elena@shared.example')
    await expect.element(sheet().getByText('poi accedi con Shared nel browser')).toBeVisible()
    await save()
    await expect.element(sheet()).not.toBeInTheDocument()
    expect((await accounts()).at(-1)?.sending).toMatchObject({ host: 'smtp.shared.example', has_password: false })
    await expect.element(page.getByRole('button', { name: 'Accedi con Shared' })).toBeVisible()
  })

  test('one that cannot be set up leaves no empty account behind', async () => {
    await open({ sending: ready })
    await begin('anna@altrove.example')
    await field('Password').fill('segreta')
    await sheet().getByLabelText('Solo invio').click()
    await field('Server').fill('smtp.altrove.example')
    await sheet().getByLabelText('Nessuna').click()
    await save()
    await expect.element(sheet().getByRole('alert')).toBeVisible()
    expect(await accounts()).toHaveLength(1)
    await sheet().getByLabelText('TLS', { exact: true }).click()
    await save()
    await expect.element(sheet().getByText('Funziona.')).toBeVisible()
    expect(await accounts()).toHaveLength(2)
  })

  test('one whose test fails stands, and is mended in the same sheet without another being made', async () => {
    await open({ sending: ready })
    await begin('anna@altrove.example')
    await field('Password').fill('segreta')
    await sheet().getByLabelText('Solo invio').click()
    await field('Server').fill('smtp')
    await save()
    await expect.element(sheet().getByRole('alert')).toHaveTextContent('Nessun server ha questo nome.')
    await field('Server').fill('smtp.altrove.example')
    await save()
    await expect.element(sheet().getByText('Funziona.')).toBeVisible()
    expect((await accounts()).map(({ sending }) => sending?.host)).toEqual(['smtp.studiovannini.example', 'smtp.altrove.example'])
  })
})

describe('several', () => {
  test('each is tried and changed on its own', async () => {
    await open()
    await expect.element(group('PEC')).toHaveTextContent('solo invio')
    await expect.element(group('PEC')).toHaveTextContent('Le risposte arrivano nella casella principale.')
    await button('Modifica l’invio: PEC').click()
    await expect.element(field('Indirizzo')).toHaveValue('studiovannini@pec.example')
    await field('Nome di chi scrive').fill('Elena Vannini')
    await save()
    await expect.element(sheet().getByText('Funziona.')).toBeVisible()
    expect((await accounts()).map(({ sending }) => sending?.from_name)).toEqual(['Studio Vannini', 'Elena Vannini'])
  })

  test('one that fails is named in the rail, says what waits, and is mended on the spot', async () => {
    await open({ ...two, second: refused })
    await expect.element(button('2 in coda per PEC')).toBeVisible()
    await expect.element(group('PEC')).toHaveTextContent('2 mail restano in coda, nessuna è persa. La posta principale lavora.')
    await expect.element(group('Principale')).toHaveTextContent('Tutto inviato')
    await button('Prova l’invio: PEC').click()
    const verdict = group('PEC').getByRole('alert')
    await expect.element(verdict).toHaveTextContent('2 mail restano in coda, nessuna è persa. La posta principale lavora.')
    await verdict.getByLabelText('Password nuova').fill('giusta')
    await verdict.getByRole('button', { name: 'Salva e riprova' }).click()
    await expect.element(group('PEC')).toHaveTextContent('Funziona. Provata oggi alle 11:20')
    await expect.element(page.getByText('2 in coda per PEC')).not.toBeInTheDocument()
  })

  test('the line of the rail leads to where they are', async () => {
    openOffice({ ...two, second: refused })
    render(App)
    await button('2 in coda per PEC').click()
    await expect.element(group('PEC')).toBeVisible()
  })

  test('one gets another name, by keyboard alone, and Esc leaves it as it was', async () => {
    await open()
    const rename = button('Rinomina: PEC')
    rename.element().focus()
    await userEvent.keyboard('{Enter}')
    await expect.element(page.getByLabelText('Nome della casella')).toHaveFocus()
    await userEvent.keyboard('altro{Escape}')
    await expect.element(rename).toHaveFocus()
    expect((await accounts())[1]?.label).toBe('PEC')
    await userEvent.keyboard('{Enter}{Control>}a{/Control}Posta certificata{Enter}')
    await expect.element(button('Rinomina: Posta certificata')).toHaveFocus()
    expect((await accounts())[1]?.label).toBe('Posta certificata')
  })

  test('another becomes the default one once what that means was said', async () => {
    await open()
    await button('Rendi principale: PEC').click()
    await expect.element(page.getByText('Da qui si scrive ai clienti che non hanno una casella loro, e da qui parte')).toBeVisible()
    await expect.element(button('Rendi principale')).toHaveFocus()
    await button('Rendi principale').click()
    await expect.element(button('Rinomina: PEC')).toHaveFocus()
    expect((await accounts()).map(({ label, is_default }) => [label, is_default])).toEqual([['PEC', true], ['', false]])
    await expect.element(button('Togli casella: elena@studiovannini.example')).toBeVisible()
  })

  test('the default one cannot go, and says why', async () => {
    await open()
    await expect.element(group('Principale')).toHaveTextContent('Per toglierla, rendi prima principale un’altra.')
    await expect.element(button('Togli casella: Principale')).not.toBeInTheDocument()
  })

  test('one goes once that was said twice; what was its own goes by the default one', async () => {
    await open()
    const { client_id } = ((await send('clients.list', {})) as ClientsListReply).clients[0] ?? { client_id: '' }
    await send('clients.update', { client_id, account_id: 'account-pec' })
    await expect.element(group('PEC')).toHaveTextContent('1 cliente è scritto da qui.')
    await button('Togli casella: PEC').click()
    await expect.element(button('Togli questa casella')).toHaveFocus()
    await expect.element(page.getByText('passano alla principale, elena@studiovannini.example')).toBeVisible()
    await button('Annulla').click()
    await expect.element(button('Togli casella: PEC')).toHaveFocus()
    await userEvent.keyboard('{Enter}{Enter}')
    await expect.element(button('Aggiungi casella')).toHaveFocus()
    await expect.element(page.getByRole('heading', { name: /In uscita/ })).toBeVisible()
    expect(await accounts()).toHaveLength(1)
    expect(((await send('clients.get', { client_id })) as ClientsGetReply).client.account_id).toBeUndefined()
  })

  test('in English', async () => {
    await open({ ...two, language: 'en', second: refused })
    await expect.element(page.getByRole('article', { name: 'Default' })).toHaveTextContent('Clients without an account of their own')
    await expect.element(group('PEC')).toHaveTextContent('2 mails wait, none is lost. The default account is at work.')
    await expect.element(button('2 waiting for PEC')).toBeVisible()
  })
})

describe('a client', () => {
  async function client(choice: Choice) {
    openOffice(choice)
    const { client_id } = ((await send('clients.list', {})) as ClientsListReply).clients[0] ?? { client_id: '' }
    openClient(client_id)
    render(App)
    await expect.element(page.getByRole('heading', { name: 'Scheda' })).toBeVisible()
    return async () => ((await send('clients.get', { client_id })) as ClientsGetReply).client.account_id
  }
  const writtenFrom = () => page.getByRole('combobox', { name: 'Scrive da' })

  test('is written from the account that is chosen, at once, and again from the default one', async () => {
    const own = await client(two)
    await expect.element(writtenFrom()).toHaveDisplayValue('Principale (elena@studiovannini.example)')
    await writtenFrom().selectOptions('PEC (studiovannini@pec.example)')
    await vi.waitFor(async () => expect(await own()).toBe('account-pec'))
    await expect.element(writtenFrom()).toHaveDisplayValue('PEC (studiovannini@pec.example)')
    await writtenFrom().selectOptions('Principale (elena@studiovannini.example)')
    await vi.waitFor(async () => expect(await own()).toBeUndefined())
  })

  test('has no choice where one account sends', async () => {
    await client({ sending: ready })
    await expect.element(writtenFrom()).not.toBeInTheDocument()
  })
})

describe.each(['light', 'dark'])('in the %s theme there is no violation', (theme) => {
  beforeEach(() => void stillIn(theme))

  test('in the settings of three, one failing, with what can be done to them', async () => {
    await open({ ...two, accounts: 3, second: refused })
    await button('Prova l’invio: PEC').click()
    await expect.element(group('PEC').getByRole('alert')).toBeVisible()
    await button('Rinomina: Principale').click()
    await button('Togli casella: PEC').click()
    await expect.element(button('Togli questa casella')).toBeVisible()
    expect(await violations()).toEqual([])
  })

  test('in the sheet, with both servers', async () => {
    await open({ sending: ready })
    await begin('anna@altrove.example')
    await save()
    await expect.element(sheet().getByText('Scrivi la password.')).toBeVisible()
    expect(await violations()).toEqual([])
  })

  test('on the page of a client', async () => {
    openOffice(two)
    const { client_id } = ((await send('clients.list', {})) as ClientsListReply).clients[0] ?? { client_id: '' }
    openClient(client_id)
    render(App)
    await expect.element(page.getByRole('combobox', { name: 'Scrive da' })).toBeVisible()
    expect(await violations()).toEqual([])
  })
})
