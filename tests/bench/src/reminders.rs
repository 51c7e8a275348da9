//! A million pending items in the real store: the next one due, the forecast, a day's worth of overdue ones claimed.

use std::time::Instant;

use studiolo_core::access::By;
use studiolo_core::{delivery, reminders, settings};

use crate::figure::{Figure, Turns};
use crate::office::{BenchOffice, ELENA};
use crate::{Outcome, seed};

const ITEMS: usize = 1_000_000;

/// Items of one client.
const OF_CLIENT: usize = 20;

/// Items that fall due each day.
const OF_A_DAY: u64 = 10_000;

/// Questions for the next one due in one turn.
const QUESTIONS: u32 = 1_000;

/// Four working days in a row, at noon in Rome: on each, the items of one day are due.
const DAYS: [&str; 4] =
    ["2026-05-04T10:00:00Z", "2026-05-05T10:00:00Z", "2026-05-06T10:00:00Z", "2026-05-07T10:00:00Z"];

/// Runs it.
pub async fn run() -> Outcome {
    let bench = BenchOffice::new().await?;
    let calendar = settings::service::get(&bench.office, &By::system()).await?.calendar();
    eprintln!("reminders: writing {ITEMS} items");
    seed::chats(&bench, ITEMS, OF_CLIENT, "2026-05-04T07:00:00Z".parse()?, &calendar).await?;
    bench.clock_to("2026-05-04T06:00:00Z")?;

    let (mut next_due, mut forecast, mut claimed) = (Turns::default(), Turns::default(), Turns::default());
    for day in DAYS {
        bench.clock_to(day)?;
        let start = Instant::now();
        for _ in 0..QUESTIONS {
            let mut reader = bench.office.store().read().acquire().await?;
            reminders::store::next_due(&mut reader).await?.ok_or("nothing is due, of a million")?;
        }
        next_due.add_milliseconds(start.elapsed() / QUESTIONS);

        let start = Instant::now();
        let found = reminders::service::forecast_days(&bench.office, &ELENA, 30).await?;
        forecast.add_milliseconds(start.elapsed());
        let items: usize = found.groups.iter().map(|together| together.items.len()).sum();

        let start = Instant::now();
        let fired = delivery::fire(&bench.office).await?;
        claimed.add_milliseconds(start.elapsed());
        if fired.mails != OF_A_DAY {
            return Err(format!("{} mails were written where {OF_A_DAY} were due", fired.mails).into());
        }
        eprintln!("reminders: {day}: forecast of {items} reminders, {} mails written", fired.mails);
    }
    bench.close().await?;

    let alone = |metric, ours, limit| Figure { bench: "reminders", metric, ours, peer: None, limit }.print();
    alone("next_due_of_1000000_ms", &next_due, Some(1.0));
    alone("forecast_30_days_of_1000000_ms", &forecast, None);
    alone("10000_overdue_claimed_ms", &claimed, None);
    Ok(())
}
