//! The office's civil time: its zone, the hours in which automatic reminders may go, and when one is due.
//!
//! Two rules hold everywhere here. A wall-clock time that daylight saving skips moves forward by the gap; one that
//! it repeats is taken once, the first time. And an instant is open when it lies in `[opening, closing)` of its
//! day, both ends read by the first rule; a day whose two ends meet or cross that way does not open at all.

use chrono::{Days, MappedLocalTime, NaiveDate, NaiveDateTime, Offset, TimeZone};
use chrono_tz::{GapInfo, Tz};
use serde::{Deserialize, Serialize};

use super::window::SendingWindow;
use crate::time::Instant;

#[cfg(test)]
pub(super) mod tests;

/// How many civil days the search for an open day goes on. When none is found, nothing ever opens.
pub const SEARCH_DAYS: usize = 400;

/// The office's zone and sending window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// The office's time zone, by its IANA name.
    pub zone: Tz,
    /// When automatic reminders may go; `None` is at any hour.
    pub window: Option<SendingWindow>,
}

impl Calendar {
    /// Whether an automatic reminder may go at this instant. Without a window, always.
    pub fn is_open(&self, now: Instant) -> bool {
        let Some(window) = &self.window else { return true };
        self.hours(window, self.civil(now).date()).is_some_and(|(from, to)| from <= now && now < to)
    }

    /// The first opening (not merely an open instant) at or after `now`; without a window, `now` itself. `None`
    /// when no day opens within [`SEARCH_DAYS`].
    pub fn next_opening(&self, now: Instant) -> Option<Instant> {
        self.first_opening(self.civil(now).date(), now)
    }

    /// When a reminder falls due, `days` civil days after `anchor`.
    ///
    /// With the window: at the first hour of that civil date, or of the first open day after it; `None` when no day
    /// opens within [`SEARCH_DAYS`]. Without: at the same wall-clock time of that date.
    pub fn due(&self, anchor: Instant, days: u32) -> Option<Instant> {
        let civil = self.civil(anchor);
        let date = civil.date().checked_add_days(Days::new(days.into()))?;
        match self.window {
            Some(_) => self.first_opening(date, anchor),
            None => self.instant(date.and_time(civil.time())),
        }
    }

    /// When what fell due at `due` may really go, seen from `now`: at `due` if that is still to come, else at once
    /// if the window is open, else at the next opening. `None` when there is no next opening.
    pub fn fire_at(&self, due: Instant, now: Instant) -> Option<Instant> {
        if now < due {
            Some(due)
        } else if self.is_open(now) {
            Some(now)
        } else {
            self.next_opening(now)
        }
    }

    fn first_opening(&self, date: NaiveDate, not_before: Instant) -> Option<Instant> {
        let Some(window) = &self.window else { return Some(not_before) };
        let openings = date.iter_days().take(SEARCH_DAYS).filter_map(|day| self.hours(window, day));
        openings.map(|(from, _)| from).find(|from| *from >= not_before)
    }

    /// Opening and closing of a civil day, if it opens.
    fn hours(&self, window: &SendingWindow, date: NaiveDate) -> Option<(Instant, Instant)> {
        if !window.is_open_on(date) {
            return None;
        }
        let from = self.instant(date.and_time(window.from()))?;
        let to = self.instant(date.and_time(window.to()))?;
        // Where a zone skips a whole day (Samoa, 30 December 2011) the gap leads into another date.
        (from < to && self.civil(from).date() == date).then_some((from, to))
    }

    pub(crate) fn civil(&self, at: Instant) -> NaiveDateTime {
        at.with_timezone(&self.zone).naive_local()
    }

    /// The instant of a civil time: one that is skipped moves forward by the gap, of one that is repeated it is the first.
    pub(crate) fn instant(&self, civil: NaiveDateTime) -> Option<Instant> {
        match self.zone.from_local_datetime(&civil) {
            MappedLocalTime::Single(at) => Some(at.to_utc()),
            MappedLocalTime::Ambiguous(one, other) => Some(one.min(other).to_utc()),
            MappedLocalTime::None => {
                // Read with the offset that held before the gap, the time comes out later by the gap's length.
                let (_, before) = GapInfo::new(&civil, &self.zone)?.begin?;
                Some(civil.checked_sub_offset(before.fix())?.and_utc())
            }
        }
    }
}
