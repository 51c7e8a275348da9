//! Reminders: one engine for chats, signatures and approvals.
//!
//! The rules are pure: [`rules`] folds what happened to an item into a [`Reminder`], [`next`] says from it when
//! the next step goes, [`forecast`] runs the same function ahead of time. The store keeps the folded state, and
//! `due_at` beside it so that a million items need one index.

mod calendar;
mod forecast;
mod holidays;
mod next;
mod policy;
#[cfg(test)]
mod properties;
mod rules;
#[cfg(test)]
mod samples;
pub mod service;
pub mod store;
mod window;

pub use calendar::{Calendar, SEARCH_DAYS};
pub use forecast::{Planned, Together, forecast, group};
pub use holidays::{Country, Holiday, UnknownCountry, holidays};
pub use next::{Awaited, Next, SendCheck, TOGETHER_WITHIN, Withdrawal};
pub use policy::{Policy, PolicyError};
pub use rules::{Change, Phase, Reminder, ReminderError, StopReason};
pub use window::{SendingWindow, WindowError, WindowSettings};

use crate::error::Error;
use crate::id::ClientId;
use crate::outbox::ItemRef;

/// A reminder as it is stored: of which item, and what holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The item.
    pub item: ItemRef,
    /// Its client.
    pub client_id: ClientId,
    /// The folded state.
    pub reminder: Reminder,
    /// Why nothing can go: [`NO_RECIPIENT`] …; empty: it can.
    pub held: String,
}

/// Held because no contact of the client has NOTIFY on.
pub const NO_RECIPIENT: &str = "no_recipient";

/// Held because whoever is to be reminded still waits for the notification itself.
pub const NOTIFICATION_WAITS: &str = "notification_queued";

/// Held because an answer was kept aside that may be to this item: the owner decides.
pub const ANSWER_KEPT_ASIDE: &str = "answer_kept_aside";

/// Held because every mail that it goes on from has stopped. Derived from the outbox, never kept: it ends when the owner
/// tries one of them again, writes or sends anew.
pub const MAIL_FAILED: &str = "mail_failed";

/// Held because the owner paused all reminders. Derived from the settings, never kept.
pub const PAUSED: &str = "paused";

impl Reminder {
    /// The step whose mails may still stand in the outbox, for the first contact or for others.
    pub fn on_its_way(&self) -> Option<u32> {
        self.in_flight.or(self.in_delivery)
    }
}

impl From<ReminderError> for Error {
    fn from(error: ReminderError) -> Self {
        match error {
            ReminderError::AlreadyEnded(reason) => Self::AlreadyEnded { reason: word(&reason) },
            other => Self::invalid("reminder", other),
        }
    }
}

/// The snake-case word of a plain enum, as serde writes it.
pub(crate) fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}
