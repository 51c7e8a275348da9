// Made from the command table by `UPDATE_GOLDEN=1 cargo test -p studiolo-api`. Do not edit.

export type AcceptedFile = { 
/**
 * Where it is to lie below the chosen folder; one whose name is taken there gets another when it lands. In a dry run a
 * folder in which nothing is stands among them, and ends in `/`.
 */
path: string, 
/**
 * Bytes.
 */
size: number, 
/**
 * The document that it has become; in a dry run, the one in that folder that holds the same bytes already.
 */
document_id?: string, 
/**
 * How its name in a zip was read where nothing but its look speaks for that: `cp850_guess` or `shift_jis_guess`.
 */
name_guess?: string, };

export type Access = "private" | "view" | "edit";

export type Attachment = { 
/**
 * Its id.
 */
document_id: string, 
/**
 * File name.
 */
name: string, 
/**
 * Bytes.
 */
size: number, };

export type AttachmentChoice = { 
/**
 * A document that the client sees.
 */
document_id?: string, 
/**
 * Something of this computer; taken from the command line alone.
 */
path?: string, 
/**
 * A document of a template, saved among the documents of each client; in a new chat alone.
 */
template_document_id?: string, 
/**
 * The top-level folder that it is saved in; absent: where the last one was, else one that the client can view, else one
 * that it can edit.
 */
folder_id?: string, };

export type AuditListReply = { 
/**
 * Newest first.
 */
rows: Array<AuditRow>, };

export type AuditListRequest = { 
/**
 * Absent: of all clients.
 */
client_id?: string, 
/**
 * Only rows before this number.
 */
before?: number, 
/**
 * How many at most, 1 to 1,000; 200 if absent.
 */
limit?: number, };

export type AuditRow = { 
/**
 * 1, 2, 3 … without gaps.
 */
seq: number, 
/**
 * When.
 */
at: string, 
/**
 * Who.
 */
actor: string, 
/**
 * What: a command's name, or `reminder.sent`, `mail.accepted` …
 */
action: string, 
/**
 * On what: `kind:id`.
 */
object: string, 
/**
 * From where: window, `command_line`, loop.
 */
origin: string, 
/**
 * SHA-256, hex; follows from the row before.
 */
hash: string, 
/**
 * What else is worth keeping.
 */
details: Record<string, unknown>, };

export type AuditVerifyReply = { 
/**
 * Whether every row follows from the one before.
 */
ok: boolean, 
/**
 * How many rows were checked.
 */
rows: number, 
/**
 * The hash of the last good row.
 */
head: string, 
/**
 * The first row that does not follow.
 */
broken_at?: number, };

export type Author = { 
/**
 * The office or the client.
 */
kind: AuthorKind, 
/**
 * Their name when they wrote.
 */
name: string, 
/**
 * The contact, if it was one.
 */
contact_id?: string, };

export type AuthorKind = "office" | "client";

export type BackupKind = "daily" | "weekly";

export type BackupsListReply = { 
/**
 * Newest first.
 */
backups: Array<KeptBackup>, };

export type Blocked = { 
/**
 * Whether somebody must change the account; else waiting mends it.
 */
refused: boolean, 
/**
 * The server's or the system's words.
 */
message: string, };

export type Chat = { 
/**
 * Its id.
 */
chat_id: string, 
/**
 * Its client.
 */
client_id: string, 
/**
 * Its client's name.
 */
client_name: string, 
/**
 * Its subject.
 */
subject: string, 
/**
 * Whether it stands in the list.
 */
state: ChatState, 
/**
 * Its client's contacts.
 */
contacts: Array<Contact>, };

export type ChatRequest = { 
/**
 * Its id.
 */
chat_id: string, };

export type ChatRow = { 
/**
 * Its id.
 */
chat_id: string, 
/**
 * Its client.
 */
client_id: string, 
/**
 * Its client's name.
 */
client_name: string, 
/**
 * Its subject.
 */
subject: string, 
/**
 * Whether it stands in the list.
 */
state: ChatState, 
/**
 * Its last message.
 */
last: LastMessage, 
/**
 * Messages of the client that the office has not read.
 */
unread: number, 
/**
 * Its checklist.
 */
tasks: TaskCount, 
/**
 * Its reminder.
 */
reminder: Reminder, 
/**
 * The least far state of the last message's mails; absent when the client wrote it.
 */
delivery?: DeliveryState, 
/**
 * The first words of what the office has begun to write in it.
 */
draft?: string, };

export type ChatState = "active" | "archived";

export type ChatsCreateReply = { 
/**
 * In the order of the request.
 */
chats: Array<CreatedChat>, };

export type ChatsCreateRequest = { 
/**
 * With whom; at least one.
 */
client_ids: Array<string>, 
/**
 * The template that it is made from: the variables in subject and body are filled in for each client. Absent: braces
 * are words.
 */
template_id?: string, 
/**
 * Empty: the first words of the message; absent: the template's.
 */
subject?: string, 
/**
 * The rich-text document, or a string taken as plain paragraphs; absent: the template's.
 */
body?: string | Record<string, unknown>, 
/**
 * Absent or null: off; `{}`: the office's defaults.
 */
reminder?: ReminderChoice | null, 
/**
 * Client tasks, one line each, at most 100.
 */
tasks?: Array<string>, 
/**
 * The documents that the message brings; absent: the template's.
 */
attachments?: Array<AttachmentChoice>, 
/**
 * Seconds during which nothing leaves yet, 0 to 60; 0 if absent.
 */
undo_seconds?: number, 
/**
 * Also where nobody would be told: the item is then held until it is mended.
 */
allow_no_recipient?: boolean, 
/**
 * The draft that it was; gone in the same act.
 */
draft_id?: string, };

export type ChatsGetReply = { 
/**
 * The chat.
 */
chat: Chat, 
/**
 * Oldest first.
 */
messages: Array<Message>, 
/**
 * In order.
 */
tasks: Array<Task>, 
/**
 * Its reminder.
 */
reminder: Reminder, };

export type ChatsListReply = { 
/**
 * Newest first.
 */
chats: Array<ChatRow>, };

export type ChatsListRequest = { 
/**
 * Absent: of all clients.
 */
client_id?: string, 
/**
 * Absent: both.
 */
state?: ChatState, 
/**
 * So many of the newest; absent: all.
 */
limit?: number, };

export type ChatsRecordAnswerRequest = { 
/**
 * The chat.
 */
chat_id: string, 
/**
 * Who answered; absent: the client.
 */
contact_id?: string, 
/**
 * Their words.
 */
text: string, };

export type ChatsReplyReply = { 
/**
 * Its id.
 */
message_id: string, };

export type ChatsReplyRequest = { 
/**
 * The chat.
 */
chat_id: string, 
/**
 * The rich-text document, or a string taken as plain paragraphs.
 */
body: string | Record<string, unknown>, 
/**
 * Absent: as the thread has it; null: off.
 */
reminder?: ReminderChoice | null, 
/**
 * Further client tasks.
 */
tasks?: Array<string>, 
/**
 * The documents that the message brings.
 */
attachments?: Array<AttachmentChoice>, 
/**
 * Seconds during which nothing leaves yet, 0 to 60; 0 if absent.
 */
undo_seconds?: number, 
/**
 * Also where nobody would be told.
 */
allow_no_recipient?: boolean, 
/**
 * The draft that it was; gone in the same act.
 */
draft_id?: string, };

export type ChatsSetReminderRequest = { 
/**
 * The chat.
 */
chat_id: string, 
/**
 * On or off.
 */
enabled: boolean, 
/**
 * Civil days until the next reminder, 1 to 365; absent: as it is.
 */
every_days?: number, 
/**
 * Number of reminders, 1 to 99; absent: as it is.
 */
max_count?: number, };

export type ChatsSetTaskRequest = { 
/**
 * The task.
 */
task_id: string, 
/**
 * Whether it is done.
 */
done: boolean, };

export type ChatsUndoSendReply = { 
/**
 * The draft that has its words.
 */
draft_id: string, };

export type ChatsUndoSendRequest = { 
/**
 * One thread, or the chats that were started together.
 */
chat_ids: Array<string>, };

export type Client = { 
/**
 * Its id.
 */
client_id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Person or company.
 */
kind: ClientKind, 
/**
 * The mail account that it is written from; absent: the default one.
 */
account_id?: string, 
/**
 * Since when it is a client here.
 */
created_at: string, };

export type ClientKind = "person" | "company";

export type ClientRow = { 
/**
 * Its id.
 */
client_id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Person or company.
 */
kind: ClientKind, 
/**
 * Names of its contacts, oldest first.
 */
contacts: Array<string>, 
/**
 * How many contacts have NOTIFY on.
 */
notified: number, 
/**
 * How many contacts have a mailbox that refuses.
 */
unreachable: number, 
/**
 * How many items await the client.
 */
waiting: number, 
/**
 * When its next reminder is due.
 */
next_at?: string, 
/**
 * How many items had all their reminders and no answer.
 */
exhausted: number, 
/**
 * How many active chats have the client's word last.
 */
answered: number, 
/**
 * Instant of the last message.
 */
last_at?: string, };

export type ClientsCreateReply = { 
/**
 * Its id.
 */
client_id: string, 
/**
 * The ids of its contacts, in the order of the request.
 */
contact_ids: Array<string>, };

export type ClientsCreateRequest = { 
/**
 * Name, one line.
 */
name: string, 
/**
 * Person or company.
 */
kind: ClientKind, 
/**
 * Its first contacts.
 */
contacts?: Array<NewContact>, };

export type ClientsGetReply = { 
/**
 * The client.
 */
client: Client, 
/**
 * Its contacts, oldest first.
 */
contacts: Array<Contact>, };

export type ClientsGetRequest = { 
/**
 * Its id.
 */
client_id: string, };

export type ClientsListReply = { 
/**
 * By name.
 */
clients: Array<ClientRow>, };

