import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { page, userEvent } from 'vitest/browser'
import { now } from '../src/dev/cast'
import { openOffice, send } from '../src/dev/transport'
import App from '../src/office/App.svelte'
import { closeSheet, go, openClient, place } from '../src/office/place.svelte'
import { chooseSingleKeys } from '../src/shared/appearance.svelte'
import '../src/shared/styles/index.css'
import { undoButton } from './undo'
import { stillIn, violations } from './violations'

// Several documents at once, and whole folders, in Studio Vannini, Friday 24 April 2026, 11:20 in Rome.

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) })
  localStorage.clear()
  chooseSingleKeys('on')
  openOffice({})
  openClient('rinaldi', 'documents')
  render(App)
  await folder(/1° trimestre/).click()
  await expect.element(file(f24)).toBeVisible()
})
afterEach(() => {
  closeSheet()
  go({ room: 'chats', filter: 'active' })
  localStorage.clear()
})

const [f24, march, invoice, vat] = [
  'F24 maggio, bozza.pdf',
  'Estratto conto marzo 2026.pdf',
  'Metalsider fattura 218.pdf',
  'Liquidazione IVA T1.xlsx',
]
const folder = (name: RegExp) => page.getByRole('navigation', { name: 'Cartelle' }).getByRole('button', { name })
const file = (name: string) => page.getByRole('button', { name, exact: true })
const box = (name: string) => page.getByRole('checkbox', { name: `Scegli ${name}` })
const sheet = () => page.getByRole('dialog')
const bar = () => page.getByRole('status').filter({ hasText: /document\S+ scelt/ })
const title = (name: string) => page.getByRole('heading', { level: 2, name })
async function inHand(name: string) {
  file(name).element().focus()
  await expect.element(file(name)).toHaveFocus()
}
async function menu(of: string, item: RegExp) {
  await page.getByRole('button', { name: `Azioni per ${of}`, exact: true }).click()
  await page.getByRole('menuitem', { name: item }).click()
}
const access = async (name: string) => {
  const { folders } = (await send('documents.list', { client_id: 'rinaldi' })) as { folders: { name: string; access: string }[] }
  return folders.find((one) => one.name === name)?.access
}

describe('ticking documents', () => {
  test('X ticks the one in hand, Shift+arrows extend, Ctrl+A takes all, Esc lets go', async () => {
    await inHand(f24)
    await userEvent.keyboard('x')
    await expect.element(bar()).toHaveTextContent('1 documento scelto')
    await userEvent.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift}')
    await expect.element(bar()).toHaveTextContent('3 documenti scelti')
    await expect.element(box(invoice)).toBeChecked()
    await userEvent.keyboard('{Shift>}{ArrowUp}{/Shift}')
    await expect.element(bar()).toHaveTextContent('2 documenti scelti')
    await userEvent.keyboard('{Control>}a{/Control}')
    await expect.element(bar()).toHaveTextContent('9 documenti scelti')
    await expect.element(page.getByRole('button', { name: /^Scegli tutti/ })).not.toBeInTheDocument()
    await userEvent.keyboard('{Escape}')
    await expect.element(bar()).not.toBeInTheDocument()
    await expect.element(file(march)).toHaveFocus()
    await expect.element(title('1° trimestre')).toBeVisible()
  })

  test('a tick comes with the pointer, Shift+click takes what is between, Ctrl+click one more', async () => {
    await file(f24).hover()
    await box(f24).click()
    await file(invoice).click({ modifiers: ['Shift'] })
    await expect.element(bar()).toHaveTextContent('3 documenti scelti')
    await file(march).click({ modifiers: ['Control'] })
    await expect.element(bar()).toHaveTextContent('2 documenti scelti')
    await expect.element(title('1° trimestre')).toBeVisible()
    await page.getByRole('button', { name: 'Scegli tutti i 9' }).click()
    await expect.element(bar()).toHaveTextContent('9 documenti scelti')
  })

  test('a folder with the focus is not ticked: Space chooses it', async () => {
    folder(/Dalle chat/).element().focus()
    await userEvent.keyboard('x')
    await expect.element(bar()).not.toBeInTheDocument()
    await userEvent.keyboard(' ')
    await expect.element(title('Dalle chat')).toBeVisible()
  })

  test('what is gone from the list, or out of view, is no longer ticked', async () => {
    await box(f24).click()
    await box(vat).click()
    await send('documents.trash', { document_ids: ['rinaldi-folder-0-0'] })
    await expect.element(bar()).toHaveTextContent('1 documento scelto')
    await folder(/Dalle chat/).click()
    await expect.element(bar()).not.toBeInTheDocument()
    await folder(/1° trimestre/).click()
    await expect.element(box(vat)).not.toBeChecked()
  })
})

