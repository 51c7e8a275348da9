/**
 * Every action of the office, once: its name, its key, and whoever can do it now. Keys, buttons and menus all run
 * the same command. A command with a place of its own is done by {@link standing}; one that needs what is on the
 * screen (the open chat, the list) is provided by the component that shows it, for as long as it shows it.
 */
import { tinykeys } from 'tinykeys'
import { singleKeysAct } from '../shared/appearance.svelte'
import { m } from '../shared/i18n'
import { go, openSettings, openSheet, openTemplates, place, sheet } from './place.svelte'
import { zoomBack, zoomIn, zoomOut } from './zoom'

interface Command {
  title: () => string
  /** In tinykeys' notation. `$mod` is Ctrl, on a Mac ⌘. */
  keys: readonly string[]
  /** Single letters act in lists, in the rail and beside a thread: never while something is typed. */
  inLists?: boolean
  /** It acts where the focus is, so the palette leaves it to its key. */
  byKey?: boolean
  /** By key it acts only in the part of the window that is marked so (`data-part`). */
  within?: 'folders'
  /** It acts under a sheet too. */
  everywhere?: boolean
}

export const commands = {
  // A sequence stands before the single keys that end it: it acts first, and its last letter is spent.
  'go.inbox': { title: m.room_inbox, keys: ['g i'], inLists: true },
  'go.quarantine': { title: m.quarantine_title, keys: ['g m'], inLists: true },
  'go.chats': { title: m.room_chats, keys: ['g c'], inLists: true },
  'go.clients': { title: m.room_clients, keys: ['g l'], inLists: true },
  'go.documents': { title: m.room_documents, keys: ['g d'], inLists: true },
  'go.reminders': { title: m.room_reminders, keys: ['g r'], inLists: true },
  'go.audit': { title: m.section_audit, keys: ['g a'], inLists: true },
  'go.templates': { title: m.templates_title, keys: ['g t'], inLists: true },
  'go.settings': { title: m.settings, keys: ['$mod+,'] },
  'go.first_steps': { title: m.first_steps, keys: [] },
  'palette.open': { title: m.command_search, keys: ['$mod+KeyK'], byKey: true },
  'chats.create': { title: m.chats_new, keys: ['$mod+KeyN'] },
  'clients.create': { title: m.clients_new, keys: ['$mod+Shift+KeyN'] },
  'list.next': { title: m.command_next, keys: ['KeyJ', 'ArrowDown'], inLists: true, byKey: true },
  'list.previous': { title: m.command_previous, keys: ['KeyK', 'ArrowUp'], inLists: true, byKey: true },
  'list.first': { title: m.command_first, keys: ['Home'], inLists: true, byKey: true },
  'list.last': { title: m.command_last, keys: ['End'], inLists: true, byKey: true },
  'list.open': { title: m.command_open, keys: ['Enter'], inLists: true, byKey: true },
  'list.tick': { title: m.command_tick, keys: ['KeyX', 'Space'], inLists: true, byKey: true },
  'list.extend_next': { title: m.command_extend_next, keys: ['Shift+ArrowDown'], inLists: true, byKey: true },
  'list.extend_previous': {
    title: m.command_extend_previous,
    keys: ['Shift+ArrowUp'],
    inLists: true,
    byKey: true,
  },
  'list.tick_all': { title: m.command_tick_all, keys: ['$mod+KeyA'], inLists: true },
  'list.find': { title: m.command_find, keys: ['$mod+KeyF'] },
  // With the focus on a folder the same keys mean the folder.
  'folder.rename': { title: m.folder_rename_title, keys: ['F2'], inLists: true, within: 'folders' },
  'folder.move': { title: m.folder_move, keys: ['KeyM'], inLists: true, within: 'folders' },
  'folder.trash': { title: m.folder_trash, keys: ['Delete'], inLists: true, within: 'folders' },
  // What is ticked comes before what is open: the same key means the many.
  'ticked.archive': { title: m.command_ticked_archive, keys: ['KeyE'], inLists: true },
  'ticked.reopen': { title: m.command_ticked_reopen, keys: ['KeyE'], inLists: true },
  'ticked.mark_read': { title: m.command_ticked_read, keys: ['KeyU'], inLists: true },
  'ticked.mark_unread': { title: m.command_ticked_unread, keys: ['KeyU'], inLists: true },
  'ticked.send_again': { title: m.command_ticked_again, keys: [] },
  'ticked.write': { title: m.command_ticked_write, keys: [] },
  'ticked.move_documents': { title: m.command_ticked_move, keys: ['KeyM'], inLists: true },
  'ticked.trash_documents': { title: m.command_ticked_trash, keys: ['Delete'], inLists: true },
  'chat.reply': { title: m.command_reply, keys: ['KeyR'], inLists: true },
  'chat.archive': { title: m.archive, keys: ['KeyE'], inLists: true },
  'chat.reopen': { title: m.reopen, keys: ['KeyE'], inLists: true },
  'chat.mark_read': { title: m.mark_read, keys: ['KeyU'], inLists: true },
  'chat.mark_unread': { title: m.mark_unread, keys: ['KeyU'], inLists: true },
  'chat.attach': { title: m.attach_title, keys: ['$mod+Shift+KeyA'] },
  'chat.template': { title: m.templates_choose, keys: ['$mod+Shift+KeyM'] },
  'chat.record_answer': { title: m.record_answer, keys: [] },
  'chat.send_again': { title: m.send_again, keys: [] },
  'templates.create': { title: m.templates_new, keys: ['KeyN'], inLists: true },
  'templates.duplicate': { title: m.command_template_duplicate, keys: ['KeyD'], inLists: true },
  'templates.delete': { title: m.command_template_delete, keys: ['Delete'], inLists: true },
  'inbox.set_done': { title: m.inbox_set_done, keys: ['KeyE'], inLists: true },
  'inbox.set_all_done': { title: m.inbox_set_all_done, keys: [] },
  'quarantine.join': { title: m.quarantine_join, keys: ['KeyC'], inLists: true },
  'quarantine.start_chat': { title: m.quarantine_start_chat, keys: ['KeyN'], inLists: true },
  'quarantine.add_contact': { title: m.quarantine_add_contact, keys: ['KeyA'], inLists: true },
  'quarantine.drop': { title: m.quarantine_drop, keys: ['Delete'], inLists: true },
  'quarantine.restore': { title: m.quarantine_restore, keys: ['Shift+KeyR'], inLists: true },
  'quarantine.original': { title: m.original_show, keys: ['KeyO'], inLists: true },
  'documents.add': { title: m.documents_add, keys: ['$mod+Shift+KeyD'] },
  'documents.create_folder': { title: m.folder_new, keys: ['$mod+Shift+KeyF'] },
  'documents.access': { title: m.command_access, keys: ['KeyP'], inLists: true },
  'document.open': { title: m.document_open, keys: ['KeyO'], inLists: true },
  'document.show': { title: m.document_show, keys: ['Shift+KeyO'], inLists: true },
  'document.save_copy': { title: m.document_save_copy, keys: ['$mod+KeyS'], inLists: true },
  'document.rename': { title: m.rename, keys: ['F2'], inLists: true },
  'document.move': { title: m.document_move, keys: ['KeyM'], inLists: true },
  'document.history': { title: m.document_history, keys: ['KeyH'], inLists: true },
  'document.trash': { title: m.document_trash, keys: ['Delete'], inLists: true },
  'document.restore': { title: m.document_restore, keys: ['Shift+KeyR'], inLists: true },
  'viewer.next_page': { title: m.viewer_next_page, keys: ['PageDown'], inLists: true },
  'viewer.previous_page': { title: m.viewer_previous_page, keys: ['PageUp'], inLists: true },
  // Their keys, Home and End, are those of the first and the last in a list.
  'viewer.first_page': { title: m.viewer_first_page, keys: [] },
  'viewer.last_page': { title: m.viewer_last_page, keys: [] },
  'viewer.larger': { title: m.viewer_larger, keys: ['+', '=', 'Shift++'], inLists: true },
  'viewer.smaller': { title: m.viewer_smaller, keys: ['-'], inLists: true },
  'viewer.fit': { title: m.viewer_fit, keys: ['0'], inLists: true },
  'viewer.print': { title: m.viewer_print, keys: ['$mod+KeyP'] },
  'reminders.pause_all': { title: m.reminders_pause_all, keys: [] },
  'reminders.go_on': { title: m.reminders_go_on, keys: [] },
  'audit.verify': { title: m.audit_verify, keys: [] },
  'backups.restore': { title: m.restore_title, keys: [] },
  'audit.export': { title: m.command_audit_export, keys: [] },
  'chat.open_client': { title: m.open_client, keys: [] },
  undo: { title: m.undo_last, keys: ['$mod+KeyZ'], inLists: true },
  send: { title: m.send, keys: ['$mod+Enter'], byKey: true },
  back: { title: m.back, keys: ['Escape'], byKey: true },
  'panes.next': { title: m.command_pane, keys: ['F6'], byKey: true },
  'panes.previous': { title: m.command_pane_previous, keys: ['Shift+F6'], byKey: true },
  'zoom.in': { title: m.command_zoom_in, keys: ['$mod++', '$mod+=', '$mod+Shift++'], byKey: true, everywhere: true },
  'zoom.out': { title: m.command_zoom_out, keys: ['$mod+-'], byKey: true, everywhere: true },
  'zoom.back': { title: m.command_zoom_back, keys: ['$mod+0'], byKey: true, everywhere: true },
  'keyboard.show': { title: m.command_keyboard, keys: ['Shift+?', '?'], inLists: true },
  'about.show': { title: m.command_about, keys: [] },
} satisfies Record<string, Command>

