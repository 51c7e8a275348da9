//! What is in the files, folders and zips that were given; nothing is written.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::{Progress, Refused, Watch};
use crate::documents::disk::{content_of, head};
use crate::documents::kind::{Kind, claims_zip, kind};
use crate::documents::names::{check_os, fold_key, is_passing, unique, unique_folder};
use crate::documents::plan::Sha256;
use crate::documents::zip::{self, Content, Judged, Limits, NameEncoding, Outline, ZipError};
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

/// A zip whose list was read.
#[derive(Debug)]
pub(super) struct Zip {
    pub file: PathBuf,
    /// Its name as it can be shown.
    pub shown: String,
    pub outline: Outline,
}

/// Something that may be taken in.
#[derive(Debug)]
pub(super) struct Found {
    /// Where it would lie below the chosen folder.
    pub path: String,
    pub size: u64,
    pub from: From,
    /// How its name in a zip was read, if that is a guess.
    pub guessed: Option<NameEncoding>,
    /// Of an entry of a zip, once it is known.
    sha256: Option<Sha256>,
}

/// Where it is now.
#[derive(Debug)]
pub(super) enum From {
    /// A folder, to be made; of which zip, if it comes of one.
    Folder(Option<usize>),
    /// A file of the computer.
    File(PathBuf),
    /// An entry of a zip: which, and its path there.
    Zip(usize, String),
}

impl Found {
    /// As it is chosen.
    pub fn choice(&self) -> String {
        if self.is_folder() { format!("{}/", self.path) } else { self.path.clone() }
    }

    pub const fn is_folder(&self) -> bool {
        matches!(self.from, From::Folder(_))
    }

    /// The zip that it comes of.
    pub const fn zip(&self) -> Option<usize> {
        match self.from {
            From::Folder(zip) => zip,
            From::File(_) => None,
            From::Zip(zip, _) => Some(zip),
        }
    }

    /// The hash of a file of the computer, or of an entry of a zip that was judged.
    pub fn hash(&self) -> Option<Sha256> {
        let From::File(file) = &self.from else { return self.sha256 };
        Some(content_of(&self.path, &mut File::open(file).ok()?).ok()?.sha256)
    }
}

impl Gathered {
    /// Folders in which nothing was found, as they are chosen: with a slash at their end.
    pub fn empty_folders(&self) -> Vec<String> {
        let found = self.found.iter().map(|found| found.path.as_str());
        let all = found.chain(self.refused.iter().map(|refused| refused.path.as_str()));
        let filled: HashSet<&str> =
            all.flat_map(|path| path.match_indices('/').filter_map(|(end, _)| path.get(..end))).collect();
        let folders = self.found.iter().filter(|found| found.is_folder());
        let empty = folders.filter(|folder| !filled.contains(folder.path.as_str()));
        empty.map(Found::choice).collect()
    }

    /// Reads what lies in the zips to its end, and refuses what its bytes speak against. Files of a size for which `hashed`
    /// says so are hashed.
    pub fn judge(
        &mut self,
        hashed: impl Fn(u64) -> bool + Sync,
        scratch: &Path,
        watch: &Watch,
    ) -> Result<()> {
        let files = self.found.iter().filter(|found| !found.is_folder());
        let given = files.clone().filter(|found| found.zip().is_none()).count();
        let mut progress = Progress { done: given, of: files.count(), bytes: 0 };
        for (number, zip) in self.zips.iter().enumerate() {
            let watching = within(progress, watch);
            let its = self.found.iter().filter(|found| !found.is_folder() && found.zip() == Some(number));
            let (files, bytes) = its.fold((0, 0), |(files, bytes), file| (files + 1, bytes + file.size));
            match zip::judge(File::open(&zip.file)?, &zip.outline, &hashed, scratch, &watching) {
                Ok(Judged { refused, mut hashes }) => {
                    let mut why: HashMap<_, _> = refused.into_iter().map(|it| (it.path, it.why)).collect();
                    self.found.retain_mut(|found| {
                        let From::Zip(of, inner) = &found.from else { return true };
                        if *of != number {
                            return true;
                        }
                        found.sha256 = hashes.remove(inner);
                        let Some(why) = why.remove(inner) else { return true };
                        self.refused
                            .push(Refused { path: found.path.clone(), reason: why.code().to_owned() });
                        false
                    });
                }
                Err(error) => {
                    self.refused.push(zip_refused(&zip.shown, error)?);
                    self.found.retain(|found| found.zip() != Some(number));
                }
            }
            progress.done += files;
            progress.bytes += bytes;
        }
        Ok(())
    }
}

