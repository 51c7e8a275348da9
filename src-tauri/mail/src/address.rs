//! E-mail addresses that any mail server takes.

use std::fmt;
use std::str::FromStr;

use lettre::Address;

/// Most bytes that an address may have (RFC 5321 section 4.5.3.1.3, without the angle brackets).
const MAX_BYTES: usize = 254;

/// A validated address, `local@domain`: ASCII only, the domain in lower case and in its IDNA A-label
/// form (`müller.example` is kept as `xn--mller-kva.example`), so that it needs no SMTP extension.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EmailAddress(Address);

/// Why a text is no address that mail can be sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Nothing but spaces.
    #[error("the address is empty")]
    Empty,
    /// No `@` with something on both sides.
    #[error("the address has no part before or after the @")]
    MissingParts,
    /// The part before the `@` holds letters outside ASCII (RFC 6531), which few servers take.
    #[error("the part before the @ has letters that few mail servers take")]
    NonAsciiLocalPart,
    /// The part before the `@` breaks RFC 5321.
    #[error("the part before the @ is not valid")]
    InvalidLocalPart,
    /// The domain is no host name, IDN or address literal.
    #[error("the domain after the @ is not valid")]
    InvalidDomain,
    /// More than 254 bytes.
    #[error("the address is longer than {MAX_BYTES} bytes")]
    TooLong,
}

impl EmailAddress {
    /// The address as it goes over the wire, `local@domain`.
    pub fn as_str(&self) -> &str {
        self.0.as_ref()
    }

    /// The part after the `@`.
    pub fn domain(&self) -> &str {
        self.0.domain()
    }

    pub(crate) fn as_lettre(&self) -> &Address {
        &self.0
    }
}

impl FromStr for EmailAddress {
    type Err = AddressError;

    /// Reads one bare address; spaces around it are dropped, a display name is refused.
    fn from_str(text: &str) -> Result<Self, AddressError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(AddressError::Empty);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(AddressError::MissingParts)?;
        if local.is_empty() || domain.is_empty() {
            return Err(AddressError::MissingParts);
        }
        if !local.is_ascii() {
            return Err(AddressError::NonAsciiLocalPart);
        }
        // lettre's validator accepts escaped control characters inside a quoted local part; a line break
        // there would be a second SMTP command.
        if local.bytes().any(|byte| byte.is_ascii_control()) {
            return Err(AddressError::InvalidLocalPart);
        }
        let domain = ascii_domain(domain)?;
        if local.len() + 1 + domain.len() > MAX_BYTES {
            return Err(AddressError::TooLong);
        }
        Address::new(local, domain).map(Self).map_err(|refused| match refused {
            lettre::address::AddressError::InvalidDomain => AddressError::InvalidDomain,
            _ => AddressError::InvalidLocalPart,
        })
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// The domain in lower case, international names as A-labels (RFC 5891); an address literal like
/// `[192.0.2.1]` stays as it is.
fn ascii_domain(domain: &str) -> Result<String, AddressError> {
    if domain.starts_with('[') {
        return Ok(domain.to_owned());
    }
    idna::domain_to_ascii_strict(domain).map_err(|_| AddressError::InvalidDomain)
}

#[cfg(test)]
mod tests;
