use super::super::calendar::Calendar;
use super::super::next::{Awaited, Next};
use super::super::samples::{after, any_hour, notified, office, policy, reminded, rome};
use super::*;

const WEDNESDAY: &str = "2026-04-22 16:05";

fn refused(reminder: &Reminder, change: Change) -> ReminderError {
    let mut tried = reminder.clone();
    let error = tried.apply(change, rome(WEDNESDAY)).unwrap_err();
    assert_eq!(&tried, reminder, "an error changes nothing");
    error
}

/// Step and due date: `"2: Thu 2026-04-30 09:00"`.
fn due(reminder: &Reminder, calendar: &Calendar) -> String {
    let civil = |at: Instant| at.with_timezone(&calendar.zone).format("%a %Y-%m-%d %H:%M");
    let shown = reminder.due_at(calendar).map(|(step, at)| format!("{step}: {}", civil(at)));
    shown.unwrap_or_else(|| "none".into())
}

#[test]
fn the_days_count_from_the_first_acceptance_of_the_notification() {
    let reminder =
        after(Reminder::default(), &[("2026-04-21 10:00", Change::Armed(Some(Policy::default())))]);
    assert_eq!(due(&reminder, &office()), "none");
    assert_eq!(reminder.next(&office(), rome("2026-05-30 10:00")), Next::Waiting(Awaited::Notification));
    let accepted = Change::NotificationAccepted { round: 1 };
    let reminder = after(reminder, &[(WEDNESDAY, accepted), ("2026-04-26 09:30", accepted)]);
    assert_eq!(due(&reminder, &office()), "1: Mon 2026-04-27 09:00");
}

#[test]
fn each_reminder_counts_from_the_first_acceptance_of_the_one_before() {
    let reminder = notified(policy(3, 3), WEDNESDAY);
    let queued = ("2026-04-27 09:00", Change::ReminderQueued { step: 1 });
    let accepted = Change::ReminderAccepted { round: 1, step: 1 };
    let first = ("2026-04-28 11:00", accepted);
    let reminder = after(reminder, &[queued, first, ("2026-04-30 17:00", accepted)]);
    assert_eq!(due(&reminder, &office()), "2: Mon 2026-05-04 09:00");
    assert_eq!((reminder.used, reminder.sent), (1, 1));
}

#[test]
fn a_step_in_flight_is_awaited_and_not_queued_again() {
    let reminder = notified(policy(3, 3), WEDNESDAY);
    let reminder = after(reminder, &[("2026-04-27 09:00", Change::ReminderQueued { step: 1 })]);
    assert_eq!(due(&reminder, &office()), "none");
    let months_later = rome("2026-09-01 10:00");
    assert_eq!(reminder.next(&office(), months_later), Next::Waiting(Awaited::Reminder { step: 1 }));
    assert_eq!(refused(&reminder, Change::ReminderQueued { step: 1 }), ReminderError::StepInFlight(1));
    assert_eq!(refused(&reminder, Change::ReminderQueued { step: 2 }), ReminderError::StepInFlight(1));
}

#[test]
fn a_step_is_queued_only_in_its_turn() {
    let reminder = notified(policy(3, 3), WEDNESDAY);
    assert_eq!(refused(&reminder, Change::ReminderQueued { step: 2 }), ReminderError::NotItsTurn(2));
    let reminder = reminded(reminder, 1, "2026-04-27 09:00");
    assert_eq!(refused(&reminder, Change::ReminderQueued { step: 1 }), ReminderError::NotItsTurn(1));
    let waiting = after(Reminder::default(), &[(WEDNESDAY, Change::Armed(Some(policy(3, 3))))]);
    assert_eq!(refused(&waiting, Change::ReminderQueued { step: 1 }), ReminderError::NotItsTurn(1));
    let off = after(waiting, &[(WEDNESDAY, Change::SwitchedOff)]);
    assert_eq!(refused(&off, Change::ReminderQueued { step: 1 }), ReminderError::NothingPlanned);
}

#[test]
fn a_withdrawn_step_is_free_again() {
    let queued = ("2026-04-27 09:00", Change::ReminderQueued { step: 1 });
    let withdrawn = ("2026-04-27 09:05", Change::ReminderWithdrawn { round: 1, step: 1 });
    let reminder = after(notified(policy(3, 2), WEDNESDAY), &[queued, withdrawn]);
    assert_eq!(due(&reminder, &office()), "1: Mon 2026-04-27 09:00");
    assert_eq!(reminder.used, 0);
}

