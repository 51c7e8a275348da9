//! The words of a notice: its title, and what stands below.

use fluent_bundle::{FluentArgs, FluentValue};

use crate::office::{Group, Kind, Notice, What};
use crate::words::Words;

/// Characters of a name or subject that are shown: a desktop cuts more, and not always well.
const LONGEST: usize = 120;

/// What a notice says.
#[derive(Debug, PartialEq, Eq)]
pub struct Text {
    /// One line.
    pub title: String,
    /// What stands below; may be empty.
    pub body: String,
}

/// The words of a notice; `hidden`: without names, subjects and reasons.
pub fn of(words: &Words, group: &Group, hidden: bool) -> Text {
    match &group.what {
        What::One(notice) if !hidden => one(words, notice),
        What::One(notice) => several(words, 1, Some(notice.kind)),
        What::Several { count, kind } => several(words, *count, *kind),
    }
}

fn one(words: &Words, notice: &Notice) -> Text {
    let mut values = FluentArgs::new();
    values.set("client", short(&notice.client));
    values.set("text", short(&notice.text));
    values.set("sent", FluentValue::from(notice.sent));
    let name = name(notice.kind);
    Text {
        title: words.say_with(&format!("notice-{name}"), &values),
        body: words.say_with(&format!("notice-{name}-body"), &values),
    }
}

fn several(words: &Words, count: usize, kind: Option<Kind>) -> Text {
    let values: FluentArgs = [("count", FluentValue::from(count))].into_iter().collect();
    let key = format!("notice-{}-count", kind.map_or("mixed", name));
    Text { title: words.say_with(&key, &values), body: String::new() }
}

const fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Answered => "answered",
        Kind::RemindersOver => "over",
        Kind::MailStopped => "stopped",
        Kind::AccountRefused => "account",
        Kind::BackupFailed => "backup",
    }
}

fn short(text: &str) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

#[cfg(test)]
mod tests;
