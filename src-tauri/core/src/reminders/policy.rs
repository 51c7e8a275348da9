//! What the owner sets for a reminder: after how many days, and how many times.

use serde::{Deserialize, Serialize};

#[cfg(test)]
mod tests;

/// Days until the next reminder and number of reminders, within their limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Fields", into = "Fields")]
pub struct Policy {
    every_days: u32,
    max_count: u32,
}

/// Why two numbers make no policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// Days outside 1 to 365.
    #[error("{0} days until the next reminder: it must be 1 to 365")]
    EveryDays(u32),
    /// A number of reminders outside 1 to 99.
    #[error("{0} reminders: it must be 1 to 99")]
    MaxCount(u32),
}

impl Policy {
    /// A reminder every `every_days` civil days (1 to 365), `max_count` times at most (1 to 99).
    pub const fn new(every_days: u32, max_count: u32) -> Result<Self, PolicyError> {
        if every_days == 0 || every_days > 365 {
            return Err(PolicyError::EveryDays(every_days));
        }
        if max_count == 0 || max_count > 99 {
            return Err(PolicyError::MaxCount(max_count));
        }
        Ok(Self { every_days, max_count })
    }

    /// Civil days until the next reminder, 1 to 365.
    pub const fn every_days(self) -> u32 {
        self.every_days
    }

    /// How many reminders at most, 1 to 99.
    pub const fn max_count(self) -> u32 {
        self.max_count
    }
}

impl Default for Policy {
    /// One reminder after three days.
    fn default() -> Self {
        Self { every_days: 3, max_count: 1 }
    }
}

#[derive(Serialize, Deserialize)]
struct Fields {
    every_days: u32,
    max_count: u32,
}

impl TryFrom<Fields> for Policy {
    type Error = PolicyError;

    fn try_from(fields: Fields) -> Result<Self, PolicyError> {
        Self::new(fields.every_days, fields.max_count)
    }
}

impl From<Policy> for Fields {
    fn from(policy: Policy) -> Self {
        Self { every_days: policy.every_days, max_count: policy.max_count }
    }
}
