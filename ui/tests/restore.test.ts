import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { page, userEvent } from 'vitest/browser'
import { now } from '../src/dev/cast'
import { answerOfShell, askedOfShell, beginRestore, codeToShow, openOffice } from '../src/dev/transport'
import { OfficeError } from '../src/ipc'
import App from '../src/office/App.svelte'
import { closeSheet, go, openSettings } from '../src/office/place.svelte'
import '../src/shared/styles/index.css'
import { stillIn, violations } from './violations'

// The backups that are kept and the way back, in Studio Vannini, Friday 24 April 2026, 11:20 in Rome.

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) })
  localStorage.clear()
})
afterEach(() => {
  closeSheet()
  go({ room: 'chats', filter: 'active' })
  localStorage.clear()
})

async function openBackups(choice: Parameters<typeof openOffice>[0] = {}) {
  openOffice(choice)
  openSettings('backup')
  render(App)
  await expect.element(page.getByText('Copie tenute')).toBeVisible()
}
const rows = () => page.getByRole('listitem').filter({ hasText: /giornaliera|settimanale/ })
const button = (name: string) => page.getByRole('button', { name, exact: true })
const sheet = () => page.getByRole('dialog')
const inSheet = (name: string) => sheet().getByRole('button', { name })
const asked = (command: string) => askedOfShell.filter((one) => one.command === command).map(({ args }) => args)

/** An answer that is still to come. */
function held() {
  let give: (answer: unknown) => void = () => undefined
  let refuse: (error: unknown) => void = () => undefined
  const answer = new Promise((resolve, reject) => ([give, refuse] = [resolve, reject]))
  answerOfShell('restore_backup', () => answer)
  return { give: (answer: unknown) => give(answer), refuse: (error: unknown) => refuse(error) }
}

describe('the list', () => {
  test('each kept copy says its day, hour, kind and size, newest first', async () => {
    await openBackups()
    await expect.element(rows().first()).toHaveTextContent(/ven 24 aprile\s*7:02\s*giornaliera\s*1,3 MB/)
    await expect.element(rows().last()).toHaveTextContent(/lun 30 marzo\s*8:52\s*settimanale\s*852 kB/)
    expect(rows().elements()).toHaveLength(11)
  })

  test('a row shows its button when it is looked at, and to the keyboard', async () => {
    await openBackups()
    const first = button('Ripristina la copia: ven 24 aprile, 7:02')
    const opacity = () => getComputedStyle(first.element()).opacity
    expect(opacity()).toBe('0')
    await rows().first().hover()
    expect(opacity()).toBe('1')
    await page.getByRole('heading', { name: 'Copie di sicurezza' }).hover()
    first.element().focus()
    expect(opacity()).toBe('1')
  })

  test('an office without copies says when the first one comes', async () => {
    openOffice({ empty: true, keeps: [] })
    openSettings('backup')
    render(App)
    await expect.element(page.getByText('la prima si fa da sola fra pochi minuti').last()).toBeVisible()
    expect(rows().elements()).toHaveLength(0)
  })
})

describe('a kept copy', () => {
  async function choose() {
    await openBackups()
    await rows().nth(1).hover()
    await button('Ripristina la copia: gio 23 aprile, 8:40').click()
  }

  test('says what will become of it before anything is asked', async () => {
    await choose()
    await expect.element(sheet()).toHaveTextContent('ieri, 8:40')
    await expect.element(sheet()).toHaveTextContent('Quello di adesso resta com’è.')
    await expect.element(sheet()).toHaveTextContent('niente parte due volte')
    expect(asked('restore_backup')).toEqual([])
  })

  test('is restored by its name alone, and the restored office can be opened and shown', async () => {
    await choose()
    await inSheet('Scegli dove…').click()
    await expect.element(page.getByRole('heading', { name: 'Studio ripristinato' })).toBeVisible()
    const folder = '/home/elena/Studiolo/Studio Vannini ripristinato 2026-04-24'
    await expect.element(sheet().getByText(folder, { exact: true })).toBeVisible()
    await expect.element(sheet()).toHaveTextContent('È lo studio com’era: ieri, 8:40.')
    await expect.element(sheet()).toHaveTextContent('I suoi promemoria sono in pausa')
    const kept = 'daily-2026-04-23.studiolo-backup'
    expect(asked('restore_backup')).toEqual([{ request: { kept, again: false } }])
    await inSheet('Mostra la cartella').click()
    await inSheet('Apri').click()
    await expect.element(sheet()).not.toBeInTheDocument()
    expect([asked('show_restored'), asked('open_restored')]).toEqual([[{}], [{}]])
  })

  test('tells first that it waits for a choice, then that it works, and can be given up', async () => {
    await choose()
    const { give } = held()
    await inSheet('Scegli dove…').click()
    await expect.element(inSheet('Aspetto la scelta')).toBeVisible()
    beginRestore()
    await expect.element(sheet().getByRole('status')).toHaveTextContent('Bastano pochi secondi.')
    await expect.element(inSheet('Ripristino')).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await expect.element(sheet()).not.toBeInTheDocument()
    expect(asked('cancel_restore')).toEqual([{}])
    give({ state: 'cancelled' })
  })

  test('leaves everything as it was when the owner thinks better of it', async () => {
    await choose()
    const { give } = held()
    await inSheet('Scegli dove…').click()
    give({ state: 'cancelled' })
    await expect.element(inSheet('Scegli dove…')).toBeVisible()
    await inSheet('Annulla').click()
    await expect.element(sheet()).not.toBeInTheDocument()
    expect(asked('cancel_restore')).toEqual([])
  })

  const refusals = {
    folder_not_empty: 'Questa cartella non è vuota.',
    folder_of_office: 'Questa cartella è dello studio aperto.',
    disk_full: 'Il disco è pieno.',
    backup_unusable: 'Questo file non è una copia che si possa aprire.',
  }
  test.each(Object.entries(refusals))('%s is told in words, and tried again', async (code, words) => {
    await choose()
    answerOfShell('restore_backup', () => {
      throw new OfficeError(code, 'no')
    })
    await inSheet('Scegli dove…').click()
    await expect.element(sheet().getByRole('alert')).toHaveTextContent(words)
    await expect.element(inSheet('Scegli dove…')).toBeVisible()
  })
})

