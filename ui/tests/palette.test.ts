import { beforeEach, describe, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { page, userEvent } from 'vitest/browser'
import { now } from '../src/dev/cast'
import { openOffice, send } from '../src/dev/transport'
import App from '../src/office/App.svelte'
import { closeSheet, go } from '../src/office/place.svelte'
import '../src/shared/styles/index.css'
import { stillIn, violations } from './violations'

// The palette of Studio Vannini, Friday 24 April 2026, 11:20 in Rome.

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) })
  closeSheet()
  go({ room: 'chats', filter: 'active' })
})

async function open(choice: Parameters<typeof openOffice>[0] = {}) {
  openOffice(choice)
  render(App)
  await expect.element(row(/Officine Rinaldi/)).toHaveFocus()
}
const row = (name: RegExp) =>
  page.getByRole('region', { name: 'Elenco delle chat' }).getByRole('button', { name })
const palette = () => page.getByRole('dialog', { name: 'Cerca e comandi' })
const field = () => palette().getByRole('combobox', { name: 'Cerca clienti, chat e comandi' })
const line = (name: string | RegExp) => palette().getByRole('option', { name })
const group = (name: string) => palette().getByRole('group', { name })
const chosen = () => palette().getByRole('option', { selected: true })
const search = async (text: string) => {
  await userEvent.keyboard('{Control>}k{/Control}')
  await userEvent.keyboard(text)
}

test('Ctrl+K opens it with the caret in its field, and Esc gives the focus back', async () => {
  await open()
  await userEvent.keyboard('{Control>}k{/Control}')
  await expect.element(field()).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  await expect.element(palette()).not.toBeInTheDocument()
  await expect.element(row(/Officine Rinaldi/)).toHaveFocus()
})

test('the row in the rail opens it too', async () => {
  await open()
  await page.getByRole('navigation', { name: 'Principale' }).getByRole('button', { name: 'Cerca' }).click()
  await expect.element(field()).toHaveFocus()
})

test('clients, commands, chats and documents are found together, and their number is told', async () => {
  await open()
  await search('rin')
  await expect.element(group('Clienti').getByRole('option', { name: /Officine Rinaldi/ })).toBeVisible()
  await expect.element(group('Clienti').getByRole('option', { name: /Caterina Bassi/ })).toBeVisible()
  await expect.element(line('Nuova chat con Officine Rinaldi S.r.l.')).toBeVisible()
  await expect.element(group('Chat').getByRole('option', { name: /Liquidazione IVA/ })).toBeVisible()
  await expect.element(group('Chat').getByRole('option', { name: /Modello F23/ })).toHaveTextContent('archiviata')
  await expect.element(group('Documenti').getByRole('option', { name: /Scontrini carburante/ })).toHaveTextContent('Contabilità 2026')
  await expect.element(palette().getByRole('status')).toHaveTextContent('6 risultati')
  await expect.element(line(/^Officine Rinaldi/).getByText('Rin', { exact: true }).first()).toBeVisible()
})

test('a client is found by a contact, without its accents and capitals', async () => {
  await open()
  await send('contacts.create', {
    client_id: 'gallo',
    name: 'Niccolò Però',
    email: 'n@gallo.example',
    notify: true,
    login: false,
  })
  await search('PERO nicco')
  await expect.element(chosen()).toHaveTextContent('Autotrasporti Gallo')
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('heading', { name: 'Autotrasporti Gallo S.r.l.' })).toBeVisible()
})

test('a chat is found by its last words, and opened', async () => {
  await open()
  await search('dentista')
  await expect.element(chosen()).toHaveTextContent('Marco Tessari: «Ho trovato la fattura del dentista')
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('heading', { name: '730/2026, spese mediche' })).toBeVisible()
})

test('arrows go round, and the chosen line is told to the field', async () => {
  await open()
  await search('rin')
  await expect.element(group('Documenti')).toBeVisible()
  await userEvent.keyboard('{ArrowDown}{ArrowDown}')
  await expect.element(chosen()).toHaveTextContent('Nuova chat con Officine Rinaldi')
  await expect
    .element(field())
    .toHaveAttribute('aria-activedescendant', (await chosen().findElement()).getAttribute('id'))
  await userEvent.keyboard('{ArrowUp}{ArrowUp}{ArrowUp}')
  await expect.element(chosen()).toHaveTextContent('Scontrini carburante')
})

