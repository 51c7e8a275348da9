//! The owner's morning mail.

use serde_json::{Value, json};
use studiolo_testkit::{Answer, Fault, FaultProxy, ReceivedMail, SmtpSink, TestOffice, rome};

const ELENA: &str = "elena@studiovannini.example";

/// Wednesday the 22nd in the evening, with a chat that waits and is reminded on Monday; the morning mail is on.
async fn waiting(office: &TestOffice) -> String {
    let cast = office.cast().await;
    let chat = office.write(&cast.rinaldi, "Liquidazione IVA", 3, 2).await;
    office.tick().await;
    office.call("settings.update", json!({ "digest": { "enabled": true, "at": "07:30" } })).await;
    chat
}

async fn state(office: &TestOffice) -> Value {
    office.call("digest.state", json!({})).await
}

/// The morning mails that a server got.
fn digests(sink: &SmtpSink) -> Vec<ReceivedMail> {
    let to_elena = sink.mails().into_iter().filter(|mail| mail.recipient == ELENA);
    to_elena.map(|mail| ReceivedMail::parse(mail.bytes)).collect()
}

#[tokio::test]
async fn nobody_gets_it_unasked() {
    let sink = SmtpSink::start();
    let office = TestOffice::sending_to(sink.address()).await;
    let cast = office.cast().await;
    office.write(&cast.rinaldi, "Liquidazione IVA", 3, 2).await;
    let settings = office.call("settings.get", json!({})).await;
    assert_eq!(settings["digest"], json!({ "enabled": false, "at": "07:30" }));
    assert!(!office.at(rome(2026, 4, 23, 7, 30)).await.digest);
    assert_eq!((digests(&sink).len(), state(&office).await), (0, json!({})));
}

#[tokio::test]
async fn it_says_once_what_came_what_waits_and_what_goes_out_today() {
    let sink = SmtpSink::start();
    let office = TestOffice::sending_to(sink.address()).await;
    let chat = waiting(&office).await;
    assert_eq!(state(&office).await, json!({ "next_at": "2026-04-23T05:30:00Z" }));
    assert!(!office.at(rome(2026, 4, 23, 7, 29)).await.digest);
    assert!(office.at(rome(2026, 4, 23, 7, 30)).await.digest);
    assert!(!office.at(rome(2026, 4, 23, 7, 31)).await.digest, "one a day");
    let first = digests(&sink).remove(0);
    assert_eq!(first.subject, "Oggi: 1 in attesa");
    let state_now = state(&office).await;
    assert_eq!(
        (&state_now["last"]["state"], &state_now["last"]["day"]),
        (&json!("accepted"), &json!("2026-04-23"))
    );
    assert_eq!(state_now["next_at"], "2026-04-24T05:30:00Z");
    assert!(office.actions().await.contains(&"digest.accepted".to_owned()));

    // Paolo answers another chat on Friday; the weekend, a holiday besides, has none; on Monday the reminder goes.
    let client = office.call("chats.get", json!({ "chat_id": chat })).await["chat"]["client_id"].clone();
    office.clock_to(rome(2026, 4, 24, 15, 0));
    let other = office.write(client.as_str().unwrap(), "Delega", 3, 2).await;
    office.call("chats.record_answer", json!({ "chat_id": other, "text": "Eccola." })).await;
    assert!(!office.at(rome(2026, 4, 25, 8, 0)).await.digest);
    assert!(office.at(rome(2026, 4, 27, 7, 45)).await.digest);
    assert_eq!(digests(&sink).len(), 2);
}

