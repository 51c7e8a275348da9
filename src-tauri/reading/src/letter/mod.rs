//! A letter kept as a file (`.eml`), read to be shown.
//!
//! The format is RFC 5322 with MIME (RFC 2045 to 2049, 2183, 2231, 2047), as mail programs really write it; the crate
//! mail-parser reads it. A letter within a letter (`message/rfc822`) is an attachment, which [`read`] opens in turn, so
//! nothing here goes deeper than one letter.
//!
//! The HTML is the sender's, untouched: nothing may show it before it is sanitised.

mod attachment;
mod error;
mod veil;

#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod tests;

use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::{DateTime, FixedOffset, NaiveDate};
use mail_parser::{Address, HeaderName, Message, MessageParser, MessagePart, PartType};

pub use attachment::Attachment;
pub use error::LetterError;

use veil::Veil;

/// The largest letter that is read, in bytes.
pub const MAX_BYTES: usize = 64 << 20;

/// How many multiparts a letter may have…
pub const MAX_MULTIPARTS: usize = 200;

/// …and how many times how many bytes, since for each the rest of the letter may be looked through once: 64 of the
/// largest letter.
const MAX_LOOKED_THROUGH: usize = 64 * MAX_BYTES;

/// How many attachments a letter may have.
pub const MAX_ATTACHMENTS: usize = 1000;

/// How many runs of dashes a letter may have; every part begins with one.
const MAX_DASHES: usize = 200_000;

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// `From`.
    pub from: Vec<Mailbox>,
    /// `To`, without the groups' names.
    pub to: Vec<Mailbox>,
    /// `Cc`.
    pub cc: Vec<Mailbox>,
    /// `Date`, with the sender's offset from UTC.
    pub date: Option<DateTime<FixedOffset>>,
    /// `Subject`.
    pub subject: Option<String>,
    /// What is shown as plain text, when the letter brings any.
    pub text: Option<String>,
    /// What is shown as HTML, when the letter brings any. Not sanitised.
    pub html: Option<String>,
    /// Everything else, images within the HTML included.
    pub attachments: Vec<Attachment>,
}

/// A name and an address; one of the two at least.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// The name that the sender wrote. It may be anything, another address too.
    pub name: Option<String>,
    /// The address.
    pub address: Option<String>,
}

/// Reads a letter.
pub fn read(bytes: &[u8]) -> Result<Letter, LetterError> {
    if bytes.len() > MAX_BYTES {
        return Err(LetterError::TooLarge { limit: MAX_BYTES });
    }
    let multiparts = veil::count_multiparts(bytes);
    let looked_through = multiparts.saturating_mul(bytes.len());
    if dashes(bytes) > MAX_DASHES || multiparts > MAX_MULTIPARTS || looked_through > MAX_LOOKED_THROUGH {
        return Err(LetterError::TooManyParts);
    }
    let (veil, veiled) = Veil::over(bytes);
    // The parser promises not to panic; a letter of somebody else's making is no place to rely on it.
    let letter = catch_unwind(AssertUnwindSafe(|| {
        let message = MessageParser::default().parse(&veiled).ok_or(LetterError::NotALetter)?;
        letter(&message, bytes, &veil)
    }));
    letter.unwrap_or(Err(LetterError::Damaged))
}

fn letter(message: &Message<'_>, bytes: &[u8], veil: &Veil) -> Result<Letter, LetterError> {
    let mut headers = message.headers().iter();
    if !headers.any(|header| !matches!(header.name, HeaderName::Other(_))) {
        return Err(LetterError::NotALetter);
    }
    if message.attachment_count() > MAX_ATTACHMENTS {
        return Err(LetterError::TooManyParts);
    }
    let text = message.text_bodies().filter_map(|part| match &part.body {
        PartType::Text(text) => Some(text.as_ref()),
        _ => None,
    });
    let html = message.html_bodies().filter_map(|part| match &part.body {
        PartType::Html(html) => Some(html.as_ref()),
        _ => None,
    });
    Ok(Letter {
        from: mailboxes(message.from(), veil),
        to: mailboxes(message.to(), veil),
        cc: mailboxes(message.cc(), veil),
        date: message.date().and_then(date),
        subject: message.subject().map(|subject| veil.off(subject)),
        text: joined(text, veil),
        html: joined(html, veil),
        attachments: attachments(message).map(|part| Attachment::read(part, bytes, veil)).collect(),
    })
}

/// What mail-parser lists, but for a text that the letter is the whole of.
fn attachments<'a>(message: &'a Message<'a>) -> impl Iterator<Item = &'a MessagePart<'a>> {
    let is_body = |id: &u32| message.text_body.contains(id) || message.html_body.contains(id);
    let ids = message.attachments.iter().filter(move |id| !is_body(id));
    ids.filter_map(|id| message.part(*id))
}

fn joined<'a>(parts: impl Iterator<Item = &'a str>, veil: &Veil) -> Option<String> {
    let parts: Vec<&str> = parts.collect();
    (!parts.is_empty()).then(|| veil.off(&parts.join("\n")))
}

fn mailboxes(address: Option<&Address<'_>>, veil: &Veil) -> Vec<Mailbox> {
    let mailboxes = address.into_iter().flat_map(Address::iter);
    let mailboxes = mailboxes.map(|mailbox| Mailbox {
        name: mailbox.name().map(|name| veil.off(name)),
        address: mailbox.address().map(|address| veil.off(address)),
    });
    mailboxes.filter(|mailbox| mailbox.name.is_some() || mailbox.address.is_some()).collect()
}

fn date(date: &mail_parser::DateTime) -> Option<DateTime<FixedOffset>> {
    let day = NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())?;
    let local = day.and_hms_opt(date.hour.into(), date.minute.into(), date.second.into())?;
    let seconds = i32::from(date.tz_hour) * 3600 + i32::from(date.tz_minute) * 60;
    let offset = FixedOffset::east_opt(if date.tz_before_gmt { -seconds } else { seconds })?;
    local.and_local_timezone(offset).single()
}

/// How many runs of two dashes or more there are.
fn dashes(bytes: &[u8]) -> usize {
    let pairs = bytes.windows(3).filter(|window| window.starts_with(b"--") && !window.ends_with(b"-"));
    pairs.count()
}
