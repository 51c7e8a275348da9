//! What can happen to an item and its reminder, and what cannot.

use serde::{Deserialize, Serialize};

use super::StopReason;
use crate::reminders::policy::Policy;

/// What happened to an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// The office sent a new message or request, with this policy, or none for no reminders. A new round: count 0,
    /// and the days count from the first acceptance of its notification.
    Armed(Option<Policy>),
    /// The mail server accepted a notification that was written in this round.
    NotificationAccepted {
        /// The reminder's round when the notification was written.
        round: u32,
    },
    /// The mails of this step of the present round were written to the outbox.
    ReminderQueued {
        /// The step that [`next`](super::Reminder::next) named.
        step: u32,
    },
    /// The mail server accepted a mail of this step.
    ReminderAccepted {
        /// The round in which it was queued.
        round: u32,
        /// The step.
        step: u32,
    },
    /// None of the mails of this step will go: the step is free again and keeps its due date.
    ReminderWithdrawn {
        /// The round in which it was queued.
        round: u32,
        /// The step.
        step: u32,
    },
    /// The mail server accepted a mail of a Send again. It uses up no step; the next automatic reminder counts
    /// from it. Before the notification was accepted it takes that one's place.
    SentAgainAccepted {
        /// The reminder's round when it was written.
        round: u32,
        /// Its number among the item's, from 1.
        number: u32,
    },
    /// The item ended, for whatever reason but [`StopReason::CountReached`]. Answer and archive may follow each
    /// other in any order; every other end is final.
    Ended(StopReason),
    /// An archived chat was reopened by the office: as if its message were new (count 0), with the days counted
    /// from now, or from the notification if that is accepted only later. What was off stays off.
    Reopened {
        /// The last message is the client's: then nothing is armed, and the reminder reads as answered.
        client_has_last_word: bool,
    },
    /// "This reply doesn't answer me": awaited again, count kept, days from now.
    Resumed,
    /// The owner switched reminders off.
    SwitchedOff,
    /// The owner switched reminders on: count kept, days from now. On one that is on already it only changes the
    /// policy. On an ended item it says what holds once the item is armed again.
    SwitchedOn(Policy),
    /// The owner changed days or count, on or off. New days count from the last accepted mail (or from a later
    /// switching on, resuming or reopening); a higher count revives an item whose count was reached, and its next
    /// reminder counts from the last one, so that it may be due at once.
    PolicyChanged(Policy),
    /// The owner skipped a step, the next one or one further ahead: it is used up, and the one after it counts from
    /// the date that it would have had. A later Send again, switching on or resuming counts anew without it.
    Skipped {
        /// The step, from 1.
        step: u32,
    },
}

/// What cannot be done to a reminder; nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReminderError {
    /// The item has ended for good.
    #[error("the item has already ended ({0:?})")]
    AlreadyEnded(StopReason),
    /// [`StopReason::CountReached`] ends no item.
    #[error("a reached count ends the reminders, not the item")]
    NoEndOfAnItem,
    /// Only an archived chat can be reopened.
    #[error("only an archived chat can be reopened")]
    NotArchived,
    /// Only a chat that was answered after the office asked can be resumed.
    #[error("there is no answer that could be set aside")]
    NotAnswered,
    /// The item awaits nobody, or its reminders are off.
    #[error("no reminders are planned for this item")]
    NothingPlanned,
    /// The round has no such step.
    #[error("there is no reminder {step}: they go from 1 to {of}")]
    NoSuchStep {
        /// The step asked for.
        step: u32,
        /// The last step there is.
        of: u32,
    },
    /// The step was accepted or skipped before.
    #[error("reminder {0} is used up: it has gone, or was skipped")]
    StepUsed(u32),
    /// The step waits in the outbox.
    #[error("reminder {0} is being sent")]
    StepInFlight(u32),
    /// A step was queued out of turn.
    #[error("it is not the turn of reminder {0}")]
    NotItsTurn(u32),
}
