//! The SQL of what mails speak of: their items.

use std::collections::{HashMap, HashSet};

use sqlx::SqliteConnection;

use super::select;
use crate::error::Result;
use crate::id::{ContactId, MailId};
use crate::outbox::{ItemRef, MailItem, MailKind, MailRow};
use crate::rows::{self, Values};

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
    Ok(items_of(connection, &[id]).await?.remove(&id).unwrap_or_default())
}

/// What each of these mails still speaks of.
pub async fn items_of(
    connection: &mut SqliteConnection,
    ids: &[MailId],
) -> Result<HashMap<MailId, Vec<MailItem>>> {
    let select =
        "SELECT mail_id, item_kind, item_id, round, step FROM mail_items WHERE live = 1 AND mail_id IN (";
    let rows: Vec<ItemOfMail> =
        rows::read(connection, select, ids, rows::id, ") ORDER BY mail_id, item_id").await?;
    let mut items: HashMap<MailId, Vec<MailItem>> = HashMap::with_capacity(ids.len());
    for ItemOfMail { mail_id, item } in rows {
        items.entry(mail_id).or_default().push(item.into());
    }
    Ok(items)
}

#[derive(sqlx::FromRow)]
struct ItemOfMail {
    mail_id: MailId,
    #[sqlx(flatten)]
    item: ItemRow,
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

/// The mail speaks of nothing any more, and nothing knows of it.
pub async fn delete_items(connection: &mut SqliteConnection, id: MailId) -> Result<()> {
    sqlx::query("DELETE FROM mail_items WHERE mail_id = $1").bind(id).execute(connection).await?;
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

/// To whom a mail of one kind about one step of an item will still go by itself, or is leaving.
pub async fn leaving(
    connection: &mut SqliteConnection,
    of: &[(MailKind, MailItem)],
) -> Result<Vec<(ItemRef, ContactId)>> {
    #[derive(sqlx::FromRow)]
    struct Leaving {
        #[sqlx(flatten)]
        item: ItemRef,
        contact_id: ContactId,
    }
    let push = |values: &mut Values<'_>, (kind, item): &(MailKind, MailItem)| {
        values.push_bind(kind).push_bind(item.item.kind).push_bind(item.item.id);
        values.push_bind(item.round).push_bind(item.step);
    };
    let leaving: Vec<Leaving> = rows::read(
        connection,
        "SELECT i.item_kind, i.item_id, m.contact_id FROM (",
        of,
        push,
        ") AS asked JOIN mail_items i ON i.kind = asked.column1 AND i.item_kind = asked.column2
             AND i.item_id = asked.column3 AND i.round = asked.column4 AND i.step = asked.column5 AND i.live = 1
         JOIN mails m ON m.mail_id = i.mail_id AND (m.next_attempt_at IS NOT NULL OR m.state = 'sending')",
    )
    .await?;
    Ok(leaving.into_iter().map(|row| (row.item, row.contact_id)).collect())
}

/// The mails that speak of an item's round and were not withdrawn.
pub async fn about_round(
    connection: &mut SqliteConnection,
    item: ItemRef,
    round: u32,
) -> Result<Vec<MailRow>> {
    Ok(sqlx::query_as(select(
        "WHERE mail_id IN (SELECT mail_id FROM mail_items
             WHERE item_kind = $1 AND item_id = $2 AND round = $3 AND live = 1)",
    ))
    .bind(item.kind)
    .bind(item.id)
    .bind(round)
    .fetch_all(connection)
    .await?)
}

/// Waiting mails of one kind about these items: which mail about which item.
pub async fn waiting_about(
    connection: &mut SqliteConnection,
    kind: MailKind,
    items: &[ItemRef],
) -> Result<Vec<(MailId, ItemRef)>> {
    #[derive(sqlx::FromRow)]
    struct Waiting {
        mail_id: MailId,
        #[sqlx(flatten)]
        item: ItemRef,
    }
    let push = |values: &mut Values<'_>, item: &ItemRef| {
        values.push_bind(kind).push_bind(item.kind).push_bind(item.id);
    };
    let waiting: Vec<Waiting> = rows::read(
        connection,
        "SELECT i.mail_id, i.item_kind, i.item_id FROM (",
        items,
        push,
        ") AS asked JOIN mail_items i ON i.kind = asked.column1 AND i.item_kind = asked.column2
             AND i.item_id = asked.column3 AND i.live = 1
         JOIN mails m ON m.mail_id = i.mail_id AND +m.state IN ('queued', 'uncertain', 'failed')",
    )
    .await?;
    Ok(waiting.into_iter().map(|row| (row.mail_id, row.item)).collect())
}

/// Message-IDs of the accepted mails to these contacts about these items, oldest first: what a further mail
/// refers to.
pub async fn threads(
    connection: &mut SqliteConnection,
    of: &[(ItemRef, ContactId)],
) -> Result<HashMap<(ItemRef, ContactId), Vec<String>>> {
    #[derive(sqlx::FromRow)]
    struct Thread {
        #[sqlx(flatten)]
        item: ItemRef,
        contact_id: ContactId,
        message_ids: String,
    }
    let push = |values: &mut Values<'_>, (item, contact): &(ItemRef, ContactId)| {
        values.push_bind(item.kind).push_bind(item.id).push_bind(contact);
    };
    let threads: Vec<Thread> = rows::read(
        connection,
        "SELECT i.item_kind, i.item_id, i.contact_id,
             string_agg(m.message_id, ' ' ORDER BY m.created_at, m.mail_id) AS message_ids FROM (",
        of,
        push,
        // The plus keeps SQLite from looking through all accepted mails instead.
        ") AS asked JOIN mail_items i ON i.item_kind = asked.column1 AND i.item_id = asked.column2
             AND i.contact_id = asked.column3
         JOIN mails m ON m.mail_id = i.mail_id AND +m.state = 'accepted'
         GROUP BY i.item_kind, i.item_id, i.contact_id",
    )
    .await?;
    let ids = |thread: &Thread| thread.message_ids.split(' ').map(str::to_owned).collect();
    Ok(threads.iter().map(|thread| ((thread.item, thread.contact_id), ids(thread))).collect())
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
