import { page } from 'vitest/browser'

/** The button of the newest notice that takes back what was done; an older notice may still be leaving. */
export const undoButton = () =>
  page.getByRole('region', { name: /Avvisi/ }).getByRole('button', { name: 'Annulla' }).first()