#[tokio::test]
async fn what_came_is_new_once_and_what_stopped_and_what_was_kept_aside_is_told() {
    let sink = SmtpSink::start();
    sink.answer("paolo@officinerinaldi.example", [Answer::AtRecipient(550, "no such mailbox")]);
    let office = TestOffice::sending_to(sink.address()).await;
    waiting(&office).await;
    let mut db = office.office().store().begin().await.unwrap();
    let (client, chat): (String, String) =
        sqlx::query_as("SELECT client_id, chat_id FROM chats").fetch_one(&mut *db).await.unwrap();
    sqlx::query(
        "INSERT INTO inbox (inbox_id, client_id, item_kind, item_id, what, who, at, done)
         VALUES ('i', $1, 'chat', $2, 'answer', 'Giulia Rinaldi', 1000, 0)",
    )
    .bind(client)
    .bind(chat)
    .execute(&mut *db)
    .await
    .unwrap();
    sqlx::query(
        "INSERT INTO received (received_id, content, state, reason, from_name, from_email, subject, verified, checks,
             parts, files, at) VALUES ('r', x'00', 'kept', 'unknown_sender', '', 'chi@esempio.example', 'Saluti', 0,
             '{}', '[]', '[]', 1000)",
    )
    .execute(&mut *db)
    .await
    .unwrap();
    db.commit().await.unwrap();
    assert!(office.at(rome(2026, 4, 23, 7, 30)).await.digest);
    let first = digests(&sink).remove(0);
    assert_eq!(first.subject, "Oggi: 1 risposta · 1 in attesa · 1 e-mail non partita · 1 da decidere");
    for line in [
        "Giulia Rinaldi, Officine Rinaldi S.r.l.: Liquidazione IVA",
        "Officine Rinaldi S.r.l., paolo@officinerinaldi.example: Liquidazione IVA",
        "chi@esempio.example: Saluti",
    ] {
        assert!(first.text.contains(line), "{line:?} is not in {}", first.text);
    }
    assert!(office.at(rome(2026, 4, 24, 7, 30)).await.digest);
    assert_eq!(digests(&sink)[1].subject, "Oggi: 1 in attesa · 1 e-mail non partita · 1 da decidere");
}

#[tokio::test]
async fn with_nothing_to_say_there_is_no_mail_and_the_day_has_had_its_one() {
    let sink = SmtpSink::start();
    let office = TestOffice::sending_to(sink.address()).await;
    office.call("settings.update", json!({ "digest": { "enabled": true, "at": "07:30" } })).await;
    assert!(!office.at(rome(2026, 4, 23, 7, 30)).await.digest);
    let last = state(&office).await["last"].clone();
    assert_eq!((&last["state"], &last["last_error"]), (&json!("withdrawn"), &json!("nothing_to_say")));
    let cast = office.cast().await;
    office.write(&cast.rinaldi, "Liquidazione IVA", 3, 2).await;
    assert!(!office.at(rome(2026, 4, 23, 8, 0)).await.digest);
    assert_eq!(digests(&sink).len(), 0);
}

#[tokio::test]
async fn a_computer_that_slept_through_the_morning_says_nothing_of_it() {
    let sink = SmtpSink::start();
    let office = TestOffice::sending_to(sink.address()).await;
    waiting(&office).await;
    assert!(!office.at(rome(2026, 4, 23, 11, 30)).await.digest);
    // A week later, at eleven: that day's one, and no other.
    assert!(office.at(rome(2026, 4, 30, 11, 0)).await.digest);
    assert_eq!(digests(&sink).len(), 1);
    // The clock is set back by a day that had none, and to one that had its own.
    assert!(office.at(rome(2026, 4, 29, 8, 0)).await.digest);
    assert!(!office.at(rome(2026, 4, 30, 8, 0)).await.digest);
    assert_eq!(digests(&sink).len(), 2);
}

