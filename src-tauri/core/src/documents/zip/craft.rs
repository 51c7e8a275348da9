//! Archives made by hand, truthful or not, byte by byte as APPNOTE 4.3 lays them out.

use std::io::{Cursor, Read, Seek, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use cap_std::ambient_authority;
use cap_std::fs::Dir;
use flate2::Compression;
use flate2::write::DeflateEncoder;

use super::*;

/// An entry, with everything that its two headers say.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub name: Vec<u8>,
    pub packed: Vec<u8>,
    pub method: u16,
    pub flags: u16,
    pub crc32: u32,
    pub size: u64,
    /// What the list says of the packed size, when it is not the truth.
    pub says_packed: Option<u64>,
    /// Where the list says the entry is, when it is not the truth.
    pub says_offset: Option<u64>,
    /// The file's type and mode, in the upper half of the external attributes.
    pub mode: u32,
    /// The list's extra fields.
    pub extra: Vec<u8>,
    pub local_extra: Vec<u8>,
    pub local_name: Option<Vec<u8>>,
    /// Sizes and checksum follow the data, and the local header has none.
    pub descriptor: bool,
    /// Sizes and place stand in the zip64 field.
    pub zip64: bool,
}

pub(super) fn stored(name: impl AsRef<[u8]>, data: impl AsRef<[u8]>) -> Row {
    let data = data.as_ref();
    Row {
        name: name.as_ref().to_vec(),
        packed: data.to_vec(),
        method: 0,
        flags: 0,
        crc32: crc32fast::hash(data),
        size: data.len() as u64,
        says_packed: None,
        says_offset: None,
        mode: 0,
        extra: Vec::new(),
        local_extra: Vec::new(),
        local_name: None,
        descriptor: false,
        zip64: false,
    }
}

pub(super) fn deflated(name: impl AsRef<[u8]>, data: impl AsRef<[u8]>) -> Row {
    Row { packed: deflate(data.as_ref()), method: 8, ..stored(name, data.as_ref()) }
}

pub(super) fn deflate(data: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

pub(super) fn folder(name: &str) -> Row {
    stored(name, b"")
}

/// An archive of rows, and what surrounds them.
#[derive(Debug, Clone, Default)]
pub(super) struct Craft {
    pub rows: Vec<Row>,
    /// Before the archive, without the archive's knowing.
    pub leading: Vec<u8>,
    pub trailing: Vec<u8>,
    pub comment: Vec<u8>,
    pub says_entries: Option<u16>,
    pub part: u16,
    /// Ends with the zip64 records too.
    pub zip64: bool,
}

pub(super) fn zip(rows: impl IntoIterator<Item = Row>) -> Vec<u8> {
    Craft { rows: rows.into_iter().collect(), ..Craft::default() }.bytes()
}

fn u16s(out: &mut Vec<u8>, numbers: &[usize]) {
    for number in numbers {
        out.extend_from_slice(&u16::try_from(*number).unwrap().to_le_bytes());
    }
}

fn u32s(out: &mut Vec<u8>, numbers: &[u64]) {
    for number in numbers {
        out.extend_from_slice(&u32::try_from(*number).unwrap_or(u32::MAX).to_le_bytes());
    }
}

impl Craft {
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let offsets: Vec<u64> = self.rows.iter().map(|row| row.local(&mut out)).collect();
        let directory = out.len() as u64;
        for (row, offset) in self.rows.iter().zip(offsets) {
            row.listed(offset, &mut out);
        }
        let size = out.len() as u64 - directory;
        let entries = self.rows.len() as u64;
        if self.zip64 {
            let record = out.len() as u64;
            out.extend_from_slice(b"PK\x06\x06");
            out.extend_from_slice(&44_u64.to_le_bytes());
            u16s(&mut out, &[45, 45]);
            u32s(&mut out, &[0, 0]);
            for number in [entries, entries, size, directory] {
                out.extend_from_slice(&number.to_le_bytes());
            }
            out.extend_from_slice(b"PK\x06\x07");
            u32s(&mut out, &[0]);
            out.extend_from_slice(&record.to_le_bytes());
            u32s(&mut out, &[1]);
        }
        out.extend_from_slice(b"PK\x05\x06");
        let says = if self.zip64 { 0xFFFF } else { usize::try_from(entries).unwrap().min(0xFFFF) };
        let says = self.says_entries.map_or(says, usize::from);
        u16s(&mut out, &[self.part.into(), self.part.into(), says, says]);
        let far = u64::from(u32::MAX);
        u32s(&mut out, &if self.zip64 { [far, far] } else { [size, directory] });
        u16s(&mut out, &[self.comment.len()]);
        [self.leading.as_slice(), &out, &self.comment, &self.trailing].concat()
    }
}

