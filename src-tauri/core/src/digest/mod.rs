//! The owner's morning mail: what came, what waits, what goes out today. Off by default.
//!
//! One a civil day of the office's zone at most, on the days of the sending window if there is one. It goes from its time
//! on, and no later than four hours after: a computer that slept through them says nothing of that morning, and never
//! anything of the days before. Each has a row of its own with a mail's ladder (see `outbox`), made when its time has come;
//! its words are those of the moment at which it leaves. With nothing to say there is no mail, and the day has had its one.

mod facts;
pub mod send;
pub mod service;
pub mod store;

use chrono::{NaiveDate, NaiveTime, TimeDelta};

pub use send::send_due;

use crate::error::{Error, Result};
use crate::outbox::MailState;
use crate::reminders::{Calendar, SEARCH_DAYS};
use crate::time::{Instant, Millis};

/// How long after its time it may still go.
pub const NO_LATER_THAN: TimeDelta = TimeDelta::hours(4);

/// Whether the owner gets it, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DigestSettings {
    /// Whether at all.
    pub enabled: bool,
    at: NaiveTime,
}

impl Default for DigestSettings {
    fn default() -> Self {
        const HALF_PAST_SEVEN: NaiveTime = match NaiveTime::from_hms_opt(7, 30, 0) {
            Some(time) => time,
            None => NaiveTime::MIN,
        };
        Self { enabled: false, at: HALF_PAST_SEVEN }
    }
}

impl DigestSettings {
    /// On or off, at `07:30`.
    ///
    /// # Errors
    /// [`Error::Invalid`] of `digest` for what is no time of day in hours and minutes.
    pub fn new(enabled: bool, at: &str) -> Result<Self> {
        let time = NaiveTime::parse_from_str(at, "%H:%M");
        let time = time.map_err(|_| Error::invalid("digest", format!("{at:?} is no hour, such as 07:30")))?;
        Ok(Self { enabled, at: time })
    }

    /// Its time: `07:30`.
    pub fn at(&self) -> String {
        self.at.format("%H:%M").to_string()
    }

    /// From when to when that day's may go, the end not included; `None`: that day has none.
    fn hours(&self, calendar: &Calendar, day: NaiveDate) -> Option<(Instant, Instant)> {
        if calendar.window.as_ref().is_some_and(|window| !window.is_open_on(day)) {
            return None;
        }
        let from = calendar.instant(day.and_time(self.at))?;
        let next_day = calendar.instant(day.succ_opt()?.and_time(NaiveTime::MIN))?;
        Some((from, (from + NO_LATER_THAN).min(next_day)))
    }

    /// The civil day whose morning mail may go at `now`.
    pub fn due(&self, calendar: &Calendar, now: Instant) -> Option<NaiveDate> {
        let day = calendar.civil(now).date();
        let (from, until) = self.hours(calendar, day).filter(|_| self.enabled)?;
        (from <= now && now < until).then_some(day)
    }

    /// When the next one goes, seen from `now`, if those days are `done` for which it says so. `None`: it is off, or no
    /// day opens.
    pub fn next(
        &self,
        calendar: &Calendar,
        now: Instant,
        done: impl Fn(NaiveDate) -> bool,
    ) -> Option<Instant> {
        let days = calendar.civil(now).date().iter_days().take(SEARCH_DAYS);
        let mut to_come = days.filter(|day| self.enabled && !done(*day));
        to_come.find_map(|day| {
            let (from, until) = self.hours(calendar, day)?;
            (now < until).then_some(from.max(now))
        })
    }
}

/// One morning's mail.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct DigestRow {
    /// Civil day in the office's zone, `2026-04-22`.
    pub day: String,
    /// Where it is.
    pub state: MailState,
    /// Where it went, or goes.
    pub address: String,
    /// RFC 5322 Message-ID with its brackets.
    pub message_id: String,
    /// Attempts so far.
    pub attempts: i64,
    /// Attempts whose answer was lost.
    pub uncertain: i64,
    /// What the last failed attempt was told, or why it was withdrawn; empty if nothing.
    pub last_error: String,
    /// When the next attempt is made by itself.
    pub next_attempt_at: Option<Millis>,
    /// When its time had come.
    pub created_at: Millis,
    /// When the server accepted it.
    pub accepted_at: Option<Millis>,
}

#[cfg(test)]
mod tests;
