/** An hour of the day as it is typed, "9", "9:30", "9.30", and as the core keeps it, "09:30". */

/** Reads what was typed; undefined if it is no hour. */
export function readHour(typed: string): string | undefined {
  const [, hour = '', minute = '00'] = /^(\d{1,2})(?:[:.,](\d{2}))?$/.exec(typed.trim()) ?? []
  if (!hour || Number(hour) > 23 || Number(minute) > 59) return undefined
  return `${hour.padStart(2, '0')}:${minute}`
}

/** Shows an hour as the window tells it: "9:00". */
export const showHour = (kept: string): string => kept.replace(/^0(?=\d)/, '')
