import { beforeEach, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { page, userEvent } from 'vitest/browser'
import { now } from '../src/dev/cast'
import { openOffice } from '../src/dev/transport'
import App from '../src/office/App.svelte'
import { go } from '../src/office/place.svelte'
import '../src/shared/styles/index.css'
import { undoButton } from './undo'

// The window against an office held in memory: Studio Vannini, Friday 24 April 2026, 11:20 in Rome.

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) })
  go({ room: 'chats', filter: 'active' })
})

async function open(choice: Parameters<typeof openOffice>[0] = {}) {
  openOffice(choice)
  render(App)
  await expect.element(page.getByText('Studio Vannini')).toBeVisible()
}
const row = (name: RegExp) =>
  page.getByRole('region', { name: 'Elenco delle chat' }).getByRole('button', { name })
const conversation = () => page.getByRole('region', { name: 'Conversazione' })
const sheet = (name: string) => page.getByRole('dialog', { name })

test('an office without clients offers one thing: the first client', async () => {
  await open({ empty: true })
  await page.getByRole('main').getByRole('button', { name: 'Nuovo cliente' }).click()
  await sheet('Nuovo cliente').getByLabelText('Nome o ragione sociale').fill('Officine Rinaldi S.r.l.')
  await sheet('Nuovo cliente').getByLabelText('Nome e cognome').fill('Paolo Rinaldi')
  await sheet('Nuovo cliente').getByLabelText('E-mail').fill('paolo@officinerinaldi.example')
  await userEvent.keyboard('{Control>}{Enter}{/Control}')
  await expect.element(page.getByRole('heading', { name: 'Officine Rinaldi S.r.l.' })).toBeVisible()
  await expect.element(page.getByRole('switch', { name: 'NOTIFICA per Paolo Rinaldi' })).toBeChecked()
})

test('a contact with half an address is stopped before the core is asked', async () => {
  await open({ empty: true })
  await userEvent.keyboard('{Control>}n{/Control}')
  await sheet('Nuovo cliente').getByLabelText('Nome o ragione sociale').fill('Officine Rinaldi S.r.l.')
  await sheet('Nuovo cliente').getByLabelText('E-mail').fill('paolo@rinaldi')
  await page.getByRole('button', { name: 'Crea cliente' }).click()
  await expect.element(page.getByText('L’indirizzo è incompleto')).toBeVisible()
  await expect.element(sheet('Nuovo cliente')).toBeVisible()
})

test('a chat is opened and its messages are read', async () => {
  await open()
  await row(/Marco Tessari/).click()
  await expect.element(conversation().getByText('Ho trovato la fattura del dentista')).toBeVisible()
  await expect.element(conversation().getByText('Ha risposto, promemoria finiti')).toBeVisible()
  await expect.element(row(/Marco Tessari/)).not.toHaveTextContent('Non letta')
})

test('a reply is sent with Ctrl+Enter and stands in the queue', async () => {
  await open()
  await row(/Lucia Ferretti/).click()
  await conversation().getByLabelText('Messaggio', { exact: true }).fill('Mi basta una foto del documento.')
  await userEvent.keyboard('{Control>}{Enter}{/Control}')
  await expect
    .element(page.getByRole('region', { name: 'Messaggi' }).getByText('Mi basta una foto del documento.'))
    .toBeVisible()
  await expect.element(conversation().getByText('Parte fra poco')).toBeVisible()
  await expect.element(conversation().getByLabelText('Messaggio', { exact: true })).toHaveTextContent(/^$/)
})

test('what is begun in one chat is still there after looking at another', async () => {
  await open()
  await row(/Lucia Ferretti/).click()
  await conversation().getByLabelText('Messaggio', { exact: true }).fill('Ancora una cosa')
  await row(/Marco Tessari/).click()
  await expect.element(conversation().getByLabelText('Messaggio', { exact: true })).toHaveTextContent(/^$/)
  await row(/Lucia Ferretti/).click()
  await expect
    .element(conversation().getByLabelText('Messaggio', { exact: true }))
    .toHaveTextContent('Ancora una cosa')
})

test('a new chat tells its reminders before it is created', async () => {
  await open()
  await userEvent.keyboard('{Control>}n{/Control}')
  await userEvent.keyboard('nives')
  await page.getByRole('option', { name: 'Trattoria Da Nives' }).click()
  await expect.element(sheet('Nuova chat').getByText('Avvisi a Nives e Ivo Zanetti')).toBeVisible()
  await sheet('Nuova chat').getByLabelText('Oggetto').fill('IMU 2026')
  await sheet('Nuova chat')
    .getByLabelText('Messaggio', { exact: true })
    .fill('Nel 2025 avete venduto immobili?')
  await expect
    .element(sheet('Nuova chat').getByText('Partono lunedì 27 e giovedì 30 alle 9:00'))
    .toBeVisible()
  await userEvent.keyboard('{Control>}{Enter}{/Control}')
  await expect.element(conversation().getByText('Nel 2025 avete venduto immobili?')).toBeVisible()
  await expect.element(conversation().getByText('lunedì 27 alle 9:00')).toBeVisible()
})

test('a client whom nobody would tell stops the whole act, unless the owner says so', async () => {
  await open()
  await userEvent.keyboard('{Control>}n{/Control}')
  await userEvent.keyboard('aurora')
  await page.getByRole('option', { name: 'Immobiliare Aurora' }).click()
  await sheet('Nuova chat').getByLabelText('Messaggio', { exact: true }).fill('Serve il contratto.')
  await page.getByRole('button', { name: 'Crea chat' }).click()
  await expect.element(page.getByRole('alert')).toHaveTextContent('Nessuno lo riceverebbe.')
  await page.getByRole('button', { name: 'Crea lo stesso, in attesa' }).click()
  await expect.element(conversation().getByText('Fermo: nessun contatto riceve gli avvisi')).toBeVisible()
})

