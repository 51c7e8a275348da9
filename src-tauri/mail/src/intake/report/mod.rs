//! What a server tells about a mail that was sent: delivered, delayed, refused (RFC 3464), also in its own words.
//!
//! Anybody can write a report. It counts only when it is about a mail that was really sent: the caller looks up
//! [`DeliveryReport::original_message_id`] and the recipients among its own.

mod cause;
mod free_text;
mod standard;
mod status;

#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod tests;

pub use cause::Cause;
pub use status::Status;

use super::message::{MailKind, Message};
use super::mime::{Headers, Transfer};

/// Most recipients of a report.
const MAX_RECIPIENTS: usize = 1_000;

/// A report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryReport {
    /// The mail's `Message-ID` with its brackets, when the report brings it or answers it.
    pub original_message_id: Option<String>,
    /// The server that reports.
    pub reporting_mta: Option<String>,
    /// What became of the mail, recipient by recipient; none when the report is in words that are not understood.
    pub recipients: Vec<RecipientReport>,
    /// Whether it is written as RFC 3464 wants; otherwise it was guessed from a text.
    pub is_standard: bool,
}

/// What became of a mail to one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecipientReport {
    /// The address that the server tried, as it stands.
    pub recipient: String,
    /// The address that the mail was sent to, when the server tells it apart.
    pub original_recipient: Option<String>,
    /// What was done.
    pub action: Action,
    /// The code (RFC 3463).
    pub status: Option<Status>,
    /// What the other server said, in one line.
    pub diagnostic: Option<String>,
    /// The other server.
    pub remote_mta: Option<String>,
    /// Why, as far as it matters for what to do; of a mail that was not refused or delayed, [`Cause::Other`].
    pub cause: Cause,
}

/// What was done (RFC 3464, 2.3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Given up.
    Failed,
    /// Tried, and will be again.
    Delayed,
    /// In the mailbox.
    Delivered,
    /// Handed to a server that tells nothing more.
    Relayed,
    /// Handed on to several addresses.
    Expanded,
}

impl RecipientReport {
    /// Whether it is about `address`: as the one that was tried, or as the one that was written to.
    pub fn is_about(&self, address: &str) -> bool {
        let original = self.original_recipient.as_deref().unwrap_or_default();
        self.recipient.eq_ignore_ascii_case(address) || original.eq_ignore_ascii_case(address)
    }
}

/// The report that a mail is; None when it is none.
pub fn read(mail: &Message<'_>) -> Option<DeliveryReport> {
    if mail.kind != MailKind::DeliveryReport {
        return None;
    }
    let (reporting_mta, recipients) = standard::recipients(mail).unwrap_or_default();
    let is_standard = !recipients.is_empty();
    let text = if is_standard { None } else { Some(free_text::Text::of(mail)) };
    let recipients = text.as_ref().map_or(recipients, |text| text.recipients(mail));
    let id = enclosed_id(mail).or_else(|| standard::message_id(mail));
    let id = id.or_else(|| text.as_ref().and_then(free_text::Text::message_id));
    // Some servers send the report as an answer to the mail.
    let id = id.or_else(|| mail.answered_ids().next().cloned());
    Some(DeliveryReport { original_message_id: id, reporting_mta, recipients, is_standard })
}

/// The `Message-ID` of the mail, or of its headers, that came along; they may be cut anywhere.
fn enclosed_id(mail: &Message<'_>) -> Option<String> {
    let enclosed = [
        "message/rfc822",
        "text/rfc822-headers",
        "message/rfc822-headers",
        "message/global",
        "message/global-headers",
    ];
    let mut parts = mail.structure.parts.iter().filter(|part| enclosed.contains(&part.content.kind.as_str()));
    parts.find_map(|part| {
        let body = Transfer::of(&part.headers).decode(part.body);
        // An empty line may stand before the headers.
        let (headers, _) = Headers::split(body.trim_ascii_start());
        headers.ids("Message-ID").into_iter().next()
    })
}
