use std::collections::HashSet;

use proptest::prelude::*;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::*;

/// Cases of each property; ten times as many with `STUDIOLO_LONG=1`.
const CASES: u32 = 2_000;

fn config() -> ProptestConfig {
    let times = if std::env::var("STUDIOLO_LONG").is_ok_and(|long| long == "1") { 10 } else { 1 };
    ProptestConfig { cases: CASES * times, failure_persistence: None, ..ProptestConfig::default() }
}

fn names() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "con",
        "NUL",
        "lpt¹",
        ".",
        "..",
        " ",
        "/",
        "\\",
        ":",
        "*",
        "?",
        "\"",
        "~",
        "~$",
        "#",
        "._",
        ".tmp",
        ".pdf",
        ".p7m",
        ".~lock.",
        "\u{0}",
        "\u{7f}",
        "\u{85}",
        "\u{fffe}",
        "\u{202e}",
        "\u{200d}",
        "\u{feff}",
        "\u{301}",
        "e\u{301}",
        "é",
        "ß",
        "İ",
        "ǆ",
        "ﬃ",
        "ſ",
        "K",
        "Ω",
        "한",
        "\u{1112}\u{1161}\u{11ab}",
        "👩‍👧",
        "S.r.l.",
        "_",
        "__MACOSX",
        "\u{345}\u{301}",
        "≮",
    ]);
    let piece = prop_oneof![3 => piece.prop_map(str::to_owned), 2 => ".{0,6}", 1 => any::<String>()];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

#[test]
fn ordinary_names_can_exist_everywhere() {
    for name in [
        "Fattura n. 12 del 3.4.2026.pdf",
        "Contabilità 2026",
        "Перечень.docx",
        "請求書.pdf",
        "👩‍👧.png",
        ".gitignore",
        "console.txt",
        "COM10",
        "COM",
        "com0",
        "nullo",
        "lpt10.txt",
        "aux-1",
        "a.con",
        "..a",
        "...a",
        "a~",
        " a",
        "x%y",
        "it's",
        "a\u{202e}b",
        "Conto;Economico",
        "[1] {2} (3) @ # $ ! & + = ^ `",
    ] {
        assert_eq!(check(name), Ok(()), "{name}");
    }
    assert_eq!(check(&"a".repeat(255)), Ok(()));
    assert_eq!(check(&"à".repeat(127)), Ok(()));
}

#[test]
fn names_that_some_system_refuses_are_told_with_the_reason() {
    use NameFault::{Control, Dots, Empty, Forbidden, Noncharacter, Reserved, TooLong, TrailingDotOrSpace};
    let long = "a".repeat(256);
    let wide = "à".repeat(128);
    for (name, fault) in [
        ("", Empty),
        (".", Dots),
        ("..", Dots),
        ("...", TrailingDotOrSpace),
        ("a.", TrailingDotOrSpace),
        ("a ", TrailingDotOrSpace),
        (" ", TrailingDotOrSpace),
        ("a\tb", Control),
        ("a\u{0}", Control),
        ("a\u{7f}b", Control),
        ("a\u{85}b", Control),
        ("\u{fffe}", Noncharacter),
        ("\u{fdd0}", Noncharacter),
        ("\u{10ffff}", Noncharacter),
        ("a/b", Forbidden('/')),
        ("a\\b", Forbidden('\\')),
        ("C:", Forbidden(':')),
        ("a?", Forbidden('?')),
        ("*", Forbidden('*')),
        ("<a>", Forbidden('<')),
        ("a|b", Forbidden('|')),
        ("\"a\"", Forbidden('"')),
        ("CON", Reserved),
        ("nul.txt", Reserved),
        ("Aux.tar.gz", Reserved),
        ("nul .txt", Reserved),
        ("com1", Reserved),
        ("COM¹", Reserved),
        ("lpt³.pdf", Reserved),
        ("LPT9", Reserved),
        ("conin$", Reserved),
        ("CONOUT$.log", Reserved),
        (&long, TooLong),
        (&wide, TooLong),
    ] {
        assert_eq!(check(name), Err(fault), "{name:?}");
    }
}

#[cfg(unix)]
#[test]
fn an_ascii_character_is_plain_unless_it_is_refused() {
    for byte in 0..=u8::MAX {
        let refused = !byte.is_ascii() || check_character(byte.into()).is_err();
        assert_eq!(is_plain(byte), !refused, "{byte:#x}");
    }
}

