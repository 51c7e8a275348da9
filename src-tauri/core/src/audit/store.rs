//! The audit trail's SQL.

use sqlx::SqliteConnection;

use super::{GENESIS, Row};
use crate::error::Result;
use crate::rows::{self, Values};

/// Number and hash of the last row; 0 and [`GENESIS`] when there is none.
pub async fn head(connection: &mut SqliteConnection) -> Result<(i64, String)> {
    let last = sqlx::query_as("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")
        .fetch_optional(connection)
        .await?;
    Ok(last.unwrap_or_else(|| (0, GENESIS.into())))
}

/// Adds finished rows.
pub async fn insert(connection: &mut SqliteConnection, rows: &[Row]) -> Result<()> {
    let push = |values: &mut Values<'_>, row: &Row| {
        values.push_bind(row.seq).push_bind(row.at).push_bind(&row.actor).push_bind(&row.action);
        values.push_bind(&row.object).push_bind(&row.client_id).push_bind(&row.origin);
        values.push_bind(&row.details).push_bind(&row.hash);
    };
    let insert = "INSERT INTO audit (seq, at, actor, action, object, client_id, origin, details, hash) ";
    rows::write(connection, insert, rows, push, "").await
}

/// Up to `limit` rows after number `seq`, oldest first.
pub async fn after(connection: &mut SqliteConnection, seq: i64, limit: i64) -> Result<Vec<Row>> {
    Ok(sqlx::query_as(
        "SELECT seq, at, actor, action, object, client_id, origin, details, hash
         FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2",
    )
    .bind(seq)
    .bind(limit)
    .fetch_all(connection)
    .await?)
}

/// Up to `limit` rows before number `before`, newest first; of one client, or of all when `client` is empty.
pub async fn newest(
    connection: &mut SqliteConnection,
    client: &str,
    before: i64,
    limit: i64,
) -> Result<Vec<Row>> {
    Ok(sqlx::query_as(
        "SELECT seq, at, actor, action, object, client_id, origin, details, hash
         FROM audit WHERE seq < $1 AND ($2 = '' OR client_id = $2) ORDER BY seq DESC LIMIT $3",
    )
    .bind(before)
    .bind(client)
    .bind(limit)
    .fetch_all(connection)
    .await?)
}
