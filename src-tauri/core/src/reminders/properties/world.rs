//! One item, its outbox and its loop in a world whose clock, network and owner do as they like.
//!
//! The world keeps its own account ([`Account`]) of what may be sent, by simpler means than the rules: whether the
//! item is on and awaited, which steps went, from when the days count. Every mail is checked against that.

use std::collections::BTreeSet;

use chrono::{Datelike, TimeDelta, Timelike};

use super::acts::{Act, Corners};
use super::civil_date;
use crate::reminders::calendar::Calendar;
use crate::reminders::forecast::forecast;
use crate::reminders::next::{Awaited, Next, SendCheck, TOGETHER_WITHIN};
use crate::reminders::policy::Policy;
use crate::reminders::rules::{Change, Phase, Reminder, ReminderError, StopReason};
use crate::time::Instant;

#[derive(Debug, Clone)]
pub(super) struct World {
    calendar: Calendar,
    now: Instant,
    network: bool,
    reminder: Reminder,
    /// `due_at` as the store would hold it, written with each change.
    stored: Option<(u32, Instant)>,
    /// The reminder's mail in the outbox: round and step.
    outbox: Option<(u32, u32)>,
    history: Vec<(Option<Change>, Instant)>,
    account: Account,
    sent: Vec<(u32, Instant)>,
    pub(super) corners: Corners,
}

#[derive(Debug, Clone, Default)]
struct Account {
    on: bool,
    awaited: bool,
    client_has_last_word: bool,
    policy: Policy,
    round: u32,
    asked_in: u32,
    sent_again: u32,
    gone: BTreeSet<(u32, u32)>,
    skipped: BTreeSet<(u32, u32)>,
    /// No reminder goes before so many days from here.
    counts_from: Option<Instant>,
}

impl World {
    pub(super) fn new(calendar: Calendar, now: Instant) -> Self {
        Self {
            calendar,
            now,
            network: true,
            reminder: Reminder::default(),
            stored: None,
            outbox: None,
            history: Vec::new(),
            account: Account::default(),
            sent: Vec::new(),
            corners: Corners::default(),
        }
    }

    pub(super) fn act(&mut self, act: Act) {
        match act {
            Act::Awake(minutes) => self.awake(TimeDelta::minutes(minutes)),
            Act::Asleep(minutes) | Act::ClockJump(minutes) => {
                self.set_clock(self.now + TimeDelta::minutes(minutes));
            }
            Act::Message { policy, notified } => {
                if self.apply(Change::Armed(policy)).is_ok() {
                    let account = &mut self.account;
                    account.begin_round();
                    account.asked_in = account.round;
                    account.on = policy.is_some();
                    account.policy = policy.unwrap_or(account.policy);
                    account.client_has_last_word = false;
                    account.counts_from = None;
                    if notified {
                        self.act(Act::NotificationAccepted);
                    }
                }
            }
            Act::NotificationAccepted => {
                let before = self.reminder.clone();
                self.must(Change::NotificationAccepted { round: self.account.asked_in });
                let first = self.account.counts_from.is_none();
                assert!(first || self.reminder == before, "only the first acceptance counts");
                self.account.counts_from.get_or_insert(self.now);
            }
            Act::OldMailsAccepted => self.old_mails_accepted(),
            Act::Answered => self.end(StopReason::Answered),
            Act::Archived => self.end(StopReason::Archived),
            Act::Cancelled => self.end(StopReason::Cancelled),
            Act::Resumed => {
                if self.apply(Change::Resumed).is_ok() {
                    self.account.awaited = true;
                    self.account.count_from(self.now);
                }
            }
            Act::Reopened => self.reopen(),
            Act::ArchivedAndReopened => {
                self.end(StopReason::Archived);
                self.reopen();
            }
            Act::SwitchedOff => {
                self.must(Change::SwitchedOff);
                self.account.on = false;
            }
            Act::SwitchedOn(policy) => {
                self.must(Change::SwitchedOn(policy));
                if !self.account.on {
                    self.account.count_from(self.now);
                }
                self.account.on = true;
                self.account.policy = policy;
            }
            Act::PolicyChanged(policy) => {
                self.must(Change::PolicyChanged(policy));
                self.account.policy = policy;
            }
            Act::SentAgain => {
                self.account.sent_again += 1;
                let (round, number) = (self.account.round, self.account.sent_again);
                self.must(Change::SentAgainAccepted { round, number });
                self.account.counts_from = Some(self.now);
            }
            Act::Skipped(step) => {
                if self.apply(Change::Skipped { step }).is_ok() {
                    let fresh = self.account.skipped.insert((self.account.round, step));
                    assert!(fresh && !self.account.gone.contains(&(self.account.round, step)));
                }
            }
            Act::NetworkGone => self.network = false,
            Act::NetworkBack => self.network = true,
            Act::AcceptedWithoutAsking => {
                if let Some((round, step)) = self.outbox.take() {
                    self.corners.note("a mail that went without asking");
                    self.accepted(round, step);
                }
            }
            Act::Withdrawn => {
                if let Some((round, step)) = self.outbox.take() {
                    self.must(Change::ReminderWithdrawn { round, step });
                }
            }
        }
    }

