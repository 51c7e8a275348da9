//! Dates as they are written in a letter. Its own have the year always, since a mail is kept.

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use chrono_tz::Tz;

use super::words::{Language, words};

/// `mercoledì 22 aprile 2026`, the civil day of `instant` in `zone`.
pub fn date(language: Language, instant: DateTime<Utc>, zone: Tz) -> String {
    civil_date(language, instant.with_timezone(&zone).date_naive())
}

fn civil_date(language: Language, day: NaiveDate) -> String {
    let args = [("day", day_of_year(language, day).into()), ("year", day.year().into())];
    words(language, "date", &args)
}

/// `mercoledì 22 aprile`, and the year where it is not that of `today`: a day as it is named in the words of a letter.
pub fn day_near(language: Language, day: NaiveDate, today: NaiveDate) -> String {
    if day.year() == today.year() { day_of_year(language, day) } else { civil_date(language, day) }
}

fn day_of_year(language: Language, day: NaiveDate) -> String {
    let weekday = words(language, &format!("weekday-{}", day.weekday().number_from_monday()), &[]);
    let args = [
        ("weekday", weekday.into()),
        ("day", day.day().into()),
        ("month", month(language, day.month()).into()),
    ];
    words(language, "day", &args)
}

/// `aprile`, of 4.
pub fn month(language: Language, number: u32) -> String {
    words(language, &format!("month-{number}"), &[])
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
