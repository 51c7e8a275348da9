//! The SQL of documents: the tree that is on record, and of each document its history, its words and who has seen it.

mod found;
mod identity;
mod tree;

use std::collections::{BTreeMap, HashMap};

use sqlx::SqliteConnection;

use super::history::Version;
use super::opened::Mention;
use super::{DocumentRow, View};
use crate::error::Result;
use crate::id::{ClientId, ContactId, DocumentId, FolderId};
use crate::rows;
use crate::time::{Instant, Millis};

pub(super) use tree::{Touched, load, put};

/// The top-level folder that files for this client's chats were last saved in.
pub(super) async fn saves_in(
    connection: &mut SqliteConnection,
    client: ClientId,
) -> Result<Option<FolderId>> {
    let text: Option<String> = sqlx::query_scalar("SELECT saves_in FROM client_folders WHERE client_id = $1")
        .bind(client)
        .fetch_optional(connection)
        .await?;
    Ok(text.and_then(|text| text.parse().ok()))
}

/// Remembers it.
pub(super) async fn set_saves_in(
    connection: &mut SqliteConnection,
    client: ClientId,
    folder: FolderId,
) -> Result<()> {
    sqlx::query("UPDATE client_folders SET saves_in = $1 WHERE client_id = $2")
        .bind(folder)
        .bind(client)
        .execute(connection)
        .await?;
    Ok(())
}

/// The clients that have no folder yet, and their names.
pub(super) async fn without_folder(connection: &mut SqliteConnection) -> Result<Vec<(ClientId, String)>> {
    Ok(sqlx::query_as(
        "SELECT client_id, name FROM clients c
         WHERE NOT EXISTS (SELECT 1 FROM client_folders f WHERE f.client_id = c.client_id)
         ORDER BY created_at, client_id",
    )
    .fetch_all(connection)
    .await?)
}

/// Whether the folder was ever looked for.
pub(super) async fn was_looked_for(connection: &mut SqliteConnection) -> Result<bool> {
    Ok(sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM documents_root)").fetch_one(connection).await?)
}

