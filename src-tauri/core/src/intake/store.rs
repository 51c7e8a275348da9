//! The SQL of mail in.

use std::collections::HashMap;

use sqlx::{AssertSqlSafe, SqliteConnection};

use super::collect::Cursor;
use super::rules::{Answers, MOST_OFFERED};
use super::take::RawMail;
use super::{KnownSender, Offered, Received, ReceivedState};
use crate::error::{Error, Result};
use crate::id::{AccountId, ChatId, ClientId, MailId, MessageId, ReceivedId};
use crate::outbox::MailRow;
use crate::rows;
use crate::time::{Instant, Millis};

const COLUMNS: &str =
    "received_id, state, reason, from_name, from_email, subject, client_id, contact_id, verified, checks,
    parts, files, at, decided_at";

/// How far an account's folder was read; `None`: not yet.
pub async fn cursor(connection: &mut SqliteConnection, account: AccountId) -> Result<Option<Cursor>> {
    Ok(sqlx::query_as("SELECT uid_validity, last_uid FROM intake_cursor WHERE account_id = $1")
        .bind(account)
        .fetch_optional(connection)
        .await?)
}

/// Notes how far an account's folder was read, while it has one.
pub async fn set_cursor(connection: &mut SqliteConnection, account: AccountId, cursor: Cursor) -> Result<()> {
    sqlx::query(
        "INSERT INTO intake_cursor (account_id, uid_validity, last_uid)
         SELECT account_id, $1, $2 FROM receiving_account WHERE account_id = $3
         ON CONFLICT (account_id) DO UPDATE SET uid_validity = excluded.uid_validity, last_uid = excluded.last_uid",
    )
    .bind(cursor.uid_validity)
    .bind(cursor.last_uid)
    .bind(account)
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether this mail was taken in, from whatever mailbox.
pub(super) async fn is_known(connection: &mut SqliteConnection, bytes: &RawMail) -> Result<bool> {
    let known: Option<i64> = sqlx::query_scalar("SELECT 1 FROM received WHERE content = $1 OR same = $2")
        .bind(&bytes.content[..])
        .bind(bytes.same.as_ref().map(|same| &same[..]))
        .fetch_optional(connection)
        .await?;
    Ok(known.is_some())
}

/// Adds a mail with its bytes.
pub(super) async fn insert(
    connection: &mut SqliteConnection,
    mail: &Received,
    bytes: &RawMail,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO received (received_id, content, same, state, reason, from_name, from_email, subject, client_id,
             contact_id, verified, checks, parts, files, at, decided_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
    )
    .bind(mail.received_id)
    .bind(&bytes.content[..])
    .bind(bytes.same.as_ref().map(|same| &same[..]))
    .bind(mail.state)
    .bind(mail.reason)
    .bind(&mail.from_name)
    .bind(&mail.from_email)
    .bind(&mail.subject)
    .bind(&mail.client_id)
    .bind(&mail.contact_id)
    .bind(mail.verified)
    .bind(&mail.checks)
    .bind(&mail.parts)
    .bind(&mail.files)
    .bind(mail.at)
    .bind(mail.decided_at)
    .execute(&mut *connection)
    .await?;
    sqlx::query("INSERT INTO received_bytes (received_id, bytes) VALUES ($1, $2)")
        .bind(mail.received_id)
        .bind(&bytes.bytes[..])
        .execute(connection)
        .await?;
    Ok(())
}

/// Notes what became of a mail.
pub async fn decide(
    connection: &mut SqliteConnection,
    id: ReceivedId,
    state: ReceivedState,
    at: Option<Instant>,
) -> Result<()> {
    sqlx::query("UPDATE received SET state = $1, decided_at = $2 WHERE received_id = $3")
        .bind(state)
        .bind(at.map(Millis::from))
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

/// Notes the message that a mail became, and what of it is no document.
pub async fn set_message(
    connection: &mut SqliteConnection,
    id: ReceivedId,
    message: MessageId,
    files: &str,
) -> Result<()> {
    sqlx::query("UPDATE received SET message_id = $1, files = $2 WHERE received_id = $3")
        .bind(message)
        .bind(files)
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

/// The newest mails in a state, at most 1,000.
pub async fn list(connection: &mut SqliteConnection, state: ReceivedState) -> Result<Vec<Received>> {
    let select = format!(
        "SELECT {COLUMNS} FROM received WHERE state = $1 ORDER BY at DESC, received_id DESC LIMIT 1000"
    );
    Ok(sqlx::query_as(AssertSqlSafe(select)).bind(state).fetch_all(connection).await?)
}

/// How many mails are kept aside.
pub async fn kept(connection: &mut SqliteConnection) -> Result<i64> {
    Ok(sqlx::query_scalar("SELECT count(*) FROM received WHERE state = 'kept'").fetch_one(connection).await?)
}

/// A mail, or [`Error::NotFound`].
pub async fn get(connection: &mut SqliteConnection, id: ReceivedId) -> Result<Received> {
    let select = format!("SELECT {COLUMNS} FROM received WHERE received_id = $1");
    let found = sqlx::query_as(AssertSqlSafe(select)).bind(id).fetch_optional(connection).await?;
    found.ok_or_else(|| Error::not_found("mail", id))
}

/// A mail's bytes; empty once they were taken away.
pub async fn bytes(connection: &mut SqliteConnection, id: ReceivedId) -> Result<Vec<u8>> {
    let found = sqlx::query_scalar("SELECT bytes FROM received_bytes WHERE received_id = $1")
        .bind(id)
        .fetch_optional(connection)
        .await?;
    Ok(found.unwrap_or_default())
}

/// Adds the chats that a mail may belong to.
pub async fn insert_chats(
    connection: &mut SqliteConnection,
    id: ReceivedId,
    chats: &[ChatId],
    held: bool,
) -> Result<()> {
    let chats: Vec<(i64, ChatId)> = (0..).zip(chats.iter().copied()).collect();
    let push = |values: &mut rows::Values<'_>, (position, chat): &(i64, ChatId)| {
        values.push_bind(id).push_bind(*chat).push_bind(*position).push_bind(held);
    };
    let insert = "INSERT INTO received_chats (received_id, chat_id, position, held) ";
    rows::write(connection, insert, &chats, push, "").await
}

/// The chats that these mails may belong to, the likeliest first.
pub async fn offered(connection: &mut SqliteConnection, ids: &[ReceivedId]) -> Result<Vec<Offered>> {
    let select = "SELECT r.received_id, c.chat_id, c.client_id, l.name AS client_name, c.subject
         FROM received_chats r JOIN chats c ON c.chat_id = r.chat_id JOIN clients l ON l.client_id = c.client_id
         WHERE r.received_id IN (";
    rows::read(connection, select, ids, rows::id, ") ORDER BY r.received_id, r.position").await
}

/// The chats whose reminder waits for the decision about this mail and about no other.
pub async fn held_by(connection: &mut SqliteConnection, id: ReceivedId) -> Result<Vec<ChatId>> {
    Ok(sqlx::query_scalar(
        "SELECT r.chat_id FROM received_chats r WHERE r.received_id = $1 AND r.held = 1 AND NOT EXISTS (
             SELECT 1 FROM received_chats o JOIN received k ON k.received_id = o.received_id
             WHERE o.chat_id = r.chat_id AND o.held = 1 AND o.received_id <> r.received_id AND k.state = 'kept')",
    )
    .bind(id)
    .fetch_all(connection)
    .await?)
}

/// The contacts with this address, whatever its case.
pub async fn senders(connection: &mut SqliteConnection, email: &str) -> Result<Vec<KnownSender>> {
    Ok(sqlx::query_as(
        "SELECT contact_id, client_id, name FROM contacts WHERE lower(email) = lower($1)
         ORDER BY created_at, contact_id",
    )
    .bind(email)
    .fetch_all(connection)
    .await?)
}

/// What the first of these mails that is ours spoke of.
pub async fn answers(connection: &mut SqliteConnection, mails: &[MailId]) -> Result<Option<Answers>> {
    for mail in mails {
        let client_id: Option<ClientId> =
            sqlx::query_scalar("SELECT client_id FROM mails WHERE mail_id = $1")
                .bind(*mail)
                .fetch_optional(&mut *connection)
                .await?;
        let Some(client_id) = client_id else { continue };
        let chats = sqlx::query_scalar(
            "SELECT c.chat_id FROM mail_items i JOIN chats c ON c.chat_id = i.item_id
             WHERE i.mail_id = $1 AND i.item_kind = 'chat' AND i.live = 1 ORDER BY c.last_at DESC, c.chat_id",
        )
        .bind(*mail)
        .fetch_all(&mut *connection)
        .await?;
        return Ok(Some(Answers { client_id, chats }));
    }
    Ok(None)
}

/// The newest active chats of these clients.
pub async fn recent_chats(connection: &mut SqliteConnection, clients: &[ClientId]) -> Result<Vec<ChatId>> {
    #[derive(sqlx::FromRow)]
    struct Row {
        chat_id: ChatId,
        last_at: Millis,
    }
    let select = "SELECT chat_id, last_at FROM chats WHERE state = 'active' AND client_id IN (";
    let mut rows: Vec<Row> = rows::read(connection, select, clients, rows::id, ")").await?;
    rows.sort_by_key(|row| std::cmp::Reverse(row.last_at));
    Ok(rows.into_iter().map(|row| row.chat_id).take(MOST_OFFERED).collect())
}

/// What is known of the mails that these messages were.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct OfMessage {
    /// The message.
    pub message_id: MessageId,
    /// The sender's address.
    pub from_email: String,
    /// Whether the sender was verified.
    pub verified: bool,
    /// The text in parts, JSON.
    pub parts: String,
    /// What came along and is no document, JSON.
    pub files: String,
}

/// The mails that these messages were.
pub async fn of_messages(
    connection: &mut SqliteConnection,
    messages: &[MessageId],
) -> Result<HashMap<MessageId, OfMessage>> {
    let select = "SELECT message_id, from_email, verified, parts, files FROM received WHERE message_id IN (";
    let rows: Vec<OfMessage> = rows::read(connection, select, messages, rows::id, ")").await?;
    Ok(rows.into_iter().map(|row| (row.message_id, row)).collect())
}

/// The mail that this message was, if it was one.
pub async fn of_message(connection: &mut SqliteConnection, message: MessageId) -> Result<Option<ReceivedId>> {
    Ok(sqlx::query_scalar("SELECT received_id FROM received WHERE message_id = $1 AND message_id <> ''")
        .bind(message)
        .fetch_optional(connection)
        .await?)
}

/// The mail of ours with this id, or with this Message-ID.
pub async fn our_mail(
    connection: &mut SqliteConnection,
    id: Option<MailId>,
    message_id: &str,
) -> Result<Option<MailRow>> {
    Ok(sqlx::query_as(
        "SELECT mail_id, kind, state, client_id, contact_id, address, message_id, subject, attempts, uncertain, last_error,
             next_attempt_at, created_at, accepted_at
         FROM mails WHERE message_id = $1 OR mail_id = $2",
    )
    .bind(message_id)
    .bind(id)
    .fetch_optional(connection)
    .await?)
}

/// Whether anything was dropped before this instant.
pub async fn any_dropped(connection: &mut SqliteConnection, before: Instant) -> Result<bool> {
    let select = "SELECT 1 FROM received WHERE state = 'dropped' AND decided_at < $1 LIMIT 1";
    let any: Option<i64> =
        sqlx::query_scalar(select).bind(Millis::from(before)).fetch_optional(connection).await?;
    Ok(any.is_some())
}

/// Takes away for good what was dropped before this instant.
pub async fn forget_dropped(connection: &mut SqliteConnection, before: Instant) -> Result<u64> {
    const OLD: &str = "state = 'dropped' AND decided_at < $1";
    let before = Millis::from(before);
    // The row stays without its words, so that the same mail is not taken in again.
    for table in ["received_bytes", "received_chats"] {
        let delete = format!(
            "DELETE FROM {table} WHERE received_id IN (SELECT received_id FROM received WHERE {OLD})"
        );
        sqlx::query(AssertSqlSafe(delete)).bind(before).execute(&mut *connection).await?;
    }
    let empty = format!(
        "UPDATE received SET state = 'forgotten', from_name = '', from_email = '', subject = '', parts = '[]',
             files = '[]', checks = '{{}}' WHERE {OLD}"
    );
    Ok(sqlx::query(AssertSqlSafe(empty)).bind(before).execute(connection).await?.rows_affected())
}