export type CommandId = keyof typeof commands

interface Provider {
  run: () => void
  onSheet: boolean
}

const providers = new Map<CommandId, Provider[]>()

const standing: Partial<Record<CommandId, () => void>> = {
  'chats.create': () => {
    const at = place()
    openSheet({ kind: 'new-chat', clientIds: at.room === 'client' ? [at.clientId] : [] })
  },
  'palette.open': () => openSheet({ kind: 'palette' }),
  'clients.create': () => openSheet({ kind: 'new-client' }),
  'backups.restore': () => openSheet({ kind: 'restore' }),
  'keyboard.show': () => openSheet({ kind: 'keyboard' }),
  'about.show': () => openSheet({ kind: 'about' }),
  'go.inbox': () => go({ room: 'inbox', filter: 'all' }),
  'go.quarantine': () => go({ room: 'quarantine', shown: 'open' }),
  'go.chats': () => go({ room: 'chats', filter: 'active' }),
  'go.clients': () => go({ room: 'clients' }),
  'go.documents': () => go({ room: 'documents', shown: 'clients' }),
  'go.reminders': () => go({ room: 'reminders', tab: 'due' }),
  'go.audit': () => go({ room: 'audit' }),
  'go.templates': () => openTemplates(),
  'go.settings': () => openSettings(),
  'panes.next': () => focusPane(1),
  'panes.previous': () => focusPane(-1),
  'zoom.in': zoomIn,
  'zoom.out': zoomOut,
  'zoom.back': zoomBack,
}

