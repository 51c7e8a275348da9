//! Office files: which parts hold text, and which elements of them (ECMA-376 part 1; OASIS ODF 1.3 part 3).

use super::archive::Archive;
use super::gathered::{Gathered, Halt};
use super::markup::{self, ANY, Rules};
use super::{Limits, WordsError};

/// The first bytes of an OLE file: an Office file protected by a password is one (MS-OFFCRYPTO).
const OLE: &[u8] = b"\xD0\xCF\x11\xE0";

/// Files whose text is found the same way.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Family {
    parts: &'static [Part],
}

/// Parts of a file: `word/header1.xml` and every other that begins and ends so, with nothing but digits between.
#[derive(Debug, PartialEq, Eq)]
struct Part {
    begins: &'static str,
    rules: Rules,
}

const WORD_TEXT: Rules =
    Rules { within: &["t"], without: &["Fallback"], apart: &["p", "tab", "br", "cr", "tc"], ..ANY };

const SLIDE_TEXT: Rules = Rules { within: &["t"], without: &["Fallback"], apart: &["p", "br", "tc"], ..ANY };

/// `docx`.
pub(super) const WORD: Family = Family {
    parts: &[
        Part { begins: "word/document", rules: WORD_TEXT },
        Part { begins: "word/header", rules: WORD_TEXT },
        Part { begins: "word/footer", rules: WORD_TEXT },
        Part { begins: "word/footnotes", rules: WORD_TEXT },
        Part { begins: "word/endnotes", rules: WORD_TEXT },
        Part { begins: "word/comments", rules: WORD_TEXT },
    ],
};

/// `xlsx`: texts are shared and stand apart from the sheets, whose cells (`c`) of type `s` only point to them.
pub(super) const EXCEL: Family = Family {
    parts: &[
        Part {
            begins: "xl/workbook",
            rules: Rules { within: &["sheet"], told: Some(("sheet", "name")), ..ANY },
        },
        Part {
            begins: "xl/sharedStrings",
            rules: Rules { within: &["t"], without: &["rPh"], apart: &["si"], ..ANY },
        },
        Part {
            begins: "xl/worksheets/sheet",
            rules: Rules { within: &["v", "t"], without_if: Some(("c", "t", "s")), apart: &["c"], ..ANY },
        },
        Part { begins: "xl/comments", rules: Rules { within: &["t"], apart: &["comment"], ..ANY } },
    ],
};

/// `pptx`.
pub(super) const POWERPOINT: Family = Family {
    parts: &[
        Part { begins: "ppt/slides/slide", rules: SLIDE_TEXT },
        Part { begins: "ppt/notesSlides/notesSlide", rules: SLIDE_TEXT },
    ],
};

/// `odt`, `ods`, `odp`.
pub(super) const OPEN_DOCUMENT: Family = Family {
    parts: &[Part {
        begins: "content",
        rules: Rules {
            within: &["body"],
            without: &["tracked-changes"],
            apart: &["p", "h", "s", "tab", "line-break", "table-cell", "list-item"],
            ..ANY
        },
    }],
};

impl Part {
    fn is(&self, name: &str) -> bool {
        let number = name.strip_prefix(self.begins).and_then(|rest| rest.strip_suffix(".xml"));
        number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
    }
}

/// Gathers the words of an office file. A part that is broken gives what came before; all broken, and nothing to be
/// had, is [`WordsError::Damaged`].
pub(super) fn gather(
    family: &Family,
    bytes: &[u8],
    limits: &Limits,
    gathered: &mut Gathered,
) -> Result<(), Halt> {
    if bytes.starts_with(OLE) {
        return Err(WordsError::Encrypted.into());
    }
    let archive = Archive::open(bytes, limits.inflated)?;
    let entries = archive.entries()?;
    let (mut found, mut broken) = (false, false);
    for part in family.parts {
        for entry in entries.iter().filter(|entry| part.is(&entry.name)) {
            found = true;
            gathered.part();
            match archive.read(entry, gathered, |xml, gathered| markup::gather(xml, &part.rules, gathered)) {
                Err(Halt::Failed(WordsError::Damaged)) => broken = true,
                other => other?,
            }
        }
    }
    if found && !(broken && gathered.is_empty()) { Ok(()) } else { Err(WordsError::Damaged.into()) }
}
