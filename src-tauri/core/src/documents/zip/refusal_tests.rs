//! Which entries are refused, and why.

use super::craft::*;
use super::*;
use crate::documents::kind::Format;
use crate::documents::names::NameFault;

#[test]
fn a_path_that_is_not_a_plain_path_below_is_refused() {
    let refused = [
        ("../a.txt", "path_escapes"),
        ("a/../b.txt", "path_escapes"),
        ("a/..", "path_escapes"),
        ("..\\a.txt", "path_escapes"),
        ("/etc/passwd", "path_absolute"),
        ("//server/share/a.txt", "path_absolute"),
        ("\\\\server\\a.txt", "path_absolute"),
        ("C:/a.txt", "path_absolute"),
        ("c:a.txt", "path_absolute"),
        ("a\\b.txt", "path_backslash"),
        ("a//b.txt", "name_empty"),
        ("", "name_empty"),
        ("/", "path_absolute"),
        ("./", "name_dots"),
        (".", "name_dots"),
        ("a/CON/b.txt", "name_reserved"),
        ("nul.pdf", "name_reserved"),
        ("a /b.txt", "name_trailing_dot_or_space"),
        ("a./b.txt", "name_trailing_dot_or_space"),
        (".../b.txt", "name_trailing_dot_or_space"),
        ("ab:c.txt", "name_forbidden_character"),
        ("a/b?.txt", "name_forbidden_character"),
        ("a.txt\0.pdf", "name_control_character"),
        ("a\nb.txt", "name_control_character"),
        ("a\u{fffe}", "name_noncharacter"),
        ("__MACOSX/._a.txt", "system_file"),
        ("a/.DS_Store", "system_file"),
        ("a/Thumbs.db", "system_file"),
        ("~$a.docx", "system_file"),
    ];
    for (name, code) in refused {
        let dry_run = run(&zip([Row { flags: 0x800, ..stored(name, "x") }, stored("z.txt", "z")])).unwrap();
        assert_eq!(dry_run.paths(), ["z.txt"], "{name:?}");
        assert_eq!(dry_run.refused[0].why.code(), code, "{name:?}");
    }
    let long = format!("{}.txt", "a/".repeat(400));
    assert_eq!(run(&zip([stored(long, "x")])).unwrap().refused[0].why, Refusal::PathTooLong);
    let longest = vec![b'a'; 65_535];
    assert_eq!(run(&zip([stored(longest, "x")])).unwrap().refused[0].why, Refusal::PathTooLong);
    let name = "a".repeat(256);
    assert_eq!(run(&zip([stored(name, "x")])).unwrap().refused[0].why, Refusal::Name(NameFault::TooLong));
}

#[test]
fn a_dot_on_the_way_is_left_out() {
    let dry_run = run(&zip([stored("./a/./b.txt", "1"), folder("./c/")])).unwrap();
    assert_eq!(dry_run.paths(), ["a/b.txt", "c/"]);
}

#[test]
fn what_a_refused_name_hides_is_shown_as_escapes() {
    let dry_run = run(&zip([Row { flags: 0x800, ..stored("fattura\u{202e}fdp.exe", "x") }])).unwrap();
    assert_eq!(dry_run.refused[0].path, "fattura\\u{202e}fdp.exe");
    let why = Refusal::Pretends { claims: "pdf".to_owned(), is: Format::Program };
    assert_eq!(dry_run.refused[0].why, why);
}

