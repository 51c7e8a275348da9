//! Names of folders on the wire: modified UTF-7 (RFC 3501 section 5.1.3).

use base64::Engine;
use base64::alphabet::IMAP_MUTF7;
use base64::engine::general_purpose::{GeneralPurpose, NO_PAD};

const BASE64: GeneralPurpose = GeneralPurpose::new(&IMAP_MUTF7, NO_PAD);

/// A name as it goes over the wire: printable ASCII.
pub(super) fn encode(name: &str) -> String {
    let mut wire = String::new();
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let plain = is_plain(first);
        let end = rest.find(|letter| is_plain(letter) != plain).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        if plain {
            wire.push_str(&run.replace('&', "&-"));
        } else {
            let bytes: Vec<u8> = run.encode_utf16().flat_map(u16::to_be_bytes).collect();
            wire.push('&');
            wire.push_str(&BASE64.encode(bytes));
            wire.push('-');
        }
        rest = after;
    }
    wire
}

/// The name behind the wire's; one that is no modified UTF-7 is taken as it stands.
pub(super) fn decode(wire: &str) -> String {
    try_decode(wire).unwrap_or_else(|| wire.into())
}

fn try_decode(wire: &str) -> Option<String> {
    let mut name = String::new();
    let mut rest = wire;
    while let Some((before, after)) = rest.split_once('&') {
        let (run, after) = after.split_once('-')?;
        name.push_str(before);
        if run.is_empty() {
            name.push('&');
        } else {
            let bytes = BASE64.decode(run).ok()?;
            let (pairs, odd) = bytes.as_chunks::<2>();
            let units: Vec<u16> = pairs.iter().copied().map(u16::from_be_bytes).collect();
            name.push_str(&odd.is_empty().then(|| String::from_utf16(&units).ok())??);
        }
        rest = after;
    }
    name.push_str(rest);
    Some(name)
}

fn is_plain(letter: char) -> bool {
    matches!(letter, ' '..='~')
}

#[cfg(test)]
mod tests;