test('only what can be done now is offered, with its key', async () => {
  await open()
  await search('>archivia')
  await expect.element(line(/^Archivia/)).toHaveTextContent('E')
  await userEvent.keyboard('{Escape}')
  await userEvent.keyboard('gl')
  await expect.element(page.getByRole('heading', { name: 'Clienti' })).toBeVisible()
  await search('>archivia')
  await expect.element(palette().getByText('Niente con «>archivia»')).toBeVisible()
})

test('a command acts in the place beneath', async () => {
  await open()
  await row(/Lucia Ferretti/).click()
  await search('>rispondi')
  await userEvent.keyboard('{Enter}')
  await expect.element(palette()).not.toBeInTheDocument()
  await userEvent.keyboard('eccomi')
  await expect
    .element(page.getByRole('region', { name: 'Conversazione' }).getByText('eccomi'))
    .toBeVisible()
})

test('Tab shows what else can be done with a line, and Esc goes back to the search', async () => {
  await open()
  await search('edil')
  await userEvent.keyboard('{Tab}')
  await expect.element(group('Edilmonte S.r.l.')).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await expect.element(palette()).toBeVisible()
  await userEvent.keyboard('edil{Tab}{Enter}')
  await expect.element(page.getByRole('dialog', { name: 'Nuova chat' })).toBeVisible()
  await expect.element(page.getByRole('button', { name: 'Togli Edilmonte S.r.l.' })).toBeVisible()
})

test('what is nowhere can be made a client', async () => {
  await open()
  await search('Cantina Rossi')
  await expect.element(palette().getByText('Niente con «Cantina Rossi»')).toBeVisible()
  await userEvent.keyboard('{Enter}')
  await expect
    .element(page.getByRole('dialog', { name: 'Nuovo cliente' }).getByLabelText('Nome o ragione sociale'))
    .toHaveValue('Cantina Rossi')
})

test('in a large office a group shows its best few, and the number of all', async () => {
  await open({ crowd: { clients: 2000, chats: 500, messages: 0 } })
  await search('farmacia')
  await expect.element(line(/^Farmacia San Lorenzo/)).toBeVisible()
  await vi.waitFor(() => expect(group('Clienti').getByRole('option').elements()).toHaveLength(5))
  await expect.element(palette().getByRole('status')).toHaveTextContent(/\d{3} risultati/)
})

describe.each(['light', 'dark'])('in the %s theme', (theme) => {
  beforeEach(() => {
    stillIn(theme)
  })

  test('what was found has no violation', async () => {
    await open()
    await search('rin')
    await expect.element(chosen()).toHaveTextContent('Officine Rinaldi')
    expect(await violations()).toEqual([])
  })

  test('nothing found has no violation', async () => {
    await open()
    await search('zzz')
    await expect.element(palette().getByText('Niente con «zzz»')).toBeVisible()
    expect(await violations()).toEqual([])
  })

  test('the keyboard sheet has no violation', async () => {
    await open()
    await userEvent.keyboard('?')
    await expect.element(page.getByRole('dialog', { name: 'Tasti' })).toBeVisible()
    expect(await violations()).toEqual([])
  })

  test('the sheet about the program has no violation', async () => {
    await open()
    await search('>informazioni')
    await userEvent.keyboard('{Enter}')
    await expect.element(page.getByText('Studiolo 0.1.0')).toBeVisible()
    expect(await violations()).toEqual([])
  })

  test('ticked chats and clients have no violation', async () => {
    await open()
    await userEvent.keyboard('xjx')
    await expect.element(page.getByText('2 chat scelte')).toBeVisible()
    expect(await violations()).toEqual([])
    await userEvent.keyboard('gl')
    await expect.element(page.getByRole('table')).toBeVisible()
    await vi.waitFor(() => expect(document.activeElement?.closest('[role=row]')).not.toBeNull())
    await userEvent.keyboard('{Home}xjx')
    await expect.element(page.getByText('2 clienti scelti')).toBeVisible()
    expect(await violations()).toEqual([])
  })
})
