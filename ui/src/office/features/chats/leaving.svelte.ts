/** Whether an instant is still ahead; it turns by itself when the instant comes. */
import { createSubscriber } from 'svelte/reactivity'

/** `ahead(() => message.undo_until)`, read inside a component. */
export function ahead(instant: () => string | undefined): () => boolean {
  const follow = createSubscriber((turned) => {
    const timer = setTimeout(turned, Math.max(0, Date.parse(instant() ?? '') - Date.now()) || 0)
    return () => clearTimeout(timer)
  })
  return () => {
    const until = instant()
    const is = until !== undefined && Date.parse(until) > Date.now()
    if (is) follow()
    return is
  }
}
