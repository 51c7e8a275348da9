//! The SQL of client tasks.

use std::collections::HashMap;

use sqlx::SqliteConnection;

use super::super::Task;
use crate::error::{Error, Result};
use crate::id::{ChatId, TaskId};
use crate::rows::{self, Values};
use crate::time::{Instant, Millis};

/// Adds tasks after those that the chat has.
pub async fn add_tasks(connection: &mut SqliteConnection, chat: ChatId, texts: &[String]) -> Result<()> {
    let last: i64 =
        sqlx::query_scalar("SELECT coalesce(max(position), 0) FROM client_tasks WHERE chat_id = $1")
            .bind(chat)
            .fetch_one(&mut *connection)
            .await?;
    insert_tasks(connection, &[chat], texts, last).await
}

/// Adds the same tasks to each of these chats, their positions counted from the one after `last`.
pub async fn insert_tasks(
    connection: &mut SqliteConnection,
    chats: &[ChatId],
    texts: &[String],
    last: i64,
) -> Result<()> {
    let positions = last + 1..;
    let tasks: Vec<_> = chats
        .iter()
        .flat_map(|chat| texts.iter().zip(positions.clone()).map(move |task| (*chat, task)))
        .collect();
    let push = |values: &mut Values<'_>, (chat, (text, position)): &(ChatId, (&String, i64))| {
        values.push_bind(TaskId::new()).push_bind(chat).push_bind(*text).push_bind(position);
    };
    let insert = "INSERT INTO client_tasks (task_id, chat_id, text, position) ";
    rows::write(connection, insert, &tasks, push, "").await
}

/// What the clients still have to do in these chats, each chat's in order.
pub async fn open_tasks(
    connection: &mut SqliteConnection,
    chats: &[ChatId],
) -> Result<HashMap<ChatId, Vec<String>>> {
    let select = "SELECT chat_id, text FROM client_tasks WHERE done = 0 AND chat_id IN (";
    let order = ") ORDER BY chat_id, position";
    let tasks: Vec<(ChatId, String)> = rows::read(connection, select, chats, rows::id, order).await?;
    let mut open: HashMap<ChatId, Vec<String>> = HashMap::new();
    for (chat, text) in tasks {
        open.entry(chat).or_default().push(text);
    }
    Ok(open)
}

/// The chat's checklist, in order.
pub async fn tasks(connection: &mut SqliteConnection, chat: ChatId) -> Result<Vec<Task>> {
    Ok(sqlx::query_as(
        "SELECT task_id, chat_id, text, done, done_by, done_at FROM client_tasks WHERE chat_id = $1 ORDER BY position",
    )
    .bind(chat)
    .fetch_all(connection)
    .await?)
}

/// The task, or [`Error::NotFound`].
pub async fn task(connection: &mut SqliteConnection, id: TaskId) -> Result<Task> {
    sqlx::query_as(
        "SELECT task_id, chat_id, text, done, done_by, done_at FROM client_tasks WHERE task_id = $1",
    )
    .bind(id)
    .fetch_optional(connection)
    .await?
    .ok_or_else(|| Error::not_found("task", id))
}

/// Ticks a task, or takes the tick away (`at` is then `None`).
pub async fn tick(
    connection: &mut SqliteConnection,
    id: TaskId,
    who: &str,
    at: Option<Instant>,
) -> Result<()> {
    sqlx::query("UPDATE client_tasks SET done = $1, done_by = $2, done_at = $3 WHERE task_id = $4")
        .bind(at.is_some())
        .bind(if at.is_some() { who } else { "" })
        .bind(at.map(Millis::from))
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}
