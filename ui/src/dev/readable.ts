/** What lies in the documents of the office in memory: one of each kind that the viewer knows, and its bytes. */
import type { DocumentContent, DocumentFolder, InvoiceContent, Language, LetterContent } from '../ipc/bindings'
import { OfficeError } from '../ipc/office-error'
import type { Paper } from './papers'
import { lockedPdf, pdfOf, pictureOf, taxForm } from './pdf'

type Said = Pick<DocumentContent, 'kind'> & Partial<DocumentContent>

/** One more folder of Officine Rinaldi, with one document of each kind. */
export const readableFolder: Omit<DocumentFolder, 'documents' | 'path'> & { client_id: string } = {
  ...{ client_id: 'rinaldi', folder_id: 'readable', name: 'Da leggere', access: 'view' },
}
const names = [
  'F24 maggio.pdf',
  'Estratto protetto.pdf',
  'Estratto rovinato.pdf',
  'Scontrino.png',
  'Appunti.txt',
  'Movimenti marzo.csv',
  'Rinnovo polizza.eml',
  'IT01234567890_00218.xml',
  'Contratto di affitto.pdf.p7m',
  'Delega cambiata.p7m',
  'Finto bilancio.pdf',
]
export const readablePapers = (): Paper[] =>
  names.map((name, i) => ({
    ...{ client_id: 'rinaldi', folder_id: 'readable', document_id: name, path: `Da leggere/${name}` },
    ...{ size: 88_000, sha256: String(i).padStart(64, '9'), by: 'Elena Vannini', version: 2, published: true },
    seen: i === 0 ? [{ name: 'Paolo Rinaldi', at: '2026-04-24T08:12:00Z' }] : [],
    modified_at: `2026-04-${String(24 - i).padStart(2, '0')}T09:10:00Z`,
  }))

const signer = {
  ...{ name: 'SERGIO LANDI', tax_code: 'LNDSRG70A01A390X', issuer: 'ArubaPEC EU Qualified Certificates CA G1' },
  ...{ valid_from: '2024-01-10T00:00:00Z', valid_until: '2027-01-10T00:00:00Z', signed_at: '2026-04-20T10:31:00Z' },
}
const words = {
  intact: { it: 'Il contenuto è quello che è stato firmato.', en: 'The content is what was signed.' },
  changed: { it: 'Il contenuto è cambiato dopo la firma.', en: 'The content was changed after it was signed.' },
}

const letter: LetterContent = {
  from: ['Assicurazioni Toscane <polizze@assicurazioni.example>'],
  to: ['Paolo Rinaldi <paolo@rinaldi.example>'],
  cc: ['Giulia Rinaldi <giulia@rinaldi.example>'],
  date: '2026-04-17T08:31:00Z',
  subject: 'Rinnovo della polizza 7741',
  html:
    '<div style="color:red"><p>Buongiorno Paolo,</p><p>la polizza <b>7741</b> scade il 30 aprile. ' +
    'Il premio è nella tabella.</p><img src="https://pixel.example/open.gif"><script>window.foreign = true</script>' +
    '<table><tr><th>Garanzia</th><th>Premio</th></tr><tr><td>Incendio</td><td>412,00</td></tr></table>' +
    '<p onclick="window.foreign = true"><a href="https://assicurazioni.example/rinnovo">Rinnova</a></p></div>',
  attachments: [{ name: 'Polizza 7741.pdf', media_type: 'application/pdf', size: 210_000 }],
}