describe('what is done with many', () => {
  test('they are moved together, and it is said before what the client will no longer see', async () => {
    await box(f24).click()
    await box(march).click()
    await page.getByRole('button', { name: 'Sposta…' }).click()
    await expect.element(sheet()).toHaveTextContent('Sposta 2 documenti')
    await sheet().getByRole('button', { name: /Note interne/ }).click()
    await expect.element(sheet().getByText('Il cliente non li vedrà più.')).toBeVisible()
    await sheet().getByRole('button', { name: /^Sposta/ }).click()
    await expect.element(folder(/Note interne/)).toHaveTextContent('7')
    await expect.element(bar()).not.toBeInTheDocument()
    await expect.element(file(invoice)).toBeVisible()
    await expect.element(file(f24)).not.toBeInTheDocument()
    await vi.waitFor(() => expect(document.activeElement?.closest('[role=table]')).not.toBeNull())
  })

  test('out of several subfolders they can go to any folder, also where some of them lie', async () => {
    await folder(/Contabilità 2026/).click()
    await userEvent.keyboard('{Control>}a{/Control}')
    await expect.element(bar()).toHaveTextContent('21 documenti scelti')
    await page.getByRole('button', { name: 'Sposta…' }).click()
    await expect.element(sheet().getByRole('button', { name: /^Sposta/ })).toBeDisabled()
    await sheet().getByRole('button', { name: /Dalle chat/ }).click()
    await userEvent.keyboard('{Control>}{Enter}{/Control}')
    await expect.element(folder(/Dalle chat/)).toHaveTextContent('21')
    await expect.element(folder(/1° trimestre/)).not.toBeInTheDocument()
  })

  test('they go to the trash together, the next one is in hand, and one undo brings all back', async () => {
    await inHand(f24)
    await userEvent.keyboard('x{Shift>}{ArrowDown}{/Shift}{Delete}')
    await expect.element(page.getByText('2 documenti sono nel cestino')).toBeVisible()
    await expect.element(file(f24)).not.toBeInTheDocument()
    await expect.element(file(invoice)).toHaveFocus()
    await expect.element(bar()).not.toBeInTheDocument()
    await undoButton().click()
    await expect.element(file(f24)).toBeVisible()
    await expect.element(file(march)).toBeVisible()
  })
})

