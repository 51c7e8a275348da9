//! What the owner is told on the desktop: a client answered, reminders are over without an answer, a mail was refused,
//! the server refuses the account, a backup failed. Rules only; the shell shows them.
//!
//! What concerns clients comes from the audit trail, which is append-only: nothing is told twice and nothing is lost
//! between two looks. What the owner did at the window is not told.

mod group;
pub mod quiet;
pub mod service;
pub mod store;

pub use group::{Group, Open, What, group};
pub use quiet::{NoticeSettings, QuietHours};
pub use service::Feed;

use serde_json::Value;

use crate::id::ChatId;

/// Actions of the audit trail that may become a notice.
pub const ACTIONS: [&str; 6] = [ANSWERED, RECEIVED, OVER, "mail.failed", "mail.uncertain", "mail.bounced"];

/// The action of a reminder whose last mail went without an answer.
pub const OVER: &str = "reminder.over";

const ANSWERED: &str = "chats.record_answer";
const RECEIVED: &str = "chats.receive";

/// One thing that the owner is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What happened.
    pub kind: Kind,
    /// The client's name, if it concerns one.
    pub client: String,
    /// The thread's subject, or what the server or the system said.
    pub text: String,
    /// Number of reminders sent, for [`Kind::RemindersOver`].
    pub sent: u64,
    /// The thread that it opens, if there is one.
    pub chat: Option<ChatId>,
}

impl Notice {
    /// A notice that concerns no client.
    pub fn of_office(kind: Kind, text: String) -> Self {
        Self { kind, client: String::new(), text, sent: 0, chat: None }
    }
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A client answered.
    Answered,
    /// All reminders of a thread went, and no answer came.
    RemindersOver,
    /// A mail was refused for good, or stopped until the owner acts.
    MailStopped,
    /// The sending server refuses the account: nothing leaves.
    AccountRefused,
    /// The daily backup failed.
    BackupFailed,
}

/// A row of the audit trail that may become a notice, with what its words need.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Candidate {
    /// The row's action, one of [`ACTIONS`].
    pub action: String,
    /// From where it was done.
    pub origin: String,
    /// JSON.
    pub details: String,
    /// The client's name, or empty.
    pub client: String,
    /// The thread that it concerns.
    pub chat_id: Option<ChatId>,
    /// Its subject, or empty.
    pub subject: String,
    /// Whether the mail has stopped: no further attempt is made by itself.
    pub stopped: bool,
}

/// What the owner is told of a row, if anything.
pub fn notice(row: Candidate) -> Option<Notice> {
    let kind = match row.action.as_str() {
        ANSWERED | RECEIVED if row.origin != "window" => Kind::Answered,
        OVER => Kind::RemindersOver,
        "mail.failed" | "mail.uncertain" | "mail.bounced" if row.stopped => Kind::MailStopped,
        _ => return None,
    };
    let details: Value = serde_json::from_str(&row.details).unwrap_or_default();
    let sent = details["sent"].as_u64().unwrap_or_default();
    Some(Notice { kind, client: row.client, text: row.subject, sent, chat: row.chat_id })
}

#[cfg(test)]
mod tests;
