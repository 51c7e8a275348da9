//! Amounts as decimal text.

use std::fmt;

/// A decimal number as the invoice writes it: `-1234.50`. It is never made a float, so nothing of it is rounded.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Amount(String);

/// The schema allows 21 characters; programs write a few more.
const MAX_CHARACTERS: usize = 32;

impl Amount {
    /// Reads `[-+]?digits[.digits]` of at most 32 characters.
    pub fn read(text: &str) -> Option<Self> {
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let is_amount = text.len() <= MAX_CHARACTERS && is_number(whole) && is_number(fraction);
        is_amount.then(|| Self(text.strip_prefix('+').unwrap_or(text).to_owned()))
    }

    /// The text: a point before the fraction, no sign but `-`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
