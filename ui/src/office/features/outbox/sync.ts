/** The state of the outgoing mail in a few words. */
import { m } from '../../../shared/i18n'
import type { Sending } from './queries'

export interface SyncWords {
  icon: 'done' | 'offline' | 'refused' | 'unset'
  text: string
  /** How much of it there is, where the line has no room for a sentence. */
  count?: number
  /** Whether it asks for the owner's eye. */
  away: boolean
}

/** "Tutto inviato", "Offline, 2 in coda", "Imposta la posta": never a bare adjective. */
export function syncWords({ state, queued }: Sending): SyncWords {
  switch (state) {
    case 'unset':
      return { icon: 'unset', away: true, text: m.sync_unset(), ...(queued ? { count: queued } : {}) }
    case 'unreachable':
      return {
        icon: 'offline',
        away: true,
        text: queued ? m.sync_offline({ count: queued }) : m.sync_offline_none(),
      }
    case 'refused':
      return { icon: 'refused', away: true, text: m.sync_refused() }
    case 'caught':
      return { icon: 'done', away: false, text: queued ? m.sync_sending({ count: queued }) : m.sync_caught() }
    case 'ready':
      return {
        icon: 'done',
        away: false,
        text: queued ? m.sync_sending({ count: queued }) : m.sync_all_sent(),
      }
  }
}