/** Does the command for as long as the caller lives: `$effect(() => provide('chat.reply', …))`. The latest one wins. */
export function provide(id: CommandId, run: () => void, { onSheet = false } = {}): () => void {
  const provider = { run, onSheet }
  providers.set(id, [...(providers.get(id) ?? []), provider])
  return () =>
    providers.set(
      id,
      (providers.get(id) ?? []).filter((other) => other !== provider),
    )
}

/** Runs a command if something can do it now. Says whether it did. Under a sheet nothing acts but the sheet, and what acts everywhere. */
export function run(id: CommandId): boolean {
  const covered = sheet() !== undefined
  const doing = providers.get(id)?.findLast((provider) => provider.onSheet === covered)?.run
  const command: Command = commands[id]
  const act = doing ?? (covered && !command.everywhere ? undefined : standing[id])
  act?.()
  return act !== undefined
}

/** The commands that something could do now if no sheet lay over the place, but those that only a key can mean. */
export function runnable(): CommandId[] {
  return (Object.keys(commands) as CommandId[]).filter((id) => {
    const command: Command = commands[id]
    const doing = standing[id] !== undefined || providers.get(id)?.some(({ onSheet }) => !onSheet)
    return doing && !command.byKey
  })
}

/** The key of a command as it is written beside it: "Ctrl N", "E", "Ctrl ↵", "G poi C". Nothing while it does nothing. */
export function keyOf(id: CommandId): string {
  const command: Command = commands[id]
  const key = command.keys.find((one) => singleKeysAct() || !isSingle(one))
  return key ? written(key) : ''
}

