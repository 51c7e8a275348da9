//! An observation sorted out by where things lie: clients' folders, top-level folders, files in them, and the rest.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::coverage::Coverage;
use super::flag::Flag;
use super::observed::{Entry, Kind, Observed, Scope};
use super::tree::Identity;
use crate::documents::names::is_passing;

/// A top-level folder on disk.
#[derive(Debug)]
pub(super) struct Top<'a> {
    /// The name of the folder above, a client's or not.
    pub client: &'a str,
    pub name: &'a str,
    pub entry: &'a Entry,
    /// The ordinary files in it and below, in order of their path.
    pub files: Vec<File<'a>>,
}

/// A file in a top-level folder.
#[derive(Debug, Clone, Copy)]
pub(super) struct File<'a> {
    /// Its path below the top-level folder.
    pub path: &'a str,
    pub entry: &'a Entry,
}

/// What was found, sorted out. Temporary and system files, and all in such folders, are left out.
#[derive(Debug, Default)]
pub(super) struct Sighting<'a> {
    pub at: i64,
    pub coverage: Coverage<'a>,
    /// Folders directly below the root.
    pub clients: Vec<&'a Entry>,
    pub tops: Vec<Top<'a>>,
    /// The identities of the folders below them.
    pub subfolders: HashSet<Identity>,
    /// What can't be a document, where it lies.
    pub odd: Vec<(&'a str, Flag)>,
    /// Top-level folders in which something was found without the folder itself.
    pub unknown_tops: BTreeSet<&'a str>,
}

impl<'a> Sighting<'a> {
    pub(super) fn new(observed: &'a Observed, scope: &'a Scope) -> Self {
        let mut counting = Counting::default();
        let mut entries: Vec<&Entry> =
            observed.entries.iter().filter(|entry| counting.counts(&entry.path)).collect();
        entries.sort_unstable_by(|one, two| one.path.cmp(&two.path));
        entries.dedup_by(|one, two| one.path == two.path);
        let coverage = Coverage::new(&entries, scope);
        let mut sighting = Self { at: observed.at, coverage, ..Self::default() };
        let (mut tops, mut last) = (HashMap::new(), None);
        // In order of their paths, so that a folder comes before what lies in it.
        for entry in entries {
            match split(&entry.path) {
                (client, Some(name), Some(path)) => {
                    sighting.take_lower(entry, (client, name), path, &tops, &mut last);
                }
                (client, name, _) => sighting.take_upper(entry, client, name, &mut tops),
            }
        }
        sighting
    }

    /// Takes what lies at most two levels below the root.
    fn take_upper(
        &mut self,
        entry: &'a Entry,
        client: &'a str,
        name: Option<&'a str>,
        tops: &mut HashMap<(&'a str, &'a str), usize>,
    ) {
        let (flag, folder) = match (entry.kind, name) {
            (Kind::Folder | Kind::UnreadFolder, name) => (None, Some(name)),
            (Kind::File, _) => (Some(Flag::OutsideFolders), None),
            (kind, _) => (odd(kind), None),
        };
        self.odd.extend(flag.map(|flag| (entry.path.as_str(), flag)));
        match folder {
            Some(Some(name)) => {
                tops.insert((client, name), self.tops.len());
                self.tops.push(Top { client, name, entry, files: Vec::new() });
            }
            Some(None) => self.clients.push(entry),
            None => {}
        }
    }

    /// Takes what lies in a top-level folder: mostly in the `last` one.
    fn take_lower(
        &mut self,
        entry: &'a Entry,
        folder: (&'a str, &'a str),
        path: &'a str,
        tops: &HashMap<(&'a str, &'a str), usize>,
        last: &mut Option<((&'a str, &'a str), usize)>,
    ) {
        let index = match *last {
            Some((above, index)) if above == folder => Some(index),
            _ => tops.get(&folder).copied(),
        };
        *last = index.map(|index| (folder, index));
        let Some(top) = index.and_then(|index| self.tops.get_mut(index)) else {
            let end = folder.0.len() + 1 + folder.1.len();
            self.unknown_tops.extend(entry.path.get(..end));
            return;
        };
        match entry.kind {
            Kind::File => top.files.push(File { path, entry }),
            Kind::Folder | Kind::UnreadFolder => self.subfolders.extend(entry.stat.identity),
            kind => self.odd.extend(odd(kind).map(|flag| (entry.path.as_str(), flag))),
        }
    }
}

fn odd(kind: Kind) -> Option<Flag> {
    match kind {
        Kind::Symlink => Some(Flag::Symlink),
        Kind::Special => Some(Flag::Special),
        Kind::NotUnicode => Some(Flag::NotUnicode),
        Kind::File | Kind::Folder | Kind::UnreadFolder => None,
    }
}

/// The client's folder, the top-level folder, and the path below it.
fn split(path: &str) -> (&str, Option<&str>, Option<&str>) {
    let mut parts = path.splitn(3, '/');
    (parts.next().unwrap_or_default(), parts.next(), parts.next())
}

/// Tells which paths may be documents' or folders'. Most lie in the folder of the one before.
#[derive(Default)]
struct Counting<'a> {
    above: Option<(&'a str, bool)>,
}

impl<'a> Counting<'a> {
    fn counts(&mut self, path: &'a str) -> bool {
        let Some((above, name)) = path.rsplit_once('/') else { return may_count(path) };
        let within = match self.above {
            Some((known, counts)) if known == above => counts,
            _ => above.split('/').all(may_count),
        };
        self.above = Some((above, within));
        within && may_count(name)
    }
}

fn may_count(name: &str) -> bool {
    !matches!(name, "" | "." | "..") && !is_passing(name)
}
