//! A letter as a value, and the RFC 5322 bytes it becomes. The same letter always becomes the same bytes.

use std::sync::Arc;

use chrono::{DateTime, Datelike, Utc};
use lettre::Message;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, MultiPart, SinglePart};
use uuid::Uuid;

use crate::EmailAddress;

/// Most bytes of a line without its CRLF (RFC 5322 section 2.1.1).
const MAX_LINE: usize = 998;

/// A sender or recipient as a person reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// Display name; may be empty.
    pub name: String,
    /// Where it goes.
    pub address: EmailAddress,
}

/// A file that travels with a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name, without a path.
    pub name: String,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

/// One mail to one recipient, as text with an HTML alternative. Message ids are written with their angle brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// `From`.
    pub from: Mailbox,
    /// `To`.
    pub to: Mailbox,
    /// `Reply-To`.
    pub reply_to: Option<Mailbox>,
    /// `Subject`.
    pub subject: String,
    /// `Message-ID`; see [`message_id`].
    pub message_id: String,
    /// `Date`, to the second.
    pub date: DateTime<Utc>,
    /// `In-Reply-To`: the message that this one answers.
    pub in_reply_to: Option<String>,
    /// `References`: the messages of the thread, oldest first.
    pub references: Vec<String>,
    /// Written by no person: `Auto-Submitted: auto-generated` (RFC 3834 section 5), so that automatic
    /// replies stay away.
    pub automatic: bool,
    /// `List-Unsubscribe` (RFC 2369): one or more URIs in angle brackets.
    pub list_unsubscribe: Option<String>,
    /// More headers, whose names begin with `X-`.
    pub extra: Vec<(String, String)>,
    /// The plain text; line ends of any kind.
    pub text: String,
    /// The same as an HTML document; line ends of any kind.
    pub html: String,
    /// Files that travel along.
    pub attachments: Vec<Attachment>,
}

/// Why a letter cannot become a message. Header names are those of RFC 5322.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LetterError {
    /// A line break or another control character, with which a value could become a second header.
    #[error("{header} holds a line break or another control character")]
    ControlCharacter {
        /// Which header.
        header: String,
    },
    /// Not of the form `<something@somewhere>`.
    #[error("{header} holds something that is no message id")]
    MessageId {
        /// Which header.
        header: String,
    },
    /// An extra header whose name is not `X-` and letters, digits and hyphens.
    #[error("{name:?} cannot be the name of an extra header")]
    HeaderName {
        /// The name.
        name: String,
    },
    /// A word so long that it cannot be folded into lines of 998 bytes.
    #[error("a header or word is longer than a line of mail may be")]
    LineTooLong,
    /// Before 1970 or after 9999.
    #[error("the date is out of range")]
    DateOutOfRange,
    /// Refused by the MIME library.
    #[error("the letter cannot be written as a message: {0}")]
    Mime(String),
}

/// The Message-ID for an id that the caller keeps: `<id@domain of the sender>` (RFC 5322 section 3.6.4).
pub fn message_id(id: Uuid, from: &EmailAddress) -> String {
    format!("<{}@{}>", id.hyphenated(), from.domain())
}

impl Letter {
    /// The message with CRLF line ends, ASCII only, no line longer than 998 bytes, ready for
    /// [`crate::Session::send`] or an `.eml` file.
    pub fn to_bytes(&self) -> Result<Vec<u8>, LetterError> {
        self.check()?;
        let mut message = Message::builder()
            .date(self.date.into())
            .from(self.from.to_lettre())
            .to(self.to.to_lettre())
            .subject(&*self.subject)
            .message_id(Some(self.message_id.clone()));
        if let Some(reply_to) = &self.reply_to {
            message = message.reply_to(reply_to.to_lettre());
        }
        if let Some(id) = &self.in_reply_to {
            message = message.in_reply_to(id.clone());
        }
        if !self.references.is_empty() {
            message = message.references(self.references.join(" "));
        }
        for (name, value) in self.custom_headers() {
            let header = HeaderName::new_from_ascii(name.into())
                .map_err(|_| LetterError::HeaderName { name: name.into() })?;
            message = message.raw_header(HeaderValue::new(header, value.into()));
        }
        let alternatives = MultiPart::alternative()
            .boundary(self.boundary(""))
            .singlepart(SinglePart::plain(with_line_feeds(&self.text)))
            .singlepart(SinglePart::html(with_line_feeds(&self.html)));
        let parts = if self.attachments.is_empty() {
            alternatives
        } else {
            let mixed = MultiPart::mixed().boundary(self.boundary("M")).multipart(alternatives);
            self.attachments.iter().try_fold(mixed, |mixed, file| Ok(mixed.singlepart(file.part()?)))?
        };
        let bytes =
            message.multipart(parts).map_err(|refused| LetterError::Mime(refused.to_string()))?.formatted();
        if bytes.split(|byte| *byte == b'\n').any(|line| line.len() > MAX_LINE + 1) {
            return Err(LetterError::LineTooLong);
        }
        Ok(bytes)
    }

