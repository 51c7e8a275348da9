import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { page, userEvent } from 'vitest/browser'
import { now } from '../src/dev/cast'
import { lockedPdf, pdfOf, taxForm } from '../src/dev/pdf'
import { answerOfShell, askedOfShell, holdBack, openOffice, saveAnew, send } from '../src/dev/transport'
import App from '../src/office/App.svelte'
import { separatorOf, tableOf } from '../src/office/features/viewer/csv'
import { placesOf } from '../src/office/features/viewer/find'
import { closeSheet, go, openClient, viewDocument } from '../src/office/place.svelte'
import '../src/shared/styles/index.css'
import { violations } from './violations'

// The viewer over the documents of Officine Rinaldi, Friday 24 April 2026, 11:20 in Rome.

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) })
  localStorage.clear()
  delete (window as { foreign?: unknown }).foreign
})
afterEach(async () => {
  vi.restoreAllMocks()
  closeSheet()
  go({ room: 'chats', filter: 'active' })
  delete document.documentElement.dataset.theme
  localStorage.clear()
  await page.viewport(1280, 800)
})

async function open(name: string, bytes?: Uint8Array) {
  openOffice({ readable: true })
  if (bytes) answerOfShell('read_document', () => bytes.slice().buffer)
  go({ room: 'client', clientId: 'rinaldi', section: 'documents', folderId: 'readable' })
  viewDocument(name, name)
  render(App)
  await expect.element(page.getByRole('heading', { level: 1, name })).toBeVisible()
}
const stage = () => page.getByRole('region', { name: /\./ })
const button = (name: string) => page.getByRole('button', { name, exact: true })
const pageBox = (number: number) => page.getByRole('group', { name: `Pagina ${number}`, exact: true })
const asked = (command: string) => askedOfShell.filter((one) => one.command === command).map(({ args }) => args)
const pageOf = (at: number, count: number) => page.getByText(`Pagina ${at} di ${count}`, { exact: true })
const words = async (text: string) => {
  await userEvent.keyboard('{Control>}f{/Control}')
  await page.getByRole('textbox', { name: 'Cerca nel documento' }).fill(text)
}
/** Waits until a page is drawn and what is marked on it is this word, in its text and where it is drawn. */
const marked = (number: number, word: string) =>
  vi.waitFor(() => {
    const layer = pageBox(number).element().querySelector('.textLayer')
    const found = [...(CSS.highlights.get('viewer-found') ?? [])].filter((one) => layer?.contains(one.startContainer)) as Range[]
    const [range] = found
    expect(found.map(String)).toEqual([word])
    if (!range) throw new Error('nothing is marked')
    expect(Math.max(range.getBoundingClientRect().width, range.getBoundingClientRect().height)).toBeGreaterThan(15)
    return range
  })
const inSight = () => {
  const [here] = [...(CSS.highlights.get('viewer-found-here') ?? [])] as Range[]
  const [seen, at] = [stage().element().getBoundingClientRect(), here?.getBoundingClientRect()]
  return at !== undefined && at.top >= seen.top && at.bottom <= seen.bottom && at.left >= seen.left && at.right <= seen.right
}
const manyPages = (count: number) =>
  pdfOf(Array.from({ length: count }, (_, i) => ({ lines: [[60, 80, 14, `Foglio ${i + 1}, saldo`]] })))

