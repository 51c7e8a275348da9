/**
 * Parts of the window whose code comes in files of their own: loaded when they are first wanted, or beforehand in a
 * quiet moment, so that what is seen first does not wait for them.
 */

/** A part that may have come already. */
export interface LatePart<Part> {
  /** The part, once it has come. */
  readonly here: Part | undefined
  /** Sends for it. */
  fetch: () => Promise<void>
}

/** A part that `load` brings. */
export function late<Part>(load: () => Promise<{ default: Part }>): LatePart<Part> {
  let here = $state.raw<Part>()
  let coming: Promise<void> | undefined
  return {
    get here() {
      return here
    },
    fetch: () => (coming ??= load().then((module) => void (here = module.default))),
  }
}

