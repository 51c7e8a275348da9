/** The office's own closing days: the core keeps single days, the window shows runs of them. Days are "2026-08-10". */

/** Days one after the other. */
export interface Closing {
  first: string
  last: string
  days: number
}

/** The longest closing that is added at once, in days. */
export const longest = 366

/** The runs of consecutive days, earliest first. */
export function closings(days: readonly string[]): Closing[] {
  const runs: Closing[] = []
  for (const day of [...days].sort()) {
    const run = runs.at(-1)
    if (run && dayAfter(run.last) === day) {
      run.last = day
      run.days += 1
    } else runs.push({ first: day, last: day, days: 1 })
  }
  return runs
}

/** Every day from the first to the last; none if they are the wrong way round or further apart than {@link longest}. */
export function daysBetween(first: string, last: string): string[] {
  const days: string[] = []
  for (let day = first; day <= last; day = dayAfter(day)) {
    if (days.length === longest) return []
    days.push(day)
  }
  return days
}

const dayAfter = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
