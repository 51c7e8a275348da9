/** The backups that the office in memory keeps, and what becomes of one that is restored. */
import type { KeptBackup } from '../ipc/bindings'
import { OfficeError } from '../ipc/office-error'

const made: [file: string, at: string, bytes: number][] = [
  ['daily-2026-04-24', '2026-04-24T05:02:00Z', 1_284_096],
  ['daily-2026-04-23', '2026-04-23T06:40:00Z', 1_271_808],
  ['daily-2026-04-22', '2026-04-22T06:31:00Z', 1_251_328],
  ['daily-2026-04-21', '2026-04-21T07:15:00Z', 1_232_896],
  ['weekly-2026-W17', '2026-04-20T06:58:00Z', 1_216_512],
  ['daily-2026-04-20', '2026-04-20T06:58:00Z', 1_216_512],
  ['daily-2026-04-17', '2026-04-17T06:36:00Z', 1_138_688],
  ['daily-2026-04-16', '2026-04-16T07:03:00Z', 1_110_016],
  ['weekly-2026-W16', '2026-04-13T06:47:00Z', 1_032_192],
  ['weekly-2026-W15', '2026-04-07T08:10:00Z', 921_600],
  ['weekly-2026-W14', '2026-03-30T06:52:00Z', 851_968],
]

/** Newest first. */
export const keptBackups = (): KeptBackup[] =>
  made.map(([name, at, bytes]) => {
    const kind = name.startsWith('weekly') ? 'weekly' : 'daily'
    return { file: `${name}.studiolo-backup`, at, bytes, kind }
  })

interface Request {
  kept?: string
  code?: string
  again: boolean
}

/** As the program does it: a kept one opens by itself, a file is another office's and wants `right`. */
export function restoreInMemory({ kept, code }: Request, right: string, begins: () => void): unknown {
  if (kept === undefined && code === undefined) return { state: 'code_needed' }
  const typed = (code ?? '').toUpperCase().replaceAll(/[\s-]/g, '')
  if (kept === undefined && typed !== right.replaceAll('-', ''))
    throw new OfficeError('wrong_code', 'the recovery code does not open this backup')
  begins()
  const folder = '/home/elena/Studiolo/Studio Vannini ripristinato 2026-04-24'
  const at = keptBackups().find(({ file }) => file === kept)?.at ?? '2026-04-21T16:20:00Z'
  return { state: 'restored', folder, at, command: `studiolo --office '${folder}'` }
}
