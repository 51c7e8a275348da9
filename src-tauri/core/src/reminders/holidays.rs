//! Public holidays of a country, as data: on these days the sending window is closed.
//!
//! A holiday has a key that never changes and is never given to another holiday: settings keep it, and the
//! window's words for it hang from it. A country is one more [`Country`] with its list of rules.

use std::fmt;

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

#[cfg(test)]
mod tests;

/// A country whose public holidays are known. In JSON and in settings it is its ISO 3166-1 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Country {
    /// `IT`. Law 260/1949 with its changes; Easter Monday; from 2026 on 4 October (law 151/2025).
    Italy,
}

/// No list of holidays is known for this country code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no public holidays are known for the country \"{code}\"; known are: {}", known_codes())]
pub struct UnknownCountry {
    /// The code as it was given.
    pub code: String,
}

/// One public holiday of one year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Holiday {
    /// Stable name within the country, `easter_monday`.
    pub key: &'static str,
    /// The civil day.
    pub date: NaiveDate,
}

impl Country {
    /// Every country whose holidays are known.
    pub const ALL: [Self; 1] = [Self::Italy];

    /// The country of an ISO 3166-1 alpha-2 code in capitals; an unknown one is an error that lists those known.
    pub fn from_code(code: &str) -> Result<Self, UnknownCountry> {
        let known = Self::ALL.into_iter().find(|country| country.code() == code);
        known.ok_or_else(|| UnknownCountry { code: code.to_owned() })
    }

    /// The ISO 3166-1 alpha-2 code, `IT`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Italy => "IT",
        }
    }

    /// Whether a holiday of this country has this key, in whatever year.
    pub fn has_holiday(self, key: &str) -> bool {
        self.rules().iter().any(|rule| rule.key == key)
    }

    /// The keys of the holidays that fall on `date`: usually none, at times two (25 April 2038 is Easter too).
    pub fn holidays_on(self, date: NaiveDate) -> impl Iterator<Item = &'static str> {
        self.rules().iter().filter(move |rule| rule.falls_on(date)).map(|rule| rule.key)
    }

    const fn rules(self) -> &'static [Rule] {
        match self {
            Self::Italy => &ITALY,
        }
    }
}

/// The public holidays of a country in a Gregorian year, earliest first.
pub fn holidays(country: Country, year: i32) -> Vec<Holiday> {
    let in_year = |rule: &Rule| rule.date(year).map(|date| Holiday { key: rule.key, date });
    let mut list: Vec<Holiday> = country.rules().iter().filter_map(in_year).collect();
    list.sort_by_key(|holiday| holiday.date);
    list
}

/// Easter Sunday of the western churches in a Gregorian year (1583 and later), by the anonymous Gregorian
/// computus, also called Meeus/Jones/Butcher. `None` only for years that a date cannot hold.
pub fn easter_sunday(year: i32) -> Option<NaiveDate> {
    let golden = year.rem_euclid(19);
    let (century, year_of_century) = (year.div_euclid(100), year.rem_euclid(100));
    let moon_shift = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - moon_shift + 15).rem_euclid(30);
    let to_sunday =
        (32 + 2 * (century % 4) + 2 * (year_of_century / 4) - epact - year_of_century % 4).rem_euclid(7);
    let correction = (golden + 11 * epact + 22 * to_sunday) / 451;
    let days_from_march = epact + to_sunday - 7 * correction + 114;
    let month = u32::try_from(days_from_march / 31).ok()?;
    let day = u32::try_from(days_from_march % 31 + 1).ok()?;
    NaiveDate::from_ymd_opt(year, month, day)
}

struct Rule {
    key: &'static str,
    day: Day,
    /// The first year in which the day is a holiday, of those that matter to an office of today.
    since: i32,
}

enum Day {
    Fixed { month: u32, day: u32 },
    AfterEaster { days: u64 },
}

impl Rule {
    const fn fixed(key: &'static str, month: u32, day: u32) -> Self {
        Self { key, day: Day::Fixed { month, day }, since: 1986 }
    }

    const fn after_easter(key: &'static str, days: u64) -> Self {
        Self { key, day: Day::AfterEaster { days }, since: 1986 }
    }

    const fn since(self, year: i32) -> Self {
        Self { since: year, ..self }
    }

    /// The same as asking for the date of that year, without reckoning Easter where it cannot matter: between 22
    /// March and 25 April, and at most some weeks later.
    fn falls_on(&self, date: NaiveDate) -> bool {
        match self.day {
            Day::Fixed { month, day } => {
                date.year() >= self.since && (date.month(), date.day()) == (month, day)
            }
            Day::AfterEaster { .. } => {
                (3..=6).contains(&date.month()) && self.date(date.year()) == Some(date)
            }
        }
    }

    fn date(&self, year: i32) -> Option<NaiveDate> {
        if year < self.since {
            return None;
        }
        match self.day {
            Day::Fixed { month, day } => NaiveDate::from_ymd_opt(year, month, day),
            Day::AfterEaster { days } => easter_sunday(year)?.checked_add_days(Days::new(days)),
        }
    }
}

static ITALY: [Rule; 13] = [
    Rule::fixed("new_year", 1, 1),
    Rule::fixed("epiphany", 1, 6),
    Rule::after_easter("easter", 0),
    Rule::after_easter("easter_monday", 1),
    Rule::fixed("liberation_day", 4, 25),
    Rule::fixed("labour_day", 5, 1),
    Rule::fixed("republic_day", 6, 2).since(2001),
    Rule::fixed("assumption", 8, 15),
    Rule::fixed("saint_francis", 10, 4).since(2026),
    Rule::fixed("all_saints", 11, 1),
    Rule::fixed("immaculate_conception", 12, 8),
    Rule::fixed("christmas", 12, 25),
    Rule::fixed("saint_stephen", 12, 26),
];

fn known_codes() -> String {
    Country::ALL.map(Country::code).join(", ")
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl TryFrom<String> for Country {
    type Error = UnknownCountry;

    fn try_from(code: String) -> Result<Self, UnknownCountry> {
        Self::from_code(&code)
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.code().to_owned()
    }
}
