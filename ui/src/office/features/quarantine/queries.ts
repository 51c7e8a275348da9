/** What the window asks about the mails that are kept aside, and what it has done to them. */
import { act, read, type Reply, type Request } from '../../../ipc'

export type KeptMail = Reply<'quarantine.list'>['mails'][number]
export type KeptMailPage = Reply<'quarantine.get'>
export type MailChecks = KeptMailPage['checks']

export const readKeptMails = (asked: () => Request<'quarantine.list'> | undefined) => read('quarantine.list', asked)
export const readKeptMail = (id: () => string) => read('quarantine.get', () => ({ quarantine_id: id() }))
export const joinMail = () => act('quarantine.join')
export const startChatOfMail = () => act('quarantine.start_chat')
export const dropMail = () => act('quarantine.drop')
export const restoreMail = () => act('quarantine.restore')
