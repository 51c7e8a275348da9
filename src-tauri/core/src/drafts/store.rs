//! The drafts' SQL.

use sqlx::SqliteConnection;

use super::{Draft, Writing};
use crate::error::{Error, Result};
use crate::id::{ChatId, DraftId};
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
    saved_at: Millis,
}

impl TryFrom<Row> for Draft {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let damaged =
            |error: &dyn std::fmt::Display| Error::Damaged(format!("draft {}: {error}", row.draft_id));
        Ok(Self {
            draft_id: row.draft_id,
            writing: Writing {
                chat_id: row.chat_id,
                clients: serde_json::from_str(&row.clients).map_err(|error| damaged(&error))?,
                subject: row.subject,
                body: Document::from_json(&row.body).map_err(|error| damaged(&error))?,
                reminder: serde_json::from_str(&row.reminder).map_err(|error| damaged(&error))?,
                tasks: serde_json::from_str(&row.tasks).map_err(|error| damaged(&error))?,
            },
            saved_at: row.saved_at,
        })
    }
}

const COLUMNS: &str = "draft_id, chat_id, clients, subject, body, reminder, tasks, saved_at";

fn select(rest: &str) -> sqlx::AssertSqlSafe<String> {
    sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM drafts {rest}"))
}

/// Adds the draft, or puts it in the place of the one with its id.
pub async fn put(connection: &mut SqliteConnection, draft: &Draft) -> Result<()> {
    let Writing { chat_id, clients, subject, body, reminder, tasks } = &draft.writing;
    let json = |error: serde_json::Error| Error::Damaged(error.to_string());
    sqlx::query(
        "INSERT INTO drafts (draft_id, chat_id, clients, subject, body, text, reminder, tasks, saved_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (draft_id) DO UPDATE SET chat_id = excluded.chat_id, clients = excluded.clients,
             subject = excluded.subject, body = excluded.body, text = excluded.text,
             reminder = excluded.reminder, tasks = excluded.tasks, saved_at = excluded.saved_at",
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
    .execute(connection)
    .await?;
    Ok(())
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
        sqlx::query_as(select("WHERE chat_id = $1")).bind(chat).fetch_optional(connection).await?;
    row.map(Draft::try_from).transpose()
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
        sqlx::query_as(select("ORDER BY saved_at DESC, draft_id DESC")).fetch_all(connection).await?;
    rows.into_iter().map(Draft::try_from).collect()
}

/// Takes a draft away; whether there was one.
pub async fn delete(connection: &mut SqliteConnection, id: DraftId) -> Result<bool> {
    let done = sqlx::query("DELETE FROM drafts WHERE draft_id = $1").bind(id).execute(connection).await?;
    Ok(done.rows_affected() > 0)
}
