/** The days that the forecast shows: what goes out on each, and on which of them the office rests. */
import type { Reply } from '../../../ipc'
import type { ForecastEntry } from './queries'

/** How many days ahead the room looks, today included. */
export const daysAhead = 30

export interface MonthDay {
  /** "2026-04-27". */
  civil: string
  /** How many reminders go out that day. */
  count: number
  /** No reminder goes out on such a day. */
  rest: boolean
  /** The first day of another month. */
  first: boolean
}

type SendingWindow = Reply<'settings.get'>['sending_window']

/** The days from `today` ("2026-04-24") on, with the entries that `dayOf` puts on each. */
export function monthDays(
  today: string,
  entries: ForecastEntry[],
  dayOf: (at: string) => string,
  window: SendingWindow | undefined,
): MonthDay[] {
  const counts = Map.groupBy(entries, ({ at }) => dayOf(at))
  return Array.from({ length: daysAhead }, (_, i) => {
    const date = new Date(Date.parse(`${today}T00:00:00Z`) + i * 86_400_000)
    const civil = date.toISOString().slice(0, 10)
    const count = counts.get(civil)?.length ?? 0
    return { civil, count, rest: count === 0 && rests(date, civil, window), first: i > 0 && date.getUTCDate() === 1 }
  })
}

function rests(date: Date, civil: string, window: SendingWindow | undefined): boolean {
  if (!window) return false
  const isoWeekday = date.getUTCDay() || 7
  return !window.days.includes(isoWeekday) || (window.closed ?? []).includes(civil)
}
