/** What the window asks about the inbox, and what it has done to it. */
import { act, read, type Reply, type Request } from '../../../ipc'

export type InboxRow = Reply<'inbox.list'>['rows'][number]

export const readInbox = (asked: () => Request<'inbox.list'>) => read('inbox.list', asked)
export const setInboxDone = () => act('inbox.set_done')
