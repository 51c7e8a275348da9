-- The whole schema as the migrations make it, to be read. A test proves that the two are equal.
-- The whole office of the main job. Instants are UTC milliseconds, booleans 0 or 1, ids UUIDv7 in text.
-- NULL stands only where absence has a meaning, told beside the column.

-- One row: who the office is and what it does unless told otherwise.
CREATE TABLE office (
    office_id           TEXT    NOT NULL PRIMARY KEY,
    firm                TEXT    NOT NULL,
    owner_name          TEXT    NOT NULL,
    owner_email         TEXT    NOT NULL,
    time_zone           TEXT    NOT NULL,            -- IANA name
    language            TEXT    NOT NULL,            -- it | en
    country             TEXT    NOT NULL,            -- ISO 3166-1 alpha-2, for public holidays
    reminder_every_days INTEGER NOT NULL DEFAULT 3,  -- civil days
    reminder_max_count  INTEGER NOT NULL DEFAULT 1,
    sending_window      TEXT    NOT NULL DEFAULT '', -- JSON of the window; '' = reminders go at any hour
    reminders_paused    INTEGER NOT NULL DEFAULT 0,
    catch_mail          INTEGER NOT NULL DEFAULT 0,  -- 1 = a demo office: mail is written to outbox-caught/
    wrapped_key         TEXT    NOT NULL,            -- the database key, sealed with the recovery code (base64)
    due_basis           TEXT    NOT NULL DEFAULT '', -- zone, window and time-zone data that due_at was computed with
    created_at          INTEGER NOT NULL
) STRICT;

-- How the owner is told on the desktop. No row: told, with names, at any hour.
CREATE TABLE notices (
    office_id    TEXT    NOT NULL PRIMARY KEY REFERENCES office (office_id),
    enabled      INTEGER NOT NULL,
    hide_content INTEGER NOT NULL,
    quiet_from   TEXT    NOT NULL DEFAULT '', -- '22:00' in the office's zone; '' = no quiet hours
    quiet_to     TEXT    NOT NULL DEFAULT ''
) STRICT;

-- The account that mail leaves by. No row: mail waits, and the office says so.
CREATE TABLE sending_account (
    account_id   TEXT    NOT NULL PRIMARY KEY,
    host         TEXT    NOT NULL,
    port         INTEGER NOT NULL,
    security     TEXT    NOT NULL,             -- tls | starttls | none
    username     TEXT    NOT NULL DEFAULT '',  -- '' = no sign-in
    password     TEXT    NOT NULL DEFAULT '',
    from_name    TEXT    NOT NULL,
    from_address TEXT    NOT NULL,
    ca_file      TEXT    NOT NULL DEFAULT '',  -- PEM file of an authority to trust besides the system's
    allow_plain  INTEGER NOT NULL DEFAULT 0,
    changed_at   INTEGER NOT NULL
) STRICT;

CREATE TABLE clients (
    client_id  TEXT    NOT NULL PRIMARY KEY,
    name       TEXT    NOT NULL,
    kind       TEXT    NOT NULL,               -- person | company
    created_at INTEGER NOT NULL
, account_id TEXT REFERENCES mail_accounts (account_id) ON DELETE SET NULL) STRICT;

