import { beforeEach, describe, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { page, userEvent } from 'vitest/browser'
import { now } from '../src/dev/cast'
import { leaveEscape, openOffice, send } from '../src/dev/transport'
import App from '../src/office/App.svelte'
import { closeSheet, go, openChat } from '../src/office/place.svelte'
import { chooseSingleKeys } from '../src/shared/appearance.svelte'
import '../src/shared/styles/index.css'
import { stillIn, violations } from './violations'

// Received mails as they came, in a frame without rights.

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) })
  chooseSingleKeys('on')
  closeSheet()
  go({ room: 'quarantine', shown: 'open' })
})

const row = (name: RegExp) => page.getByRole('region', { name: 'Mail messe da parte' }).getByRole('button', { name })
const sheet = () => page.getByRole('dialog')
const frame = () => sheet().getByTitle('La mail come l’ha composta chi scrive')

async function openDoubtful() {
  openOffice({})
  render(App)
  await row(/Rimborso IVA/).click()
  await page.getByRole('button', { name: 'Mostra l’originale' }).click()
  await expect.element(frame()).toBeVisible()
}

test('O shows a mail that is kept aside as it came, and Esc leaves the row in hand', async () => {
  openOffice({})
  render(App)
  await expect.element(row(/Delega firmata/)).toHaveFocus()
  await userEvent.keyboard('o')
  await expect.element(page.getByRole('dialog', { name: 'Delega firmata' })).toBeVisible()
  await expect.element(sheet().getByText('paolo.rinaldi71@posta.example')).toBeVisible()
  await expect.element(frame()).toBeVisible()
  await expect.element(sheet().getByRole('button', { name: 'Mostra immagini' })).not.toBeInTheDocument()
  await userEvent.keyboard('{Escape}')
  await expect.element(row(/Delega firmata/)).toHaveFocus()
})

test('the frame has no rights: what is in it neither runs nor reaches the window', async () => {
  await openDoubtful()
  const shown = frame().element() as HTMLIFrameElement
  expect(shown.getAttribute('sandbox')).toBe('allow-popups')
  expect(shown.srcdoc).toContain('<script>')
  // Laid out once more, so that its end is not missed.
  const laidOut = new Promise((loaded) => shown.addEventListener('load', loaded, { once: true }))
  shown.srcdoc = `${shown.srcdoc} `
  await laidOut
  expect(document.title).not.toBe('foreign')
  expect(shown.contentDocument).toBeNull()
})

test('Esc that no document took leaves the mail, in which nothing could hear it', async () => {
  await openDoubtful()
  leaveEscape(undefined)
  await expect.element(sheet()).not.toBeInTheDocument()
  await expect.element(page.getByRole('button', { name: 'Mostra l’originale' })).toHaveFocus()
})

test('pictures that lie elsewhere wait until they are asked for', async () => {
  await openDoubtful()
  await expect.element(sheet().getByText('2 immagini stanno su altri server.')).toBeVisible()
  await expect.element(sheet().getByText('1 link dice un indirizzo e porta a un altro')).toBeVisible()
  await expect.element(sheet().getByText('Tolta 1 immagine invisibile')).toBeVisible()
  expect((frame().element() as HTMLIFrameElement).srcdoc).not.toContain('src="data:')
  await sheet().getByRole('button', { name: 'Mostra immagini' }).click()
  await expect.element(sheet().getByText('2 immagini stanno su altri server.')).not.toBeInTheDocument()
  await expect.poll(() => (frame().element() as HTMLIFrameElement).srcdoc).toContain('src="data:')
})

test('in a chat the message of a mail leads to it', async () => {
  openOffice({})
  await send('quarantine.join', { quarantine_id: 'kept-refund', chat_id: 'rinaldi-chat' })
  openChat('rinaldi-chat')
  render(App)
  await page.getByRole('button', { name: 'Mostra l’originale' }).click()
  await expect.element(frame()).toBeVisible()
  await expect.element(sheet().getByText('rimborsi@agenzia-fisco.example')).toBeVisible()
})

describe.each(['light', 'dark'])('in the %s theme there is no violation', (theme) => {
  test('with all that can be said of a mail', async () => {
    stillIn(theme)
    await openDoubtful()
    expect(await violations()).toEqual([])
  })
})
