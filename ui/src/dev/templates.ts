/** The message templates of an office held in memory, as the core keeps and fills them. */
import type { Commands, Language, Template, TemplateDocument, TemplateRow } from '../ipc/bindings'
import { OfficeError } from '../ipc/office-error'
import type { TemplateDocumentsAdded } from '../ipc/shell'
import { now, type Client } from './cast'
import { onComputer } from './papers'
import { documentOf, textOf, type Body } from './rich'
import { firstTemplates } from './template-cast'

type Request<K extends keyof Commands> = Commands[K]['request']
type Handlers = { [K in keyof Commands]?: (request: Request<K>) => Commands[K]['reply'] }
type Kept = Omit<Template, 'text'> & { gone?: boolean }

interface Office {
  language: Language
  empty: boolean
  clients: Client[]
  settings: { firm: string; owner_name: string }
}

const inBraces = /\{([a-z_]+(?:\+\d+)?)\}/g
/** What a template's documents may be, all together. */
const MOST_BYTES = 25 * 2 ** 20
const MOST_DOCUMENTS = 20

export function templatesInMemory({ language, empty, clients, settings }: Office, newId: (kind: string) => string) {
  const all: Kept[] = empty ? [] : firstTemplates(language)
  const templateOf = (id: string) => found(all.find(({ template_id, gone }) => template_id === id && !gone))
  const present = () => all.filter(({ gone }) => !gone).sort((a, b) => a.name.localeCompare(b.name, language))
  const clientOf = (id: string) => found(clients.find(({ client_id }) => client_id === id))
  const nameFor = (name: string, but?: string) => {
    if (!name.trim()) throw invalid('name', 'must not be empty')
    if (present().some((one) => one.name === name.trim() && one.template_id !== but)) throw new OfficeError('name_taken', 'taken', { name })
    return name.trim()
  }
  const subjectOf = (subject = '') => {
    check('subject', subject)
    return subject
  }
  const bodyOf = (body: Body = '') => {
    check('body', textOf(body))
    return documentOf(body)
  }

  const today = (days: number) => new Date(Date.parse(now) + days * 86_400_000)
  const said = (at: Date, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language === 'it' ? 'it-IT' : 'en-GB', { timeZone: 'Europe/Rome', ...options }).format(at).replaceAll(',', '')
  function valueOf(variable: string, { name, contacts }: Client): string | undefined {
    const contact = (contacts.find(({ notify }) => notify) ?? contacts[0])?.name
    const year = today(0).getUTCFullYear()
    const days = /^today(?:\+(\d+))?$/.exec(variable)
    if (days) return said(today(Number(days[1] ?? 0)), { weekday: 'long', day: 'numeric', month: 'long' })
    const values: Record<string, string | undefined> = {
      ...{ contact, first_name: contact?.split(' ')[0], client: name, firm: settings.firm, owner: settings.owner_name },
      ...{ month: said(today(0), { month: 'long' }), year: `${year}`, last_year: `${year - 1}` },
    }
    return values[variable]
  }
  const usedIn = (subject: string, body: Body) => [
    ...new Set([...`${subject}\n${textOf(body)}`.matchAll(inBraces)].map(([, name = '']) => name).filter(isKnown)),
  ].sort()
  function filled(subject: string, body: Body, client: Client) {
    const values: Record<string, string> = {}
    const missing: string[] = []
    for (const variable of usedIn(subject, body)) {
      const value = valueOf(variable, client)
      if (value === undefined) missing.push(variable)
      else values[variable] = value
    }
    const fill = (text: string) => text.replaceAll(inBraces, (whole, name: string) => values[name] ?? whole)
    return { values, missing, fill }
  }
  const wanting = (among: Client[], subject: string, body: Body) =>
    among
      .map((client) => ({ client_id: client.client_id, name: client.name, missing: filled(subject, body, client).missing }))
      .filter(({ missing }) => missing.length)

  const handlers: Handlers = {
    'templates.list': () => ({ templates: present().map(rowOf) }),
    'templates.get': ({ template_id }) => {
      const { gone: _, ...template } = templateOf(template_id)
      return { ...template, text: textOf(template.body) }
    },
    'templates.create': ({ name, subject, body }) => {
      const template_id = newId('template')
      all.push({ template_id, name: nameFor(name), subject: subjectOf(subject), body: bodyOf(body), documents: [], changed_at: moment() })
      return { template_id }
    },
    'templates.update': ({ template_id, name, subject, body }) => {
      const template = templateOf(template_id)
      Object.assign(template, {
        ...(name === undefined ? {} : { name: nameFor(name, template_id) }),
        ...(subject === undefined ? {} : { subject: subjectOf(subject) }),
        ...(body === undefined ? {} : { body: bodyOf(body) }),
        changed_at: moment(),
      })
      return { changed_at: template.changed_at }
    },
    'templates.duplicate': ({ template_id, name }) => {
      const { used_at: _, ...template } = structuredClone(templateOf(template_id))
      const id = newId('template')
      const documents = template.documents.map((one) => ({ ...one, template_document_id: newId('template-document') }))
      all.push({ ...template, template_id: id, name: nameFor(name), documents, changed_at: moment() })
      return { template_id: id }
    },
    'templates.delete': ({ template_id }) => {
      templateOf(template_id).gone = true
      return {}
    },
    'templates.restore': ({ template_id }) => {
      delete found(all.find((one) => one.template_id === template_id)).gone
      return {}
    },
    'templates.remove_document': ({ template_document_id: id }) => {
      const template = found(all.find(({ documents }) => documents.some((one) => one.template_document_id === id)))
      template.documents = template.documents.filter((one) => one.template_document_id !== id)
      return {}
    },
    'templates.preview': ({ client_id, subject, body }) => {
      const { values, missing, fill } = filled(subject, body, clientOf(client_id))
      return { subject: fill(subject), text: fill(textOf(body)), values, missing }
    },
    'templates.missing': ({ client_ids, subject, body }) => {
      const among = client_ids?.map(clientOf) ?? clients
      const lacking = wanting(among, subject, body)
      return { clients: lacking, complete: among.length - lacking.length }
    },
  }

  return {
    handlers,
    /** What a chat of a template says to a client; nothing may be missing for any of them. */
    fillFor(client_ids: string[], subject: string, body: Body) {
      const lacking = wanting(client_ids.map(clientOf), subject, body)
      if (lacking.length)
        throw new OfficeError('missing_value', 'something is missing', { clients: lacking })
      return (client_id: string) => {
        const { fill } = filled(subject, body, clientOf(client_id))
        const words = (node: unknown): unknown =>
          Array.isArray(node)
            ? node.map(words)
            : typeof node === 'object' && node !== null
              ? Object.fromEntries(Object.entries(node).map(([key, value]) => [key, key === 'text' ? fill(String(value)) : words(value)]))
              : node
        return { subject: fill(subject), body: words(documentOf(body)) as Record<string, unknown> }
      }
    },
    get: templateOf,
    used: (template_id: string) => void (templateOf(template_id).used_at = moment()),
    documents: (ids: string[]): TemplateDocument[] => {
      const every = all.flatMap(({ documents }) => documents)
      return ids.map((id) => found(every.find((one) => one.template_document_id === id)))
    },
    /** What the program keeps with a template by itself. */
    add({ template_id, handles }: { template_id: string; handles: string[] }): TemplateDocumentsAdded {
      const template = templateOf(template_id)
      const inside = handles.map((handle) => found(onComputer[handle]))
      const refused = inside.flatMap((one) => one.refused).map(([path, reason]) => ({ path, reason }))
      const added: TemplateDocument[] = []
      for (const [path, kB] of inside.flatMap((one) => one.accepted).filter(([path]) => !path.endsWith('/'))) {
        const bytes = template.documents.reduce((sum, { size }) => sum + size, kB * 1000)
        const reason = bytes > MOST_BYTES ? 'too_large' : template.documents.length >= MOST_DOCUMENTS ? 'too_many' : undefined
        if (reason) refused.push({ path, reason })
        else {
          const document = { template_document_id: newId('template-document'), name: path.split('/').at(-1) ?? path, size: kB * 1000 }
          template.documents = [...template.documents, document]
          added.push(document)
        }
      }
      return { added, refused }
    },
  }
}

const rowOf = ({ template_id, name, subject, documents, changed_at, used_at }: Kept): TemplateRow => ({
  ...{ template_id, name, subject, documents: documents.length, changed_at },
  ...(used_at ? { used_at } : {}),
})

const known = ['first_name', 'contact', 'client', 'firm', 'owner', 'today', 'month', 'year', 'last_year']
const isKnown = (name: string) => known.includes(name) || Number(/^today\+(\d+)$/.exec(name)?.[1] ?? NaN) <= 3650

function check(field: string, text: string) {
  const stranger = [...text.matchAll(inBraces)].find(([, name = '']) => !isKnown(name))
  if (stranger) throw invalid(field, `${stranger[0]} is no variable`)
}
const invalid = (field: string, message: string) => new OfficeError('invalid_request', message, { field })
const moment = () => new Date().toISOString()

function found<T>(one: T | undefined): T {
  if (one === undefined) throw new OfficeError('not_found', 'no such thing in this office')
  return one
}
