import { beforeEach, describe, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { page, userEvent } from 'vitest/browser'
import { now } from '../src/dev/cast'
import { openOffice, send } from '../src/dev/transport'
import type { ChatsGetReply, ClientsGetReply, QuarantineListReply } from '../src/ipc/bindings'
import App from '../src/office/App.svelte'
import { closeSheet, go, openChat, openSheet, place } from '../src/office/place.svelte'
import { chooseSingleKeys } from '../src/shared/appearance.svelte'
import '../src/shared/styles/index.css'
import { stillIn, violations } from './violations'

// The mails that are kept aside in Studio Vannini, Friday 24 April 2026, 11:20 in Rome.

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) })
  chooseSingleKeys('on')
  closeSheet()
  go({ room: 'quarantine', shown: 'open' })
})

async function open(choice: Parameters<typeof openOffice>[0] = {}) {
  openOffice(choice)
  render(App)
  await expect.element(page.getByRole('heading', { name: 'Messe da parte' })).toBeVisible()
}
const list = () => page.getByRole('region', { name: 'Mail messe da parte' })
const row = (name: RegExp) => list().getByRole('button', { name })
const pane = () => page.getByRole('region', { name: 'Mail', exact: true })
const sheet = (name: string) => page.getByRole('dialog', { name })
const subject = (name: string) => pane().getByRole('heading', { name })
const left = async (dropped = false) =>
  ((await send('quarantine.list', { dropped })) as QuarantineListReply).mails.map(({ quarantine_id }) => quarantine_id)
const thread = async (chat_id: string) => (await send('chats.get', { chat_id })) as ChatsGetReply

describe('the way there', () => {
  test('the inbox says how many there are, and leads to them; Esc leads back', async () => {
    go({ room: 'inbox', filter: 'all' })
    openOffice({})
    render(App)
    await page.getByRole('button', { name: '4 mail messe da parte.' }).click()
    await expect.element(page.getByRole('heading', { name: 'Messe da parte' })).toBeVisible()
    await expect.element(row(/Delega firmata/)).toHaveFocus()
    await userEvent.keyboard('{Escape}')
    await expect.element(page.getByRole('heading', { name: 'In arrivo' })).toBeVisible()
  })

  test('with none the inbox says nothing of them', async () => {
    go({ room: 'inbox', filter: 'all' })
    openOffice({})
    for (const quarantine_id of await left()) await send('quarantine.drop', { quarantine_id })
    render(App)
    await expect.element(page.getByRole('heading', { name: 'In arrivo' })).toBeVisible()
    await expect.element(page.getByRole('main').getByRole('button', { name: /Officine Rinaldi/ })).toBeVisible()
    await expect.element(page.getByText('messe da parte')).not.toBeInTheDocument()
  })

  test('G then M, the palette and the breadcrumb know the room', async () => {
    await open()
    await list().getByRole('button', { name: 'In arrivo' }).click()
    await expect.element(page.getByRole('heading', { name: 'In arrivo' })).toBeVisible()
    await userEvent.keyboard('gm')
    await expect.element(subject('Delega firmata')).toBeVisible()
    openSheet({ kind: 'palette' })
    await page.getByRole('combobox').fill('messe da')
    await expect.element(page.getByRole('option', { name: /Vai a Messe da parte/ })).toBeVisible()
  })
})

