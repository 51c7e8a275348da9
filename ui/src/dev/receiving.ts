/** A mailbox that answers are read from, in memory, and the few providers that are known there. */
import type { Commands, MailProvider, MailTestStep, Receiving } from '../ipc/bindings'
import { now } from './cast'

type State = Commands['mail.get_receiving']['reply']

export function newMailbox(begun: Receiving, username: string) {
  let state: State =
    begun === 'off'
      ? { state: 'off' }
      : {
          state: begun,
          account: {
            ...{ host: 'imap.studiovannini.example', port: 993, security: 'tls', username, has_password: true },
            ...{ address: username, folder: 'INBOX', authserv_id: 'mx.studiovannini.example', plus_addresses: true, allow_plain: false },
          },
          checked_at: now,
          ...(begun === 'blocked'
            ? { problem: { code: 'sign_in_refused', message: 'NO [AUTHENTICATIONFAILED] Invalid credentials' } }
            : {}),
          ...(begun === 'waiting' ? { problem: { code: 'server_unreachable', message: 'Network is unreachable' } } : {}),
        }
  return {
    state: () => state,
    set: ({ account_id: _, ca_file: __, password, address, folder = 'INBOX', authserv_id, plus_addresses = false, allow_plain = false, ...to }: Commands['mail.set_receiving']['request']) => {
      const has_password = Boolean(password ?? state.account?.has_password)
      const own = { address: address ?? to.username, folder }
      const account = { ...to, ...own, authserv_id: authserv_id ?? to.host, plus_addresses, allow_plain, has_password }
      state = { state: 'listening', account, checked_at: now }
      return {}
    },
    remove: () => {
      state = { state: 'off' }
      return {}
    },
    test: () => {
      const steps = ['settings', 'resolve', 'connect', 'secure', 'sign_in', 'folder']
      const failed = state.account?.folder === 'INBOX' ? undefined : 'folder'
      const at = !state.account?.host.includes('.')
        ? { step: 'resolve', code: 'name_not_found', message: state.account?.host ?? '' }
        : state.problem && state.state === 'blocked'
          ? { step: 'sign_in', ...state.problem }
          : failed
            ? { step: 'folder', code: 'folder_missing', message: 'NO Mailbox does not exist' }
            : undefined
      const good: MailTestStep[] = steps.slice(0, at ? steps.indexOf(at.step) : undefined).map((step) => ({ step, ok: true }))
      return { ok: !at, steps: at ? [...good, { ...at, ok: false }] : good }
    },
  }
}

export function suggest({ address }: { address: string }): Commands['mail.suggest']['reply'] {
  const provider = providers[address.split('@')[1] ?? '']
  return provider ? { provider: provider(address) } : {}
}

/** What a domain says of its servers when it is asked. */
export function discover(asked: { address: string }): Commands['mail.discover']['reply'] {
  const known = suggest(asked)
  const domain = asked.address.split('@')[1] ?? ''
  const found_by = found[domain]
  if (known.provider || !found_by) return known
  const servers = {
    sending: { host: `smtp.${domain}`, port: 465, security: 'tls' as const, username: asked.address },
    receiving: { host: `imap.${domain}`, port: 993, security: 'tls' as const, username: asked.address },
  }
  return { provider: { id: domain, name: domain, is_pec: false, password: 'own', found_by, ...servers } }
}
const found: Record<string, MailProvider['found_by']> = {
  'pubblica.example': 'published',
  'risponde.example': 'answering',
}

const providers: Record<string, (address: string) => MailProvider> = {
  'posta.example': (username) => ({
    ...{ id: 'posta', name: 'Posta Esempio', is_pec: false, password: 'own', plus_addresses: true },
    sending: { host: 'smtp.posta.example', port: 465, security: 'tls', username },
    receiving: { host: 'imap.posta.example', port: 993, security: 'tls', username },
  }),
  'pec.example': () => ({
    ...{ id: 'pec', name: 'PEC Esempio', is_pec: true, password: 'own' },
    sending: { host: 'smtps.pec.example', port: 465, security: 'tls' },
    receiving: { host: 'imaps.pec.example', port: 993, security: 'tls' },
  }),
  'app.example': (username) => ({
    ...{ id: 'app', name: 'App Mail', is_pec: false, password: 'app_with_two_steps', plus_addresses: true },
    help: 'https://app.example/help/app-passwords',
    sending: { host: 'smtp.app.example', port: 587, security: 'starttls', username },
    receiving: { host: 'imap.app.example', port: 993, security: 'tls', username },
  }),
  'shared.example': (username) => ({
    ...{ id: 'shared', name: 'Shared Mail', is_pec: false, password: 'never', plus_addresses: true, oauth: { name: 'Shared' } },
    sending: { host: 'smtp.shared.example', port: 587, security: 'starttls', username },
    receiving: { host: 'imap.shared.example', port: 993, security: 'tls', username },
  }),
  'shut.example': (username) => ({
    ...{ id: 'shut', name: 'Shut Mail', is_pec: false, password: 'never' },
    help: 'https://shut.example/help/sign-in',
    sending: { host: 'smtp.shut.example', port: 587, security: 'starttls', username },
    receiving: { host: 'imap.shut.example', port: 993, security: 'tls', username },
  }),
}
