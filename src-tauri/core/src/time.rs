//! Instants and the clock that hands them in. Only this file asks the system what time it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, SubsecRound, Utc};
use serde::{Deserialize, Serialize};

/// An instant on the UTC time line, whole milliseconds.
pub type Instant = DateTime<Utc>;

/// An [`Instant`] as the store keeps it: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, sqlx::Type)]
#[sqlx(transparent)]
pub struct Millis(pub i64);

impl From<Instant> for Millis {
    fn from(at: Instant) -> Self {
        Self(at.timestamp_millis())
    }
}

impl From<Millis> for Instant {
    fn from(at: Millis) -> Self {
        DateTime::from_timestamp_millis(at.0).unwrap_or_default()
    }
}

/// Where an office reads the time: the system's wall clock, or one that a test moves by hand.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    /// The system's wall clock.
    #[default]
    System,
    /// Stands still until it is moved.
    Manual(ManualClock),
}

impl Clock {
    /// The present instant, in whole milliseconds.
    pub fn now(&self) -> Instant {
        match self {
            #[allow(clippy::disallowed_methods, reason = "the one place that reads the system's clock")]
            Self::System => Utc::now().trunc_subsecs(3),
            Self::Manual(clock) => Millis(clock.0.load(Ordering::SeqCst)).into(),
        }
    }
}

/// A clock for tests: every clone shows, and moves, the same time.
#[derive(Debug, Clone)]
pub struct ManualClock(Arc<AtomicI64>);

impl ManualClock {
    /// A clock that stands at `at`.
    pub fn at(at: Instant) -> Self {
        Self(Arc::new(AtomicI64::new(at.timestamp_millis())))
    }

    /// Puts the clock to `at`, forward or back.
    pub fn set(&self, at: Instant) {
        self.0.store(at.timestamp_millis(), Ordering::SeqCst);
    }
}
