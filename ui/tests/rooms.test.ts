import { beforeEach, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { page, userEvent } from 'vitest/browser'
import { now } from '../src/dev/cast'
import { openOffice, send } from '../src/dev/transport'
import App from '../src/office/App.svelte'
import { go, type Place } from '../src/office/place.svelte'
import '../src/shared/styles/index.css'

// Inbox, reminders and audit trail of Studio Vannini, Friday 24 April 2026, 11:20 in Rome.

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) }))

async function open(at: Place, before: () => Promise<void> = () => Promise.resolve()) {
  openOffice({})
  await before()
  go(at)
  render(App)
  await expect.element(page.getByText('Studio Vannini')).toBeVisible()
}
const main = () => page.getByRole('main')
const heading = (name: string) => main().getByRole('heading', { name })

test('an answer is opened in place, and R goes to the composer of its chat', async () => {
  await open({ room: 'inbox', filter: 'all' })
  await main().getByRole('button', { name: /Officine Rinaldi/ }).click()
  await expect.element(main().getByText('oggi è in cantiere')).toBeVisible()
  await expect.element(main().getByText('2 di 3 completate')).toBeVisible()
  await userEvent.keyboard('r')
  await expect.element(page.getByLabelText('Messaggio', { exact: true })).toHaveFocus()
})

test('E marks the row in hand as seen, and it can be undone', async () => {
  await open({ room: 'inbox', filter: 'new' })
  const row = main().getByRole('button', { name: /Officine Rinaldi/ })
  await expect.element(row).toHaveFocus()
  await userEvent.keyboard('e')
  await expect.element(row).not.toBeInTheDocument()
  await expect.element(main().getByRole('button', { name: /Marco Tessari/ })).toHaveFocus()
  await page.getByRole('button', { name: 'Annulla' }).click()
  await expect.element(row).toBeVisible()
})

test('with everything seen the inbox says what runs next', async () => {
  await open({ room: 'inbox', filter: 'new' })
  await main().getByRole('button', { name: 'Segna tutto come visto' }).click()
  await expect.element(heading('Tutto visto')).toBeVisible()
  await expect.element(main().getByText('parte lunedì 27 alle 9:00, a 2 clienti')).toBeVisible()
  await main().getByRole('button', { name: 'Vedi i promemoria' }).click()
  await expect.element(heading('Promemoria')).toBeVisible()
})

test('a day of the strip shows that day alone', async () => {
  await open({ room: 'reminders', tab: 'due' })
  await expect.element(heading('Martedì')).toBeVisible()
  await main().getByRole('button', { name: 'lunedì 27 aprile: 2 promemoria' }).click()
  await expect.element(heading('Martedì')).not.toBeInTheDocument()
  await expect.element(main().getByText('Paolo, Giulia')).toBeVisible()
  await main().getByRole('button', { name: 'Tutti i giorni' }).click()
  await expect.element(heading('Martedì')).toBeVisible()
})

test('what is held stands apart with its reason', async () => {
  await open({ room: 'reminders', tab: 'due' })
  await expect.element(heading('Fermi')).toBeVisible()
  await expect.element(main().getByText('Nessun contatto riceve gli avvisi')).toBeVisible()
})

test('one reminder is skipped', async () => {
  await open({ room: 'reminders', tab: 'due' })
  await main().getByRole('button', { name: 'Salta il promemoria 1 di 2 per Officine Rinaldi' }).click()
  await expect.element(page.getByText('Saltato il promemoria 1 di 2 per Officine Rinaldi')).toBeVisible()
})

test('all reminders are paused, and let go on', async () => {
  await open({ room: 'reminders', tab: 'due' })
  await main().getByRole('button', { name: 'Sospendi tutti' }).click()
  await expect.element(main().getByText('Niente parte da solo.')).toBeVisible()
  await main().getByRole('button', { name: 'Falli ripartire' }).click()
  await expect.element(main().getByText('Niente parte da solo.')).not.toBeInTheDocument()
})

test('what was sent, and what ended with no answer, open their chat', async () => {
  await open({ room: 'reminders', tab: 'sent' })
  await expect.element(main().getByRole('button', { name: /Agriturismo Le Querce/ })).toBeVisible()
  await main().getByRole('button', { name: 'Finiti senza risposta' }).click()
  await main().getByRole('button', { name: /Autotrasporti Gallo/ }).click()
  await expect.element(heading('Quietanza F24 del 16 aprile')).toBeVisible()
})

test('the trail is whole, and a row shows its hash and the one before', async () => {
  await open({ room: 'audit' })
  await expect.element(main().getByText('Integro, 7 voci')).toBeVisible()
  await main().getByRole('button', { name: /ha completato|ha riaperto/ }).click()
  await expect.element(main().getByText('24 aprile, 11:02:00 (Europe/Rome) · 09:02:00 UTC')).toBeVisible()
  await expect.element(main().getByText('segue la riga 4,')).toBeVisible()
})

test('the trail of one client', async () => {
  await open({ room: 'audit' })
  await main().getByRole('combobox', { name: 'Cliente' }).selectOptions('Immobiliare Aurora')
  await expect.element(heading('17 aprile')).toBeVisible()
  await expect.element(heading('Oggi')).not.toBeInTheDocument()
  await main().getByRole('button', { name: 'Togli Immobiliare Aurora' }).click()
  await expect.element(heading('Oggi')).toBeVisible()
})

test('older rows of a long trail come as one goes down', async () => {
  await open({ room: 'audit' }, async () => {
    for (let i = 0; i < 250; i += 1) await send('chats.send_again', { chat_id: 'rinaldi-chat' })
  })
  await expect.element(main().getByText('Integro, 257 voci')).toBeVisible()
  await expect.element(main().getByRole('button', { name: 'Voci più vecchie' })).toBeInTheDocument()
  await expect.element(heading('17 aprile')).not.toBeInTheDocument()
  document.querySelector('main [data-keys]')?.scrollTo(0, 1_000_000)
  await expect.element(heading('17 aprile')).toBeInTheDocument()
})
