/** What shows a PDF, whose code is large and comes when the first one is opened. */
import { late } from '../../../shared/late.svelte'

export const pdfPages = late(() => import('./PdfPages.svelte'))
