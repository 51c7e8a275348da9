//! Reading the documents' folder, never through a link and never out of it.
//!
//! Everything is opened relative to the folder above it, so that a folder which becomes a link while it is read leads
//! nowhere. What is read is what lies there at one moment after another; [`plan`](super::plan) knows that.

use std::ffi::OsStr;
use std::io::{self, Read};
use std::path::Path;
use std::time::UNIX_EPOCH;

use cap_fs_ext::{DirEntryExt, DirExt, FollowSymlinks, MetadataExt, OpenOptionsFollowExt};
use cap_std::ambient_authority;
use cap_std::fs::{Dir, File, Metadata, OpenOptions};
use sha2::Digest;

use super::kind::{self, HEAD_BYTES};
use super::names::is_passing;
use super::plan::settle::Reading;
use super::plan::{Content, Entry, Identity, Kind, Look, Observed, Scope, Stat};
use crate::id::OfficeId;

/// What Studiolo keeps for itself in the documents' folder; passed by like what other programs keep.
pub(super) const OWN: &str = ".studiolo";

/// The file in [`OWN`] that says whose folder it is: an unmounted drive leaves an empty folder without it.
const MARKER: &str = "office";

/// How many bytes are read at a time.
const PIECE: usize = 256 << 10;

/// What the file system calls the documents' folder: device, file, and when it was made.
pub(crate) type RootIdentity = (u64, Identity);

/// The documents' folder, opened.
#[derive(Debug)]
pub(super) struct Disk {
    root: Dir,
    device: u64,
}

impl Disk {
    /// Opens the folder if it is plainly there: marked as this office's.
    pub fn open(folder: &Path, office_id: OfficeId) -> Option<Self> {
        let root = Dir::open_ambient_dir(folder, ambient_authority()).ok()?;
        let own = root.open_dir_nofollow(OWN).ok()?;
        let marked = own.read_to_string(MARKER).ok()?;
        if marked.trim() != office_id.to_string() {
            return None;
        }
        let device = MetadataExt::dev(&root.dir_metadata().ok()?);
        Some(Self { root, device })
    }

    /// Makes the folder where it is missing and marks it as this office's.
    pub fn mark(folder: &Path, office_id: OfficeId) -> io::Result<()> {
        std::fs::create_dir_all(folder)?;
        let root = Dir::open_ambient_dir(folder, ambient_authority())?;
        make_folder(&root, OWN)?;
        root.open_dir_nofollow(OWN)?.write(MARKER, office_id.to_string())
    }

    /// What the folder is called by the file system.
    pub fn identity_of_root(&self) -> Option<RootIdentity> {
        let metadata = self.root.dir_metadata().ok()?;
        Some((self.device, self.identity(&metadata)))
    }

    /// The folder itself.
    pub const fn root(&self) -> &Dir {
        &self.root
    }

    /// What Studiolo keeps for itself, by name; made if it is missing.
    pub fn own(&self, name: &str) -> io::Result<Dir> {
        let own = self.root.open_dir_nofollow(OWN)?;
        make_folder(&own, name)?;
        own.open_dir_nofollow(name)
    }

    /// Looks at these parts.
    pub fn look(&self, scope: &Scope, at: i64) -> Observed {
        let mut walk = Walk { disk: self, entries: Vec::new() };
        match scope {
            Scope::Whole => walk.below(&self.root, ""),
            Scope::Parts(parts) => {
                for part in parts {
                    walk.part(part);
                }
            }
        }
        Observed { at, root: true, entries: walk.entries }
    }

    /// The folder at this path below the root.
    pub fn folder(&self, path: &str) -> io::Result<Dir> {
        let mut dir = self.root.try_clone()?;
        for name in path.split('/').filter(|name| !name.is_empty()) {
            dir = dir.open_dir_nofollow(name)?;
        }
        Ok(dir)
    }

