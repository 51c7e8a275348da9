//! What the values of headers say: texts, addresses, message ids, dates.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::{DateTime, FixedOffset, NaiveDate};
use mail_parser::parsers::MessageStream;
use mail_parser::{Address, HeaderValue};

use super::encoding::text_of;
use crate::EmailAddress;

/// Most addresses that are told of one name.
pub(super) const MAX_ADDRESSES: usize = 2_000;

/// Most message ids that are told of one name.
pub(super) const MAX_IDS: usize = 1_000;

/// Most bytes of a list of addresses or ids that are read, …
const MAX_LIST: usize = 128 << 10;

/// … and of any other value that is decoded.
const MAX_VALUE: usize = 8 << 10;

/// Most encoded words of a value: each may be looked for to the value's end.
const MAX_WORDS: usize = 500;

/// Longest name or subject that is told, in characters.
const MAX_TOLD: usize = 1_000;

/// Before it are Unicode's Latin letters and signs.
const FIRST_NOT_LATIN: char = '\u{250}';

/// Somebody as a mail names them. Nothing of it is proved.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Correspondent {
    /// What the sender wrote as the name; may be empty, or anything, another address too.
    pub name: String,
    /// The address as it stands; may be empty, or no address.
    pub address: String,
}

impl Correspondent {
    /// The address, when it is one that mail can be sent to: ASCII, so that no letter looks like another.
    pub fn email(&self) -> Option<EmailAddress> {
        self.address.parse().ok()
    }

    /// The address for the eye. Where mail can be sent to it, it is written as mail is sent, another alphabet's domain in its IDNA A-label
    /// form; else what is no Latin letter stands as its number (`p\u{430}olo`), since it may look like one.
    pub fn shown(&self) -> String {
        match self.email() {
            Some(email) => email.as_str().to_owned(),
            None => self.address.chars().fold(String::new(), |mut shown, letter| {
                if letter < FIRST_NOT_LATIN {
                    shown.push(letter);
                } else {
                    shown.extend(letter.escape_unicode());
                }
                shown
            }),
        }
    }
}

/// A value in one line, as it stands but for what cannot be seen.
pub(in crate::intake) fn unfolded(value: &[u8]) -> String {
    cleaned(&charset(capped(value, MAX_LIST)))
}

/// A value in one line, its encoded words decoded.
pub(in crate::intake) fn text(value: &[u8]) -> String {
    let value = prepared(value, MAX_VALUE);
    match parsed(&value, MessageStream::parse_unstructured) {
        Some(HeaderValue::Text(text)) => told(&text),
        _ => String::new(),
    }
}

/// The addresses of a value (RFC 5322, 3.4), without the groups' names.
pub(in crate::intake) fn addresses(value: &[u8]) -> Vec<Correspondent> {
    let value = prepared(value, MAX_LIST);
    let found = parsed(&value, MessageStream::parse_address);
    let Some(HeaderValue::Address(address)) = &found else { return Vec::new() };
    let mailboxes = Address::iter(address).take(MAX_ADDRESSES).map(|mailbox| Correspondent {
        name: mailbox.name().map(told).unwrap_or_default(),
        address: mailbox.address().map(told).unwrap_or_default(),
    });
    mailboxes.filter(|one| !one.name.is_empty() || !one.address.is_empty()).collect()
}

/// The message ids of a value, with their brackets; without any brackets, what has an `@`.
pub(in crate::intake) fn ids(value: &[u8]) -> Vec<String> {
    let text: String = unfolded(value);
    let bracketed = text.split('<').skip(1).filter_map(|after| after.split_once('>')).map(|(id, _)| id);
    let ids: Vec<String> = bracketed.filter_map(id).collect();
    if !ids.is_empty() || text.contains('<') {
        return ids;
    }
    text.split([' ', ',']).filter(|word| word.contains('@')).filter_map(id).collect()
}

/// Programs that fold a long id leave white space in it.
fn id(text: &str) -> Option<String> {
    let id: String = text.split_whitespace().collect();
    (!id.is_empty() && id.len() <= 998).then(|| format!("<{id}>"))
}

pub(super) fn date(value: &[u8]) -> Option<DateTime<FixedOffset>> {
    let value = prepared(value, 200);
    let Some(HeaderValue::DateTime(date)) = parsed(&value, MessageStream::parse_date) else {
        // Seconds may be left out (RFC 5322, 3.3).
        return DateTime::parse_from_rfc2822(str::from_utf8(&value).ok()?.trim()).ok();
    };
    let day = NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())?;
    let local = day.and_hms_opt(date.hour.into(), date.minute.into(), date.second.min(59).into())?;
    let seconds = i32::from(date.tz_hour) * 3600 + i32::from(date.tz_minute) * 60;
    let offset = FixedOffset::east_opt(if date.tz_before_gmt { -seconds } else { seconds })?;
    local.and_local_timezone(offset).single()
}

/// Without line ends, control characters, and marks that change the direction of what follows; white space at the ends goes.
pub(in crate::intake) fn cleaned(text: &str) -> String {
    let kept = text.chars().map(|character| if character == '\t' { ' ' } else { character });
    let kept = kept.filter(|character| !character.is_control() && !is_hidden(*character));
    let kept: String = kept.take(MAX_LIST).collect();
    kept.trim().to_owned()
}

/// The same, no longer than a person reads.
fn told(text: &str) -> String {
    cleaned(text).chars().take(MAX_TOLD).collect()
}

fn is_hidden(character: char) -> bool {
    matches!(character, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}')
}

fn capped(value: &[u8], limit: usize) -> &[u8] {
    value.get(..limit).unwrap_or(value)
}

/// Headers are ASCII or UTF-8 (RFC 6532); what is neither is Windows-1252 as a rule.
fn charset(value: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(value).map_or_else(|_| Cow::Owned(text_of(value, None)), Cow::Borrowed)
}

/// A value as the parser takes it: in one line that is ended, within limits. Letters that are no UTF-8 stay as they are within
/// encoded words, which name their charset.
fn prepared(value: &[u8], limit: usize) -> Vec<u8> {
    let value = capped(value, limit);
    let has_words = value.windows(2).any(|pair| pair == b"=?");
    let text =
        if has_words { Cow::Borrowed(value) } else { Cow::Owned(charset(value).into_owned().into_bytes()) };
    let mut out = Vec::with_capacity(text.len() + 2);
    let mut words = 0;
    for byte in text.iter().copied() {
        match byte {
            b'\r' | b'\n' | b'\0' => {}
            b'?' if out.last() == Some(&b'=') => {
                words += 1;
                if words > MAX_WORDS {
                    out.push(b' ');
                }
                out.push(b'?');
            }
            _ if byte.is_ascii_control() => out.push(b' '),
            _ => out.push(byte),
        }
    }
    out.push(b'\n');
    out
}

/// The parser promises not to panic; a value of somebody else's making is no place to rely on it.
fn parsed<'x>(
    value: &'x [u8],
    parse: fn(&mut MessageStream<'x>) -> HeaderValue<'x>,
) -> Option<HeaderValue<'x>> {
    catch_unwind(AssertUnwindSafe(|| parse(&mut MessageStream::new(value)))).ok()
}
