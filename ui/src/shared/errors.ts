/** The words for the core's error codes: what happened, then what to do. */
import { labelOf } from './editor/variables'
import { m } from './i18n/paraglide/messages.js'
import { listed } from './names'

/** An error with a stable code, as the core gives it. */
export interface Coded {
  code: string
  message: string
  params?: Record<string, unknown>
}

interface Words {
  fact: string
  remedy: string
}

const known: Record<string, (error: Coded) => Words> = {
  invalid_request: ({ message }) => ({
    fact: m.error_invalid_fact(),
    remedy: m.error_invalid_remedy({ message }),
  }),
  not_found: () => ({ fact: m.error_not_found_fact(), remedy: m.error_not_found_remedy() }),
  no_recipient: () => ({ fact: m.error_no_recipient_fact(), remedy: m.error_no_recipient_remedy() }),
  missing_value: missingValue,
  already_ended: () => ({ fact: m.error_ended_fact(), remedy: m.error_ended_remedy() }),
  no_sending_account: () => ({ fact: m.error_no_account_fact(), remedy: m.error_no_account_remedy() }),
  no_receiving_account: () => ({ fact: m.error_no_receiving_fact(), remedy: m.error_no_receiving_remedy() }),
  no_client_id: () => ({ fact: m.error_no_client_fact(), remedy: m.error_no_client_remedy() }),
  oauth_no_listener: () => ({ fact: m.error_listener_fact(), remedy: m.error_listener_remedy() }),
  office_locked: () => ({ fact: m.error_locked_fact(), remedy: m.error_locked_remedy() }),
  missing_key: () => ({ fact: m.error_key_fact(), remedy: m.error_key_remedy() }),
  wrong_key: () => ({ fact: m.error_key_fact(), remedy: m.error_key_remedy() }),
  newer_schema: () => ({ fact: m.error_newer_fact(), remedy: m.error_newer_remedy() }),
  damaged: () => ({ fact: m.error_damaged_fact(), remedy: m.error_damaged_remedy() }),
  backup_unusable: () => ({ fact: m.error_backup_fact(), remedy: m.error_backup_remedy() }),
  wrong_code: () => ({ fact: m.error_code_fact(), remedy: m.error_code_remedy() }),
  folder_not_empty: () => ({ fact: m.error_folder_fact(), remedy: m.error_folder_remedy() }),
  folder_of_office: () => ({ fact: m.error_folder_own_fact(), remedy: m.error_folder_remedy() }),
  disk_full: () => ({ fact: m.error_full_fact(), remedy: m.error_full_remedy() }),
  read_only: () => ({ fact: m.error_read_only_fact(), remedy: m.error_read_only_remedy() }),
  private_document: () => ({ fact: m.error_private_fact(), remedy: m.error_private_remedy() }),
  no_viewable_folder: nowhere,
  name_taken: () => ({ fact: m.error_name_taken_fact(), remedy: m.error_name_taken_remedy() }),
  network_share: () => ({ fact: m.error_share_fact(), remedy: m.error_share_remedy() }),
  documents_missing: () => ({ fact: m.error_documents_fact(), remedy: m.error_documents_remedy() }),
  file_refused: () => ({ fact: m.error_refused_fact(), remedy: m.error_refused_remedy() }),
  cancelled: () => ({ fact: m.error_cancelled_fact(), remedy: m.error_cancelled_remedy() }),
  disk_error: () => ({ fact: m.error_disk_fact(), remedy: m.error_disk_remedy() }),
}

interface Concerned {
  name?: unknown
  missing?: unknown
}
const concerned = ({ params }: Coded) => (Array.isArray(params?.clients) ? (params.clients as Concerned[]) : [])
const namesOf = (clients: Concerned[]) => listed(clients.flatMap(({ name }) => (typeof name === 'string' ? [name] : [])))

function nowhere(error: Coded): Words {
  const names = namesOf(concerned(error))
  return { fact: names ? m.error_nowhere_names({ names }) : m.error_nowhere_fact(), remedy: m.error_nowhere_remedy() }
}

function missingValue(error: Coded): Words {
  const clients = concerned(error)
  const lacking: unknown[] = clients.flatMap(({ missing }): unknown[] => (Array.isArray(missing) ? missing : []))
  const what = [...new Set(lacking)].flatMap((one) => (typeof one === 'string' ? [labelOf(one)] : []))
  return {
    fact: m.error_missing_fact({
      what: listed(what) || m.error_missing_value(),
      names: namesOf(clients) || m.error_missing_clients(),
    }),
    remedy: m.error_missing_remedy(),
  }
}

/** What to tell the owner about `error`, in the window's language. */
export function errorWords(error: Coded): Words {
  const words = known[error.code]
  if (words) return words(error)
  if (error.code.startsWith('name_')) return { fact: m.error_name_fact(), remedy: m.error_name_remedy() }
  return { fact: m.error_generic_fact(), remedy: m.error_generic_remedy({ code: error.code }) }
}
