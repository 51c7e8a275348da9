//! Mail in: which received mails are answers, to what, and what the owner decides about the others.
//!
//! Only a mail with our token, from a known contact, or a report or receipt about a mail of ours is taken in; all else is left
//! alone and not stored. A mail joins a thread by its token and a known sender of that client's; what is in doubt is kept aside until
//! the owner decides. Taken in once is taken in for good: the same bytes are never taken in twice, whatever the server says.

pub mod collect;
mod keep;
pub mod original;
mod pec;
pub mod reading;
mod report;
pub mod rules;
pub mod service;
mod state;
pub mod store;
mod take;

use serde::{Deserialize, Serialize};

use crate::id::{ChatId, ClientId, ContactId, ReceivedId};
use crate::time::Millis;

pub use rules::Reason;
pub(crate) use state::{Board, say};
pub use state::{IntakeState, Listening};
pub use store::OfMessage;
pub use take::{Extent, Taken, take};

/// What became of a mail that was taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(rename_all = "snake_case")]
pub enum ReceivedState {
    /// It is a message of a thread.
    Joined,
    /// It is kept aside.
    Kept,
    /// The owner dropped it.
    Dropped,
    /// It told what became of a mail of ours.
    Report,
    /// It was dropped, and is forgotten but for its hash.
    Forgotten,
}

/// A mail that was taken in.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Received {
    /// Its id.
    pub received_id: ReceivedId,
    /// What became of it.
    pub state: ReceivedState,
    /// Why it was kept aside; `None`: it was not.
    pub reason: Option<Reason>,
    /// The sender's name as they write it.
    pub from_name: String,
    /// The sender's address.
    pub from_email: String,
    /// Its subject.
    pub subject: String,
    /// Whose contact the sender is; empty: nobody's, or several clients'.
    pub client_id: String,
    /// Which contact.
    pub contact_id: String,
    /// Whether the account's own server vouches for the sender's domain.
    pub verified: bool,
    /// What was checked of the sender: [`Checks`] as JSON.
    pub checks: String,
    /// Its text: [`Part`]s as JSON.
    pub parts: String,
    /// What came with it and is not saved as a document: [`File`]s as JSON.
    pub files: String,
    /// When it was taken in.
    pub at: Millis,
    /// When the owner decided.
    pub decided_at: Option<Millis>,
}

/// What the receiving server checked of the sender.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checks {
    /// Who checked; empty: nobody, or nobody tells.
    pub by: String,
    /// `pass`, `fail` …; absent: not checked.
    pub spf: Option<String>,
    /// The same of the signature.
    pub dkim: Option<String>,
    /// The same of the domain's policy.
    pub dmarc: Option<String>,
}

/// A run of lines of a mail's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// `said`, `quoted`, `forwarded` or `signature`.
    pub kind: PartKind,
    /// The lines.
    pub text: String,
}

/// Whose words a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// The sender's own, or in doubt.
    Said,
    /// The message that is answered.
    Quoted,
    /// A message that is passed on.
    Forwarded,
    /// A signature, a disclaimer.
    Signature,
}

/// Something that came with a mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// The name that the sender gave it, without control characters.
    pub name: String,
    /// Bytes, as long as it is encoded in the mail: an upper bound.
    pub size: u64,
    /// Its media type as the sender tells it.
    pub media_type: String,
    /// Why it is not saved, a stable code; empty: nobody tried.
    pub refused: String,
}

/// A chat that a mail kept aside may belong to.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Offered {
    /// The mail.
    pub received_id: ReceivedId,
    /// The chat.
    pub chat_id: ChatId,
    /// Its client.
    pub client_id: ClientId,
    /// The client's name.
    pub client_name: String,
    /// The chat's subject.
    pub subject: String,
}

/// A contact with a certain address.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct KnownSender {
    /// Which.
    pub contact_id: ContactId,
    /// Of which client.
    pub client_id: ClientId,
    /// Their name.
    pub name: String,
}
