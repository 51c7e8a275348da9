import { beforeEach, describe, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { page, userEvent } from 'vitest/browser'
import { now } from '../src/dev/cast'
import { askedOfShell, openOffice, send } from '../src/dev/transport'
import type { Commands } from '../src/ipc/bindings'
import App from '../src/office/App.svelte'
import { go, openChat } from '../src/office/place.svelte'
import '../src/shared/styles/index.css'
import { violations } from './violations'

// Writing in the composer of Officine Rinaldi, with real keys and with what other programs put on the clipboard.

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) })
  go({ room: 'chats', filter: 'active' })
})

async function write(language: 'it' | 'en' = 'it') {
  openOffice({ language })
  render(App)
  await expect.element(page.getByText('Studio Vannini').first()).toBeVisible()
  openChat('rinaldi-chat')
  // Until it is there a plain field stands in for it, which knows no bold.
  await expect.element(field(language)).toHaveAttribute('contenteditable', 'true')
  await field(language).click()
}
const field = (language: 'it' | 'en' = 'it') =>
  page.getByRole('textbox', { name: language === 'it' ? 'Messaggio' : 'Message', exact: true })
const tools = () => page.getByRole('toolbar', { name: 'Formato del testo' })
const messages = () => page.getByRole('region', { name: 'Messaggi' })

/** What stands in the field, without what the editor adds for itself. */
function inside(): string {
  const copy = field().element().cloneNode(true) as HTMLElement
  for (const added of copy.querySelectorAll('.ProseMirror-trailingBreak, .ProseMirror-separator')) added.remove()
  for (const element of copy.querySelectorAll('*'))
    for (const { name } of [...element.attributes])
      if (name !== 'href' && name !== 'start') element.removeAttribute(name)
  return copy.innerHTML
}
function paste(what: { html?: string; text?: string }) {
  const clipboardData = new DataTransfer()
  if (what.html) clipboardData.setData('text/html', what.html)
  if (what.text) clipboardData.setData('text/plain', what.text)
  const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
  field().element().dispatchEvent(event)
}
async function sent(): Promise<Commands['chats.get']['reply']['messages'][number]> {
  await userEvent.keyboard('{Control>}{Enter}{/Control}')
  await expect.element(field()).toHaveTextContent(/^$/)
  await expect.element(messages().getByText('Parte fra poco')).toBeVisible()
  const { messages: all } = (await send('chats.get', { chat_id: 'rinaldi-chat' })) as Commands['chats.get']['reply']
  return all.at(-1)!
}

test('words are set by keys, and leave as the document that the core knows', async () => {
  await write()
  await userEvent.keyboard('Entro {Control>}b{/Control}martedì{Control>}b{/Control} 28{Enter}- estratto{Enter}fattura')
  const { body } = await sent()
  expect(body).toEqual({
    v: 1,
    doc: {
      type: 'doc',
      content: [
        {
          type: 'paragraph',
          content: [
            { type: 'text', text: 'Entro ' },
            { type: 'text', marks: [{ type: 'bold' }], text: 'martedì' },
            { type: 'text', text: ' 28' },
          ],
        },
        {
          type: 'bulletList',
          content: ['estratto', 'fattura'].map((text) => ({
            type: 'listItem',
            content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
          })),
        },
      ],
    },
  })
  await expect.element(messages().getByRole('listitem').getByText('estratto', { exact: true })).toBeVisible()
})

test('a tool is one tab stop, walked by arrows, and says whether it is on', async () => {
  await write()
  await userEvent.keyboard('{Tab}')
  await expect.element(tools().getByRole('button', { name: 'Grassetto' })).toHaveFocus()
  await userEvent.keyboard('{ArrowRight}')
  await expect.element(tools().getByRole('button', { name: 'Corsivo' })).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await expect.element(field()).toHaveFocus()
  await userEvent.keyboard('così')
  expect(inside()).toBe('<p><em>così</em></p>')
  await expect
    .element(tools().getByRole('button', { name: 'Corsivo' }))
    .toHaveAttribute('aria-pressed', 'true')
})

