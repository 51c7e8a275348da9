//! Bounces of the last thirty years, most of them in a server's own words, with the addresses that two other readers find in them.
//!
//! | corpus | mails | read alike | with another address |
//! |---|---|---|---|
//! | flufl.bounce 6.0.0 | 115 | 103 | 1 |
//! | `Mail::DeliveryStatus::BounceParser` 1.543 | 46 | 41 | 3 |
//!
//! Not read alike: seven that nothing but words in the text tells from a letter, four whose servers leave the domain out, one within
//! another mail, one that names two addresses of which only one failed. The four other addresses are of recipients that a server did
//! refuse, as the standard's own fields say: one is misspelt there, and three may be let through once the sender has asked for it.
//! A bounce that is missed costs a look at the mailbox; one that names somebody else would mark a mail that did arrive.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde::Deserialize;
use studiolo_mail::intake::message::Message;
use studiolo_mail::intake::report::{self, Action, Cause, RecipientReport};

use super::fetch;

/// What another reader's tests expect of a mail.
#[derive(Deserialize)]
struct Expected {
    mail: String,
    addresses: Vec<String>,
    /// Whether it may still arrive.
    waits: bool,
}

/// How many mails were read as expected, and how many had an address that is not expected.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    mails: usize,
    alike: usize,
    wrong: usize,
}

#[test]
fn the_bounces_of_flufl_are_read_as_it_does() {
    let Some(folder) = fetch::python_source("flufl.bounce", "6.0.0") else { return };
    let tally = compare(&folder, |path| path.ends_with("tests/test_detectors.py"));
    assert!(tally.mails >= 115 && tally.alike >= 103 && tally.wrong <= 1, "{tally:?}");
}

/// How `BounceParser` names the mails of one cause, and how many of the 44, 6 and 6 are read so.
const CAUSES: [(&str, Cause, usize); 3] = [
    ("spam-rejection", Cause::Refused, 44),
    ("message-too-large", Cause::TooLarge, 6),
    ("quota", Cause::MailboxFull, 4),
];

#[test]
fn the_cause_is_the_one_that_bounceparser_finds() {
    let Some(folder) = fetch::debian_source("libmail-deliverystatus-bounceparser-perl") else { return };
    for (name, cause, at_least) in CAUSES {
        let mut files = fetch::files(&folder);
        files.retain(|path| stem(path).starts_with(name) && path.extension().is_some_and(|it| it == "msg"));
        files.retain(|path| read(&fs::read(path).unwrap()).iter().any(|one| one.cause == cause));
        assert!(files.len() >= at_least, "{name}: {files:?}");
    }
}

fn stem(path: &Path) -> &str {
    path.file_stem().and_then(|stem| stem.to_str()).unwrap()
}

#[test]
fn the_bounces_of_bounceparser_are_read_as_it_does() {
    let Some(folder) = fetch::debian_source("libmail-deliverystatus-bounceparser-perl") else { return };
    let tally = compare(&folder, |path| path.extension().is_some_and(|it| it == "t"));
    assert!(tally.mails >= 46 && tally.alike >= 41 && tally.wrong <= 3, "{tally:?}");
}

/// Compares what is read with what the tests expect, mail by mail, and prints the differences.
fn compare(folder: &Path, is_test: impl Fn(&Path) -> bool) -> Tally {
    let files = fetch::files(folder);
    let mut expected: BTreeMap<String, BTreeSet<(String, bool)>> = BTreeMap::new();
    for test in files.iter().filter(|path| is_test(path)) {
        for Expected { mail, addresses, waits } in fetch::expected(test) {
            let addresses = addresses.into_iter().map(|one| (one, waits));
            expected.entry(mail).or_default().extend(addresses);
        }
    }
    let mut tally = Tally::default();
    for (mail, expected) in expected {
        // Debian leaves some out.
        let Some(path) = files.iter().find(|path| path.ends_with(&mail)) else { continue };
        let bytes = fs::read(path).unwrap();
        let found = read(&bytes);
        let is_expected = |one: &RecipientReport| expected.iter().any(|expected| is_it(one, expected));
        let is_found = |expected| found.iter().any(|one| is_it(one, expected));
        let (right, whole) = (found.iter().all(is_expected), expected.iter().all(is_found));
        tally.mails += 1;
        tally.alike += usize::from(right && whole);
        tally.wrong += usize::from(!right);
        if !(right && whole) {
            println!("{mail}: expected {expected:?}, found {found:?}");
        }
    }
    tally
}

/// Whether a report is about an address, and says the same of it.
fn is_it(found: &RecipientReport, (address, waits): &(String, bool)) -> bool {
    found.is_about(address) && (found.action == Action::Delayed) == *waits
}

/// What a mail says of those whom another one did not reach.
fn read(bytes: &[u8]) -> Vec<RecipientReport> {
    let Ok(mail) = Message::read(bytes) else { return Vec::new() };
    let recipients = report::read(&mail).map(|report| report.recipients).unwrap_or_default();
    recipients.into_iter().filter(|one| matches!(one.action, Action::Failed | Action::Delayed)).collect()
}
