/** What the view does with its list of chats. */
export interface ThreadListHandle {
  /** Focuses the row in hand. */
  focus: () => void
  /** The row that has the focus, if one has. */
  inHand: () => string | undefined
  /** Makes another row the tab stop. */
  follow: (chatId: string | undefined) => void
}
