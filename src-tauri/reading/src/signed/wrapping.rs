//! The texts in which a signed wrapper travels: base64 bare, PEM (RFC 7468) and S/MIME (RFC 8551), besides its own
//! bytes.

use std::borrow::Cow;

use crate::base64_text;

/// A SEQUENCE, with which every wrapper begins.
const SEQUENCE: u8 = 0x30;

/// The BER inside, whatever text is around it; None when there is none.
pub(super) fn ber(bytes: &[u8]) -> Option<Cow<'_, [u8]>> {
    // "0" begins base64 too, but never of a SEQUENCE, which begins with "M".
    if bytes.first() == Some(&SEQUENCE) {
        return Some(Cow::Borrowed(bytes));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let text = if bytes.starts_with(b"-----BEGIN ") {
        pem_body(bytes)?
    } else if begins_with_a_header(bytes) {
        after_the_headers(bytes)?
    } else {
        bytes
    };
    if text.trim_ascii_start().first() != Some(&b'M') {
        return None;
    }
    let decoded = base64_text::decode(text)?;
    (decoded.first() == Some(&SEQUENCE)).then_some(Cow::Owned(decoded))
}

/// What stands between the first line and the line that begins with dashes again, or to the end.
fn pem_body(bytes: &[u8]) -> Option<&[u8]> {
    let body = after(bytes, b"\n")?;
    let end = body.windows(5).position(|window| window == b"-----");
    body.get(..end.unwrap_or(body.len()))
}

/// Whether the first line is a header of a letter: `MIME-Version: 1.0`.
fn begins_with_a_header(bytes: &[u8]) -> bool {
    let name = bytes.iter().take(64).position(|byte| *byte == b':');
    name.and_then(|colon| bytes.get(..colon)).is_some_and(|name| {
        !name.is_empty() && name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
    })
}

fn after_the_headers(bytes: &[u8]) -> Option<&[u8]> {
    let lf = bytes.windows(2).position(|window| window == b"\n\n");
    let crlf = bytes.windows(4).position(|window| window == b"\r\n\r\n");
    match (lf, crlf) {
        (Some(lf), Some(crlf)) if lf < crlf => bytes.get(lf + 2..),
        (_, Some(crlf)) => bytes.get(crlf + 4..),
        (Some(lf), None) => bytes.get(lf + 2..),
        (None, None) => None,
    }
}

fn after<'a>(bytes: &'a [u8], mark: &[u8]) -> Option<&'a [u8]> {
    let at = bytes.windows(mark.len()).position(|window| window == mark)?;
    bytes.get(at + mark.len()..)
}
