/** The door to an office held in memory: `?empty`, `?lang=en`, `?sending=unset` choose it. Same shape as ipc/transport. */
import type { Sending } from '../ipc/bindings'
import type { Change } from '../ipc/office-error'
import { officeInMemory, type OfficeChoice } from './office'

const listeners = new Set<(changes: Change[]) => void>()
let office = opened(chosenBy(location.search))

/** Puts another office behind the door. */
export function openOffice(choice: Partial<OfficeChoice>) {
  office = opened({ ...chosenBy(''), ...choice })
}

export const send = (command: string, request: unknown): Promise<unknown> => office(command, request)

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
  return {
    language: asked.get('lang') === 'en' ? 'en' : 'it',
    empty: asked.has('empty'),
    sending: { state, queued: state === 'unreachable' ? 1 : state === 'refused' ? 2 : 0 },
  }
}
