//! The drafts' SQL.

use std::collections::HashMap;

use sqlx::SqliteConnection;

use super::{Attached, Draft, Writing};
use crate::error::{Error, Result};
use crate::id::{ChatId, DocumentId, DraftId, TemplateId};
use crate::richtext::Document;
use crate::time::Millis;

#[derive(sqlx::FromRow)]
struct Row {
    draft_id: DraftId,
    chat_id: Option<ChatId>,
    clients: String,
    subject: String,
    body: String,
    reminder: String,
    tasks: String,
    template_id: Option<TemplateId>,
    template_documents: String,
    saved_at: Millis,
}

#[derive(sqlx::FromRow)]
struct AttachedRow {
    draft_id: DraftId,
    document_id: DocumentId,
    path: String,
    size: i64,
}

impl Row {
    fn draft(row: Self, attached: Vec<Attached>) -> Result<Draft> {
        let damaged =
            |error: &dyn std::fmt::Display| Error::Damaged(format!("draft {}: {error}", row.draft_id));
        Ok(Draft {
            draft_id: row.draft_id,
            writing: Writing {
                chat_id: row.chat_id,
                clients: serde_json::from_str(&row.clients).map_err(|error| damaged(&error))?,
                subject: row.subject,
                body: Document::from_json(&row.body).map_err(|error| damaged(&error))?,
                reminder: serde_json::from_str(&row.reminder).map_err(|error| damaged(&error))?,
                tasks: serde_json::from_str(&row.tasks).map_err(|error| damaged(&error))?,
                attachments: attached.iter().map(|one| one.document_id).collect(),
                template: row.template_id,
                template_documents: serde_json::from_str(&row.template_documents)
                    .map_err(|error| damaged(&error))?,
            },
            attached,
            of_template: Vec::new(),
            saved_at: row.saved_at,
        })
    }
}

const COLUMNS: &str =
    "draft_id, chat_id, clients, subject, body, reminder, tasks, template_id, template_documents, saved_at";

fn select(rest: &str) -> sqlx::AssertSqlSafe<String> {
    sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM drafts {rest}"))
}

/// Adds the draft, or puts it in the place of the one with its id.
pub async fn put(connection: &mut SqliteConnection, draft: &Draft) -> Result<()> {
    let Writing {
        chat_id,
        clients,
        subject,
        body,
        reminder,
        tasks,
        attachments,
        template,
        template_documents,
    } = &draft.writing;
    let json = |error: serde_json::Error| Error::Damaged(error.to_string());
    sqlx::query(
        "INSERT INTO drafts (draft_id, chat_id, clients, subject, body, text, reminder, tasks, saved_at,
             template_id, template_documents)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT (draft_id) DO UPDATE SET chat_id = excluded.chat_id, clients = excluded.clients,
             subject = excluded.subject, body = excluded.body, text = excluded.text,
             reminder = excluded.reminder, tasks = excluded.tasks, saved_at = excluded.saved_at,
             template_id = excluded.template_id, template_documents = excluded.template_documents",
    )
    .bind(draft.draft_id)
    .bind(*chat_id)
    .bind(serde_json::to_string(clients).map_err(json)?)
    .bind(subject)
    .bind(body.to_json())
    .bind(body.plain_text())
    .bind(serde_json::to_string(reminder).map_err(json)?)
    .bind(serde_json::to_string(tasks).map_err(json)?)
    .bind(draft.saved_at)
    .bind(*template)
    .bind(serde_json::to_string(template_documents).map_err(json)?)
    .execute(&mut *connection)
    .await?;
    sqlx::query("DELETE FROM draft_attachments WHERE draft_id = $1")
        .bind(draft.draft_id)
        .execute(&mut *connection)
        .await?;
    for (position, document) in (0_i64..).zip(attachments) {
        // One that never had a version may be forgotten any moment.
        sqlx::query(
            "INSERT INTO draft_attachments (draft_id, position, document_id)
             SELECT $1, $2, document_id FROM documents WHERE document_id = $3 AND sha256 IS NOT NULL",
        )
        .bind(draft.draft_id)
        .bind(position)
        .bind(document)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// What drafts will bring: all, or one's.
async fn attached(
    connection: &mut SqliteConnection,
    of: Option<DraftId>,
) -> Result<HashMap<DraftId, Vec<Attached>>> {
    let rows: Vec<AttachedRow> = sqlx::query_as(
        "SELECT a.draft_id, a.document_id, d.path, d.size
         FROM draft_attachments a JOIN documents d ON d.document_id = a.document_id
         WHERE $1 IS NULL OR a.draft_id = $1 ORDER BY a.draft_id, a.position",
    )
    .bind(of)
    .fetch_all(connection)
    .await?;
    let mut attached: HashMap<DraftId, Vec<Attached>> = HashMap::new();
    for AttachedRow { draft_id, document_id, path, size } in rows {
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        attached.entry(draft_id).or_default().push(Attached { document_id, name, size });
    }
    Ok(attached)
}

/// Whether there is such a chat.
pub async fn is_chat(connection: &mut SqliteConnection, id: ChatId) -> Result<bool> {
    Ok(sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM chats WHERE chat_id = $1)")
        .bind(id)
        .fetch_one(connection)
        .await?)
}

/// The draft of this thread, if there is one.
pub async fn of_chat(connection: &mut SqliteConnection, chat: ChatId) -> Result<Option<Draft>> {
    let row: Option<Row> =
        sqlx::query_as(select("WHERE chat_id = $1")).bind(chat).fetch_optional(&mut *connection).await?;
    let Some(row) = row else { return Ok(None) };
    let attached = attached(connection, Some(row.draft_id)).await?.remove(&row.draft_id);
    Row::draft(row, attached.unwrap_or_default()).map(Some)
}

/// The id of this thread's draft, if there is one.
pub async fn id_of_chat(connection: &mut SqliteConnection, chat: ChatId) -> Result<Option<DraftId>> {
    Ok(sqlx::query_scalar("SELECT draft_id FROM drafts WHERE chat_id = $1")
        .bind(chat)
        .fetch_optional(connection)
        .await?)
}

/// Every draft, the one saved last first.
pub async fn list(connection: &mut SqliteConnection) -> Result<Vec<Draft>> {
    let rows: Vec<Row> =
        sqlx::query_as(select("ORDER BY saved_at DESC, draft_id DESC")).fetch_all(&mut *connection).await?;
    let mut attached = attached(connection, None).await?;
    rows.into_iter()
        .map(|row| {
            let attached = attached.remove(&row.draft_id).unwrap_or_default();
            Row::draft(row, attached)
        })
        .collect()
}

/// Takes a draft away; whether there was one.
pub async fn delete(connection: &mut SqliteConnection, id: DraftId) -> Result<bool> {
    let done = sqlx::query("DELETE FROM drafts WHERE draft_id = $1").bind(id).execute(connection).await?;
    Ok(done.rows_affected() > 0)
}