#[test]
fn the_count_is_reached_at_the_acceptance_of_the_last_reminder() {
    let reminder = reminded(notified(policy(3, 2), WEDNESDAY), 1, "2026-04-27 09:00");
    let queued = after(reminder, &[("2026-04-30 09:00", Change::ReminderQueued { step: 2 })]);
    assert_eq!(queued.stop(), None);
    let last = Change::ReminderAccepted { round: 1, step: 2 };
    let reminder = after(queued, &[("2026-04-30 09:00", last)]);
    assert_eq!(reminder.stop(), Some(StopReason::CountReached));
    assert_eq!(reminder.sent, 2);
    let later = rome("2026-05-30 10:00");
    assert_eq!(reminder.next(&office(), later), Next::Stopped(StopReason::CountReached));
}

#[test]
fn an_answer_stops_the_reminder() {
    let reminder =
        after(notified(policy(3, 2), WEDNESDAY), &[(WEDNESDAY, Change::Ended(StopReason::Answered))]);
    assert_eq!(reminder.next(&office(), rome(WEDNESDAY)), Next::Stopped(StopReason::Answered));
    assert_eq!(due(&reminder, &office()), "none");
}

#[test]
fn every_end_stops_the_reminder_and_its_reason_is_kept() {
    use StopReason::*;
    for reason in [Answered, Archived, AllSigned, Declined, Cancelled, Expired, Approved, Rejected, Voided] {
        let ended = Change::Ended(reason);
        let reminder = after(notified(policy(3, 2), WEDNESDAY), &[(WEDNESDAY, ended), (WEDNESDAY, ended)]);
        assert_eq!(reminder.next(&office(), rome("2026-06-01 10:00")), Next::Stopped(reason));
        assert_eq!(reminder.stop(), Some(reason));
    }
}

#[test]
fn a_final_end_stays_and_a_reached_count_is_no_end() {
    let pending = notified(policy(3, 2), WEDNESDAY);
    assert_eq!(refused(&pending, Change::Ended(StopReason::CountReached)), ReminderError::NoEndOfAnItem);
    let signed = after(pending, &[(WEDNESDAY, Change::Ended(StopReason::AllSigned))]);
    for change in [Change::Ended(StopReason::Expired), Change::Armed(None), Change::Armed(Some(policy(3, 1)))]
    {
        assert_eq!(refused(&signed, change), ReminderError::AlreadyEnded(StopReason::AllSigned));
    }
    assert_eq!(refused(&signed, Change::Resumed), ReminderError::NotAnswered);
}

#[test]
fn a_mail_accepted_after_the_end_still_counts_since_it_went() {
    let queued = ("2026-04-27 09:00", Change::ReminderQueued { step: 1 });
    let answered = ("2026-04-27 09:01", Change::Ended(StopReason::Answered));
    let accepted = ("2026-04-27 09:02", Change::ReminderAccepted { round: 1, step: 1 });
    let reminder = after(notified(policy(3, 2), WEDNESDAY), &[queued, answered, accepted]);
    assert_eq!((reminder.sent, reminder.stop()), (1, Some(StopReason::Answered)));
    let resumed = after(reminder, &[("2026-04-28 10:00", Change::Resumed)]);
    assert_eq!(due(&resumed, &office()), "2: Mon 2026-05-04 09:00");
}

#[test]
fn a_new_message_arms_afresh_with_count_zero_and_waits_for_its_own_notification() {
    let reminder = reminded(notified(policy(3, 2), WEDNESDAY), 1, "2026-04-27 09:00");
    let late_of_the_old = Change::ReminderAccepted { round: 1, step: 2 };
    let reminder = after(
        reminder,
        &[
            ("2026-04-28 10:00", Change::Armed(Some(policy(5, 2)))),
            ("2026-04-28 10:01", late_of_the_old),
            ("2026-04-28 10:02", Change::NotificationAccepted { round: 1 }),
            ("2026-04-28 10:03", Change::SentAgainAccepted { round: 1, number: 1 }),
        ],
    );
    assert_eq!((reminder.round, reminder.used, reminder.sent, reminder.mailed), (2, 0, 0, None));
    let accepted = ("2026-04-28 10:05", Change::NotificationAccepted { round: 2 });
    assert_eq!(due(&after(reminder, &[accepted]), &office()), "1: Mon 2026-05-04 09:00");
}

