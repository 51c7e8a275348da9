//! What is known of the mailboxes that are read. Lives in memory: a new process tries afresh.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::events::ChangeKind;
use crate::id::AccountId;
use crate::office::Office;
use crate::time::Instant;

/// How the mailbox is watched just now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Listening {
    /// Nobody watches: there is no account, or the loop has not come to it yet.
    #[default]
    Off,
    /// What has come is being read.
    Reading,
    /// The server tells of news, or is asked for them every few minutes.
    Listening,
    /// The server can't be reached; it is tried again soon.
    Waiting,
    /// The server refuses the account, or the folder is not there: somebody must change it.
    Blocked,
}

/// What is known.
#[derive(Debug, Clone, Default)]
pub struct IntakeState {
    /// How the mailbox is watched.
    pub listening: Listening,
    /// When all that had come was last read.
    pub checked_at: Option<Instant>,
    /// What is in the way: a stable code, and the server's or system's words.
    pub problem: Option<(&'static str, String)>,
}

/// What is known of every account's mailbox.
#[derive(Debug, Default)]
pub(crate) struct Board(Mutex<HashMap<AccountId, IntakeState>>);

impl Board {
    pub fn read(&self, account: AccountId) -> IntakeState {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&account).cloned().unwrap_or_default()
    }

    /// Forgets the mailboxes that are not among these.
    pub fn retain(&self, accounts: &[AccountId]) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|account, _| accounts.contains(account));
    }

    /// Changes what is known; true: listeners should be told.
    fn change(&self, account: AccountId, change: impl FnOnce(&mut IntakeState)) -> bool {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let state = all.entry(account).or_default();
        let before = (state.listening, state.problem.clone());
        change(state);
        before != (state.listening, state.problem.clone())
    }
}

/// Notes how an account's mailbox is watched and what is in the way, and tells listeners if that is news.
pub(crate) fn say(
    office: &Office,
    account: AccountId,
    listening: Listening,
    problem: Option<(&'static str, String)>,
) {
    let now = office.now();
    let changed = office.intake.change(account, |state| {
        state.listening = listening;
        state.problem = problem;
        // All that had come was read.
        if listening == Listening::Listening {
            state.checked_at = Some(now);
        }
    });
    if changed {
        office.tell(ChangeKind::Office);
    }
}
