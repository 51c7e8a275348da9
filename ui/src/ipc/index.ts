/**
 * How the window asks the core: `read` for what is shown, `act` for what the owner does, `call` for the rest.
 * The command table is the generated {@link Commands}; no command is named anywhere else.
 */
import { createInfiniteQuery, createMutation, createQuery, QueryClient, useQueryClient, type InfiniteData } from '@tanstack/svelte-query'
import { onChanges, send } from '#transport'
import type { Commands } from './bindings'
import { OfficeError, type Change } from './office-error'

export { OfficeError } from './office-error'
export type CommandName = keyof Commands
export type Request<K extends CommandName> = Commands[K]['request']
export type Reply<K extends CommandName> = Commands[K]['reply']

/** Runs one command. Rejects with an {@link OfficeError}. */
export async function call<K extends CommandName>(name: K, request: Request<K>): Promise<Reply<K>> {
  try {
    return (await send(name, request)) as Reply<K>
  } catch (thrown) {
    throw OfficeError.from(thrown)
  }
}

/** The cache of what was read. The core is on this machine: there is no network to wait for, and no retry. */
export function newCache(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { networkMode: 'always', retry: false, staleTime: Infinity, refetchOnWindowFocus: false },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}

/** A live reading of `name`: it follows its request and is asked again when the core says that it changed. */
export function read<K extends CommandName>(
  name: K,
  request: () => Request<K> | undefined,
  kept: { staleTime?: 'static' | ((query: { state: { status: string } }) => number | 'static'); gcTime?: number } = {},
) {
  return createQuery<Reply<K>, OfficeError>(() => {
    const asked = request()
    return {
      queryKey: [name, asked],
      queryFn: () => call(name, asked as Request<K>),
      enabled: asked !== undefined,
      ...kept,
    }
  })
}

/** As {@link read}, for what is asked of the network: once for each request, and again only by `.refetch()`. */
export const readOnce = <K extends CommandName>(name: K, request: () => Request<K> | undefined) =>
  read(name, request, { staleTime: 'static', gcTime: 0 })

/** How the beginning of a long answer is had before the rest. */
export interface Beginning<K extends CommandName> {
  /** The request for it. */
  ahead: (request: Request<K>) => Request<K>
  /** Whether it is all there is. */
  isWhole: (reply: Reply<K>) => boolean
  /** What comes between it and the rest. */
  pause: () => Promise<void>
}

/** A live reading of an answer that may be long: while there is nothing to show, its beginning is asked for ahead. */
export function readLong<K extends CommandName>(
  name: K,
  request: () => Request<K> | undefined,
  { ahead, isWhole, pause }: Beginning<K>,
) {
  const cache = useQueryClient()
  return createQuery<Reply<K>, OfficeError>(() => {
    const asked = request()
    const queryKey = [name, asked]
    return {
      queryKey,
      queryFn: async () => {
        if (cache.getQueryData(queryKey) === undefined) {
          const beginning = await call(name, ahead(asked as Request<K>))
          if (isWhole(beginning)) return beginning
          cache.setQueryData(queryKey, beginning)
          await pause()
        }
        return call(name, asked as Request<K>)
      },
      enabled: asked !== undefined,
    }
  })
}

/** A live reading of many pages: `after` gives the request of the page after one, or undefined at the end. */
export function readPages<K extends CommandName>(
  name: K,
  first: () => Request<K>,
  after: (page: Reply<K>) => Request<K> | undefined,
) {
  return createInfiniteQuery<Reply<K>, OfficeError, InfiniteData<Reply<K>>, unknown[]>(() => {
    const asked = first()
    return {
      queryKey: [name, 'pages', asked],
      queryFn: ({ pageParam }) => call(name, pageParam as Request<K>),
      initialPageParam: asked,
      getNextPageParam: after,
    }
  })
}

/** Something the owner does: `.mutateAsync(request)`, `.isPending`, `.error`. What is shown is read again after it. */
export function act<K extends CommandName>(name: K) {
  const cache = useQueryClient()
  return createMutation<Reply<K>, OfficeError, Request<K>>(() => ({
    mutationFn: (request) => call(name, request),
    // What the core's own event has begun to read again is not read a second time.
    onSettled: () => void cache.invalidateQueries({}, { cancelRefetch: false }),
  }))
}

/** Which readings grow old with each kind of change. A kind that is missing here makes all of them old. */
const readBy: Partial<Record<Change['kind'], string[]>> = {
  client: ['clients', 'chats', 'quarantine', 'reminders', 'audit', 'office', 'mail', 'templates'],
  chat: ['chats', 'clients', 'inbox', 'reminders', 'audit', 'office'],
  // A draft is saved each second while it is written: nothing but the drafts is read again.
  draft: ['drafts'],
  template: ['templates', 'drafts', 'audit'],
  documents: ['documents', 'audit'],
  outbox: ['chats', 'reminders', 'audit', 'office', 'mail', 'digest'],
  inbox: ['inbox', 'chats', 'clients', 'audit'],
  quarantine: ['quarantine', 'audit'],
  office: ['office', 'backups', 'mail'],
}

/**
 * Lets the core's events refresh `cache`. Resolves to the way to stop. What changes while something is read again waits
 * for it, a quarter of a second at most, so that a hundred acts in a row do not ask for a long list a hundred times.
 */
export function followChanges(cache: QueryClient): Promise<() => void> {
  let old = new Set<string>()
  let reading = false
  async function readAgain() {
    reading = true
    while (old.size) {
      const groups = old
      old = new Set()
      const read = cache.invalidateQueries({
        predicate: ({ queryKey: [name] }) => groups.has('*') || groups.has(String(name).split('.')[0] ?? ''),
      })
      await Promise.race([read, new Promise((after) => setTimeout(after, 250))])
    }
    reading = false
  }
  return onChanges((changes) => {
    for (const change of changes) for (const group of readBy[change.kind] ?? ['*']) old.add(group)
    if (!reading) void readAgain()
  })
}