describe('a PDF', () => {
  test('shows its pages with their words, its thumbnails, and what is known of it', async () => {
    await open('F24 maggio.pdf')
    await expect.element(pageOf(1, 2)).toBeVisible()
    await expect.element(pageBox(1).getByText('MODELLO DI PAGAMENTO UNIFICATO')).toBeInTheDocument()
    await vi.waitFor(() => expect(pageBox(1).element().querySelector('canvas')?.width).toBeGreaterThan(500))
    await expect.element(page.getByRole('navigation', { name: 'Pagine' }).getByRole('button', { name: 'Pagina 1' })).toHaveAttribute('aria-current', 'page')
    const facts = page.getByRole('complementary', { name: 'Su questo documento' })
    await expect.element(facts).toHaveTextContent(/Il cliente può vedere.*come tutta Da leggere/)
    await expect.element(facts).toHaveTextContent(/Paolo Rinaldi.*oggi, 10:12.*Giulia Rinaldi.*non ancora/)
    await expect.element(facts).toHaveTextContent(/Versione|2 Tu/)
    await facts.getByRole('button', { name: 'Liquidazione IVA, 1° trimestre' }).click()
    await expect.element(page.getByRole('heading', { name: 'Liquidazione IVA, 1° trimestre' })).toBeVisible()
  })

  test('keys go from page to page, larger and smaller, and only what is in sight is drawn', async () => {
    await open('F24 maggio.pdf', manyPages(30))
    await expect.element(pageOf(1, 30)).toBeVisible()
    await userEvent.keyboard('{PageDown}')
    await expect.element(pageOf(2, 30)).toBeVisible()
    await userEvent.keyboard('{End}')
    await expect.element(pageOf(30, 30)).toBeVisible()
    await expect.element(pageBox(30).getByText('Foglio 30, saldo')).toBeInTheDocument()
    expect(pageBox(12).element().querySelector('canvas')).toBeNull()
    await userEvent.keyboard('{Home}')
    await expect.element(pageOf(1, 30)).toBeVisible()
    await userEvent.keyboard('+')
    await expect.element(button('Ingrandimento: 125%')).toBeVisible()
    await userEvent.keyboard('--')
    await expect.element(button('Ingrandimento: 75%')).toBeVisible()
    await vi.waitFor(() => expect(pageBox(1).element().getBoundingClientRect().width).toBeCloseTo(595, 0))
    await userEvent.keyboard('0')
    await expect.element(button('Ingrandimento: 75%')).not.toBeInTheDocument()
  })

  test('words are found on every page, whatever their case and accents', async () => {
    await open('F24 maggio.pdf', manyPages(12))
    await expect.element(pageOf(1, 12)).toBeVisible()
    await words('SÀLDO')
    await expect.element(page.getByText('1 di 12', { exact: true })).toBeVisible()
    await userEvent.keyboard('{Shift>}{Enter}{/Shift}')
    await expect.element(page.getByText('12 di 12', { exact: true })).toBeVisible()
    await expect.element(pageOf(12, 12)).toBeVisible()
    await vi.waitFor(() => expect(CSS.highlights.get('viewer-found-here')?.size).toBe(1))
    await userEvent.keyboard('{Escape}')
    await expect.element(page.getByRole('textbox', { name: 'Cerca nel documento' })).not.toBeInTheDocument()
    expect(CSS.highlights.size).toBe(0)
    await words('niente di ciò')
    await expect.element(page.getByText('Niente', { exact: true })).toBeVisible()
  })

  test('what was found stays marked where it is while the page grows, turns small, goes and comes back', async () => {
    await open('F24 maggio.pdf', manyPages(12))
    await expect.element(pageOf(1, 12)).toBeVisible()
    await words('saldo')
    await marked(1, 'saldo')
    await button('Ingrandisci il documento').click()
    await expect.element(button('Ingrandimento: 125%')).toBeVisible()
    await marked(1, 'saldo')
    await button('Rimpicciolisci il documento').click()
    await expect.element(button('Ingrandimento: 100%')).toBeVisible()
    await button('Rimpicciolisci il documento').click()
    await expect.element(button('Ingrandimento: 75%')).toBeVisible()
    await marked(1, 'saldo')
    await page.viewport(960, 640)
    await marked(1, 'saldo')
    stage().element().scrollTop = 1e6
    await expect.element(pageOf(12, 12)).toBeVisible()
    await vi.waitFor(() => expect(pageBox(1).element().querySelector('canvas')).toBeNull())
    await marked(12, 'saldo')
    stage().element().scrollTop = 0
    await marked(1, 'saldo')
  })

  test('the match in hand that is in sight stays so while the page grows', async () => {
    const low = (words: string) => ({ lines: [[60, 740, 14, words]] as [number, number, number, string][] })
    await open('F24 maggio.pdf', pdfOf([low('niente'), low('saldo'), low('altro')]))
    await expect.element(pageOf(1, 3)).toBeVisible()
    await words('saldo')
    for (const percent of [125, 150, 200]) {
      await expect.element(page.getByText('1 di 1', { exact: true })).toBeVisible()
      await button('Ingrandisci il documento').click()
      await expect.element(button(`Ingrandimento: ${percent}%`)).toBeVisible()
      await marked(2, 'saldo')
      await vi.waitFor(() => expect(inSight()).toBe(true))
    }
  })

  test('on a page that is turned, words are marked where they are drawn', async () => {
    await open('F24 maggio.pdf', pdfOf([{ turned: 90, lines: [[60, 80, 14, 'saldo']] }]))
    await expect.element(pageOf(1, 1)).toBeVisible()
    await words('saldo')
    const range = await marked(1, 'saldo')
    const [sheet, at] = [pageBox(1).element().getBoundingClientRect(), range.getBoundingClientRect()]
    const scale = sheet.height / 595
    expect(at.height).toBeGreaterThan(at.width)
    expect((sheet.right - at.right) / scale).toBeCloseTo(80 - 14, -1)
    expect((at.top - sheet.top) / scale).toBeCloseTo(60, -1)
  })

  test('a link opens in the browser or leads to its page, and no other kind is there', async () => {
    await open('F24 maggio.pdf', taxForm())
    await button('Vai a https://www.agenziaentrate.gov.it/').click()
    expect(asked('open_link')).toEqual([{ url: 'https://www.agenziaentrate.gov.it/' }])
    await button('Vai alla pagina 2').click()
    await expect.element(pageOf(2, 2)).toBeVisible()
    expect(page.getByRole('button', { name: /javascript/ }).elements()).toHaveLength(0)
  })

  test('its scripts never run', async () => {
    const script = '/OpenAction << /S /JavaScript /JS (window.foreign = true; app.alert\\(1\\)) >>'
    await open('F24 maggio.pdf', pdfOf([{ lines: [[60, 80, 14, 'con uno script']] }], { extra: script }))
    await expect.element(pageBox(1).getByText('con uno script')).toBeInTheDocument()
    expect((window as { foreign?: unknown }).foreign).toBeUndefined()
  })

  test('with a password it says so, and opens with another program', async () => {
    await open('Estratto protetto.pdf', lockedPdf())
    await expect.element(page.getByText(/protetto da password/)).toBeVisible()
    await stage().getByRole('button', { name: 'Apri con un altro programma' }).click()
    expect(asked('open_document')).toEqual([{ document_id: 'Estratto protetto.pdf' }])
  })

  test('damaged, it says so', async () => {
    await open('Estratto rovinato.pdf')
    await expect.element(page.getByText(/Questo PDF è rovinato/)).toBeVisible()
  })

  test('is printed page by page, upright, and until it is left: WebKitGTK prints after it has said so', async () => {
    let printed: boolean[] = []
    const asked = vi.spyOn(window, 'print').mockImplementation(() => {
      const sheets = [...document.querySelectorAll<HTMLImageElement>('body > .printed img')]
      printed = sheets.map((sheet) => sheet.naturalHeight > sheet.naturalWidth)
    })
    await open('F24 maggio.pdf', pdfOf([{ lines: [[60, 80, 14, 'per il lungo']] }, { turned: 90, lines: [[60, 80, 14, 'per il largo']] }]))
    await expect.element(pageOf(1, 2)).toBeVisible()
    await userEvent.keyboard('{Control>}p{/Control}')
    await vi.waitFor(() => expect(printed).toEqual([true, true]), { timeout: 10_000 })
    window.dispatchEvent(new Event('afterprint'))
    expect(document.querySelectorAll('body > .printed')).toHaveLength(1)
    await userEvent.keyboard('{Control>}p{/Control}')
    await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(2), { timeout: 10_000 })
    expect(document.querySelectorAll('body > .printed')).toHaveLength(1)
    await userEvent.keyboard('{Escape}')
    await vi.waitFor(() => expect(document.querySelector('.printed')).toBeNull())
  })
})