describe('a file', () => {
  async function choose() {
    await openBackups()
    await button('Da un file…').click()
    await inSheet('Scegli il file…').click()
  }
  const field = () => sheet().getByRole('textbox', { name: 'Codice di recupero' })

  test('of another office asks for its code, and not for the file again', async () => {
    await choose()
    await expect.element(field()).toHaveFocus()
    await inSheet('Scegli dove…').click()
    await expect.element(sheet().getByText('Scrivi il codice.')).toBeVisible()
    await field().fill('V7QX-3M9D')
    await userEvent.keyboard('{Enter}')
    await expect.element(sheet().getByRole('alert')).toHaveTextContent('Questo codice non apre la copia.')
    await field().fill(codeToShow.toLowerCase().replaceAll('-', ' '))
    await userEvent.keyboard('{Control>}{Enter}{/Control}')
    await expect.element(page.getByRole('heading', { name: 'Studio ripristinato' })).toBeVisible()
    await expect.element(inSheet('Apri')).toHaveFocus()
    const again = asked('restore_backup').map(({ request }) => (request as { again: boolean }).again)
    expect(again).toEqual([false, true, true])
  })

  test('can be changed for another one, whose code is another', async () => {
    await choose()
    await field().fill('ABCD')
    await inSheet('Un altro file…').click()
    await expect.element(field()).toHaveValue('')
    expect(asked('restore_backup')).toEqual([{ request: { again: false } }, { request: { again: false } }])
  })

  test('that is no backup is told, and another one is asked for', async () => {
    await openBackups()
    answerOfShell('restore_backup', () => {
      throw new OfficeError('backup_unusable', 'it is no backup of Studiolo')
    })
    await button('Da un file…').click()
    await inSheet('Scegli il file…').click()
    await expect.element(sheet().getByRole('alert')).toHaveTextContent('Niente è cambiato: scegline un altro.')
    await inSheet('Scegli il file…').click()
    expect(asked('restore_backup')).toEqual([{ request: { again: false } }, { request: { again: false } }])
  })

  test('is not asked for twice when the folder was not empty', async () => {
    await openBackups()
    answerOfShell('restore_backup', () => {
      throw new OfficeError('folder_not_empty', 'this folder is not empty')
    })
    await button('Da un file…').click()
    await inSheet('Scegli il file…').click()
    await inSheet('Scegli dove…').click()
    expect(asked('restore_backup')).toEqual([{ request: { again: false } }, { request: { again: true } }])
  })

  test('is found by its command from anywhere', async () => {
    openOffice({})
    render(App)
    await expect.element(page.getByRole('navigation', { name: 'Principale' })).toBeVisible()
    await userEvent.keyboard('{Control>}k{/Control}>ripris{Enter}')
    await expect.element(inSheet('Scegli il file…')).toHaveFocus()
  })
})

test('an office restored in the first steps is opened from there', async () => {
  openOffice({ empty: true, setUp: false, sending: { state: 'unset', queued: 0 } })
  render(App)
  await button('Ripristina da una copia…').click()
  await inSheet('Scegli il file…').click()
  await sheet().getByRole('textbox', { name: 'Codice di recupero' }).fill(codeToShow)
  await userEvent.keyboard('{Enter}')
  await inSheet('Apri').click()
  await expect.element(page.getByRole('heading', { name: 'Apriamo lo studio' })).toBeVisible()
  expect(asked('open_restored')).toEqual([{}])
})

describe.each(['light', 'dark'])('in the %s theme no step has a violation:', (theme) => {
  beforeEach(() => {
    stillIn(theme)
  })
  afterEach(() => delete document.documentElement.dataset.theme)

  test('the list, with a row that is looked at', async () => {
    await openBackups()
    await rows().first().hover()
    expect(await violations()).toEqual([])
  })

  test('the file, its code, a wrong one', async () => {
    await openBackups()
    await button('Da un file…').click()
    expect(await violations()).toEqual([])
    await inSheet('Scegli il file…').click()
    await sheet().getByRole('textbox').fill('ABCD')
    await userEvent.keyboard('{Enter}')
    await expect.element(sheet().getByRole('alert')).toBeVisible()
    expect(await violations()).toEqual([])
  })

  test('the work, and what it made', async () => {
    await openBackups()
    await button('Da un file…').click()
    const { give } = held()
    await inSheet('Scegli il file…').click()
    await expect.element(inSheet('Aspetto la scelta')).toBeVisible()
    beginRestore()
    await expect.element(sheet().getByRole('status')).toBeVisible()
    expect(await violations()).toEqual([])
    give({ state: 'restored', folder: '/tmp/Studio', at: '2026-04-23T06:40:00Z', command: 'studiolo --office /tmp' })
    await expect.element(inSheet('Apri')).toBeVisible()
    expect(await violations()).toEqual([])
  })
})
