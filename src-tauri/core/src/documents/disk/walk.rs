//! Walking over the folders, or over parts of them.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::io;

use cap_fs_ext::{DirEntryExt, DirExt, MetadataExt};
use cap_std::fs::{Dir, Metadata};

use super::{Disk, Reader, split};
use crate::documents::names::is_passing;
use crate::documents::plan::{Entry, Kind, Look};

/// All that is there.
pub(super) fn everything(disk: &Disk) -> Vec<Entry> {
    let mut walk = Walk::new(disk);
    walk.below(&disk.root, "");
    walk.entries
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
        match part {
            Look::Below(_) => self.below(&dir, path),
            _ => drop(self.children(&dir, path)),
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
            self.push(path.to_owned(), kind_of(&metadata), &metadata);
        }
    }

    fn push(&mut self, path: String, kind: Kind, metadata: &Metadata) {
        let (stat, links) = (self.disk.stat(metadata), MetadataExt::nlink(metadata));
        self.entries.push(Entry { path, kind, stat, links, content: None });
    }

    fn below(&mut self, dir: &Dir, path: &str) {
        for index in self.children(dir, path) {
            let Some(entry) = self.entries.get_mut(index) else { continue };
            let child = entry.path.clone();
            match dir.open_dir_nofollow(split(&child).1) {
                Ok(folder) => self.below(&folder, &child),
                Err(_) => entry.kind = Kind::UnreadFolder,
            }
        }
    }

    /// Takes all that lies directly in a folder, and says which of them are folders.
    fn children(&mut self, dir: &Dir, path: &str) -> Vec<usize> {
        let mut folders = Vec::new();
        let whole = self.list(dir, path, &mut folders);
        if whole.is_err()
            && let Some(own) = self.entries.iter_mut().rev().find(|entry| entry.path == path)
        {
            own.kind = Kind::UnreadFolder;
        }
        folders
    }

    fn list(&mut self, dir: &Dir, path: &str, folders: &mut Vec<usize>) -> io::Result<()> {
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
            if kind == Kind::Folder {
                folders.push(self.entries.len());
            }
            self.push(join(path, &name), kind, &metadata);
        }
        Ok(())
    }
}

fn join(path: &str, name: &OsStr) -> String {
    let name = name.to_string_lossy();
    if path.is_empty() { name.into_owned() } else { format!("{path}/{name}") }
}

fn kind_of(metadata: &Metadata) -> Kind {
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
