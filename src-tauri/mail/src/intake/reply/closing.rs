//! What closes a reply: a signature after `-- `, the line of a phone or a program, a disclaimer. Looked for at the end of every
//! run of lines that are said.

use super::Kind;
use super::language::{DEVICES, MODELS};
use super::languages::LANGUAGES;
use super::lines::{Lines, after_word};
use super::marks::{Mark, settle};

/// Most lines of a signature, after `-- ` and after `--`: with more, it may be no signature.
const MAX_SIGNATURE: (usize, usize) = (25, 8);

/// Longest line of a signature after `--`, in bytes.
const MAX_LINE: usize = 100;

/// Longest line of a phone, in bytes.
const MAX_PHONE: usize = 200;

/// Shortest disclaimer, and how many paragraphs and lines of them are looked at.
const DISCLAIMER: (usize, usize, usize) = (110, 8, 60);

/// Settles the closings as [`Kind::Signature`].
pub(super) fn fold(lines: &Lines<'_>, marks: &mut [Mark]) {
    let mut at = 0;
    while at < marks.len() {
        if !is_open(marks, at) {
            at += 1;
            continue;
        }
        let start = at;
        while is_open(marks, at) {
            at += 1;
        }
        run(lines, marks, start, at);
    }
}

fn is_open(marks: &[Mark], at: usize) -> bool {
    matches!(marks.get(at), Some(Mark::Open | Mark::Blank))
}

fn run(lines: &Lines<'_>, marks: &mut [Mark], start: usize, end: usize) {
    let mut end = end;
    loop {
        while end > start && lines.is_blank(end - 1) {
            end -= 1;
        }
        if end == start {
            return;
        }
        let Some(from) = phone(lines, start, end).or_else(|| disclaimer(lines, start, end)) else {
            break;
        };
        settle(marks, from, end, Kind::Signature);
        end = from;
    }
    if let Some(from) = delimited(lines, start, end) {
        settle(marks, from, end, Kind::Signature);
    }
}

/// The signature after the last `-- `, or `--` when what follows is as short as a signature.
fn delimited(lines: &Lines<'_>, start: usize, end: usize) -> Option<usize> {
    let from = end.saturating_sub(MAX_SIGNATURE.0 + 1).max(start);
    let last = (from..end).rev().find(|at| matches!(lines.get(*at), "-- " | "--"))?;
    let is_short = end - last - 1 <= MAX_SIGNATURE.1 && (last..end).all(|at| lines.get(at).len() <= MAX_LINE);
    (lines.get(last) == "-- " || is_short).then_some(last)
}

/// The line of a phone or a program: it may be broken by a link on the next.
fn phone(lines: &Lines<'_>, start: usize, end: usize) -> Option<usize> {
    let last = end - 1;
    if is_phone(&lines.folded(last)) {
        return Some(last);
    }
    let before = last.checked_sub(1).filter(|before| *before >= start && !lines.is_blank(*before))?;
    let joined = format!("{} {}", lines.folded(before), lines.folded(last));
    (lines.folded(last).contains("http") && is_phone(&joined)).then_some(before)
}

/// "Sent from my iPhone": every word after the beginning is a device, part of its name, or a small word.
fn is_phone(line: &str) -> bool {
    if line.len() > MAX_PHONE {
        return false;
    }
    let line = without_links(line);
    LANGUAGES.iter().any(|language| {
        let mut rests = language.sent_from.iter().filter_map(|start| after_word(&line, start));
        rests.any(|rest| {
            let edges = |character: char| !character.is_alphanumeric();
            let words =
                rest.split_whitespace().map(|word| word.trim_matches(edges)).filter(|word| !word.is_empty());
            let mut device = false;
            let all = words.take(12).all(|word| {
                let is_device = DEVICES.contains(&word);
                device |= is_device;
                let is_model = MODELS.contains(&word) || word.contains(|digit: char| digit.is_ascii_digit());
                is_device || is_model || language.glue.contains(&word)
            });
            all && device && rest.split_whitespace().count() <= 12
        })
    })
}

/// Without `<https://…>`, `[https://…]` and bare links.
fn without_links(line: &str) -> String {
    let spaced = line.replace(['<', '>', '[', ']', '(', ')'], " ");
    let words = spaced
        .split_whitespace()
        .filter(|word| !word.starts_with("http://") && !word.starts_with("https://"));
    words.collect::<Vec<_>>().join(" ")
}

/// The paragraphs of a disclaimer: the first begins as disclaimers do, and all speak of secrecy and recipients.
fn disclaimer(lines: &Lines<'_>, start: usize, end: usize) -> Option<usize> {
    let (min_bytes, max_paragraphs, max_lines) = DISCLAIMER;
    let lowest = end.saturating_sub(max_lines).max(start);
    let mut from = None;
    let mut at = end;
    let mut bytes = 0;
    for _ in 0..max_paragraphs {
        let first = (lowest..at).rev().find(|line| *line == lowest || lines.is_blank(*line - 1))?;
        let paragraph: Vec<String> = (first..at).map(|line| lines.folded(line)).collect();
        let text = paragraph.join(" ");
        bytes += text.len();
        let is_drawn = !text.contains(char::is_alphanumeric);
        if !is_drawn && !is_legal(&text) {
            break;
        }
        let words = text.trim_start_matches(|character: char| !character.is_alphanumeric());
        let begins = |opener: &&str| after_word(words, opener).is_some();
        if LANGUAGES.iter().any(|language| language.disclaimers.iter().any(&begins)) && bytes >= min_bytes {
            from = Some(first);
        }
        at = first;
        while at > lowest && lines.is_blank(at - 1) {
            at -= 1;
        }
        if at == lowest {
            break;
        }
    }
    // What was drawn above it goes with it.
    let from = from?;
    let drawn = from.checked_sub(1).filter(|above| *above >= start && !lines.is_blank(*above));
    Some(drawn.filter(|above| !lines.get(*above).contains(char::is_alphanumeric)).unwrap_or(from))
}

/// Whether a paragraph has two things that disclaimers speak of, in one language.
fn is_legal(paragraph: &str) -> bool {
    LANGUAGES
        .iter()
        .any(|language| language.legal.iter().filter(|word| paragraph.contains(**word)).count() >= 2)
}
