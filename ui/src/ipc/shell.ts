/**
 * What the window asks of the program around it, and not of the office: where it opens, the demo office, links,
 * starting with the computer, files inside and outside the office. Each rejects with an {@link OfficeError}.
 */
import {
  mailFrame as frameOf,
  onDragged as onDraggedOver,
  onDropped as onDroppedOn,
  onEscape as onEscapeLeft,
  onImporting as onProgress,
  onOpen,
  onRestoring as onBegun,
  shell,
} from '#transport'
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

/** A document for a frame: where it is, or all of it. */
export interface Framed {
  src?: string
  srcdoc?: string
}

/** The document of a received mail, for a frame without rights. */
export const mailFrame = (which: { message_id: string } | { quarantine_id: string }): Promise<Framed> =>
  'message_id' in which ? frameOf('message', which.message_id) : frameOf('quarantine', which.quarantine_id)

/** Calls `heard` when Esc was pressed where no document took it, as in a mail's frame. Resolves to the way to stop. */
export const onEscape = (heard: () => void) => onEscapeLeft(heard)

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

/** Gives up the backup under way. */
export const cancelBackup = () => ask<undefined>('cancel_backup')

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

/** Something on the computer that the owner picked or dropped: a handle for it, never its path. */
export interface Picked {
  handle: string
  name: string
  /** Bytes; of a folder 0. */
  size: number
  is_folder: boolean
}

/** What an import takes, and what it does not. Paths are below the folder; one that ends in "/" is an empty folder. */
export interface Imported {
  /**
   * `document_id`: the same bytes are there already, or what it became. `name_guess`: how its name in a zip was read, where
   * nothing but its look speaks for that.
   */
  accepted: { path: string; size: number; document_id?: string; name_guess?: string }[]
  refused: { path: string; reason: string }[]
}

export interface ImportRequest {
  folder_id: string
  below?: string
  handles: string[]
  /** Only look. */
  dry_run: boolean
  /** Of what is accepted, the paths that are wanted; absent: all. */
  choose?: string[]
}

/** Asks for files, or for folders. None: the owner thought better of it. */
export const pickDocuments = (folders: boolean) => ask<{ items: Picked[] }>('pick_documents', { folders })

/** Looks at what was picked, or takes it into a folder: all that is chosen, or nothing. */
export const importDocuments = (request: ImportRequest) => ask<Imported>('import_documents', { request })

/** What a template takes of what was picked, and what it does not. */
export interface TemplateDocumentsAdded {
  added: { template_document_id: string; name: string; size: number }[]
  refused: Imported['refused']
}

/** Keeps what was picked with a template. */
export const addTemplateDocuments = (template_id: string, handles: string[]) =>
  ask<TemplateDocumentsAdded>('add_template_documents', { request: { template_id, handles } })

/** What files are read for: a folder of a client's, or a template. */
export type ImportGoal = 'folder' | 'template'

/** Gives up what is being read. */
export const cancelImport = (goal: ImportGoal) => ask<undefined>('cancel_import', { goal })

/** Opens a document with the system's program for it. */
export const openDocument = (document_id: string) => ask<undefined>('open_document', { document_id })

/** Shows a document in its folder, in the system's file manager. */
export const showDocument = (document_id: string) => ask<undefined>('show_document', { document_id })

/** The bytes of a PDF or a picture; of a signed file those of what is in it. */
export const readDocument = (document_id: string) => ask<ArrayBuffer>('read_document', { document_id })

/** Asks where to, and saves a copy of a document there. */
export const saveDocument = (document_id: string) => ask<undefined>('save_document', { document_id })

/** Lets documents be dragged into another program: the pointer has just begun to. */
export const dragDocuments = (document_ids: string[]) => ask<undefined>('drag_documents', { document_ids })

/** Asks where to, and saves a receipt of certified mail there, as it came. */
export const saveEvidence = (evidence_id: string) => ask<undefined>('save_evidence', { evidence_id })

/** Calls `heard` with what was dropped on the window, and where, in CSS pixels. Resolves to the way to stop. */
export const onDropped = (heard: (drop: { items: Picked[]; x: number; y: number }) => void) =>
  onDroppedOn((drop) => heard(drop as Parameters<typeof heard>[0]))

/** Calls `heard` while something is dragged over the window, and when it has left. Resolves to the way to stop. */
export const onDragged = (heard: (drag: { over: boolean; x: number; y: number }) => void) =>
  onDraggedOver((drag) => heard(drag as Parameters<typeof heard>[0]))

export interface ImportProgress {
  goal: ImportGoal
  done: number
  of: number
  bytes: number
}

/** Calls `heard` with how far the reading of files is. Resolves to the way to stop. */
export const onImporting = (heard: (progress: ImportProgress) => void) =>
  onProgress((progress) => heard(progress as ImportProgress))
