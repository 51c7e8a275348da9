//! Access tokens that Dovecot validates by itself: JSON Web Tokens (RFC 7519) signed with HS256.

use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use serde_json::json;
use sha2::Sha256;

const KEY: &[u8] = b"a key for tests, known to everybody";

/// Seconds since 1970.
pub(crate) const YEAR_2001: i64 = 978_307_200;
pub(crate) const YEAR_2100: i64 = 4_102_444_800;

/// The key as Dovecot's key dictionary holds it.
pub(super) fn key_file() -> String {
    BASE64_STANDARD.encode(KEY)
}

pub(crate) fn access_token(address: &str, expires: i64) -> String {
    let part = |value: serde_json::Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    let header = part(json!({ "alg": "HS256", "typ": "JWT" }));
    let claims = part(json!({ "sub": address, "email": address, "iat": YEAR_2001 - 1, "exp": expires }));
    let signed = format!("{header}.{claims}");
    let mut mac = Hmac::<Sha256>::new_from_slice(KEY).unwrap();
    mac.update(signed.as_bytes());
    format!("{signed}.{}", BASE64_URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}
