/** What the window asks about chats, and what it has done to them. */
import { act, read, readLong, type Reply, type Request } from '../../../ipc'
import { afterFirstSecond } from '../../../shared/moments'

export type ChatRow = Reply<'chats.list'>['chats'][number]
export type ChatThread = Reply<'chats.get'>
export type Message = ChatThread['messages'][number]
export type Delivery = Message['deliveries'][number]
export type ReminderMail = Message['reminder_mails'][number]
export type Task = ChatThread['tasks'][number]
export type ContactOfChat = ChatThread['chat']['contacts'][number]
export type ChatsAsked = Request<'chats.list'>

export const readChats = (asked: () => ChatsAsked | undefined) => read('chats.list', asked)

/** The same for the list, whose first `rows` are seen before the rest is there. `isWhole` says whether it is. */
export function readChatList(asked: () => ChatsAsked | undefined, rows: number) {
  const reading = readLong('chats.list', asked, {
    ahead: (request) => ({ ...request, limit: rows }),
    isWhole: ({ chats }) => chats.length < rows,
    pause: afterFirstSecond,
  })
  return {
    get chats() {
      return reading.data?.chats
    },
    get error() {
      return reading.error
    },
    get isWhole() {
      return reading.data !== undefined && (reading.data.chats.length !== rows || !reading.isFetching)
    },
  }
}
export const readChat = (chatId: () => string) => read('chats.get', () => ({ chat_id: chatId() }))
export const createChats = () => act('chats.create')
export const replyInChat = () => act('chats.reply')
export const markRead = () => act('chats.mark_read')
export const markUnread = () => act('chats.mark_unread')
export const recordAnswer = () => act('chats.record_answer')
export const archiveChat = () => act('chats.archive')
export const reopenChat = () => act('chats.reopen')
export const sendAgain = () => act('chats.send_again')
export const setTask = () => act('chats.set_task')
