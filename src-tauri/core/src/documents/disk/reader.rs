//! Reading files one after another.

use std::io::{self, Read, Write};

use cap_fs_ext::{FollowSymlinks, OpenOptionsFollowExt};
use cap_std::fs::{Dir, File, OpenOptions};
use sha2::Digest;

use super::{Disk, split};
use crate::documents::kind::{self, HEAD_BYTES};
use crate::documents::plan::settle::Reading;
use crate::documents::plan::{Content, Stat};

/// How many bytes are read at a time.
const PIECE: usize = 256 << 10;

/// Reads files of one folder after another: the folder of the last one stays open, and so does what was read into. Not to
/// be kept for long, for the folder may be moved meanwhile.
#[derive(Debug)]
pub(in crate::documents) struct Reader<'d> {
    disk: &'d Disk,
    near: Option<(String, Dir)>,
    piece: Vec<u8>,
}

impl<'d> Reader<'d> {
    pub const fn new(disk: &'d Disk) -> Self {
        Self { disk, near: None, piece: Vec::new() }
    }

    /// The folder at this path below the root.
    pub fn folder(&mut self, path: &str) -> io::Result<&Dir> {
        let near = match self.near.take().filter(|(near, _)| near == path) {
            Some(near) => near,
            None => (path.to_owned(), self.disk.folder(path)?),
        };
        Ok(&self.near.insert(near).1)
    }

    /// The ordinary file at this path, opened to be read.
    pub fn file(&mut self, path: &str) -> io::Result<(File, Stat)> {
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
        Ok((file, self.disk.stat(&metadata)))
    }

    /// Reads a file's stat. Whether somebody holds it closed is found out when it is hashed.
    pub fn reading(&mut self, path: &str) -> Reading {
        let (above, name) = split(path);
        match self.folder(above).and_then(|above| above.symlink_metadata(name)) {
            Ok(metadata) if metadata.is_file() => Reading::Stat(self.disk.stat(&metadata)),
            Ok(_) => Reading::Absent,
            Err(error) => absent_or_locked(&error),
        }
    }

    /// Hashes a file to its end, and reads its stat again.
    pub fn hash(&mut self, path: &str) -> Result<(Content, Reading), Reading> {
        let (mut file, _) = self.file(path).map_err(|error| absent_or_locked(&error))?;
        self.piece.resize(PIECE, 0);
        let content = content_by(&mut self.piece, split(path).1, &mut file).map_err(|_| Reading::Locked)?;
        Ok((content, self.reading(path)))
    }
}

fn absent_or_locked(error: &io::Error) -> Reading {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Reading::Absent,
        _ => Reading::Locked,
    }
}

/// The hash of what is still to be read, and whether a file of this name may hold it.
pub(in crate::documents) fn content_of(name: &str, file: &mut impl Read) -> io::Result<Content> {
    content_by(&mut vec![0; PIECE], name, file)
}

/// The same of what is copied, and how long that is.
pub(in crate::documents) fn copy_hashed(
    name: &str,
    from: impl Read,
    into: impl Write,
) -> io::Result<(u64, Content)> {
    let mut tee = Tee { from, into: io::BufWriter::new(into), size: 0 };
    let content = content_of(name, &mut tee)?;
    tee.into.flush()?;
    Ok((tee.size, content))
}

/// Writes what is read.
struct Tee<R, W: Write> {
    from: R,
    into: io::BufWriter<W>,
    size: u64,
}

impl<R: Read, W: Write> Read for Tee<R, W> {
    fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(piece)?;
        self.into.write_all(piece.get(..read).unwrap_or_default())?;
        self.size += u64::try_from(read).unwrap_or_default();
        Ok(read)
    }
}

/// The same, read piece by piece into this buffer.
fn content_by(piece: &mut [u8], name: &str, file: &mut impl Read) -> io::Result<Content> {
    let mut hash = sha2::Sha256::new();
    let mut head = Vec::with_capacity(HEAD_BYTES);
    loop {
        let read = match file.read(piece) {
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
