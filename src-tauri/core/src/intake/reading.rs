//! What is read out of a mail's bytes: pure.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;

use sha2::{Digest, Sha256};
use studiolo_mail::EmailAddress;
use studiolo_mail::intake::authentication::{Authentication, Verdict};
use studiolo_mail::intake::html::paper::{self, Paper, Source};
use studiolo_mail::intake::message::{Attachment, MailKind, Message};
use studiolo_mail::intake::report::{self, DeliveryReport};
use studiolo_mail::intake::{Correspondent, html, pec, reply, token};

use super::rules::Claims;
use super::{Checks, File, Part, PartKind};
use crate::accounts::ReceivingAccount;
use crate::evidence::Receipt;
use crate::richtext::Document;

/// The longest name, address or subject that is kept, in characters: no subject of a chat is longer.
const LONGEST_LINE: usize = 200;

/// A picture within the text that is smaller than this, encoded, is a logo: it belongs to the mail's looks.
const SMALLEST_PICTURE: usize = 32 << 10;

/// The most of a mail's text that is kept in parts, in bytes; all of it stays in the mail.
const MOST_TEXT: usize = 2 << 20;

/// Characters of a text that is too long to be a message; the rest is in its parts.
const CUT: usize = 100_000;

/// What a mail says.
#[derive(Debug)]
pub struct Reading {
    /// What decides about it.
    pub claims: Claims,
    /// What was checked of the sender.
    pub checks: Checks,
    /// The sender's name as they write it, one line.
    pub from_name: String,
    /// The sender's address, one line in which no letter passes for another.
    pub from_email: String,
    /// SHA-256 of what stays the same when it comes to another mailbox, whose server writes headers of its own: its sender, its
    /// Message-ID, what stands below the headers; `None`: it has no Message-ID.
    pub same: Option<[u8; 32]>,
    /// Its subject, one line.
    pub subject: String,
    /// Its text.
    pub parts: Vec<Part>,
    /// What came with it.
    pub files: Vec<File>,
    /// The report that it is.
    pub report: Option<DeliveryReport>,
    /// The receipt of certified mail that it is.
    pub receipt: Option<Receipt>,
}

/// Reads a mail, or its headers alone; `None`: it is none.
pub fn read(bytes: &[u8], account: &ReceivingAccount) -> Option<Reading> {
    let bytes = opened(bytes);
    let is_enveloped = matches!(bytes, Cow::Owned(_));
    let mail = Message::read(&bytes).ok()?;
    let from = match &mail.from[..] {
        [one] => one.email().map(|address| address.as_str().to_ascii_lowercase()),
        _ => None,
    };
    let sender = mail.from.first();
    let found = Authentication::of(&mail.headers);
    let domain = from.as_deref().and_then(|from| from.rsplit_once('@')).map(|(_, domain)| domain);
    let verdict = match (&found, domain) {
        // In an envelope the topmost result may be the sender's own: nobody there vouches for them.
        (Some(found), Some(domain)) => match found.verdict(domain) {
            Verdict::Passed { .. } if is_enveloped => Verdict::None,
            verdict => verdict,
        },
        _ => Verdict::None,
    };
    let found = found.filter(|_| !is_enveloped || verdict == Verdict::Failed);
    Some(Reading {
        claims: Claims { kind: mail.kind, from, tokens: tokens(&mail, account), verdict },
        checks: checks(found.as_ref()),
        from_name: one_line(sender.map_or("", |sender| &sender.name)),
        from_email: one_line(&sender.map(Correspondent::shown).unwrap_or_default()),
        same: same(&mail),
        subject: one_line(&mail.subject),
        parts: parts(&mail),
        files: kept(&mail).map(|one| file(one)).collect(),
        report: report::read(&mail),
        // A gateway's receipt comes in no envelope: within one, somebody else wrote it.
        receipt: if is_enveloped { None } else { Receipt::read(&mail) },
    })
}

