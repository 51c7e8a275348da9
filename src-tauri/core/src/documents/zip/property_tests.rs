//! Whatever an archive says: nothing leaves the staging folder, no limit is passed, nothing panics, every entry is
//! accounted for once, and what lands is what the dry run said.

use std::collections::HashSet;

use proptest::prelude::*;
use proptest::test_runner::RngAlgorithm;
use sha2::{Digest, Sha256};
use unicode_normalization::is_nfc;

use super::craft::*;
use super::*;
use crate::documents::names;

/// Cases of each property; ten times as many with `STUDIOLO_LONG=1`.
const TREES: u32 = 1_500;
const MUTATIONS: u32 = 4_000;
const ANY_BYTES: u32 = 2_000;

fn config(cases: u32) -> ProptestConfig {
    let times = if std::env::var("STUDIOLO_LONG").is_ok_and(|long| long == "1") { 10 } else { 1 };
    ProptestConfig {
        cases: cases * times,
        failure_persistence: None,
        max_shrink_iters: 4_000,
        rng_algorithm: RngAlgorithm::XorShift,
        ..ProptestConfig::default()
    }
}

const LIMITS: Limits =
    Limits { entries: 40, unpacked: 60_000, ratio: 50, ratio_from: 5_000, path_bytes: 120 };

/// The same, or so low that they are often passed.
fn limits() -> impl Strategy<Value = Limits> + Clone {
    let low = Limits { entries: 8, unpacked: 9_000, ..LIMITS };
    prop_oneof![2 => Just(LIMITS), 1 => Just(low)]
}

/// How many entries each zip inside has.
const INSIDE: usize = 3;

const PIECES: &[&str] = &[
    "a",
    "A",
    "b",
    "é",
    "e\u{301}",
    "É",
    "ß",
    "ss",
    "/",
    "/",
    "/",
    "//",
    "../",
    "..",
    "./",
    ".",
    "\\",
    "C:",
    ":",
    "CON",
    "nul",
    ".txt",
    ".TXT",
    ".pdf",
    ".exe",
    ".zip",
    ".zip",
    " ",
    "\0",
    "\n",
    "\u{202e}",
    "\u{feff}",
    "\u{fffe}",
    "~",
    ".DS_Store",
    "__MACOSX",
    "~$",
    "…",
    "日本",
    "a/b/c/d/e/f",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
];

fn names() -> impl Strategy<Value = Vec<u8>> + Clone {
    let piece = prop_oneof![
        12 => prop::sample::select(PIECES).prop_map(|piece| piece.as_bytes().to_vec()),
        2 => "[a-z]{1,8}".prop_map(String::into_bytes),
        1 => prop::collection::vec(any::<u8>(), 1..4),
    ];
    let pieces = prop::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat());
    let plain = "[a-c]{1,2}(/[a-c]{1,2}){0,2}(\\.txt|\\.zip|/|)".prop_map(String::into_bytes);
    prop_oneof![2 => plain, 1 => pieces]
}

fn contents() -> impl Strategy<Value = Vec<u8>> + Clone {
    prop_oneof![
        3 => prop::collection::vec(any::<u8>(), 0..40),
        2 => (any::<u8>(), 0..9_000_usize).prop_map(|(byte, times)| vec![byte; times]),
        1 => Just(b"MZ\x90\0\x03\0\0\0".to_vec()),
        1 => Just(b"<html>".to_vec()),
    ]
}

/// How a row lies, mostly not at all.
fn lies() -> impl Strategy<Value = (u8, u16)> + Clone {
    prop_oneof![3 => Just((0, 0)), 1 => (0..16_u8, any::<u16>())]
}

fn row() -> impl Strategy<Value = Row> + Clone {
    (names(), contents(), any::<bool>(), any::<bool>(), lies()).prop_map(
        |(name, data, packs, utf8, (lie, by))| {
            let row = if packs { deflated(&name, &data) } else { stored(&name, &data) };
            let row = Row { flags: if utf8 { 0x800 } else { 0 }, ..row };
            match lie {
                1 => Row { crc32: by.into(), ..row },
                2 => Row { size: by.into(), ..row },
                3 => Row { says_packed: Some(by.into()), ..row },
                4 => Row { says_offset: Some(by.into()), ..row },
                5 => Row { method: by, ..row },
                6 => Row { flags: by, ..row },
                7 => Row { mode: by.into(), ..row },
                8 => Row { zip64: true, ..row },
                9 => Row { descriptor: true, ..row },
                10 => Row { extra: unicode_field(&name, "../../x"), ..row },
                11 => Row { extra: by.to_le_bytes().to_vec(), ..row },
                12 => Row { local_name: Some(vec![b'x'; usize::from(by % 300)]), ..row },
                13 => Row { says_offset: Some(u64::MAX - u64::from(by)), zip64: true, ..row },
                14 => Row { says_packed: Some(u64::MAX - u64::from(by)), zip64: true, ..row },
                15 => Row { size: u64::MAX - u64::from(by), zip64: true, ..row },
                _ => row,
            }
        },
    )
}

