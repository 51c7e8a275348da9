/** Where what comes from the computer is saved: which folders there are to choose from, and which one at first. */
import type { Into } from './importing.svelte'
import type { DocumentFolder, DocumentRow } from './queries'
import { canBeSeen, foldersOf } from './tree'

export interface Destination extends Into {
  /** "Dichiarazioni, Dalle chat" */
  name: string
  access: DocumentFolder['access']
}

/**
 * The folders and subfolders of a client. For a chat only those that the client can see, and of each the one named
 * `chats`, made when it is needed.
 */
export function destinationsOf(folders: DocumentFolder[], documents: DocumentRow[], chats?: string): Destination[] {
  const among = chats === undefined ? folders : folders.filter(canBeSeen)
  const said = (name: string, below: string) => (below ? `${name}, ${below.split('/').join(', ')}` : name)
  return among.flatMap((folder) => {
    const belows = foldersOf([folder], documents).map(({ below }) => below)
    const all = chats === undefined || belows.includes(chats) ? belows : [...belows, chats]
    const { folder_id: folderId, name, access } = folder
    return all.map((below) => ({ folderId, below, name: said(name, below), access }))
  })
}

/** For a chat at first: where it was the last time, else a folder that the client can view, else one they can edit. */
export function firstDestination(among: Destination[], before: Into | undefined, chats: string): Destination | undefined {
  const again = among.find(({ folderId, below }) => folderId === before?.folderId && below === before.below)
  const ofChats = among.filter(({ below }) => below === chats)
  return again ?? ofChats.find(({ access }) => access === 'view') ?? ofChats[0]
}
