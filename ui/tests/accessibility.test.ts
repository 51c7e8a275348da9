import { beforeEach, describe, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { page, userEvent } from 'vitest/browser'
import { now } from '../src/dev/cast'
import { openOffice, send } from '../src/dev/transport'
import App from '../src/office/App.svelte'
import { go, openChat, openClient, openSettings, openSheet, openTemplates } from '../src/office/place.svelte'
import '../src/shared/styles/index.css'
import { stillIn, violations } from './violations'

// Each screen, light and dark, against the rules of WCAG 2.2 AA that a program can check.

const screens: Record<
  string,
  { show: () => void | Promise<void>; seen: () => ReturnType<typeof page.getByText> }
> = {
  'an open chat': { show: () => openChat('rinaldi-chat'), seen: () => page.getByText('2 di 3') },
  'a chat whose mail failed': {
    show: () => openChat('moretti-chat'),
    seen: () => page.getByText('Non inviato a Dario'),
  },
  'the reminder popover': {
    show: async () => {
      openChat('rinaldi-chat')
      await page.getByRole('button', { name: 'Modifica' }).click()
    },
    seen: () => page.getByText('giovedì 30 aprile'),
  },
  'the clients': {
    show: () => go({ room: 'clients' }),
    seen: () => page.getByText('Ha risposto: aspetta te').first(),
  },
  'the inbox with a row open': {
    show: async () => {
      go({ room: 'inbox', filter: 'all' })
      await page.getByRole('main').getByRole('button', { name: /Officine Rinaldi/ }).click()
    },
    seen: () => page.getByText('2 di 3 completate'),
  },
  'the reminders': {
    show: () => go({ room: 'reminders', tab: 'due' }),
    seen: () => page.getByText('Nessun contatto riceve gli avvisi'),
  },
  'the reminders that ended': {
    show: () => go({ room: 'reminders', tab: 'over' }),
    seen: () => page.getByText('2 promemoria inviati, nessuna risposta'),
  },
  'the audit trail with a row open': {
    show: async () => {
      go({ room: 'audit' })
      await page.getByRole('main').getByRole('button', { name: /ha completato|ha riaperto/ }).click()
    },
    seen: () => page.getByText('segue la riga 4,'),
  },
  'a client': { show: () => openClient('rinaldi'), seen: () => page.getByRole('switch').first() },
  'the new chat sheet': {
    show: async () => {
      openSheet({ kind: 'new-chat', clientIds: ['aurora'] })
      await page.getByRole('button', { name: 'Crea chat' }).click()
    },
    seen: () => page.getByText('Scrivi il messaggio.'),
  },
  'the new client sheet': {
    show: async () => {
      openSheet({ kind: 'new-client' })
      await page.getByRole('button', { name: 'Crea cliente' }).click()
    },
    seen: () => page.getByText('Scrivi il nome.'),
  },
  'the sheet for an answer by voice': {
    show: () => openSheet({ kind: 'record-answer', chatId: 'rinaldi-chat' }),
    seen: () => page.getByText('Chi ha risposto'),
  },
  'the settings of the office': {
    show: () => openSettings(),
    seen: () => page.getByText('A questo indirizzo i clienti rispondono.'),
  },
  'the settings of a mail account whose test failed': {
    show: async () => {
      openOffice({ sending: { state: 'refused', queued: 2 } })
      openSettings('mail')
      await page.getByRole('button', { name: 'Prova', exact: true }).click()
    },
    seen: () => page.getByText('Nome utente o password non vanno.'),
  },
  'the settings of reminders and calendar': {
    show: async () => {
      openSettings('reminders')
      await page.getByRole('button', { name: 'Aggiungi chiusura' }).click()
    },
    seen: () => page.getByText('Festa della Repubblica'),
  },
  'the settings of the window': {
    show: () => openSettings('appearance'),
    seen: () => page.getByText('Compatta', { exact: true }),
  },
  'the templates': {
    show: async () => {
      await send('clients.create', { name: 'Nuova Immobiliare', kind: 'company' })
      openTemplates('template-730')
      await expect.element(page.getByRole('textbox', { name: 'Messaggio' })).toHaveAttribute('contenteditable', 'true')
    },
    seen: () => page.getByText('Completo per gli altri 11 clienti'),
  },
  'a new chat of a template for several clients': {
    show: async () => {
      openSheet({ kind: 'new-chat', clientIds: ['rinaldi', 'ferretti'] })
      await page.getByRole('button', { name: 'Modello: Nessun modello' }).click()
      await page.getByRole('menuitemradio', { name: 'Benvenuto' }).click()
    },
    seen: () => page.getByText('1 di 2', { exact: true }),
  },
  'the settings of backups': { show: () => openSettings('backup'), seen: () => page.getByText('Ultima copia') },
  'the sending account': {
    show: async () => {
      openSheet({ kind: 'sending-account' })
      await page.getByLabelText('Server', { exact: true }).fill('smtp')
      await userEvent.keyboard('{Enter}')
    },
    seen: () => page.getByText('Nessun server ha questo nome.'),
  },
}


describe.each(['light', 'dark'])('in the %s theme', (theme) => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) })
    stillIn(theme)
    go({ room: 'chats', filter: 'active' })
  })

  test.each(Object.entries(screens))('%s has no violation', async (_name, { show, seen }) => {
    openOffice({})
    render(App)
    await expect.element(page.getByText('Studio Vannini').first()).toBeVisible()
    await show()
    await expect.element(seen()).toBeVisible()
    expect(await violations()).toEqual([])
  })

  test('the empty office has no violation', async () => {
    openOffice({ empty: true, sending: { state: 'unset', queued: 0 } })
    render(App)
    await expect.element(page.getByRole('heading', { name: 'Il primo cliente' })).toBeVisible()
    expect(await violations()).toEqual([])
  })
})
