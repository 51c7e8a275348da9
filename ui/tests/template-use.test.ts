import { beforeEach, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { page, userEvent } from 'vitest/browser'
import { now } from '../src/dev/cast'
import { openOffice, send } from '../src/dev/transport'
import type { ChatsGetReply, ChatsListReply, Draft } from '../src/ipc/bindings'
import App from '../src/office/App.svelte'
import { go, openSheet, place } from '../src/office/place.svelte'
import '../src/shared/styles/index.css'
import { undoButton } from './undo'

// A new chat made from a template: words filled in for each client, and never a word lost.

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) })
  go({ room: 'chats', filter: 'active' })
  openOffice({})
})

async function open(clientIds: string[], draftId?: string) {
  const window = render(App)
  await expect.element(page.getByText('Studio Vannini').first()).toBeVisible()
  openSheet({ kind: 'new-chat', clientIds, draftId })
  await expect.element(sheet()).toBeVisible()
  return window
}
const sheet = () => page.getByRole('dialog', { name: 'Nuova chat' })
const menu = () => sheet().getByRole('button', { name: /^Modello: / })
async function choose(name: string) {
  await menu().click()
  await page.getByRole('menuitemradio', { name, exact: true }).click()
  await expect.element(menu()).toHaveTextContent(name)
}
const subject = () => sheet().getByRole('textbox', { name: 'Oggetto' })
const message = () => sheet().getByRole('textbox', { name: 'Messaggio' })
const preview = () => sheet().getByRole('region', { name: 'Anteprima' })
const chips = (of: ReturnType<typeof sheet>) => [...of.element().querySelectorAll('.variable')].map(({ textContent }) => textContent)
const drafts = async () => ((await send('drafts.list', {})) as { drafts: Draft[] }).drafts
const attached = () => sheet().getByRole('list', { name: 'Allegati' })
const submit = () => userEvent.keyboard('{Control>}{Enter}{/Control}')
async function lastOf(client_id: string): Promise<ChatsGetReply> {
  const { chats } = (await send('chats.list', { client_id })) as ChatsListReply
  return (await send('chats.get', { chat_id: chats.find(({ chat_id }) => chat_id.startsWith('chat-new'))?.chat_id })) as ChatsGetReply
}

test('a template fills subject, message and documents; for one client its values stand in the words', async () => {
  await open(['rinaldi'])
  await choose('IMU, raccolta dati')
  await expect.poll(() => chips(subject())).toEqual(['2026'])
  await expect.poll(() => chips(message())).toEqual(['Paolo', '2025'])
  await expect.element(subject()).toHaveTextContent('IMU 2026, dati per l’acconto di giugno')
  await expect.element(attached()).toHaveTextContent('IMU, che cosa serve.pdf')
  await expect.element(preview()).not.toBeInTheDocument()
})

test('in the field of clients a command by keyboard opens what it says, and not their list', async () => {
  await open([])
  await userEvent.keyboard('ferr{ArrowDown}{Enter}')
  await expect.element(sheet().getByRole('button', { name: /Lucia Ferretti/ })).toBeVisible()
  await userEvent.keyboard('{Control>}{Shift>}m{/Shift}{/Control}')
  await expect.element(page.getByRole('menu')).toBeVisible()
  await expect.element(page.getByRole('listbox')).not.toBeInTheDocument()
  await userEvent.keyboard('{Escape}')
  await expect.element(page.getByRole('menu')).not.toBeInTheDocument()
  await expect.element(sheet()).toBeVisible()
})

test('for several clients variables stand by name, and a preview says what each will read', async () => {
  await open(['rinaldi', 'ferretti'])
  await choose('IMU, raccolta dati')
  await expect.poll(() => chips(message())).toEqual(['nome', 'anno scorso'])
  await expect.element(preview()).toHaveTextContent('Anteprima per Officine Rinaldi S.r.l.')
  await expect.element(preview()).toHaveTextContent('1 di 2')
  await expect.element(preview()).toHaveTextContent('Buongiorno Paolo')
  await preview().getByRole('button', { name: 'Cliente seguente' }).click()
  await expect.element(preview()).toHaveTextContent('Anteprima per Lucia Ferretti')
  await expect.element(preview()).toHaveTextContent('Buongiorno Lucia')
})

test('each client gets its own words and the documents of the template', async () => {
  await open(['rinaldi'])
  await choose('IMU, raccolta dati')
  await message().click()
  await userEvent.keyboard('{Control>}{End}{/Control} Grazie.')
  await submit()
  await expect.element(sheet()).not.toBeInTheDocument()
  const { chat, messages } = await lastOf('rinaldi')
  expect(chat.subject).toBe('IMU 2026, dati per l’acconto di giugno')
  expect(messages[0]?.text).toContain('Buongiorno Paolo, il 16 giugno')
  expect(messages[0]?.text).toContain('«nessuna novità». Grazie.')
  expect(messages[0]?.attachments.map(({ name }) => name)).toEqual(['IMU, che cosa serve.pdf'])
})

