/** Where the owner is, and which sheet lies on top. Views read it, commands change it; nothing else keeps a place. */

export type ChatFilter = 'active' | 'waiting' | 'archived'
export type ClientSection = 'info' | 'chats' | 'audit'

export type InboxFilter = 'all' | 'new'
export type RemindersTab = 'due' | 'sent' | 'over'

export type SettingsSection = 'office' | 'mail' | 'reminders' | 'appearance' | 'backup'

export type Place =
  | { room: 'inbox'; filter: InboxFilter }
  | { room: 'reminders'; tab: RemindersTab }
  | { room: 'audit'; clientId?: string | undefined }
  | { room: 'chats'; filter: ChatFilter; chatId?: string | undefined }
  | { room: 'clients' }
  | { room: 'client'; clientId: string; section: ClientSection }
  | { room: 'settings'; section: SettingsSection }

export type Sheet =
  | { kind: 'new-chat'; clientIds: string[] }
  | { kind: 'new-client' }
  | { kind: 'edit-client'; clientId: string }
  | { kind: 'new-contact'; clientId: string }
  | { kind: 'record-answer'; chatId: string }
  | { kind: 'sending-account' }

let current = $state<Place>({ room: 'chats', filter: 'active' })
let lastClient = $state<string>()
let lying = $state<Sheet>()
let beforeSettings: Place = { room: 'chats', filter: 'active' }

/** The place in view. */
export const place = (): Place => current

/** The client whose page was last in view: the list begins there again. */
export const clientLastSeen = (): string | undefined => lastClient

/** The sheet on top of it, if one is open. */
export const sheet = (): Sheet | undefined => lying

/** Goes to a place, and closes whatever sheet was open. */
export function go(to: Place) {
  current = to
  if (to.room === 'client') lastClient = to.clientId
  lying = undefined
}

/** Opens a chat where it is listed. */
export function openChat(chatId: string, filter: ChatFilter = 'active') {
  go({ room: 'chats', filter, chatId })
}

/** Opens the page of a client. */
export function openClient(clientId: string, section: ClientSection = 'info') {
  go({ room: 'client', clientId, section })
}

/** Opens a section of the settings. */
export function openSettings(section: SettingsSection = 'office') {
  if (current.room !== 'settings') beforeSettings = current
  go({ room: 'settings', section })
}

/** Goes back to where the settings were opened. */
export function leaveSettings() {
  go(beforeSettings)
}

/** Lays a sheet over the place. */
export function openSheet(to: Sheet) {
  lying = to
}

/** Takes the sheet away. */
export function closeSheet() {
  lying = undefined
}
