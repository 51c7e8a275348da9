//! The table itself, and dispatch from it.

use std::pin::Pin;
use std::sync::Arc;

use schemars::{Schema, SchemaGenerator};
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Value, json};
use studiolo_core::Office;
use studiolo_core::access::By;
use ts_rs::Config;

use crate::error::{COMMON, OPENING, WireError};
use crate::typescript::Declarations;
use crate::{
    accounts, audit, backups, chats, clients, digest, documents, drafts, evidence, folder_templates, inbox,
    mail, mails, oauth, office, providers, quarantine, receiving, reminders, settings, templates,
};

type Running<'a> = Pin<Box<dyn Future<Output = Result<Box<RawValue>, WireError>> + Send + 'a>>;

/// A command of the office.
pub struct Command {
    /// `group.verb`.
    pub name: &'static str,
    /// What it does.
    pub doc: &'static str,
    /// Codes of its own errors, besides those that any command may answer with.
    pub errors: &'static [&'static str],
    request_schema: fn(&mut SchemaGenerator) -> Schema,
    reply_schema: fn(&mut SchemaGenerator) -> Schema,
    pub(crate) types: fn(&mut Declarations) -> (String, String),
    run: for<'a> fn(&'a Arc<Office>, &'a By, Value) -> Running<'a>,
}