    /// The ordinary file at this path, opened to be read.
    pub fn file(&self, path: &str) -> io::Result<(File, Stat)> {
        let (above, name) = split(path);
        let mut options = OpenOptions::new();
        options.read(true).follow(FollowSymlinks::No);
        let above = self.folder(above)?;
        // Asked before it is opened: to open a pipe would wait for whoever writes into it.
        if !above.symlink_metadata(name)?.is_file() {
            return Err(io::ErrorKind::NotFound.into());
        }
        let file = above.open_with(name, &options)?;
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(io::ErrorKind::NotFound.into());
        }
        let stat = self.stat(&metadata);
        Ok((file, stat))
    }

    /// Reads a file's stat by opening it.
    pub fn reading(&self, path: &str) -> Reading {
        match self.file(path) {
            Ok((_, stat)) => Reading::Stat(stat),
            Err(error) => absent_or_locked(&error),
        }
    }

    /// Hashes a file to its end, and reads its stat again.
    pub fn hash(&self, path: &str) -> Result<(Content, Reading), Reading> {
        let (mut file, _) = self.file(path).map_err(|error| absent_or_locked(&error))?;
        let content = content_of(split(path).1, &mut file).map_err(|_| Reading::Locked)?;
        Ok((content, self.reading(path)))
    }

    /// What can be told of a file or folder without opening it.
    pub fn stat(&self, metadata: &Metadata) -> Stat {
        let mtime = metadata.modified().ok().and_then(|at| nanos(at.into_std()));
        Stat {
            size: metadata.len(),
            mtime: mtime.unwrap_or_default(),
            identity: Some(self.identity(metadata)),
        }
    }

    fn identity(&self, metadata: &Metadata) -> Identity {
        let device = MetadataExt::dev(metadata);
        Identity {
            // A drive may be mounted under another number tomorrow.
            device: if device == self.device { 0 } else { device },
            file: MetadataExt::ino(metadata).into(),
            born: metadata.created().ok().and_then(|at| nanos(at.into_std())),
        }
    }
}

/// Makes a folder, unless something of that name is there already.
pub(super) fn make_folder(above: &Dir, name: &str) -> io::Result<()> {
    match above.create_dir(name) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        done => done,
    }
}

/// The hash of what is still to be read, and whether a file of this name may hold it.
pub(super) fn content_of(name: &str, file: &mut impl Read) -> io::Result<Content> {
    let mut hash = sha2::Sha256::new();
    let mut head = Vec::with_capacity(HEAD_BYTES);
    let mut piece = vec![0; PIECE];
    loop {
        let read = match file.read(&mut piece) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let bytes = piece.get(..read).unwrap_or_default();
        let missing = HEAD_BYTES - head.len();
        head.extend_from_slice(bytes.get(..missing.min(read)).unwrap_or_default());
        hash.update(bytes);
    }
    let refused = kind::kind(name, &head) != kind::Kind::Ordinary;
    Ok(Content { sha256: hash.finalize().into(), refused })
}

/// The first bytes of a file, by which it is told what it is.
pub(super) fn head(file: impl Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(HEAD_BYTES);
    file.take(HEAD_BYTES as u64).read_to_end(&mut head)?;
    Ok(head)
}

fn absent_or_locked(error: &io::Error) -> Reading {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Reading::Absent,
        _ => Reading::Locked,
    }
}

fn nanos(at: std::time::SystemTime) -> Option<i64> {
    match at.duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_nanos()).ok(),
        Err(before) => i64::try_from(before.duration().as_nanos()).ok().map(|nanos| -nanos),
    }
}

/// The path of the folder above, and the name in it.
pub(super) fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

struct Walk<'d> {
    disk: &'d Disk,
    entries: Vec<Entry>,
}

impl Walk<'_> {
    fn part(&mut self, part: &Look) {
        let (Look::Entry(path) | Look::Folder(path) | Look::Below(path)) = part;
        // The two upper levels are always told along: the plan believes no file whose folder it has not seen.
        for (end, _) in path.match_indices('/').take(2) {
            self.entry(path.get(..end).unwrap_or_default());
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
        let found = self.disk.folder(above).and_then(|dir| dir.symlink_metadata(name));
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
