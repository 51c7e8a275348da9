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

-- The template that a draft of a new chat was made from, and those of its documents that it will bring.
ALTER TABLE drafts ADD COLUMN template_id TEXT REFERENCES templates (template_id);
ALTER TABLE drafts ADD COLUMN template_documents TEXT NOT NULL DEFAULT '[]'; -- ids, JSON
