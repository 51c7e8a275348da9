/** A new client as it is being typed: name, person or company, and the contacts who will be told. */
import { m } from '../../../shared/i18n'
import { lineFault } from '../../../shared/slips'
import { blankContact, contactIsWhole, isBlank, trimmed } from './check'
import { createClient, type ClientKind, type NewContact } from './queries'

/** Made while a component starts; it lives as long. `name`: what was typed elsewhere already. */
export function newClientForm(name = '') {
  const create = createClient()
  const typed = $state<{ name: string; kind: ClientKind; contacts: NewContact[] }>({
    name,
    kind: 'company',
    contacts: [blankContact()],
  })
  let checked = $state(false)
  const nameFault = $derived(lineFault(typed.name, m.need_name))
  // One empty block is an offer, not a duty: a client may be added before their contacts are known.
  const asked = $derived(typed.contacts.filter((contact) => !isBlank(contact)))

  return {
    typed,
    get busy() {
      return create.isPending
    },
    get trouble() {
      return create.error
    },
    /** What is wrong with the name, once it was tried to make the client. */
    get nameFault() {
      return checked ? nameFault : undefined
    },
    /** Whether it was tried to make the client, so that slips are shown. */
    get checked() {
      return checked
    },
    /** Makes the client; its id, or undefined when something is still missing. */
    async submit(): Promise<string | undefined> {
      checked = true
      if (nameFault || !asked.every(contactIsWhole) || create.isPending) return undefined
      const { kind } = typed
      const made = await create.mutateAsync({ name: typed.name.trim(), kind, contacts: asked.map(trimmed) })
      return made.client_id
    },
  }
}

export type ClientForm = ReturnType<typeof newClientForm>
