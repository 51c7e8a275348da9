import { beforeEach, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { page, userEvent } from 'vitest/browser'
import { now } from '../src/dev/cast'
import { picked } from '../src/dev/papers'
import { answerOfShell, askedOfShell, drop, openOffice, send, tellImporting } from '../src/dev/transport'
import { OfficeError } from '../src/ipc'
import type { Template, TemplateRow } from '../src/ipc/bindings'
import App from '../src/office/App.svelte'
import { go, openSettings, openTemplates, place } from '../src/office/place.svelte'
import '../src/shared/styles/index.css'
import { undoButton } from './undo'

// The room of the templates: Studio Vannini has nine.

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) })
  go({ room: 'chats', filter: 'active' })
})

async function open(templateId?: string, choice: Parameters<typeof openOffice>[0] = {}) {
  openOffice(choice)
  const window = render(App)
  await expect.element(page.getByText('Studio Vannini').first()).toBeVisible()
  openTemplates(templateId)
  await expect.element(page.getByRole('heading', { name: 'Modelli' })).toBeVisible()
  return window
}
const list = () => page.getByRole('region', { name: 'Modelli' })
const row = (name: RegExp) => list().getByRole('button', { name })
const form = () => page.getByRole('region', { name: 'Modello', exact: true })
const preview = () => page.getByRole('region', { name: 'Anteprima' })
const name = () => form().getByLabelText('Nome del modello')
const message = () => form().getByRole('textbox', { name: 'Messaggio' })
const subject = () => form().getByRole('textbox', { name: 'Oggetto' })
const chips = (of: ReturnType<typeof form>) => [...of.element().querySelectorAll('.variable')].map(({ textContent }) => textContent)
const insert = (what: string) => form().getByRole('toolbar', { name: 'Inserisci' }).getByRole('button', { name: what, exact: true })
const stored = async (template_id: string) => (await send('templates.get', { template_id })) as Template
const names = async () => ((await send('templates.list', {})) as { templates: TemplateRow[] }).templates.map((one) => one.name)
const toast = () => page.getByRole('region', { name: /Avvisi/ })

test('they are found in the settings, by name, each with its last use', async () => {
  await open()
  openSettings()
  await page.getByRole('navigation', { name: 'Sezioni delle impostazioni' }).getByRole('button', { name: 'Modelli' }).click()
  await expect.element(list()).toHaveTextContent('9 modelli')
  const rows = () => [...list().element().querySelectorAll('[data-row]')].map(({ textContent }) => textContent)
  expect(rows().slice(0, 4)).toEqual([
    '730, documenti, ultimo uso: 12 apr',
    'Benvenuto, ultimo uso: mai',
    'Bilancio da approvare, ultimo uso: mar 21',
    'Chiusura d’agosto, ultimo uso: 2025',
  ])
  await page.getByRole('navigation', { name: 'Indietro' }).getByRole('button', { name: 'Impostazioni' }).click()
  await expect.element(page.getByRole('heading', { name: 'Impostazioni' })).toBeVisible()
})

test('going back from them and from the settings leads to where one was', async () => {
  await open()
  await page.getByRole('navigation', { name: 'Indietro' }).getByRole('button', { name: 'Impostazioni' }).click()
  await userEvent.keyboard('{Escape}')
  await expect.poll(() => place().room).toBe('chats')
})

test('what is written saves itself, and the foot says when', async () => {
  await open('template-f24')
  await name().fill('Scadenza F24 di maggio')
  await expect.poll(async () => (await stored('template-f24')).name).toBe('Scadenza F24 di maggio')
  await expect.element(form()).toHaveTextContent('Salvato oggi alle 11:20')
  await expect.element(row(/^Scadenza F24 di maggio/)).toBeVisible()
})

test('what is written last is saved when another template is opened', async () => {
  await open('template-f24')
  await name().fill('F24 nuovo')
  await row(/^Benvenuto/).click()
  await expect.element(name()).toHaveValue('Benvenuto')
  await expect.poll(async () => (await stored('template-f24')).name).toBe('F24 nuovo')
})

test('a name that another one has is said, the rest is saved, and nothing is lost', async () => {
  await open('template-f24')
  await name().fill('Benvenuto')
  await expect.element(form().getByText('Un altro modello ha già questo nome.')).toBeVisible()
  await expect.element(form()).toHaveTextContent('Non salvato')
  await subject().click()
  await userEvent.keyboard('{End}, fine')
  await expect.poll(async () => (await stored('template-f24')).subject).toBe('F24 di {month}, importo e istruzioni, fine')
  await row(/^Verbale/).click()
  await expect.element(name()).toHaveValue('Verbale dell’assemblea')
  await row(/^Scadenza F24/).click()
  await expect.element(name()).toHaveValue('Benvenuto')
  await name().fill('Benvenuto a chi arriva')
  await expect.element(form()).toHaveTextContent('Salvato oggi')
  expect(await names()).toContain('Benvenuto a chi arriva')
})

