//! Whose mailbox a token is for, as an ID token says (OpenID Connect Core 1.0 section 2).
//!
//! It comes straight from the provider over TLS, which stands in for its signature (section 3.1.3.7).

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::Deserialize;

use crate::EmailAddress;

#[derive(Deserialize)]
struct Claims {
    email: Option<String>,
    /// Microsoft's name for it.
    preferred_username: Option<String>,
}

/// The address, in lower case; None when the token names none.
pub(super) fn address(id_token: &str) -> Option<String> {
    let claims = id_token.split('.').nth(1)?;
    let claims = BASE64_URL_SAFE_NO_PAD.decode(claims.trim_end_matches('=')).ok()?;
    let claims: Claims = serde_json::from_slice(&claims).ok()?;
    let named = [claims.email, claims.preferred_username].into_iter().flatten();
    let mut addresses = named.filter_map(|name| name.parse::<EmailAddress>().ok());
    addresses.next().map(|address| address.as_str().to_lowercase())
}
