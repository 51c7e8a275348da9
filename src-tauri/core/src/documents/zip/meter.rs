//! What a pass has measured so far, across its threads.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed};

use super::{Limits, Progress, Watch, ZipError};

/// Counts bytes as they are inflated and entries as they are done, and stops at the limit or when the watch says so.
pub(super) struct Meter<'a> {
    watch: Watch<'a>,
    limit: u64,
    bytes: AtomicU64,
    set_aside: AtomicU64,
    entries: AtomicUsize,
    stopped: AtomicBool,
}

impl<'a> Meter<'a> {
    pub(super) fn new(limits: &Limits, watch: Watch<'a>) -> Self {
        Self {
            watch,
            limit: limits.unpacked,
            bytes: AtomicU64::new(0),
            set_aside: AtomicU64::new(0),
            entries: AtomicUsize::new(0),
            stopped: AtomicBool::new(false),
        }
    }

    /// One more entry is done.
    pub(super) fn done(&self) -> Result<(), ZipError> {
        self.entries.fetch_add(1, Relaxed);
        self.look()
    }

    /// So many more bytes are inflated.
    pub(super) fn inflated(&self, bytes: u64) -> Result<(), ZipError> {
        self.count(&self.bytes, bytes)
    }

    /// So many more bytes of a zip inside are inflated, to be read and thrown away. They do not land, so they count
    /// apart, to the same limit.
    pub(super) fn set_aside(&self, bytes: u64) -> Result<(), ZipError> {
        self.count(&self.set_aside, bytes)
    }

    fn count(&self, counter: &AtomicU64, bytes: u64) -> Result<(), ZipError> {
        if counter.fetch_add(bytes, Relaxed).saturating_add(bytes) > self.limit {
            return Err(ZipError::TooMuch { limit: self.limit });
        }
        self.look()
    }

    /// Stops if the watch says so.
    pub(super) fn look(&self) -> Result<(), ZipError> {
        let progress = Progress { entries: self.entries.load(Relaxed), bytes: self.bytes.load(Relaxed) };
        // Once broken off, no thread asks again.
        if self.stopped.load(Relaxed) || (self.watch)(progress).is_break() {
            self.stopped.store(true, Relaxed);
            return Err(ZipError::Cancelled);
        }
        Ok(())
    }
}
