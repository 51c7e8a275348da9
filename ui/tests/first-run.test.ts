import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { page, userEvent } from 'vitest/browser'
import { now } from '../src/dev/cast'
import { askedOfShell, codeToShow, openOffice, send } from '../src/dev/transport'
import type { ClientsListReply, SettingsGetReply } from '../src/ipc/bindings'
import App from '../src/office/App.svelte'
import { go, openSettings } from '../src/office/place.svelte'
import '../src/shared/styles/index.css'
import { stillIn, violations } from './violations'

// The first steps of a new office, held in memory: Friday 24 April 2026, 11:20 in Rome.

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) })
  localStorage.clear()
  go({ room: 'chats', filter: 'active' })
})
afterEach(() => localStorage.clear())

const unset = { state: 'unset' as const, queued: 0 }
function begin(choice: Parameters<typeof openOffice>[0] = {}) {
  openOffice({ empty: true, setUp: false, sending: unset, ...choice })
  return render(App)
}
const button = (name: string) => page.getByRole('button', { name, exact: true })
/** The field of that name in the step in view. */
const field = (name: string) => page.getByRole('textbox', { name, exact: true })
const heading = (name: string) => page.getByRole('heading', { name, exact: true })
const kept = async () => (await send('settings.get', {})) as SettingsGetReply

async function nameTheOffice() {
  await field('Nome e cognome').fill('Elena Vannini')
  await field('Nome dello studio').fill('Studio Vannini')
  await field('E-mail da cui partono gli avvisi').fill('elena@studiovannini.example')
  await button('Continua').click()
}

describe('the first steps', () => {
  test('an office that nobody has named begins with its name, and the first field has the focus', async () => {
    begin()
    await expect.element(heading('Apriamo lo studio')).toBeVisible()
    await expect.element(field('Nome e cognome')).toHaveFocus()
    await expect.element(field('Nome dello studio')).toHaveValue('')
    await expect.element(page.getByRole('list', { name: 'Primi passi' })).toHaveTextContent('1 Lo studio')
  })

  test('an office with a name does not see them', async () => {
    begin({ setUp: true })
    await expect.element(heading('Il primo cliente')).toBeVisible()
    await expect.element(page.getByRole('navigation', { name: 'Principale' })).toBeVisible()
  })

  test('half an address is told as it is missing, and nothing is saved', async () => {
    begin()
    await field('Nome e cognome').fill('Elena Vannini')
    await field('E-mail da cui partono gli avvisi').fill('elena@studiovannini')
    await button('Continua').click()
    await expect.element(page.getByText('manca la parte dopo il punto, per esempio «.it».')).toBeVisible()
    await expect.element(page.getByText('Scrivi il nome.')).toBeVisible()
    expect((await kept()).firm).toBe('Studiolo')
  })

  test('from the name over the mail to the first client, whose page asks for the first chat', async () => {
    begin()
    await nameTheOffice()
    await expect.element(heading('La posta da cui scrivi')).toBeVisible()
    await expect.element(field('Indirizzo')).toHaveValue('elena@studiovannini.example')
    await field('Server').fill('smtp')
    await button('Salva e prova').click()
    await expect.element(page.getByText('Nessun server ha questo nome.')).toBeVisible()
    await field('Server').fill('smtp.studiovannini.example')
    await button('Salva e prova').click()
    await expect.element(page.getByText('Funziona.')).toBeVisible()
    await button('Continua').click()
    await field('Nome o ragione sociale').fill('Officine Rinaldi S.r.l.')
    await button('Crea cliente').click()
    await expect.element(heading('Officine Rinaldi S.r.l.')).toBeVisible()
    await expect.element(button('Scrivi la prima chat')).toBeVisible()
    expect(await kept()).toMatchObject({ firm: 'Studio Vannini', owner_name: 'Elena Vannini' })
    const { clients } = (await send('clients.list', {})) as ClientsListReply
    expect(clients.map(({ name }) => name)).toEqual(['Officine Rinaldi S.r.l.'])
  })

  test('a known provider fills in the server, and says which password it wants', async () => {
    begin()
    await nameTheOffice()
    await field('Indirizzo').fill('elena@app.example')
    await userEvent.keyboard('{Tab}')
    await expect.element(field('Server')).toHaveValue('smtp.app.example')
    await expect.element(field('Porta')).toHaveValue('587')
    await expect.element(page.getByText('Vuole una password per le app')).toBeVisible()
  })

  test('going back and forth loses nothing that was typed', async () => {
    begin()
    await nameTheOffice()
    await field('Server').fill('smtp.studiovannini.example')
    await field('Nome di chi scrive').fill('Elena')
    await button('Salta').click()
    await field('Nome o ragione sociale').fill('Marco Tessari')
    await button('Indietro').click()
    await expect.element(field('Server')).toHaveValue('smtp.studiovannini.example')
    await userEvent.keyboard('{Escape}')
    await field('Nome dello studio').fill('Studio E. Vannini')
    await button('Continua').click()
    await expect.element(field('Nome di chi scrive')).toHaveValue('Elena')
    await button('Salta').click()
    await expect.element(field('Nome o ragione sociale')).toHaveValue('Marco Tessari')
  })

  test('the language changes at once, under what was typed', async () => {
    begin()
    await field('Nome e cognome').fill('Elena')
    await page.getByLabelText('English').click()
    await expect.element(heading('Let’s open the office')).toBeVisible()
    await expect.element(field('First and last name')).toHaveValue('Elena')
  })

  test('skipped as a whole, the window opens and the settings say that the office has no name', async () => {
    begin()
    await button('Salta tutto').click()
    await expect.element(heading('Il primo cliente')).toBeVisible()
    openSettings()
    await expect.element(page.getByText('Lo studio non ha ancora un nome.')).toBeVisible()
    await expect.element(field('E-mail')).toHaveValue('')
    await button('Fai i primi passi').click()
    await expect.element(heading('Apriamo lo studio')).toBeVisible()
  })

  test('once put off they do not come back by themselves', async () => {
    const { unmount } = await begin()
    await button('Salta tutto').click()
    await expect.element(heading('Il primo cliente')).toBeVisible()
    await unmount()
    begin()
    await expect.element(page.getByRole('navigation', { name: 'Principale' })).toBeVisible()
    await expect.element(heading('Apriamo lo studio')).not.toBeInTheDocument()
  })

  test('a backup can be restored, and the demo office is the program’s to open', async () => {
    begin()
    await button('Ripristina da una copia…').click()
    await expect.element(heading('Ripristina da una copia')).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await button('Guarda uno studio di prova').click()
    expect(askedOfShell.map(({ command }) => command)).toContain('open_demo')
  })

  test('the recovery code of a new office comes first, and is not left before it is safe', async () => {
    begin({ recoveryCode: codeToShow })
    await expect.element(heading('Il codice di recupero')).toHaveFocus()
    await expect.element(page.getByText(codeToShow).first()).toBeVisible()
    await button('Continua').click()
    await expect.element(page.getByRole('alert')).toHaveTextContent('Spunta la casella quando il codice è al sicuro')
    await page.getByLabelText('L’ho stampato o scritto').click()
    await button('Continua').click()
    await expect.element(heading('Apriamo lo studio')).toBeVisible()
  })
})