#[test]
fn links_devices_protected_entries_and_other_methods_are_refused() {
    let with = |name: &str, mode: u32| Row { mode, ..stored(name, "/etc/passwd") };
    let archive = zip([
        with("link", 0o120_777),
        with("block", 0o060_644),
        with("pipe", 0o010_644),
        with("socket", 0o140_644),
        with("file.txt", 0o100_755),
        Row { flags: 1, ..stored("secret.txt", "x") },
        Row { flags: 0x41, ..stored("strong.txt", "x") },
        Row { method: 99, ..stored("aes.txt", "x") },
        Row { method: 9, ..stored("deflate64.txt", "x") },
        Row { method: 14, ..stored("lzma.txt", "x") },
        Row { mode: 0o040_755, ..stored("folder", "") },
        stored("full/", "bytes"),
    ]);
    let dry_run = run(&archive).unwrap();
    assert_eq!(dry_run.paths(), ["file.txt", "folder/"]);
    assert_eq!(
        dry_run.reasons(),
        [
            ("aes.txt", "encrypted"),
            ("block", "device"),
            ("deflate64.txt", "unsupported_method"),
            ("full/", "damaged"),
            ("link", "link"),
            ("lzma.txt", "unsupported_method"),
            ("pipe", "device"),
            ("secret.txt", "encrypted"),
            ("socket", "device"),
            ("strong.txt", "encrypted"),
        ]
    );
    // A link that was written before can't be gone through either: there is none.
    let staging = Staging::new();
    staging.unpack(&archive, &dry_run).unwrap();
    assert_eq!(staging.paths(), ["file.txt", "folder/"]);
}

#[test]
fn programs_and_pretenders_are_refused_by_name_and_by_bytes() {
    let archive = zip([
        stored("setup.exe", "x"),
        stored("fattura.pdf.exe", "x"),
        deflated("fattura.pdf", [b"MZ\x90\0\x03\0\0\0".as_slice(), &noise(9000)].concat()),
        stored("pagina.pdf", "<html>"),
        deflated("install", "#!/bin/sh\nrm -rf /"),
        stored("vera.pdf", "%PDF-1.4"),
        deflated("page.xls", "<html><table>".repeat(1000)),
    ]);
    let dry_run = run(&archive).unwrap();
    assert_eq!(dry_run.paths(), ["page.xls", "vera.pdf"]);
    assert_eq!(
        dry_run.reasons(),
        [
            ("fattura.pdf", "pretends"),
            ("fattura.pdf.exe", "pretends"),
            ("install", "program"),
            ("pagina.pdf", "pretends"),
            ("setup.exe", "program"),
        ]
    );
}

#[test]
fn the_second_of_a_name_is_refused_whatever_its_case_and_composition() {
    let utf8 = |name: &str| Row { flags: 0x800, ..stored(name, "x") };
    let dry_run = run(&zip([
        utf8("a.txt"),
        utf8("A.TXT"),
        utf8("perché.txt"),
        utf8("perche\u{301}.txt"),
        utf8("a.txt"),
    ]))
    .unwrap();
    assert_eq!(dry_run.paths(), ["a.txt", "perché.txt"]);
    let duplicate = "duplicate";
    assert_eq!(
        dry_run.reasons(),
        [("A.TXT", duplicate), ("a.txt", duplicate), ("perche\u{301}.txt", duplicate)]
    );
}

#[test]
fn a_folder_is_spelled_as_it_was_first() {
    let archive = zip([
        stored("Docs/1.txt", "1"),
        stored("docs/2.txt", "2"),
        folder("DOCS/"),
        folder("docs/"),
        stored("docs/1.TXT", "x"),
    ]);
    let dry_run = run(&archive).unwrap();
    assert_eq!(dry_run.paths(), ["Docs/", "Docs/1.txt", "Docs/2.txt"]);
    assert_eq!(dry_run.reasons(), [("docs/", "duplicate"), ("docs/1.TXT", "duplicate")]);
    let staging = Staging::new();
    staging.unpack(&archive, &dry_run).unwrap();
    assert_eq!(staging.paths(), ["Docs/", "Docs/1.txt", "Docs/2.txt"]);
}

#[test]
fn a_file_and_a_folder_do_not_share_a_name() {
    let archive = zip([
        stored("a", "1"),
        stored("A/b.txt", "2"),
        folder("a/"),
        stored("c/d.txt", "3"),
        stored("C", "4"),
    ]);
    let dry_run = run(&archive).unwrap();
    assert_eq!(dry_run.paths(), ["a", "c/d.txt"]);
    let in_the_way = [("A/b.txt", "file_in_the_way"), ("C", "folder_in_the_way"), ("a/", "file_in_the_way")];
    assert_eq!(dry_run.reasons(), in_the_way);
}