export type ClientsUpdateRequest = { 
/**
 * Which.
 */
client_id: string, 
/**
 * Name.
 */
name?: string, 
/**
 * Person or company.
 */
kind?: ClientKind, 
/**
 * The mail account that it is written from, which has a server that mail leaves by; null: the default one.
 */
account_id?: string | null, };

export type Contact = { 
/**
 * Its id.
 */
contact_id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Mail address.
 */
email: string, 
/**
 * Gets e-mail.
 */
notify: boolean, 
/**
 * May enter the portal.
 */
login: boolean, 
/**
 * The mailbox refuses: told by `clients.get` alone. Absent: nothing speaks against it.
 */
unreachable?: Unreachable, };

export type ContactsCreateReply = { 
/**
 * Its id.
 */
contact_id: string, };

export type ContactsCreateRequest = { 
/**
 * Whose.
 */
client_id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Mail address.
 */
email: string, 
/**
 * Gets e-mail.
 */
notify: boolean, 
/**
 * May enter the portal.
 */
login: boolean, };

export type ContactsUpdateRequest = { 
/**
 * Which.
 */
contact_id: string, 
/**
 * Name.
 */
name?: string, 
/**
 * Mail address.
 */
email?: string, 
/**
 * Gets e-mail.
 */
notify?: boolean, 
/**
 * May enter the portal.
 */
login?: boolean, };

export type CreatedChat = { 
/**
 * Its id.
 */
chat_id: string, 
/**
 * Its client.
 */
client_id: string, };

export type Delivery = { 
/**
 * The mail.
 */
mail_id: string, 
/**
 * To whom.
 */
contact_id: string, 
/**
 * Where it went, or goes.
 */
email: string, 
/**
 * Where it is.
 */
state: MailState, 
/**
 * When the server accepted it.
 */
at?: string, 
/**
 * What the last failed attempt was told.
 */
last_error?: string, 
/**
 * The receipts of certified mail about it, in the order in which what they tell happened.
 */
evidence: Array<Evidence>, };

export type DeliveryState = "queued" | "sending" | "accepted" | "failed" | "bounced" | "withdrawn" | "uncertain" | "held";

export type Digest = { 
/**
 * The civil day in the office's zone.
 */
day: string, 
/**
 * Where it is.
 */
state: MailState, 
/**
 * Where it went, or goes.
 */
to: string, 
/**
 * RFC 5322 Message-ID, with its brackets.
 */
message_id: string, 
/**
 * What the last failed attempt was told; of one that was withdrawn: `nothing_to_say` or `too_late`.
 */
last_error?: string, 
/**
 * When the server accepted it.
 */
accepted_at?: string, };

export type DigestChoice = { 
/**
 * Whether at all.
 */
enabled: boolean, 
/**
 * When, in the office's zone, on the days of the sending window: `07:30`. It goes up to four hours late, then no more.
 */
at: string, };

export type DigestStateReply = { 
/**
 * When the next one goes, if there is something to say then. Absent: it is off, or no day opens.
 */
next_at?: string, 
/**
 * The last one whose time had come.
 */
last?: Digest, };

export type DocumentContent = { 
/**
 * Its id.
 */
document_id: string, 
/**
 * Whose it is.
 */
client_id: string, 
/**
 * The client's name.
 */
client_name: string, 
/**
 * Where it lies below the client's folder.
 */
path: string, 
/**
 * Bytes.
 */
size: number, 
/**
 * What it is; of a signed file, what is in it.
 */
kind: DocumentKind, 
/**
 * Of a signed file: the name of what is in it.
 */
inner_name?: string, 
/**
 * Who signed it.
 */
signers: Array<DocumentSigner>, 
/**
 * The words of a text or table, at most 2 MiB.
 */
text?: string, 
/**
 * Whether there is more text than that.
 */
cut: boolean, 
/**
 * A mail.
 */
letter?: LetterContent, 
/**
 * An invoice.
 */
invoice?: InvoiceContent, 
/**
 * The chats whose messages brought it, the last one first.
 */
chats: Array<DocumentMention>, };

export type DocumentFolder = { 
/**
 * Its id.
 */
folder_id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Who sees it.
 */
access: Access, 
/**
 * Where it lies below `root`.
 */
path: string, 
/**
 * How many documents lie in it.
 */
documents: number, 
/**
 * Why no client sees it, whatever its access: a stable code.
 */
kept?: string, };

export type DocumentFound = { 
/**
 * Its id.
 */
document_id: string, 
/**
 * Whose it is.
 */
client_id: string, 
/**
 * Where it lies below the client's folder.
 */
path: string, 
/**
 * Bytes.
 */
size: number, 
/**
 * The last change of its content.
 */
modified_at: string, 
/**
 * Words of its text around what was looked for; absent where the name has it.
 */
snippet?: string, };

export type DocumentKind = "pdf" | "picture" | "text" | "table" | "letter" | "invoice" | "other";

export type DocumentMention = { 
/**
 * The chat.
 */
chat_id: string, 
/**
 * Its subject.
 */
subject: string, 
/**
 * When the message was written.
 */
at: string, };

export type DocumentRequest = { 
/**
 * Its id.
 */
document_id: string, };

export type DocumentRow = { 
/**
 * Its id.
 */
document_id: string, 
/**
 * The top-level folder in which it lies.
 */
folder_id: string, 
/**
 * Where it lies below `root`.
 */
path: string, 
/**
 * Bytes.
 */
size: number, 
/**
 * SHA-256 of its last whole version, in hex; empty while its first one is being written.
 */
sha256: string, 
/**
 * The last change of its content.
 */
modified_at: string, 
/**
 * Who brought its last version; empty when it was found on the disk.
 */
by: string, 
/**
 * The number of its last version; 0 while the first one is being written.
 */
version: number, 
/**
 * Whether its last version is whole at its place: clients see no other.
 */
published: boolean, 
/**
 * Why no client sees it, whatever its folder's access: a stable code.
 */
kept?: string, 
/**
 * Which contacts have opened its last version.
 */
seen: Array<DocumentSeen>, 
/**
 * When the owner last opened that version.
 */
opened_at?: string, };

export type DocumentSeen = { 
/**
 * The contact's name.
 */
name: string, 
/**
 * When.
 */
at: string, };

export type DocumentSigner = { 
/**
 * The holder's name.
 */
name: string, 
/**
 * The holder's tax code.
 */
tax_code?: string, 
/**
 * The organisation that the holder belongs to.
 */
organisation?: string, 
/**
 * Who issued the certificate.
 */
issuer?: string, 
/**
 * From when the certificate is valid.
 */
valid_from?: string, 
/**
 * Until when.
 */
valid_until?: string, 
/**
 * When it was signed, as the signer says.
 */
signed_at?: string, 
/**
 * Whether content and signature belong together.
 */
intact: SignatureState, 
/**
 * The same in words, in the office's language.
 */
words: string, };

export type DocumentVersion = { 
/**
 * 1, 2, 3 …
 */
version: number, 
/**
 * When it was found whole.
 */
at: string, 
/**
 * Who brought it; empty when it was found on the disk.
 */
by: string, 
/**
 * Bytes.
 */
size: number, 
/**
 * SHA-256 of its bytes, in hex.
 */
sha256: string, 
/**
 * The chain: SHA-256 over the version before and this one, in hex.
 */
hash: string, };

export type DocumentsApplyTemplateReply = { 
/**
 * Their ids; those that the client had already are not among them.
 */
folder_ids: Array<string>, };

export type DocumentsApplyTemplateRequest = { 
/**
 * Whose folder.
 */
client_id: string, 
/**
 * Which template.
 */
template_id: string, 
/**
 * The year that `{year}` stands for, 1900 to 2999; absent: this one.
 */
year?: number, };

export type DocumentsCountsReply = { 
/**
 * Each client that has any.
 */
clients: Array<DocumentsOfClient>, 
/**
 * How many documents lie in the trash.
 */
trashed: number, };

export type DocumentsCreateFolderReply = { 
/**
 * Its id.
 */
folder_id: string, };

export type DocumentsCreateFolderRequest = { 
/**
 * In whose folder.
 */
client_id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Who sees it.
 */
access: Access, };

export type DocumentsHistoryReply = { 
/**
 * Its versions, newest first.
 */
versions: Array<DocumentVersion>, 
/**
 * The first version that does not follow from those before it, if there is one: somebody rewrote the history.
 */
broken_at?: number, };

export type DocumentsImportReply = { 
/**
 * Each file that is taken in.
 */
accepted: Array<AcceptedFile>, 
/**
 * Each file that is not.
 */
refused: Array<RefusedFile>, };

export type DocumentsImportRequest = { 
/**
 * Into which top-level folder.
 */
folder_id: string, 
/**
 * Into which folder below it, names joined by `/`; absent or empty: none.
 */
below?: string, 
/**
 * Files, folders and zips of this computer; taken from the command line alone.
 */
paths: Array<string>, 
/**
 * True: says what would be taken in, and writes nothing.
 */
dry_run: boolean, 
/**
 * Which of what a dry run accepted; absent: all of it.
 */
choose?: Array<string>, };

export type DocumentsListReply = { 
/**
 * The client's folder on this computer, absolute.
 */
root: string, 
/**
 * Its top-level folders, by name.
 */
folders: Array<DocumentFolder>, 
/**
 * Its documents, by path.
 */
documents: Array<DocumentRow>, 
/**
 * What lies in the client's folder and can't be a document.
 */
kept: Array<KeptEntry>, };

export type DocumentsListRequest = { 
/**
 * Its id.
 */
client_id: string, };

export type DocumentsMoveFolderRequest = { 
/**
 * In which top-level folder it lies.
 */
folder_id: string, 
/**
 * Where below it, names joined by `/`.
 */
below: string, 
/**
 * Into which top-level folder of the same client's.
 */
to_folder_id: string, 
/**
 * Where it is to lie below that, its own name last.
 */
to_below: string, };

