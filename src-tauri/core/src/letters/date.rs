//! Dates as they are written in a letter: always with the year, since a mail is kept.

use chrono::{DateTime, Datelike, Timelike, Utc};
use chrono_tz::Tz;

use super::words::{Language, words};

/// `mercoledì 22 aprile 2026`, the civil day of `instant` in `zone`.
pub fn date(language: Language, instant: DateTime<Utc>, zone: Tz) -> String {
    let local = instant.with_timezone(&zone);
    let weekday = words(language, &format!("weekday-{}", local.weekday().number_from_monday()), &[]);
    let month = words(language, &format!("month-{}", local.month()), &[]);
    let args = [
        ("weekday", weekday.into()),
        ("day", local.day().into()),
        ("month", month.into()),
        ("year", local.year().into()),
    ];
    words(language, "date", &args)
}

/// `mercoledì 22 aprile 2026, 16:05`, the wall clock of `zone` at `instant`.
pub fn date_time(language: Language, instant: DateTime<Utc>, zone: Tz) -> String {
    let local = instant.with_timezone(&zone);
    let args = [
        ("date", date(language, instant, zone).into()),
        ("hour", local.hour().into()),
        ("minute", format!("{:02}", local.minute()).into()),
    ];
    words(language, "date-time", &args)
}
