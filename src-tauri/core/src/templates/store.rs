//! The SQL of templates.

use std::collections::HashMap;

use sqlx::SqliteConnection;

use super::{Template, TemplateDocument, TemplateRow, Words};
use crate::error::{Error, Result};
use crate::id::{TemplateDocumentId, TemplateId};
use crate::richtext::Document;
use crate::rows;
use crate::time::{Instant, Millis};

#[derive(sqlx::FromRow)]
struct Row {
    name: String,
    subject: String,
    body: String,
    changed_at: Millis,
    used_at: Option<Millis>,
}

/// Those that are there, by name.
pub async fn list(connection: &mut SqliteConnection) -> Result<Vec<TemplateRow>> {
    Ok(sqlx::query_as(
        "SELECT t.template_id, t.name, t.subject, t.changed_at, t.used_at,
                (SELECT count(*) FROM template_documents d WHERE d.template_id = t.template_id) AS documents
         FROM templates t WHERE t.deleted_at IS NULL ORDER BY t.name_key, t.template_id",
    )
    .fetch_all(connection)
    .await?)
}

/// A template, also one that was deleted.
pub async fn get(connection: &mut SqliteConnection, id: TemplateId) -> Result<Template> {
    let row: Option<Row> = sqlx::query_as(
        "SELECT name, subject, body, changed_at, used_at FROM templates WHERE template_id = $1",
    )
    .bind(id)
    .fetch_optional(&mut *connection)
    .await?;
    let Row { name, subject, body, changed_at, used_at } =
        row.ok_or_else(|| Error::not_found("template", id))?;
    let damaged = |error| Error::Damaged(format!("template {id}: {error}"));
    let body = Document::from_json(&body).map_err(damaged)?;
    let documents = documents(connection, id).await?;
    Ok(Template { template_id: id, name, words: Words { subject, body }, documents, changed_at, used_at })
}

/// Whether there is a template; one that was deleted is.
pub async fn is_there(connection: &mut SqliteConnection, id: TemplateId) -> Result<bool> {
    Ok(sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM templates WHERE template_id = $1)")
        .bind(id)
        .fetch_one(connection)
        .await?)
}

/// Writes a template. Whether no other that is there has its name.
pub async fn put(connection: &mut SqliteConnection, template: &Template, name_key: &str) -> Result<bool> {
    let done = sqlx::query(
        "INSERT INTO templates (template_id, name, name_key, subject, body, changed_at)
         SELECT $1, $2, $3, $4, $5, $6 WHERE NOT EXISTS (
             SELECT 1 FROM templates WHERE name_key = $3 AND deleted_at IS NULL AND template_id <> $1)
         ON CONFLICT (template_id) DO UPDATE SET name = excluded.name, name_key = excluded.name_key,
             subject = excluded.subject, body = excluded.body, changed_at = excluded.changed_at",
    )
    .bind(template.template_id)
    .bind(&template.name)
    .bind(name_key)
    .bind(&template.words.subject)
    .bind(template.words.body.to_json())
    .bind(template.changed_at)
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Whether another that is there has this name.
pub async fn is_taken(connection: &mut SqliteConnection, id: TemplateId) -> Result<bool> {
    Ok(sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM templates t JOIN templates o ON o.name_key = t.name_key
         WHERE t.template_id = $1 AND o.template_id <> $1 AND o.deleted_at IS NULL)",
    )
    .bind(id)
    .fetch_one(connection)
    .await?)
}

