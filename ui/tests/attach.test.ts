import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { page, userEvent } from 'vitest/browser'
import { now } from '../src/dev/cast'
import { onComputer, picked } from '../src/dev/papers'
import { answerOfShell, askedOfShell, drop, openOffice, send, tellImporting } from '../src/dev/transport'
import { OfficeError } from '../src/ipc'
import App from '../src/office/App.svelte'
import { closeSheet, enterOffice, go, openChat, openSheet } from '../src/office/place.svelte'
import '../src/shared/styles/index.css'
import { stillIn, violations } from './violations'

// Documents that go with messages, in Studio Vannini, Friday 24 April 2026, 11:20 in Rome.

let folders = 0
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) })
  localStorage.clear()
})
afterEach(() => {
  closeSheet()
  go({ room: 'chats', filter: 'active' })
})

async function open(choice: Parameters<typeof openOffice>[0] = {}) {
  const folder = `/attach/${(folders += 1)}`
  enterOffice(folder)
  openOffice({ folder, ...choice })
  openChat('rinaldi-chat')
  render(App)
  await expect.element(conversation().getByRole('textbox', { name: 'Messaggio' })).toBeVisible()
}
const conversation = () => page.getByRole('region', { name: 'Conversazione' })
const sheet = () => page.getByRole('dialog')
const inSheet = (name: string | RegExp) => sheet().getByRole('button', { name })
const chips = () => page.getByRole('list', { name: 'Allegati' }).last().getByRole('listitem')
const box = (name: string) => sheet().getByRole('checkbox', { name })
const asked = (command: string) => askedOfShell.filter((one) => one.command === command).map(({ args }) => args)
const clip = () => conversation().getByRole('button', { name: 'Allega documenti' })
async function fromComputer() {
  await clip().click()
  await inSheet('Dal mio computer').click()
  await inSheet('Aggiungi documenti').click()
  await expect.element(sheet().getByText('Rinaldi marzo.zip')).toBeVisible()
}

describe('from Studiolo', () => {
  test('ticked documents become chips, go with the reply, and stand under it', async () => {
    await open()
    await clip().click()
    await inSheet(/1° trimestre/).click()
    await box('F24 maggio, bozza.pdf').click()
    await box('Liquidazione IVA T1.xlsx').click()
    await inSheet(/Allega 2 documenti/).click()
    await expect.element(sheet()).not.toBeInTheDocument()
    await expect.element(chips().first()).toHaveTextContent(/F24 maggio, bozza.pdf\s*88 kB/)
    await page.getByRole('button', { name: 'Togli Liquidazione IVA T1.xlsx' }).click()
    await conversation().getByRole('textbox', { name: 'Messaggio' }).fill('Ecco la bozza.')
    await userEvent.keyboard('{Control>}{Enter}{/Control}')
    const sent = conversation().getByRole('listitem').filter({ hasText: 'Ecco la bozza.' }).first()
    await expect.element(sent.getByRole('button', { name: /F24 maggio, bozza.pdf/ }).first()).toBeVisible()
    await expect.element(page.getByRole('button', { name: 'Togli F24 maggio, bozza.pdf' })).not.toBeInTheDocument()
  })

  test('a private folder is shown with its reason and cannot be chosen', async () => {
    await open()
    await clip().click()
    await expect.element(inSheet(/Note interne/)).toHaveTextContent('Privato, non si allega')
    await expect.element(inSheet(/Note interne/)).toHaveAttribute('aria-disabled', 'true')
    await inSheet(/Dichiarazioni/).click()
    await expect.element(sheet().getByRole('checkbox', { name: /aggiornamento.exe/ })).toBeDisabled()
    await expect.element(sheet().getByText('È un programma: Studiolo accetta solo documenti.')).toBeVisible()
  })

  test('what is attached is part of the draft', async () => {
    await open()
    await clip().click()
    await inSheet(/1° trimestre/).click()
    await box('F24 maggio, bozza.pdf').click()
    await userEvent.keyboard('{Control>}{Enter}{/Control}')
    await expect.element(chips().first()).toBeVisible()
    await vi.waitFor(async () => {
      const { drafts } = (await send('drafts.list', {})) as { drafts: { attachments: unknown[] }[] }
      expect(drafts[0]?.attachments).toHaveLength(1)
    })
    openChat('tessari-chat')
    await expect.element(page.getByRole('button', { name: /^Togli/ })).not.toBeInTheDocument()
    openChat('rinaldi-chat')
    await expect.element(chips().first()).toHaveTextContent('F24 maggio, bozza.pdf')
  })

  test('the documents of a message open, and show in their folder', async () => {
    await open()
    const file = conversation().getByRole('button', { name: 'Estratto conto marzo 2026.pdf 412 kB' })
    await file.click()
    await expect.element(page.getByRole('heading', { level: 1, name: 'Estratto conto marzo 2026.pdf' })).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await expect.element(file).toHaveFocus()
    await conversation().getByRole('button', { name: 'Azioni per Estratto conto marzo 2026.pdf' }).click()
    await page.getByRole('menuitem', { name: 'Mostra nella cartella' }).click()
    const document_id = 'rinaldi-folder-0-2'
    await vi.waitFor(() => expect(asked('show_document')).toEqual([{ document_id }]))
  })
})

