use serde_json::json;
use studiolo_testkit::{TestOffice, rome};

#[tokio::test]
async fn reminders_go_until_their_count_is_reached_and_say_so() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    let chat = office.write(&cast.rinaldi, "Quietanza F24", 2, 2).await;
    office.tick().await;
    office.at(rome(2026, 4, 24, 9, 0)).await;
    office.at(rome(2026, 4, 27, 9, 0)).await;
    let reminder = office.thread(&chat).await["reminder"].clone();
    assert_eq!((&reminder["sent"], &reminder["state"]), (&json!(2), &json!("stopped")));
    assert_eq!(reminder["stop_reason"], "count_reached");
    assert_eq!(office.at(rome(2027, 4, 27, 9, 0)).await.reminders.reminders, 0);
    assert_eq!(office.call("clients.list", json!({})).await["clients"][0]["exhausted"], 1);
}

#[tokio::test]
async fn after_months_of_sleep_one_mail_goes_and_the_next_counts_from_it() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    let chat = office.write(&cast.rinaldi, "Quietanza F24", 1, 9).await;
    office.tick().await;
    let woken = office.at(rome(2026, 7, 15, 11, 30)).await;
    assert_eq!((woken.reminders.reminders, woken.reminders.mails), (1, 2));
    assert_eq!(office.tick().await.reminders.reminders, 0);
    assert_eq!(office.thread(&chat).await["reminder"]["next_at"], "2026-07-16T07:00:00Z");
}

#[tokio::test]
async fn outside_the_window_nothing_goes_until_the_next_opening() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    office.write(&cast.rinaldi, "Quietanza F24", 2, 2).await;
    office.tick().await;
    for closed in [
        rome(2026, 4, 24, 19, 0),
        rome(2026, 4, 25, 10, 0),
        rome(2026, 4, 26, 10, 0),
        rome(2026, 4, 27, 8, 59),
    ] {
        assert_eq!(office.at(closed).await.reminders.reminders, 0, "{closed}");
    }
    assert_eq!(office.at(rome(2026, 4, 27, 9, 0)).await.reminders.reminders, 1);
}

#[tokio::test]
async fn a_reminder_that_waits_in_the_outbox_asks_for_the_window_again() {
    let sink = studiolo_testkit::SmtpSink::start();
    let office = TestOffice::sending_to(sink.address()).await;
    let cast = office.cast().await;
    office.call("contacts.update", json!({ "contact_id": cast.giulia, "notify": false })).await;
    office.write(&cast.rinaldi, "Quietanza F24", 2, 2).await;
    office.tick().await;
    sink.answer("paolo@officinerinaldi.example", [studiolo_testkit::Answer::AtRecipient(450, "busy")]);
    let due = office.at(rome(2026, 4, 24, 17, 59)).await;
    assert_eq!((due.reminders.reminders, due.outbox.not_accepted), (1, 1));
    assert_eq!(office.at(rome(2026, 4, 24, 18, 5)).await.outbox.accepted, 0, "the window has closed");
    assert_eq!(office.at(rome(2026, 4, 27, 9, 0)).await.outbox.accepted, 1);
}

#[tokio::test]
async fn an_answer_that_comes_first_withdraws_the_reminder_in_the_outbox() {
    let office = TestOffice::without_account().await;
    let cast = office.cast().await;
    let chat = office.write(&cast.rinaldi, "Quietanza F24", 2, 2).await;
    let sink = studiolo_testkit::SmtpSink::start();
    office.send_to(sink.address()).await;
    office.tick().await;
    drop(sink);
    office.clock_to(rome(2026, 4, 24, 9, 0));
    assert_eq!(office.tick_badly().await.reminders.reminders, 1);
    office.call("chats.record_answer", json!({ "chat_id": chat, "text": "Eccola." })).await;
    let states = office.mails().await;
    assert_eq!(states.iter().filter(|mail| mail.starts_with("reminder withdrawn")).count(), 2, "{states:?}");
    // The answer did not answer: the same step may go again.
    office.call("chats.resume_reminder", json!({ "chat_id": chat })).await;
    let sink = studiolo_testkit::SmtpSink::start();
    office.send_to(sink.address()).await;
    let again = office.at(rome(2026, 4, 27, 9, 0)).await;
    assert_eq!((again.reminders.reminders, again.outbox.accepted), (1, 2));
    assert_eq!(office.thread(&chat).await["reminder"]["sent"], 1);
}

