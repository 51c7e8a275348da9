use serde_json::{Value, json};
use studiolo_testkit::{Answer, SmtpSink, TestOffice, rome};

const PAOLO: &str = "paolo@officinerinaldi.example";
const GIULIA: &str = "giulia@officinerinaldi.example";

async fn mail_to(office: &TestOffice, address: &str) -> Value {
    let list = office.call("outbox.list", json!({})).await;
    list["mails"].as_array().unwrap().iter().find(|mail| mail["to"] == address).unwrap().clone()
}

#[tokio::test]
async fn without_an_account_mail_waits_and_the_office_says_so() {
    let office = TestOffice::without_account().await;
    let cast = office.cast().await;
    office.write(&cast.rinaldi, "Quietanza F24", 2, 2).await;
    assert_eq!(office.tick().await.waiting, 2);
    let state = office.call("office.state", json!({})).await;
    assert_eq!((&state["sending"]["state"], &state["sending"]["queued"]), (&json!("unset"), &json!(2)));
    assert_eq!(office.try_call("mail.test", json!({})).await.unwrap_err().code, "no_sending_account");
    let sink = SmtpSink::start();
    office.send_to(sink.address()).await;
    assert_eq!(office.tick().await.outbox.accepted, 2);
}

#[tokio::test]
async fn a_refused_mail_stops_with_the_servers_words_and_a_button() {
    let sink = SmtpSink::start();
    sink.answer(PAOLO, [Answer::AtRecipient(550, "no such mailbox")]);
    let office = TestOffice::sending_to(sink.address()).await;
    let cast = office.cast().await;
    let chat = office.write(&cast.rinaldi, "Quietanza F24", 2, 2).await;
    office.tick().await;
    let mail = mail_to(&office, PAOLO).await;
    assert_eq!(mail["state"], "failed");
    assert!(mail["last_error"].as_str().unwrap().contains("no such mailbox"), "{mail}");
    assert_eq!(office.thread(&chat).await["reminder"]["state"], "armed", "Giulia was told");
    assert_eq!(office.tick().await.outbox.accepted, 0, "it stops");
    office.call("outbox.retry", json!({ "mail_id": mail["id"] })).await;
    assert_eq!(office.tick().await.outbox.accepted, 1);
    let again = mail_to(&office, PAOLO).await;
    assert_eq!((&again["state"], &again["message_id"]), (&json!("accepted"), &mail["message_id"]));
    let twice = office.try_call("outbox.retry", json!({ "mail_id": mail["id"] })).await.unwrap_err();
    assert_eq!(twice.code, "already_ended");
}

#[tokio::test]
async fn a_mail_refused_for_now_is_tried_again_later_and_given_up_after_five_days() {
    let sink = SmtpSink::start();
    sink.answer(PAOLO, std::iter::repeat_n(Answer::AtMessage(451, "try later"), 500));
    let office = TestOffice::sending_to(sink.address()).await;
    let cast = office.cast().await;
    office.write(&cast.rinaldi, "Quietanza F24", 30, 2).await;
    office.tick().await;
    let mail = mail_to(&office, PAOLO).await;
    assert_eq!((&mail["state"], &mail["attempts"]), (&json!("queued"), &json!(1)));
    assert_eq!(mail["next_attempt_at"], "2026-04-22T14:06:00Z");
    assert_eq!(office.at(rome(2026, 4, 22, 16, 6)).await.outbox.not_accepted, 1);
    assert_eq!(mail_to(&office, PAOLO).await["next_attempt_at"], "2026-04-22T14:08:00Z");
    office.at(rome(2026, 4, 27, 16, 10)).await;
    assert_eq!(mail_to(&office, PAOLO).await["state"], "failed");
}

#[tokio::test]
async fn a_lost_answer_makes_the_mail_uncertain_and_it_goes_once_more_under_the_same_message_id() {
    let sink = SmtpSink::start();
    sink.answer(PAOLO, [Answer::CutBeforeReply]);
    let office = TestOffice::sending_to(sink.address()).await;
    let cast = office.cast().await;
    office.call("contacts.update", json!({ "contact_id": cast.giulia, "notify": false })).await;
    office.write(&cast.rinaldi, "Quietanza F24", 2, 2).await;
    office.tick().await;
    let mail = mail_to(&office, PAOLO).await;
    assert_eq!((&mail["state"], &mail["uncertain"]), (&json!("accepted"), &json!(1)));
    let copies = sink.mails();
    assert_eq!(copies.len(), 2);
    assert_eq!(copies[0].message_id, copies[1].message_id);
    assert!(office.actions().await.contains(&"mail.uncertain".to_owned()));
}

