//! Offices for the window: written in bulk, closed, and left for the program to open.

use chrono::TimeDelta;
use studiolo_core::access::By;
use studiolo_core::richtext::Document;
use studiolo_core::settings;
use studiolo_core::time::{Clock, Instant, Millis};
use tempfile::TempDir;

use super::screen;
use crate::office::{BenchOffice, MESSAGE};
use crate::{Outcome, seed};

/// From one message to the next, over all chats.
pub const BETWEEN_MESSAGES: TimeDelta = TimeDelta::minutes(7);

/// So many chats, `of_client` with each client, of so many messages each.
pub async fn even(chats: usize, of_client: usize, messages: usize) -> Outcome<TempDir> {
    make(chats, of_client, messages, messages).await
}

/// So many chats of one message, but for the newest, which has `messages`.
pub async fn with_long_thread(chats: usize, of_client: usize, messages: usize) -> Outcome<TempDir> {
    make(chats, of_client, 1, messages).await
}

/// A link to the newest chat, whose newest message ends in [`screen::MESSAGE`].
pub fn newest_chat() -> String {
    "studiolo://chat/019d0000-0000-7000-8000-000000000000".to_owned()
}

async fn make(chats: usize, of_client: usize, of_chat: usize, of_newest: usize) -> Outcome<TempDir> {
    let now = Clock::System.now();
    let bench = BenchOffice::at(now).await?;
    let calendar = settings::service::get(&bench.office, &By::system()).await?.calendar();
    // No reminder falls due while the window is looked at.
    seed::chats(&bench, chats, of_client, now + TimeDelta::days(7), &calendar).await?;
    let mut act = bench.office.store().begin().await?;
    sqlx::query("DELETE FROM messages").execute(&mut *act).await?;
    write(&mut act, now, of_chat, of_newest).await?;
    let end = format!("{MESSAGE}\n\n{}", screen::MESSAGE.words);
    sqlx::query(
        "UPDATE messages SET body = $1, text = $2
         WHERE chat_id = (SELECT min(chat_id) FROM chats) AND position = $3",
    )
    .bind(Document::from_text(&end)?.to_json())
    .bind(&end)
    .bind(i64::try_from(of_newest)?)
    .execute(&mut *act)
    .await?;
    sqlx::query(
        "UPDATE chats SET last_at = (SELECT max(at) FROM messages m WHERE m.chat_id = chats.chat_id),
             created_at = (SELECT min(at) FROM messages m WHERE m.chat_id = chats.chat_id)",
    )
    .execute(&mut *act)
    .await?;
    act.commit().await?;
    Ok(bench.leave().await)
}

/// Office and client by turns, the office last; the chat of the lowest id is the newest.
async fn write(act: &mut sqlx::SqliteConnection, now: Instant, of_chat: usize, of_newest: usize) -> Outcome {
    let (of_chat, of_newest) = (i64::try_from(of_chat)?, i64::try_from(of_newest)?);
    sqlx::query(
        "WITH chat AS (
             SELECT chat_id, n, CASE n WHEN 0 THEN $1 ELSE $2 END AS many,
                    CASE n WHEN 0 THEN 0 ELSE $1 + (n - 1) * $2 END AS newer
             FROM (SELECT chat_id, row_number() OVER (ORDER BY chat_id) - 1 AS n FROM chats)),
         place (p) AS (SELECT 1 UNION ALL SELECT p + 1 FROM place WHERE p < max($1, $2)),
         written AS (
             SELECT chat_id, n, p, (many - p) % 2 = 0 AS ours, $3 - (newer + many - p) * $4 AS at
             FROM chat JOIN place ON p <= many)
         INSERT INTO messages (message_id, chat_id, author_kind, author_name, via, body, text, round, at, read_at,
             position)
         SELECT printf('019e0000-%04x-7000-8000-%012x', p, n), chat_id, CASE ours WHEN 1 THEN 'office' ELSE 'client' END,
                CASE ours WHEN 1 THEN 'Elena Vannini' ELSE 'Paolo Rinaldi' END,
                CASE ours WHEN 1 THEN 'office' ELSE 'mail' END, $5, $6, CASE p WHEN 1 THEN 1 ELSE 0 END, at, at, p
         FROM written",
    )
    .bind(of_newest)
    .bind(of_chat)
    .bind(Millis::from(now))
    .bind(BETWEEN_MESSAGES.num_milliseconds())
    .bind(Document::from_text(MESSAGE)?.to_json())
    .bind(MESSAGE)
    .execute(act)
    .await?;
    Ok(())
}
