//! Files that are being written: which of them are to be looked at when, and the looking itself.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::time::Duration;

use tokio::time::Instant;

use super::disk::{Disk, Reader};
use super::plan::settle::{Next, Reading, Settling};
use super::plan::{Content, Stat};
use super::workers;

/// How long size, time and identity must have stood still, in milliseconds: longer than the coarsest file system's step of
/// time, FAT's 2 s.
const QUIET: i64 = 2_500;

/// How long one round of hashing may take before what it found is written.
const ROUND: Duration = Duration::from_secs(2);

/// How many files one round may look at.
const FILES: usize = 20_000;

/// What was found whole, by path below the root.
pub(super) type Whole = BTreeMap<String, (Stat, Content)>;

/// The files that are not whole yet. Its times are milliseconds by the monotonic clock.
#[derive(Debug)]
pub(super) struct Queue {
    since: Instant,
    files: BTreeMap<String, (Settling, i64)>,
}

impl Default for Queue {
    fn default() -> Self {
        Self { since: Instant::now(), files: BTreeMap::new() }
    }
}

impl Queue {
    /// Takes files in, as they were just read; one that is in already goes on as it is.
    pub fn extend(&mut self, files: Vec<(String, Stat)>) {
        let now = self.now();
        let new = |stat| {
            let mut settling = Settling::new(QUIET);
            match settling.observe(Reading::Stat(stat), now) {
                Next::Wait { until } => (settling, until),
                _ => (settling, now),
            }
        };
        if self.files.is_empty() {
            self.files = files.into_iter().map(|(path, stat)| (path, new(stat))).collect();
            return;
        }
        for (path, stat) in files {
            self.files.entry(path).or_insert_with(|| new(stat));
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// How long until one is to be looked at; `None`: there is none.
    pub fn wait(&self) -> Option<Duration> {
        let next = self.files.values().map(|(_, until)| *until).min()?;
        Some(Duration::from_millis(u64::try_from(next - self.now()).unwrap_or_default()))
    }

    /// Takes out those that are to be looked at now, as many as a round may look at.
    pub fn due(&mut self) -> Round {
        let now = self.now();
        let due = self.files.iter().filter(|(_, (_, until))| *until <= now).take(FILES);
        let due: Vec<String> = due.map(|(path, _)| path.clone()).collect();
        let files = due.into_iter().filter_map(|path| self.files.remove_entry(&path));
        Round { since: self.since, files: files.map(|(path, (settling, _))| (path, settling)).collect() }
    }

    /// Puts back what a round has not come to the end of.
    pub fn put_back(&mut self, rest: Vec<(String, Settling, i64)>) {
        for (path, settling, until) in rest {
            self.files.insert(path, (settling, until));
        }
    }

    fn now(&self) -> i64 {
        millis(self.since)
    }
}

fn millis(since: Instant) -> i64 {
    i64::try_from(since.elapsed().as_millis()).unwrap_or(i64::MAX)
}

/// Files to be looked at together.
#[derive(Debug)]
pub(super) struct Round {
    since: Instant,
    files: Vec<(String, Settling)>,
}

/// What a round has found.
#[derive(Debug, Default)]
pub(super) struct Looked {
    /// What is whole.
    pub whole: Whole,
    /// What is not there any more.
    pub absent: Vec<String>,
    /// What is to be looked at again, and when.
    pub rest: Vec<(String, Settling, i64)>,
}

impl Round {
    /// Whether there is nothing to look at.
    pub const fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Reads and, where that is due, hashes. For as long as a round may take; the rest is told back.
    pub fn look(self, disk: &Disk) -> Looked {
        let (since, until) = (self.since, Instant::now() + ROUND);
        let look = |reader: &mut Reader<'_>, (path, settling): &(String, Settling)| {
            let mut settling = settling.clone();
            let found = if Instant::now() > until {
                Found::Later(millis(since))
            } else {
                look_at(reader, path, &mut settling, since)
            };
            Ok::<_, Infallible>((settling, found))
        };
        // Those of one folder stand together, so that each reader keeps it open.
        let Ok(found) = workers::each(&self.files, || Reader::new(disk), look);
        let mut looked = Looked::default();
        for ((path, _), (settling, found)) in self.files.into_iter().zip(found) {
            match found {
                Found::Whole(stat, content) => drop(looked.whole.insert(path, (stat, content))),
                Found::Absent => looked.absent.push(path),
                Found::Later(until) => looked.rest.push((path, settling, until)),
            }
        }
        looked
    }
}

/// What is found of one file.
enum Found {
    Whole(Stat, Content),
    Absent,
    /// To be looked at again at this instant.
    Later(i64),
}

fn look_at(reader: &mut Reader<'_>, path: &str, settling: &mut Settling, since: Instant) -> Found {
    let now = millis(since);
    let mut next = settling.observe(reader.reading(path), now);
    let mut content = None;
    if next == Next::Hash {
        next = match reader.hash(path) {
            Ok((found, after)) => {
                content = Some(found);
                settling.hashed(found.sha256, after, millis(since))
            }
            Err(Reading::Absent) => Next::Absent,
            Err(_) => settling.not_hashed(millis(since)),
        };
    }
    match (next, content) {
        (Next::Wait { until }, _) => Found::Later(until),
        (Next::Whole { stat, .. }, Some(content)) => Found::Whole(stat, content),
        (Next::Absent, _) => Found::Absent,
        // Nothing else comes of a hash.
        (Next::Hash | Next::Whole { .. }, _) => Found::Later(now),
    }
}