#[tokio::test]
async fn a_second_lost_answer_stops_the_mail_until_the_owner_says_so() {
    let sink = SmtpSink::start();
    sink.answer(PAOLO, [Answer::CutBeforeReply, Answer::CutBeforeReply]);
    let office = TestOffice::sending_to(sink.address()).await;
    let cast = office.cast().await;
    office.call("contacts.update", json!({ "contact_id": cast.giulia, "notify": false })).await;
    office.write(&cast.rinaldi, "Quietanza F24", 2, 2).await;
    office.tick().await;
    assert_eq!(mail_to(&office, PAOLO).await["state"], "uncertain");
    office.at(rome(2026, 6, 22, 9, 0)).await;
    assert_eq!(sink.mails().len(), 2, "not by itself");
    let mail = mail_to(&office, PAOLO).await;
    office.call("outbox.retry", json!({ "mail_id": mail["id"] })).await;
    office.tick().await;
    assert_eq!(mail_to(&office, PAOLO).await["state"], "accepted");
}

#[tokio::test]
async fn a_connection_that_breaks_before_the_message_is_whole_costs_nothing() {
    let sink = SmtpSink::start();
    sink.answer(GIULIA, [Answer::CutAtRecipient]);
    let office = TestOffice::sending_to(sink.address()).await;
    let cast = office.cast().await;
    office.write(&cast.rinaldi, "Quietanza F24", 2, 2).await;
    office.tick().await;
    assert_eq!(mail_to(&office, PAOLO).await["state"], "accepted");
    let giulia = mail_to(&office, GIULIA).await;
    assert_eq!((&giulia["state"], &giulia["uncertain"]), (&json!("accepted"), &json!(0)));
    assert_eq!(sink.mails().len(), 2);
}

#[tokio::test]
async fn a_contact_whose_notify_is_switched_off_gets_no_waiting_mail() {
    let office = TestOffice::without_account().await;
    let cast = office.cast().await;
    office.write(&cast.rinaldi, "Quietanza F24", 2, 2).await;
    office.call("contacts.update", json!({ "contact_id": cast.giulia, "notify": false })).await;
    let sink = SmtpSink::start();
    office.send_to(sink.address()).await;
    office.tick().await;
    assert_eq!(
        office.mails().await,
        [format!("notification accepted {PAOLO}"), format!("notification withdrawn {GIULIA}")]
    );
}

#[tokio::test]
async fn a_corrected_address_is_used_when_the_mail_goes() {
    let office = TestOffice::without_account().await;
    let cast = office.cast().await;
    office.write(&cast.rinaldi, "Quietanza F24", 2, 2).await;
    let email = "giulia.rinaldi@officinerinaldi.example";
    office.call("contacts.update", json!({ "contact_id": cast.giulia, "email": email })).await;
    let sink = SmtpSink::start();
    office.send_to(sink.address()).await;
    office.tick().await;
    assert_eq!(mail_to(&office, email).await["state"], "accepted");
}

#[tokio::test]
async fn an_interrupted_attempt_is_uncertain_at_the_next_start() {
    let sink = SmtpSink::start();
    sink.answer(PAOLO, [Answer::Stall]);
    let mut office = TestOffice::sending_to(sink.address()).await;
    let cast = office.cast().await;
    office.call("contacts.update", json!({ "contact_id": cast.giulia, "notify": false })).await;
    office.write(&cast.rinaldi, "Quietanza F24", 2, 2).await;
    {
        let never = studiolo_testkit::never();
        let sending = studiolo_core::delivery::send_due(office.office(), &never);
        tokio::select! {
            _ = sending => panic!("the server never answers"),
            mails = sink.wait_for(1) => assert_eq!(mails.len(), 1),
        }
    }
    assert_eq!(mail_to(&office, PAOLO).await["state"], "sending");
    office.reopen().await;
    assert_eq!(mail_to(&office, PAOLO).await["state"], "uncertain");
    assert_eq!(office.tick().await.outbox.accepted, 1);
    let copies = sink.mails();
    assert_eq!((copies.len(), &copies[0].message_id), (2, &copies[1].message_id));
}

#[tokio::test]
async fn undo_time_holds_the_mail_back() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    let request =
        json!({ "client_ids": [cast.rinaldi], "subject": "IMU", "body": "Buongiorno", "undo_seconds": 10 });
    office.call("chats.create", request).await;
    assert_eq!(office.tick().await.outbox.accepted, 0);
    office.clock_to(rome(2026, 4, 22, 16, 6));
    assert_eq!(office.tick().await.outbox.accepted, 2);
}
