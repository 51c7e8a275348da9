/** Moments that what can wait waits for. */

/** Resolves once what is due now has been painted, or after a quarter of a second: a hidden window paints nothing. */
export const afterPaint = () =>
  new Promise<void>((painted) => {
    requestAnimationFrame(() => setTimeout(painted))
    setTimeout(painted, 250)
  })

/** Resolves once the page's first second is over, which belongs to what is seen first. */
export const afterFirstSecond = () =>
  new Promise<void>((over) => setTimeout(over, Math.max(0, 1000 - performance.now())))
