/**
 * A template while it is written. It is saved within a second of the last key, each field by itself; what could not be
 * saved stays here, with the reason, until it can.
 */
import { call, OfficeError } from '../../../ipc'
import { fromStore, type StoredDocument } from '../../../shared/editor/document'
import { strangerIn, strangerInDocument } from '../../../shared/editor/variables'
import { m } from '../../../shared/i18n'
import { lineFault } from '../../../shared/slips'
import type { Template } from './queries'

export interface Words {
  name: string
  subject: string
  body: StoredDocument
}
type Field = keyof Words
const fields: Field[] = ['name', 'subject', 'body']

/** Milliseconds after the last key, and at most since the first one that is not saved. */
const REST = 400
const LONGEST = 900

// eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing follows which are open
const kept = new Map<string, KeptTemplate>()

/** A template as it is written: what was not saved before is still there. */
export function keptTemplate(template: Template): KeptTemplate {
  const before = kept.get(template.template_id)
  const now = before ?? new KeptTemplate(template)
  kept.set(template.template_id, now)
  now.adopt(template)
  return now
}

/** Shows it, until it is left. */
export function openKept(template: Template): KeptTemplate {
  const kept = keptTemplate(template)
  kept.showing += 1
  return kept
}

/** Saves all that is not saved yet. */
const flushAll = (): Promise<unknown> => Promise.all([...kept.values()].map((one) => one.flush()))

export class KeptTemplate {
  readonly id: string
  written = $state.raw<Words>({ name: '', subject: '', body: fromStore('') })
  savedAt = $state('')
  /** What the core refused to keep. */
  refused = $state.raw<Partial<Record<Field, OfficeError>>>({})
  /** How many parts of the window show it. */
  showing = 0
  #saved: Words
  #saving: Promise<unknown> = Promise.resolve()
  #resting: ReturnType<typeof setTimeout> | undefined
  #latest: ReturnType<typeof setTimeout> | undefined

  constructor(template: Template) {
    this.id = template.template_id
    this.savedAt = template.changed_at
    this.written = wordsOf(template)
    this.#saved = this.written
  }

  /** What meets the eye before the core is asked, in words. */
  get faults(): Partial<Record<Field, string>> {
    const { name, subject, body } = this.written
    const stranger = { subject: strangerIn(subject), body: strangerInDocument(body) }
    return {
      name: lineFault(name, m.need_name) ?? (isTaken(this.refused.name) ? m.templates_name_taken() : undefined),
      subject: stranger.subject && m.variable_stranger({ word: stranger.subject }),
      body: stranger.body && m.variable_stranger({ word: stranger.body }),
    }
  }

  /** What else stands in the way of saving. */
  get trouble(): OfficeError | undefined {
    return this.refused.subject ?? this.refused.body ?? (isTaken(this.refused.name) ? undefined : this.refused.name)
  }

  get allSaved(): boolean {
    return fields.every((field) => same(this.written[field], this.#saved[field]))
  }

  /** Keeps what is written now. */
  change(to: Partial<Words>) {
    this.written = { ...this.written, ...to }
    clearTimeout(this.#resting)
    this.#resting = setTimeout(() => void this.flush(), REST)
    this.#latest ??= setTimeout(() => void this.flush(), LONGEST)
  }

  /** Takes over what somebody else has changed meanwhile, unless something here is not saved. */
  adopt(template: Template) {
    if (!this.allSaved || Date.parse(template.changed_at) <= Date.parse(this.savedAt)) return
    this.written = wordsOf(template)
    this.#saved = this.written
    this.savedAt = template.changed_at
  }

  /** Saves what is not saved yet; one save after the other, each with the newest words. */
  flush(): Promise<unknown> {
    clearTimeout(this.#resting)
    clearTimeout(this.#latest)
    this.#latest = undefined
    this.#saving = this.#saving.then(async () => {
      for (const field of fields) await this.#save(field)
    })
    return this.#saving
  }

  /** Nobody shows it any more: it is saved, then forgotten here. */
  async leave() {
    this.showing -= 1
    await this.flush()
    if (this.showing === 0 && this.allSaved && kept.get(this.id) === this) kept.delete(this.id)
  }

  /** It is gone: what was not saved goes with it. */
  forget() {
    clearTimeout(this.#resting)
    clearTimeout(this.#latest)
    this.#saved = this.written
    kept.delete(this.id)
  }

  async #save(field: Field) {
    const value = this.written[field]
    if (same(value, this.#saved[field])) {
      this.#refuse(field, undefined)
      return
    }
    if (field === 'name' ? lineFault(this.written.name) : this.faults[field]) return
    try {
      const { changed_at } = await call('templates.update', { template_id: this.id, [field]: value })
      this.#saved = { ...this.#saved, [field]: value }
      this.savedAt = changed_at
      this.#refuse(field, undefined)
    } catch (thrown) {
      this.#refuse(field, OfficeError.from(thrown))
    }
  }

  #refuse(field: Field, error: OfficeError | undefined) {
    if (this.refused[field] !== error) this.refused = { ...this.refused, [field]: error }
  }
}

const isTaken = (error: OfficeError | undefined) => error?.code === 'name_taken'

const wordsOf = ({ name, subject, body }: Template): Words => ({ name, subject, body: fromStore(body) })

const same = (a: string | StoredDocument, b: string | StoredDocument) => a === b || JSON.stringify(a) === JSON.stringify(b)

// Whatever hides the window, or ends it, finds everything saved.
document.addEventListener('visibilitychange', () => void (document.hidden && flushAll()))
window.addEventListener('pagehide', () => void flushAll())
