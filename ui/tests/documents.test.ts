import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { page, userEvent } from 'vitest/browser'
import { now } from '../src/dev/cast'
import { picked } from '../src/dev/papers'
import { askedOfShell, drag, drop, openOffice } from '../src/dev/transport'
import App from '../src/office/App.svelte'
import { closeSheet, go, openClient, openSettings } from '../src/office/place.svelte'
import { chooseSingleKeys } from '../src/shared/appearance.svelte'
import '../src/shared/styles/index.css'
import { undoButton } from './undo'
import { stillIn, violations } from './violations'

// The documents of clients in Studio Vannini, Friday 24 April 2026, 11:20 in Rome.

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) })
  localStorage.clear()
  chooseSingleKeys('on')
})
afterEach(() => {
  closeSheet()
  go({ room: 'chats', filter: 'active' })
  localStorage.clear()
})

async function open(choice: Parameters<typeof openOffice>[0] = {}, clientId = 'rinaldi') {
  openOffice(choice)
  openClient(clientId, 'documents')
  render(App)
  await expect.element(page.getByRole('heading', { level: 1 })).toBeVisible()
}
const folders = () => page.getByRole('navigation', { name: 'Cartelle' })
const folder = (name: RegExp) => folders().getByRole('button', { name })
const row = (name: string) => page.getByRole('row').filter({ hasText: name })
const file = (name: string) => page.getByRole('button', { name, exact: true })
const sheet = () => page.getByRole('dialog')
const asked = (command: string) => askedOfShell.filter((one) => one.command === command).map(({ args }) => args)
async function quarter() {
  await folder(/1° trimestre/).click()
  await expect.element(file('F24 maggio, bozza.pdf')).toBeVisible()
}
async function inHand(name: string) {
  file(name).element().focus()
  await expect.element(file(name)).toHaveFocus()
}

describe('the folders of a client', () => {
  test('each says its access and its number, with its subfolders below', async () => {
    await open()
    await expect.element(folder(/Contabilità 2026/)).toHaveTextContent(/21.*Vede e modifica/)
    await expect.element(folder(/Note interne/)).toHaveTextContent(/5.*Privato/)
    await quarter()
    await expect.element(page.getByRole('heading', { name: '1° trimestre' })).toBeVisible()
    await expect.element(row('Liquidazione IVA T1.xlsx')).toHaveTextContent(/Tu.*mer 22.*Visto da Paolo ieri/)
    await expect.element(row('F24 maggio, bozza.pdf')).toHaveTextContent('Non ancora visto')
    // What the client brought is for Elena to see.
    await expect.element(row('Estratto conto febbraio 2026.pdf')).toHaveTextContent('Visto da te 3 mar')
    await expect.element(row('Estratto conto marzo 2026.pdf')).toHaveTextContent('Da vedere')
    expect(page.getByText('Ricevuta 1.pdf').elements()).toHaveLength(0)
  })

  test('what no client may see says why, and what is being written says so', async () => {
    await open()
    await folder(/Dichiarazioni/).click()
    await expect.element(row('aggiornamento.exe')).toHaveTextContent('È un programma')
    await expect.element(row('aggiornamento.exe')).toHaveTextContent('Il cliente non lo vede')
    await expect.element(row('Visura camerale.docx')).toHaveTextContent('In scrittura')
    await expect.element(page.getByText('appunti.txt')).toBeVisible()
  })

  test('an access is chosen in a menu, holds at once, and can be undone', async () => {
    await open()
    await quarter()
    await userEvent.keyboard('p')
    await expect.element(page.getByText('e per i suoi 21 documenti')).toBeVisible()
    await userEvent.keyboard('{ArrowDown}')
    await expect.element(folder(/Contabilità 2026/)).toHaveTextContent('Vede e modifica')
    await page.getByRole('menuitemradio', { name: /Privato/ }).click()
    await expect.element(folder(/Contabilità 2026/)).toHaveTextContent('Privato')
    await page.getByRole('button', { name: 'Annulla' }).click()
    await expect.element(folder(/Contabilità 2026/)).toHaveTextContent('Vede e modifica')
  })

  test('a new folder is private until something else is chosen, and is in view then', async () => {
    await open()
    await page.getByRole('main').getByRole('button', { name: 'Nuova cartella' }).click()
    await expect.element(sheet().getByRole('radio', { name: /Privato/ })).toBeChecked()
    await sheet().getByLabelText('Nome').fill('Visure')
    await userEvent.keyboard('{Enter}')
    await expect.element(page.getByRole('heading', { name: 'Visure' })).toBeVisible()
    await expect.element(folder(/Visure/)).toHaveTextContent('Privato')
    await expect.element(page.getByText('Qui non c’è ancora niente')).toBeVisible()
  })

  test('a folder is renamed with F2, and a name that is taken is refused', async () => {
    await open()
    folder(/Contabilità 2026/).element().focus()
    await userEvent.keyboard('{F2}')
    await sheet().getByLabelText('Nome').fill('Dichiarazioni')
    await userEvent.keyboard('{Enter}')
    await expect.element(sheet().getByText('Questo nome c’è già.')).toBeVisible()
    await sheet().getByLabelText('Nome').fill('Contabilità 2025')
    await userEvent.keyboard('{Enter}')
    await expect.element(folder(/Contabilità 2025/)).toBeVisible()
  })

  test('a client without folders is offered those of a template', async () => {
    await open({ noFolders: true })
    await page.getByRole('button', { name: 'Cartelle del modello Azienda' }).click()
    await expect.element(folder(/Contabilità 2026/)).toBeVisible()
    await expect.element(folder(/Note interne/)).toHaveTextContent('Privato')
  })
})

