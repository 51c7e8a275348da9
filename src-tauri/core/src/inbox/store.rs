//! The inbox's SQL.

use sqlx::SqliteConnection;

use super::InboxRow;
use crate::error::{Error, Result};
use crate::id::InboxId;

/// Adds a row, or renews the thread's one.
pub async fn put(connection: &mut SqliteConnection, row: &InboxRow) -> Result<()> {
    sqlx::query(
        "INSERT INTO inbox (inbox_id, client_id, item_kind, item_id, what, who, at, done)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (item_kind, item_id) DO UPDATE SET what = excluded.what, who = excluded.who,
             at = excluded.at, done = excluded.done",
    )
    .bind(row.inbox_id)
    .bind(row.client_id)
    .bind(row.item.kind)
    .bind(row.item.id)
    .bind(&row.what)
    .bind(&row.who)
    .bind(row.at)
    .bind(row.done)
    .execute(connection)
    .await?;
    Ok(())
}

/// The rows, newest first; all, or those done or not.
pub async fn list(connection: &mut SqliteConnection, done: Option<bool>) -> Result<Vec<InboxRow>> {
    Ok(sqlx::query_as(
        "SELECT inbox_id, client_id, item_kind, item_id, what, who, at, done FROM inbox
         WHERE $1 IS NULL OR done = $1 ORDER BY at DESC, inbox_id DESC LIMIT 1000",
    )
    .bind(done)
    .fetch_all(connection)
    .await?)
}

/// Marks a row as done or not.
pub async fn set_done(connection: &mut SqliteConnection, id: InboxId, done: bool) -> Result<()> {
    let changed = sqlx::query("UPDATE inbox SET done = $1 WHERE inbox_id = $2")
        .bind(done)
        .bind(id)
        .execute(connection)
        .await?;
    if changed.rows_affected() == 0 { Err(Error::not_found("inbox row", id)) } else { Ok(()) }
}