#[test]
fn a_new_message_after_an_answer_arms_again_and_one_without_reminder_is_off() {
    let answered = (WEDNESDAY, Change::Ended(StopReason::Answered));
    let armed = ("2026-04-23 10:00", Change::Armed(Some(policy(3, 1))));
    let accepted = ("2026-04-23 10:00", Change::NotificationAccepted { round: 2 });
    let reminder = after(notified(policy(3, 1), WEDNESDAY), &[answered, armed, accepted]);
    assert_eq!(due(&reminder, &office()), "1: Mon 2026-04-27 09:00");
    let silent = after(reminder, &[("2026-04-24 10:00", Change::Armed(None))]);
    assert_eq!(silent.next(&office(), rome("2026-06-01 10:00")), Next::Off);
}

#[test]
fn archiving_stops_and_reopening_arms_as_if_the_message_were_new() {
    let reminder = reminded(notified(policy(3, 1), WEDNESDAY), 1, "2026-04-27 09:00");
    let archived = after(reminder, &[("2026-05-04 10:00", Change::Ended(StopReason::Archived))]);
    assert_eq!(archived.stop(), Some(StopReason::Archived));
    let reopened = Change::Reopened { client_has_last_word: false };
    let reminder = after(archived, &[("2026-05-11 17:00", reopened)]);
    assert_eq!((reminder.sent, reminder.round), (0, 2));
    assert_eq!(due(&reminder, &office()), "1: Thu 2026-05-14 09:00");
}

#[test]
fn reopening_leaves_off_what_was_off_and_arms_nothing_when_the_client_has_the_last_word() {
    let archived = (WEDNESDAY, Change::Ended(StopReason::Archived));
    let reopened = |client_has_last_word| ("2026-05-11 17:00", Change::Reopened { client_has_last_word });
    let off = (WEDNESDAY, Change::SwitchedOff);
    let reminder = after(notified(policy(3, 1), WEDNESDAY), &[off, archived, reopened(false)]);
    assert_eq!(reminder.next(&office(), rome("2026-06-01 10:00")), Next::Off);
    let answered = (WEDNESDAY, Change::Ended(StopReason::Answered));
    let reminder = after(notified(policy(3, 1), WEDNESDAY), &[answered, archived, reopened(true)]);
    assert_eq!(reminder.next(&office(), rome("2026-06-01 10:00")), Next::Stopped(StopReason::Answered));
    assert_eq!(reminder.round, 1);
}

#[test]
fn only_what_is_archived_can_be_reopened() {
    let reopened = Change::Reopened { client_has_last_word: false };
    assert_eq!(refused(&notified(policy(3, 1), WEDNESDAY), reopened), ReminderError::NotArchived);
}

#[test]
fn a_reopened_chat_whose_notification_is_still_queued_waits_for_it() {
    let armed = ("2026-04-20 10:00", Change::Armed(Some(policy(3, 1))));
    let archived = ("2026-04-20 11:00", Change::Ended(StopReason::Archived));
    let reopened = ("2026-04-21 11:00", Change::Reopened { client_has_last_word: false });
    let reminder = after(Reminder::default(), &[armed, archived, reopened]);
    assert_eq!(due(&reminder, &office()), "none");
    let accepted = ("2026-05-04 11:00", Change::NotificationAccepted { round: 1 });
    assert_eq!(due(&after(reminder, &[accepted]), &office()), "1: Thu 2026-05-07 09:00");
}

#[test]
fn a_reply_that_does_not_answer_resumes_with_the_count_kept_and_the_days_from_now() {
    let reminder = reminded(notified(policy(3, 2), WEDNESDAY), 1, "2026-04-27 09:00");
    let answered = ("2026-04-28 10:00", Change::Ended(StopReason::Answered));
    let reminder = after(reminder, &[answered, ("2026-05-11 17:00", Change::Resumed)]);
    assert_eq!(due(&reminder, &office()), "2: Thu 2026-05-14 09:00");
    assert_eq!(reminder.sent, 1);
    assert_eq!(refused(&reminder, Change::Resumed), ReminderError::NotAnswered);
}

