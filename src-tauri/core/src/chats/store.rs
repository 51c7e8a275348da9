//! The chats' SQL.

mod tasks;

use std::collections::HashMap;

use sqlx::SqliteConnection;

use super::before::Undoable;
use super::reading::Listed;
use super::{Chat, ChatRow, ChatState, Delivery, Message};
use crate::documents::Attachment;
use crate::error::{Error, Result};
use crate::id::{ChatId, MessageId, TaskId};
use crate::rows::{self, Values};
use crate::time::{Instant, Millis};
pub use tasks::{add_tasks, insert_tasks, open_tasks, task, tasks, tick};

/// Adds chats.
pub async fn insert(connection: &mut SqliteConnection, chats: &[Chat], now: Instant) -> Result<()> {
    let now = Millis::from(now);
    let push = |values: &mut Values<'_>, chat: &Chat| {
        values.push_bind(chat.chat_id).push_bind(chat.client_id).push_bind(&chat.subject);
        values.push_bind(chat.state).push_bind(now).push_bind(now);
    };
    let insert = "INSERT INTO chats (chat_id, client_id, subject, state, last_at, created_at) ";
    rows::write(connection, insert, chats, push, "").await
}

/// The chat, or [`Error::NotFound`].
pub async fn get(connection: &mut SqliteConnection, id: ChatId) -> Result<Chat> {
    sqlx::query_as("SELECT chat_id, client_id, subject, state FROM chats WHERE chat_id = $1")
        .bind(id)
        .fetch_optional(connection)
        .await?
        .ok_or_else(|| Error::not_found("chat", id))
}

/// Those of these chats that there are.
pub async fn all(connection: &mut SqliteConnection, ids: &[ChatId]) -> Result<Vec<Chat>> {
    let select = "SELECT chat_id, client_id, subject, state FROM chats WHERE chat_id IN (";
    rows::read(connection, select, ids, rows::id, ")").await
}

/// Puts the chat into the list or out of it.
pub async fn set_state(connection: &mut SqliteConnection, id: ChatId, state: ChatState) -> Result<()> {
    sqlx::query("UPDATE chats SET state = $1 WHERE chat_id = $2")
        .bind(state)
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

/// Adds a message, the chat's last one from now on.
pub async fn insert_message(connection: &mut SqliteConnection, message: &Message) -> Result<()> {
    sqlx::query(
        "INSERT INTO messages (message_id, chat_id, author_kind, author_name, contact_id, via, body, text, round, at,
             read_at, position)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
             (SELECT coalesce(max(position), 0) + 1 FROM messages WHERE chat_id = $2))",
    )
    .bind(message.message_id)
    .bind(message.chat_id)
    .bind(message.author_kind)
    .bind(&message.author_name)
    .bind(&message.contact_id)
    .bind(message.via)
    .bind(&message.body)
    .bind(&message.text)
    .bind(message.round)
    .bind(message.at)
    .bind(message.read_at)
    .execute(&mut *connection)
    .await?;
    sqlx::query("UPDATE chats SET last_at = $1 WHERE chat_id = $2")
        .bind(message.at)
        .bind(message.chat_id)
        .execute(connection)
        .await?;
    Ok(())
}

/// Adds the messages that new chats begin with.
pub async fn insert_first_messages(connection: &mut SqliteConnection, messages: &[Message]) -> Result<()> {
    let push = |values: &mut Values<'_>, message: &Message| {
        values.push_bind(message.message_id).push_bind(message.chat_id).push_bind(message.author_kind);
        values.push_bind(&message.author_name).push_bind(&message.contact_id).push_bind(message.via);
        values.push_bind(&message.body).push_bind(&message.text).push_bind(message.round);
        values.push_bind(message.at).push_bind(message.read_at).push_bind(1);
    };
    let insert =
        "INSERT INTO messages (message_id, chat_id, author_kind, author_name, contact_id, via, body, text,
        round, at, read_at, position) ";
    rows::write(connection, insert, messages, push, "").await
}

