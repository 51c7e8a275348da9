//! Forms of archives: names in any encoding, zip64, zips inside, bytes around, what is cut off.

use super::craft::*;
use super::*;

#[test]
fn names_are_read_right_in_every_encoding() {
    let sjis = b"\x90\xbf\x8b\x81\x8f\x91.txt";
    for (row, path, encoding) in [
        (stored("plain.txt", ""), "plain.txt", NameEncoding::Utf8),
        (Row { flags: 0x800, ..stored("perché.txt", "") }, "perché.txt", NameEncoding::Utf8),
        (stored("perché.txt", ""), "perché.txt", NameEncoding::Utf8Unmarked),
        (stored("perche\u{301}.txt", ""), "perché.txt", NameEncoding::Utf8Unmarked),
        (stored(b"perch\x82 citt\x85.txt", ""), "perché città.txt", NameEncoding::Cp437),
        (stored(b"PERCH\xd4.txt", ""), "PERCHÈ.txt", NameEncoding::Cp850Guess),
        (stored(sjis, ""), "請求書.txt", NameEncoding::ShiftJisGuess),
        (stored(b"\x83\x65\x83\x58\x83\x67\x95\x5c.txt", ""), "テスト表.txt", NameEncoding::ShiftJisGuess),
        // An accent before an underscore is half of a Japanese letter, standing alone.
        (stored(b"caff\x8a_nero.txt", ""), "caffè_nero.txt", NameEncoding::Cp437),
        (
            Row { extra: unicode_field(b"perch?.txt", "perché.txt"), ..stored("perch?.txt", "") },
            "perché.txt",
            NameEncoding::UnicodeField,
        ),
        // A field that belongs to another name is nothing.
        (
            Row { extra: unicode_field(b"other.txt", "evil.txt"), ..stored("good.txt", "") },
            "good.txt",
            NameEncoding::Utf8,
        ),
    ] {
        let dry_run = run(&zip([row])).unwrap();
        assert_eq!(dry_run.paths(), [path], "{:?}", dry_run.refused);
        assert_eq!(dry_run.accepted[0].encoding, encoding, "{path}");
    }
    let broken = run(&zip([Row { flags: 0x800, ..stored(b"a\xff.txt", "") }])).unwrap();
    assert_eq!(broken.reasons(), [("a\u{fffd}.txt", "name_not_unicode")]);
    // A backslash in the second half of a Japanese letter is none; one that is hidden in the unicode field is one.
    let field = unicode_field(b"a.txt", "..\\a.txt");
    let hidden = run(&zip([Row { extra: field, ..stored("a.txt", "") }])).unwrap();
    assert_eq!(hidden.reasons(), [("..\\a.txt", "path_escapes")]);
}

#[test]
fn one_archive_is_in_one_encoding() {
    let archive = zip([stored(b"\x90\xbf\x8b\x81\x8f\x91/a.txt", ""), stored(b"\x93\xfa.txt", "")]);
    assert_eq!(run(&archive).unwrap().paths(), ["日.txt", "請求書/a.txt"]);
    let archive = zip([stored(b"QUALIT\xb7.txt", ""), stored(b"citt\x85.txt", "")]);
    assert_eq!(run(&archive).unwrap().paths(), ["QUALITÀ.txt", "città.txt"]);
}

#[test]
fn an_archive_behind_another_that_knows_its_place_is_told() {
    let mut archive = zip([stored("a.txt", "a"), stored("b.txt", "b")]);
    let end = archive.len() - 22;
    let (directory, row) = (end - 2 * 51, 51);
    archive[end + 8] = 1;
    archive[end + 10] = 1;
    archive[end + 12] = 51;
    archive.drain(directory..directory + row);
    assert_eq!(error(run(&archive)), "zip_several");
}

#[test]
fn a_zip_inside_is_opened_into_a_folder_of_its_name() {
    let inner =
        zip([stored("1.txt", "1"), folder("x/"), stored("../2.txt", "2"), stored("deep.zip", zip([]))]);
    let archive = zip([
        stored("fatture.zip", &inner),
        deflated("a/Scansioni.ZIP", &inner),
        stored("a/scansioni/già.txt", "x"),
        stored("fatture.docx", b"PK\x03\x04"),
    ]);
    let dry_run = run(&archive).unwrap();
    assert_eq!(
        dry_run.paths(),
        [
            "a/Scansioni (2)/",
            "a/Scansioni (2)/1.txt",
            "a/Scansioni (2)/x/",
            "a/scansioni/già.txt",
            "fatture/",
            "fatture/1.txt",
            "fatture/x/",
            "fatture.docx",
        ]
    );
    assert_eq!(dry_run.accepted[4].content, Content::OpenedZip);
    assert_eq!(
        dry_run.reasons(),
        [
            ("a/Scansioni (2)/../2.txt", "path_escapes"),
            ("a/Scansioni (2)/deep.zip", "nested_too_deep"),
            ("fatture/../2.txt", "path_escapes"),
            ("fatture/deep.zip", "nested_too_deep"),
        ]
    );
    assert_eq!(dry_run.rows(), 4 + 4 + 4);
    let staging = Staging::new();
    let unpacked = staging.unpack(&archive, &dry_run).unwrap();
    assert_eq!(unpacked.len(), 4);
    assert_eq!(staging.dir.read("a/Scansioni (2)/1.txt").unwrap(), b"1");
    assert!(staging.dir.metadata("fatture/x").unwrap().is_dir());
}