describe('by keyboard', () => {
  test('J goes down the documents, Enter opens, Esc goes back to the folders and then to the clients', async () => {
    await open()
    await quarter()
    await inHand('F24 maggio, bozza.pdf')
    await userEvent.keyboard('j')
    await expect.element(file('Estratto conto marzo 2026.pdf')).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await expect.element(page.getByRole('heading', { level: 1, name: 'Estratto conto marzo 2026.pdf' })).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await expect.element(file('Estratto conto marzo 2026.pdf')).toHaveFocus()
    await userEvent.keyboard('{Escape}')
    await expect.element(folder(/1° trimestre/)).toHaveFocus()
    await userEvent.keyboard('j{Enter}')
    await expect.element(page.getByRole('heading', { name: 'Dalle chat' })).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await expect.element(page.getByRole('heading', { name: 'Clienti' })).toBeVisible()
  })

  test('Delete throws the one in hand away, the next is in hand, and it can be undone', async () => {
    await open()
    await quarter()
    await inHand('F24 maggio, bozza.pdf')
    await userEvent.keyboard('{Delete}')
    await expect.element(file('F24 maggio, bozza.pdf')).not.toBeInTheDocument()
    await expect.element(file('Estratto conto marzo 2026.pdf')).toHaveFocus()
    await undoButton().click()
    await expect.element(file('F24 maggio, bozza.pdf')).toBeVisible()
  })
})

describe('from the palette', () => {
  test('a command of a document means the one that was in hand, and is not offered before there is one', async () => {
    await open()
    await quarter()
    const find = async () => {
      await userEvent.keyboard('{Control>}k{/Control}')
      await page.getByRole('combobox').fill('Versioni')
    }
    await find()
    await expect.element(page.getByRole('option', { name: /^Versioni/ })).not.toBeInTheDocument()
    await userEvent.keyboard('{Escape}')
    await inHand('F24 maggio, bozza.pdf')
    await find()
    await page.getByRole('option', { name: /^Versioni/ }).click()
    await expect.element(page.getByText('Versione 2')).toBeVisible()
  })
})

describe('a large office', () => {
  test('a folder of 5,000 documents draws few of them, and tells how many there are', async () => {
    await open({ manyDocuments: 5000 })
    await folder(/Archivio/).click()
    await expect.element(page.getByRole('table')).toHaveAttribute('aria-rowcount', '5001')
    await expect.element(file('Documento 5000.pdf')).toBeVisible()
    expect(page.getByRole('row').elements().length).toBeLessThan(80)
  })
})

