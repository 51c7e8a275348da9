/**
 * What was begun and not yet sent. It is saved within a second of the last key and survives the program; what was
 * written last is always what is saved last. Emptied words are no draft.
 */
import { call, OfficeError, read, type Reply, type Request } from '../../../ipc'
import { blank, fromStore, isBlank, joined, type StoredDocument } from '../../../shared/editor/document'
import { asRequest, type Attached } from '../documents/attached'
import type { TemplateDocument } from '../templates/queries'

export type Draft = Reply<'drafts.list'>['drafts'][number]

/** What a draft holds. `reminder`: null is off, an empty one is as usual. */
export interface Written {
  clientIds: string[]
  subject: string
  body: StoredDocument
  reminder: NonNullable<Request<'drafts.save'>['reminder']> | null
  tasks: string[]
  attachments: Attached[]
  /** The template that a new chat is made from: its words may have variables. */
  templateId?: string | undefined
  /** Those of the template's documents that go with it. */
  templateDocuments: TemplateDocument[]
}

/** Milliseconds after the last key, and at most since the first one that is not saved. */
const REST = 400
const LONGEST = 900

export const readDrafts = () => read('drafts.list', () => ({}))

/** The first words of each thread's draft. */
export const draftsByChat = (drafts: Draft[] = []): Partial<Record<string, string>> =>
  Object.fromEntries(drafts.flatMap((draft) => (draft.chat_id ? [[draft.chat_id, wordsOf(draft)]] : [])))

/** Its first words; one without any is told by its documents. */
const wordsOf = ({ text, attachments }: Draft) => text || attachments.map(({ name }) => name).join(', ')

// What is open in the window, or still being saved after it was left.
let kept: KeptDraft[] = []

/** The draft of a thread. */
export const draftOfChat = (chatId: string): KeptDraft =>
  found((draft) => draft.chatId === chatId)?.opened() ?? new KeptDraft({ chatId })

/** The draft of a new chat: one that was begun before, or a fresh one for these clients. */
export function draftOfNewChat(clientIds: string[], draftId?: string): KeptDraft {
  const begun = draftId === undefined ? undefined : found((draft) => draft.id === draftId)
  return begun?.opened() ?? new KeptDraft({ clientIds, ...(draftId === undefined ? {} : { draftId }) })
}

/** Puts a draft of the core's into whatever shows it. Says whether something does. */
export function showDraft(draft: Draft): boolean {
  const open = draft.chat_id === undefined ? undefined : found(({ chatId }) => chatId === draft.chat_id)
  open?.adopt(draft)
  return open !== undefined
}

/** Saves all that is not saved yet. */
export const flushDrafts = (): Promise<unknown> => Promise.all(kept.map((draft) => draft.flush()))

/** Takes a draft away, and gives the way to have it back. */
export async function discardDraft(draft: Draft): Promise<() => Promise<unknown>> {
  const { draft_id, chat_id, client_ids, subject, body, reminder, tasks, attachments } = draft
  const from = ofTemplate({ templateId: draft.template_id, templateDocuments: draft.template_documents })
  await call('drafts.discard', { draft_id })
  const whose = chat_id ? { chat_id } : { client_ids }
  return () => call('drafts.save', { draft_id, ...whose, subject, body, reminder, tasks, ...asRequest(attachments), ...from })
}

/** One draft while it is written. */
export class KeptDraft {
  readonly chatId: string | undefined
  id = $state<string>()
  written = $state.raw<Written>(nothing)
  savedAt = $state<string>()
  error = $state.raw<OfficeError>()
  #saved: Written
  #saving: Promise<unknown> = Promise.resolve()
  #resting: ReturnType<typeof setTimeout> | undefined
  #latest: ReturnType<typeof setTimeout> | undefined
  /** How many parts of the window show it. */
  #showing = 1

  constructor({ chatId, clientIds = [], draftId }: { chatId?: string; clientIds?: string[]; draftId?: string }) {
    this.chatId = chatId
    this.written = { ...nothing, clientIds, body: blank() }
    this.#saved = this.written
    kept.push(this)
    if (chatId !== undefined || draftId !== undefined) void this.#begunBefore(draftId)
  }

  get empty(): boolean {
    return isEmpty(this.written)
  }

  /** Keeps what is written now. */
  change(to: Partial<Written>) {
    const next = { ...this.written, ...to }
    if (same(next, this.written)) return
    this.written = next
    this.#soon()
  }

  /** Takes over what the core holds, in place of what stands here. */
  adopt(draft: Draft) {
    this.#rest()
    const { draft_id, client_ids, subject, body, reminder, tasks, attachments, at } = draft
    const from = { templateId: draft.template_id, templateDocuments: draft.template_documents }
    this.id = draft_id
    this.written = { clientIds: client_ids, subject, body: fromStore(body), reminder, tasks, attachments, ...from }
    this.#saved = this.written
    this.savedAt = at
  }

