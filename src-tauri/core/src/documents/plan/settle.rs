//! When a file is whole: its size, time and identity are the same in two readings that lie apart, and still the same once it
//! was hashed.
//!
//! The readings are made by others, as is the waiting; this only says what comes next. Times are milliseconds. The quiet
//! time must be longer than the file system's steps of time (2 s on FAT, some milliseconds elsewhere): then a write after
//! the second reading shows in the time of the file.

use super::tree::{Sha256, Stat};

#[cfg(test)]
mod tests;

/// The longest pause between two looks at a file that keeps changing or can't be read, in milliseconds.
pub const LONGEST_PAUSE: i64 = 60_000;

/// What was read of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Its stat.
    Stat(Stat),
    /// It is there and can't be opened or read now.
    Locked,
    /// It is not there, or no ordinary file.
    Absent,
}

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Look again, not before this instant.
    Wait {
        /// In milliseconds.
        until: i64,
    },
    /// Hash it now, then say so with [`Settling::hashed`].
    Hash,
    /// It is whole, and this is its content.
    Whole {
        /// As it was before and after hashing.
        stat: Stat,
        /// Its hash.
        sha256: Sha256,
    },
    /// It is not there any more: nothing is left to settle.
    Absent,
}

/// A file that is being settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settling {
    quiet: i64,
    pause: i64,
    /// The last reading, and when it was first read so.
    seen: Option<(Stat, i64)>,
    /// Whether that one is being hashed.
    hashing: bool,
}

impl Settling {
    /// A file of which nothing was read yet, to be unchanged for `quiet` milliseconds, at least 1.
    pub fn new(quiet: i64) -> Self {
        let quiet = quiet.max(1);
        Self { quiet, pause: quiet, seen: None, hashing: false }
    }

    /// Takes a reading. May be given early; then it says how long is still to wait.
    pub fn observe(&mut self, reading: Reading, now: i64) -> Next {
        self.hashing = false;
        let stat = match reading {
            Reading::Stat(stat) => stat,
            Reading::Locked => {
                self.seen = None;
                return self.wait_longer(now);
            }
            Reading::Absent => return Next::Absent,
        };
        match &mut self.seen {
            Some((before, since)) if *before == stat => {
                // A clock that was set back: counted anew from here.
                *since = now.min(*since);
                let until = since.saturating_add(self.quiet);
                self.hashing = until <= now;
                if self.hashing { Next::Hash } else { Next::Wait { until } }
            }
            Some(seen) => {
                *seen = (stat, now);
                self.wait_longer(now)
            }
            None => {
                self.seen = Some((stat, now));
                Next::Wait { until: now.saturating_add(self.quiet) }
            }
        }
    }

    /// Takes the hash, and a reading made after the last byte was read. A hash that nobody asked for, or of a file that has
    /// changed meanwhile, is thrown away.
    pub fn hashed(&mut self, sha256: Sha256, after: Reading, now: i64) -> Next {
        match (self.hashing, self.seen, after) {
            (true, Some((stat, _)), Reading::Stat(after)) if stat == after => Next::Whole { stat, sha256 },
            _ => self.observe(after, now),
        }
    }

    /// Takes it that the file could not be hashed to its end.
    pub fn not_hashed(&mut self, now: i64) -> Next {
        self.observe(Reading::Locked, now)
    }

    fn wait_longer(&mut self, now: i64) -> Next {
        let until = now.saturating_add(self.pause);
        self.pause = self.pause.saturating_mul(2).min(LONGEST_PAUSE.max(self.quiet));
        Next::Wait { until }
    }
}