test('an emptied name is asked for, and the name before stays', async () => {
  await open('template-f24')
  await name().fill('')
  await expect.element(form().getByText('Scrivi il nome.')).toBeVisible()
  expect((await stored('template-f24')).name).toBe('Scadenza F24')
  await name().fill('F24')
  await expect.poll(async () => (await stored('template-f24')).name).toBe('F24')
})

test('braces that are no variable are said at their field, and saved once they are mended', async () => {
  await open('template-f24')
  await message().click()
  await userEvent.keyboard('{Control>}{End}{/Control} {{iban}')
  await expect.element(form().getByText('{iban} non è una variabile.')).toBeVisible()
  await expect.element(message()).toHaveAttribute('aria-invalid', 'true')
  expect((await stored('template-f24')).text).not.toContain('iban')
  await userEvent.keyboard('{Backspace}{Backspace}{Backspace}{Backspace}{Backspace}{Backspace}IBAN')
  await expect.poll(async () => (await stored('template-f24')).text).toContain('IBAN')
  await expect.element(message()).not.toHaveAttribute('aria-invalid')
})

test('a variable goes where the caret was last, in the subject or in the message', async () => {
  await open('template-f24')
  await subject().click()
  await userEvent.keyboard('{End} ')
  await insert('cliente').click()
  await expect.element(subject()).toHaveFocus()
  await expect.poll(async () => (await stored('template-f24')).subject).toBe('F24 di {month}, importo e istruzioni {client}')
  await message().click()
  await userEvent.keyboard('{Control>}{End}{/Control} ')
  await insert('oggi').click()
  await expect.poll(() => chips(message())).toEqual(['nome', 'mese', 'oggi + 5 giorni', 'titolare', 'studio', 'oggi'])
})

test('by keys: the buttons are one tab stop, a number of days is typed, the rest stands behind one button', async () => {
  await open('template-f24')
  await message().click()
  await userEvent.keyboard('{Control>}{End}{/Control} ')
  ;(insert('nome').element() as HTMLElement).focus()
  await userEvent.keyboard('{ArrowLeft}')
  await expect.element(insert('Altre')).toHaveFocus()
  await userEvent.keyboard('{ArrowLeft}{Enter}')
  await page.getByRole('spinbutton', { name: 'Giorni da oggi' }).fill('30')
  await userEvent.keyboard('{Enter}')
  await expect.element(message()).toHaveFocus()
  await expect.poll(() => chips(message()).at(-1)).toBe('oggi + 30 giorni')
  await insert('Altre').click()
  await page.getByRole('menuitem', { name: 'anno scorso' }).click()
  await expect.poll(() => chips(message()).at(-1)).toBe('anno scorso')
  await expect.poll(async () => (await stored('template-f24')).text).toContain('{today+30}{last_year}')
})

test('the preview says what a client will read', async () => {
  await open('template-f24')
  await preview().getByRole('combobox').selectOptions('Bottega Moretti')
  await expect.element(preview()).toHaveTextContent('Studio Vannini, a Dario Moretti')
  await expect.element(preview()).toHaveTextContent('F24 di aprile, importo e istruzioni')
  await expect.element(preview()).toHaveTextContent('Rispondi «va bene» entro mercoledì 29 aprile e lo trasmetto io.')
  await expect.element(preview()).toHaveTextContent('Completo per tutti e 11 i clienti')
  await message().click()
  await userEvent.keyboard('{Control>}{End}{/Control} fine')
  await expect.element(preview()).toHaveTextContent('Elena Vannini, Studio Vannini fine')
})

test('of whom something is missing is said, in red where it is missing, and for how many nothing is', async () => {
  openOffice({})
  await send('clients.create', { name: 'Nuova Immobiliare', kind: 'company' })
  render(App)
  openTemplates('template-f24')
  await expect.element(preview()).toHaveTextContent('Manca «nome» per un cliente: Nuova Immobiliare.')
  await expect.element(preview()).toHaveTextContent('Completo per gli altri 11 clienti')
  await expect.element(message().getByRole('img', { name: 'manca nome' })).toBeVisible()
  await preview().getByRole('combobox').selectOptions('Nuova Immobiliare')
  await expect.poll(() => chips(preview())).toContain('manca nome')
  await preview().getByRole('button', { name: 'Nuova Immobiliare' }).click()
  await expect.element(page.getByRole('heading', { name: 'Nuova Immobiliare' })).toBeVisible()
})

