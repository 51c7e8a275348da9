//! Codes of servers: `5.1.1` (RFC 3463) and `550` (RFC 5321, 4.2).

use std::fmt;

/// An enhanced status code: class, subject, detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Status {
    /// 2 done, 4 not now, 5 refused.
    pub class: u8,
    /// What it is about.
    pub subject: u16,
    /// What exactly.
    pub detail: u16,
}

impl Status {
    /// The first code in a text.
    pub fn find(text: &str) -> Option<Self> {
        let words = text.split(|end: char| !(end.is_ascii_digit() || end == '.'));
        words.filter(|word| word.len() <= 9).find_map(|word| Self::read(word.trim_end_matches('.')))
    }

    fn read(word: &str) -> Option<Self> {
        let mut parts = word.split('.');
        let class = parts.next().filter(|class| matches!(*class, "2" | "4" | "5"))?.parse().ok()?;
        let mut number = || parts.next().filter(|part| (1..=3).contains(&part.len()))?.parse().ok();
        let (subject, detail) = (number()?, number()?);
        parts.next().is_none().then_some(Self { class, subject, detail })
    }

    /// Whether it says no more than its class.
    pub(super) fn is_bare(self) -> bool {
        self.subject == 0 && self.detail == 0
    }
}

impl fmt::Display for Status {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{}.{}", self.class, self.subject, self.detail)
    }
}

/// The first reply code of a server in a text, from 400 to 599.
pub(super) fn reply_code(text: &str) -> Option<u16> {
    let words = text.split(|end: char| !end.is_ascii_alphanumeric() && end != '.');
    let mut codes = words.filter(|word| word.len() == 3).filter_map(|word| word.parse().ok());
    codes.find(|code| (400..600).contains(code) && code % 100 < 60)
}
