//! The state machine of one reminder: what happened to a pending item, folded into a plain value. Chats, signatures
//! and approvals use the same.
//!
//! **Rounds and steps.** A round begins when the item is armed afresh (a new message or request of the office, a
//! reopening); within a round the reminders are the steps 1, 2 … up to the policy's count. A step is used up when a
//! mail of it was accepted, or when the owner skipped it; it never comes back in its round.
//!
//! **What the mail server did is a fact.** Acceptances are never refused: one that concerns an older request or an
//! older round changes nothing, one that comes after the item ended or was switched off still counts, since the
//! mail did go. Reporting an acceptance twice changes nothing, so that whoever records one for each contact need
//! not ask which came first; the first is the one that counts.
//!
//! **Recalled mails.** Ending, switching off or on, resuming and an accepted Send again recall what lies in the
//! outbox; a change of days recalls a step of which no mail was accepted. Recalled mails are withdrawn, see
//! [`check_send`](Reminder::check_send), and a step of which none went is free again: it falls due anew.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::policy::Policy;
use crate::time::Instant;

mod change;
#[cfg(test)]
mod tests;

pub use change::{Change, ReminderError};

/// The reminder of one item. [`next`](Self::next) and [`due_at`](Self::due_at) read it, [`apply`](Self::apply) and
/// [`settle`](Self::settle) alone change it; the fields are open for the store. [`Default`] is that of an item with which
/// nothing was asked yet, switched off.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// Whether the owner wants reminders for this item.
    pub enabled: bool,
    /// How often and how many; kept while switched off.
    pub policy: Policy,
    /// Whether the item awaits the client.
    pub phase: Phase,
    /// Number of the present round: 0 before anything was asked, +1 at each arming afresh.
    pub round: u32,
    /// The round in which the present message or request was sent. A reopening begins a round and asks nothing new.
    pub asked_in: u32,
    /// The highest step used up in this round; all before it are used up too.
    pub used: u32,
    /// How many reminders of this round were accepted: "2 sent".
    pub sent: u32,
    /// The step whose mails wait in the outbox, none of them accepted yet.
    pub in_flight: Option<u32>,
    /// The step that was accepted for a first contact, and may still be on its way to others.
    pub in_delivery: Option<u32>,
    /// When the last mail about the present message or request was accepted, for the first of its contacts:
    /// notification, reminder or Send again. None until the notification is.
    pub mailed: Option<Instant>,
    /// When the reminder was last switched on, resumed or reopened: the days never count from before it.
    pub since: Option<Instant>,
    /// Number of the last Send again that was accepted.
    pub sent_again: u32,
    /// Steps of this round that the owner skipped, each with the instant of skipping it.
    pub skipped: BTreeMap<u32, Instant>,
}

/// Whether an item awaits the client.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// The office has asked nothing yet: a signature that is only prepared, a chat that a client began.
    #[default]
    NotAsked,
    /// The client is awaited.
    Pending,
    /// The item has ended, for this reason (never [`StopReason::CountReached`]).
    Ended(StopReason),
}

/// Why a reminder stopped, as it is kept and shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopReason {
    /// Chat: the client has the last word. A ticked task is no answer.
    Answered,
    /// Chat: archived.
    Archived,
    /// All reminders of the round are used up. Derived by [`Reminder::stop`], never kept: a higher count revives the
    /// item, a lower one ends it.
    CountReached,
    /// Signature: all signers have signed.
    AllSigned,
    /// Signature: a signer declined.
    Declined,
    /// Signature or approval: the office took it back.
    Cancelled,
    /// Signature: its time ran out.
    Expired,
    /// Approval: given.
    Approved,
    /// Approval: refused.
    Rejected,
    /// Signature: made void.
    Voided,
}

impl Reminder {
    /// Takes in what happened at `at`. An error changes nothing.
    pub fn apply(&mut self, change: Change, at: Instant) -> Result<(), ReminderError> {
        match change {
            Change::Armed(policy) => self.arm(policy),
            Change::NotificationAccepted { round } => {
                if self.is_about_present_request(round) {
                    self.mailed.get_or_insert(at);
                }
                Ok(())
            }
            Change::ReminderQueued { step } => self.queue(step),
            Change::ReminderAccepted { round, step } => {
                self.accept(round, step, at);
                Ok(())
            }
            Change::ReminderWithdrawn { round, step } => {
                self.in_flight.take_if(|waiting| round == self.round && *waiting == step);
                Ok(())
            }
            Change::SentAgainAccepted { round, number } => {
                if self.is_about_present_request(round) && number > self.sent_again {
                    self.sent_again = number;
                    self.mailed = Some(at);
                    self.count_anew();
                }
                Ok(())
            }
            Change::Ended(reason) => self.end(reason),
            Change::Reopened { client_has_last_word } => self.reopen(client_has_last_word, at),
            Change::Resumed => self.resume(at),
            Change::SwitchedOff => {
                self.enabled = false;
                self.recall();
                Ok(())
            }
            Change::SwitchedOn(policy) => {
                if !self.enabled {
                    self.enabled = true;
                    self.since = Some(at);
                    self.count_anew();
                }
                self.change_policy(policy);
                Ok(())
            }
            Change::PolicyChanged(policy) => {
                self.change_policy(policy);
                Ok(())
            }
            Change::Skipped { step } => self.skip(step, at),
        }
    }