test('the reminder is changed in its popover, and each change is kept', async () => {
  await open()
  await row(/Officine Rinaldi/).click()
  await conversation().getByRole('button', { name: 'Modifica' }).click()
  await page.getByRole('button', { name: 'Numero di promemoria: uno in più' }).click()
  await expect.element(page.getByText('Salvato')).toBeVisible()
  await expect.element(page.getByRole('list', { name: 'Prossime date' })).toHaveTextContent('lunedì 4 maggio')
  await userEvent.keyboard('{Escape}')
  await expect.element(conversation().getByText('1 di 3')).toBeVisible()
})

test('an answer by voice stops the reminder, and can be said not to be enough', async () => {
  await open()
  await row(/Officine Rinaldi/).click()
  await conversation().getByRole('button', { name: 'Altre azioni' }).click()
  await page.getByRole('menuitem', { name: 'Il cliente ha risposto a voce' }).click()
  await sheet('Il cliente ha risposto a voce').getByLabelText('Giulia Rinaldi').click()
  await sheet('Il cliente ha risposto a voce').getByLabelText('Che cosa ha detto').fill('Firma domani.')
  await page.getByRole('button', { name: 'Scrivi la risposta' }).click()
  await expect.element(conversation().getByText('Ha risposto, promemoria finiti')).toBeVisible()
  await expect.element(conversation().getByText('a voce')).toBeVisible()
  await conversation().getByRole('button', { name: 'Questa risposta non basta' }).click()
  await expect.element(conversation().getByText('lunedì 27 alle 9:00')).toBeVisible()
})

test('the list is walked with J and K, opened with Enter, archived with E, and the next chat opens', async () => {
  await open()
  await expect.element(row(/Officine Rinaldi/)).toHaveFocus()
  await userEvent.keyboard('jjk{Enter}')
  await expect.element(conversation().getByRole('heading', { name: '730/2026, spese mediche' })).toBeVisible()
  await userEvent.keyboard('e')
  await expect.element(page.getByText('Chat archiviata')).toBeVisible()
  await expect
    .element(conversation().getByRole('heading', { name: 'Visura per la gara di Cesena' }))
    .toBeVisible()
  await undoButton().click()
  await expect.element(row(/Marco Tessari/)).toBeVisible()
})

test('R goes to the composer, and letters typed there are text', async () => {
  await open()
  await row(/Agriturismo Le Querce/).click()
  await userEvent.keyboard('r')
  await userEvent.keyboard('eccomi')
  await expect.element(conversation().getByLabelText('Messaggio', { exact: true })).toHaveTextContent('eccomi')
})

test('a task is ticked', async () => {
  await open()
  await row(/Officine Rinaldi/).click()
  await conversation().getByLabelText('Delega F24 firmata').click()
  await expect.element(conversation().getByText('3 di 3')).toBeVisible()
})

test('mail that stopped is tried again', async () => {
  await open()
  await row(/Bottega Moretti/).click()
  await expect
    .element(conversation().getByText('Non inviato a Dario Moretti: 550 mailbox unavailable'))
    .toBeVisible()
  await conversation().getByRole('button', { name: 'Riprova' }).click()
  await expect.element(conversation().getByText('In coda, parte appena torna la rete')).toBeVisible()
})

test('switching NOTIFICA off for the last contact warns', async () => {
  await open()
  await page.getByRole('navigation', { name: 'Principale' }).getByRole('button', { name: 'Clienti' }).click()
  await page.getByRole('button', { name: 'Marco Tessari' }).click()
  await page.getByRole('switch', { name: 'NOTIFICA per Marco Tessari' }).click()
  await expect.element(page.getByText('Nessuno riceve gli avvisi.')).toBeVisible()
})

test('clients are found by the name of a contact', async () => {
  await open()
  await page.getByRole('navigation', { name: 'Principale' }).getByRole('button', { name: 'Clienti' }).click()
  await page.getByLabelText('Cerca fra i clienti').fill('zanetti')
  await expect.element(page.getByRole('button', { name: 'Trattoria Da Nives S.n.c.' })).toBeVisible()
  await expect.element(page.getByRole('button', { name: 'Marco Tessari' })).not.toBeInTheDocument()
})

test('the sending account is tried at once, and a wrong name is told with its remedy', async () => {
  await open({ sending: { state: 'unset', queued: 2 } })
  await page.getByRole('button', { name: 'Imposta la posta 2 in coda' }).click()
  await page.getByLabelText('Server', { exact: true }).fill('smtp')
  await page.getByRole('button', { name: 'Salva e prova' }).click()
  await expect.element(page.getByRole('alert')).toHaveTextContent('Nessun server ha questo nome.')
  await page.getByLabelText('Server', { exact: true }).fill('smtp.studiovannini.example')
  await page.getByRole('button', { name: 'Salva e prova' }).click()
  await expect.element(page.getByText('Funziona.')).toBeVisible()
})

test('the language of the office is the language of the window', async () => {
  await open({ language: 'en' })
  await expect.element(page.getByRole('heading', { name: 'Chats' })).toBeVisible()
  expect(document.documentElement.lang).toBe('en')
})
