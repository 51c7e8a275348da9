//! A part of a letter that is not its text.

use std::fmt;

use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, MessagePart, MimeHeaders};

use super::veil::Veil;
use crate::base64_text;

/// A file, an image within the HTML, or a letter within the letter.
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The name that the sender gave it, as it stands: it is not yet a name to write to disk.
    pub name: Option<String>,
    /// Its media type as the sender tells it, in lower case: `application/pdf`. Without one it is plain text
    /// (RFC 2045, 5.2).
    pub media_type: String,
    /// `Content-ID` without its brackets, by which the HTML shows an image.
    pub content_id: Option<String>,
    /// Whether the sender wants it shown within the text (RFC 2183, 2.1).
    pub is_inline: bool,
    /// What it is, byte for byte.
    pub bytes: Vec<u8>,
}

impl Attachment {
    /// Its size in bytes.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    pub(super) fn read(part: &MessagePart<'_>, letter: &[u8], veil: &Veil) -> Self {
        let media_type = part.content_type().map(|kind| match kind.subtype() {
            Some(subtype) => format!("{}/{subtype}", kind.ctype()),
            None => kind.ctype().to_owned(),
        });
        let media_type = media_type.unwrap_or_else(|| String::from("text/plain"));
        Self {
            name: part.attachment_name().map(|name| veil.off(name)),
            media_type: veil.off(&media_type).to_ascii_lowercase(),
            content_id: part.content_id().map(|id| veil.off(id)),
            is_inline: part.content_disposition().is_some_and(mail_parser::ContentType::is_inline),
            bytes: bytes(part, letter),
        }
    }
}

/// The part's bytes out of the letter itself: the parser turns texts into UTF-8, and an attached file must stay as it
/// was sent.
fn bytes(part: &MessagePart<'_>, letter: &[u8]) -> Vec<u8> {
    let range = usize::try_from(part.offset_body).ok().zip(usize::try_from(part.offset_end).ok());
    let raw = range.and_then(|(start, end)| letter.get(start..end)).unwrap_or_default();
    let decoded = match part.encoding {
        Encoding::None => Some(raw.to_vec()),
        Encoding::Base64 => base64_text::decode(raw),
        Encoding::QuotedPrintable => quoted_printable_decode(raw),
    };
    decoded.unwrap_or_else(|| part.contents().to_vec())
}

impl fmt::Debug for Attachment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = formatter.debug_struct("Attachment");
        out.field("name", &self.name).field("media_type", &self.media_type).field("size", &self.size());
        out.finish_non_exhaustive()
    }
}
