/** What a new template is called, so that no other is called so. */
import { m } from '../../../shared/i18n'

const free = (taken: string[], nameAt: (number: number) => string, first: string) => {
  let name = first
  for (let number = 2; taken.includes(name); number += 1) name = nameAt(number)
  return name
}

export const nameOfNew = (taken: string[]): string =>
  free(taken, (number) => m.templates_new_number({ number }), m.templates_new())

export const nameOfCopy = (taken: string[], name: string): string => {
  // A name has 200 characters at most.
  const short = Array.from(name).slice(0, 180).join('')
  return free(taken, (number) => m.templates_copy_number({ name: short, number }), m.templates_copy_name({ name: short }))
}