describe('what is not a PDF', () => {
  test('an invoice is read as on paper', async () => {
    await open('IT01234567890_00218.xml')
    const paper = page.getByRole('article')
    await expect.element(paper).toHaveTextContent(/Fattura.*TD01.*Metalsider S\.p\.A\..*P\. IVA IT09876543210/)
    await expect.element(paper).toHaveTextContent(/Numero 218\/2026 del 22 aprile 2026.*Causale.*ordine 44/)
    const lines = page.getByRole('table', { name: 'Righe' })
    await expect.element(lines.getByRole('row', { name: /Lamiera/ })).toHaveTextContent(/12,5 kg.*8,00.*22%.*100,00/)
    await expect.element(page.getByRole('table', { name: 'Riepilogo IVA' })).toHaveTextContent(/1\.000,00.*220,00.*N1, escluse ex art\. 15.*Art\. 15 DPR 633\/72/)
    await expect.element(paper).toHaveTextContent(/Ritenuta persone giuridiche, 4%.*40,00.*Totale.*1\.226,40\s€/)
    await expect.element(page.getByRole('table', { name: 'Pagamento' })).toHaveTextContent(/31 maggio 2026.*IT60 X054 2811 1010 0000 0123 456/)
    await words('metalsider')
    await expect.element(page.getByText('1 di 1', { exact: true })).toBeVisible()
  })

  test('it can be scrolled to its end when it grows, and the match in hand stays in sight', async () => {
    await open('IT01234567890_00218.xml')
    await words('bollo')
    await expect.element(page.getByText('1 di 1', { exact: true })).toBeVisible()
    for (const percent of [125, 150, 200]) {
      await button('Ingrandisci il documento').click()
      await expect.element(button(`Ingrandimento: ${percent}%`)).toBeVisible()
      await vi.waitFor(() => expect(inSight()).toBe(true))
    }
    const shown = stage().element()
    expect(shown.scrollHeight).toBeGreaterThan(shown.querySelector('article')?.getBoundingClientRect().height ?? Infinity)
  })

  test('a letter keeps its words and its table, and nothing of it runs or is loaded', async () => {
    await open('Rinnovo polizza.eml')
    const paper = page.getByRole('article')
    await expect.element(paper).toHaveTextContent(/Rinnovo della polizza 7741.*polizze@assicurazioni\.example.*17 aprile, 10:31/)
    await expect.element(paper.getByRole('table')).toHaveTextContent('Incendio412,00')
    await expect.element(paper.getByText(/Le immagini nella lettera non si caricano/)).toBeVisible()
    expect(paper.element().querySelector('img, script, [onclick], [style*="color"]')).toBeNull()
    await paper.getByText('Buongiorno Paolo,').click()
    expect((window as { foreign?: unknown }).foreign).toBeUndefined()
    await paper.getByText('Rinnova', { exact: true }).click()
    expect(asked('open_link')).toEqual([{ url: 'https://assicurazioni.example/rinnovo' }])
  })

  test('a table shows a thousand rows and says that there are more', async () => {
    await open('Movimenti marzo.csv')
    await expect.element(page.getByText(/le prime 1\.000 righe/)).toBeVisible()
    await expect.element(page.getByRole('columnheader', { name: 'Importo' })).toBeVisible()
    await expect.element(page.getByRole('cell', { name: 'Bonifico "999"; fornitore' })).toBeInTheDocument()
    expect(page.getByRole('row').elements()).toHaveLength(1000)
  })

  test('a text wraps its long lines', async () => {
    await open('Appunti.txt')
    await expect.element(page.getByText(/Vuole pagare in due rate/)).toBeVisible()
    const shown = stage().element()
    expect(shown.scrollWidth).toBeLessThanOrEqual(shown.clientWidth)
  })

  test('a picture is shown whole', async () => {
    await open('Scontrino.png')
    await expect.element(page.getByRole('img', { name: 'Scontrino.png' })).toBeVisible()
    await expect.element(button('Ingrandimento: 100%')).toBeVisible()
  })

  test('what is signed is shown with who signed it, without a judgement', async () => {
    await open('Contratto di affitto.pdf.p7m')
    const band = page.getByRole('list', { name: 'Firme' })
    await expect.element(band).toHaveTextContent(/Firmato da SERGIO LANDI \(codice fiscale LNDSRG70A01A390X\), il 20 aprile/)
    await expect.element(band).toHaveTextContent(/Il contenuto è quello che è stato firmato\..*Contiene Contratto di affitto\.pdf/)
    await expect.element(band).not.toHaveTextContent(/valid|fidat/i)
    await expect.element(pageOf(1, 2)).toBeVisible()
  })

  test('what pretends to be something else says why it is not shown', async () => {
    await open('Finto bilancio.pdf')
    await expect.element(page.getByText(/Non è quello che il nome dice/)).toBeVisible()
  })

  test('what the window cannot show opens with the system’s program', async () => {
    openOffice({})
    openClient('rinaldi', 'documents')
    render(App)
    await page.getByRole('navigation', { name: 'Cartelle' }).getByRole('button', { name: /1° trimestre/ }).click()
    await button('Liquidazione IVA T1.xlsx').click()
    await vi.waitFor(() => expect(asked('open_document')).toEqual([{ document_id: 'rinaldi-folder-0-3' }]))
  })
})