#[test]
fn a_name_that_is_not_unicode_is_told() {
    use std::os::unix::ffi::OsStrExt;
    assert_eq!(check_os(OsStr::from_bytes(b"perch\x8a.pdf")), Err(NameFault::NotUnicode));
    assert_eq!(check_os(OsStr::new("perché.pdf")), Ok("perché.pdf"));
}

#[test]
fn codes_of_faults_are_all_different() {
    let faults = [
        NameFault::Empty,
        NameFault::Dots,
        NameFault::TooLong,
        NameFault::NotUnicode,
        NameFault::Control,
        NameFault::Noncharacter,
        NameFault::Forbidden('<'),
        NameFault::TrailingDotOrSpace,
        NameFault::Reserved,
    ];
    assert_eq!(faults.map(NameFault::code).iter().collect::<HashSet<_>>().len(), faults.len());
}

#[test]
fn a_clients_name_becomes_a_folder_name() {
    for (client, folder) in [
        ("Officine Rinaldi S.r.l.", "Officine Rinaldi S.r.l"),
        ("Rossi & C. s.n.c. di Rossi A. / Bianchi B.", "Rossi & C. s.n.c. di Rossi A. - Bianchi B"),
        ("  Elena \t Vannini ", "Elena Vannini"),
        ("Studio \"La Torre\"", "Studio 'La Torre'"),
        ("Perche\u{301}?", "Perché"),
        ("e\u{200b}\u{301}", "é"),
        (".NET Italia", "NET Italia"),
        ("..", "_"),
        ("???", "_"),
        ("", "_"),
        ("CON", "CON_"),
        ("aux.srl", "aux_.srl"),
        ("con .it", "con_ .it"),
        ("Booking.com", "Booking.com"),
        ("Acme.tmp", "Acme.tmp_"),
        ("~$Ugo", "_~$Ugo_"),
        ("Fine~", "Fine~_"),
        ("evil\u{202e}fdp.exe", "evilfdp.exe"),
        ("株式会社 山田", "株式会社 山田"),
        ("مكتب", "مكتب"),
    ] {
        assert_eq!(safe_name(client), folder, "{client:?}");
    }
    assert_eq!(safe_name(&"ab ".repeat(200)).chars().count(), 80);
    assert!(safe_name(&"👩".repeat(200)).len() <= 200);
}

#[test]
fn a_taken_name_is_numbered_before_its_extension() {
    let taken =
        |names: &'static [&'static str]| move |key: &str| names.iter().any(|name| fold_key(name) == key);
    for (name, there, free) in [
        ("a.pdf", &["b.pdf"] as &[&str], "a.pdf"),
        ("a.pdf", &["a.pdf"], "a (2).pdf"),
        ("a.pdf", &["A.PDF", "a (2).pdf"], "a (3).pdf"),
        ("perché.pdf", &["PERCHE\u{301}.pdf"], "perché (2).pdf"),
        ("fattura.xml.p7m", &["fattura.xml.p7m"], "fattura (2).xml.p7m"),
        ("doc.pdf.p7m.p7m", &["doc.pdf.p7m.p7m"], "doc (2).pdf.p7m.p7m"),
        ("a.tar.gz", &["a.tar.gz"], "a (2).tar.gz"),
        (".gitignore", &[".gitignore"], ".gitignore (2)"),
        (".x.p7m", &[".x.p7m"], ".x (2).p7m"),
        ("Verbale del 3. aprile", &["Verbale del 3. aprile"], "Verbale del 3. aprile (2)"),
        ("a (2).pdf", &["a (2).pdf"], "a (2) (2).pdf"),
    ] {
        assert_eq!(unique(name, taken(there)), free, "{name}");
    }
    assert_eq!(unique_folder("Rossi S.r.l", taken(&["rossi s.r.l"])), "Rossi S.r.l (2)");
}

