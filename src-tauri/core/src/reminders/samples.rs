//! What the tests of the pure reminder rules share: civil times one can check on a wall calendar.

use chrono::{NaiveDate, NaiveDateTime, TimeZone};
use chrono_tz::Tz;

use super::calendar::Calendar;
use super::holidays::Country;
use super::policy::Policy;
use super::rules::{Change, Reminder};
use super::window::SendingWindow;
use crate::time::Instant;

/// Monday to Friday, 9:00 to 18:00, Italian holidays, in Rome.
pub(super) fn office() -> Calendar {
    Calendar { zone: Tz::Europe__Rome, window: Some(SendingWindow::office_hours(Some(Country::Italy))) }
}

/// Rome at any hour.
pub(super) fn any_hour() -> Calendar {
    Calendar { zone: Tz::Europe__Rome, window: None }
}

/// `"2026-04-22 16:05"` on the clocks of Rome; of a repeated time, the first.
pub(super) fn rome(civil: &str) -> Instant {
    at(Tz::Europe__Rome, civil)
}

/// `"2026-04-22 16:05"` on the clocks of a zone; of a repeated time, the first.
pub(super) fn at(zone: Tz, civil: &str) -> Instant {
    let civil = NaiveDateTime::parse_from_str(civil, "%Y-%m-%d %H:%M").unwrap();
    zone.from_local_datetime(&civil).earliest().unwrap().to_utc()
}

/// `"2026-04-22"`.
pub(super) fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(super) fn policy(every_days: u32, max_count: u32) -> Policy {
    Policy::new(every_days, max_count).unwrap()
}

/// A message was sent with this policy, and its notification accepted at this time in Rome.
pub(super) fn notified(policy: Policy, accepted: &str) -> Reminder {
    let mut reminder = Reminder::default();
    let accepted = rome(accepted);
    reminder.apply(Change::Armed(Some(policy)), accepted).unwrap();
    reminder.apply(Change::NotificationAccepted { round: 1 }, accepted).unwrap();
    reminder
}

/// Applies changes, each at a time in Rome; none may fail.
pub(super) fn after(mut reminder: Reminder, changes: &[(&str, Change)]) -> Reminder {
    for (civil, change) in changes {
        reminder.apply(*change, rome(civil)).unwrap();
    }
    reminder
}

/// A step is queued and accepted at this time in Rome.
pub(super) fn reminded(reminder: Reminder, step: u32, civil: &str) -> Reminder {
    let round = reminder.round;
    let accepted = Change::ReminderAccepted { round, step };
    after(reminder, &[(civil, Change::ReminderQueued { step }), (civil, accepted)])
}