test('a new one begins with its name, and a copy has everything of the first', async () => {
  await open('template-730')
  await userEvent.keyboard('{Escape}')
  openTemplates('template-730')
  await page.getByRole('button', { name: 'Nuovo modello' }).click()
  await expect.element(name()).toHaveFocus()
  await userEvent.keyboard('Saldo IVA')
  await expect.poll(names).toContain('Saldo IVA')
  await row(/^730/).click()
  await expect.element(form()).toHaveTextContent('730, elenco dei documenti.pdf')
  await form().getByRole('button', { name: 'Duplica' }).click()
  await expect.element(name()).toHaveValue('730, documenti, copia')
  await expect.element(form()).toHaveTextContent('730, elenco dei documenti.pdf')
})

test('a deleted one is gone at once and comes back with undo', async () => {
  await open('template-f24')
  await form().getByRole('button', { name: 'Elimina' }).click()
  await expect.element(row(/^Scadenza F24/)).not.toBeInTheDocument()
  await expect.element(name()).toHaveValue('Verbale dell’assemblea')
  await expect.element(toast()).toHaveTextContent('Modello Scadenza F24 eliminato')
  await undoButton().click()
  await expect.element(name()).toHaveValue('Scadenza F24')
})

test('by keys: G then T, J and K, N, Delete, Escape back to the list', async () => {
  openOffice({})
  render(App)
  await expect.element(page.getByText('Studio Vannini').first()).toBeVisible()
  await userEvent.keyboard('gt')
  await expect.element(row(/^730/)).toHaveFocus()
  await userEvent.keyboard('jj{Enter}')
  await expect.element(name()).toHaveValue('Bilancio da approvare')
  await userEvent.keyboard('{Delete}')
  await expect.element(row(/^Bilancio/)).not.toBeInTheDocument()
  await expect.element(row(/^Chiusura/)).toHaveFocus()
  await name().click()
  await userEvent.keyboard('{Escape}')
  await expect.element(row(/^Chiusura/)).toHaveFocus()
  await userEvent.keyboard('n')
  await expect.element(name()).toHaveValue('Nuovo modello')
})

test('documents are picked or dropped, what is refused is named with its reason, and each can be taken away', async () => {
  await open('template-f24')
  await expect.element(message()).toBeVisible()
  await form().getByRole('button', { name: 'Allega documenti' }).click()
  await expect.element(form()).toHaveTextContent('Enel energia marzo.pdf')
  await expect.element(form()).toHaveTextContent('gestionale-setup.exe')
  await expect.element(form()).toHaveTextContent('Cedolini febbraio.zip')
  const box = message().element().getBoundingClientRect()
  drop({ items: picked.bill, x: box.x + 20, y: box.y + 20 })
  await expect.element(form()).toHaveTextContent('Bolletta aprile.pdf')
  await form().getByRole('button', { name: 'Togli Bolletta aprile.pdf' }).click()
  await expect.element(form()).not.toHaveTextContent('Bolletta aprile.pdf')
})

test('it tells how far the documents are, and reading them can be given up', async () => {
  await open('template-f24')
  let refuse: (error: unknown) => void = () => undefined
  answerOfShell('add_template_documents', () => new Promise((_, no) => (refuse = no)))
  await form().getByRole('button', { name: 'Allega documenti' }).click()
  await expect.element(form().getByRole('status').filter({ hasText: 'Aggiungo i documenti' })).toBeVisible()
  tellImporting({ goal: 'folder', done: 1, of: 2, bytes: 1 })
  tellImporting({ goal: 'template', done: 3, of: 9, bytes: 1_200_000 })
  await expect.element(form().getByRole('status').filter({ hasText: '3 di 9, 1,2 MB' })).toBeVisible()
  await form().getByRole('button', { name: 'Interrompi' }).click()
  expect(askedOfShell.at(-1)).toEqual({ command: 'cancel_import', args: { goal: 'template' } })
  refuse(new OfficeError('cancelled', 'given up'))
  await expect.element(form().getByText('Aggiungo i documenti')).not.toBeInTheDocument()
  expect(form().getByRole('alert').elements()).toHaveLength(0)
})

test('an office without templates says what one is, and offers to write one', async () => {
  await open(undefined, { empty: true })
  await expect.element(page.getByText('Un modello è un messaggio che scrivi spesso')).toBeVisible()
  await page.getByRole('main').getByRole('button', { name: 'Nuovo modello' }).last().click()
  await expect.element(name()).toHaveValue('Nuovo modello')
  await expect.element(preview()).toHaveTextContent('Quando c’è un cliente, qui vedi il messaggio')
})
