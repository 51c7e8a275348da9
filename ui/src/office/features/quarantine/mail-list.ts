/** What the view does with its list of mails. */
export interface MailListHandle {
  /** Focuses the row in hand; with none left, the title, so that the page is read from there. */
  focus: () => void
  /** The row that has the focus, if one has. */
  inHand: () => string | undefined
  /** Makes another row the tab stop. */
  follow: (quarantineId: string | undefined) => void
}
