//! A block of headers (RFC 5322, 2.2), split into fields; nothing is decoded yet.

use super::fields::{self, Correspondent};
use chrono::{DateTime, FixedOffset};

/// Most bytes of a block of headers that are read, …
const MAX_BYTES: usize = 1 << 20;

/// … and most fields.
const MAX_FIELDS: usize = 5_000;

/// The headers of a mail or of a part, in their order: the first is the topmost, which the last server added.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Headers<'a> {
    fields: Vec<(&'a [u8], &'a [u8])>,
    is_cut: bool,
}

impl<'a> Headers<'a> {
    /// Reads the fields that `bytes` begin with, and tells where the body begins: after an empty line, or at a line that is no
    /// field. One such line right above a field is passed over.
    pub(in crate::intake) fn split(bytes: &'a [u8]) -> (Self, usize) {
        let mut headers = Self::default();
        let mut at = 0;
        // (name, where its value begins)
        let mut open: Option<(&[u8], usize)> = None;
        let mut lines = bytes.split_inclusive(|byte| *byte == b'\n').peekable();
        while let Some(line) = lines.next() {
            let bare = without_end(line);
            let continues = open.is_some() && matches!(bare.first(), Some(b' ' | b'\t'));
            if !continues {
                headers.push(open.take(), bytes, at);
                if bare.is_empty() {
                    return (headers, at + line.len());
                }
                let mut is_above_a_field =
                    || lines.peek().is_some_and(|next| name(without_end(next)).is_some());
                match name(bare) {
                    Some((name, value)) => open = Some((name, at + value)),
                    // What mailboxes kept as files put above a mail, and rubbish; never a boundary.
                    None if !bare.starts_with(b"--") && is_above_a_field() => {}
                    None => return (headers, at),
                }
            }
            at += line.len();
        }
        headers.push(open, bytes, at);
        (headers, at)
    }

    fn push(&mut self, open: Option<(&'a [u8], usize)>, bytes: &'a [u8], end: usize) {
        let Some((name, start)) = open else { return };
        if end > MAX_BYTES || self.fields.len() >= MAX_FIELDS {
            self.is_cut = true;
            return;
        }
        self.fields.push((name, bytes.get(start..end).unwrap_or_default()));
    }

    /// Whether there were more than are read.
    pub(in crate::intake) fn is_cut(&self) -> bool {
        self.is_cut
    }

    pub(in crate::intake) fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// The values of a name, as they stand in the mail, the topmost first.
    pub(in crate::intake) fn raw(&self, name: &str) -> impl Iterator<Item = &'a [u8]> {
        let fields = self.fields.iter().filter(move |field| field.0.eq_ignore_ascii_case(name.as_bytes()));
        fields.map(|field| field.1)
    }

    /// Whether there is one of this name.
    pub fn has(&self, name: &str) -> bool {
        self.raw(name).next().is_some()
    }

    /// The topmost value of a name in one line, without anything decoded.
    pub fn line(&self, name: &str) -> Option<String> {
        self.raw(name).next().map(fields::unfolded)
    }

    /// The topmost value of a name in one line, its encoded words (RFC 2047) decoded.
    pub fn text(&self, name: &str) -> Option<String> {
        self.raw(name).next().map(fields::text)
    }

    /// The addresses in all values of a name.
    pub fn addresses(&self, name: &str) -> Vec<Correspondent> {
        self.raw(name).flat_map(fields::addresses).take(fields::MAX_ADDRESSES).collect()
    }

    /// The message ids in all values of a name, with their brackets, the last ones when there are many.
    pub fn ids(&self, name: &str) -> Vec<String> {
        let mut ids: Vec<String> = self.raw(name).flat_map(fields::ids).collect();
        ids.drain(..ids.len().saturating_sub(fields::MAX_IDS));
        ids
    }

    /// The topmost date of a name, whatever it is.
    pub fn date(&self, name: &str) -> Option<DateTime<FixedOffset>> {
        self.raw(name).next().and_then(fields::date)
    }
}

/// The name that a line begins with, and where the value begins.
fn name(line: &[u8]) -> Option<(&[u8], usize)> {
    let colon = line.iter().take(200).position(|byte| *byte == b':')?;
    let name = line.get(..colon)?.trim_ascii_end();
    let is_name = name.first()?.is_ascii_alphanumeric() && name.iter().all(u8::is_ascii_graphic);
    is_name.then_some((name, colon + 1))
}

fn without_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}
