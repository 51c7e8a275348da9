//! The outbox's SQL.

use std::collections::HashSet;

use sqlx::SqliteConnection;

use super::{LONGEST_WAIT, MailItem, MailRow, MailState, NewMail};
use crate::error::{Error, Result};
use crate::id::{BatchId, ContactId, MailId};
use crate::outbox::{ItemRef, MailKind};
use crate::time::{Instant, Millis};

const COLUMNS: &str = "mail_id, kind, state, client_id, contact_id, address, message_id, subject, attempts,
    uncertain, last_error, next_attempt_at, created_at, accepted_at";

fn select(rest: &str) -> sqlx::AssertSqlSafe<String> {
    sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM mails {rest}"))
}

/// Adds a mail and what it speaks of.
pub async fn insert(
    connection: &mut SqliteConnection,
    id: MailId,
    message_id: &str,
    mail: &NewMail<'_>,
    now: Instant,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO mails (mail_id, kind, state, client_id, contact_id, address, message_id, subject,
             next_attempt_at, created_at)
         VALUES ($1, $2, 'queued', $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(id)
    .bind(mail.kind)
    .bind(mail.client_id)
    .bind(mail.contact_id)
    .bind(mail.address)
    .bind(message_id)
    .bind(mail.subject)
    .bind(mail.not_before)
    .bind(Millis::from(now))
    .execute(&mut *connection)
    .await?;
    for item in mail.items {
        sqlx::query(
            "INSERT INTO mail_items (mail_id, kind, item_kind, item_id, round, step, contact_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(id)
        .bind(mail.kind)
        .bind(item.item.kind)
        .bind(item.item.id)
        .bind(item.round)
        .bind(item.step)
        .bind(mail.contact_id)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// Marks up to `limit` mails that are due at `now` as members of `batch`, oldest first, and returns them. One whose
/// answer was lost before comes after all others and alone: if this process ends too, that one was being sent, and
/// did not merely stand in a group.
pub async fn gather(
    connection: &mut SqliteConnection,
    batch: BatchId,
    now: Instant,
    limit: i64,
) -> Result<Vec<MailRow>> {
    for (doubt, limit) in [("uncertain = 0", limit), ("uncertain > 0", 1)] {
        sqlx::query(sqlx::AssertSqlSafe(format!(
            "UPDATE mails SET batch = $1 WHERE mail_id IN (
                 SELECT mail_id FROM mails WHERE next_attempt_at <= $2 AND {doubt}
                 ORDER BY next_attempt_at, mail_id LIMIT $3)"
        )))
        .bind(batch)
        .bind(Millis::from(now))
        .bind(limit)
        .execute(&mut *connection)
        .await?;
        let rows: Vec<MailRow> = sqlx::query_as(select("WHERE batch = $1 ORDER BY next_attempt_at, mail_id"))
            .bind(batch)
            .fetch_all(&mut *connection)
            .await?;
        if !rows.is_empty() {
            return Ok(rows);
        }
    }
    Ok(Vec::new())
}

/// Notes that an attempt begins, where it goes and how it is headed.
pub async fn begin_attempt(
    connection: &mut SqliteConnection,
    id: MailId,
    address: &str,
    subject: &str,
) -> Result<()> {
    sqlx::query(
        "UPDATE mails SET state = 'sending', attempts = attempts + 1, next_attempt_at = NULL, address = $1,
             subject = $2 WHERE mail_id = $3",
    )
    .bind(address)
    .bind(subject)
    .bind(id)
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes the acceptance.
pub async fn accept(connection: &mut SqliteConnection, id: MailId, at: Instant) -> Result<()> {
    sqlx::query(
        "UPDATE mails SET state = 'accepted', accepted_at = $1, batch = '', last_error = '', next_attempt_at = NULL
         WHERE mail_id = $2",
    )
    .bind(Millis::from(at))
    .bind(id)
    .execute(connection)
    .await?;
    Ok(())
}

/// Puts a mail into `state`, with what was said and when it is tried again.
pub async fn put(
    connection: &mut SqliteConnection,
    id: MailId,
    state: MailState,
    error: &str,
    next: Option<Instant>,
) -> Result<()> {
    sqlx::query(
        "UPDATE mails SET state = $1, last_error = $2, next_attempt_at = $3, batch = '',
             uncertain = uncertain + CASE WHEN $1 = 'uncertain' THEN 1 ELSE 0 END
         WHERE mail_id = $4",
    )
    .bind(state)
    .bind(error)
    .bind(next.map(Millis::from))
    .bind(id)
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether the clock was set back: mail waits that was written after `now`, or waits longer than any does.
pub async fn waits_ahead_of(connection: &mut SqliteConnection, now: Instant) -> Result<bool> {
    Ok(sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM mails
             WHERE next_attempt_at > $1 AND (created_at > $1 OR next_attempt_at > $2))",
    )
    .bind(Millis::from(now))
    .bind(Millis::from(now + LONGEST_WAIT))
    .fetch_one(connection)
    .await?)
}

/// Such mail counts as written now and waits as long as it was to wait, but no longer than any does.
pub async fn settle(connection: &mut SqliteConnection, now: Instant) -> Result<()> {
    sqlx::query(
        "UPDATE mails SET created_at = min(created_at, $1),
             next_attempt_at = CASE WHEN created_at > $1
                 THEN $1 + min(max(next_attempt_at - created_at, 0), $2 - $1)
                 ELSE $1 END
         WHERE next_attempt_at > $1 AND (created_at > $1 OR next_attempt_at > $2)",
    )
    .bind(Millis::from(now))
    .bind(Millis::from(now + LONGEST_WAIT))
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether an attempt is noted as under way.
pub async fn any_under_way(connection: &mut SqliteConnection) -> Result<bool> {
    Ok(sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM mails WHERE state = 'sending')")
        .fetch_one(connection)
        .await?)
}

/// Gives a mail back whose attempt never began: as if it had not been claimed.
pub async fn give_back(
    connection: &mut SqliteConnection,
    id: MailId,
    error: &str,
    next: Instant,
) -> Result<()> {
    sqlx::query(
        "UPDATE mails SET state = CASE WHEN uncertain > 0 THEN 'uncertain' ELSE 'queued' END, last_error = $1,
             next_attempt_at = $2, batch = '', attempts = attempts - (state = 'sending') WHERE mail_id = $3",
    )
    .bind(error)
    .bind(Millis::from(next))
    .bind(id)
    .execute(connection)
    .await?;
    Ok(())
}

/// Every mail whose attempt was interrupted by the end of a process becomes uncertain: tried once more the
/// first time, not by itself the second.
pub async fn interrupted(connection: &mut SqliteConnection, now: Instant) -> Result<u64> {
    let done = sqlx::query(
        "UPDATE mails SET state = 'uncertain', uncertain = uncertain + 1, batch = '',
             next_attempt_at = CASE WHEN uncertain = 0 THEN $1 END,
             last_error = 'the program ended before the server''s answer was recorded'
         WHERE state = 'sending'",
    )
    .bind(Millis::from(now))
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

/// The mail, or [`Error::NotFound`].
pub async fn get(connection: &mut SqliteConnection, id: MailId) -> Result<MailRow> {
    sqlx::query_as(select("WHERE mail_id = $1"))
        .bind(id)
        .fetch_optional(connection)
        .await?
        .ok_or_else(|| Error::not_found("mail", id))
}

/// The newest mails, all or those in one state.
pub async fn list(
    connection: &mut SqliteConnection,
    state: Option<MailState>,
    limit: i64,
) -> Result<Vec<MailRow>> {
    let query = match state {
        None => sqlx::query_as(select("ORDER BY created_at DESC, mail_id DESC LIMIT $1")).bind(limit),
        Some(state) => {
            sqlx::query_as(select("WHERE state = $2 ORDER BY created_at DESC, mail_id DESC LIMIT $1"))
                .bind(limit)
                .bind(state)
        }
    };
    Ok(query.fetch_all(connection).await?)
}

/// How many mails wait to leave.
pub async fn waiting(connection: &mut SqliteConnection) -> Result<i64> {
    Ok(sqlx::query_scalar("SELECT count(*) FROM mails WHERE state IN ('queued', 'sending', 'uncertain')")
        .fetch_one(connection)
        .await?)
}

/// The earliest instant at which a mail may go.
pub async fn next_attempt(connection: &mut SqliteConnection) -> Result<Option<Millis>> {
    Ok(sqlx::query_scalar("SELECT min(next_attempt_at) FROM mails WHERE next_attempt_at IS NOT NULL")
        .fetch_one(connection)
        .await?)
}

#[derive(sqlx::FromRow)]
struct ItemRow {
    #[sqlx(flatten)]
    item: ItemRef,
    round: u32,
    step: u32,
}

impl From<ItemRow> for MailItem {
    fn from(row: ItemRow) -> Self {
        Self { item: row.item, round: row.round, step: row.step }
    }
}

/// What a mail still speaks of.
pub async fn items(connection: &mut SqliteConnection, id: MailId) -> Result<Vec<MailItem>> {
    let rows: Vec<ItemRow> = sqlx::query_as(
        "SELECT item_kind, item_id, round, step FROM mail_items WHERE mail_id = $1 AND live = 1 ORDER BY item_id",
    )
    .bind(id)
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(MailItem::from).collect())
}

/// Frees the mail's place for `item`: it is not spoken of any more.
pub async fn drop_item(connection: &mut SqliteConnection, id: MailId, item: ItemRef) -> Result<()> {
    sqlx::query("UPDATE mail_items SET live = 0 WHERE mail_id = $1 AND item_kind = $2 AND item_id = $3")
        .bind(id)
        .bind(item.kind)
        .bind(item.id)
        .execute(connection)
        .await?;
    Ok(())
}

/// To whom the mails of one kind about one step of an item are that were not withdrawn, and whether each will still
/// go by itself.
pub async fn live(
    connection: &mut SqliteConnection,
    kind: MailKind,
    item: ItemRef,
    round: u32,
    step: u32,
) -> Result<Vec<(ContactId, bool)>> {
    Ok(sqlx::query_as(
        "SELECT m.contact_id, m.next_attempt_at IS NOT NULL OR m.state = 'sending'
         FROM mail_items i JOIN mails m ON m.mail_id = i.mail_id
         WHERE i.item_kind = $1 AND i.item_id = $2 AND i.round = $3 AND i.kind = $4 AND i.live = 1
           AND i.step = $5",
    )
    .bind(item.kind)
    .bind(item.id)
    .bind(round)
    .bind(kind)
    .bind(step)
    .fetch_all(connection)
    .await?)
}

/// What stands still until the owner acts: every step of an item, or all items', some mail of which has stopped while
/// none was accepted and none will go by itself.
pub async fn stopped(
    connection: &mut SqliteConnection,
    item: Option<ItemRef>,
) -> Result<HashSet<(MailKind, MailItem)>> {
    let rows: Vec<StoppedRow> = sqlx::query_as(
        "SELECT i.kind, i.item_kind, i.item_id, i.round, i.step
         FROM mails m JOIN mail_items i ON i.mail_id = m.mail_id
         WHERE m.state IN ('failed', 'bounced', 'uncertain') AND m.next_attempt_at IS NULL AND i.live = 1
           AND ($1 IS NULL OR (i.item_kind = $1 AND i.item_id = $2))
           AND NOT EXISTS (
             SELECT 1 FROM mail_items o JOIN mails n ON n.mail_id = o.mail_id
             WHERE o.item_kind = i.item_kind AND o.item_id = i.item_id AND o.round = i.round AND o.kind = i.kind
               AND o.step = i.step AND o.live = 1
               AND (n.next_attempt_at IS NOT NULL OR n.state IN ('sending', 'accepted')))",
    )
    .bind(item.map(|item| item.kind))
    .bind(item.map(|item| item.id))
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.kind, row.item.into())).collect())
}

