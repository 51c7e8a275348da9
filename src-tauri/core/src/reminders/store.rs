//! The reminders' SQL.

use std::collections::BTreeMap;

use sqlx::{FromRow, SqliteConnection};

use super::{Calendar, Entry, Phase, Policy, Reminder, word};
use crate::error::{Error, Result};
use crate::id::{ChatId, ClientId};
use crate::outbox::ItemRef;
use crate::rows::{self, Values};
use crate::time::{Instant, Millis};

const COLUMNS: &str =
    "item_kind, item_id, client_id, enabled, every_days, max_count, phase, ended, round, asked_in,
    used, sent, in_flight, in_delivery, mailed_at, since_at, sent_again, skipped, held";

fn select(rest: &str) -> sqlx::AssertSqlSafe<String> {
    sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM reminders {rest}"))
}

#[derive(FromRow)]
struct Row {
    #[sqlx(flatten)]
    item: ItemRef,
    client_id: ClientId,
    enabled: bool,
    every_days: u32,
    max_count: u32,
    phase: String,
    ended: String,
    round: u32,
    asked_in: u32,
    used: u32,
    sent: u32,
    in_flight: Option<u32>,
    in_delivery: Option<u32>,
    mailed_at: Option<Millis>,
    since_at: Option<Millis>,
    sent_again: u32,
    skipped: String,
    held: String,
}

impl TryFrom<Row> for Entry {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let damaged = |what: &str| Error::Damaged(format!("reminder of {}: {what}", row.item.id));
        let phase = match row.phase.as_str() {
            "not_asked" => Phase::NotAsked,
            "pending" => Phase::Pending,
            _ => Phase::Ended(
                serde_json::from_value(row.ended.as_str().into()).map_err(|_| damaged("stop reason"))?,
            ),
        };
        let skipped: BTreeMap<u32, Millis> =
            serde_json::from_str(&row.skipped).map_err(|_| damaged("skipped steps"))?;
        Ok(Self {
            reminder: Reminder {
                enabled: row.enabled,
                policy: Policy::new(row.every_days, row.max_count).map_err(|_| damaged("policy"))?,
                phase,
                round: row.round,
                asked_in: row.asked_in,
                used: row.used,
                sent: row.sent,
                in_flight: row.in_flight,
                in_delivery: row.in_delivery,
                mailed: row.mailed_at.map(Instant::from),
                since: row.since_at.map(Instant::from),
                sent_again: row.sent_again,
                skipped: skipped.into_iter().map(|(step, at)| (step, at.into())).collect(),
            },
            item: row.item,
            client_id: row.client_id,
            held: row.held,
        })
    }
}

fn entries(rows: Vec<Row>) -> Result<Vec<Entry>> {
    rows.into_iter().map(Entry::try_from).collect()
}

/// Writes entries over those that stand, or adds them, with `due_at` by the one pure function. None may occur twice.
pub async fn put(connection: &mut SqliteConnection, entries: &[Entry], calendar: &Calendar) -> Result<()> {
    let push = |values: &mut Values<'_>, entry: &Entry| {
        let Entry { item, client_id, reminder: r, held } = entry;
        let (phase, ended) = match r.phase {
            Phase::NotAsked => ("not_asked", String::new()),
            Phase::Pending => ("pending", String::new()),
            Phase::Ended(reason) => ("ended", word(&reason)),
        };
        values.push_bind(item.kind).push_bind(item.id).push_bind(client_id);
        values.push_bind(r.enabled).push_bind(r.policy.every_days()).push_bind(r.policy.max_count());
        values.push_bind(phase).push_bind(ended).push_bind(r.round).push_bind(r.asked_in);
        values.push_bind(r.used).push_bind(r.sent).push_bind(r.in_flight).push_bind(r.in_delivery);
        values.push_bind(r.mailed.map(Millis::from)).push_bind(r.since.map(Millis::from));
        values.push_bind(r.sent_again).push_bind(skipped_json(r)).push_bind(held);
        values.push_bind(r.latest_instant().map(Millis::from));
        values.push_bind(r.due_at(calendar).map(|(_, at)| Millis::from(at)));
    };
    rows::write(
        connection,
        "INSERT INTO reminders (item_kind, item_id, client_id, enabled, every_days, max_count, phase, ended, round,
             asked_in, used, sent, in_flight, in_delivery, mailed_at, since_at, sent_again, skipped, held, latest_at,
             due_at) ",
        entries,
        push,
        " ON CONFLICT (item_kind, item_id) DO UPDATE SET enabled = excluded.enabled,
             every_days = excluded.every_days, max_count = excluded.max_count, phase = excluded.phase,
             ended = excluded.ended, round = excluded.round, asked_in = excluded.asked_in, used = excluded.used,
             sent = excluded.sent, in_flight = excluded.in_flight, in_delivery = excluded.in_delivery,
             mailed_at = excluded.mailed_at, since_at = excluded.since_at, sent_again = excluded.sent_again,
             skipped = excluded.skipped, held = excluded.held, latest_at = excluded.latest_at,
             due_at = excluded.due_at",
    )
    .await
}

