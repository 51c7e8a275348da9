//! The SQL of imports that are being moved to where they stay.

use sqlx::SqliteConnection;

use crate::error::Result;
use crate::id::ImportId;

/// Writes an import's moves down.
pub async fn insert(connection: &mut SqliteConnection, id: ImportId, moves: &str) -> Result<()> {
    sqlx::query("INSERT INTO moving (import_id, moves) VALUES ($1, $2)")
        .bind(id)
        .bind(moves)
        .execute(connection)
        .await?;
    Ok(())
}

/// Takes them away: all are made.
pub async fn delete(connection: &mut SqliteConnection, id: ImportId) -> Result<()> {
    sqlx::query("DELETE FROM moving WHERE import_id = $1").bind(id).execute(connection).await?;
    Ok(())
}

/// Whether its moves are written down.
pub async fn is_written(connection: &mut SqliteConnection, id: ImportId) -> Result<bool> {
    let select = "SELECT EXISTS (SELECT 1 FROM moving WHERE import_id = $1)";
    Ok(sqlx::query_scalar(select).bind(id).fetch_one(connection).await?)
}

/// Imports that were being moved.
pub async fn all(connection: &mut SqliteConnection) -> Result<Vec<(ImportId, String)>> {
    Ok(sqlx::query_as("SELECT import_id, moves FROM moving ORDER BY import_id").fetch_all(connection).await?)
}