    fn check(&self) -> Result<(), LetterError> {
        if !(1970..=9999).contains(&self.date.year()) {
            return Err(LetterError::DateOutOfRange);
        }
        no_control_character("From", &self.from.name)?;
        no_control_character("To", &self.to.name)?;
        no_control_character("Subject", &self.subject)?;
        if let Some(reply_to) = &self.reply_to {
            no_control_character("Reply-To", &reply_to.name)?;
        }
        a_message_id("Message-ID", &self.message_id)?;
        self.in_reply_to.iter().try_for_each(|id| a_message_id("In-Reply-To", id))?;
        self.references.iter().try_for_each(|id| a_message_id("References", id))?;
        for (name, _) in &self.extra {
            let rest = name.strip_prefix("X-").unwrap_or_default();
            if rest.is_empty() || !rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
                return Err(LetterError::HeaderName { name: name.clone() });
            }
        }
        self.attachments
            .iter()
            .try_for_each(|file| no_control_character("Content-Disposition", &file.name))?;
        self.custom_headers().try_for_each(|(name, value)| no_control_character(name, value))
    }

    fn custom_headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let automatic = self.automatic.then_some(("Auto-Submitted", "auto-generated"));
        let unsubscribe = self.list_unsubscribe.as_deref().map(|uris| ("List-Unsubscribe", uris));
        let extra = self.extra.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        automatic.into_iter().chain(unsubscribe).chain(extra)
    }

    /// A boundary that follows from the Message-ID, so that a second attempt is the same message. Its `=_`
    /// occurs in no quoted-printable or base64 line (RFC 2045 section 6.7).
    fn boundary(&self, which: &str) -> String {
        let id: String = self.message_id.chars().filter(char::is_ascii_alphanumeric).take(48).collect();
        format!("=_{which}{id}")
    }
}

impl Attachment {
    /// Always base64: what is in it must arrive as it is.
    fn part(&self) -> Result<SinglePart, LetterError> {
        let refused = |refused: &dyn std::fmt::Display| LetterError::Mime(refused.to_string());
        let kind = ContentType::parse(media_type(&self.name)).map_err(|error| refused(&error))?;
        let body = Body::new_with_encoding(self.bytes.to_vec(), ContentTransferEncoding::Base64)
            .map_err(|_| refused(&"a file can't be written as base64"))?;
        Ok(lettre::message::Attachment::new(self.name.clone()).body(body, kind))
    }
}

/// What mail programs are told that a file is, by its extension (IANA media types); never text, whose line ends a server
/// might mend.
fn media_type(name: &str) -> &'static str {
    let extension =
        name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    match extension.as_str() {
        "pdf" => "application/pdf",
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "odt" => "application/vnd.oasis.opendocument.text",
        "ods" => "application/vnd.oasis.opendocument.spreadsheet",
        "xml" => "application/xml",
        _ => "application/octet-stream",
    }
}

impl Mailbox {
    fn to_lettre(&self) -> lettre::message::Mailbox {
        let name = self.name.trim();
        let name = (!name.is_empty()).then(|| name.to_owned());
        lettre::message::Mailbox::new(name, self.address.as_lettre().clone())
    }
}

fn no_control_character(header: &str, value: &str) -> Result<(), LetterError> {
    if value.contains(char::is_control) {
        return Err(LetterError::ControlCharacter { header: header.into() });
    }
    Ok(())
}

fn a_message_id(header: &str, id: &str) -> Result<(), LetterError> {
    let inner = id.strip_prefix('<').and_then(|id| id.strip_suffix('>')).unwrap_or_default();
    let printable = inner.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'<' && byte != b'>');
    if printable && inner.contains('@') && id.len() <= MAX_LINE - 30 {
        return Ok(());
    }
    Err(LetterError::MessageId { header: header.into() })
}

/// A bare CR would reach the server as it is, where some end a line at it and others do not. lettre makes the
/// line feeds CRLF.
fn with_line_feeds(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

#[cfg(test)]
mod tests;