impl Row {
    fn local(&self, out: &mut Vec<u8>) -> u64 {
        let offset = out.len() as u64;
        let name = self.local_name.as_ref().unwrap_or(&self.name);
        out.extend_from_slice(b"PK\x03\x04");
        let flags = usize::from(self.flags) | if self.descriptor { 8 } else { 0 };
        u16s(out, &[20, flags, self.method.into(), 0, 0x5a21]);
        let truth = [self.crc32.into(), self.packed.len() as u64, self.size];
        u32s(out, &if self.descriptor { [0, 0, 0] } else { truth });
        u16s(out, &[name.len(), self.local_extra.len()]);
        out.extend_from_slice(name);
        out.extend_from_slice(&self.local_extra);
        out.extend_from_slice(&self.packed);
        if self.descriptor {
            out.extend_from_slice(b"PK\x07\x08");
            u32s(out, &truth);
        }
        offset
    }

    fn listed(&self, offset: u64, out: &mut Vec<u8>) {
        let offset = self.says_offset.unwrap_or(offset);
        let packed = self.says_packed.unwrap_or(self.packed.len() as u64);
        let mut extra = Vec::new();
        let far = u64::from(u32::MAX);
        if self.zip64 {
            u16s(&mut extra, &[1, 24]);
            for number in [self.size, packed, offset] {
                extra.extend_from_slice(&number.to_le_bytes());
            }
        }
        extra.extend_from_slice(&self.extra);
        out.extend_from_slice(b"PK\x01\x02");
        let flags = usize::from(self.flags) | if self.descriptor { 8 } else { 0 };
        u16s(out, &[0x031e, 20, flags, self.method.into(), 0, 0x5a21]);
        let (says_packed, says_size, says_offset) =
            if self.zip64 { (far, far, far) } else { (packed, self.size, offset) };
        u32s(out, &[self.crc32.into(), says_packed, says_size]);
        u16s(out, &[self.name.len(), extra.len(), 0, 0, 0]);
        u32s(out, &[u64::from(self.mode) << 16, says_offset]);
        out.extend_from_slice(&self.name);
        out.extend_from_slice(&extra);
    }
}

/// The Info-ZIP unicode path field for `name` beside the raw name `raw`.
pub(super) fn unicode_field(raw: &[u8], name: &str) -> Vec<u8> {
    let mut field = Vec::new();
    u16s(&mut field, &[0x7075, 5 + name.len()]);
    field.push(1);
    u32s(&mut field, &[crc32fast::hash(raw).into()]);
    field.extend_from_slice(name.as_bytes());
    field
}

pub(super) fn scratch() -> PathBuf {
    std::env::temp_dir()
}

