//! From lines to kinds: first what each line is by itself, then what introduces a quote, then what closes a reply; blank lines
//! go with what is folded beside them.

use super::Kind;
use super::attribution;
use super::closing;
use super::header_block::{self, Block};
use super::lines::Lines;

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::intake) enum Mark {
    /// Nothing is known: it is said unless something folds it.
    Open,
    /// White space.
    Blank,
    /// Indented as quotes are: a quote when something introduces it.
    Indented,
    /// Settled.
    Is(Kind),
}

/// One kind for each line; `known` has what is known of the first lines beforehand.
pub(super) fn kinds(lines: &Lines<'_>, known: &[Mark]) -> Vec<Kind> {
    let mut marks: Vec<Mark> =
        (0..lines.len()).map(|at| by_itself(lines, at, known.get(at).copied())).collect();
    single_numbers(lines, &mut marks);
    introductions(lines, &mut marks);
    for mark in &mut marks {
        if *mark == Mark::Indented {
            *mark = Mark::Open;
        }
    }
    closing::fold(lines, &mut marks);
    with_blanks(&marks)
}

fn by_itself(lines: &Lines<'_>, at: usize, known: Option<Mark>) -> Mark {
    if lines.is_blank(at) {
        return Mark::Blank;
    }
    match known {
        Some(known @ (Mark::Is(_) | Mark::Indented)) => known,
        _ if is_quote(lines.get(at)) => Mark::Is(Kind::Quoted),
        _ => Mark::Open,
    }
}

/// `>`, after marks of direction and at most three spaces; `>>> … <<<` is drawn around what is said.
fn is_quote(line: &str) -> bool {
    let start = line.trim_start_matches(['\u{200E}', '\u{200F}', '\u{202A}', '\u{202B}', '\u{FEFF}']);
    let indented = start.trim_start_matches(' ');
    start.len() - indented.len() <= 3 && indented.starts_with('>') && !indented.trim_end().ends_with("<<")
}

/// A `>` alone among said lines, before a number or a sign (`> 1000 euro`, `>= 5`), is a comparison that the client wrote.
fn single_numbers(lines: &Lines<'_>, marks: &mut [Mark]) {
    let quoted = Mark::Is(Kind::Quoted);
    for at in 0..marks.len() {
        let before = at.checked_sub(1).and_then(|before| marks.get(before));
        let alone = marks.get(at) == Some(&quoted)
            && before != Some(&quoted)
            && before != Some(&Mark::Blank)
            && before.is_some()
            && marks.get(at + 1) != Some(&quoted);
        if !alone || attribution::ends_at(lines, at.saturating_sub(1)) {
            continue;
        }
        let rest = lines.get(at).trim_start().strip_prefix('>').map(str::trim_start).unwrap_or_default();
        if rest.starts_with(|first: char| first.is_ascii_digit() || "=€$£_".contains(first))
            && let Some(mark) = marks.get_mut(at)
        {
            *mark = Mark::Open;
        }
    }
}

/// Folds what introduces a quote; and all that follows, when the quote has no marks of its own.
fn introductions(lines: &Lines<'_>, marks: &mut [Mark]) {
    let mut at = 0;
    while at < marks.len() {
        if marks.get(at) != Some(&Mark::Open) {
            at += 1;
            continue;
        }
        if let Some(Block { kind, start, end }) = header_block::at(lines, at) {
            if quote_follows(lines, marks, end) {
                settle(marks, start, end, kind);
                quoted_becomes(kind, marks, end);
                at = end;
                continue;
            }
            settle(marks, start, usize::MAX, kind);
            return;
        }
        if let Some(found) = attribution::at(lines, marks, at) {
            if quote_follows(lines, marks, found.end) {
                settle(marks, at, found.end, Kind::Quoted);
                quoted_becomes(Kind::Quoted, marks, found.end);
                at = found.end;
                continue;
            }
            if found.has_address && lines.next_filled(found.end).is_some() {
                settle(marks, at, usize::MAX, Kind::Quoted);
                return;
            }
            if lines.next_filled(found.end).is_none() {
                settle(marks, at, found.end, Kind::Quoted);
            }
            at = found.end;
            continue;
        }
        at += 1;
    }
}

/// Whether the next line that is not blank is a quote by itself, at most three lines on.
fn quote_follows(lines: &Lines<'_>, marks: &[Mark], from: usize) -> bool {
    let next = lines.next_filled(from).filter(|next| next - from <= 3);
    let next = next.and_then(|next| marks.get(next));
    matches!(next, Some(Mark::Is(Kind::Quoted) | Mark::Indented))
}

/// The block of quoted and indented lines after an introduction is what that one introduces.
fn quoted_becomes(kind: Kind, marks: &mut [Mark], from: usize) {
    for mark in marks.iter_mut().skip(from) {
        match mark {
            Mark::Indented | Mark::Is(Kind::Quoted) => *mark = Mark::Is(kind),
            Mark::Blank => {}
            _ => return,
        }
    }
}

/// Settles the lines of a range that are not settled yet.
pub(super) fn settle(marks: &mut [Mark], start: usize, end: usize, kind: Kind) {
    let end = end.min(marks.len());
    for mark in marks.get_mut(start..end).unwrap_or_default() {
        if matches!(mark, Mark::Open | Mark::Indented | Mark::Is(Kind::Quoted)) {
            *mark = Mark::Is(kind);
        }
    }
}

/// Blank lines between two of one kind are of that kind, and beside a fold they are folded.
fn with_blanks(marks: &[Mark]) -> Vec<Kind> {
    let kind = |mark: &Mark| match mark {
        Mark::Is(kind) => Some(*kind),
        Mark::Open | Mark::Indented => Some(Kind::Said),
        Mark::Blank => None,
    };
    let mut kinds = Vec::with_capacity(marks.len());
    let mut before = None;
    while let Some(mark) = marks.get(kinds.len()) {
        if let Some(kind) = kind(mark) {
            before = Some(kind);
            kinds.push(kind);
            continue;
        }
        let start = kinds.len();
        let rest = marks.get(start..).unwrap_or_default();
        let blanks = rest.iter().position(|mark| *mark != Mark::Blank).unwrap_or(rest.len());
        let after = marks.get(start + blanks).and_then(kind);
        let blank = match (before, after) {
            (Some(Kind::Said) | None, Some(after)) => after,
            (Some(before), _) => before,
            (None, None) => Kind::Said,
        };
        kinds.resize(start + blanks, blank);
    }
    kinds
}