describe('the menu of a document', () => {
  const act = async (name: string, item: RegExp) => {
    await open()
    await quarter()
    await page.getByRole('button', { name: `Azioni per ${name}` }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }

  test('shows it in its folder, and saves a copy', async () => {
    await act('Registro vendite T1.pdf', /Mostra nella cartella/)
    await vi.waitFor(() => expect(asked('show_document')).toEqual([{ document_id: 'rinaldi-folder-0-4' }]))
    await page.getByRole('button', { name: 'Azioni per Registro vendite T1.pdf' }).click()
    await page.getByRole('menuitem', { name: /Salva una copia/ }).click()
    await vi.waitFor(() => expect(asked('save_document')).toHaveLength(1))
  })

  test('renames it, its extension left alone', async () => {
    await act('F24 maggio, bozza.pdf', /Rinomina/)
    await expect.element(sheet().getByLabelText('Nome')).toHaveFocus()
    await userEvent.keyboard('F24 maggio{Enter}')
    await expect.element(file('F24 maggio.pdf')).toBeVisible()
  })

  test('moves it, and says before that the client will no longer see it', async () => {
    await act('F24 maggio, bozza.pdf', /Sposta in un’altra cartella/)
    await sheet().getByRole('button', { name: /Note interne/ }).click()
    await expect.element(sheet().getByText('Il cliente non lo vedrà più.')).toBeVisible()
    await sheet().getByRole('button', { name: /^Sposta/ }).click()
    await expect.element(folder(/Note interne/)).toHaveTextContent('6')
  })

  test('tells its versions, newest first', async () => {
    await act('F24 maggio, bozza.pdf', /Versioni/)
    await expect.element(sheet().getByRole('listitem').first()).toHaveTextContent(/Versione 2.*oggi, 11:12, Tu/)
    expect(sheet().getByRole('listitem').elements()).toHaveLength(2)
  })
})

describe('dragging documents out', () => {
  afterEach(() => vi.restoreAllMocks())
  async function drags(name: string): Promise<DragEvent> {
    const dragged = new DragEvent('dragstart', { bubbles: true, cancelable: true, dataTransfer: new DataTransfer() })
    file(name).element().dispatchEvent(dragged)
    await vi.waitFor(() => expect(asked('drag_documents')).not.toEqual([]))
    return dragged
  }
  const tickOf = (name: string) => row(name).getByRole('checkbox')
  const idOf = (name: string) => row(name).element().getAttribute('data-id') ?? ''

  test('one that is not ticked goes alone; of those that are all go, and a path never shows', async () => {
    await open()
    await quarter()
    await tickOf('Registro vendite T1.pdf').click()
    await tickOf('F24 maggio, bozza.pdf').click()
    const both = ['F24 maggio, bozza.pdf', 'Registro vendite T1.pdf'].map(idOf)
    const [alone, together] = [await drags('Liquidazione IVA T1.xlsx'), await drags('Registro vendite T1.pdf')]
    expect(asked('drag_documents').map((args) => args.document_ids)).toEqual([[idOf('Liquidazione IVA T1.xlsx')], both])
    expect(alone.dataTransfer?.getData('text/uri-list')).toBe(`studiolo-documents:${idOf('Liquidazione IVA T1.xlsx')}`)
    expect(together.dataTransfer?.getData('text/uri-list')).toBe(`studiolo-documents:${both.join()}`)
    expect([alone.defaultPrevented, together.defaultPrevented]).toEqual([false, false])
  })

  test('where the system drags files itself, the page does not', async () => {
    vi.spyOn(navigator, 'platform', 'get').mockReturnValue('Win32')
    await open()
    await quarter()
    const dragged = await drags('Liquidazione IVA T1.xlsx')
    expect(dragged.defaultPrevented).toBe(true)
    expect(dragged.dataTransfer?.types).toEqual([])
  })
})

describe('adding documents', () => {
  test('what is dropped on a folder is shown before anything is saved, and lands where it was dropped', async () => {
    await open()
    await quarter()
    const { x, y } = page.getByRole('region', { name: '1° trimestre' }).element().getBoundingClientRect()
    drag({ over: true, x: x + 40, y: y + 200 })
    await expect.element(page.getByRole('region', { name: '1° trimestre' })).toHaveAttribute('data-drop')
    drop({ items: picked.bill, x: x + 40, y: y + 200 })
    await expect.element(sheet().getByText('Bolletta aprile.pdf')).toBeVisible()
    await expect.element(sheet().getByRole('button', { name: 'Salva in: Contabilità 2026, 1° trimestre' })).toBeVisible()
    await sheet().getByRole('button', { name: /Aggiungi 1 documento/ }).click()
    await expect.element(file('Bolletta aprile.pdf')).toBeVisible()
    const [look, take] = asked('import_documents').map(({ request }) => request)
    expect(look).toMatchObject({ folder_id: 'rinaldi-folder-0', below: '1° trimestre', handles: ['bill'], dry_run: true })
    expect(take).toMatchObject({ dry_run: false, choose: ['Bolletta aprile.pdf'] })
  })
})

describe('the room of all documents', () => {
  async function enter() {
    openOffice({})
    render(App)
    await expect.element(page.getByText('Studio Vannini')).toBeVisible()
    await expect.element(page.getByRole('button', { name: /Officine Rinaldi/ }).first()).toHaveFocus()
    await userEvent.keyboard('gd')
    await expect.element(page.getByRole('heading', { name: 'Documenti' })).toBeVisible()
  }
  const clients = () => page.getByRole('navigation', { name: 'Clienti' })

  test('G then D leads there: clients with documents, their folders beside', async () => {
    await enter()
    await expect.element(clients().getByRole('button', { name: /Officine Rinaldi/ })).toHaveTextContent('38')
    expect(clients().getByRole('button', { name: /Lucia Ferretti/ }).elements()).toHaveLength(0)
    await clients().getByRole('button', { name: /Marco Tessari/ }).click()
    await expect.element(folder(/Spese mediche/)).toBeVisible()
  })

  test('the trash gives back what was thrown away', async () => {
    await enter()
    await clients().getByRole('button', { name: /Marco Tessari/ }).click()
    await inHand('730 2025.pdf')
    await userEvent.keyboard('{Delete}')
    await clients().getByRole('button', { name: /Cestino/ }).click()
    await page.getByRole('button', { name: 'Rimetti al suo posto: 730 2025.pdf' }).click()
    await expect.element(page.getByText('Il cestino è vuoto.')).toBeVisible()
    await clients().getByRole('button', { name: /Marco Tessari/ }).click()
    await expect.element(file('730 2025.pdf')).toBeVisible()
  })

  test('a search over all names leads to the folder of what it found', async () => {
    await enter()
    await page.getByRole('searchbox').fill('farmacia')
    await expect.element(page.getByText('1 documento trovato')).toBeVisible()
    await page.getByRole('button', { name: 'Marco Tessari, Spese mediche' }).click()
    await expect.element(page.getByRole('heading', { name: 'Spese mediche' })).toBeVisible()
    await expect.element(file('Farmacia.jpg')).toBeVisible()
  })
})

describe('the folder templates', () => {
  test('a folder is added and its access chosen; each change saves itself', async () => {
    openOffice({})
    openSettings('folders')
    render(App)
    await page.getByRole('button', { name: 'Aggiungi cartella' }).click()
    await expect.element(page.getByLabelText('Cartella 5', { exact: true })).toHaveFocus()
    await userEvent.keyboard('Visure{Tab}')
    await expect.element(page.getByText('Salvato')).toBeVisible()
    await page.getByLabelText('Accesso a Visure', { exact: true }).selectOptions('view')
    await expect.element(page.getByLabelText('Accesso a Visure', { exact: true })).toHaveValue('view')
  })

  test('two folders of one name are not saved', async () => {
    openOffice({})
    openSettings('folders')
    render(App)
    await page.getByLabelText('Cartella 2', { exact: true }).fill('Note interne')
    await userEvent.keyboard('{Tab}')
    await expect.element(page.getByText('Due cartelle hanno lo stesso nome.')).toBeVisible()
  })
})

describe.each(['light', 'dark'])('in the %s theme', (theme) => {
  let move: () => void
  beforeEach(() => (move = stillIn(theme)))
  afterEach(() => move())

  test('a client’s documents with the access menu open have no violation', async () => {
    await open()
    await folder(/Dichiarazioni/).click()
    await expect.element(file('aggiornamento.exe')).toBeVisible()
    expect(await violations()).toEqual([])
    await userEvent.keyboard('p')
    await expect.element(page.getByRole('menuitemradio', { name: /Privato/ })).toBeVisible()
    expect(await violations()).toEqual([])
  })

  test('the room of all documents and the templates have no violation', async () => {
    openOffice({})
    go({ room: 'documents', shown: 'clients' })
    render(App)
    await expect.element(folder(/Note interne/)).toBeVisible()
    expect(await violations()).toEqual([])
    openSettings('folders')
    await expect.element(page.getByLabelText('Cartella 1', { exact: true })).toBeVisible()
    expect(await violations()).toEqual([])
  })
})
