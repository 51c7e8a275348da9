//! Reading the documents' folder, never through a link and never out of it.
//!
//! Everything is opened relative to the folder above it, so that a folder which becomes a link while it is read leads
//! nowhere. What is read is what lies there at one moment after another; [`plan`](super::plan) knows that.

mod crawl;
mod reader;
mod walk;

use std::io::{self, Read};
use std::path::Path;
use std::time::UNIX_EPOCH;

use cap_fs_ext::{DirExt, MetadataExt};
use cap_std::ambient_authority;
use cap_std::fs::{Dir, File, Metadata};

use super::kind::HEAD_BYTES;
use super::plan::{Identity, Observed, Scope, Stat};
use crate::id::OfficeId;
pub(super) use reader::{Reader, content_of, copy_hashed};

/// What Studiolo keeps for itself in the documents' folder; passed by like what other programs keep.
pub(super) const OWN: &str = ".studiolo";

/// The file in [`OWN`] that says whose folder it is: an unmounted drive leaves an empty folder without it.
const MARKER: &str = "office";

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
        let entries = match scope {
            Scope::Whole => walk::everything(self),
            Scope::Parts(parts) => walk::parts(self, parts),
        };
        Observed { at, root: true, entries }
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
        Reader::new(self).file(path)
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

/// The first bytes of a file, by which it is told what it is.
pub(super) fn head(file: impl Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(HEAD_BYTES);
    file.take(HEAD_BYTES as u64).read_to_end(&mut head)?;
    Ok(head)
}

fn nanos(at: std::time::SystemTime) -> Option<i64> {
    match at.duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_nanos()).ok(),
        Err(before) => i64::try_from(before.duration().as_nanos()).ok().map(|nanos| -nanos),
    }
}

/// A path below the documents' folder, as one below its client's.
pub(super) fn below_client(path: &str) -> &str {
    path.split_once('/').map_or("", |(_, place)| place)
}

/// The path of the folder above, and the name in it.
pub(super) fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}
