//! Writing what was chosen into a staging folder, hashed on the way.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Write};
use std::ops::ControlFlow;
use std::path::Path;

use cap_std::fs::{Dir, OpenOptions};

use super::gather::{From, Gathered, cancelled};
use super::{Progress, Watch};
use crate::documents::disk::{Disk, content_of};
use crate::documents::plan::Sha256;
use crate::documents::zip::{ZipError, unpack};
use crate::error::{Error, Result};
use crate::id::ImportId;

/// The folder of Studiolo's own that holds a folder for each import.
pub(super) const STAGING: &str = "staging";

/// What was written.
#[derive(Debug, Default)]
pub(super) struct Staged {
    pub files: Vec<StagedFile>,
    /// Folders to be made, by path below the chosen folder.
    pub folders: Vec<String>,
}

/// A file that was written.
#[derive(Debug)]
pub(super) struct StagedFile {
    /// Where it lies below the import's staging folder.
    pub staged: String,
    /// Where it is to lie below the chosen folder.
    pub path: String,
    pub size: u64,
    pub sha256: Sha256,
}

/// Writes all of it, or says what was in the way.
pub(super) fn stage(
    disk: &Disk,
    import_id: ImportId,
    gathered: Gathered,
    scratch: &Path,
    watch: &Watch,
) -> Result<Staged> {
    let staging = folder(disk, import_id)?;
    let mut staged = Staged::default();
    let mut by_zip: BTreeMap<usize, BTreeMap<String, String>> = BTreeMap::new();
    let mut progress =
        Progress { of: gathered.found.iter().filter(|it| !it.is_folder()).count(), ..Progress::default() };
    staging.create_dir("files")?;
    let files = staging.open_dir("files")?;
    for found in gathered.found {
        match found.from {
            From::Folder => staged.folders.push(found.path),
            From::Zip(zip, inner) => drop(by_zip.entry(zip).or_default().insert(inner, found.path)),
            From::File(file) => {
                let name = staged.files.len().to_string();
                let mut counting = Counting { file: File::open(&file)?, watch, progress: &mut progress };
                let (size, sha256) = copy(&found.path, &mut counting, &files, &name)?;
                progress.done += 1;
                staged.files.push(StagedFile {
                    staged: format!("files/{name}"),
                    path: found.path,
                    size,
                    sha256,
                });
            }
        }
    }
    for (zip, chosen) in by_zip {
        let Some(archive) = gathered.zips.get(zip) else { continue };
        let name = format!("zip{zip}");
        staging.create_dir(&name)?;
        let into = staging.open_dir(&name)?;
        let before = progress;
        let watching = |it: crate::documents::zip::Progress| {
            watch(Progress { done: before.done + it.entries, of: before.of, bytes: before.bytes + it.bytes })
        };
        let file = File::open(&archive.file)?;
        let unpacked =
            unpack(file, &archive.dry_run, chosen.keys(), &into, scratch, &watching).map_err(said)?;
        progress.done += unpacked.len();
        for file in unpacked {
            let Some(path) = chosen.get(&file.path) else { continue };
            progress.bytes += file.size;
            let staged_at = format!("{name}/{}", file.path);
            staged.files.push(StagedFile {
                staged: staged_at,
                path: path.clone(),
                size: file.size,
                sha256: file.sha256,
            });
        }
    }
    sync(&staging, &staged)?;
    Ok(staged)
}

/// Makes what was written durable: all of it at once where the system can.
#[cfg(target_os = "linux")]
fn sync(staging: &Dir, _: &Staged) -> Result<()> {
    use rustix::fs::{Mode, OFlags, openat, syncfs};

    // A `Dir` is opened to find what is in it, not to be read itself.
    let opened = openat(staging, ".", OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty());
    Ok(opened.and_then(syncfs).map_err(io::Error::from)?)
}

/// Makes what was written durable.
#[cfg(not(target_os = "linux"))]
fn sync(staging: &Dir, staged: &Staged) -> Result<()> {
    for file in &staged.files {
        staging.open_with(&file.staged, OpenOptions::new().write(true))?.sync_all()?;
    }
    Ok(())
}

/// Takes an import's staging folder away. What can't be taken away now is at the next start.
pub(super) fn clear(disk: &Disk, import_id: ImportId) {
    if let Ok(staging) = disk.own(STAGING) {
        let _ = staging.remove_dir_all(import_id.to_string());
    }
}

/// The import's staging folder, made.
fn folder(disk: &Disk, import_id: ImportId) -> Result<Dir> {
    let staging = disk.own(STAGING)?;
    staging.create_dir(import_id.to_string())?;
    Ok(staging.open_dir(import_id.to_string())?)
}

fn copy(path: &str, from: &mut Counting<'_>, into: &Dir, name: &str) -> Result<(u64, Sha256)> {
    let file = into.open_with(name, OpenOptions::new().write(true).create_new(true))?;
    let mut tee = Tee { from, into: io::BufWriter::new(file), size: 0 };
    let content = content_of(path, &mut tee).map_err(cancelled_or)?;
    tee.into.flush()?;
    Ok((tee.size, content.sha256))
}

fn cancelled_or(error: io::Error) -> Error {
    if matches!(error.get_ref(), Some(inner) if inner.is::<Stop>()) { cancelled() } else { error.into() }
}

/// Why the reading of a file was given up.
#[derive(Debug, thiserror::Error)]
#[error("cancelled")]
struct Stop;

/// Tells how many bytes were read, and stops when it is told to.
struct Counting<'a> {
    file: File,
    watch: &'a Watch,
    progress: &'a mut Progress,
}

impl Read for Counting<'_> {
    fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(piece)?;
        self.progress.bytes += u64::try_from(read).unwrap_or_default();
        match (self.watch)(*self.progress) {
            ControlFlow::Continue(()) => Ok(read),
            ControlFlow::Break(()) => Err(io::Error::other(Stop)),
        }
    }
}

/// Writes what is read.
struct Tee<'a, 'b> {
    from: &'a mut Counting<'b>,
    into: io::BufWriter<cap_std::fs::File>,
    size: u64,
}

impl Read for Tee<'_, '_> {
    fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(piece)?;
        self.into.write_all(piece.get(..read).unwrap_or_default())?;
        self.size += u64::try_from(read).unwrap_or_default();
        Ok(read)
    }
}

fn said(error: ZipError) -> Error {
    match error {
        ZipError::Cancelled => cancelled(),
        ZipError::Write(error) => error.into(),
        other => Error::invalid("paths", format!("the zip has changed meanwhile ({})", other.code())),
    }
}
