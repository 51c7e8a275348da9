/** The drafts of an office held in memory, as the core keeps them: one of each thread, any number of new chats. */
import type { AttachmentChoice, Attachment, Commands, Draft, TemplateDocument } from '../ipc/bindings'
import { OfficeError } from '../ipc/office-error'
import { documentOf, textOf } from './rich'

type Save = Commands['drafts.save']['request']

export function draftsInMemory(
  newId: (kind: string) => string,
  attached: (attachments?: AttachmentChoice[]) => Attachment[],
  ofTemplates: (ids: string[]) => TemplateDocument[],
) {
  let drafts: Draft[] = []
  const without = (id: string | undefined) => drafts.filter(({ draft_id }) => draft_id !== id)

  function save({ draft_id, chat_id, client_ids = [], subject = '', body, reminder = null, tasks = [], attachments, ...template }: Save) {
    const ofThread = chat_id && drafts.find((draft) => draft.chat_id === chat_id)?.draft_id
    const id = ofThread || draft_id || newId('draft')
    const whose = chat_id ? { chat_id, client_ids: [] } : { client_ids }
    const words = { subject, body: documentOf(body), text: textOf(body).replaceAll(/\s+/g, ' ').trim() }
    const from = template.template_id === undefined ? {} : { template_id: template.template_id }
    const documents = { attachments: attached(attachments), template_documents: ofTemplates(template.template_document_ids ?? []) }
    const at = new Date().toISOString()
    drafts = [{ draft_id: id, ...whose, ...words, ...from, reminder, tasks, ...documents, at }, ...without(id)]
    return { draft_id: id }
  }

  return {
    save,
    /** The draft has become what it was to be. */
    sent: (id: string | undefined) => void (drafts = without(id)),
    handlers: {
      'drafts.list': () => ({ drafts }),
      'drafts.save': save,
      'drafts.discard': ({ draft_id }: { draft_id: string }) => {
        if (without(draft_id).length === drafts.length) throw new OfficeError('not_found', 'no such draft')
        drafts = without(draft_id)
        return {}
      },
    },
  }
}
