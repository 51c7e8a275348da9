//! Files as office programs make them, small.

use std::io::Write;

use super::*;
use flate2::Compression;
use flate2::write::DeflateEncoder;

pub(super) fn read(name: &str, bytes: &[u8]) -> Result<String, WordsError> {
    words(name, bytes, &Limits::default())
}

pub(super) fn ok(name: &str, bytes: impl AsRef<[u8]>) -> String {
    read(name, bytes.as_ref()).unwrap()
}

/// A zip of these parts (APPNOTE 4.3), deflated.
pub(super) fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut out, mut list) = (Vec::new(), Vec::new());
    for (name, data) in parts {
        let mut zlib = DeflateEncoder::new(Vec::new(), Compression::fast());
        zlib.write_all(data).unwrap();
        let packed = zlib.finish().unwrap();
        let mut crc = flate2::Crc::new();
        crc.update(data);
        let mut header = vec![20, 0, 0, 0, 8, 0, 0, 0, 0, 0];
        for number in [crc.sum(), u32::try_from(packed.len()).unwrap(), u32::try_from(data.len()).unwrap()] {
            header.extend(number.to_le_bytes());
        }
        header.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        header.extend([0, 0]);
        let offset = u32::try_from(out.len()).unwrap();
        list.extend(
            [b"PK\x01\x02\x14\0" as &[u8], &header, &[0; 10], &offset.to_le_bytes(), name.as_bytes()]
                .concat(),
        );
        out.extend([b"PK\x03\x04" as &[u8], &header, name.as_bytes(), &packed].concat());
    }
    let count = u16::try_from(parts.len()).unwrap().to_le_bytes();
    let (at, size) = (u32::try_from(out.len()).unwrap(), u32::try_from(list.len()).unwrap());
    out.extend(list);
    out.extend(
        [b"PK\x05\x06\0\0\0\0" as &[u8], &count, &count, &size.to_le_bytes(), &at.to_le_bytes(), &[0, 0]]
            .concat(),
    );
    out
}

#[test]
fn a_text_is_read_in_any_charset_with_its_white_space_made_one() {
    assert_eq!(ok("note.TXT", "Perché\r\n\t no\u{a0}mai".as_bytes()), "Perché no mai");
    assert_eq!(ok("note.md", b"Perch\xE9 no"), "Perché no");
    assert_eq!(ok("conti.csv", b"\xFF\xFEa\0;\0\xE8\0"), "a;è");
}

#[test]
fn letters_drawn_as_one_are_told_apart() {
    assert_eq!(
        ok("note.txt", "u\u{FB03}cio e\u{FB00}etto \u{FB01}ne conta\u{AD}bile"),
        "ufficio effetto fine contabile"
    );
}

#[test]
fn base64_within_a_text_is_left_out() {
    let text = format!("prima {} dopo {}", "QUJD".repeat(100), "x".repeat(256));
    assert_eq!(ok("note.txt", text), format!("prima dopo {}", "x".repeat(256)));
}

#[test]
fn a_text_longer_than_wanted_gives_its_beginning() {
    let limits = Limits { words: 9, ..Limits::default() };
    assert_eq!(words("a.txt", "uno due perché".as_bytes(), &limits).unwrap(), "uno due p");
    let limits = Limits { words: 14, ..Limits::default() };
    assert_eq!(words("a.txt", "uno due perché".as_bytes(), &limits).unwrap(), "uno due perch");
    let limits = Limits { read: 7, ..Limits::default() };
    assert_eq!(words("a.txt", "uno due perché".as_bytes(), &limits).unwrap(), "uno due");
    let large = words("a.xml", b"<a>1</a>", &limits);
    assert!(matches!(large, Err(WordsError::TooLarge { limit: 7 })));
}

#[test]
fn xml_gives_its_text_and_nothing_of_its_marks() {
    let xml =
        "<?xml version='1.0'?><a b='no'><!-- no --><c>Rossi</c><c>&amp; figli&#8364;</c><![CDATA[<x>]]></a>";
    assert_eq!(ok("a.xml", xml), "Rossi & figli€ <x>");
    assert_eq!(ok("a.xml", b"<?xml version='1.0' encoding='ISO-8859-1'?><a>perch\xE9</a>"), "perché");
    assert_eq!(ok("a.xml", "<a>rotto <b>ma</a> leggibile"), "rotto ma leggibile");
}

#[test]
fn an_entity_of_a_dtd_is_left_out() {
    assert_eq!(ok("a.xml", "<!DOCTYPE a [<!ENTITY x 'bomb'>]><a>uno &x; due</a>"), "uno due");
}

#[test]
fn html_gives_what_a_reader_sees() {
    let html = "<html><head><style>p{}</style></head><body><script>no()</script><table><tr><td>Mario</td><td>Rossi</td></tr>\
        </table><p>per<b>ch&eacute;</b></p><div>no</div></body></html>";
    assert_eq!(ok("a.html", html), "Mario Rossi perché no");
}

#[test]
fn a_letter_gives_its_subject_its_people_its_text_and_the_names_of_its_files() {
    let eml = "From: Paolo <paolo@rinaldi.example>\nSubject: Ordine\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n\
        Ecco il listino\n--b\nContent-Type: application/pdf; name=\"listino.pdf\"\n\nx\n--b--\n";
    assert_eq!(ok("a.eml", eml), "Ordine Paolo paolo@rinaldi.example listino.pdf Ecco il listino");
}

