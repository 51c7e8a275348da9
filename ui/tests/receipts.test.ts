import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { page, userEvent } from 'vitest/browser'
import { now } from '../src/dev/cast'
import { answerOfShell, askedOfShell, openOffice } from '../src/dev/transport'
import { OfficeError } from '../src/ipc'
import App from '../src/office/App.svelte'
import { closeSheet, openChat } from '../src/office/place.svelte'
import '../src/shared/styles/index.css'
import { stillIn, violations } from './violations'

// Receipts of certified mail beside the messages of Studio Vannini, Friday 24 April 2026, 11:20 in Rome.

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) })
  closeSheet()
})
afterEach(() => {
  closeSheet()
  delete document.documentElement.dataset.theme
})

const line = (name: RegExp) => page.getByRole('button', { name })
const sheet = () => page.getByRole('dialog', { name: 'Ricevute PEC' })
const receipt = (name: string) => sheet().getByRole('region', { name, exact: true })

async function open(chat: string) {
  openOffice({})
  openChat(chat)
  render(App)
  await expect.element(line(/^PEC/).first()).toBeVisible()
}

test('the ladder says when a mail was accepted and delivered', async () => {
  await open('querce-chat')
  await expect.element(line(/^PEC: accettata mer 22, 10:31 · consegnata 10:31$/)).toBeVisible()
})

test('each contact has a line, and what is not verified is no delivery', async () => {
  await open('lorenzo-chat')
  await expect.element(line(/^PEC a Bruno Sala: accettata ieri, 11:30 · consegnata 11:31$/)).toBeVisible()
  await expect.element(line(/^PEC a Ada Sala: accettata ieri, 11:30 · non consegnata 11:32$/)).toBeVisible()
  await expect.element(line(/^PEC a Piero Neri: accettata ieri, 11:30 · 1 ricevuta non verificata$/)).toBeVisible()
})

test('by keyboard a line opens its receipts, and closing them leads back to it', async () => {
  await open('querce-chat')
  const opener = line(/^PEC: accettata/)
  ;(opener.element() as HTMLElement).focus()
  await userEvent.keyboard('{Enter}')
  await expect.element(sheet()).toHaveTextContent(/Delega per il cassetto fiscale, a irene@querce.example/)
  await expect.element(receipt('Accettata')).toHaveTextContent(/22 aprile, 10:31:12/)
  await expect.element(receipt('Consegnata')).toHaveTextContent(/Firma integra: Namirial S.p.A., certificato rilasciato da Regione Digitale CA1/)
  await userEvent.keyboard('{Escape}')
  await expect.element(sheet()).not.toBeInTheDocument()
  await expect.element(opener).toHaveFocus()
})

test('a receipt that is not verified says why and who signed it', async () => {
  await open('lorenzo-chat')
  await line(/^PEC a Piero Neri/).click()
  await expect.element(receipt('Consegnata')).toHaveTextContent(
    /Non verificata: il certificato non è del gestore che risulta mittente.*FirmaMario Bianchi/,
  )
  await expect.element(sheet()).toHaveTextContent(/Studiolo non può sapere/)
})

test('a receipt is saved as it came, and what goes wrong is said beside it', async () => {
  await open('querce-chat')
  await line(/^PEC: accettata/).click()
  await receipt('Consegnata').getByRole('button', { name: 'Salva .eml' }).click()
  const saved = askedOfShell.filter(({ command }) => command === 'save_evidence').map(({ args }) => args)
  expect(saved).toEqual([{ evidence_id: 'querce-0-mail-1-evidence-2' }])
  answerOfShell('save_evidence', () => {
    throw new OfficeError('disk_full', 'no room')
  })
  await receipt('Consegnata').getByRole('button', { name: 'Salva .eml' }).click()
  await expect.element(receipt('Consegnata').getByRole('alert')).toBeVisible()
})

describe.each(['light', 'dark'])('in the %s theme there is no violation', (theme) => {
  let move: () => void
  beforeEach(() => {
    move = stillIn(theme)
  })
  afterEach(() => move())

  test('in the ladder', async () => {
    await open('lorenzo-chat')
    expect(await violations()).toEqual([])
  })

  test('in the receipts', async () => {
    await open('lorenzo-chat')
    await line(/^PEC a Piero Neri/).click()
    await expect.element(receipt('Consegnata')).toBeVisible()
    expect(await violations()).toEqual([])
  })
})
