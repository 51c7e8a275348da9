//! What is in the files, folders and zips that were given: read to the end, and nothing written.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::{Progress, Refused, Watch};
use crate::documents::disk::{content_of, head};
use crate::documents::kind::{Kind, claims_zip, kind};
use crate::documents::names::{check_os, fold_key, is_passing, unique, unique_folder};
use crate::documents::plan::Sha256;
use crate::documents::zip::{Content, DryRun, Limits, dry_run};
use crate::error::{Error, Result};

/// How many folders deep is looked.
const DEPTH: usize = 100;

/// All that was found.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub found: Vec<Found>,
    pub refused: Vec<Refused>,
    /// The zips, in the order in which what was found counts them.
    pub zips: Vec<Zip>,
}

/// A zip that was read.
#[derive(Debug)]
pub(super) struct Zip {
    pub file: PathBuf,
    pub dry_run: DryRun,
}

/// Something that may be taken in.
#[derive(Debug)]
pub(super) struct Found {
    /// Where it would lie below the chosen folder.
    pub path: String,
    pub size: u64,
    pub from: From,
}

/// Where it is now.
#[derive(Debug)]
pub(super) enum From {
    /// A folder, to be made.
    Folder,
    /// A file of the computer.
    File(PathBuf),
    /// An entry of a zip: which, and its path there.
    Zip(usize, String),
}

impl Found {
    pub const fn is_folder(&self) -> bool {
        matches!(self.from, From::Folder)
    }

    /// The hash of a file of the computer.
    pub fn hash(&self) -> Option<Sha256> {
        let From::File(file) = &self.from else { return None };
        Some(content_of(&self.path, &mut File::open(file).ok()?).ok()?.sha256)
    }
}

/// Gathers all that these paths hold.
pub(super) fn gather(paths: &[PathBuf], scratch: &Path, watch: &Watch) -> Result<Gathered> {
    let mut gathering =
        Gathering { scratch, watch, taken: HashSet::new(), gathered: Gathered::default(), bytes: 0 };
    for path in paths {
        gathering.take(path, "", 0)?;
    }
    Ok(gathering.gathered)
}

struct Gathering<'a> {
    scratch: &'a Path,
    watch: &'a Watch,
    /// Folded paths that are taken.
    taken: HashSet<String>,
    gathered: Gathered,
    bytes: u64,
}

