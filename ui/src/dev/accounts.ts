/** The mail accounts of an office in memory: one as it was chosen, and as many more as are wanted. */
import type { Commands, MailAccount, MailTestStep, SendingAccountShown, SendingState } from '../ipc/bindings'
import { OfficeError } from '../ipc/office-error'
import { discover, newMailbox, suggest } from './receiving'
import type { OfficeChoice } from './office'

type Request<K extends keyof Commands> = Commands[K]['request']
type Handlers = { [K in keyof Commands]?: (request: Request<K>) => Commands[K]['reply'] }

interface Account {
  account_id: string
  label: string
  is_default: boolean
  sending?: SendingAccountShown
  way: SendingState
  mailbox: ReturnType<typeof newMailbox>
}
interface Owner {
  firm: string
  owner_email: string
}
type OfClient = { account_id?: string }

export function accountsInMemory(choice: OfficeChoice, { firm, owner_email }: Owner, newId: (kind: string) => string, clients: OfClient[]) {
  const ready: SendingState = { state: 'ready', queued: 0 }
  const sendsFrom = (from_address: string, host: string): SendingAccountShown => ({
    ...{ host, port: 465, security: 'tls', username: from_address, has_password: true },
    ...{ from_name: firm, from_address, allow_plain: false },
  })
  const first: Account = {
    ...{ account_id: 'account-elena', label: '', is_default: true, way: choice.sending },
    ...(choice.sending.state === 'unset' ? {} : { sending: sendsFrom(owner_email, 'smtp.studiovannini.example') }),
    mailbox: newMailbox(choice.receiving ?? 'off', owner_email),
  }
  const others: Account[] = [
    {
      ...{ account_id: 'account-pec', label: 'PEC', is_default: false },
      sending: sendsFrom('studiovannini@pec.example', 'smtps.pec.example'),
      way: choice.second ?? ready,
      mailbox: newMailbox('off', ''),
    },
    {
      ...{ account_id: 'account-anna', label: '', is_default: false, way: ready },
      sending: sendsFrom('anna@studiovannini.example', 'smtp.studiovannini.example'),
      mailbox: newMailbox('listening', 'anna@studiovannini.example'),
    },
  ]
  const nothing = choice.sending.state === 'unset' && !first.mailbox.state().account
  const accounts = [...(nothing ? [] : [first]), ...others.slice(0, (choice.accounts ?? 1) - 1)]

  const add = (label: string) => {
    const is_default = accounts.length === 0
    const made: Account = { account_id: newId('account'), label, is_default, way: { ...ready }, mailbox: newMailbox('off', '') }
    accounts.push(made)
    return made
  }
  const find = ({ account_id }: { account_id?: string }) => {
    const one = accounts.find((one) => (account_id ? one.account_id === account_id : one.is_default))
    if (account_id && !one) throw new OfficeError('not_found', 'no such account')
    return one
  }
  const opened = (asked: { account_id?: string }) => find(asked) ?? add('')
  const own = (id: string) => clients.filter(({ account_id }) => account_id === id)

  /** Those of which no copies are saved. */
  const quiet = new Set<string>()

  const handlers: Handlers = {
    'mail.accounts': () => ({
      accounts: accounts
        .toSorted((a, b) => Number(b.is_default) - Number(a.is_default))
        .map(({ account_id, label, is_default, sending, way, mailbox }): MailAccount => {
          const { account: receiving, ...watch } = mailbox.state()
          const blocked = way.state === 'refused' || way.state === 'unreachable'
          return {
            ...{ account_id, label, is_default, save_sent: !quiet.has(account_id), clients: own(account_id).length, queued: way.queued, watch },
            ...(sending ? { sending } : {}),
            ...(receiving ? { receiving } : {}),
            ...(blocked ? { blocked: { refused: way.state === 'refused', message: way.last_error ?? '' } } : {}),
          }
        }),
    }),
    'mail.add_account': ({ label }) => ({ account_id: add(label ?? '').account_id }),
    'mail.update_account': ({ account_id, label, make_default, save_sent }) => {
      const one = find({ account_id })
      if (one && label !== undefined) one.label = label.trim()
      if (save_sent !== undefined) quiet[save_sent ? 'delete' : 'add'](account_id)
      if (one && make_default) for (const each of accounts) each.is_default = each === one
      return {}
    },
    'mail.remove_account': ({ account_id }) => {
      const one = find({ account_id })
      if (one?.is_default && accounts.length > 1) throw new OfficeError('invalid_request', 'it is the default account')
      accounts.splice(
        accounts.findIndex((each) => each === one),
        1,
      )
      for (const client of own(account_id)) delete client.account_id
      return {}
    },
    'mail.get_sending': (asked) => {
      const account = find(asked)?.sending
      return account ? { account } : {}
    },
    'mail.set_sending': ({ account_id, password, allow_plain = false, ca_file: _, ...to }) => {
      if (to.security === 'none' && to.host.includes('.') && !allow_plain)
        throw new OfficeError('invalid_request', 'security: no protection to another computer')
      const one = opened(account_id ? { account_id } : {})
      const kept = one.sending?.has_password && one.sending.host === to.host && one.sending.username === to.username
      one.sending = { ...to, allow_plain, has_password: Boolean(password ?? kept) }
      if (one.way.state === 'unset' || (password && one.way.state === 'refused')) one.way = { ...one.way, state: 'ready' }
      return {}
    },
    'mail.test': (asked) => {
      const one = opened(asked)
      const good = (...names: string[]): MailTestStep[] => names.map((step) => ({ step, ok: true }))
      if (one.way.state === 'refused') {
        const message = '535 5.7.8 Authentication credentials invalid'
        const steps = good('settings', 'resolve', 'connect', 'secure')
        return { ok: false, steps: [...steps, { step: 'sign_in', ok: false, code: 'sign_in_refused', message }] }
      }
      const host = one.sending?.host ?? ''
      one.way = { state: host.includes('.') ? 'ready' : 'unreachable', queued: 0 }
      if (host.includes('.')) return { ok: true, steps: good('settings', 'resolve', 'connect', 'secure', 'sign_in') }
      return { ok: false, steps: [...good('settings'), { step: 'resolve', ok: false, code: 'name_not_found', message: host }] }
    },
    'mail.get_receiving': (asked) => find(asked)?.mailbox.state() ?? { state: 'off' },
    'mail.set_receiving': (to) => opened(to.account_id ? { account_id: to.account_id } : {}).mailbox.set(to),
    'mail.remove_receiving': (asked) => opened(asked).mailbox.remove(),
    'mail.test_receiving': (asked) => opened(asked).mailbox.test(),
    'mail.suggest': suggest,
    'mail.discover': discover,
  }
  /** How mail leaves, of all of them: the worst that is in the way. */
  const sending = (): SendingState => {
    const ways = accounts.filter(({ sending }) => sending).map(({ way }) => way)
    const worst = ways.find(({ state }) => state === 'refused') ?? ways.find(({ state }) => state === 'unreachable') ?? ways[0]
    return { ...(worst ?? { state: 'unset' }), queued: worst ? ways.reduce((sum, { queued }) => sum + queued, 0) : choice.sending.queued }
  }
  return { handlers, sending }
}
