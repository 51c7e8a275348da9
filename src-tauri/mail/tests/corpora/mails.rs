//! Mails of any kind, many of them broken on purpose: each is read, and nothing of it is lost.

use std::path::{Path, PathBuf};
use std::{env, fs};

use mail_parser::MessageParser;
use studiolo_mail::intake::authentication::Authentication;
use studiolo_mail::intake::message::Message;
use studiolo_mail::intake::{html, reply, report};

use super::fetch;

/// Debian's packages of Python's test suite, of which a release has one.
const PYTHONS: [&str; 3] = ["libpython3.11-testsuite", "libpython3.13-testsuite", "libpython3.12-testsuite"];

#[test]
fn every_mail_of_the_crate_mail_parser_is_read() {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(env::home_dir()?.join(".cargo"))).unwrap();
    let registries = fs::read_dir(home.join("registry/src")).into_iter().flatten();
    let resources = registries.map(|one| one.unwrap().path().join("mail-parser-0.11.9/resources"));
    let Some(resources) = resources.into_iter().find(|folder| folder.is_dir()) else {
        eprintln!("skipped: cargo's registry has no sources of mail-parser 0.11.9");
        return;
    };
    assert!(read_all(&resources, "eml") > 80);
}

#[test]
fn every_mail_of_pythons_tests_is_read() {
    let Some(folder) = fetch::debian_package(&PYTHONS) else { return };
    let data = fetch::files(&folder).into_iter().find(|path| path.ends_with("test_email/data/msg_01.txt"));
    assert!(read_all(data.unwrap().parent().unwrap(), "txt") > 40);
}

#[test]
fn every_mail_of_perls_tests_is_read() {
    for (package, ending, mails) in [
        ("libmime-tools-perl", "msg", 30),
        ("libmail-dkim-perl", "txt", 80),
        ("libmail-deliverystatus-bounceparser-perl", "msg", 120),
        ("libmail-box-perl", "src", 40),
    ] {
        let Some(folder) = fetch::debian_source(package) else { continue };
        let read = read_all(&folder, ending);
        assert!(read > mails, "{package}: {read}");
    }
}

/// Reads every mail of the files below a folder that end so; how many there were.
fn read_all(folder: &Path, ending: &str) -> usize {
    let files = fetch::files(folder).into_iter();
    let files = files.filter(|path| path.extension().is_some_and(|it| it == ending));
    files.map(|path| mails(&fs::read(&path).unwrap()).iter().map(|mail| read_one(&path, mail)).count()).sum()
}

/// The mails of a mailbox file (RFC 4155), or the one mail that a file is.
fn mails(file: &[u8]) -> Vec<Vec<u8>> {
    let mut mails = vec![Vec::new()];
    for line in file.split_inclusive(|byte| *byte == b'\n') {
        let is_blank = mails.last().is_some_and(|mail| mail.is_empty() || mail.ends_with(b"\n\n"));
        if line.starts_with(b"From ") && is_blank {
            mails.push(Vec::new());
        } else if let Some(mail) = mails.last_mut() {
            mail.extend_from_slice(line);
        }
    }
    mails.retain(|mail| !mail.is_empty());
    mails
}

fn read_one(path: &Path, bytes: &[u8]) {
    let Ok(mail) = Message::read(bytes) else { return };
    let said = mail.said();
    for text in [mail.plain.as_deref(), mail.html.as_deref()].into_iter().flatten() {
        let parts: String = reply::parts(text).iter().map(|part| part.text).collect();
        assert_eq!(parts, text, "{}", path.display());
        let _ = html::read(text).parts();
    }
    let _ = (report::read(&mail), Authentication::of(&mail.headers));
    let decoded: usize = mail.attachments.iter().map(|one| one.bytes().len()).sum();
    assert!(decoded <= bytes.len(), "{}", path.display());
    // Another reader's word for it that there is a text.
    let other = MessageParser::default().parse(bytes);
    let is_there = other.and_then(|other| Some(other.body_text(0)?.chars().any(char::is_alphanumeric)));
    if is_there == Some(true) {
        let is_empty = said.trim().is_empty()
            && mail.plain.is_none()
            && mail.html.is_none()
            && mail.attachments.is_empty();
        assert!(!is_empty, "{}: the text is lost", path.display());
    }
}
