//! What happens to items that nobody can be told about: they say so, and there is a way on.

use serde_json::{Value, json};
use studiolo_testkit::{Answer, Cast, SmtpSink, TestOffice, rome};

const PAOLO: &str = "paolo@officinerinaldi.example";
const GIULIA: &str = "giulia@officinerinaldi.example";

async fn notify(office: &TestOffice, contact: &str, on: bool) {
    office.call("contacts.update", json!({ "contact_id": contact, "notify": on })).await;
}

/// An office that sends to `sink`, and a client of whom Paolo alone has NOTIFY.
async fn paolo_alone(sink: &SmtpSink) -> (TestOffice, Cast) {
    let office = TestOffice::sending_to(sink.address()).await;
    let cast = office.cast().await;
    notify(&office, &cast.giulia, false).await;
    (office, cast)
}

/// State and reason of the thread's reminder; "-" for no reason.
async fn state(office: &TestOffice, chat: &str) -> (String, String) {
    let reminder = office.thread(chat).await["reminder"].clone();
    let word = |key: &str| reminder[key].as_str().unwrap_or("-").to_owned();
    (word("state"), word("held_reason"))
}

fn words(state: &str, reason: &str) -> (String, String) {
    (state.to_owned(), reason.to_owned())
}

async fn mails_in(office: &TestOffice, state: &str) -> Vec<Value> {
    office.call("outbox.list", json!({ "state": state })).await["mails"].as_array().unwrap().clone()
}

async fn retry_the_failed_mail(office: &TestOffice) {
    let failed = mails_in(office, "failed").await;
    assert_eq!(failed.len(), 1, "{failed:?}");
    office.call("outbox.retry", json!({ "mail_id": failed[0]["id"] })).await;
}

#[tokio::test]
async fn an_item_whose_only_mail_failed_is_held_until_the_address_is_corrected_and_it_is_tried_again() {
    let sink = SmtpSink::start();
    sink.answer(PAOLO, [Answer::AtRecipient(550, "no such mailbox")]);
    let (office, cast) = paolo_alone(&sink).await;
    let chat = office.write(&cast.rinaldi, "Quietanza F24", 2, 2).await;
    office.tick().await;
    assert_eq!(state(&office, &chat).await, words("held", "mail_failed"));
    let row = office.call("chats.list", json!({})).await["chats"][0]["reminder"].clone();
    assert_eq!((&row["state"], &row["held_reason"]), (&json!("held"), &json!("mail_failed")));
    let listed = office.call("reminders.list", json!({})).await["reminders"][0]["reminder"].clone();
    assert_eq!(listed["held_reason"], "mail_failed");
    let forecast = office.call("reminders.forecast", json!({ "days": 30 })).await;
    assert_eq!(forecast["entries"][0]["held"], "mail_failed");

    let right = "paolo.rinaldi@officinerinaldi.example";
    office.call("contacts.update", json!({ "contact_id": cast.paolo, "email": right })).await;
    retry_the_failed_mail(&office).await;
    assert_eq!(state(&office, &chat).await, words("armed", "-"));
    assert_eq!(office.tick().await.outbox.accepted, 1);
    assert_eq!(sink.mails().last().unwrap().recipient, right);
    assert_eq!(office.thread(&chat).await["reminder"]["next_at"], "2026-04-24T07:00:00Z");
}

#[tokio::test]
async fn a_reminder_whose_mails_all_failed_is_held_and_not_foreseen_until_it_is_tried_again() {
    let sink = SmtpSink::start();
    let (office, cast) = paolo_alone(&sink).await;
    let chat = office.write(&cast.rinaldi, "Quietanza F24", 2, 2).await;
    office.tick().await;
    sink.answer(PAOLO, [Answer::AtRecipient(550, "no such mailbox")]);
    office.at(rome(2026, 4, 24, 9, 0)).await;
    assert_eq!(state(&office, &chat).await, words("held", "mail_failed"));
    let forecast = office.call("reminders.forecast", json!({ "days": 30 })).await;
    let held: Vec<&Value> =
        forecast["entries"].as_array().unwrap().iter().map(|entry| &entry["held"]).collect();
    assert_eq!(held, ["mail_failed", "mail_failed"], "{forecast}");
    retry_the_failed_mail(&office).await;
    office.tick().await;
    assert_eq!(office.thread(&chat).await["reminder"]["sent"], 1);
    assert_eq!(state(&office, &chat).await, words("armed", "-"));
}

#[tokio::test]
async fn a_chat_whose_contacts_left_before_they_were_told_is_held_and_told_when_one_comes_back() {
    let office = TestOffice::without_account().await;
    let cast = office.cast().await;
    let chat = office.write(&cast.rinaldi, "Quietanza F24", 2, 2).await;
    notify(&office, &cast.paolo, false).await;
    notify(&office, &cast.giulia, false).await;
    let sink = SmtpSink::start();
    office.send_to(sink.address()).await;
    office.tick().await;
    assert_eq!(mails_in(&office, "withdrawn").await.len(), 2);
    assert_eq!(state(&office, &chat).await, words("held", "no_recipient"));
    assert_eq!(office.call("chats.list", json!({})).await["chats"][0]["delivery"], "held");
    notify(&office, &cast.giulia, true).await;
    let ticked = office.tick().await;
    assert_eq!((ticked.mended, ticked.outbox.accepted), (1, 1));
    assert_eq!(sink.mails()[0].recipient, GIULIA);
    assert_eq!(state(&office, &chat).await, words("armed", "-"));
}

