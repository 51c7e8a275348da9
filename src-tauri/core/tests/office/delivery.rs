use serde_json::{Value, json};
use studiolo_testkit::{Answer, Fault, FaultProxy, SmtpSink, TestOffice, rome};

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
    assert_eq!(mail_to(&office, PAOLO).await["state"], "queued", "the computer was off all the while");
    for hour in 1..10 {
        office.at(rome(2026, 4, 27, 16, 10) + chrono::TimeDelta::hours(hour)).await;
    }
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

#[tokio::test]
async fn a_mail_that_waited_long_for_an_account_is_not_given_up_at_its_first_refusal() {
    let sink = SmtpSink::start();
    sink.answer(PAOLO, [Answer::AtRecipient(451, "greylisted")]);
    let office = TestOffice::without_account().await;
    let cast = office.cast().await;
    office.write(&cast.rinaldi, "Quietanza F24", 30, 2).await;
    office.clock_to(rome(2026, 5, 4, 10, 0));
    office.send_to(sink.address()).await;
    office.tick().await;
    assert_eq!(mail_to(&office, PAOLO).await["state"], "queued");
    office.at(rome(2026, 5, 4, 10, 1)).await;
    assert_eq!(mail_to(&office, PAOLO).await["state"], "accepted");
}

#[tokio::test]
async fn a_clock_that_was_ten_years_ahead_and_is_set_right_does_not_hold_up_a_deferred_mail() {
    let sink = SmtpSink::start();
    sink.answer(PAOLO, [Answer::AtRecipient(451, "busy")]);
    let office = TestOffice::without_account().await;
    let cast = office.cast().await;
    office.write(&cast.rinaldi, "Quietanza F24", 30, 2).await;
    office.send_to(sink.address()).await;
    office.at(rome(2036, 4, 22, 16, 6)).await;
    assert_eq!(mail_to(&office, PAOLO).await["state"], "queued");
    office.at(rome(2026, 4, 22, 16, 10)).await;
    assert_eq!(mail_to(&office, PAOLO).await["state"], "accepted");
}

#[tokio::test]
async fn a_window_that_is_opened_lets_the_waiting_reminder_go_soon() {
    let sink = SmtpSink::start();
    let office = TestOffice::sending_to(sink.address()).await;
    let cast = office.cast().await;
    office.call("contacts.update", json!({ "contact_id": cast.giulia, "notify": false })).await;
    office.write(&cast.rinaldi, "Quietanza F24", 2, 2).await;
    office.tick().await;
    sink.answer(PAOLO, [Answer::AtRecipient(450, "busy")]);
    office.at(rome(2026, 4, 24, 17, 59)).await;
    assert_eq!(office.at(rome(2026, 4, 24, 18, 5)).await.outbox.accepted, 0, "the window has closed");
    office.call("settings.update", json!({ "sending_window": null })).await;
    assert_eq!(office.at(rome(2026, 4, 24, 18, 25)).await.outbox.accepted, 1);
}

#[tokio::test]
async fn an_address_corrected_while_the_mail_waits_for_its_turn_at_the_server_is_used() {
    let sink = SmtpSink::start();
    let proxy = FaultProxy::start(sink.address());
    proxy.set(Fault::Stall);
    let office = TestOffice::sending_to(proxy.address()).await;
    let cast = office.cast().await;
    office.write(&cast.rinaldi, "Quietanza F24", 2, 2).await;
    let right = "giulia.rinaldi@officinerinaldi.example";
    let sending = tokio::spawn({
        let office = office.office().clone();
        async move { studiolo_core::delivery::send_due(&office, &studiolo_testkit::never()).await }
    });
    while proxy.connections() == 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(mail_to(&office, GIULIA).await["state"], "sending");
    office.call("contacts.update", json!({ "contact_id": cast.giulia, "email": right })).await;
    proxy.set(Fault::Pass);
    assert_eq!(sending.await.unwrap().unwrap().accepted, 2);
    let to: Vec<String> = sink.mails().into_iter().map(|mail| mail.recipient).collect();
    assert_eq!(to, [PAOLO, right]);
}

