//! What a look at the disk found, and how much of the disk was looked at.
//!
//! A scan opens each top-level folder once, takes the folder's own identity from that handle and reads what is below
//! relative to it; then a folder that is renamed or swapped during the scan can't lend its access to another's files.

use super::tree::{Sha256, Stat};

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Observed {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Whether the root is plainly there: the office's marker was found in it. An unmounted drive leaves an empty folder.
    pub root: bool,
    /// What was found, in any order. Of each top-level folder in which something was looked at, the folder itself and
    /// its client's folder too.
    pub entries: Vec<Entry>,
}

/// One thing on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where, below the root, parts separated by `/`, as the system spells it.
    pub path: String,
    /// What.
    pub kind: Kind,
    /// Size, time and identity.
    pub stat: Stat,
    /// How many names the file has; 0 where the system does not say.
    pub links: u64,
    /// What is in it, once [settled](super::settle) and hashed with exactly this stat.
    pub content: Option<Content>,
}

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A folder.
    Folder,
    /// A folder whose content could not be read: what is known below it stands.
    UnreadFolder,
    /// An ordinary file.
    File,
    /// A link.
    Symlink,
    /// A device, pipe or socket.
    Special,
    /// Anything with a name that is not valid Unicode; its path is only what can be shown of it.
    NotUnicode,
}

/// What is in a whole file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Content {
    /// Its hash.
    pub sha256: Sha256,
    /// Whether it is of a kind that clients are never shown.
    pub refused: bool,
}

/// How much of the disk was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// All of it.
    Whole,
    /// These parts.
    Parts(Vec<Look>),
}

/// A part of the disk to look at; paths are below the root.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Look {
    /// Whether something is at this path, and what.
    Entry(String),
    /// Everything directly in this folder. Below it, only what lay in a folder that is no longer there counts as looked at.
    Folder(String),
    /// This folder with everything below it; of the root, which is the empty path, that is all.
    Below(String),
}
