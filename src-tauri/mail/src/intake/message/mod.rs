//! A received mail: who wrote to whom, what it says, what came with it, and what kind of mail it is.
//!
//! It borrows the mail's bytes; attachments are decoded one at a time, when they are asked for. How large a mail may be is the
//! caller's to say, before it is fetched ([`MAX_BYTES`]). Within it time and memory grow with the mail and no faster.
//!
//! The HTML is the sender's, untouched: nothing may show it before it is sanitised.

mod attachment;
mod body;
mod flowed;
mod kind;

#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod tests;

use chrono::{DateTime, FixedOffset};

pub use attachment::Attachment;
pub use kind::MailKind;

use super::mime::{Correspondent, Headers, Limit, Structure};

/// The largest mail that should be read, in bytes.
pub const MAX_BYTES: usize = 50 << 20;

/// A received mail. Nothing of it is proved.
#[derive(Debug)]
pub struct Message<'a> {
    /// `From`.
    pub from: Vec<Correspondent>,
    /// `Sender`.
    pub sender: Option<Correspondent>,
    /// `To`, without the groups' names.
    pub to: Vec<Correspondent>,
    /// `Cc`.
    pub cc: Vec<Correspondent>,
    /// `Reply-To`.
    pub reply_to: Vec<Correspondent>,
    /// Whom it was delivered to, as servers write it: `Delivered-To`, `X-Original-To`, `Envelope-To`.
    pub delivered_to: Vec<Correspondent>,
    /// `Return-Path`; empty in bounces.
    pub return_path: Option<String>,
    /// `Date` with its offset from UTC. The sender's clock may be wrong by any amount.
    pub date: Option<DateTime<FixedOffset>>,
    /// `Subject`; empty without one.
    pub subject: String,
    /// `Message-ID` with its brackets.
    pub message_id: Option<String>,
    /// `In-Reply-To`, each with its brackets.
    pub in_reply_to: Vec<String>,
    /// `References`, each with its brackets, the oldest first.
    pub references: Vec<String>,
    /// What the mail says as plain text; None when all of it is HTML.
    pub plain: Option<String>,
    /// What it says as HTML; None when all of it is plain.
    pub html: Option<String>,
    /// Everything else, pictures within the HTML included.
    pub attachments: Vec<Attachment<'a>>,
    /// What kind of mail it is.
    pub kind: MailKind,
    /// What was too much to be taken apart.
    pub notes: Vec<Note>,
    /// All headers.
    pub headers: Headers<'a>,
    pub(super) structure: Structure<'a>,
}

/// What was too much to be taken apart. Nothing is lost: it is in the mail, or in the attachment that is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// More than 10,000 parts: the last attachment has all the others.
    TooManyParts,
    /// Parts in one another more than 100 deep: what is deeper is one attachment.
    TooDeep,
    /// More than 1 MB or 5,000 lines of headers: the others were not read.
    HeadersCut,
}

/// Why bytes cannot be read as a mail.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MessageError {
    /// They have no header.
    #[error("this is not a mail: it has no headers")]
    NotAMail,
}

impl<'a> Message<'a> {
    /// Reads a mail. Line ends may be of any kind.
    pub fn read(bytes: &'a [u8]) -> Result<Self, MessageError> {
        let structure = Structure::read(bytes);
        let headers = structure.parts.first().map(|root| root.headers.clone()).unwrap_or_default();
        if headers.is_empty() {
            return Err(MessageError::NotAMail);
        }
        let mut notes: Vec<Note> = Vec::new();
        notes.extend(structure.limits.contains(&Limit::Parts).then_some(Note::TooManyParts));
        notes.extend(structure.limits.contains(&Limit::Depth).then_some(Note::TooDeep));
        notes.extend(headers.is_cut().then_some(Note::HeadersCut));
        let body = body::read(&structure);
        let delivered = ["Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To"];
        let return_path = headers.line("Return-Path");
        Ok(Self {
            from: headers.addresses("From"),
            sender: headers.addresses("Sender").into_iter().next(),
            to: headers.addresses("To"),
            cc: headers.addresses("Cc"),
            reply_to: headers.addresses("Reply-To"),
            delivered_to: delivered.into_iter().flat_map(|name| headers.addresses(name)).collect(),
            return_path: return_path.map(|path| path.trim_matches(['<', '>', ' ']).to_owned()),
            date: headers.date("Date"),
            subject: headers.text("Subject").unwrap_or_default(),
            message_id: headers.ids("Message-ID").into_iter().next(),
            in_reply_to: headers.ids("In-Reply-To"),
            references: headers.ids("References"),
            plain: body.plain,
            html: body.html,
            attachments: body.attachments,
            kind: kind::of(&headers, &structure),
            notes,
            headers,
            structure,
        })
    }

    /// What stands below the headers, as it came.
    pub fn body(&self) -> &'a [u8] {
        self.structure.parts.first().map_or(&[], |root| root.body)
    }

    /// What is said, apart from quotes and signatures; of the plain text when there is one, else of the HTML.
    pub fn said(&self) -> String {
        match (&self.plain, &self.html) {
            (Some(plain), _) => super::reply::said(&super::reply::parts(plain)),
            (None, Some(html)) => super::reply::said(&super::html::read(html).parts()),
            (None, None) => String::new(),
        }
    }
}
