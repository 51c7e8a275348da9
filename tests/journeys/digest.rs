//! The owner's morning mail through `studioloctl`, on a system clock that is moved.

use chrono::TimeDelta;
use serde_json::{Value, json};
use studiolo_core::time::Instant;
use studiolo_testkit::{ReceivedMail, SmtpSink, rome};

use crate::ctl::Ctl;

const ELENA: &str = "elena@studiovannini.example";

async fn tick(ctl: &Ctl, at: Instant) -> Value {
    let ticked = ctl.verb(&["tick"]).at(at).done().await.json();
    assert_eq!(ticked["errors"], json!([]), "{ticked}");
    ticked["digest"].clone()
}

#[tokio::test]
async fn it_comes_each_morning_and_never_for_one_that_is_over() {
    let sink = SmtpSink::start();
    let evening = rome(2026, 4, 22, 18, 5);
    let ctl = Ctl::sending_to(&sink, evening).await;
    ctl.write_to_paolo("Liquidazione IVA", json!({ "every_days": 1, "max_count": 1 }), evening).await;
    ctl.call("settings.update", &json!({ "digest": { "enabled": true, "at": "07:30" } }))
        .at(evening)
        .done()
        .await
        .json();
    assert_eq!(tick(&ctl, evening).await, false);
    let morning = rome(2026, 4, 23, 7, 31);
    assert_eq!(tick(&ctl, morning).await, true);
    assert_eq!(tick(&ctl, morning + TimeDelta::minutes(5)).await, false);
    // Days asleep, awake in an afternoon: nothing. The clock set back to a morning that had its one: nothing.
    assert_eq!(tick(&ctl, rome(2026, 4, 28, 15, 0)).await, false);
    assert_eq!(tick(&ctl, morning + TimeDelta::minutes(10)).await, false);
    // The morning after the night in which an hour is left out.
    assert_eq!(tick(&ctl, rome(2027, 3, 28, 7, 31)).await, true);
    let to_elena: Vec<_> = sink
        .mails()
        .into_iter()
        .filter(|mail| mail.recipient == ELENA)
        .map(|mail| ReceivedMail::parse(mail.bytes).subject)
        .collect();
    assert_eq!(to_elena, ["Oggi: 1 in attesa · 1 promemoria in partenza", "Oggi: 1 in attesa"]);
}