describe('a mail', () => {
  test('the first is in view, with why it is here and what its sender is known by', async () => {
    await open()
    await expect.element(list().getByText('Da decidere 4')).toBeVisible()
    await expect.element(pane().getByText('L’indirizzo non è fra i contatti di nessun cliente.')).toBeVisible()
    await expect.element(pane().getByText('«Liquidazione IVA, 1° trimestre» di Officine Rinaldi')).toBeVisible()
    await expect.element(pane().getByText('superato')).toBeVisible()
    await expect.element(pane().getByText('si firma così')).toBeVisible()
    await expect.element(pane().getByText('1,2 MB, non ancora salvato')).toBeVisible()
  })

  test('J moves, Enter opens, and a refused sender is told in wax', async () => {
    await open()
    await expect.element(row(/Delega firmata/)).toHaveFocus()
    await userEvent.keyboard('j')
    await expect.element(row(/Rimborso IVA/)).toHaveFocus()
    await expect.element(subject('Delega firmata')).toBeVisible()
    await userEvent.keyboard('{Enter}')
    await expect.element(subject('Rimborso IVA in attesa')).toBeVisible()
    await expect.element(pane().getByText('Il mittente non è confermato.')).toBeVisible()
    await expect.element(pane().getByText('fallito')).toBeVisible()
    await userEvent.keyboard('k')
    await expect.element(row(/Delega firmata/)).toHaveFocus()
  })

  test('what others wrote is folded, says how much it is, and opens', async () => {
    await open()
    const fold = pane().getByRole('button', { name: 'Mostra 14 righe citate' })
    await expect.element(pane().getByText('Elena Vannini ha scritto')).not.toBeInTheDocument()
    await fold.click()
    await expect.element(pane().getByText('Elena Vannini ha scritto')).toBeVisible()
    await pane().getByRole('button', { name: 'Nascondi le righe citate' }).click()
    await expect.element(pane().getByText('Elena Vannini ha scritto')).not.toBeInTheDocument()
  })

  test('its words are text alone: no link, no picture, no mark-up', async () => {
    await open()
    await row(/Rimborso IVA/).click()
    await expect.element(pane().getByText('https://agenzia-fisco.example/rimborso')).toBeVisible()
    expect(pane().element().querySelectorAll('a, img, iframe')).toHaveLength(0)
  })

  test('a known sender is not offered as a contact', async () => {
    await open()
    await row(/Bruno Sala/).click()
    await expect.element(pane().getByText('non dice a quale chat risponde')).toBeVisible()
    await expect.element(pane().getByRole('button', { name: 'Mostra la firma' })).toBeVisible()
    await expect.element(pane().getByRole('button', { name: 'Aggiungi contatto' })).not.toBeInTheDocument()
  })
})

