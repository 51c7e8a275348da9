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
) STRICT;
CREATE INDEX received_by_state ON received (state, at);
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
