//! The sending window: the days and hours in which automatic reminders may go. Notifications and Send again are
//! not bound by it.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};
use serde::{Deserialize, Serialize};

use super::holidays::{Country, UnknownCountry};

#[cfg(test)]
mod tests;

/// A sending window that holds together: at least one day, `from` before `to`, known country and holidays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "WindowSettings", into = "WindowSettings")]
pub struct SendingWindow {
    days: BTreeSet<u8>,
    from: NaiveTime,
    to: NaiveTime,
    country: Option<Country>,
    closed: BTreeSet<NaiveDate>,
    open_holidays: BTreeSet<String>,
}

/// A sending window as it is typed and stored, unchecked: `{"days":[1,2,3,4,5],"from":"09:00","to":"18:00",
/// "country":"IT","closed":["2026-12-24"],"open_holidays":["saint_francis"]}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowSettings {
    /// ISO weekdays, 1 is Monday and 7 Sunday; at least one.
    pub days: BTreeSet<u8>,
    /// The first hour, at which reminders go; whole minutes, `"09:00"`.
    #[serde(with = "hour_and_minute")]
    pub from: NaiveTime,
    /// The end, which is no longer open; later than `from`; whole minutes.
    #[serde(with = "hour_and_minute")]
    pub to: NaiveTime,
    /// Code of the country whose public holidays are closed, `"IT"`; none keeps only `closed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The office's own closing days.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub closed: BTreeSet<NaiveDate>,
    /// Keys of public holidays on which this office works all the same, every year.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub open_holidays: BTreeSet<String>,
}

/// Why settings make no sending window.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WindowError {
    /// No weekday is open.
    #[error("the sending window has no day: choose at least one")]
    NoDay,
    /// A weekday that is not one.
    #[error("{0} is not a weekday: they go from 1 (Monday) to 7 (Sunday)")]
    NotAWeekday(u8),
    /// The end is not after the start.
    #[error("the sending window ends at {to}, not after it starts at {from}", from = clock(*.from), to = clock(*.to))]
    Empty {
        /// The first hour given.
        from: NaiveTime,
        /// The end given.
        to: NaiveTime,
    },
    /// A time with seconds.
    #[error("{0} has seconds: the sending window knows hours and minutes")]
    NotWholeMinutes(NaiveTime),
    /// No list of holidays for the country.
    #[error(transparent)]
    UnknownCountry(#[from] UnknownCountry),
    /// A holiday that the country has not.
    #[error("\"{0}\" is not a public holiday of the chosen country")]
    UnknownHoliday(String),
}

impl SendingWindow {
    /// The default: Monday to Friday, 9:00 to 18:00, closed on the country's public holidays.
    pub fn office_hours(country: Option<Country>) -> Self {
        Self {
            days: (1..=5).collect(),
            from: const { hour(9) },
            to: const { hour(18) },
            country,
            closed: BTreeSet::new(),
            open_holidays: BTreeSet::new(),
        }
    }

    /// Checks settings; the first thing wrong is the error.
    pub fn new(settings: WindowSettings) -> Result<Self, WindowError> {
        let WindowSettings { days, from, to, country, closed, open_holidays } = settings;
        if days.is_empty() {
            return Err(WindowError::NoDay);
        }
        if let Some(day) = days.iter().find(|day| !(1..=7).contains(*day)) {
            return Err(WindowError::NotAWeekday(*day));
        }
        if let Some(time) = [from, to].into_iter().find(|time| time.second() != 0 || time.nanosecond() != 0) {
            return Err(WindowError::NotWholeMinutes(time));
        }
        if from >= to {
            return Err(WindowError::Empty { from, to });
        }
        let country = country.as_deref().map(Country::from_code).transpose()?;
        let known = |key: &str| country.is_some_and(|country| country.has_holiday(key));
        if let Some(key) = open_holidays.iter().find(|key| !known(key)) {
            return Err(WindowError::UnknownHoliday(key.clone()));
        }
        Ok(Self { days, from, to, country, closed, open_holidays })
    }

    /// Whether this civil day is open at all: an open weekday, no closing day, no public holiday unless the owner
    /// works on it. When two holidays fall together, working on one of them does not open the day.
    pub fn is_open_on(&self, date: NaiveDate) -> bool {
        let weekday = date.weekday().number_from_monday();
        let works_that_weekday = || self.days.iter().any(|day| u32::from(*day) == weekday);
        let closed_by = |key: &str| !self.open_holidays.contains(key);
        let holiday = || self.country.is_some_and(|country| country.holidays_on(date).any(closed_by));
        works_that_weekday() && !self.closed.contains(&date) && !holiday()
    }

    /// The first hour, at which reminders go.
    pub fn from(&self) -> NaiveTime {
        self.from
    }

    /// The end, which is no longer open.
    pub fn to(&self) -> NaiveTime {
        self.to
    }

    /// The country whose public holidays are closed.
    pub fn country(&self) -> Option<Country> {
        self.country
    }
}

impl TryFrom<WindowSettings> for SendingWindow {
    type Error = WindowError;

    fn try_from(settings: WindowSettings) -> Result<Self, WindowError> {
        Self::new(settings)
    }
}

impl From<SendingWindow> for WindowSettings {
    fn from(window: SendingWindow) -> Self {
        let SendingWindow { days, from, to, country, closed, open_holidays } = window;
        Self { days, from, to, country: country.map(String::from), closed, open_holidays }
    }
}

const fn hour(hour: u32) -> NaiveTime {
    match NaiveTime::from_hms_opt(hour, 0, 0) {
        Some(time) => time,
        None => panic!("a day has hours 0 to 23"),
    }
}

fn clock(time: NaiveTime) -> impl std::fmt::Display {
    time.format("%H:%M")
}

mod hour_and_minute {
    use super::clock;
    use chrono::NaiveTime;
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serializer};

    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands in a reference")]
    pub(super) fn serialize<S: Serializer>(time: &NaiveTime, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&clock(*time))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveTime, D::Error> {
        let text = String::deserialize(deserializer)?;
        let malformed = |_| D::Error::custom(format!("\"{text}\" is not a time of day like \"09:00\""));
        NaiveTime::parse_from_str(&text, "%H:%M").map_err(malformed)
    }
}