describe('deciding', () => {
  test('C offers the chat that is meant, Enter joins, and the next row is in hand', async () => {
    await open()
    await expect.element(row(/Delega firmata/)).toHaveFocus()
    await userEvent.keyboard('c')
    const offered = sheet('Unisci a una chat').getByRole('option', { name: /Liquidazione IVA/ })
    await expect.element(offered).toHaveAttribute('aria-selected', 'true')
    await expect.element(page.getByRole('combobox', { name: 'Chat' })).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await expect.element(row(/Delega firmata/)).not.toBeInTheDocument()
    await expect.element(subject('Rimborso IVA in attesa')).toBeVisible()
    await expect.element(row(/Rimborso IVA/)).toHaveFocus()
    expect((await thread('rinaldi-chat')).messages.at(-1)).toMatchObject({ via: 'mail', author: { name: 'Paolo Rinaldi' } })
    await page.getByRole('button', { name: 'Apri la chat' }).click()
    const conversation = page.getByRole('region', { name: 'Conversazione' })
    await expect.element(conversation.getByRole('button', { name: 'Mostra 14 righe citate' })).toBeVisible()
    await expect.element(conversation.getByText(/Delega F24 firmata.pdf, 1,2 MB: non salvato/)).toBeVisible()
    await expect.element(conversation.getByText('mittente non verificato')).not.toBeInTheDocument()
  })

  test('any chat of any client is found by typing, and arrows choose', async () => {
    await open()
    await row(/Rimborso IVA/).click()
    await pane().getByRole('button', { name: 'Unisci a una chat…' }).click()
    const join = sheet('Unisci a una chat')
    await expect.element(join.getByRole('option', { name: /Liquidazione IVA/ })).toBeVisible()
    await expect.element(join.getByRole('button', { name: 'Unisci' })).toBeDisabled()
    await userEvent.keyboard('nives')
    await expect.element(join.getByRole('option', { name: /IMU 2026/ })).toHaveAttribute('aria-selected', 'true')
    await userEvent.keyboard('{Control>}a{/Control}2026')
    await expect.element(join.getByRole('option').first()).toHaveAttribute('aria-selected', 'true')
    await userEvent.keyboard('{ArrowDown}')
    await expect.element(join.getByRole('option').nth(1)).toHaveAttribute('aria-selected', 'true')
    await userEvent.keyboard('{Control>}a{/Control}bancomat')
    await expect.element(join.getByText('Niente con «bancomat»')).toBeVisible()
    await userEvent.keyboard('{Control>}a{/Control}nives{Enter}')
    await expect.element(row(/Rimborso IVA/)).not.toBeInTheDocument()
    await page.getByRole('button', { name: 'Apri la chat' }).click()
    await expect.element(page.getByText('mittente non verificato: rimborsi@agenzia-fisco.example')).toBeVisible()
  })

  test('N starts a chat with the client of the sender', async () => {
    await open()
    await row(/Bruno Sala/).click()
    await userEvent.keyboard('n')
    const chosen = sheet('Nuova chat').getByRole('option', { name: /Farmacia San Lorenzo/ })
    await expect.element(chosen).toHaveAttribute('aria-selected', 'true')
    await sheet('Nuova chat').getByRole('button', { name: 'Crea chat' }).click()
    await expect.element(row(/Renzo Gallo/)).toHaveFocus()
    await page.getByRole('button', { name: 'Apri la chat' }).click()
    await expect.element(page.getByRole('heading', { name: 'Re: Bilancio 2025, ultima lettura' })).toBeVisible()
  })

  test('A makes the sender a contact of the client that is guessed, and the mail stays to decide', async () => {
    await open()
    await expect.element(row(/Delega firmata/)).toHaveFocus()
    await userEvent.keyboard('a')
    const contact = sheet('Nuovo contatto')
    await expect.element(contact.getByLabelText('Nome e cognome')).toHaveValue('Paolo Rinaldi')
    await expect.element(contact.getByLabelText('E-mail')).toHaveValue('paolo.rinaldi71@posta.example')
    await contact.getByRole('option', { name: /Edilmonte/ }).click()
    await contact.getByRole('button', { name: 'Aggiungi contatto' }).click()
    await expect.element(page.getByText('Paolo Rinaldi è fra i contatti.')).toBeVisible()
    const { contacts } = (await send('clients.get', { client_id: 'edilmonte' })) as ClientsGetReply
    expect(contacts.map(({ email }) => email)).toContain('paolo.rinaldi71@posta.example')
    await expect.element(row(/Delega firmata/)).toHaveFocus()
    await expect.element(pane().getByRole('button', { name: 'Aggiungi contatto' })).not.toBeInTheDocument()
  })

  test('Canc drops, the next row is in hand, and it can be undone', async () => {
    await open()
    await expect.element(row(/Delega firmata/)).toHaveFocus()
    await userEvent.keyboard('j{Delete}')
    await expect.element(row(/Rimborso IVA/)).not.toBeInTheDocument()
    await expect.element(row(/Bruno Sala/)).toHaveFocus()
    expect(await left(true)).toEqual(['kept-refund'])
    await page.getByRole('button', { name: 'Annulla' }).click()
    await expect.element(row(/Rimborso IVA/)).toBeVisible()
  })

  test('a dropped one says until when it stays, and Shift+R puts it back', async () => {
    openOffice({})
    await send('quarantine.drop', { quarantine_id: 'kept-delega' })
    render(App)
    await list().getByRole('button', { name: 'Scartate' }).click()
    await expect.element(pane().getByText('Scartata oggi, 11:20. Resta qui fino a domenica 24 maggio.')).toBeVisible()
    await expect.element(pane().getByRole('button', { name: 'Unisci a una chat…' })).not.toBeInTheDocument()
    await row(/Delega firmata/).click()
    await userEvent.keyboard('{Shift>}R{/Shift}')
    await expect.element(page.getByText('Nessuna mail scartata negli ultimi 30 giorni')).toBeVisible()
    await list().getByRole('button', { name: 'Da decidere 4' }).click()
    await expect.element(row(/Delega firmata/)).toBeVisible()
  })

  test('with all decided it says so, and the title has the focus', async () => {
    await open()
    await expect.element(row(/Delega firmata/)).toHaveFocus()
    for (const name of [/Rimborso IVA/, /Bruno Sala/, /Renzo Gallo/]) {
      await userEvent.keyboard('{Delete}')
      await expect.element(row(name)).toHaveFocus()
    }
    await userEvent.keyboard('{Delete}')
    await expect.element(page.getByText('Niente da decidere')).toBeVisible()
    await expect.element(page.getByRole('heading', { name: 'Messe da parte' })).toHaveFocus()
    await page.getByRole('button', { name: 'Torna a In arrivo' }).click()
    expect(place()).toMatchObject({ room: 'inbox' })
  })

  test('given up, the sheet leaves the row in hand', async () => {
    await open()
    await expect.element(row(/Delega firmata/)).toHaveFocus()
    await userEvent.keyboard('c')
    await expect.element(sheet('Unisci a una chat')).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await expect.element(row(/Delega firmata/)).toHaveFocus()
    expect(await left()).toHaveLength(4)
  })
})

