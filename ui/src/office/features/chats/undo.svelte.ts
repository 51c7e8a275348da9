/** Taking a message back in the seconds before it leaves: by the toast, at the message, by a key. */
import { tick } from 'svelte'
import { call, OfficeError } from '../../../ipc'
import { m } from '../../../shared/i18n'
import { run } from '../../commands'
import { go, openChat, openSheet, place } from '../../place.svelte'
import { offerUndo } from '../../undo'
import { flushDrafts, showDraft } from './drafts.svelte'

let refused = $state.raw<OfficeError>()
let withdraw: (() => void) | undefined

/** Why the last message could not be taken back, if it could not. */
export const undoRefused = (): OfficeError | undefined => refused

/** Says that these chats' last message leaves shortly, and offers to take it back until then. */
export function offerUndoSend(chatIds: string[], words = m.sent_toast()) {
  refused = undefined
  withdraw = offerUndo(words, () => void undoSend(chatIds))
}

/** Takes the last message of these chats back: its words stand in the composer, or in the new chat sheet, again. */
export async function undoSend(chatIds: string[]): Promise<void> {
  withdraw?.()
  try {
    // What was begun meanwhile is put below by the core, so it must have it.
    await flushDrafts()
    const { draft_id } = await call('chats.undo_send', { chat_ids: chatIds })
    const { drafts } = await call('drafts.list', {})
    const draft = drafts.find((one) => one.draft_id === draft_id)
    if (!draft) return
    if (draft.chat_id === undefined) openAgain(chatIds, draft_id)
    else {
      if (!showDraft(draft)) openChat(draft.chat_id)
      // Whoever took it back writes on, wherever the focus was: the notice that had it is leaving.
      await tick()
      run('chat.reply')
    }
  } catch (thrown) {
    refused = OfficeError.from(thrown)
  }
}

/** The chats are gone: their sheet comes back. */
function openAgain(chatIds: string[], draftId: string) {
  const at = place()
  if (at.room === 'chats' && at.chatId !== undefined && chatIds.includes(at.chatId)) go({ ...at, chatId: undefined })
  openSheet({ kind: 'new-chat', clientIds: [], draftId })
}
