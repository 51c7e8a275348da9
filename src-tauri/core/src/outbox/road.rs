//! What is known of the road to the sending server. Lives in memory: a new process tries afresh.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde::Serialize;
use tokio::time::Instant;

/// A server that cannot be reached is tried again this soon, so that mail leaves at once when the network is
/// back.
const LONGEST_PROBE: Duration = Duration::from_secs(30);

/// A server that refuses the account is tried again this late by itself.
const REFUSED_PROBE: Duration = Duration::from_hours(1);

/// The road to the sending server.
#[derive(Debug, Default)]
pub struct Road(Mutex<Option<Block>>);

#[derive(Debug, Clone)]
struct Block {
    state: RoadState,
    error: String,
    failures: u32,
    again_at: Instant,
}

/// Why nothing leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RoadState {
    /// Waiting mends it: no network, server down.
    Unreachable,
    /// Somebody must change the account: password, certificate.
    Refused,
}

impl Road {
    /// Notes that the server could not be used.
    pub fn block(&self, state: RoadState, error: String) {
        let mut block = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let failures =
            block.as_ref().filter(|b| b.state == state).map_or(1, |b| b.failures.saturating_add(1));
        let wait = match state {
            RoadState::Unreachable => Duration::from_secs(1 << failures.min(5)).min(LONGEST_PROBE),
            RoadState::Refused => REFUSED_PROBE,
        };
        *block = Some(Block { state, error, failures, again_at: Instant::now() + wait });
    }

    /// Notes that the server answered, or that the account was changed.
    pub fn clear(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// What is in the way, with the server's or system's words.
    pub fn blocked(&self) -> Option<(RoadState, String)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(|b| (b.state, b.error.clone()))
    }

    /// When the next try is due, on the monotonic clock; `None`: at once.
    pub fn again_at(&self) -> Option<Instant> {
        let block = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        block.as_ref().map(|b| b.again_at).filter(|at| *at > Instant::now())
    }
}
