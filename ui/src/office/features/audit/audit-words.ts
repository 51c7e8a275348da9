/** An audit row as a sentence: the verb in the window's language. The trail itself keeps the action's name. */
import { m } from '../../../shared/i18n'
import { counted } from '../../../shared/numbers'
import type { AuditRow } from './queries'

type Details = AuditRow['details']

const verbs: Record<string, () => string> = {
  'clients.create': m.audit_clients_create,
  'clients.update': m.audit_clients_update,
  'contacts.create': m.audit_contacts_create,
  'contacts.update': m.audit_contacts_update,
  'chats.create': m.audit_chats_create,
  'chats.reply': m.audit_chats_reply,
  'chats.record_answer': m.audit_chats_record_answer,
  'chats.resume_reminder': m.audit_chats_resume_reminder,
  'chats.archive': m.audit_chats_archive,
  'chats.reopen': m.audit_chats_reopen,
  'chats.set_reminder': m.audit_chats_set_reminder,
  'chats.send_again': m.audit_chats_send_again,
  'reminder.sent': m.audit_reminder_sent,
  'reminder.over': m.audit_reminder_over,
  'mail.accepted': m.audit_mail_accepted,
  'mail.failed': m.audit_mail_failed,
  'digest.accepted': m.audit_digest_accepted,
  'digest.failed': m.audit_digest_failed,
  'digest.uncertain': m.audit_digest_uncertain,
  'mail.bounced': m.audit_mail_bounced,
  'outbox.retry': m.audit_outbox_retry,
  'mail.set_sending': m.audit_mail_set_sending,
  'mail.add_account': m.audit_mail_add_account,
  'mail.update_account': m.audit_mail_update_account,
  'mail.remove_account': m.audit_mail_remove_account,
  'mail.set_receiving': m.audit_mail_set_receiving,
  'mail.remove_receiving': m.audit_mail_remove_receiving,
  'mail.begin_oauth': m.audit_mail_begin_oauth,
  'mail.oauth_granted': m.audit_mail_oauth_granted,
  'mail.oauth_refused': m.audit_mail_oauth_refused,
  'mail.forget_oauth': m.audit_mail_forget_oauth,
  'mail.cancel_oauth': m.audit_mail_cancel_oauth,
  'chats.receive': m.audit_chats_receive,
  'mail.delayed': m.audit_mail_delayed,
  'mail.evidence': m.audit_mail_evidence,
  'evidence.copied': m.audit_evidence_copied,
  'quarantine.keep': m.audit_quarantine_keep,
  'quarantine.join': m.audit_quarantine_join,
  'quarantine.start_chat': m.audit_quarantine_start_chat,
  'quarantine.drop': m.audit_quarantine_drop,
  'quarantine.restore': m.audit_quarantine_restore,
  'mails.load_pictures': m.audit_mails_load_pictures,
  'settings.update': m.audit_settings_update,
  'reminders.skip': m.audit_reminders_skip,
  'reminders.pause_all': m.audit_reminders_pause_all,
  'chat.mended': m.audit_chat_mended,
  'mail.uncertain': m.audit_mail_uncertain,
  'mail.withdrawn': m.audit_mail_withdrawn,
  'documents.create_folder': m.audit_documents_create_folder,
  'documents.rename_folder': m.audit_documents_rename_folder,
  'documents.set_access': m.audit_documents_set_access,
  'documents.rename': m.audit_documents_rename,
  'documents.move': m.audit_documents_move,
  'documents.move_folder': m.audit_documents_move_folder,
  'documents.read': m.audit_documents_read,
  'documents.trash': m.audit_documents_trash,
  'documents.trash_folder': m.audit_documents_trash_folder,
  'documents.restore': m.audit_documents_restore,
  'document.opened': m.audit_documents_read,
  'document.copied': m.audit_document_copied,
  'documents.apply_template': m.audit_documents_apply_template,
  'folder_templates.save': m.audit_folder_templates_save,
  'folder_templates.delete': m.audit_folder_templates_delete,
  'chats.undo_send': m.audit_chats_undo_send,
  'documents.import': m.audit_documents_import,
  'document.found': m.audit_document_found,
  'document.changed': m.audit_document_changed,
  'document.moved': m.audit_document_moved,
  'document.gone': m.audit_document_gone,
  'document.deleted': m.audit_document_deleted,
  'folder.found': m.audit_folder_found,
  'folder.renamed': m.audit_folder_renamed,
  'folder.narrowed': m.audit_folder_narrowed,
  'folder.moved': m.audit_folder_moved,
  'folder.gone': m.audit_folder_gone,
  'templates.create': m.audit_templates_create,
  'templates.update': m.audit_templates_update,
  'templates.duplicate': m.audit_templates_duplicate,
  'templates.delete': m.audit_templates_delete,
  'templates.restore': m.audit_templates_restore,
  'templates.add_documents': m.audit_templates_add_documents,
  'templates.remove_document': m.audit_templates_remove_document,
  'backup.made': m.audit_backup_made,
  'office.restored': m.audit_office_restored,
}

