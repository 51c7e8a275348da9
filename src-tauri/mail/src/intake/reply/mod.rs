//! What a client wrote, apart from what their mail program put around it: the message that they answer, their signature,
//! a disclaimer.
//!
//! The text is folded, never cut: the parts put together again are the text, byte for byte. Whatever may be the client's own
//! words stays [`Kind::Said`], so a fold that is missed costs a look and nothing else. When a mail has nothing that is said,
//! whoever shows it should open every fold.

mod attribution;
mod closing;
mod header_block;
mod language;
mod languages;
mod lines;
mod marks;

#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod tests;

use lines::Lines;
pub(in crate::intake) use marks::Mark;

/// How much of a text is looked through, in bytes. What follows is taken as said.
pub const MAX_LOOKED_AT: usize = 2 << 20;

/// Whose words a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The client's own, or in doubt.
    Said,
    /// The message that is answered, with the line or block that introduces it.
    Quoted,
    /// A message that the client passes on, with the line or block that introduces it.
    Forwarded,
    /// A signature after `-- ` (RFC 3676, 4.3), a mail program's or a phone's own line, a disclaimer.
    Signature,
}

/// A run of whole lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part<'a> {
    /// Whose words these are.
    pub kind: Kind,
    /// The lines with their line ends.
    pub text: &'a str,
}

/// The parts of a plain text in their order; two neighbours are never of one kind. An empty text has none.
pub fn parts(text: &str) -> Vec<Part<'_>> {
    parts_with(text, &[])
}

/// What is said, without blank lines around it; where something is folded in between, a blank line stands for it.
pub fn said(parts: &[Part<'_>]) -> String {
    let said = parts.iter().filter(|part| part.kind == Kind::Said);
    let said: Vec<&str> = said.map(|part| trimmed(part.text)).filter(|text| !text.is_empty()).collect();
    said.join("\n\n")
}

/// The same for a text whose lines are partly known: `known` has the marks of its first lines.
pub(super) fn parts_with<'a>(text: &'a str, known: &[Mark]) -> Vec<Part<'a>> {
    let looked_at = text.floor_char_boundary(MAX_LOOKED_AT);
    let (head, rest) = text.split_at(looked_at);
    let lines = Lines::new(head);
    let kinds = marks::kinds(&lines, known);
    let mut parts: Vec<(Kind, usize)> = Vec::new();
    let ends = kinds.into_iter().enumerate().map(|(at, kind)| (kind, lines.end(at)));
    for (kind, end) in ends.chain((!rest.is_empty()).then_some((Kind::Said, text.len()))) {
        match parts.last_mut() {
            Some(last) if last.0 == kind => last.1 = end,
            _ => parts.push((kind, end)),
        }
    }
    let mut start = 0;
    let parts = parts.into_iter().map(|(kind, end)| {
        let text = text.get(start..end).unwrap_or_default();
        start = end;
        Part { kind, text }
    });
    parts.collect()
}

/// Without blank lines before it, and without white space after it.
fn trimmed(text: &str) -> &str {
    let start = text.find(|character: char| !character.is_whitespace()).unwrap_or(text.len());
    let line = text.get(..start).and_then(|blank| blank.rfind('\n')).map_or(0, |end| end + 1);
    text.get(line..).unwrap_or_default().trim_end()
}
