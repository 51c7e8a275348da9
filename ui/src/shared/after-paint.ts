/** Resolves once what is due now has been painted, or after a quarter of a second: a hidden window paints nothing. */
export const afterPaint = () =>
  new Promise<void>((painted) => {
    requestAnimationFrame(() => setTimeout(painted))
    setTimeout(painted, 250)
  })
