/**
 * The door to an office held in memory: `?empty`, `?lang=en`, `?sending=unset`, `?receiving=listening`, `?accounts=2&second=refused`, `?new`,
 * `?chats=5000`
 * choose it. Same shape as ipc/transport.
 */
import type { MailsViewReply, Receiving, Sending } from '../ipc/bindings'
import type { Change } from '../ipc/office-error'
import { restoreInMemory } from './backups'
import { officeInMemory, type OfficeChoice } from './office'
import type { OauthBegun } from './oauth'
import { picked } from './papers'
import type { Framed, ImportRequest } from '../ipc/shell'

/** A received mail's document for its frame. */
export async function mailFrame(kind: 'message' | 'quarantine', id: string): Promise<Framed> {
  const { html = '' } = (await send('mails.view', { [`${kind}_id`]: id })) as MailsViewReply
  return { srcdoc: html }
}

const listeners = new Set<(changes: Change[]) => void>()
/** A recovery code as the core writes it. */
export const codeToShow = 'V7QX-3M9D-KC2T-8HRA-5WNE-J4PZ-6YBG-T1SF'
let chosen = chosenBy(location.search)
let office = opened(chosen)

/** Puts another office behind the door. */
export function openOffice(choice: Partial<OfficeChoice>) {
  chosen = { ...chosenBy(''), ...choice }
  office = opened(chosen)
  askedOfShell.length = 0
  answersOfTest.clear()
  held.clear()
}

export async function send(command: string, request: unknown): Promise<unknown> {
  await held.get(command)?.()
  return office.answer(command, request)
}

/** Lets a test save a document as another program does. */
export const saveAnew = (documentId: string) => office.saveAnew(documentId)

const held = new Map<string, () => Promise<void>>()

/** Lets a test keep the answers to a command back, until another office is opened. */
export function holdBack(command: string) {
  const waiting: (() => void)[] = []
  let count = 0
  held.set(command, () => {
    count++
    return new Promise((go) => waiting.push(go))
  })
  return { letGo: () => waiting.splice(0).forEach((go) => go()), count: () => count }
}

/** What the window has asked of the program around it, for tests. */
export const askedOfShell: { command: string; args: Record<string, unknown> }[] = []

let startsByItself = false
const shellAnswers: Record<string, (args: Record<string, unknown>) => unknown> = {
  opening: () => ({
    ...(chosen.recoveryCode ? { recovery_code: chosen.recoveryCode } : {}),
    ...(chosen.open ? { open: chosen.open } : {}),
  }),
  autostart: () => startsByItself,
  set_autostart: ({ on }) => void (startsByItself = on === true),
  backup_now: () => ({ file: '/media/elena/Disco/Studio Vannini 2026-04-24.studiolo-backup' }),
  restore_backup: ({ request }) =>
    restoreInMemory(request as Parameters<typeof restoreInMemory>[0], codeToShow, beginRestore),
  version: () => '0.1.0',
  pick_documents: ({ folders }) => ({ items: folders ? picked.folder : picked.files }),
  read_document: ({ document_id }) => office.bytes(String(document_id)),
  import_documents: ({ request }) => office.take(request as ImportRequest),
  add_template_documents: ({ request }) => office.addToTemplate(request as Parameters<typeof office.addToTemplate>[0]),
}

const answersOfTest = new Map<string, (args: Record<string, unknown>) => unknown>()

/** Lets a test say what the program answers, until another office is opened. */
export const answerOfShell = (command: string, answer: (args: Record<string, unknown>) => unknown) =>
  answersOfTest.set(command, answer)

export function shell(command: string, args: Record<string, unknown>): Promise<unknown> {
  askedOfShell.push({ command, args })
  const answer = answersOfTest.get(command) ?? shellAnswers[command]
  return Promise.resolve(args).then((args) => answer?.(args))
}

const restoreListeners = new Set<() => void>()

/** All is chosen: the restore begins, as the program tells it. */
export const beginRestore = () => restoreListeners.forEach((heard) => heard())

export function onRestoring(heard: () => void): Promise<() => void> {
  restoreListeners.add(heard)
  return Promise.resolve(() => restoreListeners.delete(heard))
}

/** Something that the program tells the window, and how a test or a picture makes it tell. */
function told() {
  const heard = new Set<(what: unknown) => void>()
  return {
    tell: (what: unknown) => heard.forEach((one) => one(what)),
    listen: (one: (what: unknown) => void) => {
      heard.add(one)
      return Promise.resolve(() => void heard.delete(one))
    },
  }
}
const [dropped, dragged, importing, escape] = [told(), told(), told(), told()]
export const { listen: onDropped, tell: drop } = dropped
export const { listen: onDragged, tell: drag } = dragged
export const { listen: onImporting, tell: tellImporting } = importing
export const { listen: onEscape, tell: leaveEscape } = escape

const openers = new Set<(target: unknown) => void>()

/** Asks the open window to show something, as a link or a notice does. */
export const askToOpen = (target: unknown) => openers.forEach((heard) => heard(target))

export function onOpen(heard: (target: unknown) => void): Promise<() => void> {
  openers.add(heard)
  return Promise.resolve(() => openers.delete(heard))
}

export function onChanges(heard: (changes: Change[]) => void): Promise<() => void> {
  listeners.add(heard)
  return Promise.resolve(() => listeners.delete(heard))
}

function opened(choice: OfficeChoice) {
  return officeInMemory(choice, (changes) => listeners.forEach((heard) => heard(changes)))
}

function chosenBy(search: string): OfficeChoice {
  const asked = new URLSearchParams(search)
  const state = (asked.get('sending') ?? 'unreachable') as Sending
  const oauth = asked.get('oauth') as OauthBegun | null
  const receiving = asked.get('receiving') as Receiving | null
  const second = asked.get('second') as Sending | null
  return {
    language: asked.get('lang') === 'en' ? 'en' : 'it',
    empty: asked.has('empty') || asked.has('new'),
    setUp: !asked.has('new'),
    ...(asked.has('nofolders') ? { noFolders: true } : {}),
    ...(asked.has('readable') ? { readable: true } : {}),
    ...(asked.has('documents') ? { manyDocuments: Number(asked.get('documents')) } : {}),
    ...(asked.has('code') ? { recoveryCode: codeToShow } : {}),
    ...crowdOf(asked),
    ...(receiving ? { receiving } : {}),
    ...(asked.has('accounts') ? { accounts: Number(asked.get('accounts')) } : {}),
    ...(second ? { second: { state: second, queued: second === 'ready' ? 0 : 2 } } : {}),
    ...(oauth ? { oauth } : {}),
    sending: { state, queued: state === 'unreachable' ? 1 : state === 'refused' ? 2 : 0 },
  }
}

/** `?chats=5000&clients=10000&messages=5000` */
function crowdOf(asked: URLSearchParams): Pick<OfficeChoice, 'crowd'> {
  const count = (of: string) => Number(asked.get(of) ?? 0)
  const crowd = { clients: count('clients'), chats: count('chats'), messages: count('messages') }
  return Object.values(crowd).some((many) => many > 0) ? { crowd } : {}
}
