//! The SQL of the trash.

use sqlx::SqliteConnection;

use super::Trashed;
use crate::error::{Error, Result};
use crate::id::{ClientId, DocumentId, TrashId};
use crate::rows::{self, Values};
use crate::time::{Instant, Millis};

/// Something that is being deleted.
#[derive(Debug, Clone)]
pub struct NewTrash {
    pub trash_id: TrashId,
    pub document_id: DocumentId,
    pub client_id: ClientId,
    pub path: String,
}

/// Adds things to the trash.
pub async fn insert(connection: &mut SqliteConnection, rows: &[NewTrash], at: Instant) -> Result<()> {
    let push = |values: &mut Values<'_>, row: &NewTrash| {
        values.push_bind(row.trash_id).push_bind(row.document_id).push_bind(row.client_id);
        values.push_bind(row.path.clone()).push_bind(Millis::from(at));
    };
    rows::write(connection, "INSERT INTO trash (trash_id, document_id, client_id, path, at) ", rows, push, "")
        .await
}

const SELECT: &str = "SELECT t.trash_id, t.document_id, t.client_id, t.path, d.size, t.at
    FROM trash t JOIN documents d ON d.document_id = t.document_id";

/// What lies in the trash, deleted last first.
pub async fn list(connection: &mut SqliteConnection, client: Option<ClientId>) -> Result<Vec<Trashed>> {
    let select = format!("{SELECT} WHERE $1 IS NULL OR t.client_id = $1 ORDER BY t.at DESC, t.trash_id DESC");
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(select)).bind(client).fetch_all(connection).await?)
}

/// One thing, or [`Error::NotFound`].
pub async fn get(connection: &mut SqliteConnection, id: TrashId) -> Result<Trashed> {
    sqlx::query_as(sqlx::AssertSqlSafe(format!("{SELECT} WHERE t.trash_id = $1")))
        .bind(id)
        .fetch_optional(connection)
        .await?
        .ok_or_else(|| Error::not_found("thing in the trash", id))
}

/// It is in the trash no longer.
pub async fn delete(connection: &mut SqliteConnection, id: TrashId) -> Result<()> {
    sqlx::query("DELETE FROM trash WHERE trash_id = $1").bind(id).execute(connection).await?;
    Ok(())
}
