//! Mail as it lies in a mailbox.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use mail_parser::{Address, HeaderValue, MessageParser};

/// One mail, parsed; ids with their angle brackets, what is absent is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedMail {
    /// The whole message.
    pub bytes: Vec<u8>,
    /// `Message-ID`.
    pub message_id: String,
    /// `In-Reply-To`.
    pub in_reply_to: Vec<String>,
    /// `References`, oldest first.
    pub references: Vec<String>,
    /// Address in `From`.
    pub from: String,
    /// Display name in `From`.
    pub from_name: String,
    /// Address in `To`.
    pub to: String,
    /// Address in `Reply-To`.
    pub reply_to: String,
    /// `Subject`.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The HTML.
    pub html: String,
}

impl ReceivedMail {
    /// Parses a message.
    pub fn parse(bytes: Vec<u8>) -> Self {
        let mail = MessageParser::default().parse(&bytes).expect("the mail can be parsed");
        let address = |header: Option<&Address>| {
            let first = header.and_then(Address::first);
            first.and_then(|first| first.address()).unwrap_or_default().to_owned()
        };
        Self {
            message_id: mail.message_id().map(in_brackets).unwrap_or_default(),
            in_reply_to: ids(mail.in_reply_to()),
            references: ids(mail.references()),
            from: address(mail.from()),
            from_name: mail
                .from()
                .and_then(Address::first)
                .and_then(|first| first.name())
                .unwrap_or_default()
                .to_owned(),
            to: address(mail.to()),
            reply_to: address(mail.reply_to()),
            subject: mail.subject().unwrap_or_default().to_owned(),
            text: mail.body_text(0).unwrap_or_default().into_owned(),
            html: mail.body_html(0).unwrap_or_default().into_owned(),
            bytes,
        }
    }

    /// A header as it is written, without the spaces around it, still folded.
    pub fn header(&self, name: &str) -> Option<String> {
        let mail = MessageParser::default().parse(&self.bytes)?;
        mail.header_raw(name).map(|value| value.trim().to_owned())
    }
}

/// The mails of a maildir, oldest first; none if nobody has written there yet.
pub(super) fn read(maildir: &Path) -> Vec<ReceivedMail> {
    let mut files = files(maildir);
    files.sort_by_cached_key(|file| arrival(file));
    files.into_iter().map(|file| ReceivedMail::parse(fs::read(file).unwrap())).collect()
}

pub(super) fn count(maildir: &Path) -> usize {
    files(maildir).len()
}

fn files(maildir: &Path) -> Vec<PathBuf> {
    let folders = ["new", "cur"].map(|name| fs::read_dir(maildir.join(name)));
    folders.into_iter().flatten().flatten().map(|entry| entry.unwrap().path()).collect()
}

/// Dovecot names a mail `seconds.MmicrosecondsPpid…`.
fn arrival(file: &Path) -> (u64, u64, OsString) {
    let name = file.file_name().unwrap_or_default().to_owned();
    let text = name.to_string_lossy().into_owned();
    let (seconds, rest) = text.split_once('.').unwrap_or_default();
    let micros: String = rest.chars().skip(1).take_while(char::is_ascii_digit).collect();
    (seconds.parse().unwrap_or(0), micros.parse().unwrap_or(0), name)
}

fn ids(header: &HeaderValue) -> Vec<String> {
    header.as_text_list().unwrap_or_default().iter().map(|id| in_brackets(id)).collect()
}

fn in_brackets(id: &str) -> String {
    format!("<{id}>")
}
