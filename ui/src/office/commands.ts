/**
 * Every action of the office, once: its name, its key, and whoever can do it now. Keys, buttons and menus all run
 * the same command. A command with a place of its own is done by {@link standing}; one that needs what is on the
 * screen (the open chat, the list) is provided by the component that shows it, for as long as it shows it.
 */
import { tinykeys } from 'tinykeys'
import { m } from '../shared/i18n'
import { go, openSettings, openSheet, place, sheet } from './place.svelte'

interface Command {
  title: () => string
  /** In tinykeys' notation. `$mod` is Ctrl, on a Mac ⌘. */
  keys: readonly string[]
  /** Single letters act in lists alone: never while something is typed. */
  inLists?: boolean
}

export const commands = {
  'chats.create': { title: m.chats_new, keys: ['$mod+KeyN'] },
  'go.inbox': { title: m.room_inbox, keys: [] },
  'go.chats': { title: m.room_chats, keys: ['g c'], inLists: true },
  'go.clients': { title: m.room_clients, keys: ['g l'], inLists: true },
  'go.reminders': { title: m.room_reminders, keys: [] },
  'go.audit': { title: m.section_audit, keys: [] },
  'go.settings': { title: m.settings, keys: ['$mod+,'] },
  'list.next': { title: m.command_next, keys: ['KeyJ', 'ArrowDown'], inLists: true },
  'list.previous': { title: m.command_previous, keys: ['KeyK', 'ArrowUp'], inLists: true },
  'list.find': { title: m.command_find, keys: ['$mod+KeyF'] },
  'chat.reply': { title: m.command_reply, keys: ['KeyR'], inLists: true },
  'chat.archive': { title: m.archive, keys: ['KeyE'], inLists: true },
  'chat.reopen': { title: m.reopen, keys: ['KeyE'], inLists: true },
  'chat.record_answer': { title: m.record_answer, keys: [] },
  'chat.send_again': { title: m.send_again, keys: [] },
  'inbox.set_done': { title: m.inbox_set_done, keys: ['KeyE'], inLists: true },
  'inbox.set_all_done': { title: m.inbox_set_all_done, keys: [] },
  'reminders.pause_all': { title: m.reminders_pause_all, keys: [] },
  'reminders.go_on': { title: m.reminders_go_on, keys: [] },
  'audit.verify': { title: m.audit_verify, keys: [] },
  'chat.open_client': { title: m.open_client, keys: [] },
  send: { title: m.send, keys: ['$mod+Enter'] },
  back: { title: m.back, keys: ['Escape'] },
  'panes.next': { title: m.command_pane, keys: ['F6'] },
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
  'go.inbox': () => go({ room: 'inbox', filter: 'all' }),
  'go.chats': () => go({ room: 'chats', filter: 'active' }),
  'go.clients': () => go({ room: 'clients' }),
  'go.reminders': () => go({ room: 'reminders', tab: 'due' }),
  'go.audit': () => go({ room: 'audit' }),
  'go.settings': () => openSettings(),
  'panes.next': focusNextPane,
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

/** Runs a command if something can do it now. Says whether it did. Under a sheet nothing acts but the sheet. */
export function run(id: CommandId): boolean {
  const covered = sheet() !== undefined
  const doing = providers.get(id)?.findLast((provider) => provider.onSheet === covered)?.run
  const act = doing ?? (covered ? undefined : standing[id])
  act?.()
  return act !== undefined
}

/** The key of a command as it is written beside it: "Ctrl N", "E", "Ctrl ↵". */
export function keyOf(id: CommandId): string {
  const [key = ''] = commands[id].keys
  const onMac = navigator.platform.startsWith('Mac')
  return key
    .replace('$mod+', onMac ? '⌘' : 'Ctrl ')
    .replace('Key', '')
    .replace('Enter', '↵')
    .replace('Escape', 'Esc')
}

/** Lets the keyboard run commands. Returns the way to stop. */
export function listenToKeys(target: Window): () => void {
  const byKey = new Map<string, CommandId[]>()
  for (const id of Object.keys(commands) as CommandId[])
    for (const key of commands[id].keys) byKey.set(key, [...(byKey.get(key) ?? []), id])
  const bindings = Object.fromEntries(
    [...byKey].map(([key, ids]) => [key, (event: KeyboardEvent) => pressed(event, ids)]),
  )
  return tinykeys(target, bindings)
}

function pressed(event: KeyboardEvent, ids: CommandId[]) {
  if (event.defaultPrevented || event.isComposing) return
  for (const id of ids) {
    const command: Command = commands[id]
    if (command.inLists && !inList(event.target)) continue
    if (run(id)) {
      event.preventDefault()
      return
    }
  }
}

function inList(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target === document.body) return true
  if (target.closest('input, textarea, select, [contenteditable], [role=menu], [role=dialog]')) return false
  return target.closest('[data-keys]') !== null
}

function focusNextPane() {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')]
  const here = panes.findIndex((pane) => pane.contains(document.activeElement))
  const next = panes[(here + 1) % panes.length]
  const stops = ['[data-row][tabindex="0"]', 'textarea', '[aria-current]', 'button']
  const stop = stops.map((selector) => next?.querySelector<HTMLElement>(selector)).find(Boolean)
  stop?.focus()
}
