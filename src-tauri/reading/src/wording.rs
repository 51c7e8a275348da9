//! The words of a code, in the two languages of the office.

/// The words of a code in Italian and English, to stand inside a line: no capital, no full stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wording {
    /// In Italian.
    pub it: &'static str,
    /// In English.
    pub en: &'static str,
}

/// The words that a table has for a code.
pub(crate) fn worded(table: &[(&str, Wording)], code: &str) -> Option<Wording> {
    table.iter().find(|(known, _)| *known == code).map(|(_, wording)| *wording)
}
