//! The outbox's SQL.

mod items;

use sqlx::SqliteConnection;

pub use items::*;

use super::{LONGEST_WAIT, MailItem, MailRow, MailState, NewMail};
use crate::accounts::Share;
use crate::error::{Error, Result};
use crate::id::MailId;
use crate::rows::{self, Values};
use crate::time::{Instant, Millis};

const COLUMNS: &str = "mail_id, kind, state, client_id, contact_id, address, message_id, subject, attempts,
    uncertain, last_error, next_attempt_at, created_at, accepted_at";

/// Whether account $1 carries a mail, which is the default one if $2; without an account every mail.
const IN_SHARE: &str = "($1 IS NULL OR EXISTS (SELECT 1 FROM clients c WHERE c.client_id = mails.client_id
    AND (c.account_id = $1 OR (c.account_id IS NULL AND $2))))";

fn select(rest: &str) -> sqlx::AssertSqlSafe<String> {
    sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM mails {rest}"))
}

/// Adds mails, each with its id and Message-ID, and what they speak of.
pub async fn insert(
    connection: &mut SqliteConnection,
    mails: &[(MailId, String, &NewMail<'_>)],
    now: Instant,
) -> Result<()> {
    let push = |values: &mut Values<'_>, (id, message_id, mail): &(MailId, String, &NewMail<'_>)| {
        values.push_bind(id).push_bind(mail.kind).push_bind(MailState::Queued);
        values.push_bind(mail.client_id).push_bind(mail.contact_id).push_bind(mail.address);
        values.push_bind(message_id).push_bind(mail.subject);
        values.push_bind(mail.not_before).push_bind(Millis::from(now));
    };
    let insert =
        "INSERT INTO mails (mail_id, kind, state, client_id, contact_id, address, message_id, subject,
        next_attempt_at, created_at) ";
    rows::write(connection, insert, mails, push, "").await?;

    let items: Vec<_> = mails
        .iter()
        .flat_map(|(id, _, mail)| mail.items.iter().map(move |item| (*id, *mail, *item)))
        .collect();
    let push = |values: &mut Values<'_>, (id, mail, item): &(MailId, &NewMail<'_>, MailItem)| {
        values.push_bind(id).push_bind(mail.kind).push_bind(item.item.kind).push_bind(item.item.id);
        values.push_bind(item.round).push_bind(item.step).push_bind(mail.contact_id);
    };
    let insert = "INSERT INTO mail_items (mail_id, kind, item_kind, item_id, round, step, contact_id) ";
    rows::write(connection, insert, &items, push, "").await
}

/// Up to `limit` mails that are due at `now`, oldest first; those of an account's share, or all. One whose answer was lost before comes after all others
/// and alone: if this process ends too, that one was being sent, and did not merely stand in a group.
pub async fn due(
    connection: &mut SqliteConnection,
    now: Instant,
    (share, limit): (Option<Share>, i64),
) -> Result<Vec<MailRow>> {
    for (doubt, limit) in [("uncertain = 0", limit), ("uncertain > 0", 1)] {
        let mails: Vec<MailRow> = sqlx::query_as(select(&format!(
            "WHERE next_attempt_at <= $3 AND {doubt} AND {IN_SHARE} ORDER BY next_attempt_at, mail_id LIMIT $4"
        )))
        .bind(share.map(|share| share.account))
        .bind(share.is_some_and(|share| share.is_default))
        .bind(Millis::from(now))
        .bind(limit)
        .fetch_all(&mut *connection)
        .await?;
        if !mails.is_empty() {
            return Ok(mails);
        }
    }
    Ok(Vec::new())
}

/// Notes that attempts begin to send these mails, to their addresses under their subjects.
pub async fn begin_attempts(connection: &mut SqliteConnection, mails: &[&MailRow]) -> Result<()> {
    let push = |values: &mut Values<'_>, mail: &&MailRow| {
        values.push_bind(mail.mail_id).push_bind(&mail.address).push_bind(&mail.subject);
    };
    let update = "UPDATE mails SET state = 'sending', attempts = attempts + 1, next_attempt_at = NULL,
        address = begun.column2, subject = begun.column3 FROM (";
    rows::write(connection, update, mails, push, ") AS begun WHERE mail_id = begun.column1").await
}

/// Notes the acceptance of these mails at `at`. One that has come back meanwhile stays so.
pub async fn accept(connection: &mut SqliteConnection, mails: &[MailId], at: Instant) -> Result<()> {
    let push = |values: &mut Values<'_>, id: &MailId| {
        values.push_bind(id).push_bind(Millis::from(at));
    };
    let update = "UPDATE mails SET accepted_at = heard.column2, next_attempt_at = NULL,
        state = CASE state WHEN 'bounced' THEN state ELSE 'accepted' END,
        last_error = CASE state WHEN 'bounced' THEN last_error ELSE '' END FROM (";
    rows::write(connection, update, mails, push, ") AS heard WHERE mail_id = heard.column1").await
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
        "UPDATE mails SET state = $1, last_error = $2, next_attempt_at = $3,
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

/// Notes what was heard of a mail that stays where it is.
pub async fn put_note(connection: &mut SqliteConnection, id: MailId, note: &str) -> Result<()> {
    sqlx::query("UPDATE mails SET last_error = $1 WHERE mail_id = $2")
        .bind(note)
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
             next_attempt_at = $2, attempts = attempts - (state = 'sending') WHERE mail_id = $3",
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
        "UPDATE mails SET state = 'uncertain', uncertain = uncertain + 1,
             next_attempt_at = CASE WHEN uncertain = 0 THEN $1 END,
             last_error = 'the program ended before the server''s answer was recorded'
         WHERE state = 'sending'",
    )
    .bind(Millis::from(now))
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

/// Every mail that waits, but for reminders, becomes uncertain and is not tried by itself.
pub async fn stop_waiting(connection: &mut SqliteConnection, why: &str) -> Result<u64> {
    let done = sqlx::query(
        "UPDATE mails SET state = 'uncertain', uncertain = uncertain + 1, next_attempt_at = NULL, last_error = $1
         WHERE next_attempt_at IS NOT NULL AND kind <> 'reminder'",
    )
    .bind(why)
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

/// How many mails wait to leave, those of an account's share or all; not those that stopped until the owner acts.
pub async fn waiting(connection: &mut SqliteConnection, share: Option<Share>) -> Result<i64> {
    let count = format!(
        "SELECT (SELECT count(*) FROM mails WHERE next_attempt_at IS NOT NULL AND {IN_SHARE})
              + (SELECT count(*) FROM mails WHERE state = 'sending' AND {IN_SHARE})"
    );
    Ok(sqlx::query_scalar(sqlx::AssertSqlSafe(count))
        .bind(share.map(|share| share.account))
        .bind(share.is_some_and(|share| share.is_default))
        .fetch_one(connection)
        .await?)
}

/// The earliest instant after `now` at which a mail may go: what is overdue waits for an account or its server.
pub async fn next_attempt(connection: &mut SqliteConnection, now: Instant) -> Result<Option<Millis>> {
    Ok(sqlx::query_scalar("SELECT min(next_attempt_at) FROM mails WHERE next_attempt_at > $1")
        .bind(Millis::from(now))
        .fetch_one(connection)
        .await?)
}