#[derive(sqlx::FromRow)]
struct StoppedRow {
    kind: MailKind,
    #[sqlx(flatten)]
    item: ItemRow,
}

/// Waiting mails of one kind about an item.
pub async fn waiting_about(
    connection: &mut SqliteConnection,
    kind: MailKind,
    item: ItemRef,
) -> Result<Vec<MailId>> {
    Ok(sqlx::query_scalar(
        "SELECT m.mail_id FROM mail_items i JOIN mails m ON m.mail_id = i.mail_id
         WHERE i.item_kind = $1 AND i.item_id = $2 AND i.kind = $3 AND i.live = 1
           AND m.state IN ('queued', 'uncertain', 'failed')",
    )
    .bind(item.kind)
    .bind(item.id)
    .bind(kind)
    .fetch_all(connection)
    .await?)
}

/// Message-IDs of the accepted mails to a contact about an item, oldest first: what a further mail refers to.
pub async fn thread(
    connection: &mut SqliteConnection,
    item: ItemRef,
    contact: ContactId,
) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar(
        "SELECT m.message_id FROM mail_items i JOIN mails m ON m.mail_id = i.mail_id
         WHERE i.item_kind = $1 AND i.item_id = $2 AND i.contact_id = $3 AND m.state = 'accepted'
         ORDER BY m.created_at, m.mail_id",
    )
    .bind(item.kind)
    .bind(item.id)
    .bind(contact)
    .fetch_all(connection)
    .await?)
}

/// The highest number of a manual mail about an item.
pub async fn last_manual(connection: &mut SqliteConnection, item: ItemRef) -> Result<u32> {
    Ok(sqlx::query_scalar(
        "SELECT coalesce(max(step), 0) FROM mail_items WHERE item_kind = $1 AND item_id = $2 AND kind = 'send_again'",
    )
    .bind(item.kind)
    .bind(item.id)
    .fetch_one(connection)
    .await?)
}
