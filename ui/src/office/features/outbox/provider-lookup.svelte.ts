/** Looking up whose an address is, so that an account is set up from it alone. */
import { readOnce } from '../../../ipc'
import { m } from '../../../shared/i18n'
import { readSuggestion, whole } from './queries'

/** Whose an address is: known at once, else its domain is asked. */
export function lookUpProvider(address: () => string | undefined) {
  const known = readSuggestion(address)
  const asked = $derived(known.data && !known.data.provider ? whole(address()) : undefined)
  const found = readOnce('mail.discover', () => (asked ? { address: asked } : undefined))
  const provider = $derived(known.data?.provider ?? (asked ? found.data?.provider : undefined))
  const asking = $derived(asked && found.isFetching ? domain(asked) : undefined)
  return {
    get provider() {
      return provider
    },
    /** The domain that is being asked. */
    get asking() {
      return asking
    },
    /** The domain that nobody knows the servers of. */
    get unknown() {
      return asked && !asking && !provider ? domain(asked) : undefined
    },
    again: () => void found.refetch(),
    /** What a form does while nothing can be saved: it waits for the answer, or tries the server. */
    get busyLabel() {
      return asking ? m.provider_asking_servers() : m.mail_testing()
    },
  }
}
export type ProviderLookup = ReturnType<typeof lookUpProvider>
const domain = (address: string) => address.slice(address.lastIndexOf('@') + 1)
