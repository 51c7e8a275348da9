/** Where the owner is, and which sheet lies on top. Views read it, commands change it; nothing else keeps a place. */
import type { Picked } from '../ipc/shell'
import type { AuditFilter } from './features/audit/audit-filter'
import type { WhichMail } from './features/mails/queries'
import type { KeptMail } from './features/quarantine/queries'
import { remember, remembered, rememberFor } from './remembered'

export type ChatFilter = 'active' | 'waiting' | 'archived'
export type ClientFilter = 'all' | 'pending'
export type ClientSection = 'info' | 'chats' | 'documents' | 'audit'

export type InboxFilter = 'all' | 'new'
export type QuarantineShown = 'open' | 'dropped'
export type DocumentsShown = 'clients' | 'trash'
/** A folder of a client's documents: the top-level one, and which subfolder of it. */
export interface InFolder {
  folderId?: string | undefined
  below?: string | undefined
}
/** One that is there: `below` is empty for a top-level folder. */
export interface OneFolder {
  folderId: string
  below: string
}
export type RemindersTab = 'due' | 'sent' | 'over'

export type SettingsSection = 'office' | 'mail' | 'reminders' | 'notices' | 'folders' | 'appearance' | 'backup'

export type Place =
  | { room: 'inbox'; filter: InboxFilter }
  | { room: 'quarantine'; shown: QuarantineShown; quarantineId?: string | undefined }
  | { room: 'reminders'; tab: RemindersTab }
  | ({ room: 'audit'; clientId?: string | undefined } & AuditFilter)
  | { room: 'chats'; filter: ChatFilter; chatId?: string | undefined }
  | { room: 'clients'; filter?: ClientFilter | undefined }
  | ({ room: 'client'; clientId: string; section: ClientSection } & InFolder)
  | ({ room: 'documents'; shown: DocumentsShown; clientId?: string | undefined; text?: string | undefined } & InFolder)
  | { room: 'document'; documentId: string; name: string; from: Place }
  | { room: 'settings'; section: SettingsSection }
  | { room: 'templates'; templateId?: string | undefined }

export type Sheet =
  | { kind: 'new-chat'; clientIds: string[]; draftId?: string | undefined }
  | { kind: 'new-client'; name?: string | undefined }
  | { kind: 'edit-client'; clientId: string }
  | { kind: 'new-contact'; clientId: string }
  | { kind: 'edit-contact'; clientId: string; contactId: string; email?: boolean | undefined }
  | { kind: 'contact-of-mail'; mail: KeptMail; made: (name: string) => void }
  | { kind: 'join-mail'; mail: KeptMail; joined: (chatId: string) => void }
  | { kind: 'chat-of-mail'; mail: KeptMail; started: (chatId: string) => void }
  | { kind: 'record-answer'; chatId: string }
  | { kind: 'attach'; chatId: string; dropped?: Picked[] | undefined }
  | ({ kind: 'add-documents'; clientId: string; dropped?: Picked[] | undefined } & InFolder)
  | { kind: 'new-folder'; clientId: string; made?: ((folderId: string) => void) | undefined }
  | ({ kind: 'rename-folder'; clientId: string } & OneFolder)
  | ({ kind: 'move-folder'; clientId: string } & OneFolder)
  | ({ kind: 'trash-folder'; clientId: string; trash: () => Promise<void> } & OneFolder)
  | { kind: 'rename-document'; clientId: string; documentId: string }
  | { kind: 'move-documents'; clientId: string; documentIds: string[] }
  | { kind: 'document-history'; clientId: string; documentId: string }
  | { kind: 'receipts'; evidenceIds: string[] }
  | { kind: 'original'; which: WhichMail }
  | { kind: 'sending-account'; accountId?: string | undefined }
  | { kind: 'receiving-account'; accountId?: string | undefined }
  | { kind: 'add-account' }
  | { kind: 'restore'; kept?: string | undefined }
  | { kind: 'palette' }
  | { kind: 'keyboard' }
  | { kind: 'about' }

let current = $state<Place>({ room: 'chats', filter: 'active' })
let lastClient = $state<string>()
let lying = $state<Sheet>()
let left: string | undefined
let beforeSettings: Place = { room: 'chats', filter: 'active' }
let moved = false
let restored = $state(false)

/** The place in view. */
export const place = (): Place => current

/** The client whose page was last in view: the list begins there again. */
export const clientLastSeen = (): string | undefined => lastClient

/** The document that was left to come here: whatever lists it begins there again. */
export const documentLeft = (): string | undefined => left

/** The sheet on top of it, if one is open. */
export const sheet = (): Sheet | undefined => lying

/** Goes to a place, and closes whatever sheet was open. */
export function go(to: Place) {
  left = current.room === 'document' ? current.documentId : undefined
  current = to
  moved = true
  restored = false
  if (to.room === 'client') lastClient = to.clientId
  lying = undefined
}

/**
 * Enters an office: at the place where it was left, unless the owner, or whatever opened the window, has already
 * gone somewhere in it.
 */
export function enterOffice(folder: string) {
  const another = rememberFor(folder)
  const left = placeFrom(remembered('place'))
  if (another && !moved && left) {
    current = left
    restored = true
  }
  moved = false
}

