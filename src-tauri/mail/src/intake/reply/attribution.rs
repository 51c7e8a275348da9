//! The line above a quote that says who wrote it and when: "On … wrote:", which programs break over up to four lines.

use super::Mark;
use super::language::Language;
use super::languages::LANGUAGES;
use super::lines::{Lines, after_word};

/// Over how many lines one may be broken.
const MAX_LINES: usize = 4;

/// Most bytes of one.
const MAX_BYTES: usize = 400;

/// Most words of a name before an address.
const MAX_NAME_WORDS: usize = 6;

/// An attribution that was found.
pub(super) struct Attribution {
    /// The line after it.
    pub end: usize,
    /// Whether it names an address in brackets, which nobody types: then a quote needs no marks of its own.
    pub has_address: bool,
}

/// The attribution that begins with line `at`.
pub(super) fn at(lines: &Lines<'_>, marks: &[Mark], at: usize) -> Option<Attribution> {
    let first = lines.folded(at);
    if let Some(inner) = first.strip_prefix("---").and_then(|inner| inner.strip_suffix("---")) {
        // "---- On 3 March 2026 Paolo wrote ----", as Zoho draws it: nobody types that.
        let inner = format!("{}:", inner.trim_matches(['-', ' ']));
        let has_address = by_date(&inner);
        // "---- Paolo wrote ----" is only believed above a quote.
        let is_one = has_address
            || (inner.len() <= MAX_BYTES && LANGUAGES.iter().any(|one| ends_with_verb(&inner, one)));
        return is_one.then_some(Attribution { end: at + 1, has_address });
    }
    let opened = LANGUAGES.iter().any(|language| opens(&first, language));
    let names_an_address = first.split_once('<').is_some_and(|(_, address)| address.contains('@'));
    if !opened && !names_an_address && !first.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let mut joined = first;
    for count in 1..=if opened { MAX_LINES } else { 2 } {
        if joined.len() > MAX_BYTES {
            return None;
        }
        if joined.ends_with(':') {
            let has_address = has_address(&joined);
            let found = if opened { by_date(&joined) } else { by_address(&joined) || by_number(&joined) };
            // A line of the client's may read as the beginning of the one below it.
            if found && !(at + 1..at + count).any(|inner| is_one(lines, inner, at + count)) {
                // Without a date in front it is only believed above a quote.
                return Some(Attribution { end: at + count, has_address: has_address && opened });
            }
        }
        if marks.get(at + count) != Some(&Mark::Open) {
            return None;
        }
        joined.push(' ');
        joined.push_str(&lines.folded(at + count));
    }
    None
}

/// Whether lines `at` to `end` are an attribution by themselves.
fn is_one(lines: &Lines<'_>, at: usize, end: usize) -> bool {
    let joined: Vec<String> = (at..end).map(|line| lines.folded(line)).collect();
    by_date(&joined.join(" "))
}

/// Whether line `at` ends as an attribution does.
pub(super) fn ends_at(lines: &Lines<'_>, at: usize) -> bool {
    let line = lines.folded(at);
    line.ends_with(':') && LANGUAGES.iter().any(|language| ends_with_verb(&line, language))
}

/// "On", then weekdays and months, then a number.
fn opens(line: &str, language: &Language) -> bool {
    let openers = language.openers.iter().filter_map(|opener| after_word(line, opener));
    let mut rests = openers.filter_map(|rest| rest.strip_prefix(' '));
    rests.any(|rest| {
        let before = rest.find(|character: char| character.is_ascii_digit()).and_then(|at| rest.get(..at));
        let mut words =
            before.unwrap_or("?").split(|character: char| !character.is_alphanumeric() && character != '?');
        words.all(|word| {
            word.is_empty() || word == "den" || language.dates.iter().any(|date| word.starts_with(date))
        })
    })
}

/// "On Tuesday 3 March 2026, Paolo wrote:".
fn by_date(line: &str) -> bool {
    LANGUAGES.iter().filter(|language| opens(line, language)).any(|language| {
        ends_with_verb(line, language) || (language.name_follows && verb_and_name(line, language))
    })
}

fn ends_with_verb(line: &str, language: &Language) -> bool {
    let Some(before) = line.strip_suffix(':').map(str::trim_end) else {
        return false;
    };
    language.verbs.iter().any(|verb| {
        before
            .strip_suffix(verb)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with([' ', '>', ')', '"', ',']))
    })
}

/// "schrieb Paolo <paolo@rinaldi.example>:".
fn verb_and_name(line: &str, language: &Language) -> bool {
    let mut names = language.verbs.iter().filter_map(|verb| {
        let (_, name) = line.split_once(&format!(" {verb} "))?;
        Some(name)
    });
    names.any(|name| has_address(name) || name.split(' ').count() <= MAX_NAME_WORDS - 2)
}

/// "Paolo <paolo@rinaldi.example> wrote:", and "Paolo <…> schrieb am Di., 3. März 2026, 10:00:".
fn by_address(line: &str) -> bool {
    let Some((name, rest)) = line.split_once('<') else {
        return false;
    };
    let Some((address, rest)) = rest.split_once('>') else {
        return false;
    };
    if !address.contains('@')
        || name.split_whitespace().count() > MAX_NAME_WORDS
        || name.contains(['?', '!', ':', ';'])
    {
        return false;
    }
    let rest = rest.trim_start();
    LANGUAGES.iter().any(|language| {
        let rests = language.verbs.iter().filter_map(|verb| after_word(rest, verb));
        rests.map(str::trim).any(|rest| {
            rest == ":" || LANGUAGES.iter().any(|language| opens(rest.trim_start_matches(", "), language))
        })
    })
}

/// "2026-03-03 10:00 GMT+01:00 Paolo <paolo@rinaldi.example>:", "03.03.2026, 10:00, "Paolo" <paolo@rinaldi.example>:".
fn by_number(line: &str) -> bool {
    let first = line.split([' ', ',']).next().unwrap_or_default();
    let date: Vec<&str> = first.split(['-', '/', '.']).collect();
    let digits = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    date.len() == 3 && date.iter().all(digits) && line.ends_with(">:") && has_address(line)
}

/// `<…@…>` or `(…@…)`.
fn has_address(line: &str) -> bool {
    let brackets = [('<', '>'), ('(', ')'), ('[', ']')];
    brackets.into_iter().any(|(open, close)| {
        line.split(open).skip(1).any(|after| {
            after
                .split_once(close)
                .is_some_and(|(inside, _)| inside.contains('@') && !inside.trim().contains(' '))
        })
    })
}
