//! The parts of a file that is a zip (APPNOTE.TXT 6.3.10), inflated as they are read and measured as they are inflated.

use std::cell::Cell;
use std::io::{self, BufReader, Read};

use flate2::read::DeflateDecoder;
use rawzip::{CompressionMethod, ZipArchive, ZipSliceArchive};

use super::WordsError;
use super::gathered::{Gathered, Halt};

/// How many entries are looked through.
const MAX_ENTRIES: usize = 20_000;

/// A zip, and how much may still be inflated of it.
pub(super) struct Archive<'a> {
    zip: ZipSliceArchive<&'a [u8]>,
    limit: u64,
    left: Cell<u64>,
    is_over: Cell<bool>,
}

/// One part, by its place in the archive.
pub(super) struct Entry {
    pub name: String,
    place: rawzip::ZipArchiveEntryWayfinder,
    method: CompressionMethod,
}

impl<'a> Archive<'a> {
    pub(super) fn open(bytes: &'a [u8], limit: u64) -> Result<Self, WordsError> {
        let zip = ZipArchive::from_slice(bytes).map_err(|_| WordsError::Damaged)?;
        Ok(Self { zip, limit, left: Cell::new(limit), is_over: Cell::new(false) })
    }

    /// What is in it, of names that are UTF-8, in the order of the archive's list.
    pub(super) fn entries(&self) -> Result<Vec<Entry>, WordsError> {
        let mut entries = Vec::new();
        let mut listed = self.zip.entries();
        while let Some(entry) = listed.next_entry().map_err(|_| WordsError::Damaged)? {
            if entries.len() == MAX_ENTRIES {
                return Err(WordsError::TooMuch { limit: self.limit });
            }
            if let Ok(name) = String::from_utf8(entry.file_path().as_ref().to_vec()) {
                entries.push(Entry { name, place: entry.wayfinder(), method: entry.compression_method() });
            }
        }
        Ok(entries)
    }

    /// Reads one entry with `read`, which is handed its bytes as they are inflated.
    pub(super) fn read(
        &self,
        entry: &Entry,
        gathered: &mut Gathered,
        read: impl FnOnce(BufReader<Metered<'_>>, &mut Gathered) -> Result<(), Halt>,
    ) -> Result<(), Halt> {
        let found = self.zip.get_entry(entry.place).map_err(|_| WordsError::Damaged)?;
        let inner: Box<dyn Read + '_> = match entry.method {
            CompressionMethod::STORE => Box::new(found.data()),
            CompressionMethod::DEFLATE => Box::new(DeflateDecoder::new(found.data())),
            _ => return Err(WordsError::Damaged.into()),
        };
        let result =
            read(BufReader::new(Metered { inner, left: &self.left, is_over: &self.is_over }), gathered);
        if self.is_over.get() { Err(WordsError::TooMuch { limit: self.limit }.into()) } else { result }
    }
}

/// A part's bytes, counted.
pub(super) struct Metered<'a> {
    inner: Box<dyn Read + 'a>,
    left: &'a Cell<u64>,
    is_over: &'a Cell<bool>,
}

impl Read for Metered<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        let Some(left) = self.left.get().checked_sub(u64::try_from(read).unwrap_or(u64::MAX)) else {
            self.is_over.set(true);
            return Err(io::Error::other("too much"));
        };
        self.left.set(left);
        Ok(read)
    }
}
