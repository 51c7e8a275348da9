//! A letter → its sentences in reading order. Text and HTML are two settings of this one page.

use fluent_bundle::FluentValue;

use super::{
    Kind, Language, Letter, LetterError, LetterItem, MAX_SUBJECT_CHARS, date_time, line::clean, words,
};
use crate::richtext::{Document, Link};

/// Room for a name of a person, a firm or a client.
const NAME_CHARS: usize = 120;
/// Room for a task or the name of a document.
const ENTRY_CHARS: usize = 500;
/// Room for a subject in front of which a few words stand.
const SUBJECT_CHARS: usize = MAX_SUBJECT_CHARS - 40;
/// What mail programs show of a letter beside its subject.
const PREVIEW_CHARS: usize = 110;

pub(super) struct Page<'a> {
    pub language: Language,
    pub subject: String,
    /// Shown by mail programs in their lists, hidden in the letter.
    pub preview: String,
    pub firm: String,
    pub audience: String,
    pub title: String,
    pub intro: Option<String>,
    pub parts: Vec<Part<'a>>,
    /// What stands after all parts.
    pub lists: Vec<List>,
    pub answer: String,
    pub footer: Option<String>,
}

/// One item of the letter.
pub(super) struct Part<'a> {
    /// Only where the letter has several.
    pub title: Option<String>,
    pub byline: String,
    pub body: &'a Document,
    pub tasks: Option<List>,
    pub documents: Option<List>,
    pub link: Option<Door<'a>>,
}

pub(super) struct List {
    pub label: String,
    pub entries: Vec<String>,
}

pub(super) struct Door<'a> {
    pub label: String,
    pub link: &'a Link,
}

pub(super) fn of<'a>(letter: &'a Letter<'a>) -> Result<Page<'a>, LetterError> {
    let say = |key: &str, args: &[(&str, FluentValue<'_>)]| words(letter.language, key, args);
    let first = letter.items.first().ok_or(LetterError::NoItem)?;
    let count = letter.items.len();
    let several = count > 1;
    if several && letter.kind != Kind::Reminder {
        return Err(LetterError::SeveralItems(count));
    }
    let owner = clean(&letter.owner_name, NAME_CHARS);
    let own_title = title(letter, first);

    let (subject, intro, footer) = match letter.kind {
        Kind::Notification => (own_title.clone(), None, None),
        Kind::SendAgain => (
            say("letter-subject-send-again", &[("subject", own_title.as_str().into())]),
            Some(say("letter-intro-send-again", &[])),
            None,
        ),
        Kind::Reminder if several => (
            say("letter-subject-several", &[("count", count.into())]),
            Some(say("letter-intro-several", &[])),
            Some(say("letter-footer-several", &[])),
        ),
        Kind::Reminder => (
            say("letter-subject-reminder", &[("subject", own_title.as_str().into())]),
            Some(say("letter-intro-reminder", &[])),
            Some(say("letter-footer-reminder", &[])),
        ),
    };
    let answer = if several { "letter-answer-several" } else { "letter-answer" };
    let part = |(index, item)| part(letter, item, &owner, several.then_some(index + 1));
    Ok(Page {
        language: letter.language,
        preview: intro
            .clone()
            .unwrap_or_else(|| clean(&first.body.first_words(PREVIEW_CHARS), PREVIEW_CHARS)),
        firm: clean(&letter.firm, NAME_CHARS),
        audience: audience(letter),
        title: if several { say("letter-title-several", &[("count", count.into())]) } else { own_title },
        parts: letter.items.iter().enumerate().map(part).collect(),
        lists: Vec::new(),
        answer: say(answer, &[("owner", owner.as_str().into())]),
        subject,
        intro,
        footer,
    })
}

fn part<'a>(letter: &Letter<'_>, item: &'a LetterItem<'a>, owner: &str, number: Option<usize>) -> Part<'a> {
    let say = |key: &str, args: &[(&str, FluentValue<'_>)]| words(letter.language, key, args);
    let on = date_time(letter.language, item.written_at, letter.zone);
    let byline = match item.reminder {
        Some((step, of)) => {
            let args =
                [("owner", owner.into()), ("date", on.into()), ("step", step.into()), ("of", of.into())];
            say("letter-byline-reminder", &args)
        }
        None => say("letter-byline", &[("owner", owner.into()), ("date", on.into())]),
    };
    let numbered = |number: usize| {
        say("letter-title-numbered", &[("number", number.into()), ("subject", title(letter, item).into())])
    };
    Part {
        title: number.map(numbered),
        byline,
        body: item.body,
        tasks: list(say("letter-tasks", &[]), &item.open_tasks),
        documents: list(say("letter-documents", &[]), &item.documents),
        link: item.link.as_ref().map(|link| Door { label: say("letter-open", &[]), link }),
    }
}

fn list(label: String, entries: &[String]) -> Option<List> {
    let entries: Vec<_> =
        entries.iter().map(|entry| clean(entry, ENTRY_CHARS)).filter(|e| !e.is_empty()).collect();
    if entries.is_empty() { None } else { Some(List { label, entries }) }
}

/// The item's subject; without one the message's first words; without those a word about who wrote.
fn title(letter: &Letter<'_>, item: &LetterItem<'_>) -> String {
    let subject = clean(&item.subject, SUBJECT_CHARS);
    if !subject.is_empty() {
        return subject;
    }
    let first_words = clean(&item.body.first_words(SUBJECT_CHARS), SUBJECT_CHARS);
    if !first_words.is_empty() {
        return first_words;
    }
    words(letter.language, "letter-subject-none", &[("firm", clean(&letter.firm, NAME_CHARS).into())])
}

/// A person who is their own client is named once.
fn audience(letter: &Letter<'_>) -> String {
    let contact = clean(&letter.contact_name, NAME_CHARS);
    let client = clean(&letter.client_name, NAME_CHARS);
    if client.is_empty() || contact == client {
        return words(letter.language, "letter-audience-person", &[("contact", contact.into())]);
    }
    words(letter.language, "letter-audience", &[("contact", contact.into()), ("client", client.into())])
}
