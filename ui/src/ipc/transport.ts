/**
 * The one door to the core, and the only file that knows Tauri. Every command goes through `call`; the core
 * answers with the command's reply or with an {@link OfficeError}. Events carry ids only: who listens asks again.
 */
import { convertFileSrc, invoke } from '@tauri-apps/api/core'
import { listen } from '@tauri-apps/api/event'
import type { Change } from './office-error'
import type { Framed } from './shell'

/** Sends one command; rejects with the core's `{code, message, params}` as it came. */
export function send(command: string, request: unknown): Promise<unknown> {
  return invoke('call', { command, request })
}

/** Asks the program around the office for something; rejects likewise. */
export function shell(command: string, args: Record<string, unknown>): Promise<unknown> {
  return invoke(command, args)
}

/** Where a received mail's document is for its frame: the program serves it from an origin of its own. */
export function mailFrame(kind: 'message' | 'quarantine', id: string): Promise<Framed> {
  return Promise.resolve({ src: convertFileSrc(`${kind}/${id}`, 'mail') })
}

/** Calls `heard` with what a link or a notice asks the open window to show. Resolves to the way to stop. */
export function onOpen(heard: (target: unknown) => void): Promise<() => void> {
  return listen('office-open', (event) => heard(event.payload))
}

/** Calls `heard` when all is chosen and a restore begins. Resolves to the way to stop. */
export function onRestoring(heard: () => void): Promise<() => void> {
  return listen('office-restoring', () => heard())
}

/** Calls `heard` when Esc was pressed and no document took it. Resolves to the way to stop. */
export function onEscape(heard: () => void): Promise<() => void> {
  return listen('office-escape', () => heard())
}

/** Calls `heard` with each batch of changes, after they were committed. Resolves to the way to stop. */
export function onChanges(heard: (changes: Change[]) => void): Promise<() => void> {
  return listen<{ changes: Change[] }>('office-changed', (event) => heard(event.payload.changes))
}

/** Calls `heard` with what was dropped on the window, and where. Resolves to the way to stop. */
export function onDropped(heard: (drop: unknown) => void): Promise<() => void> {
  return listen('office-dropped', (event) => heard(event.payload))
}

/** Calls `heard` while something is dragged over the window, and when it has left. Resolves to the way to stop. */
export function onDragged(heard: (drag: unknown) => void): Promise<() => void> {
  return listen('office-dragged', (event) => heard(event.payload))
}

/** Calls `heard` with how far an import is. Resolves to the way to stop. */
export function onImporting(heard: (progress: unknown) => void): Promise<() => void> {
  return listen('office-importing', (event) => heard(event.payload))
}
