use super::super::rules::Change;
use super::super::samples::{after, any_hour, date, notified, office, policy, reminded, rome};
use super::super::window::{SendingWindow, WindowSettings};
use super::*;

const WEDNESDAY: &str = "2026-04-22 16:05";

fn goes(reminder: &Reminder, now: &str) -> Option<(u32, Instant)> {
    match reminder.next(&office(), rome(now)) {
        Next::Due { step, at } => Some((step, at)),
        _ => None,
    }
}

fn closed_for_good() -> Calendar {
    let closed = date("2026-01-01").iter_days().take(3 * 366).collect();
    let settings = WindowSettings { closed, ..SendingWindow::office_hours(None).into() };
    Calendar { window: Some(SendingWindow::new(settings).unwrap()), ..office() }
}

#[test]
fn an_item_with_which_nothing_was_asked_is_off_or_not_asked() {
    let mut reminder = Reminder::default();
    assert_eq!(reminder.next(&office(), rome(WEDNESDAY)), Next::Off);
    reminder.apply(Change::SwitchedOn(policy(3, 1)), rome(WEDNESDAY)).unwrap();
    assert_eq!(reminder.next(&office(), rome(WEDNESDAY)), Next::NotAsked);
}

#[test]
fn after_a_long_sleep_one_reminder_goes_and_the_next_counts_from_it() {
    let reminder = notified(policy(3, 9), WEDNESDAY);
    let woken = "2026-09-01 15:00";
    assert_eq!(goes(&reminder, woken), Some((1, rome(woken))));
    let reminder = reminded(reminder, 1, woken);
    assert_eq!(goes(&reminder, woken), Some((2, rome("2026-09-04 09:00"))));
}

#[test]
fn waking_outside_the_window_waits_for_the_next_morning() {
    let reminder = notified(policy(3, 9), WEDNESDAY);
    assert_eq!(goes(&reminder, "2026-09-04 18:00"), Some((1, rome("2026-09-07 09:00"))));
}

#[test]
fn a_clock_set_back_by_years_counts_as_now() {
    let mut reminder = notified(policy(3, 2), "2036-04-22 16:05");
    let now = rome(WEDNESDAY);
    assert_eq!(reminder.latest_instant(), Some(rome("2036-04-22 16:05")));
    assert_eq!(goes(&reminder, WEDNESDAY), Some((1, rome("2026-04-27 09:00"))));
    assert!(reminder.settle(now));
    assert_eq!(reminder.mailed, Some(now));
    assert_eq!(reminder.due_at(&office()), Some((1, rome("2026-04-27 09:00"))));
    assert!(!reminder.settle(now), "settled already");
}

#[test]
fn a_skip_or_a_switching_on_made_under_a_wrong_clock_silences_nothing() {
    let wrong = "2036-04-22 16:05";
    let on = Change::SwitchedOn(policy(3, 3));
    let skip = Change::Skipped { step: 1 };
    let mut reminder =
        after(notified(policy(3, 3), WEDNESDAY), &[(wrong, Change::SwitchedOff), (wrong, on), (wrong, skip)]);
    assert_eq!(reminder.latest_instant(), Some(rome(wrong)));
    assert!(reminder.settle(rome("2026-05-04 10:00")));
    // Counted from 4 May: 7 May skipped, 11 May goes.
    assert_eq!(reminder.due_at(&office()), Some((2, rome("2026-05-11 09:00"))));
}

#[test]
fn a_clock_set_forward_sends_one_and_not_one_for_each_year() {
    let jumped = "2036-04-22 16:05";
    let reminder = reminded(notified(policy(3, 9), WEDNESDAY), 1, jumped);
    assert_eq!(goes(&reminder, jumped), Some((2, rome("2036-04-28 09:00"))));
}

#[test]
fn when_the_window_never_opens_the_item_is_held_and_says_so() {
    let reminder = notified(policy(3, 2), WEDNESDAY);
    assert_eq!(reminder.due_at(&closed_for_good()), None);
    let next = reminder.next(&closed_for_good(), rome("2026-05-04 10:00"));
    assert_eq!(next, Next::NeverOpens { step: 1 });
}

#[test]
fn the_outbox_sends_what_is_still_wanted_and_only_in_the_window() {
    let queued = Change::ReminderQueued { step: 1 };
    let reminder = after(notified(policy(3, 2), WEDNESDAY), &[("2026-04-27 09:00", queued)]);
    let check = |now| reminder.check_send(1, 1, &office(), rome(now));
    assert_eq!(check("2026-04-27 09:00"), SendCheck::Send);
    assert_eq!(check("2026-04-27 17:59"), SendCheck::Send);
    assert_eq!(check("2026-04-27 18:00"), SendCheck::NotBefore(rome("2026-04-28 09:00")));
    assert_eq!(reminder.check_send(1, 1, &any_hour(), rome("2026-04-27 18:00")), SendCheck::Send);
    let never = reminder.check_send(1, 1, &closed_for_good(), rome("2026-04-27 10:00"));
    assert_eq!(never, SendCheck::NeverOpens);
}

