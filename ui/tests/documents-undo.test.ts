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

// Moves and renames among the documents of Officine Rinaldi, and the way back from them.

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

const [f24, march] = ['F24 maggio, bozza.pdf', 'Estratto conto marzo 2026.pdf']
const folder = (name: RegExp) => page.getByRole('navigation', { name: 'Cartelle' }).getByRole('button', { name })
const file = (name: string) => page.getByRole('button', { name, exact: true })
const sheet = () => page.getByRole('dialog')
const title = (name: string) => page.getByRole('heading', { level: 2, name })
const back = () => userEvent.keyboard('{Control>}z{/Control}')
async function inHand(name: string) {
  file(name).element().focus()
  await expect.element(file(name)).toHaveFocus()
}
/** Where the documents of this name lie. */
async function pathsOf(name: string) {
  const { documents } = (await send('documents.list', { client_id: 'rinaldi' })) as { documents: { path: string }[] }
  return documents.map(({ path }) => path).filter((path) => path.endsWith(`/${name}`))
}
/** Moves what is in hand by keys to the folder of this name. */
async function moveTo(name: RegExp) {
  await userEvent.keyboard('m')
  await sheet().getByRole('button', { name }).click()
  await sheet().getByRole('button', { name: /^Sposta/ }).click()
}
async function rename(name: string) {
  await userEvent.keyboard('{F2}')
  await sheet().getByLabelText('Nome').fill(name)
  await userEvent.keyboard('{Enter}')
  await expect.element(sheet()).not.toBeInTheDocument()
}

describe('a move', () => {
  test('of one says where it is and what changes for the client, and goes back by key', async () => {
    await inHand(f24)
    await moveTo(/Note interne/)
    await expect.element(page.getByText(`${f24} è in Note interne. Il cliente non lo vedrà più.`)).toBeVisible()
    await expect.element(file(f24)).not.toBeInTheDocument()
    await back()
    await expect.element(file(f24)).toBeVisible()
    expect(await pathsOf(f24)).toEqual([`Contabilità 2026/1° trimestre/${f24}`])
    await expect.element(page.getByText('Note interne. Il cliente')).not.toBeInTheDocument()
    // Once is enough.
    await back()
    expect(await pathsOf(f24)).toEqual([`Contabilità 2026/1° trimestre/${f24}`])
  })

  test('of many from several folders goes back to each, by the toast', async () => {
    await folder(/Contabilità 2026/).click()
    await inHand(f24)
    await userEvent.keyboard('{Control>}a{/Control}')
    const { documents: before } = (await send('documents.list', { client_id: 'rinaldi' })) as { documents: unknown[] }
    const many = document.querySelectorAll('.documents [data-row]').length
    expect(many).toBeGreaterThan(2)
    await moveTo(/Dichiarazioni/)
    await expect.element(page.getByText(/^\d+ documenti sono in Dichiarazioni$/)).toBeVisible()
    await undoButton().click()
    await expect.element(folder(/1° trimestre/)).toHaveTextContent('9')
    const { documents } = (await send('documents.list', { client_id: 'rinaldi' })) as { documents: unknown[] }
    expect(documents).toEqual(before)
  })

  test('is not taken back where something else lies meanwhile, and it says so', async () => {
    await inHand(f24)
    await moveTo(/Dichiarazioni/)
    await expect.element(page.getByText(`${f24} è in Dichiarazioni`)).toBeVisible()
    await send('documents.rename', { document_id: 'rinaldi-folder-0-1', name: f24 })
    await expect.element(file(f24)).toBeVisible()
    await back()
    const why = page.getByRole('alert').filter({ hasText: `Non si può annullare: dov’era c’è già qualcosa che si chiama ${f24}.` })
    await expect.element(why).toBeVisible()
    expect(await pathsOf(f24)).toHaveLength(2)
    // It goes with the next thing that is done.
    await inHand(f24)
    await userEvent.keyboard('{Delete}')
    await expect.element(why).not.toBeInTheDocument()
  })

  test('of what has gone meanwhile is not taken back; it is said among its client’s documents', async () => {
    await inHand(f24)
    await moveTo(/Dichiarazioni/)
    await expect.element(page.getByText(`${f24} è in Dichiarazioni`)).toBeVisible()
    await send('documents.trash', { document_ids: ['rinaldi-folder-0-0'] })
    go({ room: 'clients' })
    await undoButton().click()
    await expect.element(page.getByText('Non si può annullare: non c’è più, o non c’è più la sua cartella.')).toBeVisible()
    expect(place()).toMatchObject({ room: 'client', clientId: 'rinaldi', section: 'documents' })
  })

  test('of a folder goes back with whoever is in it', async () => {
    folder(/1° trimestre/).element().focus()
    await moveTo(/Note interne/)
    await expect.element(page.getByText('1° trimestre è in Note interne. Il cliente non la vedrà più.')).toBeVisible()
    await expect.element(page.getByText('in Note interne', { exact: true })).toBeVisible()
    await back()
    await expect.element(page.getByText('in Contabilità 2026', { exact: true })).toBeVisible()
    await expect.element(file(f24)).toBeVisible()
    expect(place()).toMatchObject({ folderId: 'rinaldi-folder-0', below: '1° trimestre' })
  })
})

describe('a rename', () => {
  test('of a document is taken back by key', async () => {
    await inHand(f24)
    await rename('F24.pdf')
    await expect.element(page.getByText(`${f24} ora si chiama F24.pdf`)).toBeVisible()
    await expect.element(file('F24.pdf')).toHaveFocus()
    await back()
    await expect.element(file(f24)).toBeVisible()
    expect(await pathsOf('F24.pdf')).toEqual([])
  })

  test('of a top-level folder and of one below are taken back', async () => {
    await rename('Primo')
    await expect.element(page.getByText('1° trimestre ora si chiama Primo')).toBeVisible()
    await back()
    await expect.element(title('1° trimestre')).toBeVisible()
    await expect.element(file(f24)).toBeVisible()
    await folder(/Dichiarazioni/).click()
    await rename('Redditi')
    await expect.element(page.getByText('Dichiarazioni ora si chiama Redditi')).toBeVisible()
    await back()
    await expect.element(title('Dichiarazioni')).toBeVisible()
  })
})

test('the key means what was done last, whatever it was', async () => {
  await inHand(f24)
  await rename('F24.pdf')
  await expect.element(page.getByText(`${f24} ora si chiama F24.pdf`)).toBeVisible()
  await inHand(march)
  await userEvent.keyboard('{Delete}')
  await expect.element(page.getByText(`${march} è nel cestino`)).toBeVisible()
  await expect.element(file(march)).not.toBeInTheDocument()
  await back()
  await expect.element(file(march)).toBeVisible()
  await expect.element(file('F24.pdf')).toBeVisible()
})

describe.each(['light', 'dark'])('in the %s theme', (theme) => {
  let move: () => void
  beforeEach(() => (move = stillIn(theme)))
  afterEach(() => move())

  test('the toast and the refusal have no violation', async () => {
    await inHand(f24)
    await moveTo(/Note interne/)
    await expect.element(page.getByText(/Il cliente non lo vedrà più/)).toBeVisible()
    expect(await violations()).toEqual([])
    await send('documents.rename', { document_id: 'rinaldi-folder-0-1', name: f24 })
    await back()
    await expect.element(page.getByRole('alert')).toBeVisible()
    expect(await violations()).toEqual([])
  })
})