/** Whether the place in view was restored: what is gone meanwhile is then left in silence. */
export const isRestored = (): boolean => restored

/** Keeps the place in view for the next time. */
export const keepPlace = () => remember('place', $state.snapshot(current))

/** Opens a chat where it is listed. */
export function openChat(chatId: string, filter: ChatFilter = 'active') {
  go({ room: 'chats', filter, chatId })
}

/** Opens the page of a client. */
export function openClient(clientId: string, section: ClientSection = 'info') {
  go({ room: 'client', clientId, section })
}

/** A folder lies elsewhere now, or has another name: whoever is in it, or in one below it, goes along. Says whether anybody did. */
export function followFolder(from: OneFolder, to: OneFolder): boolean {
  const at = current
  if ((at.room !== 'client' && at.room !== 'documents') || at.folderId !== from.folderId) return false
  const below = `${at.below ?? ''}/`
  if (!below.startsWith(`${from.below}/`)) return false
  current = { ...at, folderId: to.folderId, below: `${to.below}/${below.slice(from.below.length + 1)}`.slice(0, -1) }
  return true
}

/** Opens a section of the settings. */
export function openSettings(section: SettingsSection = 'office') {
  rememberBefore()
  go({ room: 'settings', section })
}

/** Opens the templates, which belong to the settings: one of them, or the first. */
export function openTemplates(templateId?: string) {
  rememberBefore()
  go({ room: 'templates', templateId })
}

function rememberBefore() {
  if (current.room !== 'settings' && current.room !== 'templates') beforeSettings = current
}

/** Goes back to where the settings were opened. */
export function leaveSettings() {
  go(beforeSettings)
}

/** Opens a document in the viewer, which leads back to `from`: from one document to another, to where the first was opened. */
export function viewDocument(documentId: string, name: string, from: Place = current) {
  go({ room: 'document', documentId, name, from: from.room === 'document' ? from.from : from })
}

/** Lays a sheet over the place. */
export function openSheet(to: Sheet) {
  lying = to
}

/** Takes the sheet away. */
export function closeSheet() {
  lying = undefined
}

const rooms: Record<Place['room'], (kept: Record<string, unknown>) => Place | undefined> = {
  inbox: ({ filter }) => ({ room: 'inbox', filter: filter === 'new' ? 'new' : 'all' }),
  quarantine: ({ shown, quarantineId }) => ({
    room: 'quarantine',
    shown: shown === 'dropped' ? 'dropped' : 'open',
    quarantineId: text(quarantineId),
  }),
  chats: ({ filter, chatId }) => ({
    room: 'chats',
    filter: filter === 'waiting' || filter === 'archived' ? filter : 'active',
    chatId: text(chatId),
  }),
  clients: ({ filter }) => ({ room: 'clients', filter: filter === 'pending' ? 'pending' : 'all' }),
  client: ({ clientId, section, folderId, below }) => {
    const of = text(clientId)
    const part = clientSections.find((known) => known === section) ?? 'info'
    return of ? { room: 'client', clientId: of, section: part, folderId: text(folderId), below: text(below) } : undefined
  },
  documents: ({ shown, clientId, folderId, below }) => ({
    room: 'documents',
    shown: shown === 'trash' ? 'trash' : 'clients',
    clientId: text(clientId),
    folderId: text(folderId),
    below: text(below),
  }),
  // Another day begins where the document was opened, and opens none by itself.
  document: ({ from }) => placeFrom(from),
  reminders: ({ tab }) => ({ room: 'reminders', tab: tab === 'sent' || tab === 'over' ? tab : 'due' }),
  audit: ({ clientId }) => ({ room: 'audit', clientId: text(clientId) }),
  templates: ({ templateId }) => ({ room: 'templates', templateId: text(templateId) }),
  settings: ({ section }) => ({
    room: 'settings',
    section: sections.find((known) => known === section) ?? 'office',
  }),
}
const clientSections: ClientSection[] = ['info', 'chats', 'documents', 'audit']
const sections: SettingsSection[] = ['office', 'mail', 'reminders', 'folders', 'notices', 'appearance', 'backup']

/** Goes where a link or a notice leads; one that this version does not know leads nowhere. */
export function openTarget({ kind, id }: { kind: string; id?: string }) {
  if (kind === 'chat' && id) openChat(id)
  else if (kind === 'client' && id) openClient(id)
  else if (kind === 'inbox') go({ room: 'inbox', filter: 'all' })
  else if (kind === 'quarantine') go({ room: 'quarantine', shown: 'open', quarantineId: id })
  else if (kind === 'reminders') go({ room: 'reminders', tab: 'over' })
  else if (kind === 'settings') openSettings(sections.find((known) => known === id))
}
const text = (kept: unknown) => (typeof kept === 'string' ? kept : undefined)

/** A place as it was kept, if this version knows it. */
function placeFrom(kept: unknown): Place | undefined {
  if (typeof kept !== 'object' || kept === null || !('room' in kept)) return undefined
  const room = text(kept.room) as Place['room'] | undefined
  return room && Object.hasOwn(rooms, room) ? rooms[room](kept) : undefined
}
