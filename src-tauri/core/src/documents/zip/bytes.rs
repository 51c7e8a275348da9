//! The bytes of accepted entries, of the archive and of the zips inside.

use std::collections::{BTreeMap, HashMap};
use std::io::{Read, Seek};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::inflate::{Tools, inflate};
use super::meter::Meter;
use super::outline::{Accepted, Content, Outline, Refused, set_aside};
use super::source::{Shared, Source};
use super::{Halt, Watch, ZipError};
use crate::documents::workers;

/// What came of the bytes of an outline's files.
#[derive(Debug, Default)]
pub struct Judged {
    /// Those that are not what the list says of them, programs, and what pretends to be something else.
    pub refused: Vec<Refused>,
    /// SHA-256 of the others, by path, where it was asked for.
    pub hashes: HashMap<String, [u8; 32]>,
}

/// Reads all of an outline of the same `archive` to its end and writes nothing. Files of a size for which `hashed` says so
/// are hashed.
pub fn judge<R: Read + Seek + Send>(
    archive: R,
    outline: &Outline,
    hashed: impl Fn(u64) -> bool + Sync,
    scratch: &Path,
    watch: Watch<'_>,
) -> Result<Judged, ZipError> {
    let source = Shared::new(archive).map_err(ZipError::Read)?;
    let pass = Pass::new(outline, scratch, watch);
    let files = pass.each(&source, &outline.accepted, |file| {
        let mut hash = hashed(file.accepted.place.size).then(Sha256::new);
        pass.read(file, &mut |chunk| {
            if let Some(hash) = &mut hash {
                hash.update(chunk);
            }
            Ok(())
        })?;
        Ok(hash.map(|hash| (file.accepted.path.clone(), hash.finalize().into())))
    })?;
    let mut judged = Judged::default();
    for file in files {
        match file {
            Ok(hash) => judged.hashes.extend(hash),
            Err(refused) => judged.refused.push(refused),
        }
    }
    Ok(judged)
}

/// A pass over the bytes.
pub(super) struct Pass<'a> {
    outline: &'a Outline,
    scratch: &'a Path,
    meter: Meter<'a>,
}

/// An entry whose bytes are to be read.
pub(super) struct Reading<'a> {
    pub accepted: &'a Accepted,
    source: Source<'a>,
    tools: &'a mut Tools,
}

impl<'a> Pass<'a> {
    pub(super) fn new(outline: &'a Outline, scratch: &'a Path, watch: Watch<'a>) -> Self {
        Self { outline, scratch, meter: Meter::new(&outline.limits, watch) }
    }

    /// Does `work` for each of these that is a file, on several threads, in the order of their bytes. Gives what came of
    /// it, or why it was refused.
    pub(super) fn each<'e, O: Send>(
        &self,
        source: Source<'_>,
        entries: impl IntoIterator<Item = &'e Accepted>,
        work: impl Fn(&mut Reading<'_>) -> Result<O, Halt> + Sync,
    ) -> Result<Vec<Result<O, Refused>>, ZipError> {
        let mut by_archive: BTreeMap<usize, Vec<&Accepted>> = BTreeMap::new();
        for entry in entries {
            if matches!(entry.content, Content::File { .. }) {
                by_archive.entry(entry.archive).or_default().push(entry);
            }
        }
        let mut all = Vec::new();
        for (number, mut files) in by_archive {
            files.sort_by_key(|file| file.place.offset);
            let inside =
                number.checked_sub(1).map(|inside| self.inside(source, inside, &files)).transpose()?;
            let done = match &inside {
                None => self.of_archive(source, &files, &work),
                Some(inside) => self.of_archive(inside, &files, &work),
            };
            all.extend(done?);
        }
        Ok(all)
    }

    /// The zip inside in which these lie.
    fn inside(
        &self,
        source: Source<'_>,
        inside: usize,
        files: &[&Accepted],
    ) -> Result<Shared<impl Read + Seek + Send>, ZipError> {
        let changed = || ZipError::Changed { path: files.first().map_or("", |file| &file.path).to_owned() };
        let place = self.outline.inside.get(inside).ok_or_else(changed)?;
        let zip = set_aside(source, place, "", &self.outline.limits, self.scratch, &self.meter);
        let zip = zip.map_err(|halt| match halt {
            Halt::Refused(_) => changed(),
            Halt::Ended(error) => error,
        })?;
        Shared::new(zip).map_err(ZipError::Read)
    }

    fn of_archive<O: Send>(
        &self,
        source: Source<'_>,
        files: &[&Accepted],
        work: &(impl Fn(&mut Reading<'_>) -> Result<O, Halt> + Sync),
    ) -> Result<Vec<Result<O, Refused>>, ZipError> {
        workers::each(files, Tools::new, |tools, accepted| {
            let done = match work(&mut Reading { accepted, source, tools }) {
                Ok(done) => Ok(done),
                Err(Halt::Refused(why)) => Err(Refused { path: accepted.path.clone(), why }),
                Err(Halt::Ended(error)) => return Err(error),
            };
            self.meter.done()?;
            Ok(done)
        })
    }

    /// Hands the bytes of an entry to `sink`, each chunk after it was measured.
    pub(super) fn read(
        &self,
        entry: &mut Reading<'_>,
        sink: &mut dyn FnMut(&[u8]) -> Result<(), Halt>,
    ) -> Result<(), Halt> {
        let Reading { accepted, source, tools } = entry;
        let name = accepted.path.rsplit('/').next().unwrap_or(&accepted.path);
        let count = |bytes| self.meter.inflated(bytes);
        inflate(*source, &accepted.place, name, tools, &self.outline.limits, &count, sink)
    }
}
