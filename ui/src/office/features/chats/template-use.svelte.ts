/**
 * The template of a new chat. It fills subject, message and documents; what stood there before is put aside, and comes
 * back when the template is left or the choice is undone.
 */
import { call, OfficeError } from '../../../ipc'
import { blank, fromStore, isBlank, sameWords, type StoredDocument } from '../../../shared/editor/document'
import type { KeptDraft, Written } from './drafts.svelte'

interface Words {
  subject: string
  body: StoredDocument
}
type Filled = Pick<Written, 'subject' | 'body' | 'templateId' | 'templateDocuments'>

export function newTemplateUse(draft: KeptDraft) {
  /** What the owner had written before the first template. */
  let own = $state.raw<Words>()
  /** What was filled in last, and what stood there before if somebody had written it. */
  let filled = $state.raw<{ now: Filled; before?: Filled }>()
  let error = $state.raw<OfficeError>()
  /** Which choice is the newest: an older answer is late. */
  let choices = 0

  const wordsOf = async (templateId: string) => {
    const { subject, body, documents } = await call('templates.get', { template_id: templateId })
    return { subject, body: fromStore(body), documents }
  }
  /** Whether what stands there was written by hand. */
  async function isWritten({ templateId, subject, body }: Written): Promise<boolean> {
    if (templateId === undefined) return Boolean(subject.trim()) || !isBlank(body)
    const before = filled?.now.templateId === templateId ? filled.now : await wordsOf(templateId).catch(() => undefined)
    return before === undefined || !sameWords(subject, body, before)
  }
  function fill(now: Filled, before: Filled | undefined) {
    draft.change(now)
    filled = { now, ...(before ? { before } : {}) }
  }

  async function choose(templateId: string | undefined) {
    const mine = (choices += 1)
    error = undefined
    try {
      const written = await isWritten(draft.written)
      const template = templateId === undefined ? undefined : await wordsOf(templateId)
      if (mine !== choices) return
      const { subject, body, templateId: was, templateDocuments } = draft.written
      if (was === undefined) own = { subject, body }
      const before = written ? { subject, body, templateId: was, templateDocuments } : undefined
      if (template) fill({ templateId, subject: template.subject, body: template.body, templateDocuments: template.documents }, before)
      else fill({ templateId: undefined, subject: own?.subject ?? '', body: own?.body ?? blank(), templateDocuments: [] }, before)
    } catch (thrown) {
      if (mine === choices) error = OfficeError.from(thrown)
    }
  }

  return {
    get error() {
      return error
    },
    /** Whether the last choice can be undone: until something else is written. */
    get undoable(): boolean {
      if (!filled?.before) return false
      const { subject, body, templateId } = draft.written
      return templateId === filled.now.templateId && sameWords(subject, body, filled.now)
    },
    choose: (templateId: string | undefined) => {
      if (templateId !== draft.written.templateId) void choose(templateId)
    },
    undo() {
      if (!filled?.before) return
      draft.change(filled.before)
      filled = undefined
    },
  }
}
export type TemplateUse = ReturnType<typeof newTemplateUse>
