/** The templates of Studio Vannini, as the pictures show them. */
import type { Language, Template } from '../ipc/bindings'
import { documentOf } from './rich'

type Two = readonly [it: string, en: string]
type Told = [id: string, name: Two, used: string | undefined, subject: Two, text: Two, documents?: [Two, kB: number][]]

const signed = '\n\n{owner}, {firm}'
const told: Told[] = [
  [
    'f24',
    ['Scadenza F24', 'F24 due'],
    '2026-04-24T08:40:00Z',
    ['F24 di {month}, importo e istruzioni', 'F24 for {month}, amount and instructions'],
    [
      `Buongiorno {first_name},\nl’F24 di {month} è pronto e lo trovi fra i documenti. Controlla importo e conto di addebito.\n\nRispondi «va bene» entro {today+5} e lo trasmetto io.${signed}`,
      `Good morning {first_name},\nthe F24 for {month} is ready, and you find it among the documents. Check the amount and the account.\n\nAnswer "all right" by {today+5} and I will file it.${signed}`,
    ],
  ],
  [
    'imu',
    ['IMU, raccolta dati', 'IMU, data needed'],
    '2026-04-23T14:00:00Z',
    ['IMU {year}, dati per l’acconto di giugno', 'IMU {year}, data for the June instalment'],
    [
      'Buongiorno {first_name}, il 16 giugno scade l’acconto IMU. Per calcolarlo mi serve sapere se nel {last_year} avete **comprato, venduto o affittato** immobili.\n\nSe nulla è cambiato basta rispondere «nessuna novità».',
      'Good morning {first_name}, the IMU instalment is due on 16 June. To work it out I need to know whether you **bought, sold or let** any property in {last_year}.\n\nIf nothing has changed, just answer "no news".',
    ],
    [[['IMU, che cosa serve.pdf', 'IMU, what is needed.pdf'], 96]],
  ],
  [
    '730',
    ['730, documenti', '730, documents'],
    '2026-04-12T07:30:00Z',
    ['730/{year}, documenti', '730/{year}, documents'],
    [
      `Buongiorno {first_name}, per il 730 servono le spese del {last_year}: mediche, scuola, mutuo. Basta una foto.\n\nMe le mandi entro {today+14}?${signed}`,
      `Good morning {first_name}, for the 730 I need the expenses of {last_year}: medical, school, mortgage. A photo is enough.\n\nCan you send them by {today+14}?${signed}`,
    ],
    [
      [['730, elenco dei documenti.pdf', '730, list of documents.pdf'], 120],
      [['Delega 730.pdf', '730 authorisation.pdf'], 84],
    ],
  ],
  ['redditi', ['Modello Redditi, documenti', 'Income return, documents'], '2026-04-23T09:10:00Z', ['Documenti per il modello Redditi', 'Documents for the income return'], [`Buongiorno {first_name}, comincio la dichiarazione del {last_year}.${signed}`, `Good morning {first_name}, I am starting the return for {last_year}.${signed}`]],
  ['estratti', ['Estratti conto mancanti', 'Missing bank statements'], '2026-04-22T10:00:00Z', ['Estratto conto di {month}', 'Bank statement of {month}'], [`Buongiorno {first_name}, di {client} mi manca l’estratto conto di {month}.${signed}`, `Good morning {first_name}, of {client} I have not got the bank statement of {month}.${signed}`]],
  ['bilancio', ['Bilancio da approvare', 'Accounts to approve'], '2026-04-21T10:00:00Z', ['Bilancio {last_year}', 'Accounts {last_year}'], [`Buongiorno {contact}, il bilancio di {client} è pronto da approvare.${signed}`, `Good morning {contact}, the accounts of {client} are ready to be approved.${signed}`]],
  ['verbale', ['Verbale dell’assemblea', 'Minutes of the meeting'], '2026-04-07T10:00:00Z', ['Verbale dell’assemblea', 'Minutes of the meeting'], [`Buongiorno {contact}, ecco il verbale da firmare.${signed}`, `Good morning {contact}, here are the minutes to sign.${signed}`]],
  ['agosto', ['Chiusura d’agosto', 'August closing'], '2025-07-28T10:00:00Z', ['Chiusura d’agosto', 'August closing'], [`Buongiorno {first_name}, lo studio è chiuso dal 10 al 21 agosto.${signed}`, `Good morning {first_name}, the office is closed from 10 to 21 August.${signed}`]],
  ['benvenuto', ['Benvenuto', 'Welcome'], undefined, ['Benvenuto in {firm}', 'Welcome to {firm}'], [`Buongiorno {first_name}, qui ci scriviamo e ci scambiamo i documenti di {client}.${signed}`, `Good morning {first_name}, here we write to each other and exchange the documents of {client}.${signed}`]],
]

export function firstTemplates(language: Language): Omit<Template, 'text'>[] {
  const say = ([it, en]: Two) => (language === 'it' ? it : en)
  return told.map(([id, name, used_at, subject, text, documents = []]) => ({
    template_id: `template-${id}`,
    name: say(name),
    subject: say(subject),
    body: documentOf({ v: 1, doc: { type: 'doc', content: say(text).split('\n\n').map(paragraph) } }),
    documents: documents.map(([file, kB], i) => ({ template_document_id: `template-${id}-${i}`, name: say(file), size: kB * 1000 })),
    changed_at: '2026-04-24T09:20:00Z',
    ...(used_at ? { used_at } : {}),
  }))
}

/** Words between two asterisks are bold. */
const paragraph = (text: string) => ({
  type: 'paragraph',
  content: text.split('\n').flatMap((line, i) => [
    ...(i ? [{ type: 'hardBreak' }] : []),
    ...line.split('**').flatMap((words, n) => (words ? [{ type: 'text', ...(n % 2 ? { marks: [{ type: 'bold' }] } : {}), text: words }] : [])),
  ]),
})