export type DocumentsMoveRequest = { 
/**
 * Which.
 */
document_ids: Array<string>, 
/**
 * Into which top-level folder of the same client's.
 */
folder_id: string, 
/**
 * Into which folder below it, names joined by `/`; absent or empty: none.
 */
below?: string, };

export type DocumentsOfClient = { 
/**
 * Which client.
 */
client_id: string, 
/**
 * How many.
 */
documents: number, };

export type DocumentsRenameFolderRequest = { 
/**
 * Which.
 */
folder_id: string, 
/**
 * Its name from now on.
 */
name: string, };

export type DocumentsRenameRequest = { 
/**
 * Which.
 */
document_id: string, 
/**
 * Its name from now on.
 */
name: string, };

export type DocumentsRestoreRequest = { 
/**
 * Ids in the trash.
 */
trash_ids: Array<string>, };

export type DocumentsSearchReply = { 
/**
 * The one changed last first.
 */
documents: Array<DocumentFound>, };

export type DocumentsSearchRequest = { 
/**
 * Words, all of which the name must hold, without regard to case and accents.
 */
text: string, 
/**
 * Absent: of all clients.
 */
client_id?: string, 
/**
 * So many at most; absent: 50.
 */
limit?: number, };

export type DocumentsSetAccessRequest = { 
/**
 * Which top-level folder.
 */
folder_id: string, 
/**
 * Who sees it from now on.
 */
access: Access, };

export type DocumentsTrashFolderRequest = { 
/**
 * The top-level folder.
 */
folder_id: string, 
/**
 * The folder below it, names joined by `/`; absent or empty: the top-level folder itself.
 */
below?: string, };

export type DocumentsTrashReply = { 
/**
 * Their ids there, in the order of the request.
 */
trash_ids: Array<string>, };

export type DocumentsTrashRequest = { 
/**
 * Their ids.
 */
document_ids: Array<string>, };

export type DocumentsTrashedReply = { 
/**
 * Deleted last first.
 */
documents: Array<TrashedDocument>, };

export type DocumentsTrashedRequest = { 
/**
 * Absent: of all clients.
 */
client_id?: string, };

export type Done = Record<symbol, never>;

export type Draft = { 
/**
 * Its id.
 */
draft_id: string, 
/**
 * The thread that it belongs to; absent: a new chat.
 */
chat_id?: string, 
/**
 * Whom a new chat is for.
 */
client_ids: Array<string>, 
/**
 * The subject of a new chat.
 */
subject: string, 
/**
 * The versioned rich-text document.
 */
body: Record<string, unknown>, 
/**
 * The same as plain text.
 */
text: string, 
/**
 * Its reminder; null: off.
 */
reminder: ReminderChoice | null, 
/**
 * Client tasks.
 */
tasks: Array<string>, 
/**
 * The documents that it will bring, as they are now.
 */
attachments: Array<Attachment>, 
/**
 * The template that a new chat is made from: its words hold variables.
 */
template_id?: string, 
/**
 * Those of the template's documents that it will bring.
 */
template_documents: Array<TemplateDocument>, 
/**
 * When it was saved.
 */
at: string, };

export type DraftRequest = { 
/**
 * Its id.
 */
draft_id: string, };

export type DraftsListReply = { 
/**
 * The one saved last first.
 */
drafts: Array<Draft>, };

export type DraftsSaveReply = { 
/**
 * Its id.
 */
draft_id: string, };

export type DraftsSaveRequest = { 
/**
 * The draft to replace; absent: the thread's one, or a new one.
 */
draft_id?: string, 
/**
 * The thread that it belongs to; absent: a new chat.
 */
chat_id?: string, 
/**
 * Whom a new chat is for.
 */
client_ids?: Array<string>, 
/**
 * The subject of a new chat.
 */
subject?: string, 
/**
 * The rich-text document, or a string taken as plain paragraphs.
 */
body: string | Record<string, unknown>, 
/**
 * Absent or null: off.
 */
reminder?: ReminderChoice | null, 
/**
 * Client tasks.
 */
tasks?: Array<string>, 
/**
 * The documents that it will bring.
 */
attachments?: Array<DocumentRequest>, 
/**
 * The template that a new chat is made from: its words hold variables.
 */
template_id?: string, 
/**
 * Those of the template's documents that it will bring.
 */
template_document_ids?: Array<string>, };

export type Empty = Record<symbol, never>;

export type Evidence = { 
/**
 * Its id.
 */
evidence_id: string, 
/**
 * What it says has happened.
 */
kind: EvidenceKind, 
/**
 * When, by the gateway's clock; absent: it does not tell.
 */
at?: string, 
/**
 * When it was taken in.
 */
taken_at: string, 
/**
 * Whether the gateway's signature fits its bytes, the certificate is for the gateway's address, and all that it says
 * agrees. The certificate's issuer was not looked up in any list of trust. Only what is verified moves the mail.
 */
verified: boolean, 
/**
 * Why it is not verified.
 */
why?: EvidenceFault, 
/**
 * What went wrong with the mail, in the gateway's words.
 */
reason?: string, 
/**
 * Who signed, as the certificate says.
 */
signer?: string, 
/**
 * Who issued that certificate.
 */
issuer?: string, };

export type EvidenceData = { 
/**
 * The gateway that says so.
 */
gateway: string, 
/**
 * The gateway's own id of the mail.
 */
identifier: string, 
/**
 * Who sent the mail.
 */
sender: string, 
/**
 * Whom it was sent to.
 */
recipients: Array<EvidenceRecipient>, 
/**
 * Its subject.
 */
subject?: string, 
/**
 * The `Message-ID` that it was sent with, with its brackets.
 */
message_id?: string, 
/**
 * Whom the receipt is about.
 */
delivered_to?: string, 
/**
 * How much of the mail it brings.
 */
form?: EvidenceForm, };

export type EvidenceFault = "not_signed" | "changed" | "not_checked" | "another_signer" | "self_issued" | "out_of_date" | "no_data" | "disagrees" | "another_recipient" | "too_large";

export type EvidenceForm = "complete" | "brief" | "summary";

export type EvidenceGetReply = { 
/**
 * The receipt.
 */
evidence: Evidence, 
/**
 * The mail that it is about.
 */
mail_id: string, 
/**
 * Where that went.
 */
to: string, 
/**
 * That mail's subject.
 */
subject: string, 
/**
 * Its certification data (`daticert.xml`); absent: it has none that can be read.
 */
data?: EvidenceData, 
/**
 * The bytes that it has as it came.
 */
size: number, 
/**
 * Their SHA-256 in hexadecimal digits.
 */
sha256: string, };

export type EvidenceKind = "accepted" | "not_accepted" | "taken_in_charge" | "delivered" | "not_delivered" | "not_yet_delivered" | "virus";

export type EvidenceRecipient = { 
/**
 * The address.
 */
address: string, 
/**
 * Whether it is certified mail too: only then a receipt of delivery comes.
 */
certified: boolean, };

export type EvidenceRequest = { 
/**
 * Its id.
 */
evidence_id: string, };

export type EvidenceSaveRequest = { 
/**
 * The receipt.
 */
evidence_id: string, 
/**
 * A file that is not there yet.
 */
path: string, };

export type FolderOfTemplate = { 
/**
 * Its name; `{year}` stands for the year.
 */
name: string, 
/**
 * Who sees it.
 */
access: Access, };

export type FolderTemplate = { 
/**
 * Its id.
 */
template_id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Whether new clients get it.
 */
is_default: boolean, 
/**
 * Its folders, in order.
 */
folders: Array<FolderOfTemplate>, };

export type FolderTemplateRequest = { 
/**
 * Its id.
 */
template_id: string, };

export type FolderTemplatesListReply = { 
/**
 * By name.
 */
templates: Array<FolderTemplate>, };

export type FolderTemplatesSaveReply = { 
/**
 * Its id.
 */
template_id: string, };

export type FolderTemplatesSaveRequest = { 
/**
 * Which is written over; absent: a new one.
 */
template_id?: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Whether new clients get it, in place of the present default.
 */
is_default: boolean, 
/**
 * Its folders, in order.
 */
folders: Array<FolderOfTemplate>, };

export type ForecastEntry = { 
/**
 * When.
 */
at: string, 
/**
 * Of which item.
 */
item: Item, 
/**
 * Of which client.
 */
client_id: string, 
/**
 * Which one.
 */
step: number, 
/**
 * Of how many.
 */
of: number, 
/**
 * The addresses that it goes to.
 */
recipients: Array<string>, 
/**
 * Why it is held; then `at` is when it would go: `no_recipient`, paused, `not_mailed_yet` …
 */
held?: string, };

export type FoundBy = "mail_server" | "published" | "answering";

export type Holiday = { 
/**
 * Stable name within the country: `easter_monday`.
 */
key: string, 
/**
 * The civil day.
 */
date: string, 
/**
 * Whether the office works on it all the same.
 */
open: boolean, };

export type InboxListReply = { 
/**
 * Newest first, one a thread.
 */
rows: Array<InboxRow>, };

export type InboxListRequest = { 
/**
 * Absent: both.
 */
done?: boolean, };

export type InboxRow = { 
/**
 * Its id.
 */
inbox_id: string, 
/**
 * Whose client.
 */
client_id: string, 
/**
 * Which thread.
 */
item: Item, 
/**
 * The last thing that came: answer.
 */
what: string, 
/**
 * Who did it.
 */
who: string, 
/**
 * When.
 */
at: string, 
/**
 * Whether the owner is done with it.
 */
done: boolean, };

export type InboxSetDoneRequest = { 
/**
 * Its id.
 */
inbox_id: string, 
/**
 * Done, or not after all.
 */
done: boolean, };

export type InvoiceAttachment = { 
/**
 * Its name.
 */
name: string, 
/**
 * Bytes.
 */
size: number, };

