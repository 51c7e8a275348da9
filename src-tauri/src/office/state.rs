//! How the office is, as far as the shell shows it.

use serde::Deserialize;

/// How the office is, as far as tray and badge show it.
#[derive(Debug)]
pub struct State {
    /// What `office.state` replies.
    pub told: Told,
    /// When the next reminder is due, in words; `Some("")`: as soon as the sending window opens.
    pub next_reminder: Option<String>,
    /// When the last daily backup was made, in words.
    pub last_backup: Option<String>,
}

/// The part of `office.state` that is shown.
#[derive(Debug, Default, Deserialize)]
pub struct Told {
    /// `it` or `en`.
    pub language: String,
    /// Whether the owner has paused all reminders.
    pub reminders_paused: bool,
    /// What becomes of mail.
    pub sending: Sending,
    /// How many threads have something unread.
    pub unread: i64,
    /// The loops.
    pub loops: Vec<Loop>,
}

/// A loop of the office.
#[derive(Debug, Deserialize)]
pub struct Loop {
    /// What went wrong last.
    pub error: Option<String>,
}

impl State {
    /// Whether something waits for the owner: an answer, an account, a loop that fails.
    pub fn needs_owner(&self) -> bool {
        let Sending { state, queued } = &self.told.sending;
        self.told.unread > 0
            || state == "refused"
            || (state == "unset" && *queued > 0)
            || self.told.loops.iter().any(|one| one.error.is_some())
    }
}

/// How mail gets out.
#[derive(Debug, Default, Deserialize)]
pub struct Sending {
    /// `unset`, `caught`, `ready`, `unreachable` or `refused`.
    pub state: String,
    /// Number of mails that wait.
    pub queued: u64,
}
