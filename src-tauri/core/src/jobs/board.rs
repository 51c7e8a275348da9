//! What each loop is doing, for the window to show.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;

/// What a loop is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LoopState {
    /// At work, or waiting for work.
    Running,
    /// It failed and is tried again soon.
    Failing,
    /// Ended with the office.
    Stopped,
}

/// A loop and what it is doing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LoopStatus {
    /// reminders, outbox, documents, words, housekeeping.
    pub name: String,
    /// What it is doing.
    pub state: LoopState,
    /// What went wrong last; empty when nothing is wrong.
    pub error: String,
}

/// The board that loops write on.
#[derive(Debug, Default)]
pub struct Board(Mutex<BTreeMap<&'static str, (LoopState, String)>>);

impl Board {
    pub(super) fn set(&self, name: &'static str, state: LoopState, error: String) -> bool {
        let mut board = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let new = (state, error);
        board.insert(name, new.clone()) != Some(new)
    }

    /// Every loop, by name.
    pub fn read(&self) -> Vec<LoopStatus> {
        let board = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        board
            .iter()
            .map(|(name, (state, error))| LoopStatus {
                name: (*name).into(),
                state: *state,
                error: error.clone(),
            })
            .collect()
    }
}
