/** What the window asks about clients and their contacts, and what it has done to them. */
import { act, read, type Reply, type Request } from '../../../ipc'

export type ClientRow = Reply<'clients.list'>['clients'][number]
export type ClientPage = Reply<'clients.get'>
export type Contact = ClientPage['contacts'][number]
export type ClientKind = ClientPage['client']['kind']
export type NewContact = NonNullable<Request<'clients.create'>['contacts']>[number]

export const readClients = () => read('clients.list', () => ({}))
export const readClient = (clientId: () => string) => read('clients.get', () => ({ client_id: clientId() }))
export const createClient = () => act('clients.create')
export const updateClient = () => act('clients.update')
export const createContact = () => act('contacts.create')
export const updateContact = () => act('contacts.update')