#[test]
fn a_chat_that_only_the_client_wrote_in_cannot_be_resumed() {
    let begun_by_client = after(Reminder::default(), &[(WEDNESDAY, Change::Ended(StopReason::Answered))]);
    assert_eq!(refused(&begun_by_client, Change::Resumed), ReminderError::NotAnswered);
}

#[test]
fn switching_on_later_counts_from_that_moment_with_the_count_kept() {
    let reminder = reminded(notified(policy(3, 2), WEDNESDAY), 1, "2026-04-27 09:00");
    let off = ("2026-04-27 10:00", Change::SwitchedOff);
    let on = ("2026-05-11 17:00", Change::SwitchedOn(policy(3, 2)));
    let switched_off = after(reminder, &[off]);
    assert_eq!(switched_off.next(&office(), rome("2026-05-08 10:00")), Next::Off);
    let reminder = after(switched_off, &[on]);
    assert_eq!(due(&reminder, &office()), "2: Thu 2026-05-14 09:00");
}

#[test]
fn a_message_sent_without_reminder_gets_one_from_the_moment_it_is_switched_on() {
    let armed = ("2026-04-20 10:00", Change::Armed(None));
    let accepted = ("2026-04-20 10:00", Change::NotificationAccepted { round: 1 });
    let on = ("2026-05-11 17:00", Change::SwitchedOn(policy(2, 1)));
    let reminder = after(Reminder::default(), &[armed, accepted, on]);
    assert_eq!(due(&reminder, &office()), "1: Wed 2026-05-13 09:00");
}

#[test]
fn what_is_switched_on_before_its_notification_is_accepted_waits_for_that() {
    let armed = ("2026-04-20 10:00", Change::Armed(None));
    let on = ("2026-04-21 10:00", Change::SwitchedOn(policy(2, 1)));
    let reminder = after(Reminder::default(), &[armed, on]);
    assert_eq!(due(&reminder, &office()), "none");
    let accepted = ("2026-05-11 17:00", Change::NotificationAccepted { round: 1 });
    assert_eq!(due(&after(reminder, &[accepted]), &office()), "1: Wed 2026-05-13 09:00");
}

#[test]
fn switching_on_what_has_ended_arms_nothing() {
    let answered = (WEDNESDAY, Change::Ended(StopReason::Answered));
    let on = (WEDNESDAY, Change::SwitchedOn(policy(2, 1)));
    let off = (WEDNESDAY, Change::SwitchedOff);
    let reminder = after(notified(policy(3, 1), WEDNESDAY), &[off, answered, on]);
    assert_eq!(reminder.next(&office(), rome("2026-06-01 10:00")), Next::Stopped(StopReason::Answered));
}

#[test]
fn a_change_of_days_counts_anew_from_the_last_accepted_mail() {
    let reminder = reminded(notified(policy(3, 3), WEDNESDAY), 1, "2026-04-27 09:00");
    for change in [Change::PolicyChanged(policy(7, 3)), Change::SwitchedOn(policy(7, 3))] {
        let changed = after(reminder.clone(), &[("2026-04-29 12:00", change)]);
        assert_eq!(due(&changed, &office()), "2: Mon 2026-05-04 09:00");
    }
}

#[test]
fn a_change_of_days_never_counts_from_before_the_reminder_was_switched_on() {
    let off = ("2026-04-22 17:00", Change::SwitchedOff);
    let on = ("2026-06-08 10:00", Change::SwitchedOn(policy(3, 1)));
    let longer = ("2026-06-09 10:00", Change::PolicyChanged(policy(5, 1)));
    let reminder = after(notified(policy(3, 1), WEDNESDAY), &[off, on, longer]);
    assert_eq!(due(&reminder, &office()), "1: Mon 2026-06-15 09:00");
}

#[test]
fn a_higher_count_revives_what_had_reached_it_and_a_lower_one_ends_it() {
    let reminder = reminded(notified(policy(3, 1), WEDNESDAY), 1, "2026-04-27 09:00");
    assert_eq!(reminder.stop(), Some(StopReason::CountReached));
    let revived = after(reminder, &[("2026-04-28 10:00", Change::PolicyChanged(policy(3, 3)))]);
    assert_eq!(due(&revived, &office()), "2: Thu 2026-04-30 09:00");
    let lowered = after(revived, &[("2026-04-28 10:01", Change::PolicyChanged(policy(3, 1)))]);
    assert_eq!(lowered.stop(), Some(StopReason::CountReached));
}

