//! What must be there before the clock is started: clients, and a million items.

use sqlx::SqliteConnection;
use studiolo_core::clients::{self, Client, ClientKind, Contact};
use studiolo_core::id::{ClientId, ContactId};
use studiolo_core::reminders::{Calendar, Change, Policy, Reminder};
use studiolo_core::time::{Instant, Millis};

use crate::Outcome;
use crate::office::{BenchOffice, MESSAGE, SUBJECT};

/// Days over which the items' notifications were spread, hence their reminders will be.
const DAYS: i64 = 100;

/// Makes so many clients, each with one contact of an address of its own.
pub async fn clients(bench: &BenchOffice, count: usize) -> Outcome<Vec<ClientId>> {
    let now = bench.office.now();
    let mut ids = Vec::with_capacity(count);
    let mut act = bench.office.store().begin().await?;
    for number in 0..count {
        let name = format!("Cliente {number}");
        let client = Client {
            client_id: ClientId::new(),
            name,
            kind: ClientKind::Company,
            account_id: None,
            created_at: now.into(),
        };
        let contact = Contact {
            contact_id: ContactId::new(),
            client_id: client.client_id,
            name: "Paolo Rinaldi".into(),
            email: format!("paolo.{number}@officinerinaldi.example"),
            notify: true,
            login: true,
        };
        clients::store::insert(&mut act, &client).await?;
        clients::store::insert_contact(&mut act, &contact, now).await?;
        ids.push(client.client_id);
    }
    act.commit().await?;
    Ok(ids)
}

/// Makes so many chats, `of_client` with each client, that await their client and are to be reminded every 100 days. The
/// mail about them was accepted on the hundred days before `last`, as many each day; so their reminders fall due,
/// as many each day, on the hundred days from `last` on.
pub async fn chats(
    bench: &BenchOffice,
    count: usize,
    of_client: usize,
    last: Instant,
    calendar: &Calendar,
) -> Outcome {
    let clients = clients(bench, count / of_client).await?;
    let mut act = bench.office.store().begin().await?;
    number(&mut act, &clients).await?;
    let items = i64::try_from(count)?;
    // A UUIDv7 by hand: the time, the version, the item's number.
    sqlx::query(
        "WITH RECURSIVE item (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM item WHERE n + 1 < $1)
         INSERT INTO chats (chat_id, client_id, subject, state, last_at, created_at)
         SELECT printf('019d0000-0000-7000-8000-%012x', n), k.client_id, $2, 'active', $3, $3
         FROM item JOIN temp.numbered k ON k.number = n / $4",
    )
    .bind(items)
    .bind(SUBJECT)
    .bind(Millis::from(last))
    .bind(i64::try_from(of_client)?)
    .execute(&mut *act)
    .await?;
    sqlx::query(
        "INSERT INTO messages (message_id, chat_id, author_kind, author_name, via, body, text, round, at, read_at,
             position)
         SELECT '019e' || substr(chat_id, 5), chat_id, 'office', 'Elena Vannini', 'office', $1, $2, 1, created_at,
                created_at, 1 FROM chats",
    )
    .bind(studiolo_core::richtext::Document::from_text(MESSAGE)?.to_json())
    .bind(MESSAGE)
    .execute(&mut *act)
    .await?;
    for day in 0..DAYS {
        reminders_of_day(&mut act, day, last - chrono::TimeDelta::days(DAYS - day), calendar).await?;
    }
    act.commit().await?;
    Ok(())
}

/// The reminders of those chats whose notification was accepted at `mailed`.
async fn reminders_of_day(
    act: &mut SqliteConnection,
    day: i64,
    mailed: Instant,
    calendar: &Calendar,
) -> Outcome {
    let every_days = u32::try_from(DAYS)?;
    let mut reminder = Reminder::default();
    reminder.apply(Change::Armed(Some(Policy::new(every_days, 3)?)), mailed)?;
    let reminder = reminder.assuming_notified(mailed);
    let (_, due_at) = reminder.due_at(calendar).ok_or("such a reminder is never due")?;
    sqlx::query(
        "INSERT INTO reminders (item_kind, item_id, client_id, enabled, every_days, max_count, phase, round, asked_in,
             used, sent, mailed_at, latest_at, due_at)
         SELECT 'chat', chat_id, client_id, 1, $1, 3, 'pending', $2, $3, 0, 0, $4, $4, $5
         FROM (SELECT chat_id, client_id, row_number() OVER (ORDER BY chat_id) - 1 AS n FROM chats)
         WHERE n % $6 = $7",
    )
    .bind(every_days)
    .bind(reminder.round)
    .bind(reminder.asked_in)
    .bind(Millis::from(mailed))
    .bind(Millis::from(due_at))
    .bind(DAYS)
    .bind(day)
    .execute(act)
    .await?;
    Ok(())
}

async fn number(act: &mut SqliteConnection, clients: &[ClientId]) -> Outcome {
    sqlx::query("CREATE TEMP TABLE numbered (number INTEGER PRIMARY KEY, client_id TEXT)")
        .execute(&mut *act)
        .await?;
    for (number, client) in clients.iter().enumerate() {
        sqlx::query("INSERT INTO temp.numbered VALUES ($1, $2)")
            .bind(i64::try_from(number)?)
            .bind(client)
            .execute(&mut *act)
            .await?;
    }
    Ok(())
}
