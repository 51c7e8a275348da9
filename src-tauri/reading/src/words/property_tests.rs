//! Whatever the bytes are: no panic gets out, and no more words come than wanted.

use proptest::prelude::*;

use super::*;
use crate::testing::config;

const LIMITS: Limits = Limits { read: 1 << 20, inflated: 1 << 20, words: 300 };

fn read(name: &str, bytes: &[u8]) -> Option<String> {
    words(name, bytes, &LIMITS).ok()
}

const NAMES: &[&str] = &["a.txt", "a.xml", "a.html", "a.eml", "a.docx", "a.xlsx", "a.odt", "a.pdf", "a.p7m"];

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_bytes_give_no_more_than_wanted(
        name in prop::sample::select(NAMES),
        bytes in prop::collection::vec(any::<u8>(), 0..1500),
    ) {
        if let Some(words) = read(name, &bytes) {
            prop_assert!(words.len() <= LIMITS.words);
        }
    }

    #[test]
    fn a_text_gives_its_words_in_order(words in prop::collection::vec("[a-zàèé€.,;]{1,12}", 0..60), gap in "[ \t\r\n]{1,4}") {
        let whole = words.join(" ");
        let found = read("a.txt", words.join(&gap).as_bytes()).unwrap();
        prop_assert!(whole.starts_with(&found));
        prop_assert!(found.len() == whole.len() || found.len() >= LIMITS.words - 3);
    }

    #[test]
    fn an_office_file_changed_anywhere_does_no_harm(changes in changes()) {
        let file = tests::docx("<w:p><w:r><w:t>Fattura</w:t></w:r></w:p>");
        if let Some(words) = read("a.docx", &changed(&file, &changes)) {
            prop_assert!(words.len() <= LIMITS.words);
        }
    }

    #[test]
    fn the_words_of_an_office_file_changed_anywhere_do_no_harm(
        (name, part, xml) in prop::sample::select(PARTS),
        changes in changes(),
    ) {
        let file = tests::zip(&[(part, &changed(xml.as_bytes(), &changes))]);
        if let Some(words) = read(name, &file) {
            prop_assert!(words.len() <= LIMITS.words);
        }
    }

    #[test]
    fn a_pdf_changed_anywhere_does_no_harm(changes in changes()) {
        let file = pdf_tests::pdf("BT /F1 12 Tf 10 700 Td [(Fat) 20 (tura)] TJ 0 -14 Td (numero 12) Tj ET");
        if let Some(words) = read("a.pdf", &changed(&file, &changes)) {
            prop_assert!(words.len() <= LIMITS.words);
        }
    }

    #[test]
    fn any_content_of_a_page_does_no_harm(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        if let Some(words) = read("a.pdf", &pdf_tests::pdf(&pieces.join(" "))) {
            prop_assert!(words.len() <= LIMITS.words);
        }
    }
}

/// The file's name, the part that holds its words, and what is in it.
const PARTS: &[(&str, &str, &str)] = &[
    (
        "a.docx",
        "word/document.xml",
        "<w:p><w:r><w:t>Fat</w:t></w:r><w:tab/><w:del><w:t>no</w:t></w:del></w:p>",
    ),
    (
        "a.xlsx",
        "xl/worksheets/sheet1.xml",
        "<worksheet><c t=\"s\"><v>0</v></c><c t=\"inlineStr\"><is><t>x</t></is></c></worksheet>",
    ),
    (
        "a.xlsx",
        "xl/sharedStrings.xml",
        "<sst><si><r><t>Ros</t></r><r><t>si</t></r></si><si><t>B &amp; C</t></si></sst>",
    ),
    (
        "a.pptx",
        "ppt/slides/slide1.xml",
        "<p:sld><a:p><a:r><a:t>Bi</a:t></a:r><a:r><a:t>lancio</a:t></a:r></a:p></p:sld>",
    ),
    (
        "a.odt",
        "content.xml",
        "<office:body><text:p>per<text:span>ch\u{e9}</text:span><text:s/>no</text:p></office:body>",
    ),
];

const PIECES: &[&str] = &[
    "BT", "ET", "q", "Q", "/F1", "12 Tf", "1e38", "-1e38", "0", "1", "Td", "TD", "Tm", "T*", "TL", "Tc",
    "Tw", "Tz", "cm", "(testo)", "<0041>", "[", "]", "Tj", "TJ", "'", "\"", "/X1 Do", "<<", ">>", "BI", "ID",
    "EI", "true", "null", "(", "%",
];

type Changes = Vec<(prop::sample::Index, u8)>;

fn changes() -> impl Strategy<Value = Changes> {
    prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)
}

fn changed(file: &[u8], changes: &Changes) -> Vec<u8> {
    let mut file = file.to_vec();
    for (at, byte) in changes {
        let at = at.index(file.len());
        file[at] = *byte;
    }
    file
}
