/** The receiving account as it is being typed: an address and a password are enough where the provider is known. */
import { m } from '../../../shared/i18n'
import { emailFault } from '../../../shared/slips'
import { usualReadingPort, type Security } from '../outbox/account'
import { ofAccount } from '../outbox/accounts'
import { readOauth } from '../oauth/queries'
import { lookUpProvider } from '../outbox/provider-lookup.svelte'
import { readSending, readSettings, setSending, testSending } from '../outbox/queries'
import { readReceiving, setReceiving, testReceiving } from './queries'

/** The fields, each as text. */
export interface ReceivingFields {
  address: string
  password: string
  host: string
  security: Security
  port: string
  username: string
  folder: string
}

/** The folder that mail arrives in (RFC 9051). */
const inbox = 'INBOX'

/**
 * Made while a component starts; it lives as long. `named`: whether the office's own address is real. `id`: of which
 * account; absent, the default one.
 */
export function newReceivingForm(named: () => boolean, id?: string) {
  const settings = readSettings()
  const sending = readSending(id)
  const receiving = readReceiving(id)
  const set = setReceiving()
  const setOther = setSending()
  const test = testReceiving()
  const testOther = testSending()
  const oauth = readOauth(id)
  const typed = $state<Partial<ReceivingFields>>({})
  let checked = $state(false)
  let settled = $state<string>()
  let unfolded = $state<boolean>()
  let sendsToo = $state(true)

  const account = $derived(receiving.data?.account)
  /** The account that stands, until another address takes its place. */
  const stands = $derived(settled === undefined ? account : undefined)
  const office = $derived(named() ? settings.data : undefined)
  const first = $derived(
    account?.address || (sending.data?.account?.from_address ?? (id ? undefined : office?.owner_email) ?? ''),
  )
  const lookup = lookUpProvider(() => (receiving.data && !stands ? (settled ?? first) : undefined))
  const provider = $derived(lookup.provider)
  const server = $derived(stands ?? provider?.receiving)
  const fields = $derived.by<ReceivingFields>(() => {
    const address = typed.address ?? first
    const security = typed.security ?? server?.security ?? 'tls'
    return {
      address,
      password: '',
      host: server?.host ?? '',
      security,
      port: String(server?.security === security ? server.port : usualReadingPort[security]),
      username: server ? (server.username ?? '') : address,
      folder: account?.folder ?? inbox,
      ...typed,
    }
  })
  /** Whether the same address can send, and nothing does yet. */
  const canSendToo = $derived(sending.data !== undefined && !sending.data.account && provider !== undefined)
  const sendsNext = $derived(canSendToo && sendsToo)
  const sameHost = $derived(fields.host.trim() === account?.host)
  const passwordStays = $derived(
    Boolean(account?.has_password) &&
      !sendsNext &&
      sameHost &&
      fields.username.trim() === account?.username &&
      (fields.security !== 'none' || account.security === 'none'),
  )
  const signedIn = $derived((oauth.data?.state ?? 'none') !== 'none')
  const signsInNext = $derived(Boolean(provider?.oauth) && !signedIn && !fields.password && !passwordStays)
  const portNumber = $derived(Number(fields.port))
  const faults = $derived({
    address: emailFault(fields.address),
    password: fields.password || passwordStays || signedIn || provider?.oauth ? undefined : m.need_password(),
    host: fields.host.trim() ? undefined : m.need_host(),
    port: Number.isInteger(portNumber) && portNumber > 0 && portNumber < 65_536 ? undefined : m.need_port(),
    username: fields.username.trim() ? undefined : m.need_username(),
  })
  /** Where nobody knows the servers, or the name to sign in with, they are asked for at once. */
  const asksMore = $derived(lookup.unknown !== undefined || (provider !== undefined && !provider.receiving.username))
  const busy = $derived(set.isPending || setOther.isPending || testOther.isPending || test.isPending || lookup.asking !== undefined)

  return {
    get fields() {
      return fields
    },
    get busy() {
      return busy
    },
    get passwordStays() {
      return passwordStays
    },
    lookup,
    get trouble() {
      return set.error ?? setOther.error ?? testOther.error ?? test.error
    },
    get result() {
      return test.data
    },
    /** How sending went, where it was set up too. */
    get sent() {
      return testOther.data
    },
    /** Whether the other settings are in view. */
    get unfolded() {
      return unfolded ?? asksMore
    },
    set unfolded(to: boolean) {
      unfolded = to
    },
    get canSendToo() {
      return canSendToo
    },
    get sendsToo() {
      return sendsToo
    },
    set sendsToo(to: boolean) {
      sendsToo = to
    },
    /** What is wrong with a field, once it was tried to save. */
    fault: (field: keyof typeof faults) => (checked ? faults[field] : undefined),
    type: (change: Partial<ReceivingFields>) => void Object.assign(typed, change),
    /** The address is typed to its end. */
    settle: () => (settled = fields.address),
    /** Saves the account and tries it against its server. True: it is signed in to next, so there is nothing to try. */
    async submit(): Promise<boolean> {
      checked = true
      // What is in view stays in view when the account that stands needs no suggestion any more.
      unfolded = Boolean(faults.host ?? faults.port ?? faults.username) || (unfolded ?? asksMore)
      if (Object.values(faults).some(Boolean) || busy) return false
      const next = signsInNext
      const also = sendsNext ? provider?.sending : undefined
      const plus = provider?.plus_addresses ?? account?.plus_addresses
      // What is shown stays shown, whatever becomes of the account that it was suggested by.
      Object.assign(typed, fields)
      test.reset()
      testOther.reset()
      const { host, security, username, password, folder } = fields
      await set.mutateAsync({
        ...ofAccount(id),
        host: host.trim(),
        port: portNumber,
        security,
        username: username.trim(),
        address: fields.address.trim(),
        ...(password ? { password } : {}),
        ...(folder.trim() ? { folder: folder.trim() } : {}),
        ...(plus === undefined ? {} : { plus_addresses: plus }),
        ...(account && sameHost ? { authserv_id: account.authserv_id } : {}),
        ...(account?.allow_plain && sameHost ? { allow_plain: true } : {}),
      })
      if (also) {
        const from_address = fields.address.trim()
        const from_name = office?.firm ?? from_address
        await setOther.mutateAsync({ ...ofAccount(id), ...also, username: also.username ?? username.trim(), ...(password ? { password } : {}), from_name, from_address })
      }
      if (next) return true
      if (also && !(await testOther.mutateAsync(ofAccount(id))).ok) return false
      await test.mutateAsync(ofAccount(id))
      return false
    },
  }
}
