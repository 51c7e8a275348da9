/** What can be done with the folder in hand, as commands: the one with the focus, else the one in view. */
import { provide } from '../../commands'
import { openSheet } from '../../place.svelte'
import type { KeptPath } from './queries'
import { keptIn, placeOf, type FolderLine } from './tree'

interface FolderInHand {
  clientId: () => string
  line: () => FolderLine | undefined
  kept: () => KeptPath[]
  /** `stays`: not all that it holds is a document. */
  trash: (line: FolderLine, stays: boolean) => Promise<void>
  ontrouble: (thrown: unknown) => void
}

/** Called once, while a component is made. */
export function provideFolderCommands({ clientId, line, kept, trash, ontrouble }: FolderInHand) {
  function open(kind: 'rename-folder' | 'move-folder') {
    const inHand = line()
    if (inHand) openSheet({ kind, clientId: clientId(), ...placeOf(inHand) })
  }
  /** Only what it holds is asked about. */
  function throwAway() {
    const inHand = line()
    if (!inHand) return
    const stays = keptIn(kept(), inHand).length > 0
    const away = () => trash(inHand, stays)
    if (inHand.count || stays)
      openSheet({ kind: 'trash-folder', clientId: clientId(), ...placeOf(inHand), trash: away })
    else away().catch(ontrouble)
  }
  const any = $derived(line() !== undefined)
  const movable = $derived((line()?.depth ?? 0) > 0)
  $effect(() => (any ? provide('folder.rename', () => open('rename-folder')) : undefined))
  $effect(() => (any ? provide('folder.trash', throwAway) : undefined))
  $effect(() => (movable ? provide('folder.move', () => open('move-folder')) : undefined))
}
