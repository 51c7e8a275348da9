//! Time that passes, jumps or stands still around a real process: days between two ticks, months of absence, a clock
//! set back by ten years, a laptop that sleeps.

use std::fs;

use chrono::TimeDelta;
use serde_json::{Value, json};
use studiolo_core::time::Instant;
use studiolo_testkit::{ReceivedMail, SinkMail, SmtpSink, rome};

use crate::ctl::Ctl;

/// The instant at which Elena writes.
fn written() -> Instant {
    rome(2026, 4, 22, 16, 5)
}

/// An office whose chat with Paolo was mailed; it reminds every three days, three times.
async fn mailed(sink: &SmtpSink) -> (Ctl, String) {
    let ctl = Ctl::sending_to(sink, written()).await;
    let reminder = json!({ "every_days": 3, "max_count": 3 });
    let chat = ctl.write_to_paolo("Liquidazione IVA", reminder, written()).await;
    assert_eq!(tick(&ctl, written()).await, (0, 1));
    (ctl, chat)
}

/// Reminders that fell due in one pass at `instant`, and mails accepted.
async fn tick(ctl: &Ctl, instant: Instant) -> (u64, u64) {
    let ticked = ctl.verb(&["tick"]).at(instant).done().await.json();
    assert_eq!(ticked["errors"], json!([]), "{ticked}");
    (ticked["reminders"]["reminders"].as_u64().unwrap(), ticked["outbox"]["accepted"].as_u64().unwrap())
}

async fn reminder(ctl: &Ctl, chat: &str, instant: Instant) -> Value {
    ctl.call("chats.get", &json!({ "chat_id": chat })).at(instant).done().await.json()["reminder"].clone()
}

fn subjects(mails: &[SinkMail]) -> Vec<String> {
    mails.iter().map(|mail| ReceivedMail::parse(mail.bytes.clone()).subject).collect()
}

#[tokio::test]
async fn a_reminder_goes_days_later_and_not_a_second_earlier() {
    let sink = SmtpSink::start();
    let (ctl, chat) = mailed(&sink).await;
    let due = written() + TimeDelta::days(3);
    assert_eq!(tick(&ctl, due - TimeDelta::minutes(1)).await, (0, 0));
    assert_eq!(tick(&ctl, due + TimeDelta::minutes(1)).await, (1, 1));
    assert_eq!(tick(&ctl, due + TimeDelta::minutes(2)).await, (0, 0));
    assert_eq!(subjects(&sink.mails()), ["Liquidazione IVA", "Promemoria: Liquidazione IVA"]);
    ctl.call("chats.record_answer", &json!({ "chat_id": chat, "text": "Te lo porto domani." }))
        .at(due)
        .done()
        .await
        .json();
    assert_eq!(tick(&ctl, due + TimeDelta::days(30)).await, (0, 0));
    assert_eq!(reminder(&ctl, &chat, due).await["stop_reason"], "answered");
}

#[tokio::test]
async fn after_three_months_one_mail_goes_and_the_next_counts_from_it() {
    let sink = SmtpSink::start();
    let (ctl, chat) = mailed(&sink).await;
    let back = written() + TimeDelta::days(92);
    assert_eq!(tick(&ctl, back).await, (1, 1));
    assert_eq!(tick(&ctl, back + TimeDelta::minutes(1)).await, (0, 0));
    assert_eq!(tick(&ctl, back + TimeDelta::days(2)).await, (0, 0));
    assert_eq!(tick(&ctl, back + TimeDelta::days(3) + TimeDelta::minutes(1)).await, (1, 1));
    assert_eq!(sink.mails().len(), 3);
    assert_eq!(reminder(&ctl, &chat, back).await["sent"], 2);
}

#[tokio::test]
async fn a_clock_set_back_by_ten_years_sends_nothing_early_and_silences_nothing() {
    let sink = SmtpSink::start();
    let (ctl, chat) = mailed(&sink).await;
    let back = rome(2016, 4, 22, 16, 5);
    assert_eq!(tick(&ctl, back).await, (0, 0));
    assert_eq!(tick(&ctl, back + TimeDelta::days(2)).await, (0, 0));
    assert_eq!(tick(&ctl, back + TimeDelta::days(3) + TimeDelta::minutes(1)).await, (1, 1));
    // The clock is put right again: what was reminded meanwhile stays so, and at most one mail makes up for it.
    assert_eq!(tick(&ctl, written() + TimeDelta::days(1)).await, (1, 1));
    assert_eq!(tick(&ctl, written() + TimeDelta::days(1) + TimeDelta::minutes(1)).await, (0, 0));
    let verified = ctl.verb(&["verify"]).at(written()).done().await.json();
    assert_eq!(verified["ok"], true, "{verified}");
    assert_eq!(reminder(&ctl, &chat, written() + TimeDelta::days(1)).await["sent"], 2);
}

#[tokio::test]
async fn mail_that_was_written_before_the_clock_was_set_back_does_not_wait_for_the_old_date() {
    let sink = SmtpSink::start();
    let ctl = Ctl::sending_to(&sink, written()).await;
    ctl.write_to_paolo("Liquidazione IVA", Value::Null, written()).await;
    assert_eq!(tick(&ctl, rome(2016, 4, 22, 16, 5)).await, (0, 1));
    assert_eq!(subjects(&sink.mails()), ["Liquidazione IVA"]);
}

/// A script gives the same date to each of its commands: what took a moment must not look like the future.
#[tokio::test]
async fn commands_at_one_and_the_same_instant_see_what_the_others_did() {
    let sink = SmtpSink::start();
    let ctl = Ctl::sending_to(&sink, written()).await;
    for sent in 1..=3 {
        ctl.write_to_paolo("Liquidazione IVA", Value::Null, written()).await;
        assert_eq!(tick(&ctl, written()).await, (0, 1));
        assert_eq!(sink.mails().len(), sent);
    }
}

#[tokio::test]
async fn a_laptop_that_wakes_sends_one_mail() {
    let sink = SmtpSink::start();
    let (ctl, chat) = mailed(&sink).await;
    let clock = ctl.path("clock");
    let show =
        |instant: Instant| fs::write(&clock, instant.format("@%Y-%m-%d %H:%M:%S").to_string()).unwrap();
    show(written() + TimeDelta::minutes(1));
    let serving = ctl.verb(&["serve"]).at_what_is_written_in(&clock).serving().await;
    serving.signal("STOP").await;
    let woken = written() + TimeDelta::days(40);
    show(woken);
    serving.signal("CONT").await;
    // The loops look at the wall clock at least every thirty seconds by the monotonic one.
    sink.wait_for(2).await;
    let ended = serving.end().await;
    assert_eq!(ended.status, Some(0), "{}", ended.stderr);
    assert_eq!(tick(&ctl, woken + TimeDelta::minutes(1)).await, (0, 0));
    assert_eq!(subjects(&sink.mails()), ["Liquidazione IVA", "Promemoria: Liquidazione IVA"]);
    assert_eq!(reminder(&ctl, &chat, woken).await["sent"], 1);
}
