/** What was begun and not yet sent, by chat. It stays while the owner looks elsewhere in the window. */
import { SvelteMap } from 'svelte/reactivity'

const drafts = new SvelteMap<string, string>()

/** The draft of a chat, or nothing. */
export const draftOf = (chatId: string): string => drafts.get(chatId) ?? ''

/** Keeps what is being written. */
export function keepDraft(chatId: string, text: string) {
  if (text) drafts.set(chatId, text)
  else drafts.delete(chatId)
}
