//! What must hold whatever happens: the reminder engine under random histories, sleeps, failures and clock jumps
//! around every daylight-saving edge of 2020 to 2040.
//!
//! The engine runs in a small [`World`](world::World) that keeps its own, simpler account of what may be sent, and
//! checks every mail against it. At least 100,000 cases; ten times as many with `STUDIOLO_LONG=1`.

use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Tz;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRunner};

use super::calendar::Calendar;
use super::forecast::{Planned, Together, forecast, goes_along, group};
use super::holidays::Country;
use super::next::{Next, TOGETHER_WITHIN};
use super::rules::{Change, Reminder};
use super::samples::{at, policy};
use super::window::{SendingWindow, WindowSettings};
use crate::time::Instant;

mod acts;
mod histories;
mod world;

const HISTORIES_FOR_EACH_ZONE: u32 = 18_000;
const CALENDAR_CASES: u32 = 20_000;
const TOGETHER_CASES: u32 = 10_000;

const ZONES: [Tz; 4] =
    [Tz::Europe__Rome, Tz::America__New_York, Tz::Australia__Lord_Howe, Tz::Asia__Kathmandu];

fn config(cases: u32) -> Config {
    let times = if std::env::var("STUDIOLO_LONG").is_ok_and(|long| long == "1") { 10 } else { 1 };
    Config {
        cases: cases * times,
        failure_persistence: None,
        max_shrink_iters: 20_000,
        // Proptest's own choice, ChaCha, takes four fifths of the time in a build without optimisation.
        rng_algorithm: RngAlgorithm::XorShift,
        ..Config::default()
    }
}

fn check<S: Strategy>(cases: u32, strategy: &S, property: impl Fn(S::Value)) {
    let checked = TestRunner::new(config(cases)).run(strategy, |value| {
        property(value);
        Ok(())
    });
    if let Err(failure) = checked {
        panic!("{failure}");
    }
}

/// A calendar that is open at any hour, in office hours, on Saturday mornings, or at night across the edges.
fn calendar(zone: Tz, kind: u8) -> Calendar {
    let office = WindowSettings::from(SendingWindow::office_hours(Some(Country::Italy)));
    let hours = |days: &[u8], from: &str, to: &str| WindowSettings {
        days: days.iter().copied().collect(),
        from: from.parse().unwrap(),
        to: to.parse().unwrap(),
        ..office.clone()
    };
    let settings = match kind % 5 {
        0 => None,
        1 => Some(hours(&[6], "10:30", "11:15")),
        2 => Some(hours(&[1, 2, 3, 4, 5, 6, 7], "02:15", "03:45")),
        _ => Some(office),
    };
    Calendar { zone, window: settings.map(|settings| SendingWindow::new(settings).unwrap()) }
}

/// Instants from 2020 to 2040, most of them within a week of an edge of the zone.
fn instants(zone: Tz) -> impl Strategy<Value = Instant> {
    let edges = super::calendar::tests::edges(zone);
    let far = 21_i64 * 366 * 24 * 60;
    let week = 7 * 24 * 60_i64;
    (any::<prop::sample::Index>(), -week..week, 0..far, 0..60_000_i64, any::<bool>()).prop_map(
        move |(edge, near, far, millis, anywhere)| {
            let start = match edges.len() {
                _ if anywhere => at(Tz::UTC, "2020-01-01 00:00") + TimeDelta::minutes(far),
                0 => at(Tz::UTC, "2026-03-29 01:00"),
                count => edges[edge.index(count)].0,
            };
            start + TimeDelta::minutes(near) + TimeDelta::milliseconds(millis)
        },
    )
}

fn civil_date(calendar: &Calendar, at: Instant) -> NaiveDate {
    at.with_timezone(&calendar.zone).date_naive()
}