/// The zip as a whole is refused; but a pass that was cancelled, or that could not write, ends all.
pub(super) fn zip_refused(shown: &str, error: ZipError) -> Result<Refused> {
    match error {
        ZipError::Cancelled => Err(cancelled()),
        ZipError::Write(error) => Err(error.into()),
        error => Ok(Refused { path: shown.to_owned(), reason: error.code().to_owned() }),
    }
}

/// Tells of a pass over a zip as a part of the whole.
pub(super) fn within(
    before: Progress,
    watch: &Watch,
) -> impl Fn(zip::Progress) -> ControlFlow<()> + Sync + '_ {
    move |it| {
        watch(Progress { done: before.done + it.entries, of: before.of, bytes: before.bytes + it.bytes })
    }
}

/// Gathers all that these paths hold. Of zips the list alone is read.
pub(super) fn gather(paths: &[PathBuf], scratch: &Path, watch: &Watch) -> Result<Gathered> {
    let mut gathering =
        Gathering { scratch, watch, taken: HashSet::new(), gathered: Gathered::default(), files: 0 };
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
    /// Files found.
    files: usize,
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
        self.find(format!("{above}{name}"), 0, From::Folder(None))?;
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
        self.find(format!("{above}{name}"), size, From::File(path.to_owned()))
    }

    fn take_zip(&mut self, path: &Path, above: &str, name: &str, in_its_own: bool) -> Result<()> {
        let shown = format!("{above}{name}");
        let Ok(file) = File::open(path) else { return self.refuse(shown, "unreadable") };
        let watching = within(self.progress(), self.watch);
        let outline = match zip::outline(file, &Limits::default(), self.scratch, &watching) {
            Ok(outline) => outline,
            Err(error) => {
                let Refused { path, reason } = zip_refused(&shown, error)?;
                return self.refuse(path, &reason);
            }
        };
        let zip = self.gathered.zips.len();
        let mut above = above.to_owned();
        if in_its_own {
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            let folder = self.free(&above, stem, true);
            self.find(format!("{above}{folder}"), 0, From::Folder(Some(zip)))?;
            above = format!("{above}{folder}/");
        }
        for refused in &outline.refused {
            self.refuse(format!("{above}{}", refused.path), refused.why.code())?;
        }
        for entry in &outline.accepted {
            // Names of two zips, or of a zip and a file beside it, may be the same.
            let (inner_above, inner_name) = entry.path.rsplit_once('/').unwrap_or(("", &entry.path));
            let inner_above =
                if inner_above.is_empty() { above.clone() } else { format!("{above}{inner_above}/") };
            match entry.content {
                Content::File { size, .. } => {
                    let name = self.free(&inner_above, inner_name, false);
                    let (path, from) = (format!("{inner_above}{name}"), From::Zip(zip, entry.path.clone()));
                    let guessed = Some(entry.encoding).filter(|encoding| encoding.is_guess());
                    self.found(Found { path, size, from, guessed, sha256: None })?;
                }
                Content::Folder | Content::OpenedZip => {
                    self.find(format!("{inner_above}{inner_name}"), 0, From::Folder(Some(zip)))?;
                }
            }
        }
        self.gathered.zips.push(Zip { file: path.to_owned(), shown, outline });
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
        self.found(Found { path, size, from, guessed: None, sha256: None })
    }

    fn found(&mut self, found: Found) -> Result<()> {
        self.files += usize::from(!found.is_folder());
        self.gathered.found.push(found);
        self.go_on()
    }

    fn refuse(&mut self, path: String, reason: &str) -> Result<()> {
        self.gathered.refused.push(Refused { path, reason: reason.to_owned() });
        self.go_on()
    }

    fn progress(&self) -> Progress {
        Progress { done: 0, of: self.files, bytes: 0 }
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