test('a document of the template that was taken out does not go', async () => {
  await open(['rinaldi'])
  await choose('IMU, raccolta dati')
  await attached().getByRole('button', { name: 'Togli IMU, che cosa serve.pdf' }).click()
  await submit()
  await expect.element(sheet()).not.toBeInTheDocument()
  expect((await lastOf('rinaldi')).messages[0]?.attachments).toEqual([])
})

test('what was written before comes back without a template, or with undo', async () => {
  await open(['rinaldi'])
  await subject().fill('Una cosa mia')
  await message().click()
  await userEvent.keyboard('Parole mie')
  await choose('Benvenuto')
  await expect.element(message()).not.toHaveTextContent('Parole mie')
  await expect.element(sheet().getByText('Quello che avevi scritto è da parte.')).toBeVisible()
  await sheet().getByRole('button', { name: 'Annulla' }).click()
  await expect.element(menu()).toHaveTextContent('Nessun modello')
  await expect.element(subject()).toHaveValue('Una cosa mia')
  await expect.element(message()).toHaveTextContent('Parole mie')
  await choose('Benvenuto')
  await choose('730, documenti')
  await expect.element(sheet().getByText('Quello che avevi scritto è da parte.')).not.toBeInTheDocument()
  await choose('Nessun modello')
  await expect.element(subject()).toHaveValue('Una cosa mia')
  await expect.element(message()).toHaveTextContent('Parole mie')
  await expect.element(attached()).not.toBeInTheDocument()
})

test('words of a template that were changed are put aside too', async () => {
  await open(['rinaldi'])
  await choose('Benvenuto')
  await expect.element(message()).toHaveTextContent('Buongiorno Paolo')
  await message().click()
  await userEvent.keyboard('{Control>}{End}{/Control} A presto.')
  await choose('730, documenti')
  await expect.element(message()).not.toHaveTextContent('A presto.')
  await sheet().getByRole('button', { name: 'Annulla' }).click()
  await expect.element(menu()).toHaveTextContent('Benvenuto')
  await expect.element(message()).toHaveTextContent('A presto.')
})

test('where something is missing nothing is sent, and it is said for whom', async () => {
  const { client_id } = (await send('clients.create', { name: 'Nuova Immobiliare', kind: 'company' })) as { client_id: string }
  await open(['rinaldi', client_id])
  await choose('Benvenuto')
  await expect.element(sheet().getByRole('alert').filter({ hasText: 'Manca «nome» per un cliente' })).toHaveTextContent('Nuova Immobiliare')
  await submit()
  await expect.element(sheet()).toBeVisible()
  expect(((await send('chats.list', { client_id })) as ChatsListReply).chats).toEqual([])
})

test('documents of a template stay when it goes to others', async () => {
  await open(['rinaldi'])
  await choose('IMU, raccolta dati')
  await expect.element(attached()).toHaveTextContent('IMU, che cosa serve.pdf')
  await sheet().getByRole('button', { name: 'Togli Officine Rinaldi S.r.l.' }).click()
  await expect.element(attached()).toHaveTextContent('IMU, che cosa serve.pdf')
})

test('a draft keeps the template with its words and documents, and shows all of it again', async () => {
  const window = await open(['rinaldi'])
  await choose('730, documenti')
  await attached().getByRole('button', { name: 'Togli Delega 730.pdf' }).click()
  await expect
    .poll(async () => (await drafts()).map(({ template_id, subject, template_documents: of }) => [template_id, subject, of.length]))
    .toEqual([['template-730', '730/{year}, documenti', 1]])
  const id = (await drafts())[0]!.draft_id
  await window.unmount()
  await open([], id)
  await expect.element(menu()).toHaveTextContent('730, documenti')
  await expect.poll(() => chips(subject())).toEqual(['2026'])
  await expect.element(attached()).toHaveTextContent('730, elenco dei documenti.pdf')
  await expect.element(attached()).not.toHaveTextContent('Delega')
  await choose('Benvenuto')
  await expect.element(sheet().getByText('Quello che avevi scritto è da parte.')).not.toBeInTheDocument()
})

test('a chat that is taken back has its variables again', async () => {
  await open(['rinaldi'])
  await choose('Benvenuto')
  await expect.poll(() => chips(subject())).toEqual(['Studio Vannini'])
  await submit()
  await undoButton().click()
  await expect.element(menu()).toHaveTextContent('Benvenuto')
  expect((await drafts())[0]?.subject).toBe('Benvenuto in {firm}')
})

test('without a template braces are words', async () => {
  await open(['rinaldi'])
  await message().click()
  await userEvent.keyboard('Il codice {{client} resta')
  expect(chips(message())).toEqual([])
  await submit()
  await expect.element(sheet()).not.toBeInTheDocument()
  expect((await lastOf('rinaldi')).messages[0]?.text).toBe('Il codice {client} resta')
})

test('by keys: the menu opens with its shortcut, and leads to the templates', async () => {
  await open(['rinaldi'])
  await userEvent.keyboard('{Control>}{Shift>}m{/Shift}{/Control}')
  await expect.element(page.getByRole('menuitemradio', { name: 'Benvenuto' })).toBeVisible()
  await page.getByRole('menuitem', { name: 'Gestisci i modelli…' }).click()
  await expect.poll(() => place().room).toBe('templates')
})
