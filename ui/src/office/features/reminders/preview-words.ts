/** Several dates in one breath: "lunedì 27 e giovedì 30 alle 9:00". */
import { m } from '../../../shared/i18n'

/** How many dates are told before "e altri 6". */
const told = 3

/** Joins the days; the hour is said once when it is the same for all, else after each. */
export function previewWords(
  dates: string[],
  dayOf: (at: string) => string,
  timeOf: (at: string) => string,
): string {
  const some = dates.slice(0, dates.length > told + 1 ? told : dates.length)
  const more = dates.length - some.length
  const times = new Set(some.map((at) => timeOf(at)))
  const [time] = times
  if (times.size === 1 && time !== undefined) {
    const days = joined(
      some.map((at) => dayOf(at)),
      more,
    )
    return m.date_at_time({ day: days, time })
  }
  return joined(
    some.map((at) => m.date_at_time({ day: dayOf(at), time: timeOf(at) })),
    more,
  )
}

function joined(parts: string[], more: number): string {
  if (more > 0) return m.and_more({ before: parts.join(', '), count: more })
  const [last = ''] = parts.slice(-1)
  if (parts.length < 2) return last
  return m.dates_joined({ before: parts.slice(0, -1).join(', '), last })
}