#[test]
fn new_days_recall_the_step_in_flight_and_a_new_count_only_if_it_excludes_it() {
    let reminder = notified(policy(3, 3), WEDNESDAY);
    let queued = after(reminder, &[("2026-04-27 09:00", Change::ReminderQueued { step: 1 })]);
    let changed = |policy| after(queued.clone(), &[("2026-04-27 12:00", Change::PolicyChanged(policy))]);
    assert_eq!(changed(policy(3, 1)).in_flight, Some(1));
    assert_eq!(due(&changed(policy(30, 3)), &office()), "1: Fri 2026-05-22 09:00");
    let second = reminded(notified(policy(3, 3), WEDNESDAY), 1, "2026-04-27 09:00");
    let queue_second = ("2026-04-30 09:00", Change::ReminderQueued { step: 2 });
    let fewer = ("2026-04-30 10:00", Change::PolicyChanged(policy(3, 1)));
    assert_eq!(after(second, &[queue_second, fewer]).stop(), Some(StopReason::CountReached));
}

#[test]
fn sending_again_uses_up_no_step_and_the_next_reminder_counts_from_it() {
    let again = Change::SentAgainAccepted { round: 1, number: 1 };
    let reminder = after(notified(policy(3, 1), WEDNESDAY), &[("2026-04-26 22:00", again)]);
    assert_eq!(due(&reminder, &office()), "1: Wed 2026-04-29 09:00");
    let second_contact = after(reminder, &[("2026-04-28 22:00", again)]);
    assert_eq!(due(&second_contact, &office()), "1: Wed 2026-04-29 09:00");
    let once_more = ("2026-04-28 22:00", Change::SentAgainAccepted { round: 1, number: 2 });
    assert_eq!(due(&after(second_contact, &[once_more]), &office()), "1: Mon 2026-05-04 09:00");
}

#[test]
fn sending_again_takes_the_place_of_a_notification_that_never_went() {
    let armed = ("2026-04-20 10:00", Change::Armed(Some(policy(3, 1))));
    let again = ("2026-04-26 22:00", Change::SentAgainAccepted { round: 1, number: 1 });
    let reminder = after(Reminder::default(), &[armed, again]);
    assert_eq!(due(&reminder, &office()), "1: Wed 2026-04-29 09:00");
}

#[test]
fn sending_again_recalls_the_reminder_that_waits_beside_it() {
    let queued = ("2026-04-27 09:00", Change::ReminderQueued { step: 1 });
    let again = ("2026-04-27 09:10", Change::SentAgainAccepted { round: 1, number: 1 });
    let reminder = after(notified(policy(3, 1), WEDNESDAY), &[queued, again]);
    assert_eq!(due(&reminder, &office()), "1: Thu 2026-04-30 09:00");
}

#[test]
fn a_skipped_step_is_used_up_and_the_next_counts_from_its_date() {
    let skip = ("2026-04-23 10:00", Change::Skipped { step: 1 });
    let reminder = after(notified(policy(3, 3), WEDNESDAY), &[skip]);
    // Monday 27 would have been the first; the second comes three days after that.
    assert_eq!(due(&reminder, &office()), "2: Thu 2026-04-30 09:00");
    assert_eq!(refused(&reminder, Change::Skipped { step: 1 }), ReminderError::StepUsed(1));
    assert_eq!(refused(&reminder, Change::ReminderQueued { step: 1 }), ReminderError::NotItsTurn(1));
    let any_hour_date = due(&after(notified(policy(3, 3), WEDNESDAY), &[skip]), &any_hour());
    assert_eq!(any_hour_date, "2: Tue 2026-04-28 16:05");
}

#[test]
fn an_overdue_step_is_skipped_with_the_date_at_which_it_would_have_gone() {
    // Due on Monday 27, and the machine slept until Saturday 2 May: it would go on Monday 4.
    let skip = ("2026-05-02 10:00", Change::Skipped { step: 1 });
    let reminder = after(notified(policy(3, 3), WEDNESDAY), &[skip]);
    assert_eq!(due(&reminder, &office()), "2: Thu 2026-05-07 09:00");
}

