//! Which paths a scan has looked at: of those, and of no others, absence says something.

use std::collections::HashSet;

use super::observed::{Entry, Kind, Look, Scope};

/// The question whether a path was looked at, answered in time that grows with its depth alone.
#[derive(Debug, Default)]
pub(super) struct Coverage<'a> {
    whole: bool,
    entries: HashSet<&'a str>,
    folders: HashSet<&'a str>,
    below: HashSet<&'a str>,
    unread: HashSet<&'a str>,
    /// Folders that were found, kept only for a partial scan.
    found: HashSet<&'a str>,
}

impl<'a> Coverage<'a> {
    pub(super) fn new(entries: &[&'a Entry], scope: &'a Scope) -> Self {
        let mut coverage = Self::default();
        match scope {
            Scope::Whole => coverage.whole = true,
            Scope::Parts(parts) => {
                for part in parts {
                    match part {
                        Look::Entry(path) => coverage.entries.insert(path),
                        Look::Folder(path) => coverage.folders.insert(path),
                        Look::Below(path) => coverage.below.insert(path),
                    };
                }
            }
        }
        coverage.whole |= coverage.below.contains("");
        for entry in entries {
            let unread = entry.kind == Kind::UnreadFolder;
            if unread {
                coverage.unread.insert(&entry.path);
            }
            if unread || (entry.kind == Kind::Folder && !coverage.whole) {
                coverage.found.insert(&entry.path);
            }
        }
        coverage
    }

    /// Whether everything was looked at, so that no path need be asked for.
    pub(super) fn is_everything(&self) -> bool {
        self.whole && self.unread.is_empty()
    }

    /// Whether all that was known was at least asked for.
    pub(super) fn is_whole(&self) -> bool {
        self.whole
    }

    /// Whether it was looked at what is at this path.
    pub(super) fn covers(&self, path: &str) -> bool {
        if self.is_everything() {
            return true;
        }
        if !self.unread.is_empty() && above(path).any(|folder| self.unread.contains(folder)) {
            return false;
        }
        self.whole
            || self.was_asked_for(path)
            || above(path).any(|folder| {
                !folder.is_empty() && self.was_asked_for(folder) && !self.found.contains(folder)
            })
    }

    /// Whether everything below this folder was looked at.
    pub(super) fn covers_all_below(&self, folder: &str) -> bool {
        let asked = self.whole || self.below.contains(folder) || self.is_below_asked(folder);
        asked && (self.unread.is_empty() || !self.unread.iter().any(|unread| is_at_or_below(unread, folder)))
    }

    fn was_asked_for(&self, path: &str) -> bool {
        self.entries.contains(path)
            || above(path).next().is_some_and(|parent| self.folders.contains(parent))
            || self.is_below_asked(path)
    }

    fn is_below_asked(&self, path: &str) -> bool {
        !self.below.is_empty() && above(path).any(|folder| self.below.contains(folder))
    }
}

/// The folders above a path, from the nearest to the root, which is the empty path.
pub(super) fn above(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |path| parent(path)).skip(1)
}

/// The folder in which a path lies; None of the root itself.
pub(super) fn parent(path: &str) -> Option<&str> {
    (!path.is_empty()).then(|| path.rsplit_once('/').map_or("", |(parent, _)| parent))
}

/// Whether a path is this folder or lies below it.
pub(super) fn is_at_or_below(path: &str, folder: &str) -> bool {
    folder.is_empty()
        || path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