pub(super) fn go_on(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

pub(super) fn run(archive: &[u8]) -> Result<Outline, ZipError> {
    run_within(archive, &Limits::default())
}

pub(super) fn run_within(archive: &[u8], limits: &Limits) -> Result<Outline, ZipError> {
    judged(&mut Cursor::new(archive), limits, &scratch(), &go_on)
}

/// An outline without what its bytes speak against.
pub(super) fn judged<R: Read + Seek + Send>(
    archive: &mut R,
    limits: &Limits,
    scratch: &Path,
    watch: Watch<'_>,
) -> Result<Outline, ZipError> {
    let mut outline = outline(&mut *archive, limits, scratch, watch)?;
    let refused = judge(archive, &outline, |_| false, scratch, watch)?.refused;
    outline.accepted.retain(|entry| refused.iter().all(|refused| refused.path != entry.path));
    outline.refused.extend(refused);
    outline.refused.sort_by(|one, other| one.path.split('/').cmp(other.path.split('/')));
    Ok(outline)
}

impl Outline {
    /// Bytes of all files.
    pub(super) fn bytes(&self) -> u64 {
        let size = |entry: &Accepted| match entry.content {
            Content::File { size, .. } => size,
            Content::Folder | Content::OpenedZip => 0,
        };
        self.accepted.iter().map(size).sum()
    }

    /// The accepted, folders with a slash.
    pub(super) fn paths(&self) -> Vec<String> {
        let shown = |entry: &Accepted| match entry.content {
            Content::File { .. } => entry.path.clone(),
            Content::Folder | Content::OpenedZip => format!("{}/", entry.path),
        };
        self.accepted.iter().map(shown).collect()
    }

    pub(super) fn reasons(&self) -> Vec<(&str, &'static str)> {
        self.refused.iter().map(|refused| (refused.path.as_str(), refused.why.code())).collect()
    }

    pub(super) fn rows(&self) -> usize {
        self.accepted.len() + self.refused.len()
    }

    pub(super) fn all(&self) -> Vec<String> {
        self.accepted.iter().map(|entry| entry.path.clone()).collect()
    }
}

/// An empty folder beside which nothing may appear.
pub(super) struct Staging {
    around: tempfile::TempDir,
    pub dir: Dir,
}

impl Staging {
    pub(super) fn new() -> Self {
        let around = tempfile::tempdir().unwrap();
        std::fs::create_dir(around.path().join("staging")).unwrap();
        let dir = Dir::open_ambient_dir(around.path().join("staging"), ambient_authority()).unwrap();
        Self { around, dir }
    }

    /// Unpacks all that is accepted, none of which is refused.
    pub(super) fn unpack(&self, archive: &[u8], outline: &Outline) -> Result<Vec<File>, ZipError> {
        let unpacked = unpack(Cursor::new(archive), outline, outline.all(), &self.dir, &scratch(), &go_on)?;
        assert_eq!(unpacked.refused, []);
        Ok(unpacked.files)
    }

    /// Every path in it, folders with a slash; and nothing is beside it.
    pub(super) fn paths(&self) -> Vec<String> {
        let beside: Vec<_> = std::fs::read_dir(self.around.path()).unwrap().collect();
        assert_eq!(beside.len(), 1, "something left the staging folder");
        let mut paths = Vec::new();
        walk(&self.dir, "", &mut paths);
        paths.sort();
        paths
    }
}

fn walk(dir: &Dir, above: &str, paths: &mut Vec<String>) {
    for entry in dir.entries().unwrap() {
        let entry = entry.unwrap();
        let path = format!("{above}{}", entry.file_name().to_str().unwrap());
        let file_type = entry.file_type().unwrap();
        assert!(file_type.is_dir() || file_type.is_file(), "{path} is neither");
        if file_type.is_dir() {
            walk(&entry.open_dir().unwrap(), &format!("{path}/"), paths);
            paths.push(format!("{path}/"));
        } else {
            paths.push(path);
        }
    }
}

/// The code of an error.
pub(super) fn error(result: Result<impl std::fmt::Debug, ZipError>) -> &'static str {
    result.unwrap_err().code()
}

/// Bytes that deflate can do nothing with.
pub(super) fn noise(bytes: usize) -> Vec<u8> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56).to_le_bytes()[0]
    };
    std::iter::repeat_with(next).take(bytes).collect()
}