/// Adds what messages bring: message, position, document.
pub async fn insert_attachments(
    connection: &mut SqliteConnection,
    attachments: &[(MessageId, i64, Attachment)],
) -> Result<()> {
    let push = |values: &mut Values<'_>, (message, position, one): &(MessageId, i64, Attachment)| {
        values.push_bind(*message).push_bind(*position).push_bind(one.document_id);
        values.push_bind(one.name.clone()).push_bind(one.size).push_bind(one.sha256.clone());
    };
    let insert = "INSERT INTO attachments (message_id, position, document_id, name, size, sha256) ";
    rows::write(connection, insert, attachments, push, "").await
}

/// What these messages brought, in order.
pub async fn attachments(
    connection: &mut SqliteConnection,
    messages: &[MessageId],
) -> Result<HashMap<MessageId, Vec<Attachment>>> {
    #[derive(sqlx::FromRow)]
    struct Row {
        message_id: MessageId,
        #[sqlx(flatten)]
        attachment: Attachment,
    }
    let select = "SELECT message_id, document_id, name, size, sha256 FROM attachments WHERE message_id IN (";
    let rows: Vec<Row> =
        rows::read(connection, select, messages, rows::id, ") ORDER BY message_id, position").await?;
    let mut attachments: HashMap<MessageId, Vec<Attachment>> = HashMap::new();
    for Row { message_id, attachment } in rows {
        attachments.entry(message_id).or_default().push(attachment);
    }
    Ok(attachments)
}

const MESSAGE: &str =
    "message_id, chat_id, author_kind, author_name, contact_id, via, body, text, round, at, read_at";

fn select_messages(rest: &str) -> sqlx::AssertSqlSafe<String> {
    sqlx::AssertSqlSafe(format!("SELECT {MESSAGE} FROM messages {rest}"))
}

/// The chat's messages, oldest first.
pub async fn messages(connection: &mut SqliteConnection, chat: ChatId) -> Result<Vec<Message>> {
    Ok(sqlx::query_as(select_messages("WHERE chat_id = $1 ORDER BY position"))
        .bind(chat)
        .fetch_all(connection)
        .await?)
}

/// The chat's last message.
pub async fn last_message(connection: &mut SqliteConnection, chat: ChatId) -> Result<Option<Message>> {
    Ok(sqlx::query_as(select_messages("WHERE chat_id = $1 ORDER BY position DESC LIMIT 1"))
        .bind(chat)
        .fetch_optional(connection)
        .await?)
}

/// What the office asked: its message with its chat's subject.
#[derive(sqlx::FromRow)]
pub struct Asked {
    wanted: u32,
    /// The chat's subject.
    pub subject: String,
    /// The message.
    #[sqlx(flatten)]
    pub message: Message,
}

/// What the office asked in each of these chats in this round of its reminder; for round 0 what it asked last.
pub async fn asked(
    connection: &mut SqliteConnection,
    of: &[(ChatId, u32)],
) -> Result<HashMap<(ChatId, u32), Asked>> {
    let push = |values: &mut Values<'_>, (chat, round): &(ChatId, u32)| {
        values.push_bind(chat).push_bind(round);
    };
    let found: Vec<Asked> = rows::read(
        connection,
        &format!(
            "SELECT asked.column2 AS wanted,
                 (SELECT subject FROM chats WHERE chats.chat_id = asked.column1) AS subject, {MESSAGE} FROM ("
        ),
        of,
        push,
        ") AS asked JOIN messages ON message_id = (
             SELECT x.message_id FROM messages x
             WHERE x.chat_id = asked.column1 AND x.author_kind = 'office' AND asked.column2 IN (0, x.round)
             ORDER BY x.position DESC LIMIT 1)",
    )
    .await?;
    Ok(found.into_iter().map(|asked| ((asked.message.chat_id, asked.wanted), asked)).collect())
}

