//! How the owner wants to be told, and the hours in which they do not.

use chrono::{DateTime, NaiveTime, Utc};
use chrono_tz::Tz;

use crate::error::{Error, Result};

/// How the owner wants to be told on the desktop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoticeSettings {
    /// Whether at all.
    pub enabled: bool,
    /// Whether names, subjects and reasons stay out of it, since others may see the screen.
    pub hide_content: bool,
    /// When notices wait; `None`: never.
    pub quiet: Option<QuietHours>,
}

impl Default for NoticeSettings {
    fn default() -> Self {
        Self { enabled: true, hide_content: false, quiet: None }
    }
}

/// Hours of every day in which notices wait, by the clock on the wall of the office's zone; past midnight too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietHours {
    from: NaiveTime,
    to: NaiveTime,
}

impl QuietHours {
    /// From `from` to `to`, `22:00`; `to` itself is no longer quiet.
    ///
    /// # Errors
    /// [`Error::Invalid`] of `notices` for what is no hour, or for two that are the same.
    pub fn new(from: &str, to: &str) -> Result<Self> {
        let hour = |text: &str| {
            NaiveTime::parse_from_str(text, "%H:%M")
                .map_err(|_| Error::invalid("notices", format!("{text:?} is no hour, such as 22:00")))
        };
        let (from, to) = (hour(from)?, hour(to)?);
        if from == to {
            return Err(Error::invalid("notices", "quiet hours begin and end at different hours"));
        }
        Ok(Self { from, to })
    }

    /// The first hour: `22:00`.
    pub fn from(&self) -> String {
        self.from.format("%H:%M").to_string()
    }

    /// The hour at which they end: `07:30`.
    pub fn to(&self) -> String {
        self.to.format("%H:%M").to_string()
    }

    /// Whether it is quiet at `now`.
    pub fn hold(&self, zone: Tz, now: DateTime<Utc>) -> bool {
        let time = now.with_timezone(&zone).time();
        if self.from < self.to {
            (self.from..self.to).contains(&time)
        } else {
            time >= self.from || time < self.to
        }
    }
}
