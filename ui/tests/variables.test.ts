import { beforeEach, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { page, userEvent } from 'vitest/browser'
import { now } from '../src/dev/cast'
import { openOffice, send } from '../src/dev/transport'
import type { Template } from '../src/ipc/bindings'
import App from '../src/office/App.svelte'
import { openTemplates } from '../src/office/place.svelte'
import '../src/shared/styles/index.css'

// Variables in the editors of a template, with real keys and with what other programs put on the clipboard.

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) })
})

/** Opens a template of these words. */
async function write(subject: string, text: string) {
  openOffice({})
  await send('templates.create', { name: 'Prova', subject, body: text })
  render(App)
  await expect.element(page.getByText('Studio Vannini').first()).toBeVisible()
  openTemplates('template-new-1')
  await expect.element(field()).toHaveAttribute('contenteditable', 'true')
  await field().click()
}
const field = () => page.getByRole('textbox', { name: 'Messaggio', exact: true })
const line = () => page.getByRole('textbox', { name: 'Oggetto', exact: true })
const chips = (of = field()) => [...of.element().querySelectorAll('.variable')].map(({ textContent }) => textContent)
const saved = async () => (await send('templates.get', { template_id: 'template-new-1' })) as Template
const text = async () => (await saved()).text
const subject = async () => (await saved()).subject
function paste(into: ReturnType<typeof field>, what: { html?: string; text?: string }) {
  const clipboardData = new DataTransfer()
  if (what.html) clipboardData.setData('text/html', what.html)
  if (what.text) clipboardData.setData('text/plain', what.text)
  into.element().dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
}

test('a variable is a chip with its name, and is stored in braces', async () => {
  await write('Per {client}', 'Buongiorno {first_name}, entro {today+5}')
  expect(chips()).toEqual(['nome', 'oggi + 5 giorni'])
  expect(chips(line())).toEqual(['cliente'])
  await userEvent.keyboard('{Control>}{End}{/Control} grazie')
  await expect.poll(text).toBe('Buongiorno {first_name}, entro {today+5} grazie')
})

test('a screen reader hears that it is a variable, and which', async () => {
  await write('', 'Buongiorno {first_name}')
  await expect.element(field().getByRole('img', { name: 'variabile: nome' })).toBeVisible()
})

test('typed braces become a chip, under the marks that stand there', async () => {
  await write('', '')
  await userEvent.keyboard('Entro {Control>}b{/Control}{{today+10}')
  await expect.poll(chips).toEqual(['oggi + 10 giorni'])
  await userEvent.keyboard('!')
  await expect
    .poll(async () => (await saved()).body)
    .toMatchObject({
      doc: {
        content: [{ content: [{ text: 'Entro ' }, { text: '{today+10}!', marks: [{ type: 'bold' }] }] }],
      },
    })
})

test('one Backspace takes a chip away as a whole, and undo brings it back', async () => {
  await write('', 'Buongiorno {first_name}')
  await userEvent.keyboard('{Control>}{End}{/Control}{Backspace}')
  expect(chips()).toEqual([])
  await expect.poll(text).toBe('Buongiorno ')
  await userEvent.keyboard('{Control>}z{/Control}')
  expect(chips()).toEqual(['nome'])
  await expect.poll(text).toBe('Buongiorno {first_name}')
})

test('undo takes a chip back that braces had become, and they do not become one again', async () => {
  await write('', 'Entro ')
  await userEvent.keyboard('{Control>}{End}{/Control}')
  paste(field(), { text: '{today}' })
  expect(chips()).toEqual(['oggi'])
  await userEvent.keyboard('{Control>}z{/Control}')
  expect(chips()).toEqual([])
  await expect.poll(text).toBe('Entro ')
})

test('pasted words bring their variables, from plain text, from markup and from another editor like this', async () => {
  await write('', '')
  paste(field(), { text: 'Caro {contact}' })
  paste(field(), { html: '<p>di <b>{client}</b></p>' })
  paste(field(), { html: '<p data-pm-slice="1 1 []">nel <span data-variable="last_year">{last_year}</span></p>' })
  expect(chips()).toEqual(['contatto', 'cliente', 'anno scorso'])
})

test('copied, a chip is its braces for every other program', async () => {
  await write('', 'Buongiorno {first_name}')
  await userEvent.keyboard('{Control>}a{/Control}')
  const clipboardData = new DataTransfer()
  field().element().dispatchEvent(new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }))
  expect(clipboardData.getData('text/plain')).toBe('Buongiorno {first_name}')
  expect(clipboardData.getData('text/html')).toContain('data-variable="first_name"')
})

test('a line has one line: Enter does nothing, and pasted lines and marks become words', async () => {
  await write('Saldo', '')
  await line().click()
  await userEvent.keyboard('{End}{Enter} {Control>}b{/Control}di ')
  paste(line(), { html: '<p><b>{client}</b></p><p>e {firm}</p>' })
  expect(line().element().querySelectorAll('p')).toHaveLength(1)
  expect(line().element().querySelector('strong')).toBeNull()
  expect(chips(line())).toEqual(['cliente', 'studio'])
  await expect.poll(subject).toBe('Saldo di {client} e {firm}')
  paste(line(), { text: '\nfine\n' })
  await expect.poll(subject).toBe('Saldo di {client} e {firm} fine ')
})

test('a line takes no more than 200 characters, its braces among them', async () => {
  await write('', '')
  await line().click()
  paste(line(), { text: `{client}${'a'.repeat(300)}` })
  await userEvent.keyboard('{End}b')
  await expect.poll(subject).toBe(`{client}${'a'.repeat(192)}`)
})

test('in a line undo goes back, and Tab goes on', async () => {
  await write('Saldo', '')
  await line().click()
  await userEvent.keyboard('{End} {{year}')
  expect(chips(line())).toEqual(['anno'])
  await userEvent.keyboard('{Control>}z{/Control}')
  expect(chips(line())).toEqual([])
  await userEvent.keyboard('{Tab}')
  await expect.element(field()).toHaveFocus()
})