#[test]
fn names_that_differ_only_by_case_or_composition_have_one_key() {
    for (one, other) in [
        ("Fattura.PDF", "fattura.pdf"),
        ("perché", "perche\u{301}"),
        ("PERCHÉ", "perche\u{301}"),
        ("STRASSE", "straße"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
        ("\u{212a}", "k"),
        ("한글", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}"),
        ("ﬁne", "FINE"),
        ("a\u{200d}b", "ab"),
        ("\u{1f88}", "\u{1f80}"),
        ("q\u{307}\u{323}", "Q\u{323}\u{307}"),
    ] {
        assert_eq!(fold_key(one), fold_key(other), "{one:?} {other:?}");
    }
    for (one, other) in [("a.pdf", "a.pd"), ("e", "é"), ("a b", "a  b"), ("pdf", "рdf"), ("1", "１")] {
        assert_ne!(fold_key(one), fold_key(other), "{one:?} {other:?}");
    }
}

#[test]
fn files_of_systems_and_of_programs_at_work_are_passed_by() {
    for name in [
        "~$lettera.docx",
        ".~lock.conti.xlsx#",
        "x.tmp",
        "X.TMP",
        "lu83k2.tmp",
        ".a.txt.swp",
        ".a.swx",
        "a.txt~",
        ".DS_Store",
        "Thumbs.db",
        "desktop.ini",
        "._foto.jpg",
        "a.pdf.part",
        "a.crdownload",
        ".goutputstream-AB12CD",
        ".nfs000000001a",
        ".fuse_hidden0001",
        ".report.pdf.Xa3b9Q",
        ".#a",
        "#a#",
        "__MACOSX",
        "$RECYCLE.BIN",
        "a.txt.sb-1a2b3c4d-Xa3b9Q",
        "lost+found",
        ".Trash-1000",
    ] {
        assert!(is_passing(name), "{name}");
    }
    for name in [
        "lettera.docx",
        "tmp",
        "tmp.pdf",
        "a.swap",
        "~a",
        "parte.pdf",
        "nfs.txt",
        "report.pdf.Xa3b9Q",
        ".report.Xa3b9",
        "Thumbs.db.pdf",
        ".x.Xa3b9Q.pdf",
        "#1",
        "#",
        "##",
        "fattura #12",
        "$12",
        "a.sb-1-2",
        "..Xa3b9Q",
        "desktop",
        "F1A2B3C0",
        "",
    ] {
        assert!(!is_passing(name), "{name}");
    }
}

#[test]
fn folding_twice_changes_no_key_of_any_character_that_has_case() {
    for character in (0..0x2_0000).filter_map(char::from_u32) {
        for name in
            [character.to_string(), format!("e{character}\u{301}"), format!("\u{345}{character}\u{345}")]
        {
            let key = fold_key(&name);
            assert_eq!(fold_key(&key), key, "U+{:04X}", u32::from(character));
            assert_eq!(fold_key(&name.nfd().collect::<String>()), key, "U+{:04X}", u32::from(character));
        }
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_safe_name_can_exist_is_composed_is_not_passed_by_and_is_stable(client in names()) {
        let name = safe_name(&client);
        prop_assert_eq!(check(&name), Ok(()));
        prop_assert!(is_nfc(&name) && !is_passing(&name) && !name.starts_with('.'), "{:?}", name);
        prop_assert_eq!(safe_name(&name), name);
    }

    #[test]
    fn one_key_whatever_the_form(name in names()) {
        let key = fold_key(&name);
        prop_assert_eq!(fold_key(&name.nfc().collect::<String>()), key.clone());
        prop_assert_eq!(fold_key(&name.nfd().collect::<String>()), key.clone());
        prop_assert_eq!(fold_key(&name.to_lowercase().to_uppercase().to_lowercase()),
            fold_key(&name.to_lowercase().to_uppercase()));
        prop_assert_eq!(fold_key(&key), key);
    }

    #[test]
    fn numbered_names_are_free_and_can_exist_when_the_first_can(
        name in prop_oneof![names(), "[a-z]{240,260}(\\.p7m){0,4}", "a?(\\.p7m){50,70}", "[à-ü]{100,130}\\.pdf"],
        times in 2..12_usize,
        folder in any::<bool>(),
    ) {
        let mut taken = HashSet::new();
        for _ in 0..times {
            let free = if folder {
                unique_folder(&name, |key| taken.contains(key))
            } else {
                unique(&name, |key| taken.contains(key))
            };
            prop_assert!(check(&free).is_ok() || check(&name).is_err(), "{:?} {:?}", free, check(&free));
            prop_assert!(taken.insert(fold_key(&free)));
        }
    }
}
