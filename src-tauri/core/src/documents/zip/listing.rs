//! What an archive lists: its central directory (APPNOTE 4.3.12), found from its end, with zip64 and with bytes before
//! and after the archive, as a self-extracting one has.

use std::io;

use rawzip::extra_fields::ExtraFieldId;
use rawzip::{CompressionMethod, ErrorKind, MAX_CENTRAL_DIRECTORY_RECORD_SIZE, ZipArchive, ZipLocator};

use super::ZipError;
use super::source::{Raw, Source};

/// The longest raw name that is kept; a longer one is refused whatever it says.
pub(super) const MAX_RAW_NAME: usize = 4096;

/// How many ends of an archive are tried: a comment or bytes behind it may look like one.
const ENDS_TRIED: usize = 16;

const LOCAL_HEADER: &[u8] = b"PK\x03\x04";
const LISTED: [u8; 4] = *b"PK\x01\x02";
const END_RECORD_BYTES: usize = 22;

/// What an archive lists.
pub(super) struct Listing {
    /// In the order of the list.
    pub entries: Vec<Entry>,
    /// Bytes before the first entry.
    pub leading_bytes: u64,
}

/// One row of the list. Nothing in it is checked yet.
pub(super) struct Entry {
    /// The name's bytes, or the first [`MAX_RAW_NAME`] and one more.
    pub raw_name: Vec<u8>,
    /// The name is UTF-8 by general purpose bit 11 (APPNOTE 4.4.4).
    pub utf8: bool,
    /// The name in the Info-ZIP unicode path field (APPNOTE 4.6.9), when it belongs to the raw name.
    pub unicode_name: Option<String>,
    pub encrypted: bool,
    pub method: Method,
    pub file_type: FileType,
    pub place: Place,
}

/// How an entry is packed (APPNOTE 4.4.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    Stored,
    Deflated,
    Other(u16),
}

/// The type in the upper half of the external attributes (APPNOTE 4.4.15), where Unix keeps its mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileType {
    FileOrUntold,
    Folder,
    Link,
    Device,
}

/// Where an entry's bytes are, and what the list says they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// Where its local header begins.
    pub offset: u64,
    /// Where its bytes must have ended: at the next header, or at the list.
    pub end: u64,
    /// Whether another entry begins at `end`.
    pub before_another: bool,
    /// Whether another entry begins at `offset` too.
    pub same_as_another: bool,
    pub deflated: bool,
    pub packed: u64,
    pub size: u64,
    pub crc32: u32,
}

/// Lists an archive of at most `limit` entries.
pub(super) fn list(source: Source<'_>, limit: usize) -> Result<Listing, ZipError> {
    let mut start = [0; 8];
    let read = source.fill(&mut start, 0).map_err(ZipError::Read)?;
    let start = start.get(..read).unwrap_or_default();
    if start.starts_with(b"7z\xBC\xAF\x27\x1C") {
        return Err(ZipError::SevenZip);
    }
    if start.starts_with(b"Rar!\x1A\x07") {
        return Err(ZipError::Rar);
    }
    let mut buffer = vec![0; MAX_CENTRAL_DIRECTORY_RECORD_SIZE];
    let archive = locate(source, start, &mut buffer)?;
    check_end(source, &archive, start)?;
    let mut entries = Vec::new();
    let mut rows = archive.entries(&mut buffer);
    while let Some(row) = rows.next_entry().map_err(unreadable)? {
        if entries.len() == limit {
            return Err(ZipError::TooManyEntries { limit });
        }
        entries.push(entry(&row));
    }
    // Of more than 65,535 entries, older programs count the rest.
    if entries.len() as u64 != archive.entries_hint() {
        return Err(ZipError::Damaged);
    }
    let directory = archive.directory_offset();
    let leading_bytes = entries.iter().map(|entry| entry.place.offset).fold(directory, u64::min);
    if leading_bytes > 0 && start.starts_with(LOCAL_HEADER) {
        return Err(ZipError::Several);
    }
    bound(&mut entries, directory);
    Ok(Listing { entries, leading_bytes })
}

fn locate<'a>(source: Source<'a>, start: &[u8], buffer: &mut [u8]) -> Result<ZipArchive<Raw<'a>>, ZipError> {
    let (mut end, mut has_end) = (source.len(), false);
    for _ in 0..ENDS_TRIED {
        match ZipLocator::new().locate_in_reader(Raw(source), buffer, end) {
            Ok(archive) => return Ok(archive),
            Err((_, error)) => match error.eocd_offset() {
                Some(offset) => (end, has_end) = (offset, has_end || !is_cut_off(error.kind())),
                None if matches!(error.kind(), ErrorKind::MissingEndOfCentralDirectory) => break,
                None => return Err(unreadable(error)),
            },
        }
    }
    Err(match start {
        _ if has_end => ZipError::Damaged,
        [b'P', b'K', ..] => ZipError::Truncated,
        _ => ZipError::NotAZip,
    })
}

