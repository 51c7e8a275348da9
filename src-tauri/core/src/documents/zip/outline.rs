//! The first pass: what an archive lists is judged and named. Of the bytes none is read but those of zips inside, for their
//! lists.

use std::io::{Read, Seek, Write};
use std::path::Path;

use tempfile::SpooledTempFile;

use super::encoding::{self, Legacy, NameEncoding};
use super::inflate::{self, Tools, inflate};
use super::listing::{Entry, FileType, Method, Place, list};
use super::meter::Meter;
use super::path::{safe, shown};
use super::source::{Shared, Source};
use super::tree::{FolderId, ROOT, Tree};
use super::{Halt, Limits, Refusal, Watch, ZipError};
use crate::documents::kind;
use crate::documents::names::NameFault;

/// How much of a zip inside is kept in memory before it goes to the scratch folder.
const IN_MEMORY: usize = 8 << 20;

/// What would land and what would not, by what the archive lists. Each entry of the archive, and of each zip inside that
/// was opened, is in exactly one of the two lists, both ordered by path; a zip inside that was opened stands for itself as
/// the folder that it becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// What would land if its bytes are what the list says, a folder before what is in it.
    pub accepted: Vec<Accepted>,
    /// What is left out and why.
    pub refused: Vec<Refused>,
    /// Bytes before the archive that are no part of it, as a self-extracting one has.
    pub leading_bytes: u64,
    pub(super) limits: Limits,
    /// Where each zip inside lies, in the order in which entries count them from 1.
    pub(super) inside: Vec<Place>,
}

/// An entry that would land.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Where, below the folder into which it is unpacked: names joined by `/`, composed (NFC), unique to every
    /// system.
    pub path: String,
    /// What.
    pub content: Content,
    /// How its name was read.
    pub encoding: NameEncoding,
    /// 0 for the archive itself, else which zip inside.
    pub(super) archive: usize,
    pub(super) place: Place,
}

/// What an accepted entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// A folder.
    Folder,
    /// A zip inside, opened into a folder.
    OpenedZip,
    /// A file.
    File {
        /// In bytes.
        size: u64,
        /// CRC-32.
        crc32: u32,
    },
}

/// An entry that would not land.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Its name as it can be shown: never a path to use. What cannot be seen is written as an escape. Of an accepted entry
    /// that is refused for its bytes, its path.
    pub path: String,
    /// Why.
    pub why: Refusal,
}

/// Reads the list of `archive`, and of the zips inside. One of those that is larger than a few MiB is kept in `scratch` for
/// as long, in a file without a name.
pub fn outline<R: Read + Seek + Send>(
    archive: R,
    limits: &Limits,
    scratch: &Path,
    watch: Watch<'_>,
) -> Result<Outline, ZipError> {
    let source = Shared::new(archive).map_err(ZipError::Read)?;
    let mut pass = Listing {
        limits,
        scratch,
        meter: Meter::new(limits, watch),
        tree: Tree::new(),
        listed: 0,
        accepted: Vec::new(),
        refused: Vec::new(),
        inside: Vec::new(),
    };
    let leading_bytes = pass.archive(&source, 0, ROOT)?;
    let Listing { mut accepted, mut refused, inside, .. } = pass;
    accepted.sort_by(|one, other| one.path.split('/').cmp(other.path.split('/')));
    refused.sort_by(|one, other| one.path.split('/').cmp(other.path.split('/')));
    Ok(Outline { accepted, refused, leading_bytes, limits: limits.clone(), inside })
}

struct Listing<'a> {
    limits: &'a Limits,
    scratch: &'a Path,
    meter: Meter<'a>,
    tree: Tree,
    listed: usize,
    accepted: Vec<Accepted>,
    refused: Vec<Refused>,
    inside: Vec<Place>,
}

/// A zip inside that may be opened.
struct Inside {
    folder: FolderId,
    name: String,
    shown: String,
    encoding: NameEncoding,
    place: Place,
}