/// Notes that a template was deleted, or that it is there again; whether that was news.
pub async fn set_deleted(
    connection: &mut SqliteConnection,
    id: TemplateId,
    at: Option<Instant>,
) -> Result<bool> {
    let done = sqlx::query(
        "UPDATE templates SET deleted_at = $2
         WHERE template_id = $1 AND (deleted_at IS NULL) = ($2 IS NOT NULL)",
    )
    .bind(id)
    .bind(at.map(Millis::from))
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Notes that a chat was made from a template.
pub async fn used(connection: &mut SqliteConnection, id: TemplateId, at: Instant) -> Result<()> {
    sqlx::query("UPDATE templates SET used_at = $2 WHERE template_id = $1")
        .bind(id)
        .bind(Millis::from(at))
        .execute(connection)
        .await?;
    Ok(())
}

/// Notes that a template's documents have changed.
pub async fn changed(connection: &mut SqliteConnection, id: TemplateId, at: Instant) -> Result<()> {
    sqlx::query("UPDATE templates SET changed_at = $2 WHERE template_id = $1")
        .bind(id)
        .bind(Millis::from(at))
        .execute(connection)
        .await?;
    Ok(())
}

/// Takes away for good what was deleted before then and no draft needs.
pub async fn forget_deleted(connection: &mut SqliteConnection, before: Instant) -> Result<()> {
    sqlx::query(
        "DELETE FROM templates WHERE deleted_at < $1
         AND NOT EXISTS (SELECT 1 FROM drafts d WHERE d.template_id = templates.template_id)",
    )
    .bind(Millis::from(before))
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether there is anything that was deleted before then.
pub async fn any_deleted(connection: &mut SqliteConnection, before: Instant) -> Result<bool> {
    Ok(sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM templates WHERE deleted_at < $1)")
        .bind(Millis::from(before))
        .fetch_one(connection)
        .await?)
}

/// A template's documents, in order.
pub async fn documents(connection: &mut SqliteConnection, id: TemplateId) -> Result<Vec<TemplateDocument>> {
    Ok(sqlx::query_as(
        "SELECT template_document_id, name, size FROM template_documents WHERE template_id = $1 ORDER BY position",
    )
    .bind(id)
    .fetch_all(connection)
    .await?)
}

/// The hashes of a template's documents.
pub async fn hashes(
    connection: &mut SqliteConnection,
    id: TemplateId,
) -> Result<HashMap<Vec<u8>, TemplateDocumentId>> {
    let rows: Vec<(Vec<u8>, TemplateDocumentId)> =
        sqlx::query_as("SELECT sha256, template_document_id FROM template_documents WHERE template_id = $1")
            .bind(id)
            .fetch_all(connection)
            .await?;
    Ok(rows.into_iter().collect())
}

/// Puts a document behind a template's others.
pub async fn insert_document(
    connection: &mut SqliteConnection,
    template: TemplateId,
    document: &TemplateDocument,
    sha256: &[u8],
    content: &[u8],
) -> Result<()> {
    sqlx::query(
        "INSERT INTO template_documents
             (template_document_id, template_id, position, name, size, sha256, content)
         SELECT $1, $2, coalesce(max(position) + 1, 0), $3, $4, $5, $6
         FROM template_documents WHERE template_id = $2",
    )
    .bind(document.template_document_id)
    .bind(template)
    .bind(&document.name)
    .bind(document.size)
    .bind(sha256)
    .bind(content)
    .execute(connection)
    .await?;
    Ok(())
}

/// Gives a template the documents that another has, in their order.
pub async fn copy_documents(
    connection: &mut SqliteConnection,
    from: &[TemplateDocument],
    to: TemplateId,
) -> Result<()> {
    for document in from {
        sqlx::query(
            "INSERT INTO template_documents
                 (template_document_id, template_id, position, name, size, sha256, content)
             SELECT $1, $2, position, name, size, sha256, content
             FROM template_documents WHERE template_document_id = $3",
        )
        .bind(TemplateDocumentId::new())
        .bind(to)
        .bind(document.template_document_id)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// A document's name, and what is in it.
pub async fn content(connection: &mut SqliteConnection, id: TemplateDocumentId) -> Result<(String, Vec<u8>)> {
    let stored =
        sqlx::query_as("SELECT name, content FROM template_documents WHERE template_document_id = $1")
            .bind(id)
            .fetch_optional(connection)
            .await?;
    stored.ok_or_else(|| Error::not_found("template document", id))
}

/// Takes a document away: the template that it was of, and its name.
pub async fn delete_document(
    connection: &mut SqliteConnection,
    id: TemplateDocumentId,
) -> Result<(TemplateId, String)> {
    let gone = sqlx::query_as(
        "DELETE FROM template_documents WHERE template_document_id = $1 RETURNING template_id, name",
    )
    .bind(id)
    .fetch_optional(connection)
    .await?;
    gone.ok_or_else(|| Error::not_found("template document", id))
}

/// Those of these documents that there are.
pub async fn all_documents(
    connection: &mut SqliteConnection,
    ids: &[TemplateDocumentId],
) -> Result<Vec<TemplateDocument>> {
    let select =
        "SELECT template_document_id, name, size FROM template_documents WHERE template_document_id IN (";
    rows::read(connection, select, ids, rows::id, ")").await
}