#[tokio::test]
async fn reminders_of_one_client_that_fall_together_go_as_one_mail_to_each_contact() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    let first = office.write(&cast.rinaldi, "Quietanza F24", 2, 2).await;
    office.write(&cast.rinaldi, "Delega", 2, 1).await;
    office.tick().await;
    let forecast = office.call("reminders.forecast", json!({ "days": 5 })).await;
    let at = |entry: usize| forecast["entries"][entry]["at"].clone();
    assert_eq!((at(0), at(1)), (json!("2026-04-24T07:00:00Z"), json!("2026-04-24T07:00:00Z")));
    let due = office.at(rome(2026, 4, 24, 9, 0)).await;
    assert_eq!((due.reminders.reminders, due.reminders.mails, due.outbox.accepted), (2, 2, 2));
    let mails = office.call("outbox.list", json!({})).await;
    assert_eq!(mails["mails"][0]["subject"], "Promemoria: 2 richieste in sospeso");
    let sent = office.actions().await.into_iter().filter(|action| action == "reminder.sent").count();
    assert_eq!(sent, 2, "each has its own audit row");
    assert_eq!(office.thread(&first).await["reminder"]["sent"], 1);
}

#[tokio::test]
async fn send_again_uses_up_nothing_and_the_next_one_counts_from_it() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    let chat = office.write(&cast.rinaldi, "Quietanza F24", 3, 1).await;
    office.tick().await;
    office.clock_to(rome(2026, 4, 24, 20, 0));
    office.call("chats.send_again", json!({ "chat_id": chat })).await;
    assert_eq!(office.tick().await.outbox.accepted, 2, "at any hour");
    let reminder = office.thread(&chat).await["reminder"].clone();
    assert_eq!((&reminder["sent"], &reminder["next_at"]), (&json!(0), &json!("2026-04-27T07:00:00Z")));
    office.clock_to(rome(2026, 4, 26, 20, 0));
    office.call("chats.send_again", json!({ "chat_id": chat })).await;
    office.tick().await;
    assert_eq!(office.thread(&chat).await["reminder"]["next_at"], "2026-04-29T07:00:00Z");
    office.call("chats.record_answer", json!({ "chat_id": chat, "text": "Eccola." })).await;
    let ended = office.try_call("chats.send_again", json!({ "chat_id": chat })).await.unwrap_err();
    assert_eq!((ended.code.as_str(), &ended.params["reason"]), ("already_ended", &json!("answered")));
}

#[tokio::test]
async fn a_contact_whose_notification_still_waits_gets_that_and_no_reminder_beside_it() {
    let sink = studiolo_testkit::SmtpSink::start();
    let office = TestOffice::sending_to(sink.address()).await;
    let cast = office.cast().await;
    let busy = || studiolo_testkit::Answer::AtRecipient(450, "busy");
    sink.answer("giulia@officinerinaldi.example", std::iter::repeat_with(busy).take(3));
    office.write(&cast.rinaldi, "Quietanza F24", 2, 2).await;
    office.tick().await;
    let due = office.at(rome(2026, 4, 24, 9, 0)).await;
    assert_eq!((due.reminders.reminders, due.reminders.mails), (1, 1));
    let mails = office.mails().await;
    assert!(mails.contains(&"reminder accepted paolo@officinerinaldi.example".to_owned()), "{mails:?}");
    assert!(!mails.iter().any(|mail| mail.starts_with("reminder") && mail.contains("giulia")), "{mails:?}");
}

#[tokio::test]
async fn a_skipped_step_is_used_up_and_the_next_counts_from_its_date() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    let chat = office.write(&cast.rinaldi, "Quietanza F24", 2, 3).await;
    office.tick().await;
    let item = json!({ "kind": "chat", "id": chat });
    office.call("reminders.skip", json!({ "item": item, "step": 1 })).await;
    assert_eq!(office.thread(&chat).await["reminder"]["next_at"], "2026-04-27T07:00:00Z");
    assert_eq!(office.at(rome(2026, 4, 24, 9, 0)).await.reminders.reminders, 0);
    assert_eq!(office.at(rome(2026, 4, 27, 9, 0)).await.reminders.reminders, 1);
    let again = office.try_call("reminders.skip", json!({ "item": item, "step": 2 })).await.unwrap_err();
    assert_eq!(again.code, "invalid_request");
}

