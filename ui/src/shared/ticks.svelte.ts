/** Which rows of a list are ticked, by id. A range goes from the row ticked last to another one. */

export type Ticks = ReturnType<typeof newTicks>

export function newTicks() {
  /* eslint-disable svelte/prefer-svelte-reactivity -- a set is replaced, never changed: ten thousand ticks are one change */
  let ticked = $state.raw<ReadonlySet<string>>(new Set())
  let anchor: string | undefined
  let before: ReadonlySet<string> = ticked

  function begin(id: string) {
    anchor = id
    before = ticked
  }

  return {
    has: (id: string): boolean => ticked.has(id),
    get count(): number {
      return ticked.size
    },
    /** Ticks a row, or takes its tick away. */
    toggle: (id: string) => {
      const now = new Set(ticked)
      if (!now.delete(id)) now.add(id)
      ticked = now
      begin(id)
    },
    /** Ticks from the row ticked last, or else from `from`, to `to`; what an earlier range had beyond is let go. */
    extend: (ids: string[], to: string, from = to) => {
      if (anchor === undefined || !ids.includes(anchor)) begin(from)
      const [first = 0, last = 0] = [ids.indexOf(anchor ?? to), ids.indexOf(to)].sort((a, b) => a - b)
      ticked = new Set([...before, ...ids.slice(Math.max(0, first), last + 1)])
    },
    all: (ids: string[]) => {
      ticked = new Set([...ticked, ...ids])
      anchor = undefined
    },
    clear: () => {
      ticked = new Set()
      anchor = undefined
    },
    /** Forgets rows that are no longer in the list. */
    keepTo: (ids: string[]) => {
      if (!ticked.size) return
      const there = new Set(ids)
      const kept = [...ticked].filter((id) => there.has(id))
      if (kept.length < ticked.size) ticked = new Set(kept)
    },
  }
}