export type InvoiceBody = { 
/**
 * `TD01`.
 */
kind: string, 
/**
 * The same in words.
 */
kind_words: string, 
/**
 * Its number.
 */
number: string, 
/**
 * Its date.
 */
date: string, 
/**
 * ISO 4217.
 */
currency: string, 
/**
 * What is to be paid in all.
 */
total?: string, 
/**
 * What it says of itself.
 */
reasons: Array<string>, 
/**
 * Stamp duty.
 */
stamp_duty?: string, 
/**
 * What was sold.
 */
lines: Array<InvoiceLine>, 
/**
 * VAT, by rate.
 */
vat: Array<InvoiceVat>, 
/**
 * Taxes withheld.
 */
withholdings: Array<InvoiceCharge>, 
/**
 * Contributions to professional funds.
 */
funds: Array<InvoiceCharge>, 
/**
 * How and when it is paid.
 */
payments: Array<InvoicePayment>, 
/**
 * What it brought.
 */
attachments: Array<InvoiceAttachment>, };

export type InvoiceCharge = { 
/**
 * Which, in words.
 */
words: string, 
/**
 * Per cent.
 */
rate?: string, 
/**
 * How much.
 */
amount?: string, };

export type InvoiceContent = { 
/**
 * Which kind.
 */
format: InvoiceFormat, 
/**
 * Who sends it.
 */
sender: InvoiceParty, 
/**
 * Who is to pay.
 */
recipient: InvoiceParty, 
/**
 * Where the exchange delivers it: a code or a certified address.
 */
destination?: string, 
/**
 * The invoices in it: one, or several of a lot.
 */
bodies: Array<InvoiceBody>, };

export type InvoiceFormat = "public_office" | "private" | "simplified";

export type InvoiceLine = { 
/**
 * Its number.
 */
number?: string, 
/**
 * What.
 */
description: string, 
/**
 * How many.
 */
quantity?: string, 
/**
 * Of what measure.
 */
unit?: string, 
/**
 * Price of one.
 */
unit_price?: string, 
/**
 * Price of all.
 */
total?: string, 
/**
 * VAT, per cent.
 */
vat_rate?: string, 
/**
 * Why without VAT: `N2.2`.
 */
nature?: string, };

export type InvoiceParty = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its VAT number.
 */
vat_number?: string, 
/**
 * Its tax code.
 */
tax_code?: string, 
/**
 * Its address, one line.
 */
address: string, };

export type InvoicePayment = { 
/**
 * At once or in parts, in words.
 */
terms_words?: string, 
/**
 * By which way, in words.
 */
method_words?: string, 
/**
 * When it is due.
 */
due?: string, 
/**
 * How much.
 */
amount?: string, 
/**
 * To which account.
 */
iban?: string, 
/**
 * At which bank.
 */
bank?: string, 
/**
 * To whom.
 */
payee?: string, };

export type InvoiceVat = { 
/**
 * Per cent.
 */
rate?: string, 
/**
 * Why without VAT: `N2.2`.
 */
nature?: string, 
/**
 * The same in words.
 */
nature_words?: string, 
/**
 * On what.
 */
taxable?: string, 
/**
 * How much.
 */
tax?: string, 
/**
 * The law that it goes by.
 */
law?: string, };

export type Item = { 
/**
 * Its kind.
 */
kind: ItemKind, 
/**
 * Its id: of the chat, signature request or approval.
 */
id: string, };

export type ItemKind = "chat" | "signature" | "approval";

export type KeptBackup = { 
/**
 * Its file's name.
 */
file: string, 
/**
 * When it was made.
 */
at: string, 
/**
 * How long its file is.
 */
bytes: number, 
/**
 * How long it stays.
 */
kind: BackupKind, };

export type KeptChat = { 
/**
 * The chat.
 */
chat_id: string, 
/**
 * Its client.
 */
client_id: string, 
/**
 * The client's name.
 */
client_name: string, 
/**
 * Its subject.
 */
subject: string, };

export type KeptEntry = { 
/**
 * Where, below `root`.
 */
path: string, 
/**
 * Why: a stable code.
 */
reason: string, };

export type KeptMail = { 
/**
 * Its id.
 */
quarantine_id: string, 
/**
 * The sender's name as they write it; may be empty, or anything.
 */
from_name: string, 
/**
 * The sender's address.
 */
from: string, 
/**
 * Its subject.
 */
subject: string, 
/**
 * Why.
 */
reason: KeptReason, 
/**
 * When it was taken in.
 */
at: string, 
/**
 * When it was dropped; absent: it waits for a decision.
 */
dropped_at?: string, 
/**
 * How many files came with it.
 */
attachments: number, 
/**
 * The chats that it may belong to, the likeliest first.
 */
chats: Array<KeptChat>, };

export type KeptReason = "unknown_sender" | "no_token" | "another_client" | "sender_refused" | "several_chats" | "unknown_chat" | "too_large";

export type Language = "it" | "en";

export type LastMessage = { 
/**
 * Who wrote it.
 */
author: Author, 
/**
 * Its first 200 characters.
 */
text: string, 
/**
 * When.
 */
at: string, };

export type LetterAttachment = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its media type.
 */
media_type: string, 
/**
 * Bytes.
 */
size: number, };

export type LetterContent = { 
/**
 * Who wrote: names and addresses.
 */
from: Array<string>, 
/**
 * To whom.
 */
to: Array<string>, 
/**
 * To whom besides.
 */
cc: Array<string>, 
/**
 * When.
 */
date?: string, 
/**
 * What about.
 */
subject: string, 
/**
 * As plain text.
 */
text?: string, 
/**
 * As HTML, as it came: to be sanitised before it is shown.
 */
html?: string, 
/**
 * What it brought.
 */
attachments: Array<LetterAttachment>, };

export type ListedReminder = { 
/**
 * Of which item.
 */
item: Item, 
/**
 * Of which client.
 */
client_id: string, 
/**
 * The reminder.
 */
reminder: Reminder, };

export type Loop = { 
/**
 * reminders, outbox, housekeeping.
 */
name: string, 
/**
 * Whether it runs.
 */
running: boolean, 
/**
 * What went wrong last.
 */
error?: string, };

export type Mail = { 
/**
 * Its id.
 */
id: string, 
/**
 * notification, reminder, `send_again`.
 */
kind: string, 
/**
 * Where it is.
 */
state: MailState, 
/**
 * Where it went, or goes.
 */
to: string, 
/**
 * Its subject.
 */
subject: string, 
/**
 * RFC 5322 Message-ID, with its brackets.
 */
message_id: string, 
/**
 * Attempts so far.
 */
attempts: number, 
/**
 * Attempts whose answer was lost.
 */
uncertain: number, 
/**
 * What the last failed attempt was told.
 */
last_error?: string, 
/**
 * When the next attempt is made by itself.
 */
next_attempt_at?: string, 
/**
 * When it was written.
 */
created_at: string, 
/**
 * When the server accepted it.
 */
accepted_at?: string, 
/**
 * The receipts of certified mail about it.
 */
evidence: Array<Evidence>, };

export type MailAccount = { 
/**
 * Its id.
 */
account_id: string, 
/**
 * What the owner calls it; empty: its address.
 */
label: string, 
/**
 * Whether clients without an account of their own are written from it.
 */
is_default: boolean, 
/**
 * Whether copies of what is sent by it are saved in its mailbox, in the folder for sent mail.
 */
save_sent: boolean, 
/**
 * The clients that have it as their own.
 */
clients: number, 
/**
 * Mails that wait to leave by it.
 */
queued: number, 
/**
 * Where its mail leaves; absent: it can't.
 */
sending?: SendingAccountShown, 
/**
 * What is in the way of its mail; absent: nothing that is known.
 */
blocked?: Blocked, 
/**
 * Where its replies come to; absent: they go to the default account's mailbox.
 */
receiving?: ReceivingAccountShown, 
/**
 * How that mailbox is watched.
 */
watch: Watch, };

export type MailAccountsReply = { 
/**
 * The default one first, then the oldest.
 */
accounts: Array<MailAccount>, };

export type MailAddAccountReply = { 
/**
 * Its id.
 */
account_id: string, };

export type MailAddAccountRequest = { 
/**
 * What the owner calls it. Absent: its address.
 */
label?: string, };

export type MailBeginOauthReply = { 
/**
 * The page to open in the browser, within ten minutes.
 */
url: string, };

export type MailBeginOauthRequest = { 
/**
 * Absent: the default one.
 */
account_id?: string, 
/**
 * An id that `mail.suggest` told. Absent: the provider that stands, else the one of the account's address.
 */
provider?: string, 
/**
 * A provider of one's own, in place of `provider`; from the command line alone.
 */
endpoints?: OauthEndpoints, 
/**
 * The program's name there. Absent: the one that was set last.
 */
client_id?: string, 
/**
 * What belongs to the client id, where the provider wants it. Absent: the one that was set with this id.
 */
client_secret?: string, };

export type MailChecks = { 
/**
 * SPF (RFC 7208): pass, fail …; absent: not checked.
 */
spf?: string, 
/**
 * DKIM (RFC 6376).
 */
dkim?: string, 
/**
 * DMARC (RFC 7489).
 */
dmarc?: string, 
/**
 * Who checked; empty: nobody tells.
 */
by: string, 
/**
 * Whether the account's own server says that the sender's domain sent it.
 */
verified: boolean, };

export type MailDiscoverRequest = { 
/**
 * An address.
 */
address: string, };

export type MailDocuments = { 
/**
 * Whether at all.
 */
enabled: boolean, 
/**
 * Bytes that the documents of one mail may have together, 1 to 18,874,368; the rest is only named.
 */
max_bytes: number, };

export type MailFile = { 
/**
 * The name that the sender gave it: to be shown, never to be written to disk.
 */
name: string, 
/**
 * Bytes, as they are encoded in the mail: an upper bound.
 */
size: number, 
/**
 * Its media type as the sender tells it.
 */
media_type: string, 
/**
 * Why it was not saved, a stable code: program, pretends, `no_folder` …; absent: nobody tried.
 */
refused?: string, };