#[tokio::test]
async fn an_account_corrected_while_the_old_one_is_being_tried_is_used_at_once() {
    let wrong = SmtpSink::start();
    let proxy = FaultProxy::start(wrong.address());
    proxy.set(Fault::Stall);
    let office = TestOffice::sending_to(proxy.address()).await;
    let cast = office.cast().await;
    office.write(&cast.rinaldi, "Quietanza F24", 2, 2).await;
    let sending = tokio::spawn({
        let office = office.office().clone();
        async move { studiolo_core::delivery::send_due(&office, &studiolo_testkit::never()).await }
    });
    while proxy.connections() == 0 {
        tokio::task::yield_now().await;
    }
    let sink = SmtpSink::start();
    office.send_to(sink.address()).await;
    proxy.set(Fault::Refuse);
    assert_eq!(sending.await.unwrap().unwrap().accepted, 2);
    assert_eq!((wrong.mails().len(), sink.mails().len()), (0, 2));
    assert_eq!(office.call("office.state", json!({})).await["sending"]["state"], "ready");
}

#[tokio::test]
async fn every_mail_carries_the_head_of_the_audit_trail() {
    let sink = SmtpSink::start();
    let office = TestOffice::sending_to(sink.address()).await;
    let cast = office.cast().await;
    office.write(&cast.rinaldi, "Quietanza F24", 2, 2).await;
    office.tick().await;
    let rows = office.call("audit.list", json!({ "limit": 1000 })).await["rows"].as_array().unwrap().clone();
    for mail in sink.mails() {
        let text = String::from_utf8(mail.bytes).unwrap().replace("\r\n ", " ");
        let head = text.lines().find_map(|line| line.strip_prefix("X-Studiolo-Trail: ")).unwrap();
        let (seq, hash) = head.split_once(' ').unwrap();
        let row = rows.iter().find(|row| row["seq"] == seq.parse::<i64>().unwrap()).unwrap();
        assert_eq!(row["hash"], hash);
    }
}

#[tokio::test]
async fn a_mail_that_cannot_be_written_stops_and_holds_up_no_other() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    let broken = office.write(&cast.rinaldi, "Quietanza F24", 2, 2).await;
    let whole = office.write(&cast.rinaldi, "Delega", 2, 2).await;
    let mut tx = office.office().store().begin().await.unwrap();
    sqlx::query("UPDATE messages SET body = '{}' WHERE chat_id = $1")
        .bind(&broken)
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(office.tick().await.outbox.accepted, 2);
    let states = office.call("chats.list", json!({})).await["chats"].as_array().unwrap().clone();
    let delivery = |chat: &str| states.iter().find(|row| row["chat_id"] == chat).unwrap()["delivery"].clone();
    assert_eq!((delivery(&broken), delivery(&whole)), (json!("failed"), json!("accepted")));
}

#[tokio::test]
async fn what_a_broken_off_pass_left_under_way_is_taken_up_by_the_next_one() {
    let sink = SmtpSink::start();
    sink.answer(PAOLO, [Answer::Stall]);
    let office = TestOffice::sending_to(sink.address()).await;
    let cast = office.cast().await;
    office.write(&cast.rinaldi, "Quietanza F24", 2, 2).await;
    {
        let never = studiolo_testkit::never();
        let sending = studiolo_core::delivery::send_due(office.office(), &never);
        tokio::select! {
            _ = sending => panic!("the server never answers"),
            _ = sink.wait_for(1) => {}
        }
    }
    assert_eq!(mail_to(&office, PAOLO).await["state"], "sending");
    office.tick().await;
    assert_eq!(mail_to(&office, PAOLO).await["state"], "accepted");
    assert_eq!(mail_to(&office, GIULIA).await["state"], "accepted");
}
