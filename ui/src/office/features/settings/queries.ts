/** What the settings room asks, and what it changes. */
import { act, read, type Reply, type Request } from '../../../ipc'

export type Settings = Reply<'settings.get'>
export type SettingsChange = Partial<Settings>
export type SendingWindow = NonNullable<Settings['sending_window']>
export type Rhythm = Settings['reminder_defaults']
export type Save = (change: Request<'settings.update'> & SettingsChange) => void

export const readSettings = () => read('settings.get', () => ({}))
export const saveSettings = () => act('settings.update')
export const readDigest = () => read('digest.state', () => ({}))
export const readHolidays = (year: () => number) => read('settings.holidays', () => ({ year: year() }))
