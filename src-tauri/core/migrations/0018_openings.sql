-- Which version of a document the owner has opened last.
CREATE TABLE document_openings (
    document_id TEXT    NOT NULL PRIMARY KEY REFERENCES documents (document_id),
    version     INTEGER NOT NULL,
    at          INTEGER NOT NULL
) STRICT;
