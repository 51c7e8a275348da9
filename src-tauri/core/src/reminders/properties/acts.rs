//! What can happen in the world of one item, and the corners that the histories must come into.

use crate::reminders::policy::Policy;

/// What happens; durations in minutes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Act {
    Awake(i64),
    Asleep(i64),
    ClockJump(i64),
    Message {
        policy: Option<Policy>,
        notified: bool,
    },
    NotificationAccepted,
    OldMailsAccepted,
    Answered,
    Resumed,
    Archived,
    Reopened,
    ArchivedAndReopened,
    SwitchedOff,
    SwitchedOn(Policy),
    PolicyChanged(Policy),
    SentAgain,
    Skipped(u32),
    NetworkGone,
    NetworkBack,
    /// The mail was past the final dot when the item ended: nobody could ask again.
    AcceptedWithoutAsking,
    Withdrawn,
    Cancelled,
}

/// How often a history came into the corners that the properties are about.
#[derive(Debug, Clone, Default)]
pub(super) struct Corners([u32; 9]);

const CORNERS: [&str; 9] = [
    "a reminder on time",
    "a late reminder",
    "a second step",
    "a mail withdrawn",
    "a mail that went without asking",
    "a clock set back",
    "a step passed over",
    "a count reached",
    "a reminder within a day of an edge",
];

impl Corners {
    pub(super) fn add(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0).for_each(|(sum, count)| *sum += count);
    }

    pub(super) fn counts(&self) -> impl Iterator<Item = (&'static str, u32)> {
        CORNERS.into_iter().zip(self.0)
    }

    pub(super) fn note(&mut self, corner: &str) {
        self.0[CORNERS.iter().position(|name| *name == corner).unwrap()] += 1;
    }
}
