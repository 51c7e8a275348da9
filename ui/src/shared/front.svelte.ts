/** Whether the owner is looking at this window: visible, and the one in front. */

const look = () => document.visibilityState === 'visible' && document.hasFocus()
let front = $state(look())

for (const event of ['focus', 'blur', 'visibilitychange'] as const)
  (event === 'visibilitychange' ? document : window).addEventListener(event, () => (front = look()))

/** Live: reading it in an effect runs the effect again when the window comes forward. */
export const inFront = (): boolean => front
