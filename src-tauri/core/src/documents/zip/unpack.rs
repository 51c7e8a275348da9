//! The second pass: what was chosen is written and hashed.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Read, Seek, Write};
use std::path::Path;

use cap_std::fs::{Dir, Metadata, OpenOptions};
use sha2::{Digest, Sha256};

use super::bytes::{Pass, Reading};
use super::outline::{Accepted, Content, Outline, Refused};
use super::source::{Shared, Source};
use super::{Halt, Watch, ZipError};

/// What came of the chosen files, both by path.
#[derive(Debug, Default)]
pub struct Unpacked {
    /// What was written.
    pub files: Vec<File>,
    /// What was not, for its bytes: what [`judge`](super::judge()) refuses.
    pub refused: Vec<Refused>,
}

/// A file that was written.
#[derive(Debug, Clone)]
pub struct File {
    /// Where, as in [`Accepted::path`].
    pub path: String,
    /// In bytes, measured.
    pub size: u64,
    /// SHA-256 of the bytes that were written.
    pub sha256: [u8; 32],
    /// What is told of it now that it is written.
    pub metadata: Metadata,
}

/// Writes the chosen of an outline of the same `archive` under `into`, an empty folder, and nothing outside it: everything is
/// opened through `into` alone. A chosen file brings the folders above it along; a chosen folder is made, but brings nothing
/// in it along. On any error, and when cancelled, `into` is empty again.
///
/// Files are not synced; whoever moves them to where they stay decides that.
pub fn unpack<R: Read + Seek + Send>(
    archive: R,
    outline: &Outline,
    chosen: impl IntoIterator<Item: AsRef<str>>,
    into: &Dir,
    scratch: &Path,
    watch: Watch<'_>,
) -> Result<Unpacked, ZipError> {
    let accepted: HashMap<&str, &Accepted> =
        outline.accepted.iter().map(|entry| (entry.path.as_str(), entry)).collect();
    let mut entries = BTreeMap::new();
    for path in chosen {
        let path = path.as_ref();
        let not_accepted = || ZipError::NotAccepted { path: path.to_owned() };
        let entry = accepted.get(path).ok_or_else(not_accepted)?;
        entries.insert(entry.path.as_str(), *entry);
    }
    if into.entries().map_err(ZipError::Write)?.next().is_some() {
        return Err(ZipError::StagingNotEmpty);
    }
    let source = Shared::new(archive).map_err(ZipError::Read)?;
    let unpacking = Unpacking { into, pass: Pass::new(outline, scratch, watch) };
    let written = unpacking.write(&source, &entries);
    if written.is_err() {
        // The first error is the one to tell; a folder that cannot be emptied is cleared with the staging folder.
        let _ = empty(into);
    }
    written
}

struct Unpacking<'a> {
    into: &'a Dir,
    pass: Pass<'a>,
}

impl Unpacking<'_> {
    fn write(&self, source: Source<'_>, chosen: &BTreeMap<&str, &Accepted>) -> Result<Unpacked, ZipError> {
        self.make_folders(chosen)?;
        let written = self.pass.each(source, chosen.values().copied(), |entry| self.write_file(entry))?;
        let mut unpacked = Unpacked::default();
        for file in written {
            match file {
                Ok(file) => unpacked.files.push(file),
                Err(refused) => unpacked.refused.push(refused),
            }
        }
        unpacked.files.sort_unstable_by(|one, other| one.path.cmp(&other.path));
        unpacked.refused.sort_unstable_by(|one, other| one.path.cmp(&other.path));
        for refused in &unpacked.refused {
            self.take_away(&refused.path, chosen)?;
        }
        Ok(unpacked)
    }

    /// Makes the chosen folders and those above everything chosen, the upper ones first.
    fn make_folders(&self, chosen: &BTreeMap<&str, &Accepted>) -> Result<(), ZipError> {
        let mut folders = BTreeSet::new();
        for (path, entry) in chosen {
            if !matches!(entry.content, Content::File { .. }) {
                folders.insert(*path);
            }
            folders.extend(path.match_indices('/').filter_map(|(slash, _)| path.get(..slash)));
        }
        folders.into_iter().try_for_each(|folder| self.into.create_dir(folder)).map_err(ZipError::Write)
    }

    fn write_file(&self, entry: &mut Reading<'_>) -> Result<File, Halt> {
        let path = &entry.accepted.path;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        let mut written = self.into.open_with(path, &options).map_err(ZipError::Write)?;
        let mut sha256 = Sha256::new();
        let mut size = 0;
        self.pass.read(entry, &mut |chunk| {
            size += chunk.len() as u64;
            sha256.update(chunk);
            written.write_all(chunk).map_err(|error| ZipError::Write(error).into())
        })?;
        // Some systems tell the time of a file truly only once it is closed.
        drop(written);
        let metadata = self.into.symlink_metadata(path).map_err(ZipError::Write)?;
        Ok(File { path: path.clone(), size, sha256: sha256.finalize().into(), metadata })
    }

    /// Takes away what was written of a refused file, and the folders that were made for it alone.
    fn take_away(&self, path: &str, chosen: &BTreeMap<&str, &Accepted>) -> Result<(), ZipError> {
        self.into.remove_file(path).map_err(ZipError::Write)?;
        for (slash, _) in path.rmatch_indices('/') {
            let above = path.get(..slash).unwrap_or_default();
            if chosen.contains_key(above) || self.into.remove_dir(above).is_err() {
                break;
            }
        }
        Ok(())
    }
}

fn empty(folder: &Dir) -> io::Result<()> {
    for entry in folder.entries()? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            folder.remove_dir_all(entry.file_name())?;
        } else {
            folder.remove_file(entry.file_name())?;
        }
    }
    Ok(())
}
