/**
 * One act on many chats, one after the other: each is an act of its own in the core, so one that is refused leaves the
 * rest as they are. It can be stopped half-way, and says which chats stayed as they were, and why.
 */
import { useQueryClient } from '@tanstack/svelte-query'
import { call, OfficeError } from '../../../ipc'
import type { ChatRow } from './queries'

export type BulkAct = 'archive' | 'reopen' | 'mark_read' | 'mark_unread' | 'send_again'

interface Bulk {
  act: BulkAct
  done: number
  total: number
  /** It takes more than a second, so its progress is told. */
  long: boolean
}
export interface Failure {
  chat: ChatRow
  error: OfficeError
}

export function newBulk() {
  const cache = useQueryClient()
  let running = $state<Bulk>()
  let failures = $state.raw<Failure[]>([])
  let stopped = false
  const isStopped = () => stopped

  return {
    get running(): Bulk | undefined {
      return running
    },
    get failures(): Failure[] {
      return failures
    },
    stop: () => (stopped = true),
    forget: () => (failures = []),
    /** Does it to each; resolves to the chats it was done to. */
    async run(act: BulkAct, chats: ChatRow[]): Promise<ChatRow[]> {
      if (running) return []
      stopped = false
      failures = []
      running = { act, done: 0, total: chats.length, long: false }
      const slow = setTimeout(() => running && (running.long = true), 1000)
      const succeeded: ChatRow[] = []
      for (const chat of chats) {
        if (isStopped()) break
        try {
          await call(`chats.${act}`, { chat_id: chat.chat_id })
          succeeded.push(chat)
        } catch (error) {
          failures = [...failures, { chat, error: OfficeError.from(error) }]
        }
        running.done += 1
      }
      clearTimeout(slow)
      running = undefined
      await cache.invalidateQueries()
      return succeeded
    },
  }
}