/** What a command is called where it has no words of its own, with its key: "Archivia (E)". */
export function hintOf(id: CommandId, title: string = commands[id].title()): string {
  const key = keyOf(id)
  return key ? `${title} (${key})` : title
}

/** Each way to press a command, as keys that are pressed one after the other. */
export function keysOf(id: CommandId): string[][] {
  const command: Command = commands[id]
  const keys = command.keys.filter((one, i, all) => !all.slice(0, i).some((other) => written(other) === written(one)))
  return keys.map((key) => key.split(' ').map(pressOf))
}

/** Whether a command is asked for by letters alone, which can be switched off. */
export const bySingleKeys = (id: CommandId): boolean => commands[id].keys.some(isSingle)

/** "Ctrl", or "⌘" on a Mac. */
export const modKey = (): string => (onMac() ? '⌘' : 'Ctrl')

const onMac = () => navigator.platform.startsWith('Mac')

function written(key: string): string {
  const [first = '', then] = key.split(' ').map(pressOf)
  return then ? m.key_sequence({ first, then }) : first
}

function pressOf(press: string): string {
  const names: Record<string, () => string> = {
    $mod: modKey,
    Shift: () => (onMac() ? '⇧' : m.key_shift()),
    Enter: () => '↵',
    Escape: () => 'Esc',
    ArrowUp: () => '↑',
    ArrowDown: () => '↓',
    Space: m.key_space,
    Home: m.key_home,
    End: m.key_end,
    Delete: m.key_delete,
    PageDown: m.key_page_down,
    PageUp: m.key_page_up,
  }
  // Shift is part of "?" and "+", not a key beside them; a plus at the end is a key, not a sign between two.
  const parts = press.replace(/Shift\+(?=[?+])/, '').split(/\+(?!$)/)
  const said = parts.map((part) => names[part]?.() ?? part.replace(/^Key/, '').toUpperCase())
  return said.join(onMac() ? '' : ' ')
}

// WCAG 2.1.4: what a character alone does can be switched off.
const isSingle = (key: string) => !/\$mod/.test(key) && /(^|\+| )(Key[A-Z]|[a-z?+=0-]|\+)$/.test(key)

/** Lets the keyboard run commands. Returns the way to stop. */
export function listenToKeys(target: Window): () => void {
  const byKey = new Map<string, CommandId[]>()
  for (const id of Object.keys(commands) as CommandId[])
    for (const key of commands[id].keys) byKey.set(key, [...(byKey.get(key) ?? []), id])
  const bindings = Object.fromEntries(
    [...byKey].map(([key, ids]) => [key, (event: KeyboardEvent) => pressed(event, key, ids)]),
  )
  return tinykeys(target, bindings)
}

function pressed(event: KeyboardEvent, key: string, ids: CommandId[]) {
  if (event.defaultPrevented || event.isComposing) return
  if (isSingle(key) && !singleKeysAct()) return
  for (const id of ids) {
    const command: Command = commands[id]
    if (command.inLists && !inList(event.target, key)) continue
    if (command.within && !isWithin(event.target, command.within)) continue
    if (run(id)) {
      event.preventDefault()
      return
    }
  }
}

const isWithin = (target: EventTarget | null, part: string): boolean =>
  target instanceof Element && target.closest(`[data-part="${part}"]`) !== null

/** Where single keys act. A region marked `data-keys="letters"` scrolls by itself, so arrows and the like are its own. */
function inList(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target === document.body) return true
  // A button takes its own space; on a row the space ticks.
  if (key === 'Space' && !target.matches('[data-row]')) return false
  if (target.closest('input:not([type=checkbox]), textarea, select, [contenteditable], [role=menu], [role=dialog]')) return false
  const region = target.closest<HTMLElement>('[data-keys]')
  return region !== null && (region.dataset.keys !== 'letters' || isSingle(key))
}

function focusPane(by: 1 | -1) {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')]
  const here = panes.findIndex((pane) => pane.contains(document.activeElement))
  const from = here < 0 && by < 0 ? 0 : here
  const next = panes[(from + by + panes.length) % panes.length]
  const stops = ['[data-row][tabindex="0"]', 'textarea, [role="textbox"]', '[aria-current]', 'input, select, button']
  const stop = stops.map((selector) => next?.querySelector<HTMLElement>(selector)).find(Boolean)
  // What scrolls by itself is a stop of its own.
  const to = stop ?? next
  to?.focus()
}