describe('coming and going', () => {
  test('Esc goes back to the row that was opened', async () => {
    await open('Appunti.txt')
    await userEvent.keyboard('{Escape}')
    await expect.element(button('Appunti.txt')).toHaveFocus()
  })

  test('from what was found back to what was found, words of its text below the name', async () => {
    openOffice({ readable: true })
    go({ room: 'documents', shown: 'clients' })
    render(App)
    await page.getByRole('searchbox').fill('iban')
    await expect.element(page.getByText(/Da chiedere: codice tributo e IBAN/)).toBeVisible()
    await button('Appunti.txt').click()
    await expect.element(page.getByRole('heading', { level: 1, name: 'Appunti.txt' })).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await expect.element(page.getByRole('searchbox')).toHaveValue('iban')
    await expect.element(button('Appunti.txt')).toHaveFocus()
  })

  test('the palette finds documents last, by the words in them too, and opens them here', async () => {
    openOffice({ readable: true })
    render(App)
    await expect.element(page.getByText('Studio Vannini').first()).toBeVisible()
    await userEvent.keyboard('{Control>}k{/Control}')
    await userEvent.keyboard('iban')
    const hit = page.getByRole('group', { name: 'Documenti' }).getByRole('option', { name: /Appunti\.txt/ })
    await expect.element(hit).toHaveTextContent('Da chiedere')
    await hit.click()
    await expect.element(page.getByRole('heading', { level: 1, name: 'Appunti.txt' })).toBeVisible()
  })

  test('a copy is saved and another program is asked for by key and by button', async () => {
    await open('Appunti.txt')
    await expect.element(page.getByText(/Vuole pagare/)).toBeVisible()
    await userEvent.keyboard('{Control>}s{/Control}')
    await button('Apri con un altro programma').click()
    await vi.waitFor(() => expect(asked('save_document')).toHaveLength(1))
    expect(asked('open_document')).toHaveLength(1)
  })
})

