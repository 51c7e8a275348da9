//! A zip opens by itself.
//!
//! [`outline()`] reads the list: what would land, under which names, and what is refused and why. [`unpack()`] writes the
//! chosen ones under an empty staging folder, or nothing; [`judge()`] does all of that but the writing, for whoever asks
//! first. None believes a header: sizes, ratios and checksums are measured while inflating. A zip inside the zip is
//! opened one level deep, into a folder of its name.
//!
//! The formats are those of APPNOTE.TXT 6.3.10 (PKWARE), stored and deflated, with zip64 and data descriptors. The
//! list at the archive's end (the central directory) is the one truth about what is in it; of a local header only the
//! length counts.

use std::ops::ControlFlow;

mod bytes;
mod encoding;
mod error;
mod inflate;
mod listing;
mod meter;
mod outline;
mod path;
mod refusal;
mod source;
mod tree;
mod unpack;

#[cfg(test)]
mod craft;
#[cfg(test)]
mod form_tests;
#[cfg(test)]
mod limits_tests;
// What packs is installed by `cargo xtask test` on Linux alone.
#[cfg(test)]
#[cfg(target_os = "linux")]
mod programs_tests;
#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod refusal_tests;
#[cfg(test)]
mod tests;

pub use bytes::{Judged, judge};
pub use encoding::NameEncoding;
pub use error::ZipError;
pub use outline::{Accepted, Content, Outline, Refused, outline};
pub use refusal::Refusal;
pub use unpack::{File, Unpacked, unpack};

/// How much an archive may hold. All of it is measured, zips inside included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Entries listed, accepted or not; and as many folders that no entry lists but paths need.
    pub entries: usize,
    /// Bytes inflated in all. What is refused for its content counts as far as it was inflated.
    pub unpacked: u64,
    /// How many times its packed bytes an entry may inflate to…
    pub ratio: u64,
    /// …once it is past so many bytes.
    pub ratio_from: u64,
    /// The longest path in bytes of UTF-8, below the folder into which it is unpacked. macOS allows 1,024 in all.
    pub path_bytes: usize,
}

impl Default for Limits {
    /// 10,000 entries, 2 GiB, a ratio of 200 past 10 MiB, paths of 700 bytes.
    fn default() -> Self {
        Self { entries: 10_000, unpacked: 2 << 30, ratio: 200, ratio_from: 10 << 20, path_bytes: 700 }
    }
}

/// How far a pass is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Files done.
    pub entries: usize,
    /// Bytes inflated.
    pub bytes: u64,
}

/// Told how far a pass is, from any thread, several times for each entry and every 128 KiB, so it must be quick; to
/// break is to cancel.
pub type Watch<'a> = &'a (dyn Fn(Progress) -> ControlFlow<()> + Sync);

/// What stops the reading of one entry: the entry alone, or the whole pass.
#[derive(Debug)]
enum Halt {
    Refused(Refusal),
    Ended(ZipError),
}

impl From<Refusal> for Halt {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<ZipError> for Halt {
    fn from(error: ZipError) -> Self {
        Self::Ended(error)
    }
}
