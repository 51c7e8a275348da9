//! What stands above a whole message that is answered or passed on: "-----Original Message-----", "Da: … Inviato: … A: …
//! Oggetto: …", "---------- Forwarded message ---------".

use super::Kind;
use super::language::Language;
use super::languages::LANGUAGES;
use super::lines::Lines;

/// Most lines of a block.
const MAX_LINES: usize = 24;

/// Most lines without a label in a row: a long list of addresses.
const MAX_BROKEN: usize = 6;

/// What was found.
pub(super) struct Block {
    /// [`Kind::Quoted`] or [`Kind::Forwarded`].
    pub kind: Kind,
    /// Its first line.
    pub start: usize,
    /// The line after it.
    pub end: usize,
}

/// The block that begins with line `at`.
pub(super) fn at(lines: &Lines<'_>, at: usize) -> Option<Block> {
    let line = lines.folded(at);
    if let Some(kind) = marker(&line) {
        let labels = lines.next_filled(at + 1).filter(|next| next - at <= 3);
        let end = labels.map_or(at + 1, |next| labelled(lines, next).map_or(at + 1, |(end, _)| end));
        return Some(Block { kind, start: at, end });
    }
    if is_ruler(&line) {
        let next = lines.next_filled(at + 1).filter(|next| next - at <= 3)?;
        let (end, found) = labelled(lines, next)?;
        return is_whole(&found).then_some(Block { kind: Kind::Quoted, start: at, end });
    }
    let begins = |labels: &[Label]| {
        let mut found = LANGUAGES.iter().filter_map(|language| label(&line, language));
        found.any(|(label, _)| labels.contains(&label))
    };
    let by_sender = begins(&[Label::From]);
    if !by_sender && !begins(&[Label::Sent, Label::Subject]) {
        return None;
    }
    let (end, found) = labelled(lines, at)?;
    // Few programs begin with the date or the subject; of those all name the sender's address.
    let is_one = is_whole(&found) && (by_sender || found.contains(&Told::FromAddress));
    is_one.then_some(Block { kind: Kind::Quoted, start: at, end })
}

/// A line that programs write above a message.
fn marker(line: &str) -> Option<Kind> {
    if LANGUAGES.iter().any(|language| language.begin_forwarded.contains(&line)) {
        return Some(Kind::Forwarded);
    }
    let inner = line.trim_start_matches('-');
    let text = inner.trim_end_matches('-');
    if line.len() - inner.len() < 3 || inner.len() - text.len() < 3 {
        return None;
    }
    let text = text.trim();
    let names = |list: fn(&Language) -> &'static [&'static str]| {
        LANGUAGES.iter().any(|language| list(language).contains(&text))
    };
    if names(|language| language.forwarded) {
        return Some(Kind::Forwarded);
    }
    names(|language| language.original).then_some(Kind::Quoted)
}

/// `________________________________`, as Outlook draws it.
fn is_ruler(line: &str) -> bool {
    line.len() >= 10 && (line.bytes().all(|byte| byte == b'_') || line.bytes().all(|byte| byte == b'-'))
}

/// What a block tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    From,
    FromAddress,
    /// With a number in it.
    Sent,
    To,
    Subject,
}

/// Whether a program wrote it: who and when, and what about or from which address.
fn is_whole(told: &[Told]) -> bool {
    let tells = |one: Told| told.contains(&one);
    tells(Told::From)
        && tells(Told::Sent)
        && (tells(Told::Subject) || (tells(Told::To) && tells(Told::FromAddress)))
}

/// The labels from line `at` on in the language that has most of them, and the line after the last.
fn labelled(lines: &Lines<'_>, at: usize) -> Option<(usize, Vec<Told>)> {
    let first = lines.folded(at);
    let of_first = |language: &&Language| label(&first, language).is_some();
    let blocks = LANGUAGES.iter().filter(of_first).map(|language| block(lines, at, language));
    blocks.max_by_key(|(end, found)| (is_whole(found), *end))
}

fn block(lines: &Lines<'_>, start: usize, language: &Language) -> (usize, Vec<Told>) {
    let mut found = Vec::new();
    let mut end = start;
    let mut broken = 0;
    for at in start..lines.len().min(start + MAX_LINES) {
        if lines.is_blank(at) {
            // Some programs put a blank line after each label.
            let next_is_label = label(&lines.folded(at + 1), language).is_some();
            if next_is_label && !is_whole(&found) {
                continue;
            }
            break;
        }
        let line = lines.folded(at);
        match label(&line, language) {
            Some((Label::From, _)) if found.contains(&Told::From) => break,
            Some((Label::From, value)) => {
                found.push(Told::From);
                found.extend(value.contains('@').then_some(Told::FromAddress));
            }
            Some((Label::Sent, value)) => {
                found.extend(value.contains(|digit: char| digit.is_ascii_digit()).then_some(Told::Sent));
            }
            Some((Label::To, _)) => found.push(Told::To),
            Some((Label::Subject, _)) => found.push(Told::Subject),
            Some((Label::Copy, _)) => {}
            None if broken < MAX_BROKEN && !(found.contains(&Told::Subject) && is_whole(&found)) => {
                broken += 1;
                continue;
            }
            None => break,
        }
        broken = 0;
        end = at + 1;
    }
    (end, found)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    From,
    Sent,
    To,
    Copy,
    Subject,
}

/// The label that a line begins with and what follows; programs that write plain text put stars around what was bold.
fn label<'a>(line: &'a str, language: &Language) -> Option<(Label, &'a str)> {
    let (name, value) = line.split_once(':')?;
    let name = name.trim_matches(['*', ' ', '\t']);
    let labels = [
        (Label::From, language.from),
        (Label::Sent, language.sent),
        (Label::To, language.to),
        (Label::Copy, &["cc", "ccn", "bcc", "cci", "kopie"] as &[&str]),
        (Label::Subject, language.subject),
    ];
    let found = labels.into_iter().find(|(_, names)| names.contains(&name));
    found.map(|(label, _)| (label, value))
}