#[tokio::test]
async fn refused_for_now_it_is_tried_again_while_it_is_morning() {
    let sink = SmtpSink::start();
    sink.answer(ELENA, [Answer::AtMessage(451, "try later"), Answer::AtMessage(451, "try later")]);
    let office = TestOffice::sending_to(sink.address()).await;
    waiting(&office).await;
    assert!(!office.at(rome(2026, 4, 23, 7, 30)).await.digest);
    let waits = state(&office).await["last"].clone();
    assert_eq!(waits["state"], "queued");
    assert!(waits["last_error"].as_str().unwrap().contains("try later"), "{waits}");
    assert!(!office.at(rome(2026, 4, 23, 7, 32)).await.digest);
    assert!(office.at(rome(2026, 4, 23, 7, 40)).await.digest);
    assert_eq!(state(&office).await["last"]["message_id"], waits["message_id"]);

    sink.answer(ELENA, [Answer::AtMessage(451, "try later")]);
    assert!(!office.at(rome(2026, 4, 24, 7, 30)).await.digest);
    assert!(!office.at(rome(2026, 4, 24, 12, 0)).await.digest);
    assert_eq!(state(&office).await["last"]["last_error"], "too_late");
}

#[tokio::test]
async fn refused_for_good_it_stops_and_says_why() {
    let sink = SmtpSink::start();
    sink.answer(ELENA, [Answer::AtRecipient(550, "no such mailbox")]);
    let office = TestOffice::sending_to(sink.address()).await;
    waiting(&office).await;
    assert!(!office.at(rome(2026, 4, 23, 7, 30)).await.digest);
    assert!(!office.at(rome(2026, 4, 23, 9, 30)).await.digest);
    assert_eq!(state(&office).await["last"]["state"], "failed");
    assert!(office.at(rome(2026, 4, 24, 7, 30)).await.digest, "tomorrow is another day");
}

#[tokio::test]
async fn an_answer_that_was_lost_sends_it_once_more_under_the_same_id_and_not_twice() {
    let sink = SmtpSink::start();
    let office = TestOffice::sending_to(sink.address()).await;
    waiting(&office).await;
    // As a process leaves it that is killed while it sends.
    for lost in 1..=2 {
        office.clock_to(rome(2026, 4, 23, 7, 30));
        let mut db = office.office().store().begin().await.unwrap();
        if lost == 1 {
            sqlx::query(
                "INSERT INTO digests (day, state, address, message_id, attempts, created_at)
                 VALUES ('2026-04-23', 'sending', '', '<digest-1@studiovannini.example>', 1, 0)",
            )
            .execute(&mut *db)
            .await
            .unwrap();
        } else {
            sqlx::query("UPDATE digests SET state = 'sending', accepted_at = NULL")
                .execute(&mut *db)
                .await
                .unwrap();
        }
        db.commit().await.unwrap();
        assert_eq!(office.tick().await.digest, lost == 1);
    }
    assert_eq!(digests(&sink).len(), 1);
    assert_eq!(digests(&sink)[0].message_id, "<digest-1@studiovannini.example>");
    assert_eq!(state(&office).await["last"]["state"], "uncertain");
}

#[tokio::test]
async fn without_a_network_it_waits_and_a_demo_office_catches_it() {
    let sink = SmtpSink::start();
    let proxy = FaultProxy::start(sink.address());
    let office = TestOffice::sending_to(proxy.address()).await;
    waiting(&office).await;
    proxy.set(Fault::Refuse);
    office.clock_to(rome(2026, 4, 23, 7, 30));
    assert!(!office.tick_badly().await.digest);
    assert_eq!(state(&office).await["last"]["state"], "queued");

    let demo = TestOffice::new().await;
    waiting(&demo).await;
    assert!(demo.at(rome(2026, 4, 23, 7, 30)).await.digest);
    let caught = std::fs::read_to_string(demo.folder().join("outbox-caught/digest-2026-04-23.eml")).unwrap();
    assert!(caught.contains(ELENA) && caught.contains("X-Studiolo-Trail-Seal:"), "{caught}");
}

#[tokio::test]
async fn a_wrong_hour_changes_nothing() {
    let office = TestOffice::new().await;
    for at in ["", "25:00", "sette e mezzo"] {
        let refused = office
            .try_call("settings.update", json!({ "digest": { "enabled": true, "at": at } }))
            .await
            .unwrap_err();
        assert_eq!(refused.code, "invalid_request");
    }
    assert_eq!(office.call("settings.get", json!({})).await["digest"]["enabled"], false);
}
