//! Letters: what a client's contact receives by mail, as subject, plain text and HTML.
//!
//! One template serves every kind: a notification of a new message, an automatic reminder of one item or of several,
//! and a message that is sent again. A letter names the firm, carries the whole message, the open tasks and the names
//! of the documents, says how to answer, and shows a link only when one is given. Addresses and headers are the
//! outbox's matter.
//!
//! Invariants: the words are in `it.ftl` and `en.ftl`; everything that people wrote is escaped or comes from
//! [`Document::html_dressed`]; the HTML loads nothing; the subject is one line of at most [`MAX_SUBJECT_CHARS`].

mod date;
mod digest;
#[cfg(test)]
mod golden_tests;
mod html;
mod line;
mod look;
mod page;
#[cfg(test)]
mod tests;
mod text;
mod words;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
pub use fluent_bundle::FluentValue;

pub use date::{date, date_time, day_near, month};
pub use digest::{Aside, Came, Digest, DigestFrame, StoppedMail, Today, Waiting, write_digest};
pub use words::{Language, UnknownLanguage, words};

use crate::richtext::{Document, Link};

/// The longest subject, in characters.
pub const MAX_SUBJECT_CHARS: usize = 200;

/// Everything that a letter says.
#[derive(Debug, Clone)]
pub struct Letter<'a> {
    /// Why it is sent.
    pub kind: Kind,
    /// The language of the program's words in it.
    pub language: Language,
    /// The firm's name.
    pub firm: String,
    /// The owner, who wrote the messages and reads the answer.
    pub owner_name: String,
    /// Whom it is addressed to.
    pub contact_name: String,
    /// The client for whom the contact receives it.
    pub client_name: String,
    /// What it is about: one item, or several for a reminder that lists them.
    pub items: Vec<LetterItem<'a>>,
    /// The zone in which dates and times are written.
    pub zone: Tz,
}

/// Why a letter is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A new message.
    Notification,
    /// An automatic reminder: of one item, or of several of the same contact and client.
    Reminder,
    /// The same message once more, because the owner asked for it.
    SendAgain,
}

/// One chat in a letter.
#[derive(Debug, Clone)]
pub struct LetterItem<'a> {
    /// The chat's subject; when empty, the first words of the message take its place.
    pub subject: String,
    /// The message, whole.
    pub body: &'a Document,
    /// When the owner wrote it.
    pub written_at: DateTime<Utc>,
    /// What the client still has to do.
    pub open_tasks: Vec<String>,
    /// Names of the documents that belong to the message.
    pub documents: Vec<String>,
    /// Where the item opens in the portal; only when the contact may enter it.
    pub link: Option<Link>,
    /// Which reminder this is, of how many.
    pub reminder: Option<(u32, u32)>,
}

/// A finished letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// One line, not yet encoded for a header.
    pub subject: String,
    /// The `text/plain` part, line ends `\n`.
    pub text: String,
    /// The `text/html` part, a whole page.
    pub html: String,
}

/// A letter that makes no sense.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LetterError {
    /// It is about nothing.
    #[error("a letter needs at least one item")]
    NoItem,
    /// Only reminders are listed together.
    #[error("only a reminder may be about several items, this letter has {0}")]
    SeveralItems(usize),
}

/// Writes the letter. Pure: the same letter always gives the same words.
pub fn write(letter: &Letter<'_>) -> Result<Written, LetterError> {
    let page = page::of(letter)?;
    Ok(Written { text: text::render(&page), html: html::render(&page), subject: page.subject })
}