macro_rules! commands {
    ($($(#[doc = $doc:literal])+ $name:literal => $run:path, $request:ty => $reply:ty, [$($error:literal),*];)+) => {
        /// Every command, in the order of their groups.
        pub const COMMANDS: &[Command] = &[$(Command {
            name: $name,
            doc: concat!($($doc),+),
            errors: &[$($error),*],
            request_schema: |generator| generator.subschema_for::<$request>(),
            reply_schema: |generator| generator.subschema_for::<$reply>(),
            types: |declarations| (declarations.add::<$request>(), declarations.add::<$reply>()),
            run: |office, by, request| Box::pin(async move {
                let request: $request = read(request)?;
                let reply: $reply = $run(office, by, request).await?;
                to_raw_value(&reply).map_err(|error| WireError::invalid("reply", &error.to_string()))
            }),
        }),+];
    };
}

commands! {
    /// Who the office is, whether mail leaves, when the last backup was made.
    "office.state" => office::state, crate::Empty => office::OfficeStateReply, [];
    /// The settings.
    "settings.get" => settings::get, crate::Empty => settings::SettingsGetReply, [];
    /// Changes settings; what is absent stays. A change of zone or window moves every reminder that is due.
    "settings.update" => settings::update, settings::SettingsUpdateRequest => settings::SettingsGetReply, [];
    /// The public holidays of a year, and on which of them the office works.
    "settings.holidays" => settings::holidays, settings::SettingsHolidaysRequest => settings::SettingsHolidaysReply, [];
    /// The mail accounts with their servers, without passwords, and how they fare.
    "mail.accounts" => accounts::list, crate::Empty => accounts::MailAccountsReply, [];
    /// Adds a mail account, whose servers are set next. The first is the default one.
    "mail.add_account" => accounts::add, accounts::MailAddAccountRequest => accounts::MailAddAccountReply, [];
    /// Renames a mail account, or makes it the default one.
    "mail.update_account" => accounts::update, accounts::MailUpdateAccountRequest => crate::Done, ["not_found"];
    /// Takes a mail account away: its clients, and the mail that waits for them, have the default one from then on.
    "mail.remove_account" => accounts::remove, accounts::MailRemoveAccountRequest => crate::Done, ["not_found"];
    /// The server that an account's mail leaves by, without its password.
    "mail.get_sending" => mail::get_sending, accounts::OfAccount => mail::MailGetSendingReply, [];
    /// Sets the server that an account's mail leaves by; mail that waits for one goes at once.
    "mail.set_sending" => mail::set_sending, mail::MailSetSendingRequest => crate::Done, ["not_found"];
    /// Tries the server that an account's mail leaves by, step by step, without sending anything.
    "mail.test" => mail::test, accounts::OfAccount => mail::MailTestReply, ["no_sending_account", "not_found"];
    /// The mailbox that an account's replies come to, without its password, and how it fares.
    "mail.get_receiving" => receiving::get, accounts::OfAccount => receiving::MailGetReceivingReply, [];
    /// Sets the mailbox that an account's replies come to. What arrived in its folder before is left alone.
    "mail.set_receiving" => receiving::set, receiving::MailSetReceivingRequest => crate::Done, ["not_found"];
    /// Takes the mailbox away that an account's replies come to: they stay in it.
    "mail.remove_receiving" => receiving::remove, accounts::OfAccount => crate::Done, [];
    /// Tries the mailbox that an account's replies come to, step by step, without changing anything in it.
    "mail.test_receiving" => receiving::test, accounts::OfAccount => mail::MailTestReply, ["no_receiving_account", "not_found"];
    /// Begins a sign-in to an account's mail by its provider, in place of a password: answers with the page to open in the browser.
    "mail.begin_oauth" => oauth::begin, oauth::MailBeginOauthRequest => oauth::MailBeginOauthReply, ["no_client_id", "oauth_endpoint_refused", "oauth_no_listener", "no_sending_account", "not_found"];
    /// Where an account's sign-in by a provider stands.
    "mail.oauth_state" => oauth::state, accounts::OfAccount => oauth::MailOauthStateReply, ["not_found"];
    /// Ends a sign-in that waits for the browser.
    "mail.cancel_oauth" => oauth::cancel, accounts::OfAccount => crate::Done, ["not_found"];
    /// Forgets an account's sign-in by a provider, and gives it back there: its servers want a password again.
    "mail.forget_oauth" => oauth::forget, accounts::OfAccount => crate::Done, ["not_found"];
    /// The servers of an address's provider, as they are known without a network.
    "mail.suggest" => providers::suggest, providers::MailSuggestRequest => providers::MailSuggestReply, [];
    /// The servers of an address whose provider is not known: its domain is asked for them, which may take some seconds.
    "mail.discover" => providers::discover, providers::MailDiscoverRequest => providers::MailSuggestReply, [];
    /// Received mails that are kept aside until the owner decides, newest first; or those that were dropped.
    "quarantine.list" => quarantine::list, quarantine::QuarantineListRequest => quarantine::QuarantineListReply, [];
    /// A mail kept aside, with what it says and what was checked of its sender.
    "quarantine.get" => quarantine::get, quarantine::QuarantineRequest => quarantine::QuarantineGetReply, ["not_found"];
    /// Puts a mail kept aside into a chat, as if it had joined by itself: its files are saved, the reminder stops.
    "quarantine.join" => quarantine::join, quarantine::QuarantineJoinRequest => quarantine::QuarantineJoinReply, ["not_found", "already_ended"];
    /// Makes a mail kept aside the first message of a new chat.
    "quarantine.start_chat" => quarantine::start_chat, quarantine::QuarantineStartChatRequest => quarantine::QuarantineStartChatReply, ["not_found", "already_ended"];
    /// Drops a mail kept aside; it can be put back for 30 days.
    "quarantine.drop" => quarantine::drop_mail, quarantine::QuarantineRequest => crate::Done, ["not_found", "already_ended"];
    /// Puts a dropped mail back among those that wait for a decision.
    "quarantine.restore" => quarantine::restore, quarantine::QuarantineRequest => crate::Done, ["not_found", "already_ended"];
    /// A received mail as its sender laid it out, made safe to be shown: nothing in it runs, and nothing is fetched.
    "mails.view" => mails::view, mails::MailsViewRequest => mails::MailsViewReply, ["not_found"];
    /// Fetches the pictures of a received mail that lie at other hosts, over HTTPS from public addresses, and holds them for
    /// as long as it is looked at. Whoever sent the mail learns that it was opened, and from where; it is written into the
    /// audit trail.
    "mails.load_pictures" => mails::load_pictures, mails::MailsViewRequest => mails::MailsViewReply, ["not_found"];
    /// The newest mails, at most 1,000: all, or those in one state.
    "outbox.list" => mail::list, mail::OutboxListRequest => mail::OutboxListReply, [];
    /// Tries a mail that has stopped again, at once and under the same Message-ID.
    "outbox.retry" => mail::retry, mail::OutboxRetryRequest => crate::Done, ["not_found", "already_ended"];
    /// A receipt of certified mail about a mail, with what it certifies and who signed it.
    "evidence.get" => evidence::get, evidence::EvidenceRequest => evidence::EvidenceGetReply, ["not_found"];
    /// Saves a receipt as it came (.eml) into a file that is not there yet. The path is taken from the command line alone.
    "evidence.save" => evidence::save, evidence::EvidenceSaveRequest => crate::Done, ["not_found", "name_taken"];
    /// Makes a client with its first contacts.
    "clients.create" => clients::create, clients::ClientsCreateRequest => clients::ClientsCreateReply, [];
    /// Renames a client or changes its kind.
    "clients.update" => clients::update, clients::ClientsUpdateRequest => crate::Done, ["not_found"];
    /// Every client by name, with what is pending.
    "clients.list" => clients::list, crate::Empty => clients::ClientsListReply, [];
    /// A client and its contacts.
    "clients.get" => clients::get, clients::ClientsGetRequest => clients::ClientsGetReply, ["not_found"];
    /// Links a person to a client. Items that nobody could be told about are told then.
    "contacts.create" => clients::create_contact, clients::ContactsCreateRequest => clients::ContactsCreateReply, ["not_found"];
    /// Changes a contact; what is absent stays.
    "contacts.update" => clients::update_contact, clients::ContactsUpdateRequest => crate::Done, ["not_found"];
    /// Starts one chat with each client, all or none; of a template, with its words filled in for each.
    "chats.create" => chats::create, chats::ChatsCreateRequest => chats::ChatsCreateReply, ["not_found", "no_recipient", "missing_value", "private_document", "no_viewable_folder", "file_refused"];
    /// The chats, newest first: of one client or all, in one state or both.
    "chats.list" => chats::list, chats::ChatsListRequest => chats::ChatsListReply, [];
    /// A thread, whole.
    "chats.get" => chats::get, chats::ChatRequest => chats::ChatsGetReply, ["not_found"];
    /// Writes a further message. The thread's reminder is armed afresh, with its settings unless others are given.
    "chats.reply" => chats::reply, chats::ChatsReplyRequest => chats::ChatsReplyReply, ["not_found", "no_recipient", "private_document", "no_viewable_folder", "file_refused"];
    /// Writes down what the client answered by word of mouth; it stops the reminder.
    "chats.record_answer" => chats::record_answer, chats::ChatsRecordAnswerRequest => chats::ChatsReplyReply, ["not_found"];
    /// "This reply doesn't answer me": the reminder runs again, its count kept, its days counted from now.
    "chats.resume_reminder" => chats::resume_reminder, chats::ChatRequest => crate::Done, ["not_found", "already_ended"];
    /// Takes a thread out of the list; its reminder stops.
    "chats.archive" => chats::archive, chats::ChatRequest => crate::Done, ["not_found", "already_ended"];
    /// Puts an archived thread back; nothing is sent, the reminder is armed as if the message were new.
    "chats.reopen" => chats::reopen, chats::ChatRequest => crate::Done, ["not_found"];
    /// Switches the reminder on or off, or changes its days and number.
    "chats.set_reminder" => chats::set_reminder, chats::ChatsSetReminderRequest => crate::Done, ["not_found", "already_ended"];
    /// One more mail at once to every contact with NOTIFY; it uses up no reminder, the next one counts from it.
    "chats.send_again" => chats::send_again, chats::ChatRequest => crate::Done, ["not_found", "no_recipient", "already_ended"];
    /// Ticks a client task or takes the tick away.
    "chats.set_task" => chats::set_task, chats::ChatsSetTaskRequest => crate::Done, ["not_found"];
    /// The owner has seen every message of the thread.
    "chats.mark_read" => chats::mark_read, chats::ChatRequest => crate::Done, ["not_found"];
    /// The client's last message counts as unread again.
    "chats.mark_unread" => chats::mark_unread, chats::ChatRequest => crate::Done, ["not_found"];
    /// Takes the last message back while nothing of it has left (see `undo_seconds`): of one thread, or of the chats that
    /// were started together. What was there before stands again, and its words are a draft.
    "chats.undo_send" => chats::undo_send, chats::ChatsUndoSendRequest => chats::ChatsUndoSendReply, ["not_found", "already_ended"];
    /// What the owner began to write and has not sent.
    "drafts.list" => drafts::list, crate::Empty => drafts::DraftsListReply, [];
    /// Keeps what is being written, whole: a thread's one draft, or one of a new chat.
    "drafts.save" => drafts::save, drafts::DraftsSaveRequest => drafts::DraftsSaveReply, ["not_found"];
    /// Takes a draft away for good.
    "drafts.discard" => drafts::discard, drafts::DraftRequest => crate::Done, ["not_found"];
    /// A client's folders and documents, and what lies among them that can't be one.
    "documents.list" => documents::list, documents::DocumentsListRequest => documents::DocumentsListReply, ["not_found", "documents_missing"];
    /// How many documents each client has.
    "documents.counts" => documents::counts, crate::Empty => documents::DocumentsCountsReply, [];
    /// Makes a top-level folder in a client's folder.
    "documents.create_folder" => documents::create_folder, documents::DocumentsCreateFolderRequest => documents::DocumentsCreateFolderReply, ["not_found", "documents_missing", "name_taken"];
    /// Renames a top-level folder, on disk too; it keeps its access.
    "documents.rename_folder" => documents::rename_folder, documents::DocumentsRenameFolderRequest => crate::Done, ["not_found", "documents_missing", "name_taken"];
    /// Changes who sees a top-level folder and all in it, at once.
    "documents.set_access" => documents::set_access, documents::DocumentsSetAccessRequest => crate::Done, ["not_found"];
    /// Makes those folders of a template that a client has not.
    "documents.apply_template" => folder_templates::apply, folder_templates::DocumentsApplyTemplateRequest => folder_templates::DocumentsApplyTemplateReply, ["not_found", "documents_missing"];
    /// Renames a document, on disk too.
    "documents.rename" => documents::rename, documents::DocumentsRenameRequest => crate::Done, ["not_found", "documents_missing", "name_taken"];
    /// Moves documents into another folder of the same client's, on disk too.
    "documents.move" => documents::move_to, documents::DocumentsMoveRequest => crate::Done, ["not_found", "documents_missing", "name_taken"];
    /// Renames a folder below a top-level one, or moves it with all that is in it, on disk too.
    "documents.move_folder" => documents::move_folder, documents::DocumentsMoveFolderRequest => crate::Done, ["not_found", "documents_missing", "name_taken"];
    /// Takes files, folders and zips of this computer into a folder: all that was chosen, or nothing. A dry run says what
    /// would be taken in and what is refused and why. Paths are taken from the command line alone.
    "documents.import" => documents::import, documents::DocumentsImportRequest => documents::DocumentsImportReply, ["not_found", "documents_missing", "cancelled"];
    /// Deletes documents: nobody sees them from now on, and they lie in the trash for 120 days.
    "documents.trash" => documents::put_into_trash, documents::DocumentsTrashRequest => documents::DocumentsTrashReply, ["not_found", "documents_missing", "file_refused"];
    /// Deletes a folder with all documents in it; what is no document stays where it is.
    "documents.trash_folder" => documents::trash_folder, documents::DocumentsTrashFolderRequest => documents::DocumentsTrashReply, ["not_found", "documents_missing", "file_refused"];
    /// What lies in the trash.
    "documents.trashed" => documents::trashed, documents::DocumentsTrashedRequest => documents::DocumentsTrashedReply, [];
    /// Puts what lies in the trash back where it lay, under another name where its own is taken.
    "documents.restore" => documents::restore, documents::DocumentsRestoreRequest => crate::Done, ["not_found", "documents_missing"];
    /// Documents by the words of their names.
    "documents.search" => documents::search, documents::DocumentsSearchRequest => documents::DocumentsSearchReply, [];
    /// Opens a document to be read: text, tables, mails, invoices, and what is in a signed file and who signed it. It is
    /// written into the audit trail.
    "documents.read" => documents::read, documents::DocumentRequest => documents::DocumentContent, ["not_found", "file_refused", "documents_missing"];
    /// A document's versions: when, by whom, size and SHA-256, chained by hash.
    "documents.history" => documents::history, documents::DocumentRequest => documents::DocumentsHistoryReply, ["not_found"];
    /// The templates of messages.
    "templates.list" => templates::list, crate::Empty => templates::TemplatesListReply, [];
    /// A template of messages, whole.
    "templates.get" => templates::get, templates::TemplateRequest => templates::Template, ["not_found"];
    /// Makes a template of messages.
    "templates.create" => templates::create, templates::TemplatesCreateRequest => templates::TemplatesCreateReply, ["name_taken"];
    /// Changes a template of messages; chats that were made from it stay as they are.
    "templates.update" => templates::update, templates::TemplatesUpdateRequest => templates::TemplatesUpdateReply, ["not_found", "name_taken"];
    /// Makes a template with the words and documents of another.
    "templates.duplicate" => templates::duplicate, templates::TemplatesDuplicateRequest => templates::TemplatesCreateReply, ["not_found", "name_taken"];
    /// Deletes a template of messages; it can be put back for 120 days.
    "templates.delete" => templates::delete, templates::TemplateRequest => crate::Done, ["not_found"];
    /// Puts a deleted template of messages back.
    "templates.restore" => templates::restore, templates::TemplateRequest => crate::Done, ["not_found", "name_taken"];
    /// Reads files, folders and zips of this computer into a template: a copy of each is saved for each client that it is used for.
    "templates.add_documents" => templates::add_documents, templates::TemplatesAddDocumentsRequest => templates::TemplatesAddDocumentsReply, ["not_found", "documents_missing"];
    /// Takes a document out of its template. Clients that it was given to keep theirs.
    "templates.remove_document" => templates::remove_document, templates::TemplateDocumentRequest => crate::Done, ["not_found"];
    /// What words with variables become for a client.
    "templates.preview" => templates::preview, templates::TemplatesPreviewRequest => templates::TemplatesPreviewReply, ["not_found"];
    /// Of which clients something is missing that words with variables would say.
    "templates.missing" => templates::missing, templates::TemplatesMissingRequest => templates::TemplatesMissingReply, [];
    /// The templates of clients' folders.
    "folder_templates.list" => folder_templates::list, crate::Empty => folder_templates::FolderTemplatesListReply, [];
    /// Makes a template or writes over one.
    "folder_templates.save" => folder_templates::save, folder_templates::FolderTemplatesSaveRequest => folder_templates::FolderTemplatesSaveReply, ["not_found"];
    /// Takes a template away; the default one stays.
    "folder_templates.delete" => folder_templates::delete, folder_templates::FolderTemplateRequest => crate::Done, ["not_found"];
    /// Every reminder of items that await their client, with its state.
    "reminders.list" => reminders::list, crate::Empty => reminders::RemindersListReply, [];
    /// What goes out in the next days (0 to 366) if nobody answers, to whom, and what is held and why.
    "reminders.forecast" => reminders::forecast, reminders::RemindersForecastRequest => reminders::RemindersForecastReply, [];
    /// When a chat written now would be reminded, if its mail is accepted at once and nobody answers.
    "reminders.preview" => reminders::preview, reminders::ReminderChoice => reminders::RemindersPreviewReply, [];
    /// Uses up one step without sending it; the next counts from its date.
    "reminders.skip" => reminders::skip, reminders::RemindersSkipRequest => crate::Done, ["not_found", "already_ended"];
    /// Pauses every automatic reminder, or lets them go on.
    "reminders.pause_all" => reminders::pause_all, reminders::RemindersPauseAllRequest => crate::Done, [];
    /// When the owner's next morning mail goes, and what became of the last one.
    "digest.state" => digest::state, crate::Empty => digest::DigestStateReply, [];
    /// What clients did, newest first: all, or what is done or not.
    "inbox.list" => inbox::list, inbox::InboxListRequest => inbox::InboxListReply, [];
    /// The owner is done with a row, or is not after all.
    "inbox.set_done" => inbox::set_done, inbox::InboxSetDoneRequest => crate::Done, ["not_found"];
    /// The audit trail, newest first: of one client or all, a page of at most 1,000 rows.
    "audit.list" => audit::list, audit::AuditListRequest => audit::AuditListReply, [];
    /// Recomputes the whole chain of the audit trail.
    "audit.verify" => audit::verify, crate::Empty => audit::AuditVerifyReply, [];
    /// The backups that the office makes by itself and keeps, newest first.
    "backups.list" => backups::list, crate::Empty => backups::BackupsListReply, [];
}

fn read<T: serde::de::DeserializeOwned>(request: Value) -> Result<T, WireError> {
    serde_json::from_value(request).map_err(|error| WireError::invalid("request", &error.to_string()))
}

/// Runs one command. `null` counts as a request without fields. The reply is JSON already: a long one is written once,
/// and not held in parts.
pub async fn dispatch(
    office: &Arc<Office>,
    by: &By,
    name: &str,
    request: Value,
) -> Result<Box<RawValue>, WireError> {
    let command = COMMANDS.iter().find(|command| command.name == name);
    let command = command.ok_or_else(|| WireError::unknown_command(name))?;
    let request = if request.is_null() { json!({}) } else { request };
    (command.run)(office, by, request).await
}

/// The table as JSON: name, doc, request schema, reply schema (JSON Schema 2020-12), errors.
pub fn describe() -> Value {
    let mut generator = SchemaGenerator::default();
    let commands: Vec<Value> = COMMANDS
        .iter()
        .map(|command| {
            json!({
                "name": command.name,
                "doc": command.doc.trim(),
                "request": (command.request_schema)(&mut generator),
                "reply": (command.reply_schema)(&mut generator),
                "errors": command.errors,
            })
        })
        .collect();
    json!({
        "commands": commands,
        "errors": { "any_command": COMMON, "opening": OPENING },
        "$defs": generator.take_definitions(true),
    })
}

/// The configuration under which TypeScript is made: numbers are numbers, instants strings.
pub(crate) fn typescript_config() -> Config {
    Config::new().with_large_int("number")
}
