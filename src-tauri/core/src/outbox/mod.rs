//! The outbox: every mail to every contact, from the instant that an act causes it.
//!
//! Ladder: queued → sending → accepted; or failed, bounced, withdrawn, uncertain. A row is `accepted` only after
//! the server's 250 was made durable. A row found `sending` at the start was interrupted: its answer is
//! unknown, so it is sent once more under the same Message-ID and says so; a second time it stops and waits
//! for the owner.

mod road;
pub mod service;
pub mod store;
pub mod unreachable;

pub use road::{RoadState, Roads};
pub use service::recover;
pub(crate) use store::stopped;

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::id::{ClientId, ContactId, ItemId, MailId};
use crate::time::Millis;

/// Why a mail is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum MailKind {
    /// The office wrote.
    Notification,
    /// The client has not answered in time.
    Reminder,
    /// The owner asked for one more.
    SendAgain,
}

/// Where a mail is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum MailState {
    /// Waits for its turn, the network or an account.
    Queued,
    /// An attempt is under way.
    Sending,
    /// The server answered 250.
    Accepted,
    /// The server refused it for good, or for too long.
    Failed,
    /// The server accepted it and it came back.
    Bounced,
    /// No longer wanted when its turn came.
    Withdrawn,
    /// The answer to the last attempt was lost: it may have gone.
    Uncertain,
}

impl MailState {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Accepted => "accepted",
            Self::Failed => "failed",
            Self::Bounced => "bounced",
            Self::Withdrawn => "withdrawn",
            Self::Uncertain => "uncertain",
        }
    }

    /// Every state.
    pub const ALL: [Self; 7] = [
        Self::Queued,
        Self::Sending,
        Self::Accepted,
        Self::Failed,
        Self::Bounced,
        Self::Withdrawn,
        Self::Uncertain,
    ];
}

/// The kinds of items that await a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum ItemKind {
    /// A chat that awaits an answer.
    Chat,
    /// A signature request.
    Signature,
    /// A document's approval.
    Approval,
}

impl ItemKind {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Chat => "chat",
            Self::Signature => "signature",
            Self::Approval => "approval",
        }
    }
}

/// A pending item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::FromRow)]
pub struct ItemRef {
    /// Its kind.
    #[serde(rename = "kind")]
    #[sqlx(rename = "item_kind")]
    pub kind: ItemKind,
    /// Its id among its kind.
    #[serde(rename = "id")]
    #[sqlx(rename = "item_id")]
    pub id: ItemId,
}

/// One item that a mail speaks of. (item, round, kind, step, contact) is unique among live rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MailItem {
    /// The item.
    pub item: ItemRef,
    /// The reminder's round at that time.
    pub round: u32,
    /// Reminder: 1 … ; notification: 0; send again: 1, 2 … .
    pub step: u32,
}

/// A mail to be queued.
#[derive(Debug, Clone)]
pub struct NewMail<'a> {
    /// Why.
    pub kind: MailKind,
    /// Whose contact.
    pub client_id: ClientId,
    /// To whom.
    pub contact_id: ContactId,
    /// Their address now; it is looked up again when the mail goes.
    pub address: &'a str,
    /// As the list shows it until the mail is written.
    pub subject: &'a str,
    /// What it speaks of.
    pub items: Vec<MailItem>,
    /// It does not go before this instant.
    pub not_before: Millis,
}

/// A mail as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct MailRow {
    /// Its id.
    pub mail_id: MailId,
    /// Why it was written.
    pub kind: MailKind,
    /// Where it is.
    pub state: MailState,
    /// Whose contact.
    pub client_id: ClientId,
    /// To whom.
    pub contact_id: ContactId,
    /// Where it went, or goes.
    pub address: String,
    /// RFC 5322 Message-ID with its brackets.
    pub message_id: String,
    /// Its subject.
    pub subject: String,
    /// Attempts so far.
    pub attempts: i64,
    /// Attempts whose answer was lost.
    pub uncertain: i64,
    /// What the last failed attempt was told; empty if none.
    pub last_error: String,
    /// When the next attempt is made by itself.
    pub next_attempt_at: Option<Millis>,
    /// When it was written.
    pub created_at: Millis,
    /// When the server accepted it.
    pub accepted_at: Option<Millis>,
}

/// How one attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// 250 after the final dot.
    Accepted,
    /// Refused for now.
    Deferred(String),
    /// The connection broke before the message was whole: certainly not accepted.
    Broken(String),
    /// Refused for good.
    Refused(String),
    /// The answer to the final dot was lost.
    Uncertain(String),
    /// Never tried: the road broke first. Counts as no attempt.
    Untried(String),
}

/// Mail that is refused for so long fails (RFC 5321 section 4.5.4.1: "at least 4-5 days").
pub const GIVE_UP_AFTER: Duration = Duration::from_hours(5 * 24);

/// Nor is it given up before so many attempts, some six hours of trying: a mail that waited for an account, or in a
/// computer that was off, is old when the server first says "later".
pub const FEWEST_ATTEMPTS: i64 = 12;

/// No wait is longer: one that is was written before the clock was set back.
pub const LONGEST_WAIT: Duration = Duration::from_hours(1);

/// Wait before attempt `attempts + 1`: 1 minute, doubled each time, at most [`LONGEST_WAIT`].
pub fn backoff(attempts: i64) -> Duration {
    let doublings = u32::try_from(attempts.clamp(1, 7) - 1).unwrap_or_default();
    Duration::from_mins(1 << doublings).min(LONGEST_WAIT)
}

#[cfg(test)]
mod tests;