describe('from the computer', () => {
  test('a zip is shown with ticks, what is there already left unticked, and what is refused with its reason', async () => {
    await open()
    await fromComputer()
    await expect.element(sheet().getByText('9 scelti su 10')).toBeVisible()
    await expect.element(box('Scegli Estratto conto marzo 2026.pdf')).not.toBeChecked()
    await expect.element(sheet().getByText('3 file non si possono aggiungere')).toBeInTheDocument()
    await expect.element(sheet().getByText('È protetto da password: aprilo e aggiungi i file.')).toBeInTheDocument()
    await expect.element(sheet().getByText('../note.txt')).toBeInTheDocument()
    await expect.element(sheet().getByText('2 file di sistema lasciati fuori.')).toBeInTheDocument()
    await box('Scegli Fatture ricevute').click()
    await expect.element(sheet().getByText('4 scelti su 10')).toBeVisible()
    await expect.element(inSheet(/Allega 4 documenti/)).toBeVisible()
  })

  test('what is ticked is saved where it says, and that folder is remembered for this client', async () => {
    await open()
    await fromComputer()
    await inSheet('Salva in: Dichiarazioni, Dalle chat').click()
    await page.getByRole('menuitemradio', { name: 'Contratti e deleghe, Dalle chat' }).click()
    await box('Scegli Rinaldi marzo.zip').click()
    await box('Scegli Carta aziendale.pdf').click()
    await inSheet(/Allega \d+ document/).click()
    await expect.element(sheet()).not.toBeInTheDocument()
    const taken = asked('import_documents').at(-1)?.request as Record<string, unknown> | undefined
    expect(taken).toMatchObject({ folder_id: 'rinaldi-folder-2', below: 'Dalle chat', dry_run: false })
    expect(taken?.choose).not.toContain('Rinaldi marzo/Banca/Carta aziendale.pdf')
    await clip().click()
    await inSheet('Dal mio computer').click()
    await expect.element(inSheet('Salva in: Contratti e deleghe, Dalle chat')).toBeVisible()
  })

  test('a private folder is no place to save in', async () => {
    await open()
    await fromComputer()
    await inSheet(/Salva in/).click()
    await expect.element(page.getByRole('menuitemradio', { name: 'Contratti e deleghe, Dalle chat' })).toBeVisible()
    expect(page.getByRole('menuitemradio', { name: /Note interne/ }).elements()).toHaveLength(0)
  })

  test('it tells how far it is, and can be given up', async () => {
    await open()
    await fromComputer()
    let refuse: (error: unknown) => void = () => undefined
    answerOfShell('import_documents', () => new Promise((_, no) => (refuse = no)))
    await inSheet(/Allega 9 documenti/).click()
    tellImporting({ goal: 'folder', done: 3, of: 9, bytes: 1_200_000 })
    await expect.element(sheet().getByRole('status').filter({ hasText: '3 di 9, 1,2 MB' })).toBeVisible()
    await inSheet('Interrompi').click()
    expect(asked('cancel_import')).toHaveLength(1)
    refuse(new OfficeError('cancelled', 'given up'))
    await expect.element(inSheet(/Allega 9 documenti/)).toBeVisible()
    expect(sheet().getByRole('alert').elements()).toHaveLength(0)
  })

  test('what was refused after all is told before the sheet goes; the rest is attached', async () => {
    await open()
    await fromComputer()
    const accepted = [{ path: 'Rinaldi marzo/Banca/Carta aziendale.pdf', size: 230_000, document_id: 'rinaldi-folder-0-0' }]
    const refused = [{ path: 'Rinaldi marzo/Banca/POS marzo.csv', reason: 'changed' }]
    answerOfShell('import_documents', () => ({ accepted, refused }))
    await inSheet(/Allega 9 documenti/).click()
    await expect.element(sheet().getByText('È cambiato nel frattempo: aggiungilo di nuovo.')).toBeInTheDocument()
    await sheet().getByRole('button', { name: 'Chiudi', exact: true }).last().click()
    await expect.element(chips().first()).toHaveTextContent('Carta aziendale.pdf')
  })

  test('what is dropped on the thread opens the sheet with it', async () => {
    await open()
    const { x, y } = conversation().element().getBoundingClientRect()
    drop({ items: picked.bill, x: x + 50, y: y + 200 })
    await expect.element(sheet().getByText('Bolletta aprile.pdf')).toBeVisible()
    await inSheet(/Allega 1 documento/).click()
    await expect.element(chips().first()).toHaveTextContent('Bolletta aprile.pdf')
  })

  test('a client who sees no folder gets one in place', async () => {
    await open({ noFolders: true })
    await clip().click()
    await expect.element(sheet().getByText('non vede ancora nessuna cartella')).toBeVisible()
    await inSheet('Crea cartella').click()
    await expect.element(inSheet(/Documenti condivisi/)).toHaveTextContent('Può vedere')
  })

  test('a name in a zip whose encoding is a guess is told as one', async () => {
    onComputer.japan = { accepted: [['giappone/請求書.txt', 4, 'shift_jis_guess'], ['giappone/Nota.txt', 2]], refused: [] }
    await open()
    const { x, y } = conversation().element().getBoundingClientRect()
    drop({ items: [{ handle: 'japan', name: 'giappone.zip', size: 6000, is_folder: false }], x: x + 50, y: y + 200 })
    await expect.element(box('Scegli 請求書.txt')).toBeChecked()
    await expect.element(sheet().getByText('nome letto come Shift_JIS')).toBeVisible()
    expect(sheet().getByText(/nome letto come/).elements().length).toBe(1)
  })

  test('many files of one folder are folded away, and come when asked for', async () => {
    onComputer.many = { accepted: Array.from({ length: 300 }, (_, i) => [`Foto/${i}.jpg`, 10]), refused: [] }
    await open()
    const { x, y } = conversation().element().getBoundingClientRect()
    drop({ items: [{ handle: 'many', name: 'Foto', size: 0, is_folder: true }], x: x + 50, y: y + 200 })
    await expect.element(inSheet(/Allega 300 documenti/)).toBeVisible()
    await inSheet('Foto').click()
    expect(sheet().getByRole('checkbox').elements().length).toBeLessThan(20)
    await inSheet('e altri 297').click()
    await expect.element(box('Scegli 299.jpg')).toBeInTheDocument()
  })
})

