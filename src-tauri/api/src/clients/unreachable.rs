//! Addresses that mail does not reach.

use schemars::JsonSchema;
use serde::Serialize;
use studiolo_core::outbox::unreachable::{Cause, Unreachable as Refusal};
use ts_rs::TS;

use crate::wire::{At, at};

/// Why mail does not reach a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum RefusalCause {
    /// There is no such mailbox: the address wants correcting.
    MailboxUnknown,
    /// The mailbox is full.
    MailboxFull,
    /// There is no such domain, or it takes no mail: the address wants correcting.
    DomainNotFound,
    /// Taken for spam, or against somebody's rules.
    Refused,
    /// Nobody answered for days.
    Temporary,
    /// Anything else: the server's words tell.
    Other,
}

impl From<Cause> for RefusalCause {
    fn from(cause: Cause) -> Self {
        match cause {
            Cause::MailboxUnknown => Self::MailboxUnknown,
            Cause::MailboxFull => Self::MailboxFull,
            Cause::DomainNotFound => Self::DomainNotFound,
            Cause::Refused => Self::Refused,
            Cause::Temporary => Self::Temporary,
            Cause::TooLarge | Cause::Other => Self::Other,
        }
    }
}

/// A mail that did not reach a contact, and that no later one made good: one to the same address that has stood accepted for a
/// day without news.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Unreachable {
    /// When the mail left, or was written if it never did.
    pub since: At,
    /// Where it went: the contact's address.
    pub address: String,
    /// Why.
    pub cause: RefusalCause,
    /// The other server's words; may be empty.
    pub reason: String,
    /// The mail; `outbox.retry` tries it again.
    pub mail_id: String,
}

impl From<Refusal> for Unreachable {
    fn from(refusal: Refusal) -> Self {
        Self {
            since: at(refusal.since),
            cause: refusal.cause().into(),
            mail_id: refusal.mail_id.to_string(),
            address: refusal.address,
            reason: refusal.reason,
        }
    }
}
