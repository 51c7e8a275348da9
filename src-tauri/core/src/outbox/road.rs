//! What is known of the roads to the servers that mail leaves by. Lives in memory: a new process tries afresh.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;
use tokio::time::Instant;

use crate::id::AccountId;

/// A server that cannot be reached is tried again this soon, so that mail leaves at once when the network is
/// back.
const LONGEST_PROBE: Duration = Duration::from_secs(30);

/// A server that refuses the account is tried again this late by itself.
const REFUSED_PROBE: Duration = Duration::from_hours(1);

/// The roads to the accounts' servers.
#[derive(Debug, Default)]
pub struct Roads(Mutex<HashMap<AccountId, Block>>);

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

impl Roads {
    /// Notes that an account's server could not be used.
    pub fn block(&self, account: AccountId, state: RoadState, error: String) {
        let mut blocks = self.lock();
        let failures =
            blocks.get(&account).filter(|b| b.state == state).map_or(1, |b| b.failures.saturating_add(1));
        let wait = match state {
            RoadState::Unreachable => Duration::from_secs(1 << failures.min(5)).min(LONGEST_PROBE),
            RoadState::Refused => REFUSED_PROBE,
        };
        blocks.insert(account, Block { state, error, failures, again_at: Instant::now() + wait });
    }

    /// Notes that an account's server answered, or that the account was changed; true: it was in the way.
    pub fn clear(&self, account: AccountId) -> bool {
        self.lock().remove(&account).is_some()
    }

    /// Notes that all are to be tried afresh.
    pub fn clear_all(&self) {
        self.lock().clear();
    }

    /// What is in the way of an account's mail, with the server's or system's words.
    pub fn blocked(&self, account: AccountId) -> Option<(RoadState, String)> {
        self.lock().get(&account).map(Block::told)
    }

    /// The worst that is in the way of any account's mail.
    pub fn worst(&self) -> Option<(RoadState, String)> {
        let blocks = self.lock();
        blocks.values().max_by_key(|block| block.state == RoadState::Refused).map(Block::told)
    }

    /// When the next try of an account's server is due, on the monotonic clock; `None`: at once.
    pub fn again_at(&self, account: AccountId) -> Option<Instant> {
        self.lock().get(&account).map(|b| b.again_at).filter(|at| *at > Instant::now())
    }

    /// When the first of them is tried again.
    pub fn next_at(&self) -> Option<Instant> {
        self.lock().values().map(|b| b.again_at).filter(|at| *at > Instant::now()).min()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<AccountId, Block>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Block {
    fn told(&self) -> (RoadState, String) {
        (self.state, self.error.clone())
    }
}