describe('in a new chat', () => {
  async function begin(clientIds: string[]) {
    await open()
    openSheet({ kind: 'new-chat', clientIds })
    await expect.element(page.getByRole('dialog', { name: 'Nuova chat' })).toBeVisible()
  }
  const attach = () => userEvent.keyboard('{Control>}{Shift>}A{/Shift}{/Control}')

  test('the attach sheet takes its place, and what was written is there when it comes back', async () => {
    await begin(['rinaldi'])
    await page.getByRole('textbox', { name: 'Oggetto' }).fill('Bozza F24')
    await attach()
    await expect.element(page.getByRole('dialog', { name: 'Allega documenti' })).toBeVisible()
    expect(page.getByRole('dialog').elements()).toHaveLength(1)
    await inSheet(/1° trimestre/).click()
    await box('F24 maggio, bozza.pdf').click()
    await inSheet(/Allega 1 documento/).click()
    await expect.element(page.getByRole('textbox', { name: 'Oggetto' })).toHaveValue('Bozza F24')
    await expect.element(chips().first()).toHaveTextContent('F24 maggio, bozza.pdf')
    await sheet().getByRole('textbox', { name: 'Messaggio' }).fill('Ecco la bozza.')
    await inSheet(/Crea chat/).click()
    await expect.element(conversation().getByRole('heading', { name: 'Bozza F24' })).toBeVisible()
    await expect.element(conversation().getByRole('button', { name: 'F24 maggio, bozza.pdf 88 kB' })).toBeVisible()
  })

  test('without a client it asks for one first', async () => {
    await begin([])
    await inSheet('Allega documenti').click()
    await expect.element(sheet().getByRole('alert')).toHaveTextContent('cliente')
    await expect.element(page.getByRole('dialog', { name: 'Nuova chat' })).toBeVisible()
  })

  test('with several clients it says whose documents they are, and that each gets a copy', async () => {
    await begin(['rinaldi', 'tessari'])
    await attach()
    await expect.element(sheet().getByText('si salvano fra quelli di Officine Rinaldi S.r.l., e gli altri ne ricevono una copia')).toBeVisible()
    await inSheet('Da Studiolo').click()
    await expect.element(sheet().getByText('i documenti sono di Officine Rinaldi S.r.l., e gli altri ne ricevono una copia')).toBeVisible()
    await inSheet(/1° trimestre/).click()
    await box('F24 maggio, bozza.pdf').click()
    await inSheet(/Allega 1 documento/).click()
    await expect.element(chips().first()).toHaveTextContent('F24 maggio, bozza.pdf')
  })

  test('a document of one client does not go along to another', async () => {
    await begin(['rinaldi'])
    await attach()
    await inSheet(/1° trimestre/).click()
    await box('F24 maggio, bozza.pdf').click()
    await inSheet(/Allega 1 documento/).click()
    await inSheet('Togli Officine Rinaldi S.r.l.').click()
    await expect.element(sheet().getByText('1 documento era di un altro cliente: non parte più.')).toBeVisible()
    expect(page.getByRole('button', { name: 'Togli F24 maggio, bozza.pdf' }).elements()).toHaveLength(0)
  })
})

describe.each(['light', 'dark'])('in the %s theme', (theme) => {
  test('both tabs and the chips have no violation', async () => {
    const move = stillIn(theme)
    await open()
    await clip().click()
    await inSheet(/Dichiarazioni/).click()
    expect(await violations()).toEqual([])
    await box('Redditi 2025.pdf').click()
    await inSheet('Dal mio computer').click()
    await inSheet('Aggiungi documenti').click()
    await expect.element(sheet().getByText('Rinaldi marzo.zip')).toBeVisible()
    expect(await violations()).toEqual([])
    await inSheet(/Allega 10 documenti/).click()
    await expect.element(sheet()).not.toBeInTheDocument()
    expect(await violations()).toEqual([])
    move()
  })
})
