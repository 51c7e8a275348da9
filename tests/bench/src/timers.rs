//! Adding durable timers, one by one and in bulk, beside `APScheduler` with its `SQLAlchemy` job store on SQLite.
//!
//! Ours twice. A reminder alone is what the peer's job is: the reminders' own store arms it and writes its row, one act
//! for each or one for 10,000. A whole chat is what the owner does (`chats.create`): chat, message, reminder, mail in
//! the outbox and audit row, one act for each or one for 10,000 clients. Both in the encrypted database, durable by
//! `synchronous=FULL` on a write-ahead log. The peer's is `add_job` of a date trigger: one row, in clear, also with
//! `synchronous=FULL`; it commits each job alone and has no other way to add many. It is measured as it comes, which
//! is on a rollback journal, and on a write-ahead log.

use std::slice::from_ref;
use std::time::Instant;

use studiolo_core::id::{ClientId, ItemId};
use studiolo_core::outbox::{ItemKind, ItemRef};
use studiolo_core::reminders::{self, Calendar, Change, Entry, Policy, Reminder};
use studiolo_core::settings;

use crate::figure::{Figure, Turns};
use crate::office::{BenchOffice, ELENA};
use crate::peers::{self, Journal};
use crate::{Outcome, seed};

const TURNS: usize = 5;

/// Added one by one in a turn.
const ONE_BY_ONE: usize = 200;

/// Added in one act.
const BULK: usize = 10_000;

/// Runs it.
pub async fn run() -> Outcome {
    let bench = BenchOffice::new().await?;
    let calendar = settings::service::get(&bench.office, &ELENA).await?.calendar();
    let clients = seed::clients(&bench, BULK).await?;
    let [mut timer, mut timers, mut chat, mut chats, mut as_it_comes, mut tuned] =
        std::array::from_fn(|_| Turns::default());
    for turn in 1..=TURNS {
        eprintln!("timers: turn {turn} of {TURNS}");
        let entries = entries(&bench, &clients)?;
        let start = Instant::now();
        for entry in &entries[..ONE_BY_ONE] {
            arm(&bench, from_ref(entry), &calendar).await?;
        }
        timer.add_rate(ONE_BY_ONE, start.elapsed());
        as_it_comes.add_rate(ONE_BY_ONE, peers::apscheduler(Journal::Delete, ONE_BY_ONE)?);
        tuned.add_rate(ONE_BY_ONE, peers::apscheduler(Journal::Wal, ONE_BY_ONE)?);

        let start = Instant::now();
        arm(&bench, &entries[ONE_BY_ONE..], &calendar).await?;
        timers.add_rate(BULK - ONE_BY_ONE, start.elapsed());

        let start = Instant::now();
        for client in &clients[..ONE_BY_ONE] {
            bench.write_to(from_ref(client)).await?;
        }
        chat.add_rate(ONE_BY_ONE, start.elapsed());

        let start = Instant::now();
        bench.write_to(&clients).await?;
        chats.add_rate(BULK, start.elapsed());
    }
    bench.close().await?;

    for (name, peer, aims) in [
        ("APScheduler 3, SQLAlchemy on SQLite", &as_it_comes, [Some(3.0), Some(100.0)]),
        ("APScheduler 3, SQLAlchemy on SQLite set to WAL", &tuned, [None, None]),
    ] {
        let [few, many] = aims;
        let beside = |metric, ours, limit| {
            Figure { bench: "timers", metric, ours, peer: Some((name, peer)), limit }.print();
        };
        beside("reminders_armed_one_by_one_per_second", &timer, few);
        beside("reminders_armed_in_bulk_per_second", &timers, many);
        beside("chats_with_mail_and_reminder_one_by_one_per_second", &chat, None);
        beside("chats_with_mail_and_reminder_in_bulk_per_second", &chats, None);
    }
    Ok(())
}

/// A reminder of a new item for each client, its notification just accepted.
fn entries(bench: &BenchOffice, clients: &[ClientId]) -> Outcome<Vec<Entry>> {
    let now = bench.office.now();
    let mut reminder = Reminder::default();
    reminder.apply(Change::Armed(Some(Policy::new(3, 99)?)), now)?;
    let reminder = reminder.assuming_notified(now);
    let entry = |client_id: &ClientId| Entry {
        item: ItemRef { kind: ItemKind::Chat, id: ItemId::new() },
        client_id: *client_id,
        reminder: reminder.clone(),
        held: String::new(),
    };
    Ok(clients.iter().map(entry).collect())
}

/// Writes them in one act.
async fn arm(bench: &BenchOffice, entries: &[Entry], calendar: &Calendar) -> Outcome {
    let mut act = bench.office.store().begin().await?;
    reminders::store::put(&mut act, entries, calendar).await?;
    Ok(act.commit().await?)
}
