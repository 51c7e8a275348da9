//! A part of a mail that is not its text.

use std::borrow::Cow;
use std::fmt;

use crate::intake::mime::Part;
use crate::intake::mime::{Content, Transfer, cleaned};

/// A file, a picture within the HTML, a mail within the mail.
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment<'a> {
    /// The name that the sender gave it, without control characters: it is not yet a name to write to disk.
    pub name: Option<String>,
    /// Its media type as the sender tells it, in lower case: `application/pdf`.
    pub media_type: String,
    /// `Content-ID` without its brackets, by which the HTML shows a picture.
    pub content_id: Option<String>,
    /// Whether the sender wants it shown within the text (RFC 2183, 2.1).
    pub is_inline: bool,
    transfer: Transfer,
    body: &'a [u8],
}

impl<'a> Attachment<'a> {
    pub(super) fn read(part: &Part<'a>) -> Self {
        let disposition = Content::of(&part.headers, "Content-Disposition").unwrap_or_default();
        let name = disposition.parameter("filename").filter(|name| !name.is_empty());
        let name = name.or_else(|| part.content.parameter("name")).filter(|name| !name.is_empty());
        let id = part.headers.line("Content-ID").map(|id| cleaned(id.trim().trim_matches(['<', '>'])));
        Self {
            name,
            media_type: part.content.kind.clone(),
            content_id: id.filter(|id| !id.is_empty()),
            is_inline: disposition.kind == "inline",
            transfer: Transfer::of(&part.headers),
            body: part.body,
        }
    }

    /// What it is, byte for byte.
    pub fn bytes(&self) -> Cow<'a, [u8]> {
        self.transfer.decode(self.body)
    }

    /// How many bytes it takes in the mail: an upper bound of its size that costs nothing.
    pub fn encoded_size(&self) -> usize {
        self.body.len()
    }

    /// Whether it is a mail, which [`Message::read`](super::Message::read) reads in turn (RFC 2046, 5.2.1; RFC 6532).
    pub fn is_message(&self) -> bool {
        matches!(self.media_type.as_str(), "message/rfc822" | "message/global")
    }

    /// Whether it is Outlook's own wrapper (TNEF, `winmail.dat`), in which the sender's files are.
    pub fn is_winmail(&self) -> bool {
        let named = self.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case("winmail.dat"));
        named || matches!(self.media_type.as_str(), "application/ms-tnef" | "application/vnd.ms-tnef")
    }
}

impl fmt::Debug for Attachment<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = formatter.debug_struct("Attachment");
        out.field("name", &self.name)
            .field("media_type", &self.media_type)
            .field("encoded_size", &self.body.len());
        out.finish_non_exhaustive()
    }
}
