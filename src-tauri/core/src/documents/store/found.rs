//! The SQL of documents that were found and not read yet: runs of many, each a row.
//!
//! A first look finds all documents of an office at once, and knows of each its name, size, time and identity alone. Rows of
//! their own would cost more than the look; each gets one when it is read, which costs more than the row.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use super::super::DocumentRow;
use super::super::plan::{Document, Stat, Tree};
use super::identity;
use crate::error::{Error, Result};
use crate::id::{ClientId, DocumentId, FolderId};
use crate::rows;

/// Documents of one run at most: whenever some of a run are read, the rest is written again.
const RUN: usize = 128;

/// Documents that were not read, by the folder in which they lay.
pub(in crate::documents) type Found = BTreeMap<FolderId, BTreeSet<DocumentId>>;

/// A document of a run: id, path below the top-level folder, size, time and identity.
#[derive(Serialize, Deserialize)]
struct Entry(DocumentId, String, u64, i64, String);

struct Run<'d> {
    folder_id: FolderId,
    first: DocumentId,
    last: DocumentId,
    documents: &'d [(DocumentId, &'d Document)],
}

/// Puts all runs into a tree.
pub(super) async fn load(connection: &mut SqliteConnection, tree: &mut Tree) -> Result<()> {
    let select = "SELECT folder_id, documents FROM found_documents";
    for (folder_id, entries) in
        sqlx::query_as::<_, (FolderId, String)>(select).fetch_all(&mut *connection).await?
    {
        let documents = read(&entries)?.into_iter().map(|entry| entry.document(folder_id));
        tree.documents.extend(documents);
    }
    Ok(())
}

/// Writes new documents, in order of their ids, none of which was touched since.
pub(super) async fn insert(connection: &mut SqliteConnection, new: &[(DocumentId, &Document)]) -> Result<()> {
    let of_folders = new.chunk_by(|(_, one), (_, other)| one.folder_id == other.folder_id);
    let runs: Vec<Run<'_>> = of_folders.flat_map(|new| new.chunks(RUN)).filter_map(Run::new).collect();
    rows::write(
        connection,
        "INSERT INTO found_documents (folder_id, first_id, last_id, count, documents) ",
        &runs,
        |values, run| {
            values.push_bind(run.folder_id).push_bind(run.first).push_bind(run.last);
            // Spelled out here: never more of them at once than are in a statement.
            let entries: Vec<Entry> =
                run.documents.iter().map(|(id, document)| Entry::new(*id, document)).collect();
            values.push_bind(count(&entries)).push_bind(written(&entries));
        },
        "",
    )
    .await
}

/// Takes documents out of their runs; those that are in none are passed over.
pub(super) async fn take_out(connection: &mut SqliteConnection, found: &Found) -> Result<()> {
    for (folder, ids) in found {
        let (Some(first), Some(last)) = (ids.first(), ids.last()) else { continue };
        let select = "SELECT first_id, documents FROM found_documents
            WHERE folder_id = $1 AND first_id <= $2 AND last_id >= $3";
        let runs: Vec<(DocumentId, String)> =
            sqlx::query_as(select).bind(folder).bind(last).bind(first).fetch_all(&mut *connection).await?;
        for (run, entries) in runs {
            let mut entries = read(&entries)?;
            let before = entries.len();
            entries.retain(|entry| !ids.contains(&entry.0));
            if entries.is_empty() {
                sqlx::query("DELETE FROM found_documents WHERE folder_id = $1 AND first_id = $2")
                    .bind(folder)
                    .bind(run)
                    .execute(&mut *connection)
                    .await?;
            } else if entries.len() < before {
                let update = "UPDATE found_documents SET count = $1, documents = $2
                    WHERE folder_id = $3 AND first_id = $4";
                sqlx::query(update)
                    .bind(count(&entries))
                    .bind(written(&entries))
                    .bind(folder)
                    .bind(run)
                    .execute(&mut *connection)
                    .await?;
            }
        }
    }
    Ok(())
}

/// A client's documents in runs, in folders that are there.
pub(super) async fn of_client(
    connection: &mut SqliteConnection,
    client: ClientId,
) -> Result<Vec<DocumentRow>> {
    let runs: Vec<(FolderId, String, String)> = sqlx::query_as(
        "SELECT f.folder_id, f.name, r.documents FROM found_documents r
         JOIN folders f ON f.folder_id = r.folder_id
         JOIN client_folders c ON c.client_id = f.client_id AND c.missing_since IS NULL
         WHERE f.client_id = $1 AND f.state = 'present'",
    )
    .bind(client)
    .fetch_all(connection)
    .await?;
    let mut rows = Vec::new();
    for (folder_id, folder, entries) in runs {
        rows.extend(read(&entries)?.into_iter().map(|entry| entry.row(folder_id, &folder)));
    }
    Ok(rows)
}

impl<'d> Run<'d> {
    fn new(documents: &'d [(DocumentId, &'d Document)]) -> Option<Self> {
        let ((first, document), (last, _)) = (documents.first()?, documents.last()?);
        Some(Self { folder_id: document.folder_id, first: *first, last: *last, documents })
    }
}

impl Entry {
    fn new(id: DocumentId, document: &Document) -> Self {
        let Stat { size, mtime, identity } = document.stat;
        Self(id, document.path.clone(), size, mtime, identity::text(identity))
    }

    fn document(self, folder_id: FolderId) -> (DocumentId, Document) {
        let Self(id, path, size, mtime, identity) = self;
        let stat = Stat { size, mtime, identity: identity::from(&identity) };
        (id, Document::found(folder_id, path, stat, None))
    }

    fn row(self, folder_id: FolderId, folder: &str) -> DocumentRow {
        let Self(document_id, path, size, mtime, _) = self;
        DocumentRow {
            document_id,
            folder_id,
            path: format!("{folder}/{path}"),
            size: size.cast_signed(),
            mtime,
            sha256: None,
            published: false,
            refused: false,
            flag: String::new(),
            version: 0,
            author: String::new(),
            at: None,
            opened_at: None,
        }
    }
}

fn count(entries: &[Entry]) -> i64 {
    i64::try_from(entries.len()).unwrap_or(i64::MAX)
}

fn written(entries: &[Entry]) -> String {
    serde_json::to_string(entries).unwrap_or_default()
}

fn read(entries: &str) -> Result<Vec<Entry>> {
    serde_json::from_str(entries)
        .map_err(|error| Error::Damaged(format!("a run of found documents can't be read: {error}")))
}