#[test]
fn the_outbox_withdraws_a_reminder_whose_item_ended_or_whose_owner_said_no() {
    let monday = "2026-04-27 09:00";
    let queued = after(notified(policy(3, 2), WEDNESDAY), &[(monday, Change::ReminderQueued { step: 1 })]);
    let check = |change| after(queued.clone(), &[(monday, change)]).check_send(1, 1, &office(), rome(monday));
    let ended = Withdrawal::Ended(StopReason::Answered);
    assert_eq!(check(Change::Ended(StopReason::Answered)), SendCheck::Withdraw(ended));
    assert_eq!(check(Change::SwitchedOff), SendCheck::Withdraw(Withdrawal::SwitchedOff));
    let superseded = SendCheck::Withdraw(Withdrawal::Superseded);
    assert_eq!(check(Change::Armed(Some(policy(3, 2)))), superseded);
    assert_eq!(check(Change::PolicyChanged(policy(30, 2))), superseded);
    assert_eq!(check(Change::SentAgainAccepted { round: 1, number: 1 }), superseded);
    assert_eq!(check(Change::PolicyChanged(policy(3, 5))), SendCheck::Send);
}

#[test]
fn switching_off_and_on_does_not_let_the_old_mail_go_at_once() {
    let monday = "2026-04-27 09:00";
    let queued = after(notified(policy(3, 2), WEDNESDAY), &[(monday, Change::ReminderQueued { step: 1 })]);
    let on = Change::SwitchedOn(policy(3, 2));
    let reminder = after(queued, &[(monday, Change::SwitchedOff), (monday, on)]);
    let check = reminder.check_send(1, 1, &office(), rome("2026-04-27 10:00"));
    assert_eq!(check, SendCheck::Withdraw(Withdrawal::Superseded));
    assert_eq!(goes(&reminder, monday), Some((1, rome("2026-04-30 09:00"))));
}

#[test]
fn a_second_contact_still_gets_the_step_until_the_next_one_takes_its_place() {
    let reminder = reminded(notified(policy(3, 2), WEDNESDAY), 1, "2026-04-27 09:00");
    let check = |reminder: &Reminder, step| reminder.check_send(1, step, &office(), rome("2026-04-30 09:00"));
    assert_eq!(check(&reminder, 1), SendCheck::Send);
    let reminder = after(reminder, &[("2026-04-30 09:00", Change::ReminderQueued { step: 2 })]);
    assert_eq!(check(&reminder, 1), SendCheck::Withdraw(Withdrawal::Superseded));
    assert_eq!(check(&reminder, 2), SendCheck::Send);
    let last = after(reminder, &[("2026-04-30 09:00", Change::ReminderAccepted { round: 1, step: 2 })]);
    assert_eq!(last.stop(), Some(StopReason::CountReached));
    assert_eq!(
        check(&last, 2),
        SendCheck::Send,
        "the count is reached, the second contact still gets the last"
    );
    let fewer = after(last, &[("2026-04-30 09:30", Change::PolicyChanged(policy(3, 1)))]);
    assert_eq!(check(&fewer, 2), SendCheck::Withdraw(Withdrawal::Superseded));
}

#[test]
fn a_clock_corrected_back_or_a_new_closing_day_puts_off_even_what_is_in_the_outbox() {
    let queued = ("2036-04-21 09:00", Change::ReminderQueued { step: 1 });
    let reminder = after(notified(policy(3, 2), WEDNESDAY), &[queued]);
    let monday = SendCheck::NotBefore(rome("2026-04-27 09:00"));
    assert_eq!(reminder.check_send(1, 1, &office(), rome("2026-04-23 10:00")), monday);
    let closed = [date("2026-04-27")].into();
    let settings = WindowSettings { closed, ..office().window.unwrap().into() };
    let calendar = Calendar { window: Some(SendingWindow::new(settings).unwrap()), ..office() };
    let tuesday = SendCheck::NotBefore(rome("2026-04-28 09:00"));
    assert_eq!(reminder.check_send(1, 1, &calendar, rome("2026-04-27 10:00")), tuesday);
}

#[test]
fn what_was_pulled_forward_by_15_minutes_may_go_but_not_earlier() {
    let reminder = notified(policy(3, 1), "2026-04-22 16:15");
    let check = |now: &str| {
        let queued = after(reminder.clone(), &[(now, Change::ReminderQueued { step: 1 })]);
        queued.check_send(1, 1, &any_hour(), rome(now))
    };
    assert_eq!(check("2026-04-25 16:00"), SendCheck::Send);
    assert_eq!(check("2026-04-25 15:59"), SendCheck::NotBefore(rome("2026-04-25 16:00")));
}

#[test]
fn a_recalled_mail_whose_step_is_then_skipped_does_not_go() {
    let monday = "2026-04-27 09:00";
    let again = Change::SentAgainAccepted { round: 1, number: 1 };
    let reminder = after(
        notified(policy(3, 3), WEDNESDAY),
        &[
            (monday, Change::ReminderQueued { step: 1 }),
            (monday, Change::PolicyChanged(policy(4, 3))),
            (monday, Change::Skipped { step: 1 }),
            (monday, again),
        ],
    );
    let check = reminder.check_send(1, 1, &office(), rome("2026-05-27 10:00"));
    assert_eq!(check, SendCheck::Withdraw(Withdrawal::Superseded));
}

#[test]
fn a_second_contact_whose_reminder_is_late_gets_the_mail_sent_again_and_not_both() {
    let reminder = reminded(notified(policy(3, 2), WEDNESDAY), 1, "2026-04-27 09:00");
    let again = Change::SentAgainAccepted { round: 1, number: 1 };
    let reminder = after(reminder, &[("2026-04-27 09:30", again)]);
    let check = reminder.check_send(1, 1, &office(), rome("2026-04-27 10:00"));
    assert_eq!(check, SendCheck::Withdraw(Withdrawal::Superseded));
}
