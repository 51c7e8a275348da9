//! Why a document was refused, and where.

use super::{MAX_BYTES, MAX_DEPTH, MAX_LINK_BYTES, VERSION};

/// A document that is not taken. Nothing of it was kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{fault}{}", place(.path))]
pub struct DocumentError {
    /// What is wrong.
    pub fault: Fault,
    /// Where, from the document down, as in `content[3].content[0].marks[1]`; empty for the document as a whole.
    pub path: String,
}

/// What can be wrong with a document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The text is not JSON.
    #[error("the document is not JSON: {0}")]
    NotJson(String),
    /// It is not wrapped as `{"v":1,"doc":…}`.
    #[error("the document needs \"v\": {VERSION}, the only version that is understood")]
    Version,
    /// More bytes than [`MAX_BYTES`].
    #[error("the document has {0} bytes, {MAX_BYTES} is the most")]
    TooLong(usize),
    /// Nested deeper than [`MAX_DEPTH`].
    #[error("more than {MAX_DEPTH} levels lie inside each other")]
    TooDeep,
    /// A node that is not on the list, or not in this place.
    #[error("a node \"{0}\" is not allowed")]
    Node(String),
    /// A mark that is not on the list.
    #[error("a mark \"{0}\" is not allowed")]
    Mark(String),
    /// The same mark twice on one piece of text.
    #[error("the mark \"{0}\" stands there twice")]
    MarkTwice(String),
    /// A field or an attribute that is not on the list.
    #[error("a field \"{0}\" is not allowed")]
    Field(String),
    /// A field that is missing or has another type or value than it may have.
    #[error("\"{field}\" must be {expected}")]
    Expected {
        /// The field's name.
        field: &'static str,
        /// What would be right.
        expected: &'static str,
    },
    /// A link that is not `http`, `https` or `mailto`, or that hides characters.
    #[error(
        "a link may only begin with http://, https:// or mailto: and hold no spaces or hidden characters"
    )]
    Link,
    /// A link longer than [`MAX_LINK_BYTES`].
    #[error("a link has {0} bytes, {MAX_LINK_BYTES} is the most")]
    LinkTooLong(usize),
}

impl DocumentError {
    /// The stable name on the wire: `too_long`, `link_too_long`, `link_not_allowed` or `invalid_document`.
    pub fn code(&self) -> &'static str {
        match self.fault {
            Fault::TooLong(_) => "too_long",
            Fault::LinkTooLong(_) => "link_too_long",
            Fault::Link => "link_not_allowed",
            _ => "invalid_document",
        }
    }

    pub(super) fn too_long(bytes: usize) -> Self {
        Self { fault: Fault::TooLong(bytes), path: String::new() }
    }

    pub(super) fn not_json(error: &serde_json::Error) -> Self {
        Self { fault: Fault::NotJson(error.to_string()), path: String::new() }
    }
}

fn place(path: &str) -> String {
    if path.is_empty() { String::new() } else { format!(" (at {path})") }
}
