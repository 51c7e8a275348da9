/**
 * Things from the computer on their way into a folder: picked or dropped, looked at, ticked, then taken in, all that is
 * ticked or nothing. The window holds handles only; the program reads the files.
 */
import { OfficeError } from '../../../ipc'
import {
  cancelImport,
  importDocuments,
  pickDocuments,
  type Imported,
  type ImportRequest,
  type Picked,
} from '../../../ipc/shell'
import { tickedFirst, treeOf } from './import-tree'
import { newProgress } from './progress.svelte'

export interface Into {
  folderId: string
  below: string
}
export type Importing = ReturnType<typeof newImport>

export function newImport(into: () => Into | undefined) {
  let items = $state.raw<Picked[]>([])
  let found = $state.raw<Imported>()
  /* eslint-disable svelte/prefer-svelte-reactivity -- a set is replaced, never changed: ten thousand ticks are one change */
  let ticked = $state.raw<ReadonlySet<string>>(new Set())
  let doing = $state<'nothing' | 'picking' | 'looking' | 'taking'>('nothing')
  const progress = newProgress('folder')
  let error = $state.raw<OfficeError>()
  /** What was refused after all when it was taken in. */
  let refused = $state.raw<Imported['refused']>([])
  /** Which look is the newest: an older answer is late. */
  let looks = 0

  async function ask(request: Omit<ImportRequest, 'folder_id' | 'below' | 'handles'>): Promise<Imported | undefined> {
    const where = into()
    if (!where || !items.length) return undefined
    const handles = items.map(({ handle }) => handle)
    const below = where.below ? { below: where.below } : {}
    return progress.during(() => importDocuments({ folder_id: where.folderId, ...below, handles, ...request }))
  }

  /** Looks at what was picked. What was ticked or not by hand stays so. */
  async function look() {
    const mine = (looks += 1)
    const before = found
    error = undefined
    doing = 'looking'
    try {
      const seen = await ask({ dry_run: true })
      if (mine !== looks) return
      const known = new Set(before?.accepted.map(({ path }) => path))
      const fresh = seen?.accepted.filter(({ path }) => !known.has(path)) ?? []
      const there = new Set(seen?.accepted.map(({ path }) => path))
      ticked = new Set([...[...ticked].filter((path) => there.has(path)), ...tickedFirst(fresh)])
      found = seen
    } catch (thrown) {
      if (mine === looks) error = OfficeError.from(thrown)
    }
    if (mine === looks) doing = 'nothing'
  }

  const accepted = $derived(found?.accepted ?? [])
  const tree = $derived(treeOf(accepted, items))
  const chosen = $derived(accepted.filter(({ path }) => ticked.has(path)))

  return {
    get doing() {
      return doing
    },
    get progress() {
      return progress.told
    },
    get error() {
      return error
    },
    get found() {
      return found
    },
    get tree() {
      return tree
    },
    /** What is left out, and why. */
    get refused() {
      return refused.length ? refused : (found?.refused ?? [])
    },
    /** Whether something was refused after all: it is told before the sheet goes. */
    endedShort: (): boolean => refused.length > 0,
    /** How many documents are ticked: empty folders are none. */
    get count() {
      return chosen.filter(({ path }) => !path.endsWith('/')).length
    },
    get anything() {
      return items.length > 0
    },
    has: (path: string): boolean => ticked.has(path),
    set(paths: string[], on: boolean) {
      const now = new Set(ticked)
      for (const path of paths) if (on) now.add(path)
      else now.delete(path)
      ticked = now
    },
    look,
    /** What was dropped, or picked, beside what was there already. */
    async add(more: Picked[]) {
      if (doing === 'taking' || !more.length) return
      items = [...items, ...more]
      refused = []
      await look()
    },
    async pick(folders: boolean) {
      if (doing !== 'nothing') return
      doing = 'picking'
      error = undefined
      let more: Picked[] = []
      try {
        more = (await pickDocuments(folders)).items
      } catch (thrown) {
        error = OfficeError.from(thrown)
      }
      doing = 'nothing'
      await this.add(more)
    },
    /** Takes in what is ticked. Nothing: it failed, or was given up; nothing was taken in then. */
    async take(): Promise<Imported['accepted'] | undefined> {
      if (doing !== 'nothing' || !chosen.length) return undefined
      doing = 'taking'
      error = undefined
      try {
        const taken = await ask({ dry_run: false, choose: chosen.map(({ path }) => path) })
        const told = found?.refused ?? []
        refused = taken?.refused.filter(({ path }) => !told.some((one) => one.path === path)) ?? []
        return taken?.accepted
      } catch (thrown) {
        const refusal = OfficeError.from(thrown)
        if (refusal.code !== 'cancelled') error = refusal
        return undefined
      } finally {
        doing = 'nothing'
      }
    },
    /** Gives up what is under way. */
    cancel: () => {
      looks += 1
      if (doing === 'looking') {
        doing = 'nothing'
        items = found ? items : []
      }
      void cancelImport('folder').catch(() => undefined)
    },
    leave: () => {
      if (doing === 'looking' || doing === 'taking') void cancelImport('folder').catch(() => undefined)
    },
  }
}