    /// Why no more reminders go although they are on: the item's end, or the count reached. None while more may come,
    /// while nothing was asked, and while the last one is in flight.
    pub fn stop(&self) -> Option<StopReason> {
        match self.phase {
            Phase::NotAsked => None,
            Phase::Ended(reason) => Some(reason),
            Phase::Pending if self.in_flight.is_some() || self.next_step().is_some() => None,
            Phase::Pending => Some(StopReason::CountReached),
        }
    }

    /// The first step of the round that is not used up, if the policy's count leaves one.
    pub fn next_step(&self) -> Option<u32> {
        let free = |step: &u32| !self.skipped.contains_key(step);
        (self.used.saturating_add(1)..=self.policy.max_count()).find(free)
    }

    fn arm(&mut self, policy: Option<Policy>) -> Result<(), ReminderError> {
        match self.phase {
            Phase::Ended(reason) if !may_come_back(reason) => {
                return Err(ReminderError::AlreadyEnded(reason));
            }
            Phase::Ended(_) | Phase::NotAsked | Phase::Pending => {}
        }
        self.begin_round();
        self.enabled = policy.is_some();
        self.policy = policy.unwrap_or(self.policy);
        self.asked_in = self.round;
        (self.mailed, self.since) = (None, None);
        Ok(())
    }

    fn begin_round(&mut self) {
        self.phase = Phase::Pending;
        self.round = self.round.saturating_add(1);
        (self.used, self.sent) = (0, 0);
        self.skipped.clear();
        self.recall();
    }

    fn queue(&mut self, step: u32) -> Result<(), ReminderError> {
        if !self.enabled || self.phase != Phase::Pending {
            return Err(ReminderError::NothingPlanned);
        }
        if let Some(waiting) = self.in_flight {
            return Err(ReminderError::StepInFlight(waiting));
        }
        if self.mailed.is_none() || self.next_step() != Some(step) {
            return Err(ReminderError::NotItsTurn(step));
        }
        (self.in_flight, self.in_delivery) = (Some(step), None);
        Ok(())
    }

    fn accept(&mut self, round: u32, step: u32, at: Instant) {
        let skipped = self.skipped.contains_key(&step);
        if round != self.round || (step <= self.used && !skipped) {
            return;
        }
        // A skipped step that went all the same was past recall when it was skipped: no other contact gets it.
        self.skipped.remove(&step);
        self.used = self.used.max(step);
        self.sent = self.sent.saturating_add(1);
        self.mailed = Some(at);
        (self.in_flight, self.in_delivery) = (None, (!skipped).then_some(step));
    }

    fn end(&mut self, reason: StopReason) -> Result<(), ReminderError> {
        match self.phase {
            _ if reason == StopReason::CountReached => return Err(ReminderError::NoEndOfAnItem),
            Phase::Ended(old) if old != reason && !(may_come_back(old) && may_come_back(reason)) => {
                return Err(ReminderError::AlreadyEnded(old));
            }
            Phase::Ended(_) | Phase::NotAsked | Phase::Pending => {}
        }
        self.phase = Phase::Ended(reason);
        self.recall();
        Ok(())
    }

    fn reopen(&mut self, client_has_last_word: bool, at: Instant) -> Result<(), ReminderError> {
        if self.phase != Phase::Ended(StopReason::Archived) {
            return Err(ReminderError::NotArchived);
        }
        if client_has_last_word || self.round == 0 {
            self.phase = Phase::Ended(StopReason::Answered);
        } else {
            self.begin_round();
            self.since = Some(at);
        }
        Ok(())
    }

    fn resume(&mut self, at: Instant) -> Result<(), ReminderError> {
        if self.phase != Phase::Ended(StopReason::Answered) || self.round == 0 {
            return Err(ReminderError::NotAnswered);
        }
        self.phase = Phase::Pending;
        self.since = Some(at);
        self.count_anew();
        Ok(())
    }

    fn change_policy(&mut self, policy: Policy) {
        let out_of_range = |waiting: &mut u32| *waiting > policy.max_count();
        if policy.every_days() == self.policy.every_days() {
            self.in_flight.take_if(out_of_range);
        } else {
            self.in_flight = None;
        }
        self.policy = policy;
    }

    fn skip(&mut self, step: u32, at: Instant) -> Result<(), ReminderError> {
        let of = self.policy.max_count();
        if !self.enabled || self.phase != Phase::Pending {
            return Err(ReminderError::NothingPlanned);
        }
        if step == 0 || step > of {
            return Err(ReminderError::NoSuchStep { step, of });
        }
        if step <= self.used || self.skipped.contains_key(&step) {
            return Err(ReminderError::StepUsed(step));
        }
        if self.in_flight == Some(step) {
            return Err(ReminderError::StepInFlight(step));
        }
        self.skipped.insert(step, at);
        Ok(())
    }

    /// What lies in the outbox is no longer wanted.
    fn recall(&mut self) {
        (self.in_flight, self.in_delivery) = (None, None);
    }

    /// The next reminder counts from a new instant: what waits in the outbox is recalled, and the skipped steps that
    /// were next in turn are behind us, or the days would count from the dates that they would now have.
    fn count_anew(&mut self) {
        self.recall();
        while self.skipped.contains_key(&self.used.saturating_add(1)) {
            self.used += 1;
        }
    }

    /// Whether a mail written in `round` is about the present message or request, and not one before it.
    fn is_about_present_request(&self, round: u32) -> bool {
        round >= self.asked_in && round <= self.round
    }
}

/// Answer and archive end a chat only until further notice; all other ends are final.
fn may_come_back(reason: StopReason) -> bool {
    matches!(reason, StopReason::Answered | StopReason::Archived)
}
