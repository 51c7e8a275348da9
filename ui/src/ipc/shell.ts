/**
 * What the window asks of the program around it, and not of the office: where it opens, the demo office, links,
 * starting with the computer, files outside the office. Each rejects with an {@link OfficeError}.
 */
import { onOpen, onRestoring as onBegun, shell } from '#transport'
import { OfficeError } from './office-error'

/** What the program has for the window at its start. */
export interface Opening {
  /** The code of the office that was just made. It is shown once. */
  recovery_code?: string
  /** What a link or a notice asked to open. */
  open?: Target
}

/** What a link or a notice opens: one thing, or a whole room; of the settings, a section. */
export interface Target {
  kind: 'chat' | 'client' | 'inbox' | 'reminders' | 'settings'
  id?: string
}

async function ask<Answer>(command: string, args: Record<string, unknown> = {}): Promise<Answer> {
  try {
    return (await shell(command, args)) as Answer
  } catch (thrown) {
    throw OfficeError.from(thrown)
  }
}

/** What this start of the window is about. */
export const opening = () => ask<Opening>('opening')

/** Calls `heard` with what a link or a notice asks this open window to show. Resolves to the way to stop. */
export const onTarget = (heard: (target: Target) => void) => onOpen((target) => heard(target as Target))

/** Opens the demo office in a window of its own; made at the first time. */
export const openDemo = () => ask<undefined>('open_demo')

/** Opens a web address in the browser. */
export const openLink = (url: string) => ask<undefined>('open_link', { url })

/** Whether the program starts with the computer. */
export const autostart = () => ask<boolean>('autostart')

/** Lets the program start with the computer, or not. */
export const setAutostart = (on: boolean) => ask<undefined>('set_autostart', { on })

/** Draws the page larger or smaller: 1 is 100 %. */
export const setZoom = (factor: number) => ask<undefined>('set_zoom', { factor })

/** Shows the office's folder in the system's file manager. */
export const showFolder = () => ask<undefined>('show_folder')

/** Asks where to, and makes a backup there. No file: the owner thought better of it. */
export const backupNow = () => ask<{ file?: string }>('backup_now')

/** An office that was restored. */
export interface Restored {
  state: 'restored'
  /** Its folder. */
  folder: string
  /** When its backup was made. */
  at: string
  /** What opens it another day. */
  command: string
}

/**
 * Restores a backup into a folder of its own: a kept one, else a file that the owner is asked for. `again` means the file
 * that was chosen before; `code` is the recovery code of another office's backup. `cancelled`: the owner thought better of
 * it.
 */
export const restoreBackup = (request: { kept?: string; code?: string; again: boolean }) =>
  ask<Restored | { state: 'code_needed' } | { state: 'cancelled' }>('restore_backup', { request })

/** Calls `heard` when all is chosen and a restore begins. Resolves to the way to stop. */
export const onRestoring = (heard: () => void) => onBegun(heard)

/** Gives up the restore under way. */
export const cancelRestore = () => ask<undefined>('cancel_restore')

/** Opens the office that was restored last in a window of its own. */
export const openRestored = () => ask<undefined>('open_restored')

/** Shows the folder of the office that was restored last in the system's file manager. */
export const showRestored = () => ask<undefined>('show_restored')

/** The program's version, "0.1.0". */
export const version = () => ask<string>('version')