describe('a table of text', () => {
  test('its separator is found out', () => {
    expect(separatorOf('a;b\n"1,2";"3,4"')).toBe(';')
    expect(separatorOf('a,b\n1,2')).toBe(',')
    expect(separatorOf('a\tb,c\n1\t2')).toBe('\t')
  })

  test('quotes hold separators, line ends and quotes', () => {
    expect(tableOf('a;b\r\n"1;\n2";"di ""3"""').rows).toEqual([['a', 'b'], ['1;\n2', 'di "3"']])
    expect(tableOf('a,b\n1,2\n3,4', 2)).toEqual({ rows: [['a', 'b'], ['1', '2']], more: true })
  })

  test('words are found where they stand, also where folding changes their length', () => {
    expect(placesOf('È già “SALDO\nfinale”', 'saldo finale')).toEqual([[7, 19]])
    expect(placesOf('ﬃ perché', 'perche')).toEqual([[2, 8]])
  })
})

describe.each(['light', 'dark'])('in the %s theme', (theme) => {
  const each: [name: string, seen: RegExp | string][] = [
    ['F24 maggio.pdf', 'MODELLO DI PAGAMENTO UNIFICATO'],
    ['Contratto di affitto.pdf.p7m', 'MODELLO DI PAGAMENTO UNIFICATO'],
    ['IT01234567890_00218.xml', 'Lamiera zincata 2 mm'],
    ['Rinnovo polizza.eml', 'Buongiorno Paolo,'],
    ['Movimenti marzo.csv', '-1.000,50'],
    ['Appunti.txt', /Vuole pagare/],
    ['Estratto protetto.pdf', /protetto da password/],
  ]
  test.each(each)('%s has no violation', async (name, seen) => {
    document.documentElement.dataset.theme = theme
    await open(name)
    await expect.element(page.getByText(seen).first()).toBeInTheDocument()
    expect(await violations()).toEqual([])
  })
})

test('an open document is read again when it has another version, and for no other change: each reading is a view', async () => {
  openOffice({ readable: true })
  const reads = holdBack('documents.read')
  go({ room: 'client', clientId: 'rinaldi', section: 'documents', folderId: 'readable' })
  viewDocument('Appunti.txt', 'Appunti.txt')
  render(App)
  await vi.waitFor(() => expect(reads.count()).toBe(1))
  reads.letGo()
  await expect.element(page.getByText('Versioni')).toBeVisible()
  await send('documents.rename', { document_id: 'Appunti.txt', name: 'Altri appunti.txt' })
  await expect.element(page.getByRole('heading', { level: 1, name: 'Altri appunti.txt' })).toBeVisible()
  expect(reads.count()).toBe(1)
  saveAnew('Appunti.txt')
  await vi.waitFor(() => expect(reads.count()).toBe(2))
  reads.letGo()
})
