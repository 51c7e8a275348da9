//! Listing folders, and all that lies below one, on a few threads.
//!
//! Every folder is opened relative to the one above it and listed by that handle. Whichever thread is free takes the next
//! that waits; only so many wait, opened, for a process may hold few files open: those below the others are listed at once.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::io;
use std::panic::resume_unwind;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use cap_fs_ext::{DirEntryExt, DirExt, MetadataExt};
use cap_std::fs::{Dir, Metadata};

use super::{Disk, split};
use crate::documents::names::is_passing;
use crate::documents::plan::{Entry, Kind};
use crate::documents::workers;

#[cfg(test)]
#[path = "crawl_tests.rs"]
mod tests;

/// How many folders wait opened at most.
const WAITING: usize = 64;

/// What lies directly in a folder.
pub(super) struct Listing {
    /// In order of their names.
    pub entries: Vec<Entry>,
    /// Whether all that is there was read.
    pub whole: bool,
}

/// What lies directly in this folder.
pub(super) fn list(disk: &Disk, dir: &Dir, path: &str) -> Listing {
    let mut entries = Vec::new();
    let whole = read(disk, dir, path, &mut entries).is_ok();
    entries.sort_unstable_by(|one, two| one.path.cmp(&two.path));
    // Many folders are held at once, and few entries in each.
    entries.shrink_to_fit();
    Listing { entries, whole }
}

fn read(disk: &Disk, dir: &Dir, path: &str, entries: &mut Vec<Entry>) -> io::Result<()> {
    for entry in dir.entries()? {
        let entry = entry?;
        let name = entry.file_name();
        if name.to_str().is_some_and(is_passing) {
            continue;
        }
        let metadata = match entry.full_metadata() {
            Ok(metadata) => metadata,
            // Gone since it was listed.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        let kind = if name.to_str().is_some() { kind_of(&metadata) } else { Kind::NotUnicode };
        entries.push(self::entry(disk, join(path, &name), kind, &metadata));
    }
    Ok(())
}

/// An entry of what was read about it.
pub(super) fn entry(disk: &Disk, path: String, kind: Kind, metadata: &Metadata) -> Entry {
    let (stat, links) = (disk.stat(metadata), MetadataExt::nlink(metadata));
    Entry { path, kind, stat, links, content: None }
}

/// What is of this metadata and has a name that is valid Unicode.
pub(super) fn kind_of(metadata: &Metadata) -> Kind {
    if metadata.is_dir() {
        Kind::Folder
    } else if metadata.is_file() {
        Kind::File
    } else if metadata.is_symlink() {
        Kind::Symlink
    } else {
        Kind::Special
    }
}

fn join(path: &str, name: &OsStr) -> String {
    let name = name.to_string_lossy();
    if path.is_empty() {
        return name.into_owned();
    }
    let mut joined = String::with_capacity(path.len() + 1 + name.len());
    joined.push_str(path);
    joined.push('/');
    joined.push_str(&name);
    joined
}

/// Puts all that lies below this folder behind `entries`, in order of the path. Says whether the folder itself was read
/// to its end.
pub(super) fn below(disk: &Disk, dir: Dir, path: &str, entries: &mut Vec<Entry>) -> bool {
    let crawl = Crawl {
        disk,
        folders: Mutex::new(Folders { waiting: vec![(dir, path.to_owned())], at_work: 0 }),
        changed: Condvar::new(),
    };
    let mut listings = thread::scope(|scope| {
        let others: Vec<_> = (1..workers::threads()).map(|_| scope.spawn(|| crawl.work())).collect();
        let mut listings = crawl.work();
        for other in others {
            listings.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        listings
    });
    entries.reserve(listings.values().map(|listing| listing.entries.len()).sum());
    put_in_order(path, &mut listings, entries)
}

type Listings = HashMap<String, Listing>;

/// Moves a folder's entries, and all that lies below them, behind those there: in order of the whole path, by which `a b`
/// comes before what lies in `a`. Says whether the folder itself was read to its end.
fn put_in_order(path: &str, listings: &mut Listings, all: &mut Vec<Entry>) -> bool {
    let Some(Listing { entries, whole }) = listings.remove(path) else { return false };
    let folders = entries.iter().filter(|entry| entry.kind == Kind::Folder);
    let mut folders: Vec<String> = folders.map(|folder| format!("{}/", folder.path)).collect();
    folders.sort_unstable();
    let mut folders = folders.into_iter().peekable();
    let put_below = |folder: String, all: &mut Vec<Entry>, listings: &mut Listings| {
        put_in_order(folder.trim_end_matches('/'), listings, all);
    };
    for mut entry in entries {
        while let Some(folder) = folders.next_if(|folder| *folder < entry.path) {
            put_below(folder, all, listings);
        }
        if listings.get(&entry.path).is_some_and(|below| !below.whole) {
            entry.kind = Kind::UnreadFolder;
        }
        all.push(entry);
    }
    for folder in folders {
        put_below(folder, all, listings);
    }
    whole
}

/// Folders to be listed.
struct Crawl<'d> {
    disk: &'d Disk,
    folders: Mutex<Folders>,
    changed: Condvar,
}

struct Folders {
    waiting: Vec<(Dir, String)>,
    /// How many threads are at work, and may find more.
    at_work: usize,
}

impl Crawl<'_> {
    /// Lists folders until there are none left.
    fn work(&self) -> Listings {
        let mut listings = Listings::new();
        while let Some((dir, path)) = self.take() {
            let _at_work = AtWork(self);
            self.list(&dir, path, &mut listings);
        }
        listings
    }

    fn take(&self) -> Option<(Dir, String)> {
        let mut folders = self.lock();
        loop {
            if let Some(folder) = folders.waiting.pop() {
                folders.at_work += 1;
                return Some(folder);
            }
            if folders.at_work == 0 {
                return None;
            }
            folders = self.changed.wait(folders).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn list(&self, dir: &Dir, path: String, listings: &mut Listings) {
        let mut listing = list(self.disk, dir, &path);
        for entry in listing.entries.iter_mut().filter(|entry| entry.kind == Kind::Folder) {
            match dir.open_dir_nofollow(split(&entry.path).1) {
                Ok(folder) => {
                    if let Some(folder) = self.let_wait(folder, &entry.path) {
                        self.list(&folder, entry.path.clone(), listings);
                    }
                }
                Err(_) => entry.kind = Kind::UnreadFolder,
            }
        }
        listings.insert(path, listing);
    }

    /// Leaves a folder to whoever is free; gives it back when enough wait.
    fn let_wait(&self, folder: Dir, path: &str) -> Option<Dir> {
        let mut folders = self.lock();
        if folders.waiting.len() >= WAITING {
            return Some(folder);
        }
        folders.waiting.push((folder, path.to_owned()));
        drop(folders);
        self.changed.notify_one();
        None
    }

    fn lock(&self) -> MutexGuard<'_, Folders> {
        self.folders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A thread at work: the others wait for it as long as it may find more.
struct AtWork<'c, 'd>(&'c Crawl<'d>);

impl Drop for AtWork<'_, '_> {
    fn drop(&mut self) {
        let mut folders = self.0.lock();
        folders.at_work -= 1;
        if folders.at_work == 0 && folders.waiting.is_empty() {
            self.0.changed.notify_all();
        }
    }
}
