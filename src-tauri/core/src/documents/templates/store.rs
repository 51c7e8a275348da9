//! The SQL of templates of folders.

use sqlx::SqliteConnection;

use super::FolderTemplate;
use crate::error::{Error, Result};
use crate::id::FolderTemplateId;

/// Every template, by name.
pub async fn list(connection: &mut SqliteConnection) -> Result<Vec<FolderTemplate>> {
    let rows: Vec<(FolderTemplateId, String, bool, String)> = sqlx::query_as(
        "SELECT template_id, name, is_default, folders FROM folder_templates ORDER BY lower(name), template_id",
    )
    .fetch_all(connection)
    .await?;
    let template = |(template_id, name, is_default, folders): (_, _, _, String)| {
        let folders = serde_json::from_str(&folders)
            .map_err(|error| Error::Damaged(format!("a template's folders: {error}")))?;
        Ok(FolderTemplate { template_id, name, is_default, folders })
    };
    rows.into_iter().map(template).collect()
}

/// Writes a template; where it is the default, no other is.
pub async fn put(connection: &mut SqliteConnection, template: &FolderTemplate) -> Result<()> {
    if template.is_default {
        sqlx::query("UPDATE folder_templates SET is_default = 0 WHERE template_id <> $1")
            .bind(template.template_id)
            .execute(&mut *connection)
            .await?;
    }
    sqlx::query(
        "INSERT INTO folder_templates (template_id, name, is_default, folders) VALUES ($1, $2, $3, $4)
         ON CONFLICT (template_id) DO UPDATE SET name = excluded.name, is_default = excluded.is_default,
           folders = excluded.folders",
    )
    .bind(template.template_id)
    .bind(&template.name)
    .bind(template.is_default)
    .bind(serde_json::to_string(&template.folders).unwrap_or_default())
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes a template away.
pub async fn delete(connection: &mut SqliteConnection, id: FolderTemplateId) -> Result<()> {
    let done = sqlx::query("DELETE FROM folder_templates WHERE template_id = $1")
        .bind(id)
        .execute(connection)
        .await?;
    if done.rows_affected() == 0 { Err(Error::not_found("folder template", id)) } else { Ok(()) }
}