/// Notes that the office has read the whole chat; how many messages were new.
pub async fn mark_read(connection: &mut SqliteConnection, chat: ChatId, now: Instant) -> Result<u64> {
    let done = sqlx::query("UPDATE messages SET read_at = $1 WHERE chat_id = $2 AND read_at IS NULL")
        .bind(Millis::from(now))
        .bind(chat)
        .execute(connection)
        .await?;
    Ok(done.rows_affected())
}

/// How many active threads have unread messages.
pub async fn unread(connection: &mut SqliteConnection) -> Result<i64> {
    Ok(sqlx::query_scalar(
        "SELECT count(DISTINCT m.chat_id) FROM messages m JOIN chats c ON c.chat_id = m.chat_id
         WHERE m.read_at IS NULL AND c.state = 'active'",
    )
    .fetch_one(connection)
    .await?)
}

/// The client's last message is not read any more; whether there is one.
pub async fn mark_unread(connection: &mut SqliteConnection, chat: ChatId) -> Result<bool> {
    let done = sqlx::query(
        "UPDATE messages SET read_at = NULL WHERE message_id = (
             SELECT message_id FROM messages WHERE chat_id = $1 AND author_kind = 'client'
             ORDER BY position DESC LIMIT 1)",
    )
    .bind(chat)
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Notes that these messages can be taken back until then: of which chat, and what they changed.
pub async fn insert_undoable(
    connection: &mut SqliteConnection,
    messages: &[(MessageId, ChatId, String)],
    until: Instant,
) -> Result<()> {
    let until = Millis::from(until);
    let push = |values: &mut Values<'_>, (message, chat, before): &(MessageId, ChatId, String)| {
        values.push_bind(message).push_bind(chat).push_bind(until).push_bind(before);
    };
    let insert = "INSERT INTO undoable (message_id, chat_id, until_at, before) ";
    rows::write(connection, insert, messages, push, "").await
}

/// The chat's last message, if it was noted as one that can be taken back.
pub async fn undoable(connection: &mut SqliteConnection, chat: ChatId) -> Result<Option<Undoable>> {
    Ok(sqlx::query_as(
        "SELECT u.until_at, u.before, m.message_id, m.chat_id, m.author_kind, m.author_name, m.contact_id, m.via,
                m.body, m.text, m.round, m.at, m.read_at
         FROM undoable u JOIN messages m ON m.message_id = u.message_id
         WHERE u.chat_id = $1
           AND m.position = (SELECT max(position) FROM messages WHERE chat_id = $1)",
    )
    .bind(chat)
    .fetch_optional(connection)
    .await?)
}

/// Forgets what was noted of messages that can't be taken back any more.
pub async fn forget_undoable(connection: &mut SqliteConnection, now: Instant) -> Result<()> {
    sqlx::query("DELETE FROM undoable WHERE until_at <= $1")
        .bind(Millis::from(now))
        .execute(connection)
        .await?;
    Ok(())
}

