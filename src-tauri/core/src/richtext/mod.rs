//! The message document: what the owner and the clients write, kept as structure and never as markup.
//!
//! A document is stored as versioned JSON, `{"v":1,"doc":{"type":"doc","content":[…]}}`, in the shape that the
//! editor (Tiptap 3) reads and writes. Everything that enters passes [`Document::from_json`],
//! [`Document::from_value`] or [`Document::from_text`], which know a short list of nodes and marks and refuse the
//! rest with its place. What comes out (HTML, plain text, JSON) is built from these enums alone, so no input can
//! put markup of its own into a mail or a page.
//!
//! Invariants: at least one block; lists and quotes are never empty; a list item begins with a paragraph; nothing
//! lies deeper than [`MAX_DEPTH`]; the stored JSON is at most [`MAX_BYTES`]; every link is `http`, `https` or
//! `mailto`.

mod error;
mod html;
mod json;
mod link;
mod parse;
#[cfg(test)]
pub(crate) mod property_tests;
mod runs;
#[cfg(test)]
mod tests;
mod text;
#[cfg(test)]
pub(crate) mod tokens;

use std::collections::BTreeSet;

use serde_json::Value;

pub use error::{DocumentError, Fault};
pub use html::{Dress, Element, escape};
pub use link::{Link, MAX_LINK_BYTES};
pub use text::{extends_character, shorten};

/// The version of the stored shape that is written and read.
pub const VERSION: u64 = 1;
/// The longest document, in bytes of its stored JSON: 1 MiB.
pub const MAX_BYTES: usize = 1024 * 1024;
/// The deepest nesting of nodes below the document; a list inside a list lies two levels deeper.
pub const MAX_DEPTH: usize = 32;

/// A message that has passed validation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    blocks: Vec<Block>,
}

/// What stands on lines of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Block {
    /// Running words; may be empty, as a blank line is.
    Paragraph(Vec<Inline>),
    /// A title inside the message.
    Heading(Level, Vec<Inline>),
    /// Words of someone else.
    Quote(Vec<Block>),
    /// Items in no order; each begins with a paragraph.
    BulletList(Vec<Vec<Block>>),
    /// Items counted from `start`; each begins with a paragraph.
    OrderedList {
        /// The number of the first item, at most 999,999.
        start: u32,
        /// The items, each with at least one block.
        items: Vec<Vec<Block>>,
    },
}

/// The rank of a heading inside the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The largest.
    One,
    /// The middle one.
    Two,
    /// The smallest.
    Three,
}

/// A piece of a line, with the marks that lie on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inline {
    /// What it is.
    pub content: Content,
    /// How it is set.
    pub marks: BTreeSet<Mark>,
    /// Where it leads.
    pub link: Option<Link>,
}

/// What a piece of a line can be. Mentions and videos will stand here beside words.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Content {
    /// Words, never empty.
    Text(String),
    /// A new line within the same block.
    Break,
}

/// How words are set. The order is the one in which the editor nests them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Strong.
    Bold,
    /// Emphasised.
    Italic,
    /// Struck through.
    Strike,
    /// Underlined.
    Underline,
}

impl Document {
    /// Reads the stored or received JSON text.
    pub fn from_json(json: &str) -> Result<Self, DocumentError> {
        if json.len() > MAX_BYTES {
            return Err(DocumentError::too_long(json.len()));
        }
        let value = serde_json::from_str(json).map_err(|error| DocumentError::not_json(&error))?;
        Self::from_value(&value)
    }

    /// Reads JSON that is already parsed.
    pub fn from_value(value: &Value) -> Result<Self, DocumentError> {
        Self { blocks: parse::wrapped(value)? }.within_limit()
    }

    /// Reads what a request calls `body`: a document, or a string that is taken as plain paragraphs.
    pub fn from_body(body: &Value) -> Result<Self, DocumentError> {
        match body {
            Value::String(text) => Self::from_text(text),
            document => Self::from_value(document),
        }
    }

    /// Plain words: a blank line begins a new paragraph, a single line end stays a line end.
    pub fn from_text(text: &str) -> Result<Self, DocumentError> {
        Self { blocks: parse::plain(text) }.within_limit()
    }

    /// A document without words.
    pub fn empty() -> Self {
        Self { blocks: parse::plain("") }
    }

    /// The blocks, from top to bottom.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The document as it is stored; [`Document::from_json`] reads it back to an equal one.
    pub fn to_json(&self) -> String {
        self.to_value().to_string()
    }

    /// The document as it is stored, not yet written out.
    pub fn to_value(&self) -> Value {
        json::wrapped(&self.blocks)
    }

    /// The words alone, for text mails, search and list rows: lists as `- ` and `1. `, quotes behind `> `, links as
    /// `words (address)`. Paragraphs are apart by a blank line; lines are not wrapped.
    pub fn plain_text(&self) -> String {
        text::plain(&self.blocks)
    }

    /// The beginning of the message on one line of at most `max_chars` characters, cut between words and then
    /// ended by `…`. It serves as the subject when none was written.
    pub fn first_words(&self, max_chars: usize) -> String {
        shorten(&text::flow(&self.blocks), max_chars)
    }

    /// True when nothing can be read in it.
    pub fn is_empty(&self) -> bool {
        text::flow(&self.blocks).is_empty()
    }

    /// The message as an HTML fragment made of `p h2 h3 h4 blockquote ul ol li br strong em s u a` and nothing else.
    /// Headings begin at `h2`, since the page has its own `h1`.
    pub fn html(&self) -> String {
        self.html_dressed(&Dress::PLAIN)
    }

    /// The same, with inline styles and another first heading level, for places where style sheets are not reliable.
    pub fn html_dressed(&self, dress: &Dress) -> String {
        html::render(&self.blocks, dress)
    }

    /// All runs of words, from top to bottom.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        runs::of(&self.blocks).into_iter()
    }

    /// The same message with each run of words changed; one of which nothing is left is left out.
    pub fn map_words(&self, mut change: impl FnMut(&str) -> String) -> Result<Self, DocumentError> {
        Self { blocks: runs::map(&self.blocks, &mut change) }.within_limit()
    }

    /// This message with another below it.
    pub fn followed_by(&self, other: &Self) -> Result<Self, DocumentError> {
        let blocks = self.blocks.iter().chain(&other.blocks).cloned().collect();
        Self { blocks }.within_limit()
    }

    fn within_limit(self) -> Result<Self, DocumentError> {
        let bytes = self.to_json().len();
        if bytes > MAX_BYTES { Err(DocumentError::too_long(bytes)) } else { Ok(self) }
    }
}

impl Level {
    /// 1, 2 or 3.
    pub fn number(self) -> u8 {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Three => 3,
        }
    }
}

impl Mark {
    /// The name of the mark in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bold => "bold",
            Self::Italic => "italic",
            Self::Strike => "strike",
            Self::Underline => "underline",
        }
    }
}