    /// The forecast of so many days is what then happens, if the network is there and nobody does anything.
    pub(super) fn check_forecast(&self, days: i64) {
        let mut future = Self { network: true, sent: Vec::new(), ..self.clone() };
        let until = self.now + TimeDelta::days(days);
        let planned = forecast([((), (), self.reminder.clone())], &self.calendar, self.now, until);
        let steps =
            planned.iter().flat_map(|group| group.items.iter().map(|planned| (planned.step, group.at)));
        future.awake(TimeDelta::days(days));
        assert_eq!(steps.collect::<Vec<_>>(), future.sent);
    }

    /// The history told again from the beginning ends in the same state and the same stored due date.
    pub(super) fn check_replay(&self) {
        let mut again = Reminder::default();
        for (change, at) in &self.history {
            match change {
                Some(change) => again.apply(*change, *at).unwrap(),
                None => assert!(again.settle(*at)),
            }
        }
        assert_eq!(again, self.reminder);
        assert_eq!(again.due_at(&self.calendar), self.stored);
    }

    /// Loop and outbox run: they wake when something is due or the window opens, and at odd times for no reason.
    fn awake(&mut self, duration: TimeDelta) {
        let until = self.now + duration;
        for odd in 1_i64.. {
            self.wake();
            if self.now >= until {
                return;
            }
            let rest = self.now + TimeDelta::minutes(odd * odd * 97 + 1);
            let next = match self.reminder.next(&self.calendar, self.now) {
                Next::Due { at, .. } => at.min(rest),
                _ => rest,
            };
            let mail = self
                .outbox
                .map(|(round, step)| self.reminder.check_send(round, step, &self.calendar, self.now));
            let mail = if let Some(SendCheck::NotBefore(at)) = mail { at } else { next };
            self.set_clock(next.min(mail).min(until));
        }
    }

    fn wake(&mut self) {
        if self.reminder.latest_instant().is_some_and(|latest| latest > self.now) {
            self.corners.note("a clock set back");
            assert!(self.reminder.settle(self.now));
            self.history.push((None, self.now));
            self.stored = self.reminder.due_at(&self.calendar);
        }
        self.run_outbox();
        self.check_not_silenced();
        let before = self.sent.len();
        let stored_is_due = self.stored.is_some_and(|(_, due)| due <= self.now);
        match self.reminder.next(&self.calendar, self.now) {
            Next::Due { step, at } if at <= self.now => {
                assert!(stored_is_due, "the stored due date would not have woken the loop");
                assert!(self.calendar.is_open(self.now));
                self.must(Change::ReminderQueued { step });
                self.outbox = Some((self.reminder.round, step));
                self.run_outbox();
                let again = self.reminder.next(&self.calendar, self.now);
                assert!(!matches!(again, Next::Due { at, .. } if at <= self.now), "a burst");
            }
            Next::Due { step, .. } => {
                assert_eq!(self.stored.map(|(stored, _)| stored), Some(step));
                assert!(!stored_is_due || !self.calendar.is_open(self.now), "due, open, and not sent");
            }
            Next::Waiting(Awaited::Reminder { step }) => {
                assert_eq!(self.outbox, Some((self.reminder.round, step)));
            }
            _ => assert!(!stored_is_due),
        }
        assert!(self.sent.len() <= before + 1);
    }