impl Gathering<'_> {
    /// Takes what is at `path` to lie in `above` (empty, or ending in `/`).
    fn take(&mut self, path: &Path, above: &str, depth: usize) -> Result<()> {
        let shown = || format!("{above}{}", path.file_name().unwrap_or(path.as_os_str()).to_string_lossy());
        let name = match check_os(path.file_name().unwrap_or_default()) {
            Ok(name) => name.to_owned(),
            Err(fault) => return self.refuse(shown(), fault.code()),
        };
        let metadata = match fs::symlink_metadata(path) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return self.refuse(shown(), "not_found");
            }
            Err(_) => return self.refuse(shown(), "unreadable"),
        };
        if is_passing(&name) {
            self.refuse(shown(), "system_file")
        } else if metadata.is_dir() {
            self.take_folder(path, above, &name, depth)
        } else if metadata.is_symlink() {
            self.refuse(shown(), "link")
        } else if !metadata.is_file() {
            self.refuse(shown(), "device")
        } else if claims_zip(&name) {
            // What was given opens where it lands; a zip among other files, like one inside a zip, into a folder of its name.
            self.take_zip(path, above, &name, depth > 0)
        } else {
            self.take_file(path, above, &name, metadata.len())
        }
    }

    fn take_folder(&mut self, path: &Path, above: &str, name: &str, depth: usize) -> Result<()> {
        let Ok(entries) = fs::read_dir(path) else {
            return self.refuse(format!("{above}{name}"), "unreadable");
        };
        if depth >= DEPTH {
            return self.refuse(format!("{above}{name}"), "path_too_long");
        }
        let name = self.free(above, name, true);
        self.find(format!("{above}{name}"), 0, From::Folder)?;
        let mut entries: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        entries.sort_unstable();
        for entry in entries {
            self.take(&entry, &format!("{above}{name}/"), depth + 1)?;
        }
        Ok(())
    }

    fn take_file(&mut self, path: &Path, above: &str, name: &str, size: u64) -> Result<()> {
        let Ok(first) = File::open(path).and_then(head) else {
            return self.refuse(format!("{above}{name}"), "unreadable");
        };
        let refused = match kind(name, &first) {
            Kind::Ordinary => closed_archive(name),
            other => Some(if matches!(other, Kind::Program) { "program" } else { "pretends" }),
        };
        if let Some(reason) = refused {
            return self.refuse(format!("{above}{name}"), reason);
        }
        let name = self.free(above, name, false);
        self.bytes += size;
        self.find(format!("{above}{name}"), size, From::File(path.to_owned()))
    }

    fn take_zip(&mut self, path: &Path, above: &str, name: &str, in_its_own: bool) -> Result<()> {
        let shown = format!("{above}{name}");
        let Ok(file) = File::open(path) else { return self.refuse(shown, "unreadable") };
        let before = self.progress();
        let watching = |it: crate::documents::zip::Progress| {
            (self.watch)(Progress {
                done: before.done + it.entries,
                of: before.of + it.of_entries,
                bytes: before.bytes + it.bytes,
            })
        };
        let dry_run = match dry_run(file, &Limits::default(), self.scratch, &watching) {
            Ok(dry_run) => dry_run,
            Err(crate::documents::zip::ZipError::Cancelled) => return Err(cancelled()),
            Err(error) => return self.refuse(shown, error.code()),
        };
        let mut above = above.to_owned();
        if in_its_own {
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            let folder = self.free(&above, stem, true);
            self.find(format!("{above}{folder}"), 0, From::Folder)?;
            above = format!("{above}{folder}/");
        }
        for refused in &dry_run.refused {
            self.refuse(format!("{above}{}", refused.path), refused.why.code())?;
        }
        let zip = self.gathered.zips.len();
        for entry in &dry_run.accepted {
            // Names of two zips, or of a zip and a file beside it, may be the same.
            let (inner_above, inner_name) = entry.path.rsplit_once('/').unwrap_or(("", &entry.path));
            let inner_above =
                if inner_above.is_empty() { above.clone() } else { format!("{above}{inner_above}/") };
            match entry.content {
                Content::File { size, .. } => {
                    let name = self.free(&inner_above, inner_name, false);
                    self.bytes += size;
                    self.find(format!("{inner_above}{name}"), size, From::Zip(zip, entry.path.clone()))?;
                }
                Content::Folder | Content::OpenedZip => {
                    self.find(format!("{inner_above}{inner_name}"), 0, From::Folder)?;
                }
            }
        }
        self.gathered.zips.push(Zip { file: path.to_owned(), dry_run });
        Ok(())
    }

    /// The name, or one like it that nothing there has.
    fn free(&mut self, above: &str, name: &str, folder: bool) -> String {
        let is_taken = |key: &str| self.taken.contains(&format!("{}{key}", fold_key(above)));
        let free = if folder { unique_folder(name, is_taken) } else { unique(name, is_taken) };
        self.taken.insert(format!("{}{}", fold_key(above), fold_key(&free)));
        free
    }

    fn find(&mut self, path: String, size: u64, from: From) -> Result<()> {
        self.gathered.found.push(Found { path, size, from });
        self.go_on()
    }

    fn refuse(&mut self, path: String, reason: &str) -> Result<()> {
        self.gathered.refused.push(Refused { path, reason: reason.to_owned() });
        self.go_on()
    }

    fn progress(&self) -> Progress {
        let done = self.gathered.found.len();
        Progress { done, of: done, bytes: self.bytes }
    }

    fn go_on(&self) -> Result<()> {
        match (self.watch)(self.progress()) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(cancelled()),
        }
    }
}

/// Archives that a client would get closed: only zips open by themselves.
fn closed_archive(name: &str) -> Option<&'static str> {
    let (_, extension) = name.rsplit_once('.')?;
    match extension.to_ascii_lowercase().as_str() {
        "7z" => Some("seven_zip"),
        "rar" => Some("rar"),
        _ => None,
    }
}

pub(super) fn cancelled() -> Error {
    Error::Cancelled
}
