-- Documents: ordinary files below Documents/, and what is on record of them.

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

-- Which version's words are in the index. One that has none, or could not be read, has a row too.
CREATE TABLE documents_indexed (
    document_id TEXT NOT NULL PRIMARY KEY REFERENCES documents (document_id),
    sha256      BLOB NOT NULL
) STRICT;

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