describe('odd input', () => {
  test.each(['Studio "Vannini" & \'figli\' <b>', '🦊 Studio 👩‍👩‍👧', 'مكتب الاستشارات', 'S̷̛t̸u̵d̶i̶o̸ ̴V̶'])(
    'a firm called %s keeps its name, and the window its shape',
    async (firm) => {
      begin()
      await field('Nome e cognome').fill('Elena Vannini')
      await field('Nome dello studio').fill(firm)
      await field('E-mail da cui partono gli avvisi').fill('elena@studiovannini.example')
      await button('Continua').click()
      await expect.element(heading('La posta da cui scrivi')).toBeVisible()
      expect((await kept()).firm).toBe(firm)
      expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(innerWidth)
    },
  )

  test('a name of ten thousand letters is told as too long, not cut off in silence', async () => {
    begin()
    await field('Nome dello studio').fill('a'.repeat(10_000))
    await button('Continua').click()
    await expect.element(page.getByText('al massimo 200 caratteri')).toBeVisible()
    expect((await kept()).firm).toBe('Studiolo')
  })

  test('an address with a look-alike letter names the letter', async () => {
    begin()
    await field('E-mail da cui partono gli avvisi').fill('elenа@studio.example')
    await button('Continua').click()
    await expect.element(page.getByText('Prima della @ c’è «а»')).toBeVisible()
  })
})


describe.each(['light', 'dark'])('in the %s theme no step has a violation:', (theme) => {
  beforeEach(() => {
    stillIn(theme)
  })

  test('the recovery code', async () => {
    begin({ recoveryCode: codeToShow })
    await button('Continua').click()
    await expect.element(page.getByRole('alert')).toBeVisible()
    expect(await violations()).toEqual([])
  })

  test('the office, with slips told', async () => {
    begin()
    await button('Continua').click()
    await expect.element(page.getByText('Scrivi l’indirizzo.')).toBeVisible()
    expect(await violations()).toEqual([])
  })

  test('how a backup is restored', async () => {
    begin()
    await button('Ripristina da una copia…').click()
    await expect.element(heading('Ripristina da una copia')).toBeVisible()
    expect(await violations()).toEqual([])
  })

  test('the mail, with a test that failed', async () => {
    begin()
    await nameTheOffice()
    await field('Server').fill('smtp')
    await button('Salva e prova').click()
    await expect.element(page.getByText('Nessun server ha questo nome.')).toBeVisible()
    expect(await violations()).toEqual([])
  })

  test('the first client, and its page', async () => {
    begin()
    await button('Salta').click()
    await button('Salta').click()
    await expect.element(heading('Il primo cliente')).toBeVisible()
    expect(await violations()).toEqual([])
    await field('Nome o ragione sociale').fill('Marco Tessari')
    await button('Crea cliente').click()
    await expect.element(button('Scrivi la prima chat')).toBeVisible()
    expect(await violations()).toEqual([])
  })
})
