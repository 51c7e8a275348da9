/** One more account as it is being typed: an address and a password are enough where the provider is known. */
import { m } from '../../../shared/i18n'
import { emailFault } from '../../../shared/slips'
import { usualPort, usualReadingPort, type Security } from '../outbox/account'
import { addAccount, removeAccount, updateAccount } from '../outbox/accounts'
import { lookUpProvider } from '../outbox/provider-lookup.svelte'
import { readSettings, setSending, testSending, type Provider } from '../outbox/queries'
import { removeReceiving, setReceiving, testReceiving } from './queries'

/** A server, each field as text. */
export interface ServerTyped {
  host: string
  security: Security
  port: string
  username: string
}
export type Does = 'both' | 'send'
interface Typed {
  label: string
  address: string
  password: string
  from_name: string
  does: Does
}

const portOf = (port: string) => {
  const number = Number(port)
  return Number.isInteger(number) && number > 0 && number < 65_536 ? number : undefined
}
const faultsOf = ({ host, port, username }: ServerTyped) => ({
  host: host.trim() ? undefined : m.need_host(),
  port: portOf(port) === undefined ? m.need_port() : undefined,
  username: username.trim() ? undefined : m.need_username(),
})
const asAsked = ({ host, security, port, username }: ServerTyped) => ({
  ...{ host: host.trim(), security, username: username.trim() },
  port: portOf(port) ?? 0,
})

/** One of its servers: what was typed, else what is known, else what is usual. */
function newServer(
  known: () => Provider['sending'] | undefined,
  usual: Record<Security, number>,
  address: () => string,
  given: () => string = () => '',
) {
  const typed = $state<Partial<ServerTyped>>({})
  const fields = $derived.by<ServerTyped>(() => {
    const server = known()
    const security = typed.security ?? server?.security ?? 'tls'
    const port = String(server?.security === security ? server.port : usual[security])
    const username = server ? (server.username ?? given()) : address()
    return { host: server?.host ?? '', security, port, username, ...typed }
  })
  return {
    get fields() {
      return fields
    },
    get faults() {
      return faultsOf(fields)
    },
    type: (change: Partial<ServerTyped>) => void Object.assign(typed, change),
  }
}

/** Made while a component starts; it lives as long. */
export function newAddedAccountForm() {
  const settings = readSettings()
  const [add, update, remove] = [addAccount(), updateAccount(), removeAccount()]
  const [setOut, setIn, removeIn] = [setSending(), setReceiving(), removeReceiving()]
  const [testOut, testIn] = [testSending(), testReceiving()]
  const acts = [add, update, setOut, setIn, removeIn, testOut, testIn]
  const typed = $state<Partial<Typed>>({})
  let checked = $state(false)
  let settled = $state<string>()
  let unfolded = $state<boolean>()
  /** The account, once it stands. */
  let made: string | undefined

  const lookup = lookUpProvider(() => settled)
  const provider = $derived(lookup.provider)
  const address = () => typed.address?.trim() ?? ''
  const out = newServer(() => provider?.sending, usualPort, address)
  // A name that the provider gave is typed once.
  const into = newServer(() => provider?.receiving, usualReadingPort, address, () => out.fields.username)
  const fields = $derived<Typed>({
    ...{ label: '', address: '', password: '', from_name: settings.data?.firm ?? '' },
    does: 'both' as const,
    ...typed,
  })
  const receives = $derived(fields.does === 'both')
  const faults = $derived({
    address: emailFault(fields.address),
    password: fields.password || provider?.oauth ? undefined : m.need_password(),
    from_name: fields.from_name.trim() ? undefined : m.need_name(),
  })
  const faultOfServers = $derived(
    [out.faults, ...(receives ? [into.faults] : [])].some((faults) => Object.values(faults).some(Boolean)),
  )
  /** Where nobody knows the servers, or the name to sign in with, they are asked for at once. */
  const asksMore = $derived(lookup.unknown !== undefined || (provider !== undefined && !provider.sending.username))
  const busy = $derived(acts.some(({ isPending }) => isPending) || remove.isPending || lookup.asking !== undefined)
  const shown = <Fault>(fault: Fault) => (checked ? fault : undefined)

  /** Both servers; an account that could not be set up leaves nothing behind. */
  async function setUp(account_id: string, isNew: boolean) {
    const { from_name, password } = fields
    try {
      const from_address = fields.address.trim()
      const own = password ? { password } : {}
      await setOut.mutateAsync({ account_id, ...asAsked(out.fields), ...own, from_name: from_name.trim(), from_address })
      const plus = provider?.plus_addresses
      const more = { ...own, address: from_address, ...(plus === undefined ? {} : { plus_addresses: plus }) }
      if (receives) await setIn.mutateAsync({ account_id, ...asAsked(into.fields), ...more })
      else if (!isNew) await removeIn.mutateAsync({ account_id })
    } catch (error) {
      if (isNew) await remove.mutateAsync({ account_id }).catch(() => undefined)
      throw error
    }
  }

  return {
    out,
    into,
    get fields() {
      return fields
    },
    get receives() {
      return receives
    },
    get busy() {
      return busy
    },
    lookup,
    get trouble() {
      return acts.find(({ error }) => error)?.error
    },
    get sent() {
      return testOut.data
    },
    get received() {
      return testIn.data
    },
    /** Whether the servers are in view. */
    get unfolded() {
      return unfolded ?? asksMore
    },
    set unfolded(to: boolean) {
      unfolded = to
    },
    /** What is wrong with a field, once it was tried to save. */
    fault: (field: keyof typeof faults) => shown(faults[field]),
    faultOfServer: ({ faults }: { faults: ReturnType<typeof faultsOf> }, field: keyof ReturnType<typeof faultsOf>) =>
      shown(faults[field]),
    type: (change: Partial<Typed>) => void Object.assign(typed, change),
    /** The address is typed to its end. */
    settle: () => (settled = fields.address),
    /** Makes the account with its servers, and tries them. True: it is signed in to next, so there is nothing to try. */
    async submit(): Promise<boolean> {
      checked = true
      // What is in view stays in view.
      unfolded = faultOfServers || (unfolded ?? asksMore)
      if (Object.values(faults).some(Boolean) || faultOfServers || busy) return false
      for (const act of acts) act.reset()
      const label = fields.label.trim()
      if (made) await update.mutateAsync({ account_id: made, label })
      const account_id = made ?? (await add.mutateAsync({ label })).account_id
      await setUp(account_id, made === undefined)
      made = account_id
      if (!fields.password) return true
      const { ok } = await testOut.mutateAsync({ account_id })
      if (ok && receives) await testIn.mutateAsync({ account_id })
      return false
    },
  }
}
