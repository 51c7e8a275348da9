/** What a client may do in a folder, in words and as a drawing. */
import Eye from '@lucide/svelte/icons/eye'
import Lock from '@lucide/svelte/icons/lock'
import Pencil from '@lucide/svelte/icons/pencil'
import type { Component } from 'svelte'
import { m } from '../../../shared/i18n'
import type { Access } from './queries'

interface AccessWords {
  Icon: Component
  name: () => string
  /** For a line under the folder's name. */
  short: () => string
  effect: () => string
}

export const accesses: Access[] = ['private', 'view', 'edit']

export const accessWords: Record<Access, AccessWords> = {
  private: { Icon: Lock, name: m.access_private, short: m.access_private, effect: m.access_private_effect },
  view: { Icon: Eye, name: m.access_view, short: m.access_view_short, effect: m.access_view_effect },
  edit: { Icon: Pencil, name: m.access_edit, short: m.access_edit_short, effect: m.access_edit_effect },
}