    /// What is awaited and has reminders left gets one in a foreseeable time, whatever the clock once said.
    fn check_not_silenced(&self) {
        let Account { on, awaited, policy, round, counts_from, ref gone, ref skipped, .. } = self.account;
        let used = |step: &u32| gone.contains(&(round, *step)) || skipped.contains(&(round, *step));
        let last = (1..=policy.max_count()).filter(used).max().unwrap_or(0);
        let awaits_reminder = on && awaited && counts_from.is_some() && last < policy.max_count();
        if awaits_reminder && self.outbox.is_none() {
            let Next::Due { at, .. } = self.reminder.next(&self.calendar, self.now) else {
                panic!("nothing is planned though {last} of {} are used up", policy.max_count());
            };
            // Each step has its days, and then up to three weeks (Christmas and New Year on the only open day).
            let longest = i64::from(policy.every_days() + 22) * i64::from(last + 1);
            assert!(at <= self.now + TimeDelta::days(longest), "silenced until {at}");
        }
    }

    /// The outbox asks again before it sends.
    fn run_outbox(&mut self) {
        let Some((round, step)) = self.outbox else { return };
        match self.reminder.check_send(round, step, &self.calendar, self.now) {
            SendCheck::Send if self.network => {
                self.check_mail(round, step);
                self.outbox = None;
                self.accepted(round, step);
            }
            SendCheck::Withdraw(_) => {
                self.corners.note("a mail withdrawn");
                self.outbox = None;
                self.must(Change::ReminderWithdrawn { round, step });
            }
            SendCheck::Send | SendCheck::NotBefore(_) => {}
            SendCheck::NeverOpens => panic!("these calendars open"),
        }
    }

    fn check_mail(&mut self, round: u32, step: u32) {
        let Account { on, awaited, policy, ref gone, ref skipped, counts_from, .. } = self.account;
        assert!(on, "sent though switched off");
        assert!(awaited, "sent after a stop");
        assert_eq!(round, self.account.round, "sent for an older message");
        assert!(!gone.contains(&(round, step)), "sent twice");
        assert!(!skipped.contains(&(round, step)), "sent though skipped");
        let in_round = gone.range((round, 0)..=(round, u32::MAX)).count();
        assert!(step <= policy.max_count(), "more than the count");
        assert!(in_round < usize::try_from(step).unwrap(), "a step for each mail");
        let from = counts_from.unwrap_or_else(|| panic!("sent before the notification"));
        // A clock set back while the mail waited may let it go as early as if it had been pulled forward.
        let date = civil_date(&self.calendar, self.now + TOGETHER_WITHIN);
        let days = (date - civil_date(&self.calendar, from)).num_days();
        assert!(days >= i64::from(policy.every_days()), "only {days} days after the last mail");
        self.check_hour();
        let due = self.calendar.due(from, policy.every_days()).unwrap();
        self.corners.note(if self.now == due { "a reminder on time" } else { "a late reminder" });
        if step > 1 {
            self.corners.note("a second step");
        }
        if skipped.contains(&(round, step.saturating_sub(1))) {
            self.corners.note("a step passed over");
        }
        let offset = |days| {
            let there = (self.now + TimeDelta::days(days)).with_timezone(&self.calendar.zone);
            there.naive_local() - there.naive_utc()
        };
        if offset(-1) != offset(1) {
            self.corners.note("a reminder within a day of an edge");
        }
    }