/// The last versions of these documents; one without a version is absent.
pub(super) async fn last_versions(
    connection: &mut SqliteConnection,
    ids: &[DocumentId],
) -> Result<HashMap<DocumentId, Version>> {
    let select =
        "SELECT v.document_id, v.version, v.at, v.author, v.size, v.sha256, v.hash FROM document_versions v
        WHERE v.version = (SELECT max(version) FROM document_versions w WHERE w.document_id = v.document_id)
          AND v.document_id IN (";
    let versions: Vec<Version> = rows::read(connection, select, ids, rows::id, ")").await?;
    Ok(versions.into_iter().map(|version| (version.document_id, version)).collect())
}

/// Adds versions.
pub(super) async fn insert_versions(connection: &mut SqliteConnection, versions: &[Version]) -> Result<()> {
    rows::write(
        connection,
        "INSERT INTO document_versions (document_id, version, at, author, size, sha256, hash) ",
        versions,
        |values, version| {
            values.push_bind(version.document_id).push_bind(version.version).push_bind(version.at);
            values.push_bind(version.author.clone()).push_bind(version.size);
            values.push_bind(version.sha256.clone()).push_bind(version.hash.clone());
        },
        "",
    )
    .await
}

/// A document's versions, oldest first.
pub(super) async fn versions(connection: &mut SqliteConnection, id: DocumentId) -> Result<Vec<Version>> {
    Ok(sqlx::query_as(
        "SELECT document_id, version, at, author, size, sha256, hash FROM document_versions
         WHERE document_id = $1 ORDER BY version",
    )
    .bind(id)
    .fetch_all(connection)
    .await?)
}

/// Those of all documents that have versions, by id.
pub(super) async fn with_versions(connection: &mut SqliteConnection) -> Result<Vec<DocumentId>> {
    let select = "SELECT DISTINCT document_id FROM document_versions ORDER BY document_id";
    Ok(sqlx::query_scalar(select).fetch_all(connection).await?)
}

/// The versions of these documents, each document's together and oldest first.
pub(super) async fn versions_of(
    connection: &mut SqliteConnection,
    ids: &[DocumentId],
) -> Result<Vec<Version>> {
    let select = "SELECT document_id, version, at, author, size, sha256, hash FROM document_versions
        WHERE document_id IN (";
    rows::read(connection, select, ids, rows::id, ") ORDER BY document_id, version").await
}

/// A client's documents that are there, by path.
pub(super) async fn of_client(
    connection: &mut SqliteConnection,
    client: ClientId,
) -> Result<Vec<DocumentRow>> {
    let mut rows = found::of_client(connection, client).await?;
    rows.extend(read_of_client(connection, client).await?);
    rows.sort_unstable_by(|one, other| one.path.cmp(&other.path));
    Ok(rows)
}

async fn read_of_client(connection: &mut SqliteConnection, client: ClientId) -> Result<Vec<DocumentRow>> {
    Ok(sqlx::query_as(
        "SELECT d.document_id, d.folder_id, f.name || '/' || d.path AS path, d.size, d.mtime, d.sha256, d.published,
                d.refused, d.flag, coalesce(v.version, 0) AS version, coalesce(v.author, '') AS author, v.at AS at,
                o.at AS opened_at
         FROM documents d
         JOIN folders f ON f.folder_id = d.folder_id
         JOIN client_folders c ON c.client_id = f.client_id AND c.missing_since IS NULL
         LEFT JOIN document_versions v ON v.document_id = d.document_id AND v.version =
              (SELECT max(version) FROM document_versions w WHERE w.document_id = d.document_id)
         LEFT JOIN document_openings o ON o.document_id = d.document_id AND o.version = v.version
         WHERE f.client_id = $1 AND f.state = 'present' AND d.state = 'present'",
    )
    .bind(client)
    .fetch_all(connection)
    .await?)
}

/// How many documents each client has.
pub(super) async fn counts(connection: &mut SqliteConnection) -> Result<BTreeMap<ClientId, i64>> {
    let counted: Vec<(ClientId, i64)> = sqlx::query_as(
        "SELECT f.client_id, sum(d.count) FROM (
             SELECT folder_id, count(*) AS count FROM documents WHERE state = 'present' GROUP BY folder_id
             UNION ALL SELECT folder_id, count FROM found_documents) d
         JOIN folders f ON f.folder_id = d.folder_id
         JOIN client_folders c ON c.client_id = f.client_id AND c.missing_since IS NULL
         WHERE f.state = 'present' GROUP BY f.client_id",
    )
    .fetch_all(connection)
    .await?;
    Ok(counted.into_iter().collect())
}

/// Who of a client's contacts has opened what, and when; of the present versions alone.
pub(super) async fn views(connection: &mut SqliteConnection, client: ClientId) -> Result<Vec<View>> {
    Ok(sqlx::query_as(
        "SELECT w.document_id, c.name, w.at FROM document_views w
         JOIN contacts c ON c.contact_id = w.contact_id
         WHERE c.client_id = $1 AND w.version =
               (SELECT max(version) FROM document_versions v WHERE v.document_id = w.document_id)
         ORDER BY w.at",
    )
    .bind(client)
    .fetch_all(connection)
    .await?)
}

/// Writes down that a contact has opened the present version.
pub(super) async fn put_view(
    connection: &mut SqliteConnection,
    document: DocumentId,
    contact: ContactId,
    at: Instant,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO document_views (document_id, contact_id, version, at)
         SELECT $1, $2, coalesce(max(version), 0), $3 FROM document_versions WHERE document_id = $1
         ON CONFLICT (document_id, contact_id) DO UPDATE SET version = excluded.version, at = excluded.at",
    )
    .bind(document)
    .bind(contact)
    .bind(Millis::from(at))
    .execute(connection)
    .await?;
    Ok(())
}

/// Writes down that the owner has opened the present version, if there is one.
pub(super) async fn put_opening(
    connection: &mut SqliteConnection,
    document: DocumentId,
    at: Instant,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO document_openings (document_id, version, at)
         SELECT $1, version, $2 FROM document_versions WHERE document_id = $1 ORDER BY version DESC LIMIT 1
         ON CONFLICT (document_id) DO UPDATE SET version = excluded.version, at = excluded.at",
    )
    .bind(document)
    .bind(Millis::from(at))
    .execute(connection)
    .await?;
    Ok(())
}

/// A document that its client sees.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Servable {
    pub document_id: DocumentId,
    /// Who sees it.
    pub client_id: ClientId,
    /// Where it lies below the documents' folder.
    pub path: String,
    pub size: i64,
    pub mtime: i64,
    pub sha256: Vec<u8>,
}