test('headings, quote, underline and strike are behind one button', async () => {
  await write()
  await userEvent.keyboard('Scadenze')
  await tools().getByRole('button', { name: 'Altri formati' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Titolo 2' }).click()
  await expect.element(field()).toHaveFocus()
  expect(inside()).toBe('<h2>Scadenze</h2>')
})

test('Tab leaves the field, Shift+Enter is a new line, Escape goes back to the list', async () => {
  await write()
  await userEvent.keyboard('uno{Shift>}{Enter}{/Shift}due')
  expect(inside()).toBe('<p>uno<br>due</p>')
  await userEvent.keyboard('{Escape}')
  await expect.element(field()).not.toHaveFocus()
})

test('an address pasted over chosen words links them', async () => {
  await write()
  await userEvent.keyboard('la guida{Control>}a{/Control}')
  paste({ text: 'https://www.agenziaentrate.example/guida' })
  expect(inside()).toBe('<p><a href="https://www.agenziaentrate.example/guida">la guida</a></p>')
})

test('a link is written, changed and taken away in its popover', async () => {
  await write()
  await userEvent.keyboard('il sito{Control>}a{/Control}{Control>}{Shift>}k{/Shift}{/Control}')
  await page.getByLabelText('Indirizzo del link').fill('studiovannini.example')
  await userEvent.keyboard('{Enter}')
  await expect.poll(inside).toBe('<p><a href="https://studiovannini.example">il sito</a></p>')
  await tools().getByRole('button', { name: 'Link' }).click()
  await page.getByRole('button', { name: 'Togli link' }).click()
  await expect.poll(inside).toBe('<p>il sito</p>')
})

test('an address that leads elsewhere than to the web or a mailbox is refused with its reason', async () => {
  await write()
  await userEvent.keyboard('qui{Control>}a{/Control}')
  await tools().getByRole('button', { name: 'Link' }).click()
  for (const address of ['javascript:alert(1)', 'data:text/html,x', 'ftp://studio.example', 'senza punto']) {
    await page.getByLabelText('Indirizzo del link').fill(address)
    await page.getByRole('button', { name: 'Aggiungi link' }).click()
    await expect.element(page.getByRole('alert')).toHaveTextContent('http, https o mailto')
  }
  await page.getByLabelText('Indirizzo del link').fill(`https://studio.example/${'x'.repeat(2048)}`)
  await page.getByRole('button', { name: 'Aggiungi link' }).click()
  await expect.element(page.getByRole('alert')).toHaveTextContent('troppo lungo')
  expect(inside()).toBe('<p>qui</p>')
})

test('a link in a message opens outside, and the window stays where it is', async () => {
  await write()
  paste({ html: '<p>Vedi <a href="https://studio.example/a?b=1">la guida</a></p>' })
  await sent()
  const here = location.href
  await messages().getByRole('link', { name: 'la guida' }).click()
  expect(askedOfShell.at(-1)).toEqual({ command: 'open_link', args: { url: 'https://studio.example/a?b=1' } })
  expect(location.href).toBe(here)
})

describe('emoji', () => {
  test('a colon and some letters offer them in the language of the window, by keyboard', async () => {
    await write()
    await userEvent.keyboard('A presto :gatto')
    await expect.element(page.getByRole('option').first()).toBeVisible()
    await expect.element(field()).toHaveAttribute('aria-activedescendant')
    await userEvent.keyboard('{ArrowDown}{ArrowUp}{Enter}')
    expect(field().element().textContent).toMatch(/^A presto 🐈\uFE0F? $/u)
  })

  test('Escape leaves the letters as they are, and the field keeps the caret', async () => {
    await write()
    await userEvent.keyboard('nota :gatto')
    await expect.element(page.getByRole('option').first()).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await expect.element(page.getByRole('option')).not.toBeInTheDocument()
    await expect.element(field()).toHaveFocus()
    await expect.element(field()).toHaveTextContent('nota :gatto')
  })

  test('a colon after an hour is a colon', async () => {
    await write()
    await userEvent.keyboard('alle 9:30 {Enter}')
    await expect.element(page.getByRole('option')).not.toBeInTheDocument()
  })

  test('in English by English names', async () => {
    await write('en')
    await userEvent.keyboard(':smile')
    await expect.element(page.getByRole('option').first()).toBeVisible()
    await userEvent.keyboard('{Tab}')
    expect(field('en').element().textContent).toMatch(/\p{Extended_Pictographic}/u)
  })

  test('the picker finds them by name, and puts the chosen one at the caret', async () => {
    await write()
    await userEvent.keyboard('Grazie ')
    await tools().getByRole('button', { name: 'Emoji' }).click()
    await page.getByRole('combobox', { name: 'Cerca un’emoji' }).fill('perù')
    await expect.element(page.getByRole('option', { name: 'bandiera: Perù' })).toBeVisible()
    await userEvent.keyboard('{Enter}')
    await expect.element(field()).toHaveTextContent('Grazie 🇵🇪')
    await expect.element(field()).toHaveFocus()
  })
})

describe('what other programs put on the clipboard', () => {
  test('Word: its painted lists become lists, its styles tags, its junk nothing', async () => {
    await write()
    paste({
      html: `<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><style><!-- p.MsoNormal {margin:0cm} --></style></head>
<body lang=IT style='tab-interval:35.4pt'><!--StartFragment-->
<h1 style='mso-outline-level:1'>Documenti<o:p></o:p></h1>
<p class=MsoNormal><b style='mso-bidi-font-weight:normal'>Entro martedì</b> mi serve, <span style='font-style:italic;mso-fareast-language:IT'>se
possibile</span>:<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>estratto conto<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:72pt;text-indent:-18.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>o<span>&nbsp; </span></span><![endif]>di marzo<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp; </span></span><![endif]>delega<del cite="mailto:Elena" datetime="2026-04-20"> vecchia</del><o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp; </span></span><![endif]>firmare</p>
<table class=MsoTableGrid><tr><td style='border:solid 1pt'><p class=MsoNormal>Marzo</p></td><td><p class=MsoNormal>3.482,16 €</p></td></tr></table>
<!--EndFragment--></body></html>`,
    })
    expect(inside()).toBe(
      '<h1>Documenti</h1><p><strong>Entro martedì</strong> mi serve, <em>se possibile</em>:</p>' +
        '<ul><li><p>estratto conto</p><ul><li><p>di marzo</p></li></ul></li><li><p>delega</p></li></ul>' +
        '<ol><li><p>firmare</p></li></ol><p>Marzo · 3.482,16 €</p>',
    )
  })

  test('Outlook: divs and fonts are paragraphs, the pictures and the empty lines stay behind', async () => {
    await write()
    paste({
      html: `<div class="WordSection1"><p class="MsoNormal"><span style="font-size:11.0pt;font-family:&quot;Calibri&quot;">Gentile dottoressa,</span></p><p class="MsoNormal">&nbsp;</p>
<div><font color="#1F497D">confermo <u>tutto</u>.</font></div><div><br></div>
<p class="MsoNormal"><img src="cid:image001.png" width="120"><a href="mailto:paolo@rinaldi.example"><span style="color:#0563C1;text-decoration:underline">paolo@rinaldi.example</span></a></p></div>`,
    })
    expect(inside()).toBe(
      '<p>Gentile dottoressa,</p><p>confermo <u>tutto</u>.</p>' +
        '<p><a href="mailto:paolo@rinaldi.example">paolo@rinaldi.example</a></p>',
    )
  })

  test('a web page: no script, no style, no link that does not lead to the web', async () => {
    await write()
    paste({
      html: `<meta charset="utf-8"><b id="docs-internal-guid-1" style="font-weight:normal"><h4 style="color:red">Avviso</h4>
<p dir="ltr"><span style="font-weight:700">Da</span> <a href="javascript:alert(1)">premere</a><script>alert(1)</script><iframe src="https://x.example"></iframe></p>
<blockquote onclick="alert(1)"><p>detto <span style="text-decoration:line-through">mai</span></p></blockquote><ol start="4"><li>quattro</li></ol></b>`,
    })
    expect(inside()).toBe(
      '<h3>Avviso</h3><p><strong>Da</strong> premere</p>' +
        '<blockquote><p>detto <s>mai</s></p></blockquote><ol start="4"><li><p>quattro</p></li></ol>',
    )
    const { body } = await sent()
    expect(JSON.stringify(body)).not.toMatch(/javascript|onclick|style/)
  })

  test('more than a message holds is refused in words, and what stands there stays', async () => {
    await write()
    await userEvent.keyboard('Prima')
    paste({ text: 'parola '.repeat(160_000) })
    await expect.element(page.getByRole('alert')).toHaveTextContent('Il testo incollato è troppo lungo')
    await expect.element(field()).toHaveTextContent('Prima')
  })

  test('lists in lists without end do not become deeper than the core accepts', async () => {
    await write()
    paste({ html: `${'<ul><li>a'.repeat(60)}${'</li></ul>'.repeat(60)}` })
    expect(field().element().querySelectorAll('ul').length).toBeLessThan(15)
  })
})

test.each(['light', 'dark'])('the open popovers of the editor have no violation in the %s theme', async (theme) => {
  document.documentElement.dataset.theme = theme
  await write()
  await userEvent.keyboard('Ciao :gatto')
  await expect.element(page.getByRole('option').first()).toBeVisible()
  expect(await violations()).toEqual([])
  await userEvent.keyboard('{Escape}')
  await tools().getByRole('button', { name: 'Emoji' }).click()
  await expect.element(page.getByRole('option').first()).toBeVisible()
  expect(await violations()).toEqual([])
  await userEvent.keyboard('{Escape}')
  await tools().getByRole('button', { name: 'Link' }).click()
  await page.getByRole('button', { name: 'Aggiungi link' }).click()
  await expect.element(page.getByRole('alert')).toBeVisible()
  expect(await violations()).toEqual([])
})

test('an answer has no variables: their braces are words', async () => {
  await write()
  await userEvent.keyboard('Per {{client}')
  paste({ html: '<p data-pm-slice="1 1 []">, <span data-variable="first_name">{first_name}</span></p>' })
  expect(inside()).toBe('<p>Per {client}, {first_name}</p>')
  expect((await sent()).text).toBe('Per {client}, {first_name}')
})
