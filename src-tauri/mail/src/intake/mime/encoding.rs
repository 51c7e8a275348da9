//! Bytes out of a part, and text out of bytes. What is wrong in an encoding costs that piece and no more.

use std::borrow::Cow;
use std::panic::catch_unwind;

use encoding_rs::WINDOWS_1252;
use mail_parser::decoders::charsets::map::charset_decoder;

use super::headers::Headers;

/// `Content-Transfer-Encoding`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::intake) enum Transfer {
    /// As they are.
    Plain,
    /// RFC 2045, 6.8.
    Base64,
    /// RFC 2045, 6.7.
    QuotedPrintable,
}

impl Transfer {
    pub(in crate::intake) fn of(headers: &Headers<'_>) -> Self {
        let value = headers.line("Content-Transfer-Encoding").unwrap_or_default();
        let word =
            value.split(|end: char| !(end.is_ascii_alphanumeric() || end == '-')).next().unwrap_or_default();
        match word.to_ascii_lowercase().as_str() {
            "base64" => Self::Base64,
            "quoted-printable" => Self::QuotedPrintable,
            _ => Self::Plain,
        }
    }

    /// The bytes that a part stands for.
    pub(in crate::intake) fn decode(self, body: &[u8]) -> Cow<'_, [u8]> {
        match self {
            Self::Plain => Cow::Borrowed(body),
            Self::Base64 => Cow::Owned(base64(body)),
            Self::QuotedPrintable => Cow::Owned(quoted_printable(body)),
        }
    }
}

/// What is no digit is skipped, as RFC 2045 wants; pieces that were encoded one by one are each ended by `=`.
fn base64(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len() / 4 * 3);
    let mut bits = 0_u32;
    let mut digits = 0;
    let flush = |bits: u32, digits: u32, out: &mut Vec<u8>| {
        let [_, first, second, third] = (bits << (6 * (4 - digits))).to_be_bytes();
        let bytes = [first, second, third];
        out.extend_from_slice(bytes.get(..(digits as usize * 6) / 8).unwrap_or_default());
    };
    for byte in body {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => {
                flush(bits, digits, &mut out);
                (bits, digits) = (0, 0);
                continue;
            }
            _ => continue,
        };
        bits = bits << 6 | u32::from(digit);
        digits += 1;
        if digits == 4 {
            flush(bits, digits, &mut out);
            (bits, digits) = (0, 0);
        }
    }
    flush(bits, digits, &mut out);
    out
}

fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        let bare = line.strip_suffix(b"\n").unwrap_or(line);
        let bare = bare.strip_suffix(b"\r").unwrap_or(bare);
        let end = line.get(bare.len()..).unwrap_or_default();
        // White space before a line's end is a server's (RFC 2045, 6.7, rule 3).
        let bare = bare.trim_ascii_end();
        let (bare, end) = bare.strip_suffix(b"=").map_or((bare, end), |bare| (bare, b""));
        let mut rest = bare;
        while let Some((first, after)) = rest.split_first() {
            let hex = after.get(..2).and_then(|hex| Some(digit(*hex.first()?)? << 4 | digit(*hex.get(1)?)?));
            let byte = hex.filter(|_| *first == b'=');
            out.push(byte.unwrap_or(*first));
            rest = if byte.is_some() { after.get(2..).unwrap_or_default() } else { after };
        }
        out.extend_from_slice(end);
    }
    out
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// The text that bytes are in a charset. What claims to be ASCII or UTF-8, or claims nothing, and is neither, is Windows-1252 as
/// a rule; what claims two or four bytes for each letter and is plain ASCII is that.
pub(crate) fn text_of(bytes: &[u8], label: Option<&str>) -> String {
    let label = label.unwrap_or_default().trim().to_ascii_lowercase();
    let is_usual = matches!(
        label.as_str(),
        "" | "utf-8" | "utf8" | "us-ascii" | "ascii" | "unknown-8bit" | "default" | "x-unknown"
    );
    let is_wide = ["utf-16", "utf16", "utf-32", "utf32"].iter().any(|wide| label.starts_with(wide));
    let is_plain = is_wide && bytes.is_ascii() && !bytes.contains(&0);
    if !is_usual
        && !is_plain
        && let Some(decode) = charset_decoder(label.as_bytes())
        && let Ok(text) = catch_unwind(|| decode(bytes))
    {
        return text;
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) if mostly_utf8(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// Whether more letters are UTF-8 than are not: a text that was damaged or cut in one place.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad
}
