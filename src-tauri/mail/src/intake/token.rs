//! Which of our mails a reply answers: by a token in the address that it was sent to, or by the message id that it refers to.
//!
//! A token alone proves nothing about who answers: whoever has seen the mail has it. It is compared without regard to case, as
//! servers may change that; and a token that comes back is only a candidate until the caller knows it.

use uuid::Uuid;

use super::Correspondent;
use super::message::Message;
use crate::{AddressError, EmailAddress};

/// Most candidates that a mail may have.
const MAX_CANDIDATES: usize = 100;

/// Why there is no address with a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Nothing, or something besides ASCII letters, digits, `-`, `_` and `.`, which some server would not keep.
    #[error("a token is made of letters, digits, hyphens, underscores and full stops")]
    NotAToken,
    /// The address would be longer than any may be, or its part before the `@` is quoted.
    #[error("no token can be put into this address: {0}")]
    Address(#[from] AddressError),
}

/// `name+token@domain` (RFC 5233), where replies to `base` come with the token in their address. Whether the provider delivers
/// such an address is told by [`providers`](crate::providers).
pub fn plus_address(base: &EmailAddress, token: &str) -> Result<EmailAddress, TokenError> {
    let (local, domain) = base.as_str().rsplit_once('@').ok_or(AddressError::MissingParts)?;
    if token.is_empty() || !token.bytes().all(is_of_a_token) {
        return Err(TokenError::NotAToken);
    }
    if local.starts_with('"') {
        return Err(AddressError::InvalidLocalPart.into());
    }
    // RFC 5321, 4.5.3.1.1.
    if local.len() + 1 + token.len() > 64 {
        return Err(AddressError::TooLong.into());
    }
    Ok(format!("{local}+{token}@{domain}").parse()?)
}

/// The tokens with which `base` was written to, in the order of `addresses`, each once, in lower case.
pub fn find_in_addresses<'a>(
    base: &EmailAddress,
    addresses: impl IntoIterator<Item = &'a Correspondent>,
) -> Vec<String> {
    let Some((base_local, base_domain)) = base.as_str().rsplit_once('@') else { return Vec::new() };
    let mut tokens: Vec<String> = Vec::new();
    for address in addresses.into_iter().map(|one| one.address.trim_matches(['<', '>', ' '])) {
        let Some((local, domain)) = address.rsplit_once('@') else { continue };
        let head = local.get(..base_local.len()).filter(|head| head.eq_ignore_ascii_case(base_local));
        let token = head.and_then(|head| local.get(head.len()..)).and_then(|rest| rest.strip_prefix('+'));
        let Some(token) = token.filter(|_| domain.eq_ignore_ascii_case(base_domain)) else { continue };
        let token = token.to_ascii_lowercase();
        let is_new = !token.is_empty() && token.bytes().all(is_of_a_token) && !tokens.contains(&token);
        if is_new && tokens.len() < MAX_CANDIDATES {
            tokens.push(token);
        }
    }
    tokens
}

/// The first of `ids` that `matcher` knows. It is handed both sides of `<left@right>` as they stand; ids of another form
/// are passed over.
pub fn find_in_references<'a, T>(
    ids: impl IntoIterator<Item = &'a String>,
    mut matcher: impl FnMut(&str, &str) -> Option<T>,
) -> Option<T> {
    ids.into_iter().find_map(|id| {
        let (left, right) = id.strip_prefix('<')?.strip_suffix('>')?.rsplit_once('@')?;
        matcher(left, right)
    })
}

/// The id within a message id that [`message_id`](crate::message_id) made: `<id@domain>`. The domain is not looked at, since some
/// providers put their own in its place.
pub fn id_in(left: &str, _right: &str) -> Option<Uuid> {
    // Only as it was written: UUIDs have other forms too.
    (left.len() == 36).then(|| Uuid::try_parse(left).ok()).flatten()
}

impl Message<'_> {
    /// Every address that the mail was sent or delivered to.
    pub fn recipients(&self) -> impl Iterator<Item = &Correspondent> {
        self.to.iter().chain(&self.cc).chain(&self.delivered_to)
    }

    /// The ids that the mail answers, the nearest first: `In-Reply-To`, then `References` from the newest to the oldest.
    pub fn answered_ids(&self) -> impl Iterator<Item = &String> {
        self.in_reply_to.iter().chain(self.references.iter().rev())
    }
}

fn is_of_a_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')
}

#[cfg(test)]
mod tests;