export type MailGetReceivingReply = { 
/**
 * Absent: none is set.
 */
account?: ReceivingAccountShown, 
/**
 * How.
 */
state: Receiving, 
/**
 * When all that had come was last read.
 */
checked_at?: string, 
/**
 * What is in the way.
 */
problem?: ReceivingProblem, };

export type MailGetSendingReply = { 
/**
 * Absent: none is set.
 */
account?: SendingAccountShown, };

export type MailOauthStateReply = { 
/**
 * How.
 */
state: OauthState, 
/**
 * The page that waits for the person.
 */
url?: string, 
/**
 * Whose account it is to people: Google.
 */
name?: string, 
/**
 * Whose mailbox is signed in.
 */
address?: string, 
/**
 * Why the last sign-in that was begun failed, or why another is needed.
 */
problem?: OauthProblem, };

export type MailPart = { 
/**
 * Whose words.
 */
kind: MailPartKind, 
/**
 * The lines, as plain text.
 */
text: string, };

export type MailPartKind = "said" | "quoted" | "forwarded" | "signature";

export type MailPassword = "own" | "app_with_two_steps" | "app_only" | "never";

export type MailProvider = { 
/**
 * A stable name.
 */
id: string, 
/**
 * The name that people know; of one that is not known, the domain.
 */
name: string, 
/**
 * How its servers were found; absent: it is one of those that are known.
 */
found_by?: FoundBy, 
/**
 * Whether it is a provider of Italian certified mail.
 */
is_pec: boolean, 
/**
 * Which password it wants: `own`, `app_with_two_steps`, `app_only`, or `never`.
 */
password: MailPassword, 
/**
 * How it is signed in to in the browser; absent: it can't.
 */
oauth?: ProviderOauth, 
/**
 * A page of the provider that helps with signing in.
 */
help?: string, 
/**
 * Whether it delivers `name+token@domain`; absent: not known.
 */
plus_addresses?: boolean, 
/**
 * Where mail is sent.
 */
sending: MailServer, 
/**
 * Where mail is fetched.
 */
receiving: MailServer, };

export type MailRemoveAccountRequest = { 
/**
 * Its id.
 */
account_id: string, };

export type MailServer = { 
/**
 * Its name.
 */
host: string, 
/**
 * Its TCP port.
 */
port: number, 
/**
 * How the connection is protected.
 */
security: Security, 
/**
 * The user name; absent: the provider gave one, it has to be typed.
 */
username?: string, };

export type MailSetReceivingRequest = { 
/**
 * Which account's. Absent: the default one's, which is made if there is none.
 */
account_id?: string, 
/**
 * Server name or address.
 */
host: string, 
/**
 * TCP port: 993 with `tls` as a rule.
 */
port: number, 
/**
 * How the connection is protected.
 */
security: Security, 
/**
 * User name.
 */
username: string, 
/**
 * Absent: the password that stands is kept if `host` and `username` are those that stand and the connection is
 * not to lose its protection.
 */
password?: string, 
/**
 * Where replies are asked to go. Absent: the user name if it is an address, else the address that the account's mail comes
 * from, or the owner's.
 */
address?: string, 
/**
 * The folder that is read. Absent: INBOX.
 */
folder?: string, 
/**
 * PEM file of an authority to trust besides the system's; from the command line alone.
 */
ca_file?: string, 
/**
 * How the server signs what it checked of a sender (RFC 8601); `-`: with no name, as Microsoft's do. Absent: the one that
 * stands, for the same server.
 */
authserv_id?: string, 
/**
 * Whether the provider delivers `name+token@domain`. Absent: no.
 */
plus_addresses?: boolean, 
/**
 * Allows no protection to a server that is not on this computer.
 */
allow_plain?: boolean, };

export type MailSetSendingRequest = { 
/**
 * Which account's. Absent: the default one's, which is made if there is none.
 */
account_id?: string, 
/**
 * Server name or address.
 */
host: string, 
/**
 * TCP port.
 */
port: number, 
/**
 * How the connection is protected.
 */
security: Security, 
/**
 * Absent: no sign-in.
 */
username?: string, 
/**
 * Absent: the password that stands is kept if `host` and `username` are those that stand and the connection is
 * not to lose its protection; else there is none.
 */
password?: string, 
/**
 * Name that mail comes from.
 */
from_name: string, 
/**
 * Address that mail comes from.
 */
from_address: string, 
/**
 * PEM file of an authority to trust besides the system's; from the command line alone.
 */
ca_file?: string, 
/**
 * Allows no protection to a server that is not on this computer.
 */
allow_plain?: boolean, };

export type MailState = "queued" | "sending" | "accepted" | "failed" | "bounced" | "withdrawn" | "uncertain";

export type MailSuggestReply = { 
/**
 * Absent: it is not known, or its servers can't be found.
 */
provider?: MailProvider, };

export type MailSuggestRequest = { 
/**
 * An address.
 */
address: string, 
/**
 * A server of its mail, if one is known: it tells the provider of a domain of one's own.
 */
host?: string, };

export type MailTestReply = { 
/**
 * Whether every step went well.
 */
ok: boolean, 
/**
 * Settings, resolve, connect, secure, `sign_in`, of a receiving account folder: up to the first that failed.
 */
steps: Array<MailTestStep>, };

export type MailTestStep = { 
/**
 * Which.
 */
step: string, 
/**
 * How it went.
 */
ok: boolean, 
/**
 * Why not: `name_not_found`, `port_closed`, `sign_in_refused` …
 */
code?: string, 
/**
 * The server's or the system's words.
 */
message?: string, };

export type MailUpdateAccountRequest = { 
/**
 * Which.
 */
account_id: string, 
/**
 * What the owner calls it; empty: its address.
 */
label?: string, 
/**
 * Makes it the default one.
 */
make_default?: boolean, 
/**
 * Whether copies of what is sent by it are saved in its mailbox. A provider that does so by itself must not be helped.
 */
save_sent?: boolean, };

export type MailsViewReply = { 
/**
 * The sender's name as they write it.
 */
from_name: string, 
/**
 * The sender's address.
 */
from: string, 
/**
 * Its subject.
 */
subject: string, 
/**
 * When it was taken in.
 */
at: string, 
/**
 * A whole HTML document: no script, no form, nothing that is fetched; its pictures are `data:` addresses. It is made to be
 * shown in a frame without rights.
 */
html?: string, 
/**
 * How many of its pictures lie at other hosts.
 */
remote_pictures: number, 
/**
 * How many of those are shown.
 */
loaded_pictures: number, 
/**
 * How many pictures are too small to be seen and would tell their sender that the mail is read: they are never fetched.
 */
trackers: number, 
/**
 * How many links say one address and lead to another; each says so.
 */
misleading_links: number, 
/**
 * Whether the mail is longer than what is shown.
 */
cut: boolean, };

export type MailsViewRequest = { 
/**
 * The message that it became.
 */
message_id?: string, 
/**
 * It is kept aside, or was dropped.
 */
quarantine_id?: string, 
/**
 * True: without `html`, for whoever shows the document in another way.
 */
without_html?: boolean, };

export type Message = { 
/**
 * Its id.
 */
message_id: string, 
/**
 * Who wrote it.
 */
author: Author, 
/**
 * As plain text.
 */
text: string, 
/**
 * The versioned rich-text document.
 */
body: Record<string, unknown>, 
/**
 * The same as HTML, made of `p h2 h3 h4 blockquote ul ol li br strong em s u a` alone.
 */
html: string, 
/**
 * When.
 */
at: string, 
/**
 * Which way it came.
 */
via: Via, 
/**
 * What else is known of a message that came by mail.
 */
mail?: ReceivedMail, 
/**
 * The documents that it brought, as they were then.
 */
attachments: Array<Attachment>, 
/**
 * Its way to each contact.
 */
deliveries: Array<Delivery>, 
/**
 * The mails that were sent again by hand, and those of its reminders which did not arrive or which receipts tell of.
 */
reminder_mails: Array<ReminderMail>, 
/**
 * Until when its sending can be undone.
 */
undo_until?: string, };

export type NewContact = { 
/**
 * Name.
 */
name: string, 
/**
 * Mail address.
 */
email: string, 
/**
 * Gets e-mail.
 */
notify: boolean, 
/**
 * May enter the portal.
 */
login: boolean, };

export type Notices = { 
/**
 * Whether at all.
 */
enabled: boolean, 
/**
 * Whether names, subjects and reasons stay out of it.
 */
hide_content: boolean, 
/**
 * When notices wait; null: never.
 */
quiet: Quiet | null, };

export type OauthEndpoints = { 
/**
 * What people call it. Absent: the authorization page's address.
 */
name?: string, 
/**
 * The page where the person agrees: `https`, or on this computer.
 */
authorization: string, 
/**
 * Where tokens are fetched and renewed.
 */
token: string, 
/**
 * Where a sign-in is given back (RFC 7009). Absent: nowhere.
 */
revocation?: string, 
/**
 * What has to be agreed to.
 */
scopes: Array<string>, };

export type OauthProblem = { 
/**
 * A stable code: `oauth_denied`, `oauth_timed_out`, `oauth_grant_refused`, `server_unreachable` …
 */
code: string, 
/**
 * The provider's or the system's words.
 */
message: string, };

export type OauthState = "none" | "waiting" | "signed_in" | "sign_in_again";

export type OfAccount = { 
/**
 * Absent: the default one.
 */
account_id?: string, };

export type OfficeStateReply = { 
/**
 * Whether the owner has said who they are: a new office of the window has a stand-in for an address until then.
 */
set_up: boolean, 
/**
 * Name of the firm.
 */
firm: string, 
/**
 * Name of the owner.
 */
owner_name: string, 
/**
 * Language of the window.
 */
language: Language, 
/**
 * IANA name of the office's zone.
 */
time_zone: string, 
/**
 * Whether mail leaves.
 */
sending: SendingState, 
/**
 * Whether all automatic reminders are paused.
 */
reminders_paused: boolean, 
/**
 * When the last daily backup was made.
 */
last_backup_at?: string, 
/**
 * How many clients there are.
 */
clients: number, 
/**
 * How many threads of the list have something that the owner has not read.
 */
unread: number, 
/**
 * The loops; empty when none runs in this process.
 */
loops: Array<Loop>, 
/**
 * The office's folder, absolute.
 */
folder: string, 
/**
 * The program that keeps this folder in step with a server, which can damage the office.
 */
synced_by?: string, };

