/** Documents of the computer on their way to a template: picked or dropped, then kept with it. */
import { OfficeError } from '../../../ipc'
import { addTemplateDocuments, cancelImport, pickDocuments, type Imported, type Picked } from '../../../ipc/shell'
import { newProgress } from '../documents/progress.svelte'

export function newAdding(templateId: string) {
  let busy = $state(0)
  const progress = newProgress('template')
  let refused = $state.raw<Imported['refused']>([])
  let error = $state.raw<OfficeError>()
  let before: Promise<unknown> = Promise.resolve()

  async function take(items: Picked[]) {
    refused = []
    error = undefined
    try {
      const handles = items.map(({ handle }) => handle)
      const taken = await progress.during(() => addTemplateDocuments(templateId, handles))
      refused = taken.refused.map(({ path, reason }) => ({ path, reason: reason === 'too_large' ? 'template_too_large' : reason }))
    } catch (thrown) {
      const refusal = OfficeError.from(thrown)
      if (refusal.code !== 'cancelled') error = refusal
    }
  }

  return {
    get busy() {
      return busy > 0
    },
    get progress() {
      return progress.told
    },
    /** What was left out the last time, and why. */
    get refused() {
      return refused
    },
    get error() {
      return error
    },
    /** Takes them one lot after the other. */
    add(items: Picked[]) {
      if (!items.length) return
      busy += 1
      before = before.then(() => take(items)).finally(() => (busy -= 1))
    },
    /** Gives up the lot that is being read. */
    cancel: () => void cancelImport('template').catch(() => undefined),
    async pick(folders: boolean) {
      if (busy) return
      try {
        this.add((await pickDocuments(folders)).items)
      } catch (thrown) {
        error = OfficeError.from(thrown)
      }
    },
  }
}
export type Adding = ReturnType<typeof newAdding>
