/** What the window asks about reminders, and what it has done to them. */
import { act, read, type Reply } from '../../../ipc'

export type Reminder = Reply<'chats.get'>['reminder']
export type Forecast = Reply<'reminders.forecast'>['entries']
export type ForecastEntry = Forecast[number]
export type Rhythm = Reply<'settings.get'>['reminder_defaults']

export const readPreview = (rhythm: () => Rhythm | undefined) => read('reminders.preview', rhythm)
export const readReminderDefaults = () => read('settings.get', () => ({}))
export const readForecast = (days: () => number | undefined) =>
  read('reminders.forecast', () => {
    const asked = days()
    return asked === undefined ? undefined : { days: asked }
  })
export const readWindow = () => read('settings.get', () => ({}))
export const pauseAll = () => act('reminders.pause_all')
export const skipReminder = () => act('reminders.skip')
export const setReminder = () => act('chats.set_reminder')
export const resumeReminder = () => act('chats.resume_reminder')
