//! When the next reminder of an item goes: one pure function from its state, the office's calendar and the time. The
//! loop sends by it, the forecast shows by it, and the outbox asks again by it before each send.

use chrono::TimeDelta;

use super::calendar::Calendar;
use super::rules::{Phase, Reminder, StopReason};
use crate::time::Instant;

#[cfg(test)]
mod tests;

/// How long after the first a reminder of the same client may be due and still go with it, pulled forward.
pub const TOGETHER_WITHIN: TimeDelta = TimeDelta::minutes(15);

/// What comes next for an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Never set, or switched off.
    Off,
    /// Switched on, but the office has asked nothing yet.
    NotAsked,
    /// No more reminders, for this reason.
    Stopped(StopReason),
    /// Nothing can be planned before the mail server accepts something.
    Waiting(Awaited),
    /// This step goes at this instant; it is time when `at` is not later than now.
    Due {
        /// The step, from 1.
        step: u32,
        /// When it goes, looked at from now.
        at: Instant,
    },
    /// This step's turn would come, but the sending window opens on no day; the item is held until the owner mends it.
    NeverOpens {
        /// The step, from 1.
        step: u32,
    },
}

/// What the mail server has not accepted yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Awaited {
    /// The notification of the message or request, for any contact.
    Notification,
    /// The mails of this step, for any contact.
    Reminder {
        /// The step, from 1.
        step: u32,
    },
}

/// Whether a reminder's mail that lies in the outbox may go now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendCheck {
    /// Now.
    Send,
    /// Not before this instant: the window's next opening, or the due date that a corrected clock or a changed
    /// calendar has put off.
    NotBefore(Instant),
    /// Not at all as things stand: the window opens on no day.
    NeverOpens,
    /// No longer: it becomes `withdrawn`.
    Withdraw(Withdrawal),
}

/// Why a reminder's mail no longer goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Withdrawal {
    /// The item has ended.
    Ended(StopReason),
    /// The owner switched reminders off.
    SwitchedOff,
    /// A newer message, round or step took its place, or a change of the settings put it off.
    Superseded,
}

impl Reminder {
    /// The next step and the instant at which it falls due, whether that is past or to come: a function of state and
    /// calendar alone, fit to be stored. None while nothing is to be queued: off, ended, all used up, in flight,
    /// notification not accepted, or no day on which the window opens.
    pub fn due_at(&self, calendar: &Calendar) -> Option<(u32, Instant)> {
        let queueable = self.enabled && self.phase == Phase::Pending && self.in_flight.is_none();
        if queueable { self.next_step_due(calendar) } else { None }
    }

    /// What comes next, seen from `now`. Instants later than now, kept before a clock was set back, count as now.
    pub fn next(&self, calendar: &Calendar, now: Instant) -> Next {
        match self.phase {
            _ if !self.enabled => return Next::Off,
            Phase::NotAsked => return Next::NotAsked,
            Phase::Ended(reason) => return Next::Stopped(reason),
            Phase::Pending => {}
        }
        if let Some(step) = self.in_flight {
            return Next::Waiting(Awaited::Reminder { step });
        }
        let Some(step) = self.next_step() else { return Next::Stopped(StopReason::CountReached) };
        if self.mailed.is_none() {
            return Next::Waiting(Awaited::Notification);
        }
        let fires = self.due_seen_from(now, calendar).and_then(|due| calendar.fire_at(due, now));
        fires.map_or(Next::NeverOpens { step }, |at| Next::Due { step, at })
    }

    /// The instant from which the days of the next step count, before any skipped ones: the last accepted mail, or a
    /// later switching on, resuming or reopening. None until the notification is accepted.
    pub fn counts_from(&self) -> Option<Instant> {
        self.mailed.map(|mailed| self.since.map_or(mailed, |since| mailed.max(since)))
    }

    /// The latest instant that this state holds: when it is later than now, the clock was set back and
    /// [`settle`](Self::settle) has work.
    pub fn latest_instant(&self) -> Option<Instant> {
        self.skipped.values().copied().chain(self.mailed).chain(self.since).max()
    }

    /// Rewrites every instant that is later than now to now; says whether there was one. Done by the loop and kept,
    /// so that a clock set back by years neither silences an item for years nor makes it burst.
    pub fn settle(&mut self, now: Instant) -> bool {
        let kept = self.mailed.iter_mut().chain(&mut self.since).chain(self.skipped.values_mut());
        kept.filter(|at| **at > now).map(|at| *at = now).count() > 0
    }

    /// The question that the outbox asks again right before it sends a mail of this step: is it still wanted, is it
    /// still time, and is the window open? With several contacts, the ones who come later still get the step after
    /// the first acceptance, until the next step takes its place.
    pub fn check_send(&self, round: u32, step: u32, calendar: &Calendar, now: Instant) -> SendCheck {
        let wanted = round == self.round && self.in_flight.or(self.in_delivery) == Some(step);
        match self.phase {
            Phase::Ended(reason) => return SendCheck::Withdraw(Withdrawal::Ended(reason)),
            _ if !self.enabled => return SendCheck::Withdraw(Withdrawal::SwitchedOff),
            Phase::Pending if wanted && step <= self.policy.max_count() => {}
            Phase::Pending | Phase::NotAsked => return SendCheck::Withdraw(Withdrawal::Superseded),
        }
        let first_of_its_step = self.in_flight.is_some();
        let due = if first_of_its_step { self.due_seen_from(now, calendar) } else { Some(now) };
        // What was pulled forward to go together was queued that much before its own due date.
        let earliest = due.map(|due| now.max(due - TOGETHER_WITHIN));
        match earliest.and_then(|at| calendar.fire_at(at, at)) {
            Some(at) if at <= now => SendCheck::Send,
            Some(at) => SendCheck::NotBefore(at),
            None => SendCheck::NeverOpens,
        }
    }

    fn due_seen_from(&self, now: Instant, calendar: &Calendar) -> Option<Instant> {
        let mut settled = self.clone();
        settled.settle(now);
        settled.next_step_due(calendar).map(|(_, due)| due)
    }

    fn next_step_due(&self, calendar: &Calendar) -> Option<(u32, Instant)> {
        let next_step = self.next_step()?;
        let mut counts_from = self.counts_from()?;
        for step in self.used.saturating_add(1)..next_step {
            let skipped_at = self.skipped.get(&step)?;
            let due = calendar.due(counts_from, self.policy.every_days())?;
            // The date at which it would have gone, as the owner saw it when skipping.
            counts_from = calendar.fire_at(due, *skipped_at)?;
        }
        Some((next_step, calendar.due(counts_from, self.policy.every_days())?))
    }
}
