//! A plan in the making: acts are put down by what they do to what clients see, and come out in that order.

use std::collections::BTreeSet;

use super::acts::{Act, Plan};
use super::flag::Flag;
use super::observed::Look;
use super::sighting::Sighting;
use super::tree::{Stat, State, Tree};

/// How long something may be missing before it is gone, in milliseconds: long enough for a program that saves by renaming,
/// and for the other half of a move to be seen.
pub const GONE_AFTER: i64 = 3_000;

/// How long something may be missing while a file that may be it can't be read, in milliseconds.
pub const UNDECIDED_FOR: i64 = 600_000;

/// The acts so far.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// What changes nothing for clients and later acts may need: new folders, Private and empty.
    pub first: Vec<Act>,
    /// What hides.
    pub hide: Vec<Act>,
    /// Names and owners of folders.
    pub folders: Vec<Act>,
    /// Places of documents.
    pub documents: Vec<Act>,
    /// What is gone, hidden long since.
    pub gone: Vec<Act>,
    /// What shows documents.
    pub show: Vec<Act>,
    /// What shows folders.
    pub open: Vec<Act>,
    /// In no order, and perhaps twice.
    pub settle: Vec<(String, Stat)>,
    pub look: BTreeSet<Look>,
    again_at: Option<i64>,
}

impl Draft {
    /// Whether what is missing since then is gone now; if not yet, it is to be looked for again.
    pub(super) fn is_due(&mut self, since: i64, at: i64, undecided: bool) -> bool {
        let wait = if undecided { UNDECIDED_FOR } else { GONE_AFTER };
        // A clock that was set back must not keep the missing for years.
        if at < since || at.saturating_sub(since) >= wait {
            return true;
        }
        self.look_again_at(since.saturating_add(wait));
        false
    }

    /// The missing are to be looked for at this instant at the latest.
    pub(super) fn look_again_at(&mut self, at: i64) {
        self.again_at = Some(self.again_at.map_or(at, |before| before.min(at)));
    }

    pub(super) fn finish(mut self) -> Plan {
        // Of documents there may be very many: what comes first is put before them, not all into one list more.
        let mut acts = self.documents;
        acts.splice(0..0, [self.first, self.hide, self.folders].into_iter().flatten());
        for then in [self.gone, self.show, self.open] {
            acts.extend(then);
        }
        // Nearly in order already, of which a stable sort makes use.
        self.settle.sort_by(|(one, _), (two, _)| one.cmp(two));
        self.settle.dedup_by(|(one, _), (two, _)| one == two);
        Plan { acts, settle: self.settle, look: self.look.into_iter().collect(), again_at: self.again_at }
    }

    /// Says what can't be a document, and takes back what was said of what is not there any more.
    pub(super) fn flag_entries(&mut self, known: &Tree, sighting: &Sighting<'_>, strangers: &[&str]) {
        let strangers_too = strangers.iter().map(|folder| (*folder, Flag::NotAClient));
        let is_stranger = |path: &str| {
            let above = path.split_once('/').map(|(client, _)| client);
            above.is_some_and(|client| strangers.binary_search(&client).is_ok())
        };
        let found = sighting.odd.iter().copied().filter(|(path, _)| !is_stranger(path));
        let found: std::collections::BTreeMap<&str, Flag> = found.chain(strangers_too).collect();
        for path in known.flagged.keys() {
            if !found.contains_key(path.as_str()) && (sighting.coverage.covers(path) || is_stranger(path)) {
                self.hide.push(Act::EntryUnflagged { path: path.clone() });
            }
        }
        for (path, flag) in found {
            if known.flagged.get(path) != Some(&flag) {
                self.hide.push(Act::EntryFlagged { path: path.to_owned(), flag });
            }
        }
    }
}

/// What became of a client's folder or a top-level folder on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing<T> {
    /// It is here.
    Here(T),
    /// It is not where it was, and nowhere that was looked at.
    Lost,
    /// Nobody looked.
    NotLooked,
}

/// Those that are there are taken before those that are missing, and these before those that are gone.
pub(super) fn rank(state: State) -> u8 {
    match state {
        State::Present => 0,
        State::Missing { .. } => 1,
        State::Gone => 2,
    }
}
