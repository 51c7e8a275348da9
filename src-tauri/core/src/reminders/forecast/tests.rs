use chrono::TimeDelta;

use super::super::rules::StopReason;
use super::super::samples::{after, any_hour, notified, office, policy, reminded, rome};
use super::*;

const WEDNESDAY: &str = "2026-04-22 16:05";
type Listed = Vec<(String, &'static str, Vec<(&'static str, u32, u32)>)>;

fn listed(
    items: &[(&'static str, &'static str, &Reminder)],
    calendar: &Calendar,
    now: &str,
    days: i64,
) -> Listed {
    let items = items.iter().map(|(client, item, reminder)| (*client, *item, (*reminder).clone()));
    let until = rome(now) + TimeDelta::days(days);
    let civil = |at: Instant| at.with_timezone(&calendar.zone).format("%a %d %b %H:%M").to_string();
    let line = |group: Together<&'static str, Planned<&'static str>>| {
        let items = group.items.into_iter().map(|planned| (planned.item, planned.step, planned.of));
        (civil(group.at), group.client, items.collect())
    };
    forecast(items, calendar, rome(now), until).into_iter().map(line).collect()
}

fn line(
    at: &str,
    client: &'static str,
    items: &[(&'static str, u32, u32)],
) -> (String, &'static str, Vec<(&'static str, u32, u32)>) {
    (at.to_owned(), client, items.to_vec())
}

#[test]
fn the_forecast_lists_every_step_up_to_its_end() {
    let reminder = notified(policy(3, 4), WEDNESDAY);
    let planned = listed(&[("Rinaldi", "VAT", &reminder)], &office(), WEDNESDAY, 15);
    assert_eq!(
        planned,
        [
            line("Mon 27 Apr 09:00", "Rinaldi", &[("VAT", 1, 4)]),
            line("Thu 30 Apr 09:00", "Rinaldi", &[("VAT", 2, 4)]),
            line("Mon 04 May 09:00", "Rinaldi", &[("VAT", 3, 4)]),
            line("Thu 07 May 09:00", "Rinaldi", &[("VAT", 4, 4)]),
        ]
    );
    assert_eq!(listed(&[("Rinaldi", "VAT", &reminder)], &office(), WEDNESDAY, 8).len(), 2);
}

#[test]
fn the_forecast_leaves_out_what_is_off_ended_skipped_or_not_yet_notified() {
    let reminder = notified(policy(3, 2), WEDNESDAY);
    let off = after(reminder.clone(), &[(WEDNESDAY, Change::SwitchedOff)]);
    let ended = after(reminder.clone(), &[(WEDNESDAY, Change::Ended(StopReason::Answered))]);
    let skipped = after(reminder, &[(WEDNESDAY, Change::Skipped { step: 1 })]);
    let waiting = after(Reminder::default(), &[(WEDNESDAY, Change::Armed(Some(policy(3, 1))))]);
    let items =
        [("A", "off", &off), ("A", "ended", &ended), ("A", "skip", &skipped), ("A", "wait", &waiting)];
    let planned = listed(&items, &office(), WEDNESDAY, 30);
    assert_eq!(planned, [line("Thu 30 Apr 09:00", "A", &[("skip", 2, 2)])]);
    let notified_now = waiting.assuming_notified(rome(WEDNESDAY));
    let planned = listed(&[("A", "wait", &notified_now)], &office(), WEDNESDAY, 30);
    assert_eq!(planned, [line("Mon 27 Apr 09:00", "A", &[("wait", 1, 1)])]);
}

#[test]
fn a_step_in_the_outbox_is_listed_when_it_may_go_and_the_rest_counts_from_it() {
    let queued = ("2026-04-27 09:00", Change::ReminderQueued { step: 1 });
    let reminder = after(notified(policy(3, 2), WEDNESDAY), &[queued]);
    let planned = listed(&[("A", "one", &reminder)], &office(), "2026-05-04 20:00", 30);
    let expected =
        [line("Tue 05 May 09:00", "A", &[("one", 1, 2)]), line("Fri 08 May 09:00", "A", &[("one", 2, 2)])];
    assert_eq!(planned, expected);
}

#[test]
fn an_overdue_item_is_forecast_once_and_then_at_its_pace() {
    let reminder = notified(policy(3, 3), WEDNESDAY);
    let planned = listed(&[("A", "one", &reminder)], &office(), "2026-09-01 15:00", 4);
    let expected =
        [line("Tue 01 Sep 15:00", "A", &[("one", 1, 3)]), line("Fri 04 Sep 09:00", "A", &[("one", 2, 3)])];
    assert_eq!(planned, expected);
}

#[test]
fn reminders_of_one_client_within_15_minutes_of_the_first_go_with_it() {
    let first = notified(policy(3, 1), "2026-04-22 16:00");
    let second = notified(policy(3, 1), "2026-04-22 16:15");
    let third = notified(policy(3, 1), "2026-04-22 16:16");
    let items = [("A", "third", &third), ("A", "second", &second), ("A", "first", &first)];
    let planned = listed(&items, &any_hour(), "2026-04-22 17:00", 30);
    let expected = [
        line("Sat 25 Apr 16:00", "A", &[("first", 1, 1), ("second", 1, 1)]),
        line("Sat 25 Apr 16:16", "A", &[("third", 1, 1)]),
    ];
    assert_eq!(planned, expected);
}

#[test]
fn what_was_pulled_forward_counts_on_from_the_mail_that_went() {
    let first = notified(policy(3, 2), "2026-04-22 16:00");
    let second = notified(policy(2, 2), "2026-04-23 16:10");
    let items = [("A", "first", &first), ("A", "second", &second)];
    let planned = listed(&items, &any_hour(), "2026-04-24 10:00", 30);
    let expected = [
        line("Sat 25 Apr 16:00", "A", &[("first", 1, 2), ("second", 1, 2)]),
        line("Mon 27 Apr 16:00", "A", &[("second", 2, 2)]),
        line("Tue 28 Apr 16:00", "A", &[("first", 2, 2)]),
    ];
    assert_eq!(planned, expected);
}

#[test]
fn reminders_of_two_clients_never_go_together() {
    let one = notified(policy(3, 1), WEDNESDAY);
    let planned = listed(&[("B", "theirs", &one), ("A", "ours", &one)], &office(), WEDNESDAY, 30);
    let expected = [
        line("Mon 27 Apr 09:00", "A", &[("ours", 1, 1)]),
        line("Mon 27 Apr 09:00", "B", &[("theirs", 1, 1)]),
    ];
    assert_eq!(planned, expected);
}

#[test]
fn the_end_of_the_forecast_does_not_part_what_goes_together() {
    let first = notified(policy(3, 1), "2026-04-22 16:00");
    let second = notified(policy(3, 1), "2026-04-22 16:10");
    let items = [("A", "first", &first), ("A", "second", &second)];
    let planned = listed(&items, &any_hour(), "2026-04-23 16:05", 2);
    assert_eq!(planned, [line("Sat 25 Apr 16:00", "A", &[("first", 1, 1), ("second", 1, 1)])]);
}

#[test]
fn a_last_reminder_is_followed_by_none() {
    let reminder = reminded(notified(policy(3, 1), WEDNESDAY), 1, "2026-04-27 09:00");
    assert_eq!(listed(&[("A", "one", &reminder)], &office(), "2026-04-27 09:00", 365), []);
}

#[test]
fn grouping_sorts_by_instant_and_begins_a_new_group_after_15_minutes_from_the_first() {
    let nine = rome("2026-04-27 09:00");
    let minute = |minutes| nine + TimeDelta::minutes(minutes);
    let due = vec![
        ("B", 1, minute(3)),
        ("A", 2, minute(20)),
        ("A", 3, minute(10)),
        ("A", 4, minute(5)),
        ("A", 5, minute(21)),
    ];
    let groups = group(due);
    let expected = [
        Together { at: minute(3), client: "B", items: vec![1] },
        Together { at: minute(5), client: "A", items: vec![4, 3, 2] },
        Together { at: minute(21), client: "A", items: vec![5] },
    ];
    assert_eq!(groups, expected);
}