pub(super) fn docx(body: &str) -> Vec<u8> {
    let document =
        format!("<?xml version=\"1.0\"?><w:document xmlns:w=\"x\"><w:body>{body}</w:body></w:document>");
    zip(&[
        ("[Content_Types].xml", b"<Types>no</Types>"),
        ("word/document.xml", document.as_bytes()),
        ("word/header1.xml", b"<w:hdr><w:p><w:r><w:t>Intestazione</w:t></w:r></w:p></w:hdr>"),
        ("word/styles.xml", b"<w:styles><w:t>no</w:t></w:styles>"),
    ])
}

#[test]
fn a_word_file_gives_its_words_whole_though_they_are_in_runs() {
    let file = docx(
        "<w:p><w:r><w:t>Fat</w:t></w:r><w:r><w:t>tura</w:t></w:r></w:p><w:p><w:r><w:t>uno</w:t><w:tab/><w:t>due</w:t>\
         </w:r><w:del><w:r><w:delText>tolto</w:delText></w:r></w:del></w:p>\
         <mc:AlternateContent><mc:Choice><w:t>una volta</w:t></mc:Choice><mc:Fallback><w:t>una volta</w:t></mc:Fallback>\
         </mc:AlternateContent>",
    );
    assert_eq!(ok("a.docx", file), "Fattura uno due una volta Intestazione");
}

#[test]
fn an_excel_file_gives_its_sheets_names_texts_and_numbers() {
    let file = zip(&[
        ("xl/workbook.xml", b"<workbook><sheets><sheet name=\"Prima &amp; nota\"/></sheets><definedNames><definedName>no</definedName></definedNames></workbook>"),
        ("xl/worksheets/sheet1.xml", b"<worksheet><c t=\"s\"><v>0</v></c><c><f>A1+1</f><v>1234.5</v></c><c t=\"inlineStr\"><is><t>diretto</t></is></c></worksheet>"),
        ("xl/sharedStrings.xml", b"<sst><si><r><t>Ros</t></r><r><t>si</t></r></si><si><t>Bianchi</t><rPh><t>no</t></rPh></si></sst>"),
    ]);
    assert_eq!(ok("a.xlsx", file), "Prima & nota Rossi Bianchi 1234.5 diretto");
}

#[test]
fn a_powerpoint_file_gives_its_slides_and_notes() {
    let file = zip(&[
        (
            "ppt/slides/slide1.xml",
            b"<p:sld><a:p><a:r><a:t>Bi</a:t></a:r><a:r><a:t>lancio</a:t></a:r></a:p></p:sld>",
        ),
        ("ppt/slides/_rels/slide1.xml.rels", b"<x><t>no</t></x>"),
        ("ppt/notesSlides/notesSlide1.xml", b"<p:notes><a:p><a:t>nota</a:t></a:p></p:notes>"),
    ]);
    assert_eq!(ok("a.pptx", file), "Bilancio nota");
}

#[test]
fn an_open_document_gives_its_body_without_what_was_deleted() {
    let content = "<office:document-content><office:automatic-styles>no</office:automatic-styles><office:body><office:text>\
        <text:tracked-changes>tolto</text:tracked-changes><text:p>per<text:span>ché</text:span><text:s/>no</text:p>\
        <table:table-cell><text:p>12,50</text:p></table:table-cell></office:text></office:body></office:document-content>";
    let file = zip(&[("content.xml", content.as_bytes()), ("meta.xml", b"<a>no</a>")]);
    for name in ["a.odt", "a.ods"] {
        assert_eq!(ok(name, &file), "perché no 12,50");
    }
}

#[test]
fn a_part_that_is_broken_gives_what_came_before() {
    let file = zip(&[("word/document.xml", b"<w:p><w:t>uno</w:t></w:p><w:p><w:t>due")]);
    assert_eq!(ok("a.docx", file), "uno due");
}

#[test]
fn what_is_not_what_its_name_says_is_damaged() {
    for name in ["a.docx", "a.xlsx", "a.odt", "a.pdf", "a.eml", "a.p7m"] {
        assert!(matches!(read(name, b"something else"), Err(WordsError::Damaged)), "{name}");
    }
    assert!(matches!(read("a.docx", &zip(&[("other.xml", b"<a/>")])), Err(WordsError::Damaged)));
    assert!(matches!(read("a.docx", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), Err(WordsError::Encrypted)));
    for name in ["a.exe", "a", "docx", "a.p7m.jpg"] {
        assert!(matches!(read(name, b""), Err(WordsError::Unknown)), "{name}");
        assert!(!has_words(name));
    }
    assert!(has_words("A.PDF"));
}

#[test]
fn a_bomb_in_a_zip_ends_in_an_error() {
    let limits = Limits { inflated: 1 << 20, ..Limits::default() };
    let bomb = docx(&" ".repeat(2 << 20));
    let error = words("a.docx", &bomb, &limits);
    assert!(matches!(error, Err(WordsError::TooMuch { limit: 0x10_0000 })));
    let deep = docx(&"<a>".repeat(100_000));
    assert!(matches!(read("a.docx", &deep), Ok(words) if words == "Intestazione"));
}

#[test]
fn a_signed_file_gives_the_words_of_what_is_in_it() {
    let desk = tempfile::tempdir().unwrap();
    std::fs::write(desk.path().join("in"), "<a>Fattura</a>").unwrap();
    for line in [
        "req -x509 -nodes -subj /CN=x -newkey rsa:2048 -keyout key -out crt",
        "cms -sign -binary -nodetach -in in -outform DER -signer crt -inkey key -out out",
    ] {
        let output =
            std::process::Command::new("openssl").current_dir(desk.path()).args(line.split(' ')).output();
        assert!(output.unwrap().status.success());
    }
    assert_eq!(ok("fattura.xml.p7m", std::fs::read(desk.path().join("out")).unwrap()), "Fattura");
}
