//! What a message changed, kept for as long as it can be taken back.

use serde::{Deserialize, Serialize};

use super::{ChatState, LONGEST_UNDO, Message};
use crate::id::{TaskId, TemplateId};
use crate::reminders::Reminder;
use crate::settings::PolicyChange;
use crate::templates::Words;
use crate::time::{Instant, Millis};

/// What a message changed, to be put back.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Before {
    /// The reminder that was asked for with the message; `None`: off.
    pub reminder: Option<PolicyChange>,
    /// The thread as it was; `None`: the message began it.
    pub thread: Option<ThreadBefore>,
    /// The words before they were filled in for the client; `None`: they were written as they were sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unfilled: Option<Unfilled>,
}

/// A template's words with their variables, as the owner left them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Unfilled {
    /// The template.
    pub template_id: TemplateId,
    /// The subject.
    pub subject: String,
    /// Versioned rich text, JSON.
    pub body: String,
}

impl Unfilled {
    pub fn new(template_id: TemplateId, words: &Words) -> Self {
        Self { template_id, subject: words.subject.clone(), body: words.body.to_json() }
    }
}

/// A thread before a message.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ThreadBefore {
    /// Its reminder.
    pub reminder: Reminder,
    /// Why that was held; empty: it was not.
    pub held: String,
    /// Whether it stood in the list.
    pub state: ChatState,
    /// The tasks that it had.
    pub tasks: Vec<TaskId>,
}

/// A message that can be taken back, as it is stored.
#[derive(Debug, sqlx::FromRow)]
pub struct Undoable {
    /// Until when.
    pub until_at: Millis,
    /// The JSON of what it changed.
    pub before: String,
    /// The message.
    #[sqlx(flatten)]
    pub message: Message,
}

/// Until when a message can be taken back, seen from `now`; `None`: it can't be any more. After a clock was set back it
/// can't either.
pub(super) fn open_until(until: Millis, now: Instant) -> Option<Millis> {
    let until: Instant = until.into();
    let longest = now + chrono::TimeDelta::seconds(LONGEST_UNDO.into());
    (now < until && until <= longest).then(|| until.into())
}
