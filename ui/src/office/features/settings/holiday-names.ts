/** The names of public holidays and of the countries whose holidays the core knows. */
import { m } from '../../../shared/i18n'

const names: Record<string, () => string> = {
  new_year: m.holiday_new_year,
  epiphany: m.holiday_epiphany,
  easter: m.holiday_easter,
  easter_monday: m.holiday_easter_monday,
  liberation_day: m.holiday_liberation_day,
  labour_day: m.holiday_labour_day,
  republic_day: m.holiday_republic_day,
  assumption: m.holiday_assumption,
  saint_francis: m.holiday_saint_francis,
  all_saints: m.holiday_all_saints,
  immaculate_conception: m.holiday_immaculate_conception,
  christmas: m.holiday_christmas,
  saint_stephen: m.holiday_saint_stephen,
}

/** The name of a holiday by its key; a key that is newer than this window is told as it is. */
export const holidayName = (key: string): string => names[key]?.() ?? key.replaceAll('_', ' ')

/** The countries to choose from; the empty one closes on no public holiday. */
export const countries = (): { value: string; name: string }[] => [
  { value: 'IT', name: m.country_IT() },
  { value: '', name: m.country_none() },
]
