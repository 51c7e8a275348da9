//! The anchors of a folder full of mails, however many: files are read piece by piece, and only anchors are kept.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{Anchor, scan};
use crate::error::Result;
use crate::key::Key;

/// So many files that can't be read are named; the others are counted.
const MOST_NAMED: usize = 1_000;

/// What a file is read in, bytes.
const PIECE: usize = 64 * 1024;

/// What a folder of mails holds.
#[derive(Debug, Default)]
pub struct Gathered {
    /// Each anchor of this office, and a file in which it stands: of several the first by name.
    pub anchors: BTreeMap<Anchor, PathBuf>,
    /// Files that were read.
    pub files: u64,
    /// Anchors of this office, each time that one was found.
    pub found: u64,
    /// Headers without a seal of this office: another office's, or written by somebody else.
    pub others: u64,
    /// Links, which are not followed, and what is neither file nor folder.
    pub passed_over: u64,
    /// What can't be read, the first thousand.
    pub unread: Vec<Unread>,
    /// How many there are of them.
    pub unread_count: u64,
}

/// A file or folder that can't be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unread {
    /// Which.
    pub path: String,
    /// What the system says.
    pub why: String,
}

/// Reads every file in `folder` and the folders below it; `folder` may also be one file.
///
/// # Errors
/// If it can't be looked into at all. What is wrong below it is said in [`Gathered::unread`].
pub fn gather(folder: &Path, key: &Key) -> Result<Gathered> {
    let mut gathered = Gathered::default();
    if fs::metadata(folder)?.is_file() {
        gathered.file(folder.to_owned(), key);
        return Ok(gathered);
    }
    fs::read_dir(folder)?;
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        if let Err(error) = gathered.folder(&folder, &mut folders, key) {
            gathered.unread(&folder, &error);
        }
    }
    Ok(gathered)
}

impl Gathered {
    fn folder(&mut self, folder: &Path, folders: &mut Vec<PathBuf>, key: &Key) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            // Of the entry itself: a link is none of the two.
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                Ok(kind) if kind.is_file() => self.file(entry.path(), key),
                Ok(_) => self.passed_over += 1,
                Err(error) => self.unread(&entry.path(), &error),
            }
        }
        Ok(())
    }

    fn file(&mut self, path: PathBuf, key: &Key) {
        let mut anchors = Vec::new();
        let mut others = 0;
        let read = File::open(&path).and_then(|file| {
            scan::scan(BufReader::with_capacity(PIECE, file), key, |found| match found {
                Some(anchor) => anchors.push(anchor),
                None => others += 1,
            })
        });
        // What was found before it could be read no further, holds.
        self.others += others;
        self.found += anchors.len() as u64;
        for anchor in anchors {
            let file = self.anchors.entry(anchor).or_insert_with(|| path.clone());
            if path < *file {
                file.clone_from(&path);
            }
        }
        match read {
            Ok(()) => self.files += 1,
            Err(error) => self.unread(&path, &error),
        }
    }

    fn unread(&mut self, path: &Path, error: &io::Error) {
        self.unread_count += 1;
        if self.unread.len() < MOST_NAMED {
            self.unread.push(Unread { path: path.display().to_string(), why: error.to_string() });
        }
    }
}
