/**
 * How the window tells a moment. Always civil time in the office's zone, always with the words of its language:
 * "oggi, 11:02", "ieri", "mer 22", "lunedì 27 alle 9:00", "12 gennaio 2019" (the year only if it is not this one).
 * Instants come as RFC 3339 strings.
 */
import { calendar, type Calendar } from './i18n/calendar.svelte'
import { m } from './i18n/paraglide/messages.js'

/** "9:05": hours without a leading zero, on 24. */
export function clock(at: string, on: Calendar = calendar()): string {
  return format(new Date(at), on, { hour: 'numeric', minute: '2-digit', hourCycle: 'h23' }).replace(
    /^0(?=\d:)/,
    '',
  )
}

/** For a list: the hour if today, else "ieri", "mer 22" within a week, "2 aprile", "12 gennaio 2019". */
export function brief(at: string, on: Calendar = calendar()): string {
  const days = daysFromNow(at, on)
  if (days === 0) return clock(at, on)
  return dayName(at, days, on)
}

/** For a margin: "oggi, 11:02", "ieri, 8:31", "mer 22, 16:05", "2 aprile, 9:00". */
export function stamp(at: string, on: Calendar = calendar()): string {
  return m.date_comma_time({ day: dayName(at, daysFromNow(at, on), on), time: clock(at, on) })
}

/** For a table: "oggi, 11:02", but then the day alone: "ieri", "mer 22". */
export function latest(at: string, on: Calendar = calendar()): string {
  return daysFromNow(at, on) === 0 ? stamp(at, on) : brief(at, on)
}

/** Something to come, said briefly: "lun 27 alle 9:00". */
export function soon(at: string, on: Calendar = calendar()): string {
  return m.date_at_time({ day: dayName(at, daysFromNow(at, on), on), time: clock(at, on) })
}

/** Something to come, said in full: "lunedì 27 alle 9:00", with its month when that is another one. */
export function due(at: string, on: Calendar = calendar()): string {
  return m.date_at_time({ day: dueDay(at, on), time: clock(at, on) })
}

/** The day alone, briefly: "oggi", "ieri", "lun 27", "2 aprile". */
export function day(at: string, on: Calendar = calendar()): string {
  return dayName(at, daysFromNow(at, on), on)
}

/** When something was last used, very briefly: "oggi", "ieri", "mer 22", "12 apr", "2025". */
export function lastUse(at: string, on: Calendar = calendar()): string {
  const days = daysFromNow(at, on)
  if (days > -7) return dayName(at, days, on)
  const year = civilYear(at, on)
  return year === civilYear(on.now.toISOString(), on) ? format(new Date(at), on, { day: 'numeric', month: 'short' }) : year
}

/** Weekday, day and month: "lunedì 27 aprile". */
export function longDay(at: string, on: Calendar = calendar()): string {
  return words(format(new Date(at), on, { weekday: 'long', day: 'numeric', month: 'long' }))
}

/** A heading for one day: "Oggi", "Ieri", "Martedì" within a week, "2 aprile". */
export function dayHeading(at: string, on: Calendar = calendar()): string {
  const days = daysFromNow(at, on)
  const said = days > -7 && days < -1 ? format(new Date(at), on, { weekday: 'long' }) : dayName(at, days, on)
  return said.charAt(0).toUpperCase() + said.slice(1)
}

/** Under a heading, the date itself: "gio 23 aprile"; alone "23 aprile" where the heading names the weekday. */
export function marginDay(at: string, on: Calendar = calendar()): string | undefined {
  const days = daysFromNow(at, on)
  if (days <= -7) return undefined
  if (days < -1) return fullDate(at, on)
  return words(format(new Date(at), on, { weekday: 'short', day: 'numeric', month: 'long' }))
}

/** The same without its weekday: "24 aprile". */
export function marginDate(at: string, on: Calendar = calendar()): string | undefined {
  return daysFromNow(at, on) > -7 ? fullDate(at, on) : undefined
}

/** "11:02:47" in the office's zone, or in `timeZone`. */
export function toTheSecond(at: string, timeZone?: string, on: Calendar = calendar()): string {
  const parts = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const
  return format(new Date(at), timeZone ? { ...on, timeZone } : on, parts)
}

/** A heading for a day to come: "Oggi", "Lunedì". */
export function dueHeading(at: string, on: Calendar = calendar()): string {
  const days = daysFromNow(at, on)
  const said = days === 0 || days === 1 ? dayName(at, days, on) : format(new Date(at), on, { weekday: 'long' })
  return said.charAt(0).toUpperCase() + said.slice(1)
}

