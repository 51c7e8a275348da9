/** The sending account as it is being typed. What was not touched follows the account that stands, then the office. */
import { m } from '../../../shared/i18n'
import { emailFault, lineFault } from '../../../shared/slips'
import { usualPort, type Security } from './account'
import { addressOf, ofAccount, readAccounts } from './accounts'
import { readOauth } from '../oauth/queries'
import { lookUpProvider } from './provider-lookup.svelte'
import { readSending, readSettings, setSending, testSending } from './queries'

/** The fields, each as text. */
export interface AccountFields {
  from_name: string
  from_address: string
  host: string
  security: Security
  port: string
  username: string
  password: string
}

/**
 * Made while a component starts; it lives as long. `named`: whether the office's own name and address are real. `id`: of
 * which account; absent, the default one.
 */
export function newAccountForm(named: () => boolean, id?: string) {
  const settings = readSettings()
  const sending = readSending(id)
  const accounts = readAccounts()
  const set = setSending()
  const test = testSending()
  const oauth = readOauth(id)
  const typed = $state<Partial<AccountFields>>({})
  let checked = $state(false)
  let touched = $state(false)

  const account = $derived(sending.data?.account)
  const office = $derived(named() ? settings.data : undefined)
  const known = $derived(accounts.data?.accounts.find(({ account_id }) => account_id === id))
  const address = $derived(id ? known && addressOf(known) : office?.owner_email)
  // The first account is suggested by its address, once that has been typed to its end.
  let settled = $state<string>()
  const lookup = lookUpProvider(() => (sending.data && !account ? (settled ?? address) : undefined))
  const provider = $derived(lookup.provider)
  const server = $derived(account ?? provider?.sending)
  const fields = $derived.by<AccountFields>(() => {
    const from_address = typed.from_address ?? account?.from_address ?? address ?? ''
    const security = typed.security ?? server?.security ?? 'tls'
    const port = server?.security === security ? server.port : usualPort[security]
    return {
      from_name: account?.from_name ?? office?.firm ?? '',
      from_address,
      host: server?.host ?? '',
      security,
      port: String(port),
      username: server ? (server.username ?? '') : from_address,
      password: '',
      ...typed,
    }
  })
  const sameHost = $derived(fields.host.trim() === account?.host)
  const passwordStays = $derived(
    Boolean(account?.has_password) &&
      sameHost &&
      fields.username.trim() === account?.username &&
      (fields.security !== 'none' || account.security === 'none'),
  )
  /** Whether it is signed in to in the browser, which comes after it is saved. */
  const byBrowser = $derived(Boolean(provider?.oauth) || (oauth.data?.state ?? 'none') !== 'none')
  const signsInNext = $derived(byBrowser && !fields.password && !passwordStays && (oauth.data?.state ?? 'none') === 'none')
  const portNumber = $derived(Number(fields.port))
  const faults = $derived({
    from_name: lineFault(fields.from_name),
    host: fields.host.trim() ? undefined : m.need_host(),
    port: Number.isInteger(portNumber) && portNumber > 0 && portNumber < 65_536 ? undefined : m.need_port(),
    from_address: emailFault(fields.from_address),
  })
  const busy = $derived(set.isPending || test.isPending || lookup.asking !== undefined)

  return {
    get fields() {
      return fields
    },
    get busy() {
      return busy
    },
    lookup,
    get passwordStays() {
      return passwordStays
    },
    get trouble() {
      return set.error ?? test.error
    },
    get result() {
      return test.data
    },
    /** Whether the account was tried as it stands here, and works. */
    get works() {
      return test.data?.ok === true && !touched
    },
    /** What is wrong with a field, once it was tried to save. */
    fault: (field: keyof typeof faults) => (checked ? faults[field] : undefined),
    type: (change: Partial<AccountFields>) => {
      touched = true
      Object.assign(typed, change)
    },
    /** The address is typed to its end. */
    settle: () => (settled = fields.from_address),
    /** Saves the account and tries it against its server. True: it is signed in to next, so there is nothing to try. */
    async submit(): Promise<boolean> {
      checked = true
      if (Object.values(faults).some(Boolean) || busy) return false
      const next = signsInNext
      touched = false
      // What is shown stays shown, whatever becomes of the account that it was suggested by.
      Object.assign(typed, fields)
      test.reset()
      const { host, security, from_name, from_address, username, password } = fields
      const plain = account?.allow_plain && sameHost ? { allow_plain: true } : {}
      await set.mutateAsync({
        ...ofAccount(id),
        host: host.trim(),
        port: portNumber,
        security,
        from_name: from_name.trim(),
        from_address: from_address.trim(),
        ...plain,
        ...(password ? { username: username.trim(), password } : {}),
        ...(!password && (passwordStays || byBrowser) ? { username: username.trim() } : {}),
      })
      if (next) return true
      await test.mutateAsync(ofAccount(id))
      return false
    },
  }
}

export type AccountForm = ReturnType<typeof newAccountForm>
