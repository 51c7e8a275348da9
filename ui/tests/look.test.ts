import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { page, userEvent } from 'vitest/browser'
import { now } from '../src/dev/cast'
import { answerOfShell, askedOfShell, openOffice } from '../src/dev/transport'
import App from '../src/office/App.svelte'
import { go, openClient, openSettings, type Place } from '../src/office/place.svelte'
import '../src/shared/styles/index.css'

// What the rooms offer beside their main job, and their shape, against an office held in memory: Friday 24 April 2026,
// 11:20 in Rome.

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) })
  go({ room: 'chats', filter: 'active' })
})
afterEach(async () => {
  vi.restoreAllMocks()
  localStorage.clear()
  await page.viewport(1280, 800)
})

async function open(place: Place) {
  openOffice({})
  go(place)
  render(App)
  await expect.element(page.getByRole('main')).toBeVisible()
}
const main = () => page.getByRole('main')
const heading = (name: string) => main().getByRole('heading', { name })
const choice = (name: string) => main().getByRole('combobox', { name, exact: true })

describe('the audit trail', () => {
  test('filters become tokens, work together, and the token has the focus', async () => {
    await open({ room: 'audit' })
    await choice('Chi').selectOptions('Studiolo')
    const token = main().getByRole('button', { name: 'Togli Studiolo' })
    await expect.element(token).toHaveFocus()
    await choice('Che cosa').selectOptions('Promemoria')
    await expect.element(main().getByText('1 di 7 righe')).toBeVisible()
    await expect.element(main().getByRole('button', { name: /ha scritto in/ })).not.toBeInTheDocument()
    await expect.element(heading('Ieri')).toBeVisible()
    await token.click()
    await expect.element(choice('Chi')).toHaveFocus()
  })

  test('a span of days leaves out what is older', async () => {
    await open({ room: 'audit' })
    await choice('Da quando').selectOptions('Ultimi 7 giorni')
    await expect.element(main().getByText('6 di 7 righe')).toBeVisible()
    await expect.element(heading('17 aprile')).not.toBeInTheDocument()
  })

  test('with nothing left it says so, and takes the filters away', async () => {
    await open({ room: 'audit' })
    await choice('Che cosa').selectOptions('Impostazioni')
    await expect.element(main().getByText('Nessuna riga con questi filtri')).toBeVisible()
    await main().getByRole('button', { name: 'Togli i filtri' }).click()
    await expect.element(heading('17 aprile')).toBeVisible()
  })

  test('the export holds what the filters let through, one line a row', async () => {
    await open({ room: 'audit' })
    await choice('Chi').selectOptions('Studiolo')
    const made: Blob[] = []
    vi.spyOn(URL, 'createObjectURL').mockImplementation((file) => {
      made.push(file as Blob)
      return 'about:blank'
    })
    const saved = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined)
    await main().getByRole('button', { name: 'Esporta' }).click()
    await expect.element(page.getByText('Esportate 2 righe')).toBeVisible()
    expect(saved).toHaveBeenCalledOnce()
    const lines = (await made[0]?.text())?.trim().split('\r\n') ?? []
    expect(lines).toHaveLength(3)
    expect(lines[0]).toContain('Chi;Che cosa;Da dove')
    expect(lines[1]).toContain('2026-04-23T07:00:00Z')
  })
})

describe('the settings', () => {
  test('a copy on a disk of one’s own says where it is', async () => {
    openOffice({})
    openSettings('backup')
    render(App)
    await page.getByRole('button', { name: 'Copia adesso su un disco…' }).click()
    await expect.element(page.getByText(/Copiato e controllato: .media/)).toBeVisible()
    await page.getByRole('button', { name: 'Mostra la cartella' }).click()
    expect(askedOfShell.map(({ command }) => command)).toContain('show_folder')
  })

  test('an office in a synced folder is warned of, and says what to do', async () => {
    openOffice({ syncedBy: 'Dropbox' })
    render(App)
    await page.getByRole('button', { name: 'Cartella di Dropbox' }).click()
    await expect.element(page.getByText(/sposta la cartella fuori da Dropbox/)).toBeVisible()
  })

  test('a copy under way can be given up', async () => {
    openOffice({})
    let end: (answer: unknown) => void = () => undefined
    answerOfShell('backup_now', () => new Promise((resolve) => (end = resolve)))
    openSettings('backup')
    render(App)
    await page.getByRole('button', { name: 'Copia adesso su un disco…' }).click()
    await page.getByRole('button', { name: 'Annulla', exact: true }).click()
    expect(askedOfShell.map(({ command }) => command)).toContain('cancel_backup')
    end({})
    await expect.element(page.getByRole('button', { name: 'Copia adesso su un disco…' })).toBeVisible()
    await expect.element(page.getByRole('button', { name: 'Annulla', exact: true })).not.toBeInTheDocument()
  })

  test('the program says its version', async () => {
    openOffice({})
    openSettings('appearance')
    render(App)
    await expect.element(page.getByRole('button', { name: 'Studiolo 0.1.0' })).toBeVisible()
  })

  test('another language keeps the place and the section', async () => {
    openOffice({})
    openSettings('office')
    render(App)
    await page.getByLabelText('English').click()
    await expect.element(page.getByRole('heading', { name: 'Office', exact: true })).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await expect.element(page.getByRole('heading', { name: 'Chats' })).toBeVisible()
  })
})

describe('with text at twice its size', () => {
  const rooms: Record<string, () => void> = {
    'the inbox': () => go({ room: 'inbox', filter: 'all' }),
    'the reminders': () => go({ room: 'reminders', tab: 'due' }),
    'the ended reminders': () => go({ room: 'reminders', tab: 'over' }),
    'the audit trail': () => go({ room: 'audit' }),
    'a client': () => openClient('rinaldi'),
    'the settings': () => openSettings('reminders'),
  }
  test.each(Object.entries(rooms))('%s has nothing cut off at the side', async (_name, show) => {
    await page.viewport(640, 400)
    await open({ room: 'inbox', filter: 'new' })
    show()
    await expect.element(page.getByRole('main').getByRole('heading').first()).toBeVisible()
    const shown = document.querySelector('main')
    expect(shown?.scrollWidth).toBeLessThanOrEqual(shown?.clientWidth ?? 0)
  })
})