/** "ha scritto in"; an action without words of its own is told by its name. */
export function verbOf({ action, object, details }: AuditRow): string {
  // A folder that can't be moved as a whole: each of its documents is.
  if (action === 'documents.move_folder' && object.startsWith('document:')) return m.audit_documents_move()
  if (action === 'reminder.sent' && 'step' in details)
    return m.audit_reminder_sent_step({ step: said(details.step), of: said(details.of) })
  if (action === 'chats.set_task') return details.done === true ? m.audit_task_done() : m.audit_task_open()
  if (action === 'document.found' && 'count' in details) return m.audit_documents_found({ count: counted(Number(details.count)) })
  if (action === 'folder.found' && 'count' in details) return m.audit_folders_found({ count: counted(Number(details.count)) })
  if (action === 'document.seen') return m.audit_document_seen({ contact: said(details.contact) })
  if (action === 'inbox.set_done')
    return details.done === true ? m.audit_inbox_done() : m.audit_inbox_not_done()
  if (action === 'reminders.pause_all' && 'paused' in details)
    return details.paused === true ? m.audit_reminders_paused() : m.audit_reminders_go_on()
  if (action === 'mail.update_account' && details.is_default === true) return m.audit_mail_default_account()
  if (action === 'chats.set_reminder') return reminderVerb(details)
  if (action === 'chats.record_answer' && details.who) return m.audit_answer_of({ who: said(details.who) })
  return verbs[action]?.() ?? action
}

/** On what, by its name as it was then: the trail keeps it in the row's details. */
export function objectOf({ action, details }: AuditRow): string {
  if (action.startsWith('mail.') || action.startsWith('digest.'))
    return said(details.to ?? details.from_address ?? details.label)
  const what = said(details.task ?? details.subject ?? details.path ?? details.name)
  // What was found elsewhere, or under another name, by both.
  return /^(document|folder)\.(moved|renamed)$/.test(action) && details.to ? `${what} → ${said(details.to)}` : what
}

/** From where it was done; a place without words of its own is told by its name. */
export function originOf({ origin }: AuditRow): string {
  return { window: m.origin_window(), loop: m.origin_loop(), command_line: m.origin_command_line() }[origin] ?? origin
}

/** A hash as an eye compares it, in fours: the first `groups`, and half as many from its end. */
export function hashWords(hash: string, groups = 4): string {
  const four = hash.match(/.{1,4}/g) ?? []
  const after = Math.ceil(groups / 2)
  if (four.length <= groups + after) return four.join(' ')
  return [...four.slice(0, groups), '…', ...four.slice(-after)].join(' ')
}

function reminderVerb({ enabled, reminder }: Details): string {
  if (enabled !== true) return m.audit_reminder_off()
  if (typeof reminder !== 'object' || reminder === null) return m.audit_chats_set_reminder()
  const { every_days, max_count } = reminder as Details
  return m.audit_reminder_on({ days: Number(every_days), count: Number(max_count) })
}

const said = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''
