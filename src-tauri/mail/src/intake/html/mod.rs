//! The same for a mail that is HTML alone: its visible text in lines, told apart by the containers that programs put around a
//! quote, and by what [`reply`] finds in the lines.
//!
//! The text is what a browser would show, without links and pictures; nothing is rendered, loaded or run. A container that is
//! in doubt (a bare `blockquote`, Outlook's `#Signature`, in which people write) folds nothing by itself.

mod containers;
pub mod paper;
mod tokens;
mod writer;

#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod tests;

use std::ops::Range;

use super::reply::{self, Kind, Part};
use tokens::{Token, Tokens};
use writer::Writer;

/// The visible text of an HTML, in parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// All of it, in lines.
    pub text: String,
    ranges: Vec<(Kind, Range<usize>)>,
}

impl Text {
    /// The parts in their order, as [`reply::parts`] has them: together they are the text.
    pub fn parts(&self) -> Vec<Part<'_>> {
        let parts = self.ranges.iter().map(|(kind, range)| Part {
            kind: *kind,
            text: self.text.get(range.clone()).unwrap_or_default(),
        });
        parts.collect()
    }
}

/// Reads an HTML, whole or broken.
pub fn read(html: &str) -> Text {
    let mut writer = Writer::default();
    for token in Tokens::new(html) {
        match token {
            Token::Text(text) => writer.text(text),
            Token::Open(tag) => writer.open(&tag),
            Token::Close(name) => writer.close(name),
        }
    }
    let (text, marks) = writer.end();
    let mut start = 0;
    let parts = reply::parts_with(&text, &marks);
    let ranges = parts.into_iter().map(|part| {
        let range = start..start + part.text.len();
        start = range.end;
        (part.kind, range)
    });
    let ranges = ranges.collect();
    Text { text, ranges }
}
