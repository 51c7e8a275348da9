//! Replies with what other readers take as said in them. Both readers know languages that this one does not, which keeps all as said.
//!
//! | corpus | replies | said alike | in other languages | lacking a word that is said there |
//! |---|---|---|---|---|
//! | talon 1.4.4 | 65 | 42 | 11 | 3 |
//! | quotequail 0.5.4 | 22 | 18 | 4 | 0 |
//!
//! No word of a client is folded: of the three, one is a mail that is passed on, which talon takes as said, and in two an introduction
//! is stuck to the last word of the reply, so that all is kept as said.

use std::fs;
use std::path::Path;

use serde::Deserialize;
use studiolo_mail::intake::html;
use studiolo_mail::intake::message::Message;
use studiolo_mail::intake::reply::{self, Kind, Part};

use super::fetch;

/// A text, and what is said in it.
#[derive(Deserialize)]
struct Expected {
    text: String,
    said: String,
}

/// How many replies were read as expected, and how many lack a word that is said.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    replies: usize,
    alike: usize,
    lacking: usize,
}

impl Tally {
    fn add(&mut self, name: &str, found: &[Part<'_>], expected: &str) {
        // Signatures are said for the others.
        let said = |part: &&Part<'_>| matches!(part.kind, Kind::Said | Kind::Signature);
        let found = found.iter().filter(said).map(|part| part.text).collect::<Vec<_>>().join("\n");
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let (found, expected) = (words(&found), words(expected));
        self.replies += 1;
        self.alike += usize::from(found == expected);
        let mut left = found.iter();
        let lacks = !expected.iter().all(|word| left.any(|one| one == word));
        self.lacking += usize::from(lacks);
        if found != expected {
            println!("{name}{}: {found:?}, expected {expected:?}", if lacks { " LACKS" } else { "" });
        }
    }

    fn plain(&mut self, name: &str, text: &str, expected: &str) {
        let parts = reply::parts(text);
        assert_eq!(parts.iter().map(|part| part.text).collect::<String>(), text);
        self.add(name, &parts, expected);
    }
}

#[test]
fn the_replies_of_talon_are_read_as_it_does() {
    let Some(folder) = fetch::python_source("talon", "1.4.4") else { return };
    let tests = folder.join("talon-1.4.4/tests");
    let mut tally = Tally::default();
    for Expected { text, said } in fetch::expected(&tests.join("text_quotations_test.py")) {
        tally.plain("text", &text, &said);
    }
    for path in fetch::files(&tests.join("fixtures/standard_replies")) {
        if path.extension().is_some_and(|it| it == "eml") {
            let bytes = fs::read(&path).unwrap();
            let mail = Message::read(&bytes).unwrap();
            let said = fs::read_to_string(path.with_file_name(format!("{}_reply_text", stem(&path))));
            tally.plain(stem(&path), &mail.plain.unwrap(), said.as_deref().unwrap_or("Hello"));
        }
    }
    for path in fetch::files(&tests.join("fixtures/html_replies")) {
        let text = html::read(&fs::read_to_string(&path).unwrap());
        tally.add(stem(&path), &text.parts(), "Hi. I am fine. Thanks, Alex");
    }
    assert!(tally.replies >= 65 && tally.alike >= 42 && tally.lacking <= 3, "{tally:?}");
}

#[test]
fn the_replies_of_quotequail_are_read_as_it_does() {
    let Some(folder) = fetch::python_source("quotequail", "0.5.4") else { return };
    let mut tally = Tally::default();
    for Expected { text, said } in fetch::expected(&folder.join("quotequail-0.5.4/tests/test_unwrap.py")) {
        tally.plain("text", &text, &said);
    }
    assert!(tally.replies >= 22 && tally.alike >= 18 && tally.lacking == 0, "{tally:?}");
}

fn stem(path: &Path) -> &str {
    path.file_stem().and_then(|stem| stem.to_str()).unwrap()
}