/// Whether the end record (APPNOTE 4.3.16) is that of a whole archive: its parts are numbered 0 (4.4.19, 4.4.20), and
/// the list is not nearer to the start than it says, as when the start is missing.
fn check_end(source: Source<'_>, archive: &ZipArchive<Raw<'_>>, start: &[u8]) -> Result<(), ZipError> {
    let mut record = [0; END_RECORD_BYTES];
    let read = source.fill(&mut record, archive.eocd_offset()).map_err(ZipError::Read)?;
    if read < END_RECORD_BYTES {
        return Err(ZipError::Damaged);
    }
    let number = |place: usize, bytes: usize| record.get(place..place + bytes).map_or(0, le);
    if [number(4, 2), number(6, 2)].iter().any(|part| !matches!(part, 0 | 0xFFFF)) {
        return Err(ZipError::Split);
    }
    let (size, says, far) = (number(12, 4), number(16, 4), u64::from(u32::MAX));
    if size == far || says == far {
        return Ok(());
    }
    if says > archive.directory_offset() {
        return Err(ZipError::Damaged);
    }
    // Behind another archive of the same length, the place that this one says is that of the other's list.
    let list = archive.eocd_offset().saturating_sub(size);
    let mut signature = [0; 4];
    source.fill(&mut signature, list).map_err(ZipError::Read)?;
    let is_behind = list > says && signature == LISTED && start.starts_with(LOCAL_HEADER);
    if is_behind { Err(ZipError::Several) } else { Ok(()) }
}

fn le(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

fn entry(row: &rawzip::ZipFileHeaderRecord<'_>) -> Entry {
    let raw_name = row.file_path().as_bytes();
    let method = match row.compression_method() {
        CompressionMethod::STORE => Method::Stored,
        CompressionMethod::DEFLATE => Method::Deflated,
        other => Method::Other(other.as_u16()),
    };
    let file_type = match row.external_attributes() >> 16 & 0o170_000 {
        0 | 0o100_000 => FileType::FileOrUntold,
        0o040_000 => FileType::Folder,
        0o120_000 => FileType::Link,
        _ => FileType::Device,
    };
    let flags = row.flags();
    Entry {
        raw_name: raw_name.get(..=MAX_RAW_NAME).unwrap_or(raw_name).to_vec(),
        utf8: flags.is_utf8(),
        unicode_name: unicode_name(row, raw_name),
        encrypted: flags.is_encrypted()
            || flags.has_strong_encryption()
            || row.compression_method() == CompressionMethod::AES,
        method,
        file_type,
        place: Place {
            offset: row.local_header_offset(),
            end: 0,
            before_another: false,
            same_as_another: false,
            deflated: method == Method::Deflated,
            packed: row.compressed_size_hint(),
            size: row.uncompressed_size_hint(),
            crc32: row.crc32(),
        },
    }
}

/// APPNOTE 4.6.9: version 1, the checksum of the raw name to which it belongs, the name.
fn unicode_name(row: &rawzip::ZipFileHeaderRecord<'_>, raw_name: &[u8]) -> Option<String> {
    let mut fields = row.extra_fields();
    let (_, field) = fields.find(|(id, _)| *id == ExtraFieldId::INFO_ZIP_UNICODE_PATH)?;
    let (head, name) = field.split_at_checked(5)?;
    let (version, crc32) = head.split_first()?;
    let belongs = *version == 1 && le(crc32) == u64::from(crc32fast::hash(raw_name));
    let name = name.get(..MAX_RAW_NAME).unwrap_or(name);
    std::str::from_utf8(name).ok().filter(|name| belongs && !name.is_empty()).map(str::to_owned)
}

/// Sets where the bytes of each entry must have ended.
fn bound(entries: &mut [Entry], directory: u64) {
    let mut offsets: Vec<u64> = entries.iter().map(|entry| entry.place.offset).collect();
    offsets.sort_unstable();
    for Entry { place, .. } in entries {
        let next = offsets.partition_point(|offset| *offset <= place.offset);
        let first = offsets.partition_point(|offset| *offset < place.offset);
        let following = offsets.get(next).copied().filter(|following| *following < directory);
        place.end = following.unwrap_or(directory);
        place.before_another = following.is_some();
        place.same_as_another = next - first > 1;
    }
}

fn unreadable(error: rawzip::Error) -> ZipError {
    match error.into_kind() {
        kind if is_cut_off(&kind) => ZipError::Damaged,
        ErrorKind::IO(error) => ZipError::Read(error),
        _ => ZipError::Damaged,
    }
}

fn is_cut_off(kind: &ErrorKind) -> bool {
    match kind {
        ErrorKind::IO(error) => error.kind() == io::ErrorKind::UnexpectedEof,
        ErrorKind::Eof => true,
        _ => false,
    }
}