test('in English it says the same', async () => {
  openOffice({ language: 'en' })
  render(App)
  await expect.element(page.getByRole('heading', { name: 'Kept aside' })).toBeVisible()
  await expect.element(page.getByRole('button', { name: 'Show 14 quoted lines' })).toBeVisible()
})

test('with text at twice its size nothing is cut off at the side', async () => {
  await page.viewport(640, 400)
  await open()
  const shown = document.querySelector('main')
  expect(shown?.scrollWidth).toBeLessThanOrEqual(shown?.clientWidth ?? 0)
  await page.viewport(1280, 800)
})

describe.each(['light', 'dark'])('in the %s theme there is no violation', (theme) => {
  beforeEach(() => void stillIn(theme))

  test('in the list with a mail, quoted lines in view', async () => {
    await open()
    await pane().getByRole('button', { name: 'Mostra 14 righe citate' }).click()
    expect(await violations()).toEqual([])
  })

  test('with a sender that is refused', async () => {
    await open()
    await row(/Rimborso IVA/).click()
    await expect.element(pane().getByText('fallito')).toBeVisible()
    expect(await violations()).toEqual([])
  })

  test.each([
    ['c', 'Unisci a una chat'],
    ['n', 'Nuova chat'],
    ['a', 'Nuovo contatto'],
  ])('in the sheet that %s opens', async (key, title) => {
    await open()
    await expect.element(row(/Delega firmata/)).toHaveFocus()
    await userEvent.keyboard(key)
    await expect.element(sheet(title).getByRole('option').first()).toBeVisible()
    expect(await violations()).toEqual([])
  })

  test('in the chat of a mail whose sender is not verified', async () => {
    openOffice({})
    await send('quarantine.join', { quarantine_id: 'kept-refund', chat_id: 'rinaldi-chat' })
    openChat('rinaldi-chat')
    render(App)
    await expect.element(page.getByText('mittente non verificato')).toBeVisible()
    expect(await violations()).toEqual([])
  })

  test('with nothing left', async () => {
    openOffice({})
    for (const quarantine_id of await left()) await send('quarantine.drop', { quarantine_id })
    render(App)
    await expect.element(page.getByText('Niente da decidere')).toBeVisible()
    expect(await violations()).toEqual([])
  })
})