#[test]
fn a_step_further_ahead_can_be_skipped_and_keeps_its_place() {
    let skip = ("2026-04-23 10:00", Change::Skipped { step: 2 });
    let reminder = after(notified(policy(3, 3), WEDNESDAY), &[skip]);
    assert_eq!(due(&reminder, &office()), "1: Mon 2026-04-27 09:00");
    let reminder = reminded(reminder, 1, "2026-04-27 09:00");
    // The second would have gone on Thursday 30, the third goes on Monday 4 (1 May is a holiday).
    assert_eq!(due(&reminder, &office()), "3: Mon 2026-05-04 09:00");
    assert_eq!(reminder.sent, 1);
}

#[test]
fn skipping_all_that_is_left_reaches_the_count() {
    let skip = (WEDNESDAY, Change::Skipped { step: 1 });
    let reminder = after(notified(policy(3, 1), WEDNESDAY), &[skip]);
    assert_eq!((reminder.stop(), reminder.sent), (Some(StopReason::CountReached), 0));
    let ahead = after(notified(policy(3, 2), WEDNESDAY), &[(WEDNESDAY, Change::Skipped { step: 2 })]);
    let last = reminded(ahead, 1, "2026-04-27 09:00");
    assert_eq!((last.stop(), last.sent), (Some(StopReason::CountReached), 1));
}

#[test]
fn only_a_step_that_is_planned_can_be_skipped() {
    let reminder = reminded(notified(policy(3, 3), WEDNESDAY), 1, "2026-04-27 09:00");
    for step in [0, 4] {
        let error = ReminderError::NoSuchStep { step, of: 3 };
        assert_eq!(refused(&reminder, Change::Skipped { step }), error);
    }
    assert_eq!(refused(&reminder, Change::Skipped { step: 1 }), ReminderError::StepUsed(1));
    let queued = after(reminder, &[("2026-04-30 09:00", Change::ReminderQueued { step: 2 })]);
    assert_eq!(refused(&queued, Change::Skipped { step: 2 }), ReminderError::StepInFlight(2));
    let off = after(queued.clone(), &[("2026-04-30 09:00", Change::SwitchedOff)]);
    assert_eq!(refused(&off, Change::Skipped { step: 3 }), ReminderError::NothingPlanned);
    let ended = after(queued, &[("2026-04-30 09:00", Change::Ended(StopReason::Answered))]);
    assert_eq!(refused(&ended, Change::Skipped { step: 3 }), ReminderError::NothingPlanned);
}

#[test]
fn sending_again_after_a_skip_counts_from_the_mail_alone() {
    let skip = ("2026-04-23 10:00", Change::Skipped { step: 1 });
    let again = ("2026-04-28 10:00", Change::SentAgainAccepted { round: 1, number: 1 });
    let reminder = after(notified(policy(3, 3), WEDNESDAY), &[skip, again]);
    assert_eq!(due(&reminder, &office()), "2: Mon 2026-05-04 09:00");
}

#[test]
fn a_reminder_is_stored_with_its_words_in_snake_case() {
    let skip = (WEDNESDAY, Change::Skipped { step: 2 });
    let ended = (WEDNESDAY, Change::Ended(StopReason::AllSigned));
    let reminder = after(notified(policy(3, 3), WEDNESDAY), &[skip, ended]);
    let text = serde_json::to_string(&reminder).unwrap();
    assert!(text.contains(r#""phase":{"ended":"all_signed"}"#), "{text}");
    assert_eq!(serde_json::from_str::<Reminder>(&text).unwrap(), reminder);
    assert_eq!(serde_json::to_string(&StopReason::CountReached).unwrap(), r#""count_reached""#);
}

#[test]
fn a_skipped_step_whose_mail_was_past_recall_counts_since_it_went() {
    let reminder = after(
        notified(policy(3, 3), WEDNESDAY),
        &[
            ("2026-04-27 09:00", Change::ReminderQueued { step: 1 }),
            ("2026-04-27 09:00", Change::PolicyChanged(policy(4, 3))),
            ("2026-04-27 09:00", Change::Skipped { step: 1 }),
            ("2026-04-27 09:01", Change::SentAgainAccepted { round: 1, number: 1 }),
            ("2026-04-27 09:02", Change::ReminderAccepted { round: 1, step: 1 }),
            ("2026-04-28 09:02", Change::ReminderAccepted { round: 1, step: 1 }),
        ],
    );
    assert_eq!((reminder.sent, reminder.used, reminder.in_delivery), (1, 1, None));
    assert_eq!(due(&reminder, &office()), "2: Mon 2026-05-04 09:00");
}