#[test]
fn a_due_date_is_the_first_open_day_and_nothing_fires_early_or_while_closed() {
    for zone in ZONES {
        let inputs = (instants(zone), 1..=365_u32, any::<u8>(), 0..400 * 24 * 60_i64);
        check(CALENDAR_CASES / 4, &inputs, |(anchor, days, kind, later)| {
            let calendar = calendar(zone, kind);
            let due = calendar.due(anchor, days).unwrap();
            let earliest = civil_date(&calendar, anchor) + chrono::Days::new(days.into());
            let date = civil_date(&calendar, due);
            assert!(calendar.is_open(due));
            match &calendar.window {
                None => assert_eq!(date, earliest),
                Some(window) => {
                    assert!(window.is_open_on(date) && date >= earliest);
                    let mut passed = earliest.iter_days().take_while(|day| *day < date);
                    assert!(!passed.any(|day| window.is_open_on(day)), "an open day was passed over");
                }
            }
            let now = anchor + TimeDelta::minutes(later);
            let fires = calendar.fire_at(due, now).unwrap();
            assert!(fires >= due && fires >= now && calendar.is_open(fires));
            assert!(fires == due || fires == now || !calendar.is_open(now), "waited for no reason");
        });
    }
}

/// One client's or another's reminder, notified so many minutes from the start.
type Item = (u8, usize, Reminder);

fn items(zone: Tz) -> impl Strategy<Value = (Instant, u8, Vec<Item>)> {
    let item = (0..2_u8, 0..3 * 24 * 60_i64, 0..4_u8, 1..4_u32, 1..4_u32, any::<bool>());
    (instants(zone), any::<u8>(), prop::collection::vec(item, 1..7)).prop_map(|(start, kind, items)| {
        let reminder = |(index, (client, minutes, crowd, days, count, skip))| {
            // Most are notified within half an hour of each other.
            let minutes: i64 = if crowd > 0 { minutes % 30 } else { minutes };
            let accepted = start + TimeDelta::minutes(minutes);
            let mut reminder = Reminder::default();
            reminder.apply(Change::Armed(Some(policy(days, count))), accepted).unwrap();
            reminder.apply(Change::NotificationAccepted { round: 1 }, accepted).unwrap();
            if skip && crowd == 0 {
                reminder.apply(Change::Skipped { step: 1 }, accepted).unwrap();
            }
            (client, index, reminder)
        };
        (start + TimeDelta::days(3), kind, items.into_iter().enumerate().map(reminder).collect())
    })
}

/// What the loop sends until `until`: it groups what is due now or soon, and sends the groups whose time has come.
fn execute(
    items: &mut [Item],
    calendar: &Calendar,
    start: Instant,
    until: Instant,
) -> Vec<Together<u8, Planned<usize>>> {
    let mut now = start;
    let mut sent = Vec::new();
    loop {
        let upcoming = |(client, item, reminder): &Item| match reminder.next(calendar, now) {
            Next::Due { step, at } => Some((*client, (*item, step, at), at)),
            _ => None,
        };
        let due: Vec<_> = items.iter().filter_map(upcoming).collect();
        let soon = due.iter().filter(|(_, _, at)| goes_along(now, *at)).copied().collect();
        for together in group(soon).into_iter().filter(|group| group.at <= now) {
            let mut planned = Vec::new();
            for (item, step, alone) in together.items {
                assert!(alone - now <= TOGETHER_WITHIN, "pulled forward by more than 15 minutes");
                let reminder = &mut items[item].2;
                let round = reminder.round;
                planned.push(Planned { item, step, of: reminder.policy.max_count() });
                reminder.apply(Change::ReminderQueued { step }, now).unwrap();
                reminder.apply(Change::ReminderAccepted { round, step }, now).unwrap();
            }
            sent.push(Together { at: now, client: together.client, items: planned });
        }
        let later = |(_, _, reminder): &Item| match reminder.next(calendar, now) {
            Next::Due { at, .. } => Some(at),
            _ => None,
        };
        match items.iter().filter_map(later).min() {
            Some(at) if at <= until => now = at,
            _ => return sent,
        }
    }
}

#[test]
fn the_forecast_of_many_items_is_what_the_loop_sends_together() {
    for zone in ZONES {
        check(TOGETHER_CASES / 4, &items(zone), |(now, kind, mut items)| {
            let calendar = calendar(zone, kind);
            let until = now + TimeDelta::days(30);
            let planned = forecast(items.clone(), &calendar, now, until);
            let sent = execute(&mut items, &calendar, now, until);
            assert_eq!(planned, sent);
            for client in 0..2 {
                let mine: Vec<_> = sent.iter().filter(|group| group.client == client).collect();
                let apart = |pair: &[&Together<_, _>]| !goes_along(pair[0].at, pair[1].at);
                assert!(mine.windows(2).all(apart), "two mails that would have fitted in one");
            }
        });
    }
}
