//! The SQL of the morning mails.

use chrono::NaiveDate;
use sqlx::SqliteConnection;

use super::{DigestRow, DigestSettings};
use crate::error::Result;
use crate::id::OfficeId;
use crate::letters::{Aside, Came, StoppedMail, Waiting};
use crate::outbox::MailState;
use crate::time::{Instant, Millis};

const COLUMNS: &str = "day, state, address, message_id, attempts, uncertain, last_error, next_attempt_at,
    created_at, accepted_at";

fn select(rest: &str) -> sqlx::AssertSqlSafe<String> {
    sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM digests {rest}"))
}

/// Sets whether the owner gets it, and when.
pub async fn set(connection: &mut SqliteConnection, id: OfficeId, to: &DigestSettings) -> Result<()> {
    sqlx::query(
        "INSERT INTO digest (office_id, enabled, at) VALUES ($1, $2, $3)
         ON CONFLICT (office_id) DO UPDATE SET enabled = excluded.enabled, at = excluded.at",
    )
    .bind(id)
    .bind(to.enabled)
    .bind(to.at())
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether that day has had its row.
pub async fn has(connection: &mut SqliteConnection, day: NaiveDate) -> Result<bool> {
    Ok(sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM digests WHERE day = $1)")
        .bind(day.to_string())
        .fetch_one(connection)
        .await?)
}

/// The days that have had their row, from `day` on.
pub async fn days_from(connection: &mut SqliteConnection, day: NaiveDate) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar("SELECT day FROM digests WHERE day >= $1")
        .bind(day.to_string())
        .fetch_all(connection)
        .await?)
}

/// Adds a row that waits to leave at once.
pub async fn insert(
    connection: &mut SqliteConnection,
    day: NaiveDate,
    address: &str,
    message_id: &str,
    now: Instant,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO digests (day, state, address, message_id, next_attempt_at, created_at)
         VALUES ($1, 'queued', $2, $3, $4, $4)",
    )
    .bind(day.to_string())
    .bind(address)
    .bind(message_id)
    .bind(Millis::from(now))
    .execute(connection)
    .await?;
    Ok(())
}

/// Those that wait or are under way, the oldest first.
pub async fn open(connection: &mut SqliteConnection) -> Result<Vec<DigestRow>> {
    Ok(sqlx::query_as(select("WHERE next_attempt_at IS NOT NULL OR state = 'sending' ORDER BY day"))
        .fetch_all(connection)
        .await?)
}

/// The last one that was to go.
pub async fn last(connection: &mut SqliteConnection) -> Result<Option<DigestRow>> {
    Ok(sqlx::query_as(select("ORDER BY created_at DESC, day DESC LIMIT 1"))
        .fetch_optional(connection)
        .await?)
}

/// When the last one was made that the server accepted.
pub async fn last_accepted(connection: &mut SqliteConnection) -> Result<Option<Millis>> {
    Ok(sqlx::query_scalar("SELECT max(created_at) FROM digests WHERE state = 'accepted'")
        .fetch_one(connection)
        .await?)
}

/// Notes that an attempt begins, to this address.
pub async fn begin_attempt(connection: &mut SqliteConnection, day: &str, address: &str) -> Result<()> {
    sqlx::query(
        "UPDATE digests SET state = 'sending', attempts = attempts + 1, next_attempt_at = NULL, address = $1
         WHERE day = $2",
    )
    .bind(address)
    .bind(day)
    .execute(connection)
    .await?;
    Ok(())
}

/// Puts it into `state`, with what was said and when it is tried again.
pub async fn put(
    connection: &mut SqliteConnection,
    day: &str,
    state: MailState,
    error: &str,
    next: Option<Instant>,
    now: Instant,
) -> Result<()> {
    sqlx::query(
        "UPDATE digests SET state = $1, last_error = $2, next_attempt_at = $3,
             uncertain = uncertain + CASE WHEN $1 = 'uncertain' THEN 1 ELSE 0 END,
             accepted_at = CASE WHEN $1 = 'accepted' THEN $4 END
         WHERE day = $5",
    )
    .bind(state)
    .bind(error)
    .bind(next.map(Millis::from))
    .bind(Millis::from(now))
    .bind(day)
    .execute(connection)
    .await?;
    Ok(())
}

/// What clients did since `since` and the owner is not done with, newest first.
pub async fn came(connection: &mut SqliteConnection, since: Millis) -> Result<Vec<Came>> {
    Ok(sqlx::query_as(
        "SELECT i.who, c.name AS client, coalesce(chats.subject, '') AS subject
         FROM inbox i JOIN clients c ON c.client_id = i.client_id LEFT JOIN chats ON chats.chat_id = i.item_id
         WHERE i.done = 0 AND i.what <> 'bounced' AND i.at > $1 ORDER BY i.at DESC, i.inbox_id DESC",
    )
    .bind(since)
    .fetch_all(connection)
    .await?)
}

/// What clients owe an answer to, the oldest first.
pub async fn waiting(connection: &mut SqliteConnection) -> Result<Vec<Waiting>> {
    Ok(sqlx::query_as(
        "SELECT c.name AS client, chats.subject,
             (SELECT max(m.at) FROM messages m WHERE m.chat_id = chats.chat_id AND m.author_kind = 'office') AS since
         FROM reminders r JOIN chats ON chats.chat_id = r.item_id JOIN clients c ON c.client_id = r.client_id
         WHERE r.item_kind = 'chat' AND r.phase = 'pending' AND chats.state = 'active' ORDER BY since, chats.chat_id",
    )
    .fetch_all(connection)
    .await?)
}

/// Mails that stand still until the owner acts, about what still awaits its client, newest first.
pub async fn stopped(connection: &mut SqliteConnection) -> Result<Vec<StoppedMail>> {
    Ok(sqlx::query_as(
        "SELECT m.address, c.name AS client, m.subject
         FROM mails m JOIN clients c ON c.client_id = m.client_id
         WHERE m.state IN ('failed', 'bounced', 'uncertain') AND m.next_attempt_at IS NULL
           AND EXISTS (SELECT 1 FROM mail_items i
             JOIN reminders r ON r.item_kind = i.item_kind AND r.item_id = i.item_id
             WHERE i.mail_id = m.mail_id AND i.live = 1 AND r.phase = 'pending')
         ORDER BY m.created_at DESC, m.mail_id DESC",
    )
    .fetch_all(connection)
    .await?)
}

/// Mails that were kept aside and wait for the owner's decision, newest first.
pub async fn aside(connection: &mut SqliteConnection) -> Result<Vec<Aside>> {
    Ok(sqlx::query_as(
        "SELECT from_name, from_email, subject FROM received WHERE state = 'kept' ORDER BY at DESC, received_id DESC",
    )
    .fetch_all(connection)
    .await?)
}

/// The subjects and clients of these chats, for what goes out today.
pub async fn chat_of(connection: &mut SqliteConnection, chat: &str) -> Result<Option<(String, String)>> {
    Ok(sqlx::query_as(
        "SELECT c.name, chats.subject FROM chats JOIN clients c ON c.client_id = chats.client_id
         WHERE chats.chat_id = $1",
    )
    .bind(chat)
    .fetch_optional(connection)
    .await?)
}
