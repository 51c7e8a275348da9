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
