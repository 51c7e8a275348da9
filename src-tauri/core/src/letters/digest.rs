//! The owner's morning mail: what came, what waits, what has stopped, what was kept aside, what goes out today.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use fluent_bundle::FluentValue;

use super::line::clean;
use super::page::{List, Page};
use super::{Language, MAX_SUBJECT_CHARS, Written, date, html, text, words};
use crate::time::Millis;

/// So many entries of each list are named; the rest is counted.
const MOST_NAMED: usize = 8;

/// Room for a name.
const NAME_CHARS: usize = 80;
/// Room for a subject.
const SUBJECT_CHARS: usize = 120;

/// Everything that the morning mail says. Each list is whole and in the order in which it is read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Digest {
    /// What clients did that is new and that the owner is not done with.
    pub came: Vec<Came>,
    /// What clients owe an answer to.
    pub waiting: Vec<Waiting>,
    /// Mails that stand still until the owner acts.
    pub stopped: Vec<StoppedMail>,
    /// Mails that wait for the owner's decision.
    pub aside: Vec<Aside>,
    /// Reminders that go out today.
    pub today: Vec<Today>,
}

/// Whom it is for, and when it is written.
#[derive(Debug, Clone)]
pub struct DigestFrame {
    /// The language of the program's words in it.
    pub language: Language,
    /// The firm's name.
    pub firm: String,
    /// The owner, who reads it.
    pub owner_name: String,
    /// The morning.
    pub at: DateTime<Utc>,
    /// The zone in which dates and times are written.
    pub zone: Tz,
}

/// Something that a client did.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Came {
    /// Who.
    pub who: String,
    /// Of which client.
    pub client: String,
    /// In which thread; empty if in none.
    pub subject: String,
}

/// A thread whose client owes an answer.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Waiting {
    /// Which client.
    pub client: String,
    /// The thread's subject.
    pub subject: String,
    /// When the office last wrote.
    pub since: Millis,
}

/// A mail that stands still.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct StoppedMail {
    /// To which address.
    pub address: String,
    /// Of which client.
    pub client: String,
    /// Its subject.
    pub subject: String,
}

/// A mail that was kept aside.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Aside {
    /// The sender's name, as the mail has it.
    pub from_name: String,
    /// Their address.
    pub from_email: String,
    /// Its subject.
    pub subject: String,
}

/// A reminder that goes out today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Today {
    /// When.
    pub at: DateTime<Utc>,
    /// To which client.
    pub client: String,
    /// Of which thread.
    pub subject: String,
    /// Which one, …
    pub step: u32,
    /// … of how many.
    pub of: u32,
}

impl Digest {
    /// Whether there is nothing to say.
    pub const fn is_empty(&self) -> bool {
        self.came.is_empty()
            && self.waiting.is_empty()
            && self.stopped.is_empty()
            && self.aside.is_empty()
            && self.today.is_empty()
    }
}

/// Writes it. Pure: the same morning always gives the same words.
pub fn write_digest(frame: &DigestFrame, digest: &Digest) -> Written {
    let page = page(frame, digest);
    Written { text: text::render(&page), html: html::render(&page), subject: page.subject }
}

fn page<'a>(frame: &DigestFrame, digest: &Digest) -> Page<'a> {
    let say = |key: &str, args: &[(&str, FluentValue<'_>)]| words(frame.language, key, args);
    let counts = [
        ("digest-count-came", digest.came.len()),
        ("digest-count-waiting", digest.waiting.len()),
        ("digest-count-stopped", digest.stopped.len()),
        ("digest-count-aside", digest.aside.len()),
        ("digest-count-today", digest.today.len()),
    ];
    let counts = counts.into_iter().filter(|(_, count)| *count > 0);
    let counts =
        counts.map(|(key, count)| say(key, &[("count", count.into())])).collect::<Vec<_>>().join(" · ");
    let subject = clean(&say("digest-subject", &[("counts", counts.as_str().into())]), MAX_SUBJECT_CHARS);
    let lists = [
        list(frame, "digest-came", &digest.came, Came::line),
        list(frame, "digest-stopped", &digest.stopped, StoppedMail::line),
        list(frame, "digest-aside", &digest.aside, Aside::line),
        list(frame, "digest-today", &digest.today, Today::line),
        list(frame, "digest-waiting", &digest.waiting, Waiting::line),
    ];
    Page {
        language: frame.language,
        preview: counts.clone(),
        firm: clean(&frame.firm, NAME_CHARS),
        audience: say("letter-audience-person", &[("contact", clean(&frame.owner_name, NAME_CHARS).into())]),
        title: say("digest-title", &[("date", date(frame.language, frame.at, frame.zone).into())]),
        intro: None,
        parts: Vec::new(),
        lists: lists.into_iter().flatten().collect(),
        answer: say("digest-answer", &[]),
        footer: Some(say("digest-footer", &[])),
        subject,
    }
}

/// One list under its label, the surplus counted; `None` if there is nothing on it.
fn list<T>(
    frame: &DigestFrame,
    label: &str,
    of: &[T],
    line: impl Fn(&T, &DigestFrame) -> String,
) -> Option<List> {
    let mut entries: Vec<_> = of.iter().take(MOST_NAMED).map(|one| line(one, frame)).collect();
    let more = of.len().saturating_sub(MOST_NAMED);
    if more > 0 {
        entries.push(words(frame.language, "digest-more", &[("count", more.into())]));
    }
    (!of.is_empty()).then(|| List { label: words(frame.language, label, &[]), entries })
}

fn name(text: &str) -> FluentValue<'static> {
    clean(text, NAME_CHARS).into()
}

fn subject(text: &str, frame: &DigestFrame) -> FluentValue<'static> {
    let subject = clean(text, SUBJECT_CHARS);
    if subject.is_empty() { words(frame.language, "digest-no-subject", &[]).into() } else { subject.into() }
}

impl Came {
    fn line(&self, frame: &DigestFrame) -> String {
        let args = [
            ("who", name(&self.who)),
            ("client", name(&self.client)),
            ("subject", subject(&self.subject, frame)),
        ];
        // A person who is their own client is named once.
        let key =
            if self.who == self.client || self.who.is_empty() { "digest-line" } else { "digest-came-line" };
        words(frame.language, key, &args)
    }
}

impl Waiting {
    fn line(&self, frame: &DigestFrame) -> String {
        let since = date(frame.language, self.since.into(), frame.zone);
        let args = [
            ("client", name(&self.client)),
            ("subject", subject(&self.subject, frame)),
            ("date", since.into()),
        ];
        words(frame.language, "digest-waiting-line", &args)
    }
}

impl StoppedMail {
    fn line(&self, frame: &DigestFrame) -> String {
        let args = [
            ("client", name(&self.client)),
            ("subject", subject(&self.subject, frame)),
            ("address", clean(&self.address, SUBJECT_CHARS).into()),
        ];
        words(frame.language, "digest-stopped-line", &args)
    }
}

impl Aside {
    fn line(&self, frame: &DigestFrame) -> String {
        let from = if self.from_name.trim().is_empty() { &self.from_email } else { &self.from_name };
        let args = [("client", name(from)), ("subject", subject(&self.subject, frame))];
        words(frame.language, "digest-line", &args)
    }
}

impl Today {
    fn line(&self, frame: &DigestFrame) -> String {
        let args = [
            ("time", self.at.with_timezone(&frame.zone).format("%-H:%M").to_string().into()),
            ("client", name(&self.client)),
            ("subject", subject(&self.subject, frame)),
            ("step", self.step.into()),
            ("of", self.of.into()),
        ];
        words(frame.language, "digest-today-line", &args)
    }
}