/** Day, month and, if it is not this one, year: "12 gennaio 2019". */
export function fullDate(at: string, on: Calendar = calendar()): string {
  const year = civilYear(at, on) === civilYear(on.now.toISOString(), on) ? undefined : 'numeric'
  return format(new Date(at), on, { day: 'numeric', month: 'long', year })
}

/** The civil day as "2026-04-27": equal for moments of one day in the office's zone. */
export function civilDay(at: string, on: Calendar = calendar()): string {
  return formatOf('sv-SE', { timeZone: on.timeZone }).format(new Date(at))
}

/** The day of something to come: "oggi", "lunedì 27", "lunedì 4 maggio" in another month. */
export function dueDay(at: string, on: Calendar = calendar()): string {
  const days = daysFromNow(at, on)
  if (days === 0 || days === 1) return dayName(at, days, on)
  const [now, then] = [civilDay(on.now.toISOString(), on), civilDay(at, on)]
  const month = now.slice(0, 7) === then.slice(0, 7) ? undefined : 'long'
  const year = now.slice(0, 4) === then.slice(0, 4) ? undefined : 'numeric'
  return words(format(new Date(at), on, { weekday: 'long', day: 'numeric', month, year }))
}

/** The name of an ISO weekday (1 is Monday): "lun", "lunedì". */
export function dayOfWeek(iso: number, length: 'short' | 'long', on: Calendar = calendar()): string {
  const monday = Date.UTC(2024, 0, 1)
  return civil(new Date(monday + (iso - 1) * 86_400_000), on, { weekday: length })
}

/** A civil day, "2026-05-01", with its weekday: "ven 1 maggio". */
export function civilDayName(day: string, on: Calendar = calendar()): string {
  return words(civil(new Date(day), on, { weekday: 'short', day: 'numeric', month: 'long' }))
}

/** A civil day, "2026-05-01", in full: "1 maggio 2026". One that is none stands as it came. */
export function civilDate(day: string, on: Calendar = calendar()): string {
  const at = new Date(day)
  return Number.isNaN(at.getTime()) ? day : civil(at, on, { day: 'numeric', month: 'long', year: 'numeric' })
}

/** Civil days from the first to the last: "10–21 agosto", the year only if it is not this one. */
export function civilRange(first: string, last: string, on: Calendar = calendar()): string {
  const year = last.slice(0, 4) === civilYear(on.now.toISOString(), on) ? undefined : 'numeric'
  return localeFormat(on, { timeZone: 'UTC', day: 'numeric', month: 'long', year }).formatRange(
    new Date(first),
    new Date(last),
  )
}

function dayName(at: string, days: number, on: Calendar): string {
  if (days === 0) return m.today()
  if (days === -1) return m.yesterday()
  if (days === 1) return m.tomorrow()
  if (Math.abs(days) < 14 && days > -7)
    return words(format(new Date(at), on, { weekday: 'short', day: 'numeric' }))
  return fullDate(at, on)
}

/** Civil days from today: 0 today, -1 yesterday. */
export function daysFromNow(at: string, on: Calendar = calendar()): number {
  const midnight = (civil: string) => Date.parse(`${civil}T00:00:00Z`)
  return Math.round((midnight(civilDay(at, on)) - midnight(civilDay(on.now.toISOString(), on))) / 86_400_000)
}

const civilYear = (at: string, on: Calendar) => civilDay(at, on).slice(0, 4)

// Some engines write "Mon, 27": the design writes "Mon 27".
const words = (said: string) => said.replaceAll(',', '')

function format(at: Date, on: Calendar, options: Intl.DateTimeFormatOptions): string {
  return localeFormat(on, { timeZone: on.timeZone, ...options }).format(at)
}

// A civil day has no zone: it is read and told in UTC.
function civil(at: Date, on: Calendar, options: Intl.DateTimeFormatOptions): string {
  return localeFormat(on, { timeZone: 'UTC', ...options }).format(at)
}

function localeFormat(on: Calendar, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return formatOf(on.language === 'it' ? 'it-IT' : 'en-GB', options)
}

// Making a format costs a hundred times as much as using it, and a list uses few.
const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${Object.values(options).join(' ')} ${Object.keys(options).join(' ')}`
  const made = formats.get(key) ?? new Intl.DateTimeFormat(locale, options)
  formats.set(key, made)
  return made
}
