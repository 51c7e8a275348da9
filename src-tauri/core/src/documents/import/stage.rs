//! Writing what was chosen into a staging folder, hashed on the way.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::Path;
#[cfg(target_os = "linux")]
use std::sync::mpsc::{self, RecvTimeoutError};
#[cfg(target_os = "linux")]
use std::thread;
#[cfg(target_os = "linux")]
use std::time::Duration;

use cap_std::fs::{Dir, OpenOptions};

use super::gather::{From, Gathered, cancelled, within, zip_refused};
use super::{Progress, Refused, Watch};
use crate::documents::disk::{Disk, copy_hashed, split};
use crate::documents::plan::{Sha256, Stat};
use crate::documents::zip::{NameEncoding, unpack};
use crate::error::{Error, Result};
use crate::id::ImportId;

/// The folder of Studiolo's own that holds a folder for each import.
pub(super) const STAGING: &str = "staging";

/// How long nothing is written to the disk between what was staged and what is staged next.
#[cfg(target_os = "linux")]
const PAUSE: Duration = Duration::from_millis(20);

/// What was written.
#[derive(Debug, Default)]
pub(super) struct Staged {
    pub files: Vec<StagedFile>,
    /// Folders to be made, by path below the chosen folder.
    pub folders: Vec<String>,
    /// What the bytes in a zip spoke against.
    pub refused: Vec<Refused>,
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
    /// What is told of it where it was staged; a move changes nothing of that.
    pub stat: Stat,
    /// How its name in a zip was read, if that is a guess.
    pub guessed: Option<NameEncoding>,
}

/// Where an entry of a zip is to lie below the chosen folder, and how its name was read if that is a guess.
type Entry = (String, Option<NameEncoding>);

/// What comes of one zip.
#[derive(Default)]
struct FromZip {
    /// Its files, by their paths in it.
    files: BTreeMap<String, Entry>,
    folders: Vec<String>,
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
    let mut by_zip: BTreeMap<usize, FromZip> = BTreeMap::new();
    let mut progress =
        Progress { of: gathered.found.iter().filter(|it| !it.is_folder()).count(), ..Progress::default() };
    staging.create_dir("files")?;
    let files = staging.open_dir("files")?;
    for found in gathered.found {
        match found.from {
            From::Folder(None) => staged.folders.push(found.path),
            From::Folder(Some(zip)) => by_zip.entry(zip).or_default().folders.push(found.path),
            From::Zip(zip, inner) => {
                by_zip.entry(zip).or_default().files.insert(inner, (found.path, found.guessed));
            }
            From::File(file) => {
                files.create_dir_all(split(&found.path).0)?;
                let mut counting = Counting { file: File::open(&file)?, watch, progress: &mut progress };
                let (size, sha256) = copy(&found.path, &mut counting, &files)?;
                progress.done += 1;
                staged.files.push(StagedFile {
                    staged: format!("files/{}", found.path),
                    stat: disk.stat(&files.symlink_metadata(&found.path)?),
                    path: found.path,
                    size,
                    sha256,
                    guessed: None,
                });
            }
        }
    }
    for (zip, FromZip { files: mut chosen, folders }) in by_zip {
        let Some(archive) = gathered.zips.get(zip) else { continue };
        let name = format!("zip{zip}");
        staging.create_dir(&name)?;
        let into = staging.open_dir(&name)?;
        let file = File::open(&archive.file)?;
        let watching = within(progress, watch);
        let unpacked = while_writing(&staging, || {
            unpack(file, &archive.outline, chosen.keys(), &into, scratch, &watching)
        });
        progress.done += chosen.len();
        let unpacked = match unpacked {
            Ok(unpacked) => unpacked,
            Err(error) => {
                staged.refused.push(zip_refused(&archive.shown, error)?);
                continue;
            }
        };
        staged.folders.extend(folders);
        for file in unpacked.files {
            let Some((path, guessed)) = chosen.remove(&file.path) else { continue };
            progress.bytes += file.size;
            staged.files.push(StagedFile {
                staged: format!("{name}/{}", file.path),
                path,
                size: file.size,
                sha256: file.sha256,
                stat: disk.stat(&file.metadata),
                guessed,
            });
        }
        for refused in unpacked.refused {
            let Some((path, _)) = chosen.remove(&refused.path) else { continue };
            staged.refused.push(Refused { path, reason: refused.why.code().to_owned() });
        }
    }
    sync(&staging, &staged.files)?;
    Ok(staged)
}

/// Does `work` while the system writes to the disk what was staged so far: less is left to wait for at the end.
#[cfg(target_os = "linux")]
fn while_writing<T>(staging: &Dir, work: impl FnOnce() -> T) -> T {
    let (working, ended) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            while ended.recv_timeout(PAUSE) == Err(RecvTimeoutError::Timeout) {
                // What goes wrong here goes wrong at the end, and is told there.
                let _ = sync(staging, &[]);
            }
        });
        let done = work();
        drop(working);
        done
    })
}

/// Does `work`; what it stages is made durable file by file.
#[cfg(not(target_os = "linux"))]
fn while_writing<T>(_: &Dir, work: impl FnOnce() -> T) -> T {
    work()
}

/// Makes what was written durable: all of it at once where the system can.
#[cfg(target_os = "linux")]
pub(super) fn sync(staging: &Dir, _: &[StagedFile]) -> Result<()> {
    use rustix::fs::{Mode, OFlags, openat, syncfs};

    // A `Dir` is opened to find what is in it, not to be read itself.
    let opened = openat(staging, ".", OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty());
    Ok(opened.and_then(syncfs).map_err(io::Error::from)?)
}

/// Makes what was written durable.
#[cfg(not(target_os = "linux"))]
pub(super) fn sync(staging: &Dir, files: &[StagedFile]) -> Result<()> {
    for file in files {
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

fn copy(path: &str, from: &mut Counting<'_>, into: &Dir) -> Result<(u64, Sha256)> {
    let file = into.open_with(path, OpenOptions::new().write(true).create_new(true))?;
    let (size, content) = copy_hashed(path, from, file).map_err(cancelled_or)?;
    Ok((size, content.sha256))
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