/// Those of these documents that their client sees: what [`Tree::seen_by`] says, asked of the store.
pub(super) async fn servable(connection: &mut SqliteConnection, ids: &[DocumentId]) -> Result<Vec<Servable>> {
    let select = "SELECT d.document_id, f.client_id, c.name || '/' || f.name || '/' || d.path AS path, d.size, d.mtime,
               d.sha256
        FROM documents d
        JOIN folders f ON f.folder_id = d.folder_id
        JOIN client_folders c ON c.client_id = f.client_id
        WHERE d.state = 'present' AND d.published = 1 AND d.refused = 0 AND d.flag = '' AND d.sha256 IS NOT NULL
          AND f.state = 'present' AND f.flag = '' AND f.access <> 'private' AND c.missing_since IS NULL
          AND d.document_id IN (";
    rows::read(connection, select, ids, rows::id, ")").await
}

/// The messages that brought a document, the last one first; each chat once.
pub(super) async fn mentions(connection: &mut SqliteConnection, id: DocumentId) -> Result<Vec<Mention>> {
    Ok(sqlx::query_as(
        "SELECT c.chat_id, c.subject, max(m.at) AS at FROM attachments a
         JOIN messages m ON m.message_id = a.message_id
         JOIN chats c ON c.chat_id = m.chat_id
         WHERE a.document_id = $1 GROUP BY c.chat_id, c.subject ORDER BY 3 DESC",
    )
    .bind(id)
    .fetch_all(connection)
    .await?)
}

/// A document whose words are not in the index.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Unindexed {
    pub document_id: DocumentId,
    /// Where it lies below the documents' folder.
    pub path: String,
    pub sha256: Vec<u8>,
}

/// Some of them, the newest first, of those older than `before`.
pub(super) async fn unindexed(
    connection: &mut SqliteConnection,
    before: Option<DocumentId>,
    limit: i64,
) -> Result<Vec<Unindexed>> {
    // No id comes after a tilde.
    let before = before.map_or_else(|| "~".to_owned(), |id| id.to_string());
    Ok(sqlx::query_as(
        "SELECT d.document_id, c.name || '/' || f.name || '/' || d.path AS path, d.sha256
         FROM documents d
         JOIN folders f ON f.folder_id = d.folder_id
         JOIN client_folders c ON c.client_id = f.client_id
         LEFT JOIN documents_indexed i ON i.document_id = d.document_id
         WHERE d.document_id < $1 AND d.state = 'present' AND d.sha256 IS NOT NULL
           AND (i.sha256 IS NULL OR i.sha256 <> d.sha256)
         ORDER BY d.document_id DESC LIMIT $2",
    )
    .bind(before)
    .bind(limit)
    .fetch_all(connection)
    .await?)
}

/// Puts a document's words into the index, in place of those it had.
pub(super) async fn put_words(
    connection: &mut SqliteConnection,
    id: DocumentId,
    sha256: &[u8],
    words: &str,
) -> Result<()> {
    let before: Option<Option<i64>> =
        sqlx::query_scalar("SELECT words_id FROM documents_indexed WHERE document_id = $1")
            .bind(id)
            .fetch_optional(&mut *connection)
            .await?;
    if let Some(words_id) = before.flatten() {
        sqlx::query("DELETE FROM document_words WHERE rowid = $1")
            .bind(words_id)
            .execute(&mut *connection)
            .await?;
    }
    let put = sqlx::query(
        "INSERT INTO document_words (document_id, words)
         SELECT document_id, $2 FROM documents WHERE document_id = $1 AND $2 <> ''",
    )
    .bind(id)
    .bind(words)
    .execute(&mut *connection)
    .await?;
    let words_id = (put.rows_affected() > 0).then(|| put.last_insert_rowid());
    sqlx::query(
        "INSERT INTO documents_indexed (document_id, sha256, words_id)
         SELECT document_id, $2, $3 FROM documents WHERE document_id = $1
         ON CONFLICT (document_id) DO UPDATE SET sha256 = excluded.sha256, words_id = excluded.words_id",
    )
    .bind(id)
    .bind(sha256)
    .bind(words_id)
    .execute(connection)
    .await?;
    Ok(())
}

/// The documents that a full-text query finds, the best first, with some words around what was found.
pub(super) async fn with_words(
    connection: &mut SqliteConnection,
    query: &str,
    limit: i64,
) -> Result<Vec<(DocumentId, String)>> {
    Ok(sqlx::query_as(
        "SELECT document_id, snippet(document_words, 1, '', '', '…', 16) FROM document_words
         WHERE document_words MATCH $1 ORDER BY rank LIMIT $2",
    )
    .bind(query)
    .bind(limit)
    .fetch_all(connection)
    .await?)
}