/// A row that is a zip of rows.
fn zip_row() -> impl Strategy<Value = Row> + Clone {
    let rows = prop::collection::vec(row(), INSIDE);
    (names(), rows, any::<bool>()).prop_map(|(name, rows, packs)| {
        let name = [name, b".zip".to_vec()].concat();
        if packs { deflated(name, zip(rows)) } else { stored(name, zip(rows)) }
    })
}

fn rows() -> impl Strategy<Value = Vec<Row>> + Clone {
    prop::collection::vec(prop_oneof![5 => row(), 1 => zip_row()], 0..16)
}

/// What must hold for any archive: of the dry run, and then of the unpacking of all that it accepted.
fn hold(archive: &[u8], limits: &Limits) -> Option<Outline> {
    let dry_run = match run_within(archive, limits) {
        Ok(dry_run) => dry_run,
        Err(ZipError::Write(error) | ZipError::Read(error)) => panic!("{error}"),
        Err(_) => return None,
    };
    assert!(dry_run.rows() <= limits.entries);
    assert!(dry_run.bytes() <= limits.unpacked);
    let mut keys = HashSet::new();
    let mut expected = HashSet::new();
    for entry in &dry_run.accepted {
        assert!(entry.path.len() <= limits.path_bytes && is_nfc(&entry.path), "{:?}", entry.path);
        for name in entry.path.split('/') {
            assert_eq!(names::check(name), Ok(()), "{:?}", entry.path);
        }
        assert!(keys.insert(names::fold_key(&entry.path)), "{:?} twice", entry.path);
        let above = entry.path.match_indices('/').map(|(slash, _)| format!("{}/", &entry.path[..slash]));
        expected.extend(above);
        let is_file = matches!(entry.content, Content::File { .. });
        expected.insert(if is_file { entry.path.clone() } else { format!("{}/", entry.path) });
    }
    for refused in &dry_run.refused {
        assert!(refused.path.chars().all(|character| !character.is_control()), "{:?}", refused.path);
    }
    let staging = Staging::new();
    let unpacked = staging.unpack(archive, &dry_run).unwrap();
    assert_eq!(staging.paths().into_iter().collect::<HashSet<_>>(), expected);
    let mut bytes = 0;
    for file in &unpacked {
        let there = staging.dir.read(&file.path).unwrap();
        assert_eq!(there.len() as u64, file.size);
        assert_eq!(<[u8; 32]>::from(Sha256::digest(&there)), file.sha256);
        let entry = dry_run.accepted.iter().find(|entry| entry.path == file.path).unwrap();
        assert_eq!(entry.content, Content::File { size: file.size, crc32: crc32fast::hash(&there) });
        bytes += file.size;
    }
    assert_eq!(bytes, dry_run.bytes());
    // Nothing else is a folder on a system that folds names.
    let folders: HashSet<_> =
        expected.iter().map(|path| names::fold_key(path.trim_end_matches('/'))).collect();
    assert_eq!(folders.len(), expected.len(), "{expected:?}");
    Some(dry_run)
}

proptest! {
    #![proptest_config(config(TREES))]

    #[test]
    fn any_tree_lands_within_or_is_refused_and_each_entry_once(rows in rows(), around in any::<[bool; 3]>(), limits in limits()) {
        let count = rows.len();
        let leading = if around[0] { b"leading".to_vec() } else { Vec::new() };
        let trailing = if around[1] { b"trailing".to_vec() } else { Vec::new() };
        let zip64 = around[2] && leading.is_empty();
        let archive = Craft { rows, leading, trailing, zip64, ..Craft::default() }.bytes();
        if let Some(dry_run) = hold(&archive, &limits) {
            let opened = dry_run.accepted.iter().filter(|entry| entry.content == Content::OpenedZip).count();
            prop_assert_eq!(dry_run.rows(), count + opened * INSIDE);
        }
    }
}

proptest! {
    #![proptest_config(config(MUTATIONS))]

    #[test]
    fn a_damaged_archive_panics_nowhere_and_lands_within(
        rows in rows(),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        near_the_end in any::<bool>(),
        cut in prop::option::of(any::<prop::sample::Index>()),
        doubled in any::<bool>(),
    ) {
        let mut archive = zip(rows);
        let from = if near_the_end { archive.len() / 2 } else { 0 };
        for (index, byte) in flips {
            let place = from + index.index(archive.len() - from);
            archive[place] = byte;
        }
        if let Some(cut) = cut {
            let cut = cut.index(archive.len());
            if doubled { archive.extend_from_within(cut..) } else { archive.truncate(cut) }
        }
        hold(&archive, &LIMITS);
    }
}

proptest! {
    #![proptest_config(config(ANY_BYTES))]

    #[test]
    fn any_bytes_are_read_or_refused(
        start in prop::sample::select(vec![b"".as_slice(), b"PK\x03\x04", b"PK\x05\x06", b"7z\xbc\xaf\x27\x1c"]),
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        end in prop::sample::select(vec![0, 22, 23, 40]),
    ) {
        let mut archive = [start, &bytes].concat();
        // Somewhere before its end, an end of an archive.
        if let Some(place) = archive.len().checked_sub(end).filter(|place| place + 4 <= archive.len()) {
            archive[place..place + 4].copy_from_slice(b"PK\x05\x06");
        }
        hold(&archive, &LIMITS);
    }
}