export type OutboxListReply = { 
/**
 * Newest first.
 */
mails: Array<Mail>, };

export type OutboxListRequest = { 
/**
 * Absent: all.
 */
state?: MailState, };

export type OutboxRetryRequest = { 
/**
 * Its id.
 */
mail_id: string, };

export type ProviderOauth = { 
/**
 * Whose account it is to people: Google.
 */
name: string, 
/**
 * The client id that is set for it; absent: none is, and one must be before anybody signs in.
 */
client_id?: string, };

export type QuarantineGetReply = { 
/**
 * The mail.
 */
mail: KeptMail, 
/**
 * The client whose contact the sender is; absent: nobody's, or of several.
 */
client_id?: string, 
/**
 * Its text, whole, in parts.
 */
parts: Array<MailPart>, 
/**
 * What came with it; saved only once it joins a chat.
 */
files: Array<MailFile>, 
/**
 * What its server checked of the sender.
 */
checks: MailChecks, };

export type QuarantineJoinReply = { 
/**
 * Its id.
 */
message_id: string, };

export type QuarantineJoinRequest = { 
/**
 * The mail.
 */
quarantine_id: string, 
/**
 * The chat.
 */
chat_id: string, };

export type QuarantineListReply = { 
/**
 * Newest first, at most 1,000.
 */
mails: Array<KeptMail>, };

export type QuarantineListRequest = { 
/**
 * True: those that were dropped in the last 30 days. Absent: those that wait for a decision.
 */
dropped?: boolean, };

export type QuarantineRequest = { 
/**
 * Its id.
 */
quarantine_id: string, };

export type QuarantineStartChatReply = { 
/**
 * Its id.
 */
chat_id: string, };

export type QuarantineStartChatRequest = { 
/**
 * The mail.
 */
quarantine_id: string, 
/**
 * The client.
 */
client_id: string, };

export type Quiet = { 
/**
 * The first hour: `22:00`.
 */
from: string, 
/**
 * The end, no longer quiet: `07:30`.
 */
to: string, };

export type ReceivedMail = { 
/**
 * The sender's address.
 */
from: string, 
/**
 * Whether the account's own server says that the sender's domain sent it.
 */
verified: boolean, 
/**
 * Its text, whole, in parts: what is quoted and signatures too.
 */
parts: Array<MailPart>, 
/**
 * What came along and could not be saved as a document.
 */
files: Array<MailFile>, };

export type Receiving = "off" | "reading" | "listening" | "waiting" | "blocked";

export type ReceivingAccountShown = { 
/**
 * Server name or address.
 */
host: string, 
/**
 * TCP port.
 */
port: number, 
/**
 * How the connection is protected.
 */
security: Security, 
/**
 * User name.
 */
username: string, 
/**
 * Whether a password is kept.
 */
has_password: boolean, 
/**
 * Where replies are asked to go.
 */
address: string, 
/**
 * The folder that is read.
 */
folder: string, 
/**
 * How the server signs what it checked of a sender; `-`: with no name; empty: not known yet.
 */
authserv_id: string, 
/**
 * Whether the provider delivers `name+token@domain`.
 */
plus_addresses: boolean, 
/**
 * Whether no protection is allowed to a server that is not on this computer.
 */
allow_plain: boolean, };

export type ReceivingProblem = { 
/**
 * A stable code: those of the test's steps.
 */
code: string, 
/**
 * The server's or the system's words.
 */
message: string, };

export type RefusalCause = "mailbox_unknown" | "mailbox_full" | "domain_not_found" | "refused" | "temporary" | "other";

export type RefusedFile = { 
/**
 * Its name as it can be shown.
 */
path: string, 
/**
 * Why: a stable code.
 */
reason: string, };

export type Reminder = { 
/**
 * Whether the owner wants reminders.
 */
enabled: boolean, 
/**
 * Civil days until the next one.
 */
every_days: number, 
/**
 * How many at most.
 */
max_count: number, 
/**
 * How many were accepted since the last message.
 */
sent: number, 
/**
 * How it fares.
 */
state: ReminderState, 
/**
 * answered, archived, `count_reached` …
 */
stop_reason?: string, 
/**
 * `no_recipient`, `mail_failed`, `notification_queued`, paused; also of an item whose reminders are off.
 */
held_reason?: string, 
/**
 * When the next one goes.
 */
next_at?: string, };

export type ReminderChoice = { 
/**
 * Civil days until the next reminder, 1 to 365.
 */
every_days?: number, 
/**
 * Number of reminders, 1 to 99.
 */
max_count?: number, };

export type ReminderDefaults = { 
/**
 * Civil days until the next reminder, 1 to 365.
 */
every_days: number, 
/**
 * Number of reminders, 1 to 99.
 */
max_count: number, };

export type ReminderMail = { 
/**
 * Which reminder: 1, 2 …; absent: it was sent again by hand.
 */
reminder?: number, 
/**
 * Its way.
 */
way: Delivery, };

export type ReminderState = "armed" | "stopped" | "held" | "off";

export type RemindersForecastReply = { 
/**
 * Earliest first. Entries of one client with the same instant go as one mail to each contact.
 */
entries: Array<ForecastEntry>, };

export type RemindersForecastRequest = { 
/**
 * Civil days, 0 to 366.
 */
days: number, };

export type RemindersListReply = { 
/**
 * Those that are due first.
 */
reminders: Array<ListedReminder>, };

export type RemindersPauseAllRequest = { 
/**
 * True: none goes by itself.
 */
paused: boolean, };

export type RemindersPreviewReply = { 
/**
 * Earliest first.
 */
at: Array<string>, };

export type RemindersSkipRequest = { 
/**
 * Of which item.
 */
item: Item, 
/**
 * The next step, or one further ahead.
 */
step: number, };

export type Security = "tls" | "starttls" | "none";

export type Sending = "unset" | "caught" | "ready" | "unreachable" | "refused";

export type SendingAccountShown = { 
/**
 * Server name or address.
 */
host: string, 
/**
 * TCP port.
 */
port: number, 
/**
 * How the connection is protected.
 */
security: Security, 
/**
 * Absent: no sign-in.
 */
username?: string, 
/**
 * Whether a password is kept.
 */
has_password: boolean, 
/**
 * Name that mail comes from.
 */
from_name: string, 
/**
 * Address that mail comes from.
 */
from_address: string, 
/**
 * Whether no protection is allowed to a server that is not on this computer.
 */
allow_plain: boolean, };

export type SendingState = { 
/**
 * unset: no account, mail waits; caught: a demo office; ready; unreachable: waiting mends it; refused: the
 * account must be mended.
 */
state: Sending, 
/**
 * Mails that wait to leave.
 */
queued: number, 
/**
 * What the server or the system said last.
 */
last_error?: string, };

export type SendingWindow = { 
/**
 * ISO weekdays, 1 is Monday; at least one.
 */
days: Array<number>, 
/**
 * The first hour, at which reminders go: `09:00`.
 */
from: string, 
/**
 * The end, no longer open: `18:00`.
 */
to: string, 
/**
 * Country whose public holidays are closed.
 */
country?: string, 
/**
 * The office's own closing days.
 */
closed?: Array<string>, 
/**
 * Keys of public holidays on which the office works all the same.
 */
open_holidays?: Array<string>, };

export type SettingsGetReply = { 
/**
 * Name of the firm.
 */
firm: string, 
/**
 * Name of the owner.
 */
owner_name: string, 
/**
 * The owner's address: answers go there until intake is set up.
 */
owner_email: string, 
/**
 * IANA name of the office's zone.
 */
time_zone: string, 
/**
 * Language of window and mail.
 */
language: Language, 
/**
 * What a reminder is unless told otherwise.
 */
reminder_defaults: ReminderDefaults, 
/**
 * When automatic reminders may go; null: at the same time of day.
 */
sending_window: SendingWindow | null, 
/**
 * How the owner is told on the desktop.
 */
notices: Notices, 
/**
 * The owner's morning mail.
 */
digest: DigestChoice, 
/**
 * Whether documents travel in mails.
 */
mail_documents: MailDocuments, };

export type SettingsHolidaysReply = { 
/**
 * Earliest first.
 */
holidays: Array<Holiday>, };

export type SettingsHolidaysRequest = { 
/**
 * A civil year, 2000 to 2199.
 */
year: number, };

export type SettingsUpdateRequest = { 
/**
 * Name of the firm.
 */
firm?: string, 
/**
 * Name of the owner.
 */
owner_name?: string, 
/**
 * The owner's address.
 */
owner_email?: string, 
/**
 * IANA name of the zone.
 */
time_zone?: string, 
/**
 * Language of window and mail.
 */
language?: Language, 
/**
 * What a reminder is unless told otherwise.
 */
reminder_defaults?: ReminderChoice, 
/**
 * When automatic reminders may go; null: at the same time of day.
 */
sending_window?: SendingWindow | null, 
/**
 * How the owner is told on the desktop.
 */
notices?: Notices, 
/**
 * The owner's morning mail.
 */
digest?: DigestChoice, 
/**
 * Whether documents travel in mails.
 */
mail_documents?: MailDocuments, };

export type SignatureState = "intact" | "changed" | "not_checked";

export type Task = { 
/**
 * Its id.
 */
task_id: string, 
/**
 * What to do.
 */
text: string, 
/**
 * Whether it is done.
 */
done: boolean, 
/**
 * Who ticked it.
 */
done_by?: string, 
/**
 * When it was ticked.
 */
done_at?: string, };

export type TaskCount = { 
/**
 * Ticked.
 */
done: number, 
/**
 * In all.
 */
total: number, };