  /** Saves what is not saved yet; one save after the other, each with the newest words. */
  flush(): Promise<unknown> {
    this.#rest()
    this.#saving = this.#saving.then(() => this.#save())
    return this.#saving
  }

  /**
   * Sends it. The field is free for the next words at once (`clear`); if the core refuses, the old ones come back above
   * them. Nothing is saved meanwhile, so that no save revives what was sent.
   */
  async send<Sent>(send: (written: Written, draftId?: string) => Promise<Sent>, clear: boolean): Promise<Sent> {
    this.#rest()
    const { written } = this
    if (clear) this.written = { ...written, body: blank(), subject: '', tasks: [], attachments: [] }
    const cleared = this.written
    const sending = this.#saving.then(() => send(written, this.id))
    this.#saving = sending.then(
      () => {
        this.id = undefined
        this.savedAt = undefined
        this.#saved = cleared
      },
      () => undefined,
    )
    try {
      return await sending
    } catch (refused) {
      const { body } = this.written
      if (clear) this.change({ ...written, body: isBlank(body) ? written.body : joined(written.body, body) })
      throw refused
    } finally {
      if (this.written !== this.#saved) this.#soon()
    }
  }

  /** Nobody shows it any more: it is saved, then forgotten here. */
  async leave() {
    this.#showing -= 1
    await this.flush()
    // What could not be saved stays here, for the next look at it and the next try.
    if (this.#showing === 0 && this.written === this.#saved) kept = kept.filter((draft) => draft !== this)
  }

  opened(): this {
    this.#showing += 1
    return this
  }

  async #begunBefore(draftId: string | undefined) {
    const untouched = this.written
    try {
      const { drafts } = await call('drafts.list', {})
      const is = (draft: Draft) => (draftId ? draft.draft_id === draftId : draft.chat_id === this.chatId)
      const before = drafts.find(is)
      if (!before || this.id !== undefined) return
      if (this.written === untouched) this.adopt(before)
      else {
        // Somebody was quicker with the keys: what stood there comes above.
        this.id = before.draft_id
        const mine = this.written.attachments
        const twice = ({ document_id }: Attached) => mine.some((one) => one.document_id === document_id)
        const attachments = [...before.attachments.filter((one) => !twice(one)), ...mine]
        const from = { templateId: before.template_id, templateDocuments: before.template_documents }
        this.change({ body: joined(fromStore(before.body), this.written.body), attachments, ...from })
      }
    } catch (thrown) {
      this.error = OfficeError.from(thrown)
    }
  }

  async #save() {
    const { written, id } = this
    if (written === this.#saved) return
    try {
      if (!isEmpty(written)) {
        const { clientIds, attachments, templateId, templateDocuments, ...what } = written
        const from = ofTemplate({ templateId, templateDocuments })
        const whose = this.chatId === undefined ? { client_ids: clientIds } : { chat_id: this.chatId }
        const which = id === undefined ? {} : { draft_id: id }
        this.id = (await call('drafts.save', { ...whose, ...which, ...what, ...asRequest(attachments), ...from })).draft_id
        // A plain Date is enough: it becomes a string at once.
        // eslint-disable-next-line svelte/prefer-svelte-reactivity
        this.savedAt = new Date().toISOString()
      } else if (id !== undefined) {
        await call('drafts.discard', { draft_id: id }).catch(unlessGone)
        this.id = undefined
        this.savedAt = undefined
      }
      this.#saved = written
      this.error = undefined
    } catch (thrown) {
      this.error = OfficeError.from(thrown)
    }
  }

  #soon() {
    clearTimeout(this.#resting)
    this.#resting = setTimeout(() => void this.flush(), REST)
    this.#latest ??= setTimeout(() => void this.flush(), LONGEST)
  }

  #rest() {
    clearTimeout(this.#resting)
    clearTimeout(this.#latest)
    this.#latest = undefined
  }
}

const nothing: Written = { clientIds: [], subject: '', body: blank(), reminder: {}, tasks: [], attachments: [], templateDocuments: [] }

/** As the core takes it. */
const ofTemplate = ({ templateId, templateDocuments }: Pick<Written, 'templateId' | 'templateDocuments'>) =>
  templateId === undefined
    ? {}
    : { template_id: templateId, template_document_ids: templateDocuments.map((one) => one.template_document_id) }

const found = (is: (draft: KeptDraft) => boolean) => kept.find(is)

const isEmpty = ({ subject, body, tasks, attachments, templateDocuments }: Written) =>
  !attachments.length && !templateDocuments.length && !subject.trim() && isBlank(body) && !tasks.some((task) => task.trim())

const same = (a: Written, b: Written) =>
  a.body === b.body &&
  JSON.stringify({ ...a, body: undefined }) === JSON.stringify({ ...b, body: undefined })

function unlessGone(thrown: OfficeError) {
  if (thrown.code !== 'not_found') throw thrown
}

// Whatever hides the window, or ends it, finds everything saved.
document.addEventListener('visibilitychange', () => void (document.hidden && flushDrafts()))
window.addEventListener('pagehide', () => void flushDrafts())