#[tokio::test]
async fn a_reminder_that_waited_for_a_notification_goes_when_that_has_failed() {
    let sink = SmtpSink::start();
    sink.answer(GIULIA, [Answer::AtRecipient(450, "busy"), Answer::AtRecipient(450, "busy")]);
    let office = TestOffice::sending_to(sink.address()).await;
    let cast = office.cast().await;
    let chat = office.write(&cast.rinaldi, "Quietanza F24", 2, 2).await;
    office.tick().await;
    notify(&office, &cast.paolo, false).await;
    let due = office.at(rome(2026, 4, 24, 9, 0)).await;
    assert_eq!((due.reminders.reminders, due.reminders.held), (0, 1));
    assert_eq!(state(&office, &chat).await, words("held", "notification_queued"));
    sink.answer(GIULIA, [Answer::AtRecipient(550, "no such mailbox")]);
    office.at(rome(2026, 4, 24, 11, 0)).await;
    assert_eq!(mails_in(&office, "failed").await.len(), 1);
    let next = office.at(rome(2026, 4, 24, 11, 1)).await;
    assert_eq!((next.reminders.reminders, next.outbox.accepted), (1, 1));
}

#[tokio::test]
async fn a_held_message_is_still_owed_after_an_answer_that_did_not_answer() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    notify(&office, &cast.paolo, false).await;
    notify(&office, &cast.giulia, false).await;
    let request = json!({ "client_ids": [cast.rinaldi], "subject": "IMU", "body": "Buongiorno", "reminder": {},
        "allow_no_recipient": true });
    let chat = office.call("chats.create", request).await["chats"][0]["chat_id"].as_str().unwrap().to_owned();
    office.call("chats.record_answer", json!({ "chat_id": chat, "text": "Richiamo domani." })).await;
    notify(&office, &cast.paolo, true).await;
    assert_eq!(office.tick().await.outbox.accepted, 0, "an ended item owes nothing");
    office.call("chats.resume_reminder", json!({ "chat_id": chat })).await;
    assert_eq!(office.tick().await.outbox.accepted, 1);
    assert_eq!(office.thread(&chat).await["reminder"]["next_at"], "2026-04-27T07:00:00Z");
}

#[tokio::test]
async fn a_held_chat_without_reminder_says_that_it_is_held() {
    let office = TestOffice::new().await;
    let aurora =
        office.call("clients.create", json!({ "name": "Immobiliare Aurora", "kind": "company" })).await;
    let request = json!({ "client_ids": [aurora["client_id"]], "subject": "IMU", "body": "Buongiorno",
        "allow_no_recipient": true });
    let chat = office.call("chats.create", request).await["chats"][0]["chat_id"].as_str().unwrap().to_owned();
    assert_eq!(state(&office, &chat).await, words("off", "no_recipient"));
}

#[tokio::test]
async fn the_forecast_says_when_nobody_would_get_a_reminder() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    office.write(&cast.rinaldi, "Quietanza F24", 2, 1).await;
    office.tick().await;
    notify(&office, &cast.paolo, false).await;
    notify(&office, &cast.giulia, false).await;
    let forecast = office.call("reminders.forecast", json!({ "days": 30 })).await;
    assert_eq!(
        (&forecast["entries"][0]["held"], &forecast["entries"][0]["recipients"]),
        (&json!("no_recipient"), &json!([]))
    );
}

#[tokio::test]
async fn a_stopped_mail_of_an_answered_chat_is_not_in_the_way_of_that_reminder_or_any_other() {
    let sink = SmtpSink::start();
    let (mut office, cast) = paolo_alone(&sink).await;
    let chat = office.write(&cast.rinaldi, "Quietanza F24", 2, 2).await;
    office.tick().await;
    office.clock_to(rome(2026, 4, 24, 9, 0));
    studiolo_core::delivery::fire(office.office()).await.unwrap();
    // Its answer is lost, and the process ends during the second try.
    sink.answer(PAOLO, [Answer::CutBeforeReply, Answer::Stall]);
    {
        let never = studiolo_testkit::never();
        let sending = studiolo_core::delivery::send_due(office.office(), &never);
        tokio::select! {
            _ = sending => panic!("the server never answers"),
            _ = sink.wait_for(3) => {}
        }
    }
    office.call("chats.record_answer", json!({ "chat_id": chat, "text": "Sono in ferie." })).await;
    office.reopen().await;
    assert_eq!(mails_in(&office, "uncertain").await.len(), 1);
    office.call("chats.resume_reminder", json!({ "chat_id": chat })).await;
    let due = office.at(rome(2026, 4, 27, 9, 0)).await;
    assert_eq!((due.reminders.reminders, due.outbox.accepted), (1, 1));
}
