//! Anchors: what every mail says of the audit trail's last row at the moment it left. Whoever computes the chain anew can
//! change each row of it, but not the mails that have left.
//!
//! A mail has two headers: `X-Studiolo-Trail: <seq> <hash>`, and `X-Studiolo-Trail-Seal: <at> <seal>` with the instant
//! in milliseconds. The seal is made of the three and of the office's key, so that nobody else can write an anchor of
//! this office; what has none that fits is another office's, or a forgery, and says nothing.

mod gather;
mod scan;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde::Serialize;

pub use gather::{Gathered, Unread, gather};

use crate::error::Result;
use crate::key::Key;
use crate::time::{Instant, Millis};

/// The header with number and hash of the audit trail's last row.
pub const TRAIL: &str = "X-Studiolo-Trail";

/// The header with the instant and the seal.
pub const SEAL: &str = "X-Studiolo-Trail-Seal";

/// What a mail says of the trail.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Anchor {
    /// The row that was the last one, …
    pub seq: i64,
    /// … its hash, …
    pub hash: String,
    /// … and when the mail left.
    pub at: Millis,
}

impl Anchor {
    /// The headers of a mail that leaves now.
    pub fn headers(&self, key: &Key) -> Result<Vec<(String, String)>> {
        let Self { seq, hash, at } = self;
        Ok(vec![
            (TRAIL.to_owned(), format!("{seq} {hash}")),
            (SEAL.to_owned(), format!("{} {}", at.0, self.seal(key)?)),
        ])
    }

    /// The anchor that the values of the two headers make, if the seal is this key's.
    fn read(trail: &str, seal: &str, key: &Key) -> Option<Self> {
        let two = |text: &str| -> Option<(i64, String)> {
            let (number, rest) = text.trim().split_once(char::is_whitespace)?;
            Some((number.parse().ok()?, rest.trim().to_owned()))
        };
        let ((seq, hash), (at, seal)) = (two(trail)?, two(seal)?);
        let anchor = Self { seq, hash, at: Millis(at) };
        (seq > 0 && anchor.seal(key).ok()? == seal).then_some(anchor)
    }

    fn seal(&self, key: &Key) -> Result<String> {
        let Self { seq, hash, at } = self;
        key.seal_of(&format!("studiolo trail\n{seq}\n{hash}\n{}", at.0))
    }
}

/// What the trail, looked through row by row, has to say to the anchors.
#[derive(Debug)]
pub struct Comparison {
    ahead: BTreeMap<Anchor, PathBuf>,
    agree: Vec<Anchor>,
    differ: Vec<(Anchor, PathBuf)>,
}

impl Comparison {
    /// With these anchors, and a file in which each stands.
    pub const fn new(anchors: BTreeMap<Anchor, PathBuf>) -> Self {
        Self { ahead: anchors, agree: Vec::new(), differ: Vec::new() }
    }

    /// The next row of the trail, which follows from the one before.
    pub fn row(&mut self, seq: i64, hash: &str) {
        while let Some(first) = self.ahead.first_entry().filter(|first| first.key().seq <= seq) {
            let (anchor, file) = first.remove_entry();
            if anchor.seq == seq && anchor.hash == hash {
                self.agree.push(anchor);
            } else {
                self.differ.push((anchor, file));
            }
        }
    }

    /// The trail has no more than `rows` rows; or, if it is broken, none after them that can be trusted.
    pub fn end(self, rows: i64, broken: bool) -> Compared {
        let Self { ahead, agree, differ } = self;
        let missing = if broken { None } else { ahead.last_key_value() };
        let missing = missing.map(|(anchor, file)| Missing {
            after: rows,
            up_to: anchor.seq,
            mail: file.display().to_string(),
            left_at: anchor.at.into(),
        });
        let beyond = ahead.iter().filter(|_| !broken).map(|(anchor, file)| (rows + 1, anchor, file));
        let wrong: Vec<_> =
            differ.iter().map(|(anchor, file)| (anchor.seq, anchor, file)).chain(beyond).collect();
        Compared {
            agree: agree.len(),
            differ: differ.len(),
            beyond: ahead.len(),
            changed: changed(&wrong, agree),
            missing,
        }
    }
}

/// What came of a comparison. Counts are of anchors that differ from each other: mails that left together have the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// Anchors whose row is as it was.
    pub agree: usize,
    /// Anchors whose row has another hash now.
    pub differ: usize,
    /// Anchors of rows after the last one that can be trusted.
    pub beyond: usize,
    /// Where the trail is not what it was.
    pub changed: Option<Changed>,
    /// Rows that were there and are not.
    pub missing: Option<Missing>,
}

/// Where the first row is that is not what it was: after `after`, at `at_latest` at the latest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// The last row that is certainly as it was; 0: none is.
    pub after: i64,
    /// A row that is certainly not, or is missing. One before it may be the first.
    pub at_latest: i64,
    /// A file whose mail says so.
    pub mail: String,
    /// When that mail left.
    pub left_at: Instant,
}

/// Rows that are missing at the trail's end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// The last row that is there.
    pub after: i64,
    /// There were rows up to this one at least.
    pub up_to: i64,
    /// A file whose mail says so.
    pub mail: String,
    /// When that mail left.
    pub left_at: Instant,
}

/// Each mail that contradicts the trail (with the row that is wrong at the latest) vouches for a trail of its time; the
/// mails that left before it and agree with the present trail say how far the two are the same. The first change of all lies
/// between the smallest of these and the smallest row that is wrong: also where the trail was changed more than once,
/// and the mails that left since agree with what it became.
fn changed(wrong: &[(i64, &Anchor, &PathBuf)], mut agree: Vec<Anchor>) -> Option<Changed> {
    let (at_latest, witness, file) = wrong.iter().min_by_key(|(row, anchor, _)| (*row, anchor.at))?;
    agree.sort_by_key(|anchor| anchor.at);
    let mut by_time: Vec<_> = wrong.iter().map(|(row, anchor, _)| (anchor.at, *row)).collect();
    by_time.sort_unstable();
    let (mut agree, mut before) = (agree.iter().peekable(), BTreeSet::new());
    let same_up_to = by_time.into_iter().map(|(at, row)| {
        while let Some(anchor) = agree.next_if(|anchor| anchor.at <= at) {
            before.insert(anchor.seq);
        }
        before.range(..row).next_back().copied().unwrap_or_default()
    });
    Some(Changed {
        after: same_up_to.min().unwrap_or_default(),
        at_latest: *at_latest,
        mail: file.display().to_string(),
        left_at: witness.at.into(),
    })
}

#[cfg(test)]
mod tests;
