/** What the viewer asks about the document it shows. */
import { read, type Reply } from '../../../ipc'

export type DocumentContent = Reply<'documents.read'>
export type Signer = DocumentContent['signers'][number]
export type Mention = DocumentContent['chats'][number]
export type LetterContent = NonNullable<DocumentContent['letter']>
export type InvoiceContent = NonNullable<DocumentContent['invoice']>
export type InvoiceBody = InvoiceContent['bodies'][number]
export type InvoiceParty = InvoiceContent['sender']

/** Each reading is written down as a view: it is read again only when there is another version, or while it can't be read. */
export const readContent = (documentId: () => string) =>
  read('documents.read', () => ({ document_id: documentId() }), {
    staleTime: ({ state }) => (state.status === 'success' ? 'static' : 0),
    gcTime: 0,
  })