export type Template = { 
/**
 * Its id.
 */
template_id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * The subject that it gives; variables stand in it as `{client}`.
 */
subject: string, 
/**
 * The message that it gives, a versioned rich-text document; variables stand in its words.
 */
body: Record<string, unknown>, 
/**
 * The same as plain text.
 */
text: string, 
/**
 * The documents that it brings, in order.
 */
documents: Array<TemplateDocument>, 
/**
 * When it was last changed.
 */
changed_at: string, 
/**
 * When a chat was last made from it.
 */
used_at?: string, };

export type TemplateDocument = { 
/**
 * Its id.
 */
template_document_id: string, 
/**
 * File name.
 */
name: string, 
/**
 * Bytes.
 */
size: number, };

export type TemplateDocumentRequest = { 
/**
 * Its id.
 */
template_document_id: string, };

export type TemplateRequest = { 
/**
 * Its id.
 */
template_id: string, };

export type TemplateRow = { 
/**
 * Its id.
 */
template_id: string, 
/**
 * Its name, which no other has.
 */
name: string, 
/**
 * The subject that it gives.
 */
subject: string, 
/**
 * How many documents it brings.
 */
documents: number, 
/**
 * When it was last changed.
 */
changed_at: string, 
/**
 * When a chat was last made from it.
 */
used_at?: string, };

export type TemplatesAddDocumentsReply = { 
/**
 * What became of the files; one for those that it brought already.
 */
added: Array<TemplateDocument>, 
/**
 * Each file that it does not bring.
 */
refused: Array<RefusedFile>, };

export type TemplatesAddDocumentsRequest = { 
/**
 * Which template.
 */
template_id: string, 
/**
 * Files, folders and zips of this computer; taken from the command line alone.
 */
paths: Array<string>, };

export type TemplatesCreateReply = { 
/**
 * Its id.
 */
template_id: string, };

export type TemplatesCreateRequest = { 
/**
 * One line, which no other template has.
 */
name: string, 
/**
 * One line; `{first_name}`, `{contact}`, `{client}`, `{firm}`, `{owner}`, `{today}`, `{today+5}`, `{month}`, `{year}` and
 * `{last_year}` are filled in for each client.
 */
subject?: string, 
/**
 * The rich-text document, or a string taken as plain paragraphs, with the same variables.
 */
body?: string | Record<string, unknown>, };

export type TemplatesDuplicateRequest = { 
/**
 * Which.
 */
template_id: string, 
/**
 * The copy's name, which no other template has.
 */
name: string, };

export type TemplatesListReply = { 
/**
 * By name.
 */
templates: Array<TemplateRow>, };

export type TemplatesMissingReply = { 
/**
 * Clients of whom something is missing, by name.
 */
clients: Array<WantingClient>, 
/**
 * How many others there are, of whom nothing is.
 */
complete: number, };

export type TemplatesMissingRequest = { 
/**
 * For which clients; absent: all.
 */
client_ids?: Array<string>, 
/**
 * A subject.
 */
subject: string, 
/**
 * A rich-text document, or a string taken as plain paragraphs.
 */
body: string | Record<string, unknown>, };

export type TemplatesPreviewReply = { 
/**
 * The subject.
 */
subject: string, 
/**
 * The message as plain text.
 */
text: string, 
/**
 * The value of each variable in them that has one, by its name: `first_name`, `today+5` …
 */
values: { [key in string]: string }, 
/**
 * Those that have none, and stand as they are written.
 */
missing: Array<string>, };

export type TemplatesPreviewRequest = { 
/**
 * For which client.
 */
client_id: string, 
/**
 * A subject.
 */
subject: string, 
/**
 * A rich-text document, or a string taken as plain paragraphs.
 */
body: string | Record<string, unknown>, };

export type TemplatesUpdateReply = { 
/**
 * When.
 */
changed_at: string, };

export type TemplatesUpdateRequest = { 
/**
 * Which.
 */
template_id: string, 
/**
 * One line, which no other template has.
 */
name?: string, 
/**
 * One line, with variables.
 */
subject?: string, 
/**
 * The rich-text document, or a string taken as plain paragraphs, with variables.
 */
body?: string | Record<string, unknown>, };

export type TrashedDocument = { 
/**
 * Its id there.
 */
trash_id: string, 
/**
 * Whose it is.
 */
client_id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Where it lay below the client's folder.
 */
path: string, 
/**
 * Bytes.
 */
size: number, 
/**
 * When it was deleted.
 */
at: string, 
/**
 * When it is taken away for good.
 */
until: string, };

export type Unreachable = { 
/**
 * When the mail left, or was written if it never did.
 */
since: string, 
/**
 * Where it went: the contact's address.
 */
address: string, 
/**
 * Why.
 */
cause: RefusalCause, 
/**
 * The other server's words; may be empty.
 */
reason: string, 
/**
 * The mail; `outbox.retry` tries it again.
 */
mail_id: string, };

export type Via = "office" | "hand" | "mail" | "portal";

export type WantingClient = { 
/**
 * The client.
 */
client_id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * The variables that have no value.
 */
missing: Array<string>, };

export type Watch = { 
/**
 * How.
 */
state: Receiving, 
/**
 * When all that had come was last read.
 */
checked_at?: string, 
/**
 * What is in the way.
 */
problem?: ReceivingProblem, };