CREATE TABLE contacts (
    contact_id TEXT    NOT NULL PRIMARY KEY,
    client_id  TEXT    NOT NULL REFERENCES clients (client_id),
    name       TEXT    NOT NULL,
    email      TEXT    NOT NULL,
    notify     INTEGER NOT NULL,               -- gets e-mail
    login      INTEGER NOT NULL,               -- may enter the portal
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX contacts_of_client ON contacts (client_id, created_at);
CREATE INDEX contacts_by_email ON contacts (lower(email));

CREATE TABLE chats (
    chat_id    TEXT    NOT NULL PRIMARY KEY,
    client_id  TEXT    NOT NULL REFERENCES clients (client_id),
    subject    TEXT    NOT NULL,
    state      TEXT    NOT NULL,               -- active | archived
    last_at    INTEGER NOT NULL,               -- instant of the last message: the order of the list
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX chats_by_last ON chats (state, last_at, chat_id);
CREATE INDEX chats_of_client ON chats (client_id, last_at);

CREATE TABLE messages (
    message_id  TEXT    NOT NULL PRIMARY KEY,
    chat_id     TEXT    NOT NULL REFERENCES chats (chat_id),
    position    INTEGER NOT NULL DEFAULT 0,    -- 1, 2, 3 …: the order, whatever the clock said
    author_kind TEXT    NOT NULL,              -- office | client
    author_name TEXT    NOT NULL,              -- as it was when written
    contact_id  TEXT    NOT NULL DEFAULT '',   -- '' = the office, or nobody in particular
    via         TEXT    NOT NULL,              -- office | hand | mail | portal
    body        TEXT    NOT NULL,              -- versioned rich text, JSON
    text        TEXT    NOT NULL,              -- the same as plain text
    round       INTEGER NOT NULL DEFAULT 0,    -- the reminder's round that this message armed; 0 = none
    at          INTEGER NOT NULL,
    read_at     INTEGER                        -- NULL = not read by the office yet
) STRICT;
CREATE INDEX messages_of_chat ON messages (chat_id, position);
CREATE INDEX messages_unread ON messages (chat_id) WHERE read_at IS NULL;

CREATE TABLE client_tasks (
    task_id  TEXT    NOT NULL PRIMARY KEY,
    chat_id  TEXT    NOT NULL REFERENCES chats (chat_id),
    text     TEXT    NOT NULL,
    position INTEGER NOT NULL,
    done     INTEGER NOT NULL DEFAULT 0,
    done_by  TEXT    NOT NULL DEFAULT '',
    done_at  INTEGER                           -- NULL = open
) STRICT;
CREATE INDEX client_tasks_of_chat ON client_tasks (chat_id, position);

-- What the owner began to write: at most one for a thread, any number for new chats.
CREATE TABLE drafts (
    draft_id TEXT    NOT NULL PRIMARY KEY,
    chat_id  TEXT    UNIQUE REFERENCES chats (chat_id), -- NULL = a new chat
    clients  TEXT    NOT NULL,                          -- whom a new chat is for: ids, JSON
    subject  TEXT    NOT NULL,
    body     TEXT    NOT NULL,                          -- versioned rich text, JSON
    text     TEXT    NOT NULL,                          -- the same as plain text
    reminder TEXT    NOT NULL,                          -- {every_days, max_count}, JSON; null = off
    tasks    TEXT    NOT NULL,                          -- JSON
    saved_at INTEGER NOT NULL
, template_id TEXT REFERENCES templates (template_id), template_documents TEXT NOT NULL DEFAULT '[]') STRICT;

-- Messages that can be taken back for a moment, with what was there before them.
CREATE TABLE undoable (
    message_id TEXT    NOT NULL PRIMARY KEY REFERENCES messages (message_id),
    chat_id    TEXT    NOT NULL REFERENCES chats (chat_id),
    until_at   INTEGER NOT NULL,                        -- no mail about it leaves before
    before     TEXT    NOT NULL                         -- JSON, see chats/before.rs
) STRICT;
CREATE INDEX undoable_of_chat ON undoable (chat_id);
CREATE INDEX undoable_until ON undoable (until_at);

-- One reminder per pending item: the folded state of reminders/rules.rs.
CREATE TABLE reminders (
    item_kind   TEXT    NOT NULL,              -- chat | signature | approval
    item_id     TEXT    NOT NULL,
    client_id   TEXT    NOT NULL REFERENCES clients (client_id),
    enabled     INTEGER NOT NULL,
    every_days  INTEGER NOT NULL,              -- civil days
    max_count   INTEGER NOT NULL,
    phase       TEXT    NOT NULL,              -- not_asked | pending | ended
    ended       TEXT    NOT NULL DEFAULT '',   -- why it ended: answered, archived …; '' = it has not
    round       INTEGER NOT NULL,              -- raised by each arming afresh
    asked_in    INTEGER NOT NULL,              -- the round of the present message or request
    used        INTEGER NOT NULL,              -- the highest step used up in this round
    sent        INTEGER NOT NULL,              -- steps of this round that were accepted
    in_flight   INTEGER,                       -- step whose mails stand in the outbox; NULL = none
    in_delivery INTEGER,                       -- step accepted for one contact, perhaps not for others; NULL = none
    mailed_at   INTEGER,                       -- last accepted mail about the present request; NULL = none yet
    since_at    INTEGER,                       -- switched on, resumed or reopened; NULL = not since the request
    sent_again  INTEGER NOT NULL DEFAULT 0,    -- number of the last accepted manual mail
    skipped     TEXT    NOT NULL DEFAULT '{}', -- steps skipped ahead and when, JSON
    latest_at   INTEGER,                       -- the latest instant held: later than now = the clock was set back
    held        TEXT    NOT NULL DEFAULT '',   -- why nothing can go: no_recipient; '' = it can
    due_at      INTEGER,                       -- written by the one pure function; NULL = nothing is due
    PRIMARY KEY (item_kind, item_id)
) STRICT;
CREATE INDEX reminders_due ON reminders (due_at) WHERE due_at IS NOT NULL AND held = '';
CREATE INDEX reminders_of_client_due ON reminders (client_id, due_at) WHERE due_at IS NOT NULL AND held = '';
CREATE INDEX reminders_held ON reminders (client_id) WHERE held <> '';
CREATE INDEX reminders_latest ON reminders (latest_at) WHERE latest_at IS NOT NULL;
CREATE INDEX reminders_of_client ON reminders (client_id, phase);

-- The outbox: one row per mail to one contact.
CREATE TABLE mails (
    mail_id         TEXT    NOT NULL PRIMARY KEY,
    kind            TEXT    NOT NULL,             -- notification | reminder | send_again
    state           TEXT    NOT NULL,             -- queued | sending | accepted | failed | bounced | withdrawn | uncertain
    client_id       TEXT    NOT NULL REFERENCES clients (client_id),
    contact_id      TEXT    NOT NULL REFERENCES contacts (contact_id),
    address         TEXT    NOT NULL,             -- where it went, or goes
    message_id      TEXT    NOT NULL UNIQUE,      -- RFC 5322 Message-ID with its brackets, kept for every attempt
    subject         TEXT    NOT NULL,
    attempts        INTEGER NOT NULL DEFAULT 0,
    uncertain       INTEGER NOT NULL DEFAULT 0,   -- attempts whose answer was lost
    last_error      TEXT    NOT NULL DEFAULT '',
    next_attempt_at INTEGER,                      -- NULL = none will be made by itself
    created_at      INTEGER NOT NULL,
    accepted_at     INTEGER                       -- NULL = not accepted
) STRICT;
CREATE INDEX mails_next ON mails (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX mails_of_contact ON mails (contact_id, created_at);
CREATE INDEX mails_by_state ON mails (state, created_at);

-- What each mail speaks of; several only for reminders that fall together.
CREATE TABLE mail_items (
    mail_id    TEXT    NOT NULL REFERENCES mails (mail_id),
    kind       TEXT    NOT NULL,                  -- as in mails
    item_kind  TEXT    NOT NULL,
    item_id    TEXT    NOT NULL,
    round      INTEGER NOT NULL,
    step       INTEGER NOT NULL,                  -- reminder: 1 … max_count; notification: 0; send_again: 1, 2 …
    contact_id TEXT    NOT NULL,
    live       INTEGER NOT NULL DEFAULT 1,        -- 0 = withdrawn before it went
    PRIMARY KEY (mail_id, item_kind, item_id)
) STRICT;
CREATE UNIQUE INDEX mail_items_once ON mail_items (item_kind, item_id, round, kind, step, contact_id) WHERE live = 1;
CREATE INDEX mail_items_of_item ON mail_items (item_kind, item_id, kind);

-- What came from clients, one row a thread.
CREATE TABLE inbox (
    inbox_id  TEXT    NOT NULL PRIMARY KEY,
    client_id TEXT    NOT NULL REFERENCES clients (client_id),
    item_kind TEXT    NOT NULL,
    item_id   TEXT    NOT NULL,
    what      TEXT    NOT NULL,                   -- the last thing that came: answer
    who       TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    done      INTEGER NOT NULL DEFAULT 0,
    UNIQUE (item_kind, item_id)
) STRICT;
CREATE INDEX inbox_newest ON inbox (done, at);

-- Append-only; each row is chained to the one before by hash (audit/mod.rs).
CREATE TABLE audit (
    seq       INTEGER NOT NULL PRIMARY KEY,       -- 1, 2, 3 … without gaps
    at        INTEGER NOT NULL,
    actor     TEXT    NOT NULL,
    action    TEXT    NOT NULL,
    object    TEXT    NOT NULL,
    client_id TEXT    NOT NULL DEFAULT '',
    origin    TEXT    NOT NULL,
    details   TEXT    NOT NULL,                   -- JSON
    hash      TEXT    NOT NULL                    -- SHA-256, hex
) STRICT;
CREATE INDEX audit_of_client ON audit (client_id, seq) WHERE client_id <> '';
CREATE TRIGGER audit_keeps_its_rows BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows are never deleted'); END;
CREATE TRIGGER audit_keeps_its_words BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END;

-- Whether Documents/ was there when it was last looked for. No row: it was never looked for.
CREATE TABLE documents_root (
    office_id TEXT    NOT NULL PRIMARY KEY REFERENCES office (office_id),
    missing   INTEGER NOT NULL
) STRICT;

-- One row per client whose folder was made.
CREATE TABLE client_folders (
    client_id     TEXT    NOT NULL PRIMARY KEY REFERENCES clients (client_id),
    name          TEXT    NOT NULL,            -- on disk, directly below Documents/
    identity      TEXT    NOT NULL,            -- device:file:born as the file system has it; '' = it has none
    missing_since INTEGER,                     -- NULL = it is there
    saves_in      TEXT    NOT NULL DEFAULT ''  -- the top-level folder that files for chats were last saved in; '' = none yet
) STRICT;

CREATE TABLE folders (
    folder_id     TEXT    NOT NULL PRIMARY KEY,
    client_id     TEXT    NOT NULL REFERENCES clients (client_id),
    name          TEXT    NOT NULL,            -- on disk, directly below the client's folder
    access        TEXT    NOT NULL,            -- private | view | edit
    identity      TEXT    NOT NULL,
    flag          TEXT    NOT NULL DEFAULT '', -- why it is kept from clients whatever its access; '' = it is not
    state         TEXT    NOT NULL,            -- present | missing | gone
    missing_since INTEGER                      -- NULL unless missing
) STRICT;
CREATE INDEX folders_of_client ON folders (client_id, state);

CREATE TABLE documents (
    document_id   TEXT    NOT NULL PRIMARY KEY,
    folder_id     TEXT    NOT NULL REFERENCES folders (folder_id),
    path          TEXT    NOT NULL,            -- below the top-level folder, parts separated by /
    size          INTEGER NOT NULL,            -- bytes
    mtime         INTEGER NOT NULL,            -- last change of the content, nanoseconds since 1970
    identity      TEXT    NOT NULL,
    sha256        BLOB,                        -- of the last whole version; NULL = there was none yet
    published     INTEGER NOT NULL,            -- that version was found whole where it may be shown
    refused       INTEGER NOT NULL,            -- a program, or what pretends to be something else
    flag          TEXT    NOT NULL DEFAULT '',
    state         TEXT    NOT NULL,            -- present | missing | gone
    missing_since INTEGER
) STRICT;
CREATE INDEX documents_of_folder ON documents (folder_id, state);
CREATE INDEX documents_by_content ON documents (sha256) WHERE sha256 IS NOT NULL;

-- A document's history: each row is chained to the one before by hash (documents/history.rs).
CREATE TABLE document_versions (
    document_id TEXT    NOT NULL REFERENCES documents (document_id),
    version     INTEGER NOT NULL,              -- 1, 2, 3 …
    at          INTEGER NOT NULL,              -- when it was found whole
    author      TEXT    NOT NULL,              -- who brought it; '' = it was found on the disk
    size        INTEGER NOT NULL,
    sha256      BLOB    NOT NULL,
    hash        BLOB    NOT NULL,
    PRIMARY KEY (document_id, version)
) STRICT;

-- Which contact has opened which version.
CREATE TABLE document_views (
    document_id TEXT    NOT NULL REFERENCES documents (document_id),
    contact_id  TEXT    NOT NULL REFERENCES contacts (contact_id),
    version     INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (document_id, contact_id)
) STRICT;

-- Which version of a document the owner has opened last.
CREATE TABLE document_openings (
    document_id TEXT    NOT NULL PRIMARY KEY REFERENCES documents (document_id),
    version     INTEGER NOT NULL,
    at          INTEGER NOT NULL
) STRICT;

-- What lies in the tree and can't be a document.
CREATE TABLE kept_entries (
    path TEXT NOT NULL PRIMARY KEY,            -- below Documents/
    flag TEXT NOT NULL
) STRICT;

-- The words in documents, for the search.
CREATE VIRTUAL TABLE document_words USING fts5 (
    document_id UNINDEXED,
    words,
    tokenize = 'unicode61 remove_diacritics 2'
);

-- Which version's words are in the index, and in which row of it. One that has none, or could not be read, has a row too.
CREATE TABLE documents_indexed (
    document_id TEXT NOT NULL PRIMARY KEY REFERENCES documents (document_id),
    sha256      BLOB NOT NULL
, words_id INTEGER) STRICT;

-- What was deleted here, until it is taken away for good. The bytes lie in Documents/.studiolo/trash/<trash_id>.
CREATE TABLE trash (
    trash_id    TEXT    NOT NULL PRIMARY KEY,
    document_id TEXT    NOT NULL REFERENCES documents (document_id),
    client_id   TEXT    NOT NULL REFERENCES clients (client_id),
    path        TEXT    NOT NULL,              -- where it lay, below Documents/
    at          INTEGER NOT NULL
) STRICT;
CREATE INDEX trash_of_client ON trash (client_id, at);

-- An import whose files are all written and are being moved to where they stay; gone once they are there.
CREATE TABLE moving (
    import_id TEXT NOT NULL PRIMARY KEY,
    moves     TEXT NOT NULL                    -- JSON, see documents/import/land.rs
) STRICT;

-- What a new client's folder begins with.
CREATE TABLE folder_templates (
    template_id TEXT    NOT NULL PRIMARY KEY,
    name        TEXT    NOT NULL,
    is_default  INTEGER NOT NULL,
    folders     TEXT    NOT NULL               -- [{name, access}], JSON; {year} stands for the year
) STRICT;

-- Documents that a message brought, as they were then.
CREATE TABLE attachments (
    message_id  TEXT    NOT NULL REFERENCES messages (message_id),
    position    INTEGER NOT NULL,
    document_id TEXT    NOT NULL REFERENCES documents (document_id),
    name        TEXT    NOT NULL,
    size        INTEGER NOT NULL,
    sha256      BLOB    NOT NULL,
    PRIMARY KEY (message_id, position)
) STRICT;
CREATE INDEX attachments_of_document ON attachments (document_id);

-- Whether small documents travel in the mails. No row: they do, up to 5 MB a mail.
CREATE TABLE mail_documents (
    office_id TEXT    NOT NULL PRIMARY KEY REFERENCES office (office_id),
    enabled   INTEGER NOT NULL,
    max_bytes INTEGER NOT NULL                 -- of all documents of one mail together
) STRICT;

-- Documents that a draft will bring.
CREATE TABLE draft_attachments (
    draft_id    TEXT    NOT NULL REFERENCES drafts (draft_id) ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    document_id TEXT    NOT NULL REFERENCES documents (document_id),
    PRIMARY KEY (draft_id, position)
) STRICT;

-- Mail accounts: each with the server that its mail leaves by and the mailbox that its replies come to.
CREATE TABLE mail_accounts (
    account_id TEXT    NOT NULL PRIMARY KEY, -- that of its rows in sending_account and receiving_account
    label      TEXT    NOT NULL DEFAULT '',  -- '' = it is named by its address
    is_default INTEGER NOT NULL,             -- 1 = of every client that has none of its own
    created_at INTEGER NOT NULL
, save_sent INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE UNIQUE INDEX mail_accounts_default ON mail_accounts (is_default) WHERE is_default = 1;
CREATE INDEX clients_of_account ON clients (account_id) WHERE account_id IS NOT NULL;

-- Mail in: the account that replies come to, how far it was read, and what was taken in.

-- No row: replies stay in the mailbox.
CREATE TABLE receiving_account (
    account_id     TEXT    NOT NULL PRIMARY KEY,
    host           TEXT    NOT NULL,
    port           INTEGER NOT NULL,
    security       TEXT    NOT NULL,            -- tls | starttls | none
    username       TEXT    NOT NULL,
    password       TEXT    NOT NULL,
    address        TEXT    NOT NULL,            -- where replies are asked to go
    folder         TEXT    NOT NULL,            -- the folder that is read
    ca_file        TEXT    NOT NULL DEFAULT '', -- PEM file of an authority to trust besides the system's
    allow_plain    INTEGER NOT NULL DEFAULT 0,
    authserv_id    TEXT    NOT NULL DEFAULT '', -- how its server signs Authentication-Results; '' = not known
    plus_addresses INTEGER NOT NULL DEFAULT 0,  -- 1 = its provider delivers name+token@domain
    set_at         INTEGER NOT NULL             -- what arrived before is left alone
) STRICT;

-- How far the folder was read. No row: not yet.
CREATE TABLE intake_cursor (
    account_id   TEXT    NOT NULL PRIMARY KEY REFERENCES receiving_account (account_id) ON DELETE CASCADE,
    uid_validity INTEGER NOT NULL,
    last_uid     INTEGER NOT NULL               -- every mail up to this one was looked at
) STRICT;

-- Mails that were taken in; all else is left alone and not stored.
CREATE TABLE received (
    received_id TEXT    NOT NULL PRIMARY KEY,
    content     BLOB    NOT NULL UNIQUE,        -- SHA-256 of its bytes: the same mail is never taken in twice
    state       TEXT    NOT NULL,               -- joined | kept | dropped | forgotten | report
    reason      TEXT,                           -- why it was kept aside; NULL = it was not
    from_name   TEXT    NOT NULL,
    from_email  TEXT    NOT NULL,
    subject     TEXT    NOT NULL,
    client_id   TEXT    NOT NULL DEFAULT '',    -- whose contact the sender is; '' = nobody's, or of several
    contact_id  TEXT    NOT NULL DEFAULT '',
    verified    INTEGER NOT NULL,               -- the account's own server vouches for the sender's domain
    checks      TEXT    NOT NULL,               -- JSON: what was checked of the sender, and by whom
    parts       TEXT    NOT NULL,               -- JSON: its text in parts, said, quoted …
    files       TEXT    NOT NULL,               -- JSON: what came with it and is not saved as a document
    message_id  TEXT    NOT NULL DEFAULT '',    -- the message that it became; '' = none
    at          INTEGER NOT NULL,
    decided_at  INTEGER                         -- NULL = nobody has
, same BLOB) STRICT;
CREATE INDEX received_by_state ON received (state, at);
-- What stays the same of a mail that comes to several mailboxes: SHA-256 of its sender, its Message-ID and what stands below its headers;
-- NULL = it has no Message-ID, or is not whole.
CREATE UNIQUE INDEX received_by_same ON received (same) WHERE same IS NOT NULL;
CREATE INDEX received_of_message ON received (message_id) WHERE message_id <> '';

-- The mails themselves, as they came.
CREATE TABLE received_bytes (
    received_id TEXT NOT NULL PRIMARY KEY REFERENCES received (received_id),
    bytes       BLOB NOT NULL
) STRICT;

-- The chats that a mail kept aside may belong to, the likeliest first.
CREATE TABLE received_chats (
    received_id TEXT    NOT NULL REFERENCES received (received_id),
    chat_id     TEXT    NOT NULL,
    position    INTEGER NOT NULL,
    held        INTEGER NOT NULL,               -- 1 = its reminder waits for the owner's decision
    PRIMARY KEY (received_id, chat_id)
) STRICT;
CREATE INDEX received_chats_held ON received_chats (chat_id) WHERE held = 1;

-- Mails that the server accepted and whose copy is not saved yet.
CREATE TABLE sent_copies (
    mail_id    TEXT    NOT NULL PRIMARY KEY REFERENCES mails (mail_id),
    account_id TEXT    NOT NULL REFERENCES mail_accounts (account_id) ON DELETE CASCADE,
    tries      INTEGER NOT NULL DEFAULT 0, -- passes that had it in hand
    bytes      BLOB    NOT NULL
) STRICT;
CREATE INDEX sent_copies_of_account ON sent_copies (account_id, mail_id);

-- What the gateways of certified mail (PEC, RFC 6109) told about mails of ours. Each receipt lies whole in received_bytes.
CREATE TABLE evidence (
    evidence_id TEXT    NOT NULL PRIMARY KEY,
    mail_id     TEXT    NOT NULL REFERENCES mails (mail_id),
    received_id TEXT    NOT NULL UNIQUE REFERENCES received (received_id),
    kind        TEXT    NOT NULL,              -- accepted | not_accepted | taken_in_charge | delivered | not_delivered | not_yet_delivered | virus
    at          INTEGER,                       -- when it happened, by the gateway's clock; NULL = it does not tell
    recipient   TEXT    NOT NULL DEFAULT '',   -- whom it is about; '' = it does not tell
    reason      TEXT    NOT NULL DEFAULT '',   -- what went wrong, in the gateway's words
    why_not     TEXT,                          -- why it is not verified, a stable code; NULL = it is
    signer      TEXT    NOT NULL DEFAULT '',   -- as the certificate says
    issuer      TEXT    NOT NULL DEFAULT '',
    taken_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX evidence_of_mail ON evidence (mail_id, taken_at);

-- Signing in to mail servers without a password (OAuth 2).

-- What a provider gave for an account. Its tokens are in place of the passwords of both servers.
CREATE TABLE mail_grants (
    account_id    TEXT    NOT NULL PRIMARY KEY REFERENCES mail_accounts (account_id) ON DELETE CASCADE,
    name          TEXT    NOT NULL,            -- whose account it is to people: Google
    authorization TEXT    NOT NULL,            -- the page where the person agrees
    token         TEXT    NOT NULL,            -- where tokens are fetched and renewed
    revocation    TEXT    NOT NULL DEFAULT '', -- where the grant is given back; '' = nowhere
    loopback      TEXT    NOT NULL,            -- 127.0.0.1 or localhost
    scopes        TEXT    NOT NULL,            -- with spaces between
    client_id     TEXT    NOT NULL,
    client_secret TEXT    NOT NULL DEFAULT '', -- '' = none
    ca_file       TEXT    NOT NULL DEFAULT '',
    hosts         TEXT    NOT NULL,            -- mail servers that may have the token, with spaces between
    address       TEXT    NOT NULL,            -- whose mailbox: the user name
    access_token  TEXT    NOT NULL,
    refresh_token TEXT    NOT NULL,
    expires_at    INTEGER,                     -- NULL = the provider does not say
    refused       TEXT    NOT NULL DEFAULT '', -- why the provider takes the refresh token no more; '' = it does
    granted_at    INTEGER NOT NULL
) STRICT;

-- The client ids that the owner set, by the place where tokens are fetched.
CREATE TABLE oauth_clients (
    token         TEXT    NOT NULL PRIMARY KEY,
    client_id     TEXT    NOT NULL,
    client_secret TEXT    NOT NULL DEFAULT ''  -- '' = none
) STRICT;

-- The owner's morning mail: what came, what waits, what goes out today. No row: the owner gets none.
CREATE TABLE digest (
    office_id TEXT    NOT NULL PRIMARY KEY REFERENCES office (office_id),
    enabled   INTEGER NOT NULL,
    at        TEXT    NOT NULL              -- '07:30' in the office's zone
) STRICT;

-- At most one a civil day, also of a day on which there was nothing to say.
CREATE TABLE digests (
    day             TEXT    NOT NULL PRIMARY KEY, -- civil day in the office's zone, '2026-04-22'
    state           TEXT    NOT NULL,             -- queued | sending | accepted | failed | withdrawn | uncertain
    address         TEXT    NOT NULL,             -- where it went, or goes
    message_id      TEXT    NOT NULL UNIQUE,      -- RFC 5322 Message-ID with its brackets, kept for every attempt
    attempts        INTEGER NOT NULL DEFAULT 0,
    uncertain       INTEGER NOT NULL DEFAULT 0,   -- attempts whose answer was lost
    last_error      TEXT    NOT NULL DEFAULT '',
    next_attempt_at INTEGER,                      -- NULL = none will be made by itself
    created_at      INTEGER NOT NULL,
    accepted_at     INTEGER                       -- NULL = not accepted
) STRICT;

-- Templates of messages. What changes for each client stands in their words as {first_name}, {today+5} …
CREATE TABLE templates (
    template_id TEXT    NOT NULL PRIMARY KEY,
    name        TEXT    NOT NULL,
    name_key    TEXT    NOT NULL,             -- the name folded: no two that are there share it
    subject     TEXT    NOT NULL,
    body        TEXT    NOT NULL,             -- versioned rich text, JSON
    changed_at  INTEGER NOT NULL,
    used_at     INTEGER,                      -- when a chat was last made from it; NULL = never
    deleted_at  INTEGER                       -- NULL = it is there
) STRICT;
CREATE UNIQUE INDEX templates_by_name ON templates (name_key) WHERE deleted_at IS NULL;

-- The documents that a template brings: kept here, and saved among the documents of each client it is used for.
CREATE TABLE template_documents (
    template_document_id TEXT    NOT NULL PRIMARY KEY,
    template_id          TEXT    NOT NULL REFERENCES templates (template_id) ON DELETE CASCADE,
    position             INTEGER NOT NULL,
    name                 TEXT    NOT NULL,
    size                 INTEGER NOT NULL,    -- bytes
    sha256               BLOB    NOT NULL,
    content              BLOB    NOT NULL,
    UNIQUE (template_id, position)
) STRICT;

-- Documents that were found and not read yet, in runs of many: a first look brings all of an office's at once. One that is read, or
-- changes in any way, leaves its run for a row of its own in documents.
CREATE TABLE found_documents (
    folder_id TEXT    NOT NULL REFERENCES folders (folder_id),
    first_id  TEXT    NOT NULL,               -- no document of the run has an id before this one …
    last_id   TEXT    NOT NULL,               -- … or after this one
    count     INTEGER NOT NULL,               -- how many documents it has
    documents TEXT    NOT NULL,               -- JSON: [[document_id, path, size, mtime, identity], …], each as in documents
    PRIMARY KEY (folder_id, first_id)
) STRICT;
