/** What head and keys know of the document in view, and what they can do with it: whatever shows it fills this in. */

/** Looking for words in what is shown. When that changes, there is another finder. */
export interface Finder {
  /** Marks what is found and says how much it is. */
  find: (text: string) => Promise<number>
  /** Brings the match of this number, from 0, into sight. */
  show: (index: number) => Promise<void>
  /** Takes the marks away. */
  clear: () => void
}

/** 1 is as large as on paper. `auto`: so, or smaller to fit the width. */
export type Zoom = number | 'auto' | 'width'

const steps = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4]
/** What the menu offers. */
export const zooms = [0.5, 0.75, 1, 1.25, 1.5, 2]

export class Viewing {
  zoom = $state<Zoom>('auto')
  /** What the zoom comes to. */
  scale = $state(1)
  page = $state(1)
  pages = $state(0)
  finding = $state(false)
  /** Whether there is anything that can be looked at, larger or smaller. */
  ready = $state(false)
  goTo = $state.raw<(page: number) => void>()
  finder = $state.raw<Finder>()
  print = $state.raw<() => Promise<void>>()

  larger = () => (this.zoom = steps.find((step) => step > this.scale + 0.01) ?? this.scale)
  smaller = () => (this.zoom = steps.findLast((step) => step < this.scale - 0.01) ?? this.scale)

  /** What the zoom comes to for something so wide where so much is free. */
  fit(width: number, free: number): number {
    if (typeof this.zoom === 'number') return this.zoom
    const whole = width > 0 ? Math.max(0.1, free / width) : 1
    return this.zoom === 'width' ? whole : Math.min(1, whole)
  }
}
