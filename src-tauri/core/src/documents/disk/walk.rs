//! Walking over the folders, or over parts of them.

use std::collections::HashSet;

use cap_std::fs::Dir;

use super::crawl::{self, Listing, kind_of};
use super::{Disk, Reader, split};
use crate::documents::names::is_passing;
use crate::documents::plan::{Entry, Kind, Look};

/// All that is there, in order of the path.
pub(super) fn everything(disk: &Disk) -> Vec<Entry> {
    let mut entries = Vec::new();
    if let Ok(root) = disk.root.try_clone() {
        crawl::below(disk, root, "", &mut entries);
    }
    entries
}

/// What is in these parts.
pub(super) fn parts(disk: &Disk, parts: &[Look]) -> Vec<Entry> {
    let mut walk = Walk::new(disk);
    for part in parts {
        walk.part(part);
    }
    walk.entries
}

struct Walk<'d> {
    disk: &'d Disk,
    reader: Reader<'d>,
    /// The folders of the two upper levels that were told along.
    upper: HashSet<String>,
    entries: Vec<Entry>,
}

impl<'d> Walk<'d> {
    fn new(disk: &'d Disk) -> Self {
        Self { disk, reader: Reader::new(disk), upper: HashSet::new(), entries: Vec::new() }
    }

    fn part(&mut self, part: &Look) {
        let (Look::Entry(path) | Look::Folder(path) | Look::Below(path)) = part;
        // The two upper levels are always told along: the plan believes no file whose folder it has not seen.
        for (end, _) in path.match_indices('/').take(2) {
            let upper = path.get(..end).unwrap_or_default();
            if !self.upper.contains(upper) {
                self.upper.insert(upper.to_owned());
                self.entry(upper);
            }
        }
        if !path.is_empty() {
            self.entry(path);
        }
        if matches!(part, Look::Entry(_)) {
            return;
        }
        let Ok(dir) = self.disk.folder(path) else { return };
        let whole = match part {
            Look::Below(_) => crawl::below(self.disk, dir, path, &mut self.entries),
            _ => self.children(&dir, path),
        };
        if !whole && let Some(own) = self.entries.iter_mut().rev().find(|entry| entry.path == *path) {
            own.kind = Kind::UnreadFolder;
        }
    }

    /// What is at this path, if something is.
    fn entry(&mut self, path: &str) {
        if path.split('/').any(is_passing) {
            return;
        }
        let (above, name) = split(path);
        let found = self.reader.folder(above).and_then(|dir| dir.symlink_metadata(name));
        if let Ok(metadata) = found {
            self.entries.push(crawl::entry(self.disk, path.to_owned(), kind_of(&metadata), &metadata));
        }
    }

    /// Takes all that lies directly in a folder. Says whether it was read to its end.
    fn children(&mut self, dir: &Dir, path: &str) -> bool {
        let Listing { entries, whole } = crawl::list(self.disk, dir, path);
        self.entries.extend(entries);
        whole
    }
}
