/** How several names are told together. */
import { m } from './i18n/paraglide/messages.js'

/** "Paolo e Giulia Rinaldi" (one shared surname is said once), "Anna, Bo e Carla". */
export function together(names: string[]): string {
  const surname = sharedSurname(names)
  const said = surname ? names.map((name) => name.slice(0, -surname.length).trim()) : names
  const list = listed(said)
  return surname ? `${list} ${surname}` : list
}

/** For a narrow cell: two names in full, else the first and how many more. */
export function atMostTwo(names: string[]): string {
  const [first] = names
  if (first === undefined || names.length <= 2) return together(names)
  return m.name_and_others({ name: first, count: names.length - 1 })
}

function sharedSurname(names: string[]): string | undefined {
  const surnames = names.map((name) => name.trim().split(/\s+/).slice(1).join(' '))
  const [surname] = surnames
  return names.length > 1 && surname && surnames.every((other) => other === surname) ? surname : undefined
}

/** One after the other, as a sentence has them: "Anna, Bo e Carla". */
export function listed(names: string[]): string {
  const [last = ''] = names.slice(-1)
  if (names.length < 2) return last
  return m.name_and_name({ before: names.slice(0, -1).join(', '), last })
}