fn same(mail: &Message<'_>) -> Option<[u8; 32]> {
    let mut hash = Sha256::new();
    for part in [mail.from.first()?.shown().as_bytes(), mail.message_id.as_ref()?.as_bytes(), mail.body()] {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    Some(hash.finalize().into())
}

impl Reading {
    /// Whether the account's own server vouches for the sender's domain.
    pub fn is_verified(&self, account: &ReceivingAccount) -> bool {
        self.claims.verdict.is_verified_by(&account.authserv_id)
    }
}

/// The files of a mail, in the order of [`Reading::files`]: name and bytes.
pub fn files(bytes: &[u8]) -> Vec<(File, Vec<u8>)> {
    let bytes = opened(bytes);
    let Ok(mail) = Message::read(&bytes) else { return Vec::new() };
    kept(&mail).map(|one| (file(one), one.bytes().into_owned())).collect()
}

/// A mail as its sender laid it out, with its own pictures and those that were fetched from elsewhere, by their addresses.
pub(super) fn paper(bytes: &[u8], fetched: &HashMap<String, String>) -> Paper {
    let bytes = opened(bytes);
    let Ok(mail) = Message::read(&bytes) else { return Paper::default() };
    let Some(html) = &mail.html else { return paper::of_text(mail.plain.as_deref().unwrap_or_default()) };
    let enclosed: RefCell<HashMap<String, Option<String>>> = RefCell::default();
    paper::of_html(html, |source| match source {
        Source::Remote(address) => fetched.get(address).cloned(),
        Source::Enclosed(id) => {
            let find = || {
                let one = mail.attachments.iter().find(|one| one.content_id.as_deref() == Some(id))?;
                paper::data_url(&one.bytes())
            };
            enclosed.borrow_mut().entry(id.to_owned()).or_insert_with(find).clone()
        }
    })
}

/// What is said in these parts, as the message that it becomes: all of the text where nothing is said apart from quotes.
pub fn body(parts: &[Part]) -> Document {
    let said = parts.iter().filter(|part| part.kind == PartKind::Said).map(|part| part.text.trim());
    let said = said.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n");
    let whole: String = parts.iter().map(|part| part.text.as_str()).collect();
    let text = if said.is_empty() { whole.trim() } else { &said };
    let cut = || Document::from_text(&text.chars().take(CUT).collect::<String>());
    Document::from_text(text).or_else(|_| cut()).unwrap_or_else(|_| Document::empty())
}

/// The mail itself, where it came in the envelope of Italian certified mail (RFC 6109, 2.1.1.1.2).
fn opened(bytes: &[u8]) -> Cow<'_, [u8]> {
    let inner = Message::read(bytes).ok().and_then(|mail| {
        let wrapped = matches!(mail.kind, MailKind::PecTransport | MailKind::PecAnomaly);
        let is_it = |one: &&Attachment<'_>| {
            one.is_message()
                && one.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case("postacert.eml"))
        };
        mail.attachments.iter().find(is_it).filter(|_| wrapped).map(|one| one.bytes().into_owned())
    });
    inner.map_or(Cow::Borrowed(bytes), Cow::Owned)
}

fn tokens(mail: &Message<'_>, account: &ReceivingAccount) -> Vec<crate::id::MailId> {
    let base: Option<EmailAddress> = account.address.parse().ok();
    let by_address = base.map(|base| token::find_in_addresses(&base, mail.recipients())).unwrap_or_default();
    let by_address = by_address.into_iter().filter_map(|token| token.parse().ok());
    let ours = |id: &String| token::find_in_references([id], token::id_in).map(Into::into);
    let receipt = pec::receipt(mail).and_then(|receipt| ours(&receipt.original_message_id?));
    let mut tokens = Vec::from_iter(receipt);
    for token in by_address.chain(mail.answered_ids().take(100).filter_map(ours)) {
        if !tokens.contains(&token) {
            tokens.push(token);
        }
    }
    tokens
}

fn checks(found: Option<&Authentication>) -> Checks {
    let Some(found) = found else { return Checks::default() };
    let result = |method: &str| {
        let results = found.results.iter().filter(|one| one.method == method);
        // Of several signatures the best counts.
        let best = results.clone().find(|one| one.result == "pass").or_else(|| results.clone().next());
        best.map(|one| one_line(&one.result))
    };
    Checks {
        by: one_line(&found.authserv_id),
        spf: result("spf"),
        dkim: result("dkim"),
        dmarc: result("dmarc"),
    }
}

fn parts(mail: &Message<'_>) -> Vec<Part> {
    let own = |parts: Vec<reply::Part<'_>>| -> Vec<Part> {
        let mut room = MOST_TEXT;
        let parts = parts.into_iter().map(|part| {
            let text =
                part.text.get(..part.text.floor_char_boundary(room.min(part.text.len()))).unwrap_or_default();
            room -= text.len();
            let kind = match part.kind {
                reply::Kind::Said => PartKind::Said,
                reply::Kind::Quoted => PartKind::Quoted,
                reply::Kind::Forwarded => PartKind::Forwarded,
                reply::Kind::Signature => PartKind::Signature,
            };
            Part { kind, text: text.to_owned() }
        });
        parts.filter(|part| !part.text.is_empty()).collect()
    };
    match (&mail.plain, &mail.html) {
        (Some(plain), _) => own(reply::parts(plain)),
        (None, Some(html)) => own(html::read(html).parts()),
        (None, None) => Vec::new(),
    }
}

/// What came with the mail, without the small pictures of its looks.
fn kept<'m, 'a>(mail: &'m Message<'a>) -> impl Iterator<Item = &'m Attachment<'a>> {
    mail.attachments.iter().filter(|one| {
        let looks = one.content_id.is_some() && one.is_inline && one.media_type.starts_with("image/");
        !looks || one.encoded_size() >= SMALLEST_PICTURE
    })
}

fn file(one: &Attachment<'_>) -> File {
    let name = one.name.as_deref().map(one_line).filter(|name| !name.is_empty());
    let refused = if one.is_winmail() { "winmail" } else { "" };
    File {
        name: name.unwrap_or_else(|| default_name(one)),
        size: u64::try_from(one.encoded_size()).unwrap_or(u64::MAX),
        media_type: one_line(&one.media_type),
        refused: refused.to_owned(),
    }
}

fn default_name(one: &Attachment<'_>) -> String {
    let extension = match one.media_type.as_str() {
        "application/pdf" => "pdf",
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "text/plain" => "txt",
        _ if one.is_message() => "eml",
        _ => "bin",
    };
    format!("attachment.{extension}")
}

fn one_line(text: &str) -> String {
    let line: String =
        text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST_LINE).collect();
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
