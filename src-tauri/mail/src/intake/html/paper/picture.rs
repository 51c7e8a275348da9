//! Pictures as `data:` addresses: known by their first bytes, whatever their sender calls them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The largest picture, in bytes.
pub const LARGEST: usize = 5 << 20;

/// A picture as a `data:` address; `None`: it is no PNG, JPEG, GIF or WebP, or it is too large.
pub fn data_url(bytes: &[u8]) -> Option<String> {
    let kind = kind(bytes).filter(|_| bytes.len() <= LARGEST)?;
    Some(format!("data:{kind};base64,{}", STANDARD.encode(bytes)))
}

/// A `data:` address that a mail brings, written anew; `None` when it is no such picture.
pub(super) fn again(address: &str) -> Option<String> {
    let (head, body) = address.split_once(',')?;
    let is_encoded = head.to_ascii_lowercase().ends_with(";base64") && body.len() <= LARGEST / 3 * 4 + 4;
    let body: String = body.chars().filter(|character| !character.is_ascii_whitespace()).collect();
    data_url(&STANDARD.decode(body).ok().filter(|_| is_encoded)?)
}

fn kind(bytes: &[u8]) -> Option<&'static str> {
    let begins = |mark: &[u8]| bytes.starts_with(mark);
    match () {
        () if begins(b"\x89PNG\r\n\x1a\n") => Some("image/png"),
        () if begins(b"\xff\xd8\xff") => Some("image/jpeg"),
        () if begins(b"GIF87a") || begins(b"GIF89a") => Some("image/gif"),
        () if begins(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") => Some("image/webp"),
        () => None,
    }
}