#[test]
fn a_zip_inside_that_cannot_be_opened_is_refused_alone() {
    let inner = zip([stored("1.txt", "1")]);
    let archive = zip([
        stored("broken.zip", &inner[..inner.len() - 5]),
        stored("empty.zip", ""),
        stored("text.zip", "no zip at all"),
        stored("seven.zip", b"7z\xbc\xaf\x27\x1c\0\x04"),
        stored("program.zip", [b"MZ\x90\0\x03\0".as_slice(), &inner].concat()),
        Row { crc32: 5, ..stored("checksum.zip", &inner) },
        stored("good.zip", &inner),
    ]);
    let dry_run = run(&archive).unwrap();
    assert_eq!(dry_run.paths(), ["good/", "good/1.txt"]);
    let why = |path: &str| dry_run.refused.iter().find(|refused| refused.path == path).unwrap().why.clone();
    assert_eq!(why("broken.zip"), Refusal::NestedUnreadable { why: "zip_truncated" });
    assert_eq!(why("empty.zip"), Refusal::NestedUnreadable { why: "not_a_zip" });
    assert_eq!(why("text.zip"), Refusal::NestedUnreadable { why: "not_a_zip" });
    assert_eq!(why("seven.zip"), Refusal::NestedUnreadable { why: "seven_zip" });
    assert_eq!(why("program.zip").code(), "pretends");
    assert_eq!(why("checksum.zip"), Refusal::WrongChecksum);
}

#[test]
fn zip64_data_descriptors_comments_and_bytes_around_are_read() {
    let rows = || vec![deflated("a.txt", "a".repeat(500)), stored("b.txt", "b")];
    let plain = Craft { rows: rows(), ..Craft::default() };
    let zip64 = |rows: Vec<Row>| rows.into_iter().map(|row| Row { zip64: true, ..row }).collect();
    let described = |rows: Vec<Row>| rows.into_iter().map(|row| Row { descriptor: true, ..row }).collect();
    for craft in [
        Craft { zip64: true, ..plain.clone() },
        Craft { rows: zip64(rows()), ..plain.clone() },
        Craft { rows: zip64(described(rows())), zip64: true, ..plain.clone() },
        Craft { rows: described(rows()), ..plain.clone() },
        Craft { comment: b"Studio Vannini".repeat(1000), ..plain.clone() },
        Craft { comment: b"PK\x05\x06 is how an end begins".to_vec(), ..plain.clone() },
        Craft { trailing: b"padding".repeat(1000), ..plain.clone() },
        Craft { trailing: vec![0; 70_000], ..plain.clone() },
        Craft { leading: b"a program that unpacks itself".to_vec(), ..plain.clone() },
        Craft { leading: noise(70_000), trailing: noise(70_000), ..plain.clone() },
    ] {
        let archive = craft.bytes();
        let dry_run = run(&archive).unwrap();
        assert_eq!(dry_run.paths(), ["a.txt", "b.txt"], "{:?}", dry_run.refused);
        assert_eq!(dry_run.leading_bytes, craft.leading.len() as u64);
        let staging = Staging::new();
        assert_eq!(staging.unpack(&archive, &dry_run).unwrap().len(), 2);
    }
    let local =
        Row { local_name: Some(b"other".to_vec()), local_extra: vec![0; 300], ..stored("a.txt", "a") };
    assert_eq!(run(&zip([local])).unwrap().paths(), ["a.txt"]);
    assert_eq!(run(&zip([])).unwrap().rows(), 0);
}

#[test]
fn what_is_no_whole_zip_is_told() {
    let archive = zip([stored("a.txt", "a"), stored("b.txt", "b")]);
    for (bytes, code) in [
        (Vec::new(), "not_a_zip"),
        (b"plain text".to_vec(), "not_a_zip"),
        (vec![0; 5000], "not_a_zip"),
        (b"7z\xbc\xaf\x27\x1c\0\x04 and so on".to_vec(), "seven_zip"),
        (b"Rar!\x1a\x07\x00 and so on".to_vec(), "rar"),
        (b"Rar!\x1a\x07\x01\x00 and so on".to_vec(), "rar"),
        (archive[..archive.len() - 1].to_vec(), "zip_truncated"),
        (archive[..archive.len() / 2].to_vec(), "zip_truncated"),
        (archive[..4].to_vec(), "zip_truncated"),
        (archive[20..].to_vec(), "zip_damaged"),
        ([archive.clone(), archive.clone()].concat(), "zip_several"),
        (Craft { part: 2, rows: vec![stored("a.txt", "a")], ..Craft::default() }.bytes(), "zip_split"),
    ] {
        assert_eq!(error(run(&bytes)), code, "{}", bytes[..bytes.len().min(40)].escape_ascii());
    }
    // Cut off in such a way that a zip inside is whole at the end.
    let outer = zip([stored("a.txt", "a"), stored("in.zip", &archive), stored("z.txt", noise(300))]);
    let cut = 36 + 36 + archive.len() + 10;
    assert_eq!(error(run(&outer[..cut])), "zip_several");
}

#[test]
fn a_zip64_archive_behind_other_bytes_is_told() {
    let rows = || vec![stored("a.txt", "a"), stored("b.txt", "b")];
    let craft = Craft { rows: rows(), zip64: true, leading: b"a program".to_vec(), ..Craft::default() };
    assert_eq!(error(run(&craft.bytes())), "zip_damaged");
}

#[test]
fn a_list_that_breaks_off_is_told() {
    let mut archive = zip([stored("a.txt", "a"), stored("b.txt", "b")]);
    let second = archive.windows(4).rposition(|four| four == b"PK\x01\x02").unwrap();
    archive[second + 28] = 0xff;
    archive[second + 29] = 0xff;
    assert_eq!(error(run(&archive)), "zip_damaged");
    archive[second] = b'X';
    assert_eq!(error(run(&archive)), "zip_damaged");
}
