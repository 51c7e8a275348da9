use std::collections::BTreeSet;

use chrono::{Days, TimeZone, Utc};
use chrono_tz::Europe::Rome;
use proptest::prelude::*;

use super::*;
use crate::reminders::{Country, SendingWindow};

fn rome(year: i32, month: u32, day: u32, hour: u32, minute: u32) -> Instant {
    let civil = NaiveDate::from_ymd_opt(year, month, day).unwrap().and_hms_opt(hour, minute, 0).unwrap();
    Rome.from_local_datetime(&civil).earliest().unwrap().to_utc()
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn every_day() -> Calendar {
    Calendar { zone: Rome, window: None }
}

fn office_hours() -> Calendar {
    Calendar {
        zone: Rome,
        window: Some(SendingWindow::office_hours(Some(Country::from_code("IT").unwrap()))),
    }
}

fn at(time: &str) -> DigestSettings {
    DigestSettings::new(true, time).unwrap()
}

#[test]
fn it_goes_from_its_time_on_for_four_hours() {
    let settings = at("07:30");
    let due = |hour, minute| settings.due(&every_day(), rome(2026, 4, 22, hour, minute));
    assert_eq!([due(7, 29), due(11, 30), due(23, 0), due(0, 0)], [None; 4]);
    assert_eq!([due(7, 30), due(11, 29)], [Some(day(2026, 4, 22)); 2]);
    // Late in the evening it ends with the day.
    assert_eq!(at("22:00").due(&every_day(), rome(2026, 4, 22, 23, 59)), Some(day(2026, 4, 22)));
    assert_eq!(at("22:00").due(&every_day(), rome(2026, 4, 23, 0, 0)), None);
}

#[test]
fn off_is_off() {
    let settings = DigestSettings::default();
    assert_eq!((settings.enabled, settings.at().as_str()), (false, "07:30"));
    assert_eq!(settings.due(&every_day(), rome(2026, 4, 22, 8, 0)), None);
    assert_eq!(settings.next(&every_day(), rome(2026, 4, 22, 8, 0), |_| false), None);
}

#[test]
fn what_is_no_hour_is_refused() {
    for wrong in ["", "7", "24:00", "07:60", "07:30:00", "sette"] {
        assert_eq!(DigestSettings::new(true, wrong).unwrap_err().code(), "invalid_request", "{wrong}");
    }
}

#[test]
fn closed_days_have_none() {
    // Saturday the 25th is a holiday besides; Monday comes next.
    let settings = at("07:30");
    assert_eq!(settings.due(&office_hours(), rome(2026, 4, 25, 8, 0)), None);
    let next = settings.next(&office_hours(), rome(2026, 4, 24, 12, 0), |_| false);
    assert_eq!(next, Some(rome(2026, 4, 27, 7, 30)));
    // Before the window's first hour all the same.
    assert_eq!(settings.due(&office_hours(), rome(2026, 4, 27, 7, 30)), Some(day(2026, 4, 27)));
}

#[test]
fn a_time_that_is_skipped_moves_and_one_that_is_repeated_is_taken_once() {
    // 29 March 2026: from 2:00 to 3:00. 25 October 2026: from 3:00 back to 2:00.
    let settings = at("02:30");
    let next = |now| settings.next(&every_day(), now, |_| false).unwrap();
    assert_eq!(next(rome(2026, 3, 29, 0, 0)), Utc.with_ymd_and_hms(2026, 3, 29, 1, 30, 0).unwrap());
    assert_eq!(next(rome(2026, 10, 25, 0, 0)), Utc.with_ymd_and_hms(2026, 10, 25, 0, 30, 0).unwrap());
}

fn instants() -> impl Strategy<Value = Instant> {
    // Around both changes of the clock, and a whole year.
    let from = |start: Instant, hours: i64| {
        (0..hours * 60).prop_map(move |minutes| start + TimeDelta::minutes(minutes))
    };
    prop_oneof![
        from(rome(2026, 3, 27, 0, 0), 96),
        from(rome(2026, 10, 23, 0, 0), 96),
        from(rome(2026, 1, 1, 0, 0), 24 * 365),
    ]
}

fn settings() -> impl Strategy<Value = DigestSettings> {
    (0..24_u32, 0..60_u32).prop_map(|(hour, minute)| at(&format!("{hour:02}:{minute:02}")))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn once_a_day_and_never_late_however_the_clock_jumps(
        settings in settings(), window in any::<bool>(), looks in proptest::collection::vec(instants(), 1..200),
    ) {
        let calendar = if window { office_hours() } else { every_day() };
        let mut written = BTreeSet::new();
        for now in looks {
            let Some(day) = settings.due(&calendar, now) else { continue };
            prop_assert_eq!(calendar.civil(now).date(), day);
            prop_assert!(calendar.window.as_ref().is_none_or(|window| window.is_open_on(day)));
            let (from, until) = settings.hours(&calendar, day).unwrap();
            prop_assert!(from <= now && now < until && until - from <= NO_LATER_THAN);
            if written.insert(day) {
                // Seen from now on, the next one is another day's.
                let next = settings.next(&calendar, now, |day| written.contains(&day)).unwrap();
                prop_assert!(calendar.civil(next).date() > day || written.len() > 1);
            }
        }
    }

    #[test]
    fn the_next_one_is_due_when_it_says_and_not_before(
        settings in settings(), window in any::<bool>(), now in instants(), done in 0..4_u64,
    ) {
        let calendar = if window { office_hours() } else { every_day() };
        let today = calendar.civil(now).date();
        let done = |day: NaiveDate| day < today + Days::new(done);
        let next = settings.next(&calendar, now, done).unwrap();
        prop_assert!(next >= now);
        let day = settings.due(&calendar, next);
        prop_assert!(day.is_some_and(|day| !done(day)));
        let before = next - TimeDelta::milliseconds(1);
        prop_assert!(before < now || settings.due(&calendar, before).is_none_or(done));
    }

    #[test]
    fn a_computer_that_is_awake_for_a_day_misses_none(settings in settings(), start in instants()) {
        let calendar = every_day();
        let looks = (0..26 * 60).map(|minutes| start + TimeDelta::minutes(minutes));
        let days: BTreeSet<_> = looks.filter_map(|now| settings.due(&calendar, now)).collect();
        prop_assert!((1..=2).contains(&days.len()), "{days:?}");
    }
}