    /// By the clock on the wall, not by the calendar's own reckoning.
    fn check_hour(&self) {
        assert!(self.calendar.is_open(self.now), "sent while closed");
        let Some(window) = &self.calendar.window else { return };
        let local = self.now.with_timezone(&self.calendar.zone);
        let fixed_holidays =
            [(1, 1), (1, 6), (4, 25), (5, 1), (6, 2), (8, 15), (11, 1), (12, 8), (12, 25), (12, 26)];
        let holiday = local.year() >= 2001 && fixed_holidays.contains(&(local.month(), local.day()));
        assert!(!holiday, "sent on a holiday");
        let by_night = window.from().hour() < 4;
        let hours = window.from()..window.to();
        assert!(by_night || hours.contains(&local.time()), "sent at {local}");
        assert!(by_night || hours.end.hour() == 11 || local.weekday().number_from_monday() <= 5);
    }

    fn accepted(&mut self, round: u32, step: u32) {
        self.must(Change::ReminderAccepted { round, step });
        assert!(self.account.gone.insert((round, step)), "sent twice");
        if round == self.account.round {
            self.account.counts_from = Some(self.now);
            self.sent.push((step, self.now));
            let gone = self.account.gone.range((round, 0)..=(round, u32::MAX)).count();
            assert_eq!(usize::try_from(self.reminder.sent).unwrap(), gone);
        }
        if self.reminder.stop() == Some(StopReason::CountReached) {
            self.corners.note("a count reached");
        }
    }

    /// Acceptances of older messages, and of what is accepted already, change nothing.
    fn old_mails_accepted(&mut self) {
        let before = self.reminder.clone();
        let old = self.account.asked_in.saturating_sub(1);
        let round = self.account.round;
        let step =
            self.account.gone.range((round, 0)..=(round, u32::MAX)).last().map_or(0, |(_, step)| *step);
        self.must(Change::NotificationAccepted { round: old });
        self.must(Change::ReminderAccepted { round: old, step: 1 });
        self.must(Change::ReminderAccepted { round, step });
        self.must(Change::SentAgainAccepted { round: old, number: 1_000 });
        let again = self.account.sent_again;
        self.must(Change::SentAgainAccepted { round: self.account.round, number: again });
        assert_eq!(self.reminder, before);
    }

    fn end(&mut self, reason: StopReason) {
        if self.apply(Change::Ended(reason)).is_ok() {
            self.account.awaited = false;
            self.account.client_has_last_word |= reason == StopReason::Answered;
        }
    }

    fn reopen(&mut self) {
        let client_has_last_word = self.account.client_has_last_word;
        if self.apply(Change::Reopened { client_has_last_word }).is_ok() && !client_has_last_word {
            self.account.begin_round();
            self.account.count_from(self.now);
        }
    }

    fn set_clock(&mut self, now: Instant) {
        self.now = now;
        // An instant later than now counts as now.
        self.account.counts_from = self.account.counts_from.map(|from| from.min(now));
    }

    fn must(&mut self, change: Change) {
        if let Err(error) = self.apply(change) {
            panic!("{change:?}: {error}");
        }
    }

    fn apply(&mut self, change: Change) -> Result<(), ReminderError> {
        let before = self.reminder.clone();
        let result = self.reminder.apply(change, self.now);
        if result.is_ok() {
            self.history.push((Some(change), self.now));
        } else {
            assert_eq!(self.reminder, before, "an error changes nothing");
        }
        self.stored = self.reminder.due_at(&self.calendar);
        assert_ne!(self.reminder.phase, Phase::Ended(StopReason::CountReached));
        result
    }
}

impl Account {
    fn begin_round(&mut self) {
        self.round += 1;
        self.awaited = true;
    }

    /// The owner's act from which the days count anew, unless the notification is still to come.
    fn count_from(&mut self, now: Instant) {
        self.counts_from = self.counts_from.map(|_| now);
    }
}
