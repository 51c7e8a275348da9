/** What the window asks about the backups that the office keeps. */
import { read, type Reply } from '../../../ipc'

export type KeptBackup = Reply<'backups.list'>['backups'][number]

export const readBackups = () => read('backups.list', () => ({}))
