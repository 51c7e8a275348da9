/** The attach sheet, whose code comes when it is first wanted: a new chat does not wait for it. */
import { late } from '../../../shared/late.svelte'

export const attachSheet = late(() => import('./AttachSheet.svelte'))