/// Steps skipped ahead and when, as a JSON object.
fn skipped_json(reminder: &Reminder) -> String {
    let steps = reminder.skipped.iter();
    serde_json::Value::Object(
        steps.map(|(step, at)| (step.to_string(), Millis::from(*at).0.into())).collect(),
    )
    .to_string()
}

/// The item's reminder, or [`Error::NotFound`].
pub async fn get(connection: &mut SqliteConnection, item: ItemRef) -> Result<Entry> {
    let row: Option<Row> = sqlx::query_as(select("WHERE item_kind = $1 AND item_id = $2"))
        .bind(item.kind)
        .bind(item.id)
        .fetch_optional(connection)
        .await?;
    row.ok_or_else(|| Error::not_found("reminder", item.id))?.try_into()
}

/// Those of these items' reminders that there are.
pub async fn all(connection: &mut SqliteConnection, items: &[ItemRef]) -> Result<Vec<Entry>> {
    let push = |values: &mut Values<'_>, item: &ItemRef| {
        values.push_bind(item.kind).push_bind(item.id);
    };
    let select = format!("SELECT {COLUMNS} FROM (");
    let join = ") AS asked JOIN reminders ON item_kind = asked.column1 AND item_id = asked.column2";
    entries(rows::read(connection, &select, items, push, join).await?)
}

/// The reminders that are due at `until` and not held of those clients who have the `limit` most overdue ones at `now`;
/// each client's by when they are due.
pub async fn due(
    connection: &mut SqliteConnection,
    now: Instant,
    until: Instant,
    limit: i64,
) -> Result<Vec<Entry>> {
    let rows = sqlx::query_as(select(
        "WHERE due_at IS NOT NULL AND held = '' AND due_at <= $1 AND client_id IN (
             SELECT client_id FROM reminders WHERE due_at IS NOT NULL AND held = '' AND due_at <= $2
             ORDER BY due_at LIMIT $3)
         ORDER BY client_id, due_at, item_id",
    ))
    .bind(Millis::from(until))
    .bind(Millis::from(now))
    .bind(limit)
    .fetch_all(connection)
    .await?;
    entries(rows)
}

/// Takes an item's reminder away.
pub async fn delete(connection: &mut SqliteConnection, item: ItemRef) -> Result<()> {
    sqlx::query("DELETE FROM reminders WHERE item_kind = $1 AND item_id = $2")
        .bind(item.kind)
        .bind(item.id)
        .execute(connection)
        .await?;
    Ok(())
}

/// When the earliest reminder that is not held is due.
pub async fn next_due(connection: &mut SqliteConnection) -> Result<Option<Millis>> {
    Ok(sqlx::query_scalar(
        "SELECT due_at FROM reminders WHERE due_at IS NOT NULL AND held = '' ORDER BY due_at LIMIT 1",
    )
    .fetch_optional(connection)
    .await?)
}

/// Reminders that keep an instant later than `now`: the clock was set back.
pub async fn ahead_of(connection: &mut SqliteConnection, now: Instant) -> Result<Vec<Entry>> {
    let rows = sqlx::query_as(select("WHERE latest_at IS NOT NULL AND latest_at > $1"))
        .bind(Millis::from(now))
        .fetch_all(connection)
        .await?;
    entries(rows)
}

/// Every held reminder of items that await their client, where somebody could be told now.
pub async fn mendable(connection: &mut SqliteConnection) -> Result<Vec<Entry>> {
    let rows = sqlx::query_as(select(
        "r WHERE held NOT IN ('', 'answer_kept_aside') AND phase = 'pending' AND EXISTS (
             SELECT 1 FROM contacts c WHERE c.client_id = r.client_id AND c.notify = 1)",
    ))
    .fetch_all(connection)
    .await?;
    entries(rows)
}

/// Every reminder that may still go: switched on, and its item awaits the client.
pub async fn running(connection: &mut SqliteConnection) -> Result<Vec<Entry>> {
    let rows = sqlx::query_as(select("WHERE phase = 'pending' AND enabled = 1 ORDER BY item_id"))
        .fetch_all(connection)
        .await?;
    entries(rows)
}

/// Of the running reminders, those that may go until `until`, seen from `now`: the others' due dates are later. What
/// is kept of a future, from before a clock was set back, counts as now.
pub async fn running_until(
    connection: &mut SqliteConnection,
    now: Instant,
    until: Instant,
) -> Result<Vec<Entry>> {
    let rows = sqlx::query_as(select(
        "WHERE phase = 'pending' AND enabled = 1 AND (due_at IS NULL OR due_at <= $1 OR latest_at > $2)
         ORDER BY item_id",
    ))
    .bind(Millis::from(until))
    .bind(Millis::from(now))
    .fetch_all(connection)
    .await?;
    entries(rows)
}

/// The reminders of these chats.
pub async fn of_chats(connection: &mut SqliteConnection, chats: &[ChatId]) -> Result<Vec<Entry>> {
    let select = format!("SELECT {COLUMNS} FROM reminders WHERE item_kind = 'chat' AND item_id IN (");
    entries(rows::read(connection, &select, chats, rows::id, ")").await?)
}