#[test]
fn what_is_damaged_is_refused_alone() {
    let good = deflated("good.txt", "good ".repeat(100));
    let cut = |mut row: Row| {
        row.packed.truncate(row.packed.len() / 2);
        row
    };
    let archive = zip([
        stored("zone.txt", "z".repeat(100)),
        Row { crc32: 1, ..stored("checksum.txt", "x") },
        Row { size: 5, ..stored("longer.txt", "x") },
        Row { size: 1, ..deflated("shorter.txt", "xyz") },
        cut(deflated("cut.txt", noise(3000))),
        Row { packed: [deflate(b"x"), b"rest".to_vec()].concat(), ..deflated("rest.txt", "x") },
        Row { packed: vec![0xff; 40], ..deflated("garbage.txt", "x".repeat(50)) },
        Row { packed: Vec::new(), ..deflated("nothing.txt", "x") },
        Row { says_offset: Some(1 << 40), zip64: true, ..stored("far.txt", "x") },
        Row { says_offset: Some(60), ..stored("nowhere.txt", "x") },
        good,
    ]);
    let dry_run = run(&archive).unwrap();
    assert_eq!(dry_run.paths(), ["good.txt"]);
    assert_eq!(
        dry_run.reasons(),
        [
            ("checksum.txt", "wrong_checksum"),
            ("cut.txt", "damaged"),
            ("far.txt", "damaged"),
            ("garbage.txt", "damaged"),
            ("longer.txt", "wrong_size"),
            ("nothing.txt", "wrong_size"),
            ("nowhere.txt", "damaged"),
            ("rest.txt", "damaged"),
            ("shorter.txt", "wrong_size"),
            // Another was said to begin in its midst.
            ("zone.txt", "overlaps"),
        ]
    );
}

#[test]
fn entries_that_share_bytes_are_refused() {
    let kernel = deflated("0.txt", noise(500));
    let same = zip([kernel.clone(), Row { name: b"1.txt".to_vec(), says_offset: Some(0), ..kernel.clone() }]);
    assert_eq!(run(&same).unwrap().reasons(), [("0.txt", "overlaps"), ("1.txt", "overlaps")]);
    // Each entry quotes the headers of those after it (D. Fifield, "A better zip bomb"): all but the last reach into
    // another.
    let inner = zip([stored("x.txt", "x")]);
    let quoting = Row { says_packed: Some(33 + inner.len() as u64), ..stored("a.txt", b"quote") };
    let dry_run = run(&zip([quoting, stored("b.txt", "x")])).unwrap();
    assert_eq!(dry_run.reasons(), [("a.txt", "overlaps")]);
    assert_eq!(dry_run.paths(), ["b.txt"]);
}

#[test]
fn a_path_that_grows_by_being_composed_is_measured_as_it_lands() {
    // U+FB2C is six bytes longer when composed: it is one of those that never stay whole.
    let limits = Limits { path_bytes: 12, ..Limits::default() };
    let name = "\u{fb2c}\u{fb2c}.txt";
    let dry_run = run_within(&zip([Row { flags: 0x800, ..stored(name, "") }]), &limits).unwrap();
    assert_eq!(dry_run.refused[0].why, Refusal::PathTooLong);
}

#[test]
fn codes_are_all_different() {
    let name = NameFault::Empty;
    let refusals = [
        Refusal::Escapes,
        Refusal::Absolute,
        Refusal::Backslash,
        Refusal::Name(name),
        Refusal::PathTooLong,
        Refusal::SystemFile,
        Refusal::Link,
        Refusal::Device,
        Refusal::Encrypted,
        Refusal::Method { method: 1 },
        Refusal::Program,
        Refusal::Pretends { claims: String::new(), is: Format::Zip },
        Refusal::Duplicate,
        Refusal::FileInTheWay,
        Refusal::FolderInTheWay,
        Refusal::Overlaps,
        Refusal::Ratio,
        Refusal::WrongSize,
        Refusal::WrongChecksum,
        Refusal::Damaged,
        Refusal::NestedTooDeep,
        Refusal::NestedUnreadable { why: "" },
    ];
    let codes: std::collections::HashSet<_> = refusals.iter().map(Refusal::code).collect();
    assert_eq!(codes.len(), refusals.len());
}
