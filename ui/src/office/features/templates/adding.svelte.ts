/** Documents of the computer on their way to a template: picked or dropped, then kept with it. */
import { OfficeError } from '../../../ipc'
import { addTemplateDocuments, pickDocuments, type Imported, type Picked } from '../../../ipc/shell'

export function newAdding(templateId: string) {
  let busy = $state(0)
  let refused = $state.raw<Imported['refused']>([])
  let error = $state.raw<OfficeError>()
  let before: Promise<unknown> = Promise.resolve()

  async function take(items: Picked[]) {
    refused = []
    error = undefined
    try {
      const taken = await addTemplateDocuments(templateId, items.map(({ handle }) => handle))
      refused = taken.refused.map(({ path, reason }) => ({ path, reason: reason === 'too_large' ? 'template_too_large' : reason }))
    } catch (thrown) {
      error = OfficeError.from(thrown)
    }
  }

  return {
    get busy() {
      return busy > 0
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
