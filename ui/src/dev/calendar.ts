/** Days of the office in memory: reminders to come, holidays, morning mails. */
import type { Commands, Holiday, SendingWindow } from '../ipc/bindings'

/** Nine in the morning in Rome (summer time), on the n-th day after the one before, weekends skipped. */
export function preview(every_days: number, max_count: number, first?: string): string[] {
  const dates: string[] = []
  let at = new Date(first ?? '2026-04-24T07:00:00Z')
  for (let i = 0; i < max_count; i += 1) {
    if (i > 0 || !first) at = new Date(at.getTime() + every_days * 86_400_000)
    while (at.getUTCDay() === 0 || at.getUTCDay() === 6) at = new Date(at.getTime() + 86_400_000)
    dates.push(at.toISOString())
  }
  return dates
}

/** The fixed days and Easter of the Italian year, for the years that a picture or a test asks for. */
export function holidaysOf(year: number, window: SendingWindow | null): Holiday[] {
  const easter: Record<number, [string, string]> = { 2026: ['04-05', '04-06'], 2027: ['03-28', '03-29'] }
  const [sunday, monday] = easter[year] ?? ['04-16', '04-17']
  const days: [key: string, day: string][] = [
    ['new_year', '01-01'],
    ['epiphany', '01-06'],
    ['easter', sunday],
    ['easter_monday', monday],
    ['liberation_day', '04-25'],
    ['labour_day', '05-01'],
    ['republic_day', '06-02'],
    ['assumption', '08-15'],
    ['saint_francis', '10-04'],
    ['all_saints', '11-01'],
    ['immaculate_conception', '12-08'],
    ['christmas', '12-25'],
    ['saint_stephen', '12-26'],
  ]
  const open = (key: string) => !window?.country || (window.open_holidays ?? []).includes(key)
  return days.map(([key, day]) => ({ key, date: `${year}-${day}`, open: open(key) }))
}

/** The next morning mail, and the last one: of the day before. */
export function morning(at: string): Commands['digest.state']['reply'] {
  const next_at = `2026-04-27T${at}:00+02:00`
  const last = { day: '2026-04-24', state: 'accepted' as const, to: 'elena@studiovannini.example', message_id: '<digest@studiovannini.example>' }
  return { next_at, last: { ...last, accepted_at: '2026-04-24T05:30:02Z' } }
}
