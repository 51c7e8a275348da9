//! An archive's bytes by place, for several threads at once.

use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::sync::{Mutex, PoisonError};

use rawzip::ReaderAt;

/// Bytes that can be read at any place from any thread.
pub(super) type Source<'a> = &'a (dyn At + 'a);

/// What a [`Source`] can do.
pub(super) trait At: Sync {
    /// How many bytes there are.
    fn len(&self) -> u64;

    /// Reads some bytes at `offset`; none past the end.
    fn read_some(&self, into: &mut [u8], offset: u64) -> io::Result<usize>;

    /// Reads until `into` is full or there are no more bytes.
    fn fill(&self, into: &mut [u8], offset: u64) -> io::Result<usize> {
        let mut filled = 0;
        while let Some(rest) = into.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match self.read_some(rest, offset.saturating_add(filled as u64)) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(filled)
    }
}

/// A seekable reader that threads take turns at.
pub(super) struct Shared<R> {
    reader: Mutex<R>,
    len: u64,
}

impl<R: Read + Seek + Send> Shared<R> {
    pub(super) fn new(mut reader: R) -> io::Result<Self> {
        let len = reader.seek(SeekFrom::End(0))?;
        Ok(Self { reader: Mutex::new(reader), len })
    }
}

impl<R: Read + Seek + Send> At for Shared<R> {
    fn len(&self) -> u64 {
        self.len
    }

    fn read_some(&self, into: &mut [u8], offset: u64) -> io::Result<usize> {
        if offset >= self.len {
            return Ok(0);
        }
        // Every read seeks first, so a reader left by a panic is as good as any.
        let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        reader.seek(SeekFrom::Start(offset))?;
        reader.read(into)
    }
}

/// The same to rawzip.
pub(super) struct Raw<'a>(pub(super) Source<'a>);

impl ReaderAt for Raw<'_> {
    fn read_at(&self, into: &mut [u8], offset: u64) -> io::Result<usize> {
        self.0.fill(into, offset)
    }
}
