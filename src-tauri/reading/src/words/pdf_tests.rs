//! PDFs as programs make them, small.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Document, Object, SaveOptions, Stream, dictionary};

use super::tests::{ok, read};
use super::*;

/// A PDF of one page with this content, and what else `more` puts in.
fn pdf_with(content: &str, more: impl FnOnce(&mut Document, &mut Dictionary)) -> Document {
    let mut document = Document::with_version("1.5");
    let font = dictionary! {
        "Type" => "Font", "Subtype" => "TrueType", "BaseFont" => "Prova", "Encoding" => "WinAnsiEncoding",
        "FirstChar" => 0, "Widths" => vec![Object::Integer(500); 256],
    };
    let font = document.add_object(font);
    let mut resources = dictionary! { "Font" => dictionary! { "F1" => font } };
    more(&mut document, &mut resources);
    let bytes = content.chars().map(|character| u8::try_from(u32::from(character)).unwrap()).collect();
    let content = document.add_object(Stream::new(dictionary! {}, bytes));
    let pages = document.new_object_id();
    let page =
        dictionary! { "Type" => "Page", "Parent" => pages, "Contents" => content, "Resources" => resources };
    let page = document.add_object(page);
    document
        .objects
        .insert(pages, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    document.compress();
    document
}

fn saved(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

pub(super) fn pdf(content: &str) -> Vec<u8> {
    saved(pdf_with(content, |_, _| {}))
}

#[test]
fn a_pdf_gives_words_that_stand_apart_apart_and_the_rest_together() {
    for (content, expected) in [
        ("BT /F1 12 Tf 10 700 Td (Fattura) Tj 0 -14 Td (numero 12) Tj ET", "Fattura numero 12"),
        // Seven glyphs of half an em each: 42 points.
        ("BT /F1 12 Tf 10 700 Td (Fattura) Tj 42 0 Td (zione) Tj ET", "Fatturazione"),
        ("BT /F1 12 Tf 10 700 Td (Fattura) Tj 50 0 Td (di) Tj ET", "Fattura di"),
        ("BT /F1 12 Tf [(Fat) 20 (tu) -300 (ra)] TJ ET", "Fattu ra"),
        ("BT /F1 12 Tf 14 TL (uno) Tj T* (due) Tj (tre) ' 0 0 (qua\\)) \" ET", "uno due tre qua)"),
        ("BT /F1 1 Tf 12 0 0 12 10 700 Tm (perch\u{e9}) Tj ET", "perché"),
        ("q 2 0 0 2 0 0 cm BT /F1 6 Tf 0 0 Td (due) Tj ET Q BT /F1 12 Tf 18 0 Td (cento) Tj ET", "duecento"),
        ("BT /F1 12 Tf 0 12 -12 0 50 50 Tm (su) Tj 1 0 Td (e) Tj ET", "su e"),
        ("BT /F9 12 Tf (no) Tj ET", ""),
        ("BT /F1 12 Tf 50 Tz (Fattura) Tj 21 0 Td (zione) Tj ET", "Fatturazione"),
    ] {
        assert_eq!(ok("a.pdf", pdf(content)), expected, "{content}");
    }
}

#[test]
fn a_pdf_gives_the_words_of_its_forms_each_time() {
    let file = pdf_with("/X1 Do BT /F1 12 Tf 0 50 Td (dopo) Tj ET", |document, resources| {
        let form = dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => vec![0.into(); 4] };
        let form = document.add_object(Stream::new(form, b"BT /F1 12 Tf (modulo) Tj ET /X1 Do".to_vec()));
        resources.set("XObject", dictionary! { "X1" => form });
    });
    let words = ok("a.pdf", saved(file));
    assert!(words.starts_with("modulo") && words.ends_with(" dopo"), "{words}");
}

/// Bytes 1 to 3, one or two bytes each, as letters.
fn table(is_wide: bool) -> Vec<u8> {
    let (space, codes) =
        if is_wide { ("<0000> <FFFF>", ["0001", "0002", "0003"]) } else { ("<00> <FF>", ["01", "02", "03"]) };
    let [a, b, c] = codes;
    format!(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /X def\n/CMapType 2 def\n\
         1 begincodespacerange\n{space}\nendcodespacerange\n3 beginbfchar\n<{a}> <0041>\n<{b}> <00E8>\n<{c}> <00660069>\n\
         endbfchar\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    )
    .into_bytes()
}

#[test]
fn a_pdf_is_read_by_its_fonts_own_tables() {
    let wide = pdf_with(
        "BT /F2 10 Tf <000100020003> Tj 12 0 Td <0001> Tj 20 0 Td <00010007> Tj ET",
        |document, resources| {
            let table = document.add_object(Stream::new(dictionary! {}, table(true)));
            let below = dictionary! {
                "Type" => "Font", "Subtype" => "CIDFontType2", "DW" => 1000,
                "W" => vec![1.into(), Object::Array(vec![400.into()]), 2.into(), 3.into(), 400.into()],
            };
            let below = document.add_object(below);
            let font = dictionary! {
                "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "X", "Encoding" => "Identity-H",
                "DescendantFonts" => vec![below.into()], "ToUnicode" => table,
            };
            resources.set("Font", dictionary! { "F2" => document.add_object(font) });
        },
    );
    assert_eq!(ok("a.pdf", saved(wide)), "AèfiA A");
    let named = pdf_with("BT /F2 10 Tf <010203> Tj ET", |document, resources| {
        let table = document.add_object(Stream::new(dictionary! {}, table(false)));
        let names = vec![1.into(), "g17".into(), "g18".into(), "g19".into()];
        let font = dictionary! {
            "Type" => "Font", "Subtype" => "TrueType", "BaseFont" => "X", "ToUnicode" => table,
            "Encoding" => dictionary! { "Type" => "Encoding", "Differences" => names },
        };
        resources.set("Font", dictionary! { "F2" => document.add_object(font) });
    });
    assert_eq!(ok("a.pdf", saved(named)), "Aèfi");
}

#[test]
fn a_table_of_every_code_there_can_be_is_no_bomb() {
    let cmap = b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def 1 begincodespacerange <00000000> \
        <FFFFFFFF> endcodespacerange 1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange endcmap end end ";
    for subtype in ["Type0", "TrueType"] {
        let within = pdf_with("BT /F2 10 Tf (A) Tj /F1 10 Tf (ok) Tj ET", |document, resources| {
            let table = document.add_object(Stream::new(dictionary! {}, cmap.to_vec()));
            let font = dictionary! { "Type" => "Font", "Subtype" => subtype, "ToUnicode" => table, "Encoding" => "Identity-H" };
            let apart = document.add_object(font.clone());
            let first = resources.get(b"Font").unwrap().as_dict().unwrap().get(b"F1").unwrap().clone();
            resources.set("Font", dictionary! { "F1" => first, "F2" => font, "F3" => apart });
        });
        assert_eq!(ok("a.pdf", saved(within)), "ok");
    }
}

#[test]
fn a_pdf_with_object_streams_is_read_within_the_limit() {
    let mut file = pdf_with("BT /F1 12 Tf (dentro) Tj ET", |_, _| {});
    let mut bytes = Vec::new();
    let options = SaveOptions::builder().use_object_streams(true).use_xref_streams(true).build();
    file.save_with_options(&mut bytes, options).unwrap();
    assert!(bytes.windows(7).any(|window| window == b"/ObjStm"));
    assert_eq!(ok("a.pdf", &bytes), "dentro");
}

#[test]
fn a_pdf_that_only_restricts_is_read_and_one_with_a_password_says_so() {
    for (password, readable) in [("", true), ("segreto", false)] {
        let mut file = pdf_with("BT /F1 12 Tf (riservato) Tj ET", |_, _| {});
        file.trailer.set(
            "ID",
            vec![Object::string_literal("1234567890123456"), Object::string_literal("1234567890123456")],
        );
        let version = lopdf::EncryptionVersion::V2 {
            document: &file,
            owner_password: "owner",
            user_password: password,
            key_length: 128,
            permissions: lopdf::Permissions::PRINTABLE,
        };
        let state = lopdf::EncryptionState::try_from(version).unwrap();
        file.encrypt(&state).unwrap();
        match read("a.pdf", &saved(file)) {
            Ok(words) => assert!(readable && words == "riservato", "{words}"),
            Err(error) => assert!(!readable && matches!(error, WordsError::Encrypted), "{error:?}"),
        }
    }
}

#[test]
fn bombs_in_a_pdf_end_soon() {
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::best());
    zlib.write_all(&b"BT /F1 12 Tf (bomba) Tj ET ".repeat(1 << 18)).unwrap();
    let packed = zlib.finish().unwrap();
    let mut file = pdf_with("", |_, _| {});
    let content = *file.objects.iter().find(|(_, object)| object.as_stream().is_ok()).unwrap().0;
    let bomb = Stream::new(dictionary! { "Filter" => "FlateDecode" }, packed);
    file.objects.insert(content, bomb.into());
    assert_eq!(ok("a.pdf", saved(file)), "");
    // One object stream that inflates to more than all may.
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::best());
    zlib.write_all(&vec![b' '; 4 << 20]).unwrap();
    let packed = zlib.finish().unwrap();
    let mut file = pdf_with("BT /F1 12 Tf (ok) Tj ET", |_, _| {});
    let stream = dictionary! { "Type" => "ObjStm", "N" => 1, "First" => 4, "Filter" => "FlateDecode" };
    file.add_object(Stream::new(stream, packed));
    let limits = Limits { inflated: 1 << 20, ..Limits::default() };
    let read = words("a.pdf", &saved(file), &limits);
    assert_eq!(read.unwrap(), "ok", "what it holds is left out, and never inflated to its end");
}

#[test]
fn a_pdf_nested_without_end_is_no_end_of_the_program() {
    let deep = format!("%PDF-1.5\n1 0 obj\n{}\nendobj\ntrailer << /Root 1 0 R >>\n", "[".repeat(1_000_000));
    let _ = read("a.pdf", deep.as_bytes());
    let deep = pdf(&format!("BT /F1 12 Tf {} (x) Tj ET", "[".repeat(100_000)));
    let _ = ok("a.pdf", deep);
    let states = pdf(&format!("{} BT /F1 12 Tf (fondo) Tj ET", "q ".repeat(100_000)));
    assert_eq!(ok("a.pdf", states), "fondo");
}