const party = (name: string, vat_number: string, address: string) => ({ name, vat_number, tax_code: vat_number.slice(2), address })
const invoice = (language: Language): InvoiceContent => ({
  format: 'private',
  sender: party('Metalsider S.p.A.', 'IT09876543210', 'Via dell’Industria 8, 52100 Arezzo (AR)'),
  recipient: party('Officine Rinaldi S.r.l.', 'IT01234567890', 'Via dei Cordai 14, 52100 Arezzo (AR)'),
  destination: 'M5UXCR1',
  bodies: [
    {
      ...{ kind: 'TD01', kind_words: language === 'it' ? 'Fattura' : 'Invoice', number: '218/2026', date: '2026-04-22', currency: 'EUR' },
      ...{ total: '1226.40', reasons: ['Fornitura di aprile, ordine 44 del 2 aprile'], stamp_duty: '2.00' },
      lines: [
        { number: '1', description: 'Lamiera zincata 2 mm', quantity: '12.50', unit: 'kg', unit_price: '8.00', total: '100.00', vat_rate: '22.00' },
        { number: '2', description: 'Taglio laser su disegno del cliente', quantity: '3.00', unit: 'h', unit_price: '300.00', total: '900.00', vat_rate: '22.00' },
        { number: '3', description: 'Spese anticipate', total: '4.40', vat_rate: '0.00', nature: 'N1' },
      ],
      vat: [
        { rate: '22.00', taxable: '1000.00', tax: '220.00' },
        { rate: '0.00', nature: 'N1', nature_words: language === 'it' ? 'escluse ex art. 15' : 'excluded, art. 15', taxable: '4.40', tax: '0.00', law: 'Art. 15 DPR 633/72' },
      ],
      withholdings: [{ words: language === 'it' ? 'Ritenuta persone giuridiche' : 'Withholding, companies', rate: '4.00', amount: '40.00' }],
      funds: [],
      payments: [
        { method_words: language === 'it' ? 'Bonifico' : 'Bank transfer', terms_words: language === 'it' ? 'a rate' : 'in instalments', due: '2026-05-31', amount: '613.20', iban: 'IT60X0542811101000000123456', bank: 'Banca di Arezzo' },
        { method_words: language === 'it' ? 'Bonifico' : 'Bank transfer', terms_words: language === 'it' ? 'a rate' : 'in instalments', due: '2026-06-30', amount: '613.20', iban: 'IT60X0542811101000000123456', bank: 'Banca di Arezzo' },
      ],
      attachments: [{ name: 'DDT 118.pdf', size: 41_000 }],
    },
  ],
})

const movements = () =>
  ['Data;Descrizione;Importo', ...Array.from({ length: 1200 }, (_, i) => `${String((i % 28) + 1).padStart(2, '0')}/03/2026;"Bonifico ""${i + 1}""; fornitore";-1.${String(i % 1000).padStart(3, '0')},50`)].join('\r\n')

const notes = `Telefonata con Paolo, 23 aprile.\n\nVuole pagare in due rate. ${'Una riga molto lunga che va a capo da sola. '.repeat(12)}\n\nDa chiedere: codice tributo e IBAN.`

function said(name: string, language: Language): Said {
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  const signed = (inner_name: string, intact: 'intact' | 'changed'): Said => ({
    ...{ kind: 'pdf', inner_name, signers: [{ ...signer, intact, words: words[intact][language] }] },
  })
  if (name === 'Contratto di affitto.pdf.p7m') return signed('Contratto di affitto.pdf', 'intact')
  if (extension === 'p7m') return signed(name.replace(/\.p7m$/, ''), 'changed')
  if (extension === 'pdf') return { kind: 'pdf' }
  if (extension === 'txt') return { kind: 'text', text: notes }
  if (extension === 'csv') return { kind: 'table', text: movements() }
  if (extension === 'eml') return { kind: 'letter', letter }
  if (extension === 'xml') return { kind: 'invoice', invoice: invoice(language) }
  return ['png', 'jpg', 'jpeg', 'gif', 'webp', 'bmp'].includes(extension) ? { kind: 'picture' } : { kind: 'other' }
}

/** A document, opened. `client`: the client's name. */
export function contentOf(paper: Paper, client: string, language: Language): DocumentContent {
  const { document_id, client_id, path, size } = paper
  const name = path.split('/').at(-1) ?? path
  if (name === 'Finto bilancio.pdf') throw new OfficeError('file_refused', 'it pretends', { reason: 'pretends' })
  const chats = name === 'F24 maggio.pdf' ? [{ chat_id: 'rinaldi-chat', subject: 'Liquidazione IVA, 1° trimestre', at: '2026-04-24T09:12:00Z' }] : []
  return { document_id, client_id, client_name: client, path, size, signers: [], cut: false, chats, ...said(name, language) }
}

/** The bytes of a PDF or picture. */
export function bytesOf({ path }: Paper): ArrayBuffer {
  const name = path.split('/').at(-1) ?? path
  if (name === 'Estratto protetto.pdf') return lockedPdf().buffer
  if (name === 'Estratto rovinato.pdf') return Uint8Array.from('%PDF-1.4 e poi niente', (it) => it.charCodeAt(0)).buffer
  if (/\.(png|jpe?g)$/i.test(name)) return pictureOf(420, 560).buffer
  if (name === 'Registro vendite T1.pdf' || name === 'Sales ledger Q1.pdf')
    return pdfOf(Array.from({ length: 40 }, (_, i) => ({ lines: [[60, 80, 14, `Registro vendite, pagina ${i + 1}`]] }))).buffer
  return taxForm().buffer
}
