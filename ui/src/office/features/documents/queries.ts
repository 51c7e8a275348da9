/** What the window asks about documents, and what it has done to them. */
import { act, read, type Reply } from '../../../ipc'

export type ClientDocuments = Reply<'documents.list'>
export type DocumentFolder = ClientDocuments['folders'][number]
export type DocumentRow = ClientDocuments['documents'][number]
export type KeptPath = ClientDocuments['kept'][number]
export type Access = DocumentFolder['access']
export type TrashedDocument = Reply<'documents.trashed'>['documents'][number]
export type FoundDocument = Reply<'documents.search'>['documents'][number]
export type FolderTemplate = Reply<'folder_templates.list'>['templates'][number]
export type Attachment = Reply<'chats.get'>['messages'][number]['attachments'][number]

const ofClient = (clientId: string | undefined) => (clientId === undefined ? undefined : { client_id: clientId })

export const readDocuments = (clientId: () => string | undefined) => read('documents.list', () => ofClient(clientId()))
export const readCounts = () => read('documents.counts', () => ({}))
export const readTrash = () => read('documents.trashed', () => ({}))
export const readHistory = (documentId: () => string) =>
  read('documents.history', () => ({ document_id: documentId() }))
export const searchDocuments = (text: () => string, limit = 100) =>
  read('documents.search', () => (text().trim() ? { text: text().trim(), limit } : undefined))
export const createFolder = () => act('documents.create_folder')
export const renameFolder = () => act('documents.rename_folder')
export const setAccess = () => act('documents.set_access')
export const renameDocument = () => act('documents.rename')
export const moveDocuments = () => act('documents.move')
export const moveFolder = () => act('documents.move_folder')
export const trashDocuments = () => act('documents.trash')
export const trashFolder = () => act('documents.trash_folder')
export const restoreDocuments = () => act('documents.restore')
export const applyTemplate = () => act('documents.apply_template')
export const readTemplates = () => read('folder_templates.list', () => ({}))
export const saveTemplate = () => act('folder_templates.save')
export const deleteTemplate = () => act('folder_templates.delete')