impl Listing<'_> {
    /// Goes through one archive that is unpacked into `base`. Returns how many bytes lie before it.
    fn archive(&mut self, source: Source<'_>, number: usize, base: FolderId) -> Result<u64, ZipError> {
        let listing = list(source, self.limits.entries - self.listed).map_err(|error| match error {
            ZipError::TooManyEntries { .. } => ZipError::TooManyEntries { limit: self.limits.entries },
            other => other,
        })?;
        self.listed += listing.entries.len();
        self.meter.look()?;
        let legacy = Legacy::of(&listing.entries);
        let mut zips = Vec::new();
        for entry in &listing.entries {
            let (shown, taken) = self.take(entry, legacy, number, base);
            match taken {
                Ok(zip) => zips.extend(zip),
                Err(why) => self.refused.push(Refused { path: shown, why }),
            }
            if self.tree.unlisted_folders() > self.limits.entries {
                return Err(ZipError::TooManyEntries { limit: self.limits.entries });
            }
        }
        for zip in zips {
            let path = zip.shown.clone();
            match self.open(source, zip) {
                Ok(()) => {}
                Err(Halt::Refused(why)) => self.refused.push(Refused { path, why }),
                Err(Halt::Ended(error)) => return Err(error),
            }
        }
        Ok(listing.leading_bytes)
    }

    /// Judges an entry by what the list says of it, and takes its name. A zip inside is given back, to be opened.
    fn take(
        &mut self,
        entry: &Entry,
        legacy: Legacy,
        number: usize,
        base: FolderId,
    ) -> (String, Result<Option<Inside>, Refusal>) {
        let named = encoding::name(entry, legacy);
        let above = self.tree.path(base);
        let full = |name: &str| if above.is_empty() { name.to_owned() } else { format!("{above}/{name}") };
        let Some((name, encoding)) = named else {
            let lossy = full(&String::from_utf8_lossy(&entry.raw_name));
            let why = Refusal::Name(NameFault::NotUnicode);
            return (shown(&lossy, self.limits.path_bytes), Err(why));
        };
        let shown = shown(&full(&name), self.limits.path_bytes);
        let taken = self.take_named(entry, &name, number, base).map(|(folder, path, is_folder)| {
            let name = path.rsplit('/').next().unwrap_or(&path);
            let place = entry.place;
            if !is_folder && kind::claims_zip(name) {
                let (name, shown) = (name.to_owned(), shown.clone());
                return Some(Inside { folder, name, shown, encoding, place });
            }
            let content = if is_folder {
                Content::Folder
            } else {
                Content::File { size: place.size, crc32: place.crc32 }
            };
            self.accepted.push(Accepted { path, content, encoding, archive: number, place });
            None
        });
        (shown, taken)
    }

    fn take_named(
        &mut self,
        entry: &Entry,
        name: &str,
        number: usize,
        base: FolderId,
    ) -> Result<(FolderId, String, bool), Refusal> {
        if name.len() + self.tree.path(base).len() >= self.limits.path_bytes {
            return Err(Refusal::PathTooLong);
        }
        let path = safe(name)?;
        match entry.file_type {
            FileType::Link => return Err(Refusal::Link),
            FileType::Device => return Err(Refusal::Device),
            FileType::Folder | FileType::FileOrUntold => {}
        }
        let is_folder = path.is_folder || entry.file_type == FileType::Folder;
        if is_folder {
            if entry.place.size > 0 {
                return Err(Refusal::Damaged);
            }
        } else {
            let last = path.names.last().map_or("", String::as_str);
            match entry.method {
                _ if entry.encrypted => return Err(Refusal::Encrypted),
                Method::Other(method) => return Err(Refusal::Method { method }),
                Method::Stored | Method::Deflated => {}
            }
            if let Some(refusal) = inflate::judgement(last, &[]) {
                return Err(refusal);
            }
            if number > 0 && kind::claims_zip(last) {
                return Err(Refusal::NestedTooDeep);
            }
        }
        let (folder, spelled) = self.tree.take(base, &path.names, is_folder)?;
        // Composing, and the spelling of who came first, may have made it longer.
        if spelled.len() > self.limits.path_bytes {
            return Err(Refusal::PathTooLong);
        }
        Ok((folder, spelled, is_folder))
    }

    /// Opens a zip inside into a folder of its name.
    fn open(&mut self, source: Source<'_>, zip: Inside) -> Result<(), Halt> {
        let file = set_aside(source, &zip.place, &zip.name, self.limits, self.scratch, &self.meter)?;
        let inner = Shared::new(file).map_err(ZipError::Read)?;
        let folder = self.tree.folder_for_zip(zip.folder, &zip.name);
        if self.tree.path(folder).len() > self.limits.path_bytes {
            return Err(Refusal::PathTooLong.into());
        }
        let number = self.inside.len() + 1;
        self.inside.push(zip.place);
        match self.archive(&inner, number, folder) {
            Ok(_) => {}
            Err(error) if error.is_of_form() => {
                return Err(Refusal::NestedUnreadable { why: error.code() }.into());
            }
            Err(error) => return Err(error.into()),
        }
        self.accepted.push(Accepted {
            path: self.tree.path(folder).to_owned(),
            content: Content::OpenedZip,
            encoding: zip.encoding,
            archive: 0,
            place: zip.place,
        });
        Ok(())
    }
}

/// Inflates a zip inside to where it can be read at any place.
pub(super) fn set_aside(
    source: Source<'_>,
    place: &Place,
    name: &str,
    limits: &Limits,
    scratch: &Path,
    meter: &Meter<'_>,
) -> Result<SpooledTempFile, Halt> {
    let mut file = tempfile::spooled_tempfile_in(IN_MEMORY, scratch);
    let count = |bytes| meter.set_aside(bytes);
    let mut keep = |chunk: &[u8]| file.write_all(chunk).map_err(|error| ZipError::Write(error).into());
    inflate(source, place, name, &mut Tools::new(), limits, &count, &mut keep)?;
    Ok(file)
}
