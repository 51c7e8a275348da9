/**
 * What the window shows only when it is asked for: every room but the chats, and every sheet that is not typed into at
 * once. Their code comes after the first room is painted, each on its own.
 */
import { late } from '../../shared/late.svelte'

export const rooms = {
  inbox: late(() => import('./InboxView.svelte')),
  quarantine: late(() => import('./QuarantineView.svelte')),
  clients: late(() => import('./ClientsView.svelte')),
  client: late(() => import('./ClientView.svelte')),
  documents: late(() => import('./DocumentsView.svelte')),
  document: late(() => import('./DocumentView.svelte')),
  reminders: late(() => import('./RemindersView.svelte')),
  settings: late(() => import('./SettingsView.svelte')),
  templates: late(() => import('./TemplatesView.svelte')),
  audit: late(() => import('./AuditView.svelte')),
  firstClient: late(() => import('./FirstClient.svelte')),
  firstRun: late(() => import('./FirstRun.svelte')),
}

export const sheets = {
  recordAnswer: late(() => import('../features/chats/RecordAnswer.svelte')),
  attach: late(() => import('../features/chats/AttachToChat.svelte')),
  addDocuments: late(() => import('../features/documents/AddDocuments.svelte')),
  newFolder: late(() => import('../features/documents/NewFolder.svelte')),
  renameFolder: late(() => import('../features/documents/RenameFolder.svelte')),
  renameDocument: late(() => import('../features/documents/RenameDocument.svelte')),
  moveFolder: late(() => import('../features/documents/MoveFolder.svelte')),
  trashFolder: late(() => import('../features/documents/TrashFolder.svelte')),
  moveDocuments: late(() => import('../features/documents/MoveDocuments.svelte')),
  documentHistory: late(() => import('../features/documents/DocumentHistory.svelte')),
  newClient: late(() => import('../features/clients/NewClient.svelte')),
  editClient: late(() => import('../features/clients/EditClient.svelte')),
  newContact: late(() => import('../features/clients/NewContact.svelte')),
  editContact: late(() => import('../features/clients/EditContact.svelte')),
  joinMail: late(() => import('../features/quarantine/JoinMail.svelte')),
  chatOfMail: late(() => import('../features/quarantine/ChatOfMail.svelte')),
  contactOfMail: late(() => import('../features/quarantine/ContactOfMail.svelte')),
  receipts: late(() => import('../features/evidence/ReceiptsSheet.svelte')),
  original: late(() => import('../features/mails/OriginalSheet.svelte')),
  sendingAccount: late(() => import('../features/outbox/SendingSheet.svelte')),
  receivingAccount: late(() => import('../features/receiving/ReceivingSheet.svelte')),
  addAccount: late(() => import('../features/receiving/AddAccountSheet.svelte')),
  restore: late(() => import('../features/backup/RestoreSheet.svelte')),
  keyboard: late(() => import('../features/program/KeyboardSheet.svelte')),
  about: late(() => import('../features/program/AboutSheet.svelte')),
}

/** Sends for all of it, one part after another, so that none is waited for when it is opened. */
export async function fetchParts() {
  for (const part of Object.values({ ...sheets, ...rooms })) await part.fetch()
}
