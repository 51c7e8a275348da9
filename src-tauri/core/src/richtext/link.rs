//! Where a link may lead.

use super::Fault;

/// The longest address of a link, in bytes.
pub const MAX_LINK_BYTES: usize = 2048;

/// An address that may be put behind words: `http://…`, `https://…` or `mailto:…`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Link(String);

impl Link {
    /// Takes an address of an allowed scheme. Spaces, quotes, angle brackets, backslashes, control characters and
    /// invisible characters are refused: browsers repair them in ways that could change where the link leads.
    pub fn new(address: &str) -> Result<Self, Fault> {
        if address.len() > MAX_LINK_BYTES {
            return Err(Fault::LinkTooLong(address.len()));
        }
        if leads_somewhere(address) && !address.chars().any(hides_something) {
            return Ok(Self(address.to_owned()));
        }
        Err(Fault::Link)
    }

    /// The address, as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address as a reader would write it: without `mailto:`.
    pub fn readable(&self) -> &str {
        after(&self.0, "mailto:").unwrap_or(&self.0)
    }
}

fn leads_somewhere(address: &str) -> bool {
    let host = after(address, "https://").or_else(|| after(address, "http://"));
    match (host, after(address, "mailto:")) {
        (Some(host), _) => host.starts_with(|first: char| first.is_alphanumeric() || first == '['),
        (None, Some(mailbox)) => mailbox.find('@').is_some_and(|at| at > 0 && at + 1 < mailbox.len()),
        (None, None) => false,
    }
}

fn after<'a>(address: &'a str, scheme: &str) -> Option<&'a str> {
    let head = address.get(..scheme.len())?;
    if head.eq_ignore_ascii_case(scheme) { address.get(scheme.len()..) } else { None }
}

fn hides_something(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || matches!(character, '"' | '\'' | '<' | '>' | '`' | '\\')
        || matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