#[tokio::test]
async fn paused_reminders_wait_and_go_once_when_they_go_on() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    let chat = office.write(&cast.rinaldi, "Quietanza F24", 2, 3).await;
    office.tick().await;
    office.call("reminders.pause_all", json!({ "paused": true })).await;
    assert_eq!(office.thread(&chat).await["reminder"]["held_reason"], "paused");
    assert_eq!(office.at(rome(2026, 5, 5, 10, 0)).await.reminders.reminders, 0);
    assert_eq!(
        office.call("reminders.forecast", json!({ "days": 30 })).await["entries"][0]["held"],
        "paused"
    );
    office.call("reminders.pause_all", json!({ "paused": false })).await;
    assert_eq!(office.tick().await.reminders.reminders, 1);
    assert_eq!(office.tick().await.reminders.reminders, 0);
}

#[tokio::test]
async fn a_clock_set_back_by_ten_years_neither_silences_nor_bursts() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    let chat = office.write(&cast.rinaldi, "Quietanza F24", 2, 3).await;
    office.tick().await;
    assert_eq!(office.at(rome(2016, 4, 20, 10, 0)).await.reminders.reminders, 0);
    assert_eq!(office.thread(&chat).await["reminder"]["next_at"], "2016-04-22T07:00:00Z");
    assert_eq!(office.at(rome(2016, 4, 22, 9, 0)).await.reminders.reminders, 1);
    assert_eq!(office.at(rome(2036, 4, 23, 9, 0)).await.reminders.reminders, 1, "one after any gap");
}

#[tokio::test]
async fn the_forecast_is_what_then_happens() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    office.write(&cast.rinaldi, "Quietanza F24", 4, 3).await;
    office.clock_to(rome(2026, 4, 23, 18, 30));
    office.write(&cast.rinaldi, "Delega", 9, 2).await;
    office.tick().await;
    let forecast = office.call("reminders.forecast", json!({ "days": 30 })).await;
    let foreseen: Vec<String> = forecast["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["at"].as_str().unwrap().to_owned())
        .collect();
    let mut happened = Vec::new();
    let mut at = rome(2026, 4, 23, 18, 30);
    while at < rome(2026, 5, 23, 18, 30) {
        at += chrono::TimeDelta::minutes(30);
        let due = office.at(at).await.reminders.reminders;
        happened.extend((0..due).map(|_| at.format("%Y-%m-%dT%H:%M:%SZ").to_string()));
    }
    assert_eq!(happened, foreseen);
}

#[tokio::test]
async fn a_short_forecast_is_the_beginning_of_a_long_one() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    for (days, count) in [(2, 9), (5, 2), (11, 1), (40, 3)] {
        office.write(&cast.rinaldi, "Quietanza F24", days, count).await;
    }
    office.tick().await;
    let long = office.call("reminders.forecast", json!({ "days": 366 })).await["entries"].clone();
    for days in [0, 1, 4, 6, 12, 50] {
        let short = office.call("reminders.forecast", json!({ "days": days })).await["entries"].clone();
        let until = rome(2026, 4, 22, 16, 5) + chrono::TimeDelta::days(days);
        let until = until.format("%Y-%m-%dT%H:%M:%SZ").to_string();
        let beginning: Vec<_> = long
            .as_array()
            .unwrap()
            .iter()
            .filter(|entry| entry["at"].as_str().unwrap() <= &*until)
            .collect();
        assert_eq!(short.as_array().unwrap().iter().collect::<Vec<_>>(), beginning, "{days} days");
    }
    assert_eq!(long.as_array().unwrap().len(), 15);
}

#[tokio::test]
async fn the_new_chat_sheet_shows_the_dates_that_the_engine_would_take() {
    let office = TestOffice::new().await;
    let preview = office.call("reminders.preview", json!({ "every_days": 3, "max_count": 2 })).await;
    assert_eq!(preview["at"], json!(["2026-04-27T07:00:00Z", "2026-04-30T07:00:00Z"]));
    let wrong = office.try_call("reminders.preview", json!({ "every_days": 400 })).await.unwrap_err();
    assert_eq!(wrong.code, "invalid_request");
}