describe('a folder below another', () => {
  test('is renamed with F2, and whoever is in it stays in it', async () => {
    await expect.element(folder(/1° trimestre/)).toHaveFocus()
    await userEvent.keyboard('{F2}')
    await expect.element(sheet().getByLabelText('Nome')).toHaveValue('1° trimestre')
    await userEvent.keyboard('Dalle chat{Enter}')
    await expect.element(sheet().getByText('Questo nome c’è già.')).toBeVisible()
    await sheet().getByLabelText('Nome').fill('Primo/trimestre')
    await userEvent.keyboard('{Enter}')
    await expect.element(sheet().getByText('Questo nome non può stare su ogni computer.')).toBeVisible()
    await sheet().getByLabelText('Nome').fill('Primo trimestre')
    await userEvent.keyboard('{Enter}')
    await expect.element(title('Primo trimestre')).toBeVisible()
    await expect.element(folder(/Primo trimestre/)).toHaveFocus()
    await expect.element(file(f24)).toBeVisible()
    expect(place()).toMatchObject({ folderId: 'rinaldi-folder-0', below: 'Primo trimestre' })
  })

  test('is moved with all that is in it, never into itself', async () => {
    await menu('1° trimestre', /Sposta la cartella/)
    await expect.element(sheet().getByRole('button', { name: /Dichiarazioni/ })).toBeVisible()
    expect(sheet().getByRole('button', { name: /1° trimestre/ }).elements()).toHaveLength(0)
    await sheet().getByRole('button', { name: /Dichiarazioni/ }).click()
    await sheet().getByRole('button', { name: /^Sposta/ }).click()
    await expect.element(page.getByText('in Dichiarazioni', { exact: true })).toBeVisible()
    await expect.element(folder(/Dichiarazioni/)).toHaveTextContent('13')
    await expect.element(file(f24)).toBeVisible()
    expect(place()).toMatchObject({ folderId: 'rinaldi-folder-1', below: '1° trimestre' })
  })

  test('is deleted by keys alone once it is said what goes along, and comes back', async () => {
    await expect.element(folder(/1° trimestre/)).toHaveFocus()
    await userEvent.keyboard('{Delete}')
    await expect.element(sheet()).toHaveTextContent('9 documenti vanno nel cestino, dove restano 120 giorni.')
    await expect.element(sheet()).toHaveTextContent('Il cliente non li vedrà più.')
    await userEvent.keyboard('{Enter}')
    await expect.element(page.getByText('Cartella 1° trimestre eliminata')).toBeVisible()
    await expect.element(folder(/1° trimestre/)).not.toBeInTheDocument()
    await expect.element(folder(/Contabilità 2026/)).toHaveFocus()
    await undoButton().click()
    await expect.element(folder(/1° trimestre/)).toHaveTextContent('9')
  })

  test('the one with the focus is meant, not the one in view', async () => {
    folder(/Dalle chat/).element().focus()
    await userEvent.keyboard('{Delete}')
    await expect.element(sheet()).toHaveTextContent('Elimina Dalle chat')
    await userEvent.keyboard('{Escape}')
    await expect.element(folder(/Dalle chat/)).toHaveFocus()
    folder(/Contabilità 2026/).element().focus()
    await userEvent.keyboard('m')
    await expect.element(sheet()).not.toBeInTheDocument()
  })
})

describe('a top-level folder', () => {
  test('is deleted from its menu, and undone it is what it was, its access too', async () => {
    await folder(/Dichiarazioni/).click()
    await menu('Dichiarazioni', /Elimina la cartella/)
    await expect.element(sheet()).toHaveTextContent('4 documenti vanno nel cestino')
    await sheet().getByRole('button', { name: /Elimina la cartella/ }).click()
    await expect.element(folder(/Dichiarazioni/)).not.toBeInTheDocument()
    await expect.element(title('Contabilità 2026')).toBeVisible()
    await undoButton().click()
    await expect.element(folder(/Dichiarazioni/)).toHaveTextContent(/4.*Può vedere/)
  })

  test('that holds something else stays, and says so before', async () => {
    await folder(/Note interne/).click()
    await menu('Note interne', /Elimina la cartella/)
    await expect.element(sheet()).toHaveTextContent('1 cosa che non è un documento resta sul disco, con la cartella.')
    await userEvent.keyboard('{Enter}')
    await expect.element(page.getByText('5 documenti sono nel cestino')).toBeVisible()
    await expect.element(folder(/Note interne/)).toHaveTextContent('0')
    await menu('Note interne', /Elimina la cartella/)
    await expect.element(sheet().getByRole('button', { name: /Elimina la cartella/ })).toBeDisabled()
  })

  test('without documents goes at once, and can be had back', async () => {
    await send('documents.create_folder', { client_id: 'rinaldi', name: 'Visure', access: 'view' })
    await folder(/Visure/).click()
    await userEvent.keyboard('{Delete}')
    await expect.element(page.getByText('Cartella Visure eliminata')).toBeVisible()
    await expect.element(folder(/Visure/)).not.toBeInTheDocument()
    await undoButton().click()
    await expect.element(folder(/Visure/)).toBeVisible()
    expect(await access('Visure')).toBe('view')
  })
})

describe.each(['light', 'dark'])('in the %s theme', (theme) => {
  let move: () => void
  beforeEach(() => (move = stillIn(theme)))
  afterEach(() => move())

  test('ticks, the bar and the sheets have no violation', async () => {
    await box(f24).click()
    await box(vat).click()
    await expect.element(bar()).toBeVisible()
    expect(await violations()).toEqual([])
    await userEvent.keyboard('m')
    await expect.element(sheet()).toBeVisible()
    expect(await violations()).toEqual([])
    await userEvent.keyboard('{Escape}')
    await menu('1° trimestre', /Elimina la cartella/)
    await expect.element(sheet()).toBeVisible()
    expect(await violations()).toEqual([])
  })
})
