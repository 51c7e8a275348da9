//! The second pass: what was chosen is written and hashed, all of it or nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Read, Seek, Write};
use std::path::Path;

use cap_std::fs::{Dir, OpenOptions};
use sha2::{Digest, Sha256};

use super::dry_run::{Accepted, Content, DryRun, set_aside};
use super::inflate::{Tools, inflate};
use super::meter::Meter;
use super::source::{Shared, Source};
use super::{Halt, Watch, ZipError};
use crate::documents::workers;

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unpacked {
    /// Where, as in [`Accepted::path`].
    pub path: String,
    /// In bytes, measured again.
    pub size: u64,
    /// SHA-256 of the bytes that were written.
    pub sha256: [u8; 32],
}

/// Writes the chosen of a dry run of the same `archive` under `into`, an empty folder, and nothing outside it:
/// everything is opened through `into` alone. A chosen file brings the folders above it along; a chosen folder is made,
/// but brings nothing in it along. Returns the files by path. On any error, and when cancelled, `into` is empty again.
///
/// Files are not synced; whoever moves them to where they stay decides that.
pub fn unpack<R: Read + Seek + Send>(
    archive: R,
    dry_run: &DryRun,
    chosen: impl IntoIterator<Item: AsRef<str>>,
    into: &Dir,
    scratch: &Path,
    watch: Watch<'_>,
) -> Result<Vec<Unpacked>, ZipError> {
    let accepted: HashMap<&str, &Accepted> =
        dry_run.accepted.iter().map(|entry| (entry.path.as_str(), entry)).collect();
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
    let pass = Pass { dry_run, into, scratch, meter: Meter::new(&dry_run.limits, watch) };
    let written = pass.write(&source, &entries);
    if written.is_err() {
        // The first error is the one to tell; a folder that cannot be emptied is cleared with the staging folder.
        let _ = empty(into);
    }
    written
}

struct Pass<'a> {
    dry_run: &'a DryRun,
    into: &'a Dir,
    scratch: &'a Path,
    meter: Meter<'a>,
}

impl Pass<'_> {
    fn write(
        &self,
        source: Source<'_>,
        chosen: &BTreeMap<&str, &Accepted>,
    ) -> Result<Vec<Unpacked>, ZipError> {
        self.meter.expect(chosen.len())?;
        self.make_folders(chosen)?;
        let mut by_archive: BTreeMap<usize, Vec<&Accepted>> = BTreeMap::new();
        for entry in chosen.values() {
            match entry.content {
                Content::File { .. } => by_archive.entry(entry.archive).or_default().push(entry),
                Content::Folder | Content::OpenedZip => self.meter.done()?,
            }
        }
        let mut unpacked = Vec::new();
        for (number, mut files) in by_archive {
            files.sort_by_key(|file| file.place.offset);
            let Some(inside) = number.checked_sub(1) else {
                unpacked.extend(self.write_files(source, &files)?);
                continue;
            };
            let changed =
                || ZipError::Changed { path: files.first().map_or("", |file| &file.path).to_owned() };
            let place = self.dry_run.inside.get(inside).ok_or_else(changed)?;
            let limits = &self.dry_run.limits;
            let zip = set_aside(source, place, "", limits, self.scratch, &self.meter);
            let zip = zip.map_err(|halt| ended(halt, changed))?;
            let inner = Shared::new(zip).map_err(ZipError::Read)?;
            unpacked.extend(self.write_files(&inner, &files)?);
        }
        unpacked.sort_unstable_by(|one, other| one.path.cmp(&other.path));
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

    fn write_files(&self, source: Source<'_>, files: &[&Accepted]) -> Result<Vec<Unpacked>, ZipError> {
        workers::each(files, Tools::new, |tools, file| {
            let changed = || ZipError::Changed { path: file.path.clone() };
            let unpacked = self.write_file(source, file, tools).map_err(|halt| ended(halt, changed))?;
            self.meter.done()?;
            Ok(unpacked)
        })
    }

    fn write_file(&self, source: Source<'_>, file: &Accepted, tools: &mut Tools) -> Result<Unpacked, Halt> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        let mut written = self.into.open_with(&file.path, &options).map_err(ZipError::Write)?;
        let mut sha256 = Sha256::new();
        let mut size = 0;
        let mut write = |chunk: &[u8]| {
            size += chunk.len() as u64;
            sha256.update(chunk);
            written.write_all(chunk).map_err(|error| ZipError::Write(error).into())
        };
        let name = file.path.rsplit('/').next().unwrap_or(&file.path);
        let count = |bytes| self.meter.inflated(bytes);
        inflate(source, &file.place, name, tools, &self.dry_run.limits, &count, &mut write)?;
        Ok(Unpacked { path: file.path.clone(), size, sha256: sha256.finalize().into() })
    }
}

/// What was accepted and is refused now is not what it was.
fn ended(halt: Halt, changed: impl FnOnce() -> ZipError) -> ZipError {
    match halt {
        Halt::Refused(_) => changed(),
        Halt::Ended(error) => error,
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
