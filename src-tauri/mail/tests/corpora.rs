//! Mails that others ship for the tests of their own parsers: those of the crate mail-parser, and, with `STUDIOLO_LONG=1`, those
//! of Python's test suite from Debian. None of them is in this repository.

// Helpers of tests fail by panicking.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use mail_parser::MessageParser;
use studiolo_mail::intake::authentication::Authentication;
use studiolo_mail::intake::message::Message;
use studiolo_mail::intake::{html, reply, report};

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
    assert!(read_all(&resources) > 80);
}

#[test]
fn every_mail_of_pythons_tests_is_read() {
    if env::var("STUDIOLO_LONG").is_err() {
        eprintln!("skipped: fetches a package from Debian, with STUDIOLO_LONG=1");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let run = |program: &str, arguments: &[&str]| {
        let done = Command::new(program).args(arguments).current_dir(folder.path()).output();
        done.is_ok_and(|done| done.status.success())
    };
    if !PYTHONS.iter().any(|package| run("apt-get", &["download", package])) {
        eprintln!("skipped: apt-get downloads none of {}", PYTHONS.join(", "));
        return;
    }
    assert!(run("sh", &["-c", "dpkg-deb -x *.deb all"]));
    assert!(read_all(&folder.path().join("all")) > 40);
}

/// Reads every mail below a folder; how many there were.
fn read_all(folder: &Path) -> usize {
    let mut read = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read += read_all(&path);
        } else if is_mail(&path) {
            read_one(&path);
            read += 1;
        }
    }
    read
}

fn is_mail(path: &Path) -> bool {
    let is_python =
        path.to_string_lossy().contains("test_email/data/") && path.extension().is_some_and(|it| it == "txt");
    is_python || path.extension().is_some_and(|it| it == "eml")
}

fn read_one(path: &Path) {
    let bytes = fs::read(path).unwrap();
    let Ok(mail) = Message::read(&bytes) else { return };
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
    let other = MessageParser::default().parse(&bytes);
    let is_there = other.and_then(|other| Some(other.body_text(0)?.chars().any(char::is_alphanumeric)));
    if is_there == Some(true) {
        let is_empty = said.trim().is_empty()
            && mail.plain.is_none()
            && mail.html.is_none()
            && mail.attachments.is_empty();
        assert!(!is_empty, "{}: the text is lost", path.display());
    }
}
