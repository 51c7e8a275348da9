//! The form of a mail (RFC 5322, and MIME: RFC 2045 to 2049, 2183, 2231, 2047), as mail programs really write it.
//!
//! Headers and parts are split here, over slices of the mail and without recursion; the crate mail-parser decodes words,
//! addresses, dates and charsets, one bounded value at a time.

mod content;
mod encoding;
mod fields;
mod headers;
mod lexer;
mod structure;

#[cfg(test)]
mod tests;

pub(super) use content::Content;
pub(super) use encoding::Transfer;
pub(crate) use encoding::text_of;
pub use fields::Correspondent;
pub(super) use fields::cleaned;
pub use headers::Headers;
pub(super) use lexer::Lexer;
pub(super) use structure::{Limit, Part, Structure};