/// Takes a message away; the one before it is its chat's last one then.
pub async fn delete_message(connection: &mut SqliteConnection, id: MessageId) -> Result<()> {
    sqlx::query("DELETE FROM undoable WHERE message_id = $1").bind(id).execute(&mut *connection).await?;
    sqlx::query("DELETE FROM attachments WHERE message_id = $1").bind(id).execute(&mut *connection).await?;
    let chat: ChatId = sqlx::query_scalar("DELETE FROM messages WHERE message_id = $1 RETURNING chat_id")
        .bind(id)
        .fetch_one(&mut *connection)
        .await?;
    sqlx::query(
        "UPDATE chats SET last_at = coalesce(
             (SELECT at FROM messages WHERE chat_id = $1 ORDER BY position DESC LIMIT 1), last_at)
         WHERE chat_id = $1",
    )
    .bind(chat)
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes tasks away.
pub async fn delete_tasks(connection: &mut SqliteConnection, ids: &[TaskId]) -> Result<()> {
    for id in ids {
        sqlx::query("DELETE FROM client_tasks WHERE task_id = $1").bind(id).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Takes a chat away in which nothing is written.
pub async fn delete_if_empty(connection: &mut SqliteConnection, id: ChatId) -> Result<()> {
    sqlx::query(
        "DELETE FROM chats WHERE chat_id = $1 AND NOT EXISTS (SELECT 1 FROM messages WHERE chat_id = $1)",
    )
    .bind(id)
    .execute(connection)
    .await?;
    Ok(())
}

/// The ways of the office's messages in a chat, and of what reminded of them.
pub async fn deliveries(connection: &mut SqliteConnection, chat: ChatId) -> Result<Vec<Delivery>> {
    Ok(sqlx::query_as(
        "SELECT i.round, i.kind, i.step, m.mail_id, m.contact_id, m.address, m.state, m.accepted_at, m.last_error
         FROM mail_items i JOIN mails m ON m.mail_id = i.mail_id
         WHERE i.item_kind = 'chat' AND i.item_id = $1
         ORDER BY m.created_at, m.mail_id",
    )
    .bind(chat)
    .fetch_all(connection)
    .await?)
}

/// Rows of the list, newest first.
pub async fn list(connection: &mut SqliteConnection, listed: Listed) -> Result<Vec<ChatRow>> {
    // The rows are chosen first, by an index: of all that is told of a row nothing is looked up for the others.
    let chosen = match (listed.client, listed.state) {
        (None, None) => "",
        (None, Some(_)) => "WHERE state = $2",
        (Some(_), None) => "WHERE client_id = $1",
        (Some(_), Some(_)) => "WHERE client_id = $1 AND state = $2",
    };
    let select = format!(
        "SELECT c.chat_id, c.client_id, c.subject, c.state, k.name AS client_name,
                m.author_kind AS last_kind, m.author_name AS last_name, substr(m.text, 1, 200) AS last_text,
                m.at AS last_at,
                (SELECT count(*) FROM messages u WHERE u.chat_id = c.chat_id AND u.read_at IS NULL) AS unread,
                (SELECT count(*) FROM client_tasks t WHERE t.chat_id = c.chat_id AND t.done = 1) AS tasks_done,
                (SELECT count(*) FROM client_tasks t WHERE t.chat_id = c.chat_id) AS tasks,
                coalesce((SELECT d.state FROM mail_items i JOIN mails d ON d.mail_id = i.mail_id
                    WHERE i.item_kind = 'chat' AND i.item_id = c.chat_id AND i.kind = 'notification'
                      AND i.round = m.round
                    ORDER BY CASE d.state WHEN 'failed' THEN 1 WHEN 'bounced' THEN 2 WHEN 'uncertain' THEN 3
                        WHEN 'queued' THEN 4 WHEN 'sending' THEN 5 WHEN 'accepted' THEN 6 ELSE 7 END
                    LIMIT 1), '') AS delivery,
                coalesce((SELECT substr(w.text, 1, 200) FROM drafts w WHERE w.chat_id = c.chat_id), '') AS draft
         FROM (SELECT chat_id FROM chats {chosen} ORDER BY last_at DESC, chat_id DESC LIMIT $3) AS chosen
         JOIN chats c ON c.chat_id = chosen.chat_id
         JOIN clients k ON k.client_id = c.client_id
         JOIN messages m ON m.message_id = (
             SELECT message_id FROM messages x WHERE x.chat_id = c.chat_id ORDER BY x.position DESC LIMIT 1)
         ORDER BY c.last_at DESC, c.chat_id DESC",
    );
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(select))
        .bind(listed.client)
        .bind(listed.state)
        .bind(listed.limit.map_or(-1, i64::from))
        .fetch_all(connection)
        .await?)
}