/** Every command: its request and its reply. */
export interface Commands {
  /** Who the office is, whether mail leaves, when the last backup was made. */
  'office.state': { request: Empty; reply: OfficeStateReply }
  /** The settings. */
  'settings.get': { request: Empty; reply: SettingsGetReply }
  /** Changes settings; what is absent stays. A change of zone or window moves every reminder that is due. */
  'settings.update': { request: SettingsUpdateRequest; reply: SettingsGetReply }
  /** The public holidays of a year, and on which of them the office works. */
  'settings.holidays': { request: SettingsHolidaysRequest; reply: SettingsHolidaysReply }
  /** The mail accounts with their servers, without passwords, and how they fare. */
  'mail.accounts': { request: Empty; reply: MailAccountsReply }
  /** Adds a mail account, whose servers are set next. The first is the default one. */
  'mail.add_account': { request: MailAddAccountRequest; reply: MailAddAccountReply }
  /** Renames a mail account, or makes it the default one. */
  'mail.update_account': { request: MailUpdateAccountRequest; reply: Done }
  /** Takes a mail account away: its clients, and the mail that waits for them, have the default one from then on. */
  'mail.remove_account': { request: MailRemoveAccountRequest; reply: Done }
  /** The server that an account's mail leaves by, without its password. */
  'mail.get_sending': { request: OfAccount; reply: MailGetSendingReply }
  /** Sets the server that an account's mail leaves by; mail that waits for one goes at once. */
  'mail.set_sending': { request: MailSetSendingRequest; reply: Done }
  /** Tries the server that an account's mail leaves by, step by step, without sending anything. */
  'mail.test': { request: OfAccount; reply: MailTestReply }
  /** The mailbox that an account's replies come to, without its password, and how it fares. */
  'mail.get_receiving': { request: OfAccount; reply: MailGetReceivingReply }
  /** Sets the mailbox that an account's replies come to. What arrived in its folder before is left alone. */
  'mail.set_receiving': { request: MailSetReceivingRequest; reply: Done }
  /** Takes the mailbox away that an account's replies come to: they stay in it. */
  'mail.remove_receiving': { request: OfAccount; reply: Done }
  /** Tries the mailbox that an account's replies come to, step by step, without changing anything in it. */
  'mail.test_receiving': { request: OfAccount; reply: MailTestReply }
  /** Begins a sign-in to an account's mail by its provider, in place of a password: answers with the page to open in the browser. */
  'mail.begin_oauth': { request: MailBeginOauthRequest; reply: MailBeginOauthReply }
  /** Where an account's sign-in by a provider stands. */
  'mail.oauth_state': { request: OfAccount; reply: MailOauthStateReply }
  /** Ends a sign-in that waits for the browser. */
  'mail.cancel_oauth': { request: OfAccount; reply: Done }
  /** Forgets an account's sign-in by a provider, and gives it back there: its servers want a password again. */
  'mail.forget_oauth': { request: OfAccount; reply: Done }
  /** The servers of an address's provider, as they are known without a network. */
  'mail.suggest': { request: MailSuggestRequest; reply: MailSuggestReply }
  /** The servers of an address whose provider is not known: its domain is asked for them, which may take some seconds. */
  'mail.discover': { request: MailDiscoverRequest; reply: MailSuggestReply }
  /** Received mails that are kept aside until the owner decides, newest first; or those that were dropped. */
  'quarantine.list': { request: QuarantineListRequest; reply: QuarantineListReply }
  /** A mail kept aside, with what it says and what was checked of its sender. */
  'quarantine.get': { request: QuarantineRequest; reply: QuarantineGetReply }
  /** Puts a mail kept aside into a chat, as if it had joined by itself: its files are saved, the reminder stops. */
  'quarantine.join': { request: QuarantineJoinRequest; reply: QuarantineJoinReply }
  /** Makes a mail kept aside the first message of a new chat. */
  'quarantine.start_chat': { request: QuarantineStartChatRequest; reply: QuarantineStartChatReply }
  /** Drops a mail kept aside; it can be put back for 30 days. */
  'quarantine.drop': { request: QuarantineRequest; reply: Done }
  /** Puts a dropped mail back among those that wait for a decision. */
  'quarantine.restore': { request: QuarantineRequest; reply: Done }
  /** A received mail as its sender laid it out, made safe to be shown: nothing in it runs, and nothing is fetched. */
  'mails.view': { request: MailsViewRequest; reply: MailsViewReply }
  /** Fetches the pictures of a received mail that lie at other hosts, over HTTPS from public addresses, and holds them for as long as it is looked at. Whoever sent the mail learns that it was opened, and from where; it is written into the audit trail. */
  'mails.load_pictures': { request: MailsViewRequest; reply: MailsViewReply }
  /** The newest mails, at most 1,000: all, or those in one state. */
  'outbox.list': { request: OutboxListRequest; reply: OutboxListReply }
  /** Tries a mail that has stopped again, at once and under the same Message-ID. */
  'outbox.retry': { request: OutboxRetryRequest; reply: Done }
  /** A receipt of certified mail about a mail, with what it certifies and who signed it. */
  'evidence.get': { request: EvidenceRequest; reply: EvidenceGetReply }
  /** Saves a receipt as it came (.eml) into a file that is not there yet. The path is taken from the command line alone. */
  'evidence.save': { request: EvidenceSaveRequest; reply: Done }
  /** Makes a client with its first contacts. */
  'clients.create': { request: ClientsCreateRequest; reply: ClientsCreateReply }
  /** Renames a client or changes its kind. */
  'clients.update': { request: ClientsUpdateRequest; reply: Done }
  /** Every client by name, with what is pending. */
  'clients.list': { request: Empty; reply: ClientsListReply }
  /** A client and its contacts. */
  'clients.get': { request: ClientsGetRequest; reply: ClientsGetReply }
  /** Links a person to a client. Items that nobody could be told about are told then. */
  'contacts.create': { request: ContactsCreateRequest; reply: ContactsCreateReply }
  /** Changes a contact; what is absent stays. */
  'contacts.update': { request: ContactsUpdateRequest; reply: Done }
  /** Starts one chat with each client, all or none; of a template, with its words filled in for each. */
  'chats.create': { request: ChatsCreateRequest; reply: ChatsCreateReply }
  /** The chats, newest first: of one client or all, in one state or both. */
  'chats.list': { request: ChatsListRequest; reply: ChatsListReply }
  /** A thread, whole. */
  'chats.get': { request: ChatRequest; reply: ChatsGetReply }
  /** Writes a further message. The thread's reminder is armed afresh, with its settings unless others are given. */
  'chats.reply': { request: ChatsReplyRequest; reply: ChatsReplyReply }
  /** Writes down what the client answered by word of mouth; it stops the reminder. */
  'chats.record_answer': { request: ChatsRecordAnswerRequest; reply: ChatsReplyReply }
  /** "This reply doesn't answer me": the reminder runs again, its count kept, its days counted from now. */
  'chats.resume_reminder': { request: ChatRequest; reply: Done }
  /** Takes a thread out of the list; its reminder stops. */
  'chats.archive': { request: ChatRequest; reply: Done }
  /** Puts an archived thread back; nothing is sent, the reminder is armed as if the message were new. */
  'chats.reopen': { request: ChatRequest; reply: Done }
  /** Switches the reminder on or off, or changes its days and number. */
  'chats.set_reminder': { request: ChatsSetReminderRequest; reply: Done }
  /** One more mail at once to every contact with NOTIFY; it uses up no reminder, the next one counts from it. */
  'chats.send_again': { request: ChatRequest; reply: Done }
  /** Ticks a client task or takes the tick away. */
  'chats.set_task': { request: ChatsSetTaskRequest; reply: Done }
  /** The owner has seen every message of the thread. */
  'chats.mark_read': { request: ChatRequest; reply: Done }
  /** The client's last message counts as unread again. */
  'chats.mark_unread': { request: ChatRequest; reply: Done }
  /** Takes the last message back while nothing of it has left (see `undo_seconds`): of one thread, or of the chats that were started together. What was there before stands again, and its words are a draft. */
  'chats.undo_send': { request: ChatsUndoSendRequest; reply: ChatsUndoSendReply }
  /** What the owner began to write and has not sent. */
  'drafts.list': { request: Empty; reply: DraftsListReply }
  /** Keeps what is being written, whole: a thread's one draft, or one of a new chat. */
  'drafts.save': { request: DraftsSaveRequest; reply: DraftsSaveReply }
  /** Takes a draft away for good. */
  'drafts.discard': { request: DraftRequest; reply: Done }
  /** A client's folders and documents, and what lies among them that can't be one. */
  'documents.list': { request: DocumentsListRequest; reply: DocumentsListReply }
  /** How many documents each client has. */
  'documents.counts': { request: Empty; reply: DocumentsCountsReply }
  /** Makes a top-level folder in a client's folder. */
  'documents.create_folder': { request: DocumentsCreateFolderRequest; reply: DocumentsCreateFolderReply }
  /** Renames a top-level folder, on disk too; it keeps its access. */
  'documents.rename_folder': { request: DocumentsRenameFolderRequest; reply: Done }
  /** Changes who sees a top-level folder and all in it, at once. */
  'documents.set_access': { request: DocumentsSetAccessRequest; reply: Done }
  /** Makes those folders of a template that a client has not. */
  'documents.apply_template': { request: DocumentsApplyTemplateRequest; reply: DocumentsApplyTemplateReply }
  /** Renames a document, on disk too. */
  'documents.rename': { request: DocumentsRenameRequest; reply: Done }
  /** Moves documents into another folder of the same client's, on disk too. */
  'documents.move': { request: DocumentsMoveRequest; reply: Done }
  /** Renames a folder below a top-level one, or moves it with all that is in it, on disk too. */
  'documents.move_folder': { request: DocumentsMoveFolderRequest; reply: Done }
  /** Takes files, folders and zips of this computer into a folder: all that was chosen, or nothing. A dry run says what would be taken in and what is refused and why. Paths are taken from the command line alone. */
  'documents.import': { request: DocumentsImportRequest; reply: DocumentsImportReply }
  /** Deletes documents: nobody sees them from now on, and they lie in the trash for 120 days. */
  'documents.trash': { request: DocumentsTrashRequest; reply: DocumentsTrashReply }
  /** Deletes a folder with all documents in it; what is no document stays where it is. */
  'documents.trash_folder': { request: DocumentsTrashFolderRequest; reply: DocumentsTrashReply }
  /** What lies in the trash. */
  'documents.trashed': { request: DocumentsTrashedRequest; reply: DocumentsTrashedReply }
  /** Puts what lies in the trash back where it lay, under another name where its own is taken. */
  'documents.restore': { request: DocumentsRestoreRequest; reply: Done }
  /** Documents by the words of their names. */
  'documents.search': { request: DocumentsSearchRequest; reply: DocumentsSearchReply }
  /** Opens a document to be read: text, tables, mails, invoices, and what is in a signed file and who signed it. It is written into the audit trail. */
  'documents.read': { request: DocumentRequest; reply: DocumentContent }
  /** A document's versions: when, by whom, size and SHA-256, chained by hash. */
  'documents.history': { request: DocumentRequest; reply: DocumentsHistoryReply }
  /** The templates of messages. */
  'templates.list': { request: Empty; reply: TemplatesListReply }
  /** A template of messages, whole. */
  'templates.get': { request: TemplateRequest; reply: Template }
  /** Makes a template of messages. */
  'templates.create': { request: TemplatesCreateRequest; reply: TemplatesCreateReply }
  /** Changes a template of messages; chats that were made from it stay as they are. */
  'templates.update': { request: TemplatesUpdateRequest; reply: TemplatesUpdateReply }
  /** Makes a template with the words and documents of another. */
  'templates.duplicate': { request: TemplatesDuplicateRequest; reply: TemplatesCreateReply }
  /** Deletes a template of messages; it can be put back for 120 days. */
  'templates.delete': { request: TemplateRequest; reply: Done }
  /** Puts a deleted template of messages back. */
  'templates.restore': { request: TemplateRequest; reply: Done }
  /** Reads files, folders and zips of this computer into a template: a copy of each is saved for each client that it is used for. */
  'templates.add_documents': { request: TemplatesAddDocumentsRequest; reply: TemplatesAddDocumentsReply }
  /** Takes a document out of its template. Clients that it was given to keep theirs. */
  'templates.remove_document': { request: TemplateDocumentRequest; reply: Done }
  /** What words with variables become for a client. */
  'templates.preview': { request: TemplatesPreviewRequest; reply: TemplatesPreviewReply }
  /** Of which clients something is missing that words with variables would say. */
  'templates.missing': { request: TemplatesMissingRequest; reply: TemplatesMissingReply }
  /** The templates of clients' folders. */
  'folder_templates.list': { request: Empty; reply: FolderTemplatesListReply }
  /** Makes a template or writes over one. */
  'folder_templates.save': { request: FolderTemplatesSaveRequest; reply: FolderTemplatesSaveReply }
  /** Takes a template away; the default one stays. */
  'folder_templates.delete': { request: FolderTemplateRequest; reply: Done }
  /** Every reminder of items that await their client, with its state. */
  'reminders.list': { request: Empty; reply: RemindersListReply }
  /** What goes out in the next days (0 to 366) if nobody answers, to whom, and what is held and why. */
  'reminders.forecast': { request: RemindersForecastRequest; reply: RemindersForecastReply }
  /** When a chat written now would be reminded, if its mail is accepted at once and nobody answers. */
  'reminders.preview': { request: ReminderChoice; reply: RemindersPreviewReply }
  /** Uses up one step without sending it; the next counts from its date. */
  'reminders.skip': { request: RemindersSkipRequest; reply: Done }
  /** Pauses every automatic reminder, or lets them go on. */
  'reminders.pause_all': { request: RemindersPauseAllRequest; reply: Done }
  /** When the owner's next morning mail goes, and what became of the last one. */
  'digest.state': { request: Empty; reply: DigestStateReply }
  /** What clients did, newest first: all, or what is done or not. */
  'inbox.list': { request: InboxListRequest; reply: InboxListReply }
  /** The owner is done with a row, or is not after all. */
  'inbox.set_done': { request: InboxSetDoneRequest; reply: Done }
  /** The audit trail, newest first: of one client or all, a page of at most 1,000 rows. */
  'audit.list': { request: AuditListRequest; reply: AuditListReply }
  /** Recomputes the whole chain of the audit trail. */
  'audit.verify': { request: Empty; reply: AuditVerifyReply }
  /** The backups that the office makes by itself and keeps, newest first. */
  'backups.list': { request: Empty; reply: BackupsListReply }
}
