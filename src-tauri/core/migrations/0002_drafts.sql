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
) STRICT;

-- Messages that can be taken back for a moment, with what was there before them.
CREATE TABLE undoable (
    message_id TEXT    NOT NULL PRIMARY KEY REFERENCES messages (message_id),
    chat_id    TEXT    NOT NULL REFERENCES chats (chat_id),
    until_at   INTEGER NOT NULL,                        -- no mail about it leaves before
    before     TEXT    NOT NULL                         -- JSON, see chats/before.rs
) STRICT;
CREATE INDEX undoable_of_chat ON undoable (chat_id);
CREATE INDEX undoable_until ON undoable (until_at);
