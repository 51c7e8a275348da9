//! What is known of the road to the receiving server. Lives in memory: a new process tries afresh.

use std::sync::{Mutex, PoisonError};

use crate::events::ChangeKind;
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

/// The state of the one receiving account.
#[derive(Debug, Default)]
pub(crate) struct Board(Mutex<IntakeState>);

impl Board {
    pub fn read(&self) -> IntakeState {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Changes what is known; true: listeners should be told.
    fn change(&self, change: impl FnOnce(&mut IntakeState)) -> bool {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = (state.listening, state.problem.clone());
        change(&mut state);
        before != (state.listening, state.problem.clone())
    }
}

/// Notes how the mailbox is watched and what is in the way, and tells listeners if that is news.
pub(crate) fn say(office: &Office, listening: Listening, problem: Option<(&'static str, String)>) {
    let now = office.now();
    let changed = office.intake.change(|state| {
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
