use serde_json::json;
use studiolo_testkit::{TestOffice, rome};

#[tokio::test]
async fn a_chat_tells_every_contact_with_notify() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    office.call("contacts.update", json!({ "contact_id": cast.giulia, "notify": false })).await;
    let chat = office.write(&cast.rinaldi, "Liquidazione IVA", 3, 1).await;
    office.tick().await;
    assert_eq!(office.mails().await, ["notification accepted paolo@officinerinaldi.example"]);
    let thread = office.thread(&chat).await;
    assert_eq!(thread["messages"][0]["deliveries"][0]["state"], "accepted");
    assert_eq!(thread["messages"][0]["author"], json!({ "kind": "office", "name": "Elena Vannini" }));
}

#[tokio::test]
async fn nothing_is_made_for_any_client_when_one_cannot_be_told() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    let aurora =
        office.call("clients.create", json!({ "name": "Immobiliare Aurora", "kind": "company" })).await;
    let request =
        json!({ "client_ids": [cast.rinaldi, aurora["client_id"]], "subject": "IMU", "body": "Buongiorno" });
    let error = office.try_call("chats.create", request.clone()).await.unwrap_err();
    assert_eq!(error.code, "no_recipient");
    assert_eq!(
        error.params["clients"],
        json!([{ "client_id": aurora["client_id"], "name": "Immobiliare Aurora" }])
    );
    assert_eq!(office.call("chats.list", json!({})).await["chats"], json!([]));
    assert_eq!(office.mails().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_held_chat_says_so_and_is_told_as_soon_as_somebody_can_be() {
    let office = TestOffice::new().await;
    let aurora =
        office.call("clients.create", json!({ "name": "Immobiliare Aurora", "kind": "company" })).await;
    let request = json!({ "client_ids": [aurora["client_id"]], "subject": "IMU", "body": "Buongiorno", "reminder": {},
        "allow_no_recipient": true });
    let chat = office.call("chats.create", request).await["chats"][0]["chat_id"].as_str().unwrap().to_owned();
    office.tick().await;
    let thread = office.thread(&chat).await;
    assert_eq!(
        (&thread["reminder"]["state"], &thread["reminder"]["held_reason"]),
        (&json!("held"), &json!("no_recipient"))
    );
    let forecast = office.call("reminders.forecast", json!({ "days": 30 })).await;
    assert_eq!(forecast["entries"][0]["held"], "no_recipient");

    let sergio = json!({ "client_id": aurora["client_id"], "name": "Sergio Landi", "email": "sergio@aurora.example",
        "notify": true, "login": false });
    office.call("contacts.create", sergio).await;
    let ticked = office.tick().await;
    assert_eq!((ticked.mended, ticked.outbox.accepted), (1, 1));
    let thread = office.thread(&chat).await;
    assert_eq!(thread["reminder"]["state"], "armed");
    assert_eq!(thread["reminder"]["next_at"], "2026-04-27T07:00:00Z");
}

#[tokio::test]
async fn an_empty_subject_takes_the_first_words_of_the_message() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    let request =
        json!({ "client_ids": [cast.rinaldi], "subject": " ", "body": "Mi mandi la delega F24 firmata?" });
    let chat = office.call("chats.create", request).await["chats"][0]["chat_id"].as_str().unwrap().to_owned();
    assert_eq!(office.thread(&chat).await["chat"]["subject"], "Mi mandi la delega F24 firmata?");
}

#[tokio::test]
async fn bad_chats_are_refused_with_the_field_that_is_wrong() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    let good = json!({ "client_ids": [cast.rinaldi], "subject": "IMU", "body": "Buongiorno" });
    let with = |key: &str, value: serde_json::Value| {
        let mut request = good.clone();
        request[key] = value;
        request
    };
    let bad = [
        with("client_ids", json!([])),
        with("body", json!("  \n ")),
        with("body", json!({ "v": 1, "doc": { "type": "doc", "content": [{ "type": "script" }] } })),
        with("body", json!("x".repeat(2_000_000))),
        with("subject", json!("x".repeat(201))),
        with("reminder", json!({ "every_days": 0 })),
        with("reminder", json!({ "max_count": 100 })),
        with("tasks", json!([" "])),
        with("tasks", json!(vec!["Delega"; 101])),
        with("undo_seconds", json!(61)),
        with("template", json!("IMU")),
    ];
    for request in bad {
        let error = office.try_call("chats.create", request).await.unwrap_err();
        assert_eq!(error.code, "invalid_request", "{error:?}");
    }
    assert_eq!(office.call("chats.list", json!({})).await["chats"], json!([]));
}

#[tokio::test]
async fn an_answer_written_down_by_hand_stops_the_reminder_and_stands_in_the_inbox() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    let chat = office.write(&cast.rinaldi, "Liquidazione IVA", 3, 2).await;
    office.tick().await;
    let answer = json!({ "chat_id": chat, "contact_id": cast.giulia, "text": "Te lo mando stasera." });
    office.call("chats.record_answer", answer).await;
    let thread = office.thread(&chat).await;
    assert_eq!(
        (&thread["reminder"]["state"], &thread["reminder"]["stop_reason"]),
        (&json!("stopped"), &json!("answered"))
    );
    let message = &thread["messages"][1];
    assert_eq!((&message["author"]["name"], &message["via"]), (&json!("Giulia Rinaldi"), &json!("hand")));
    let inbox = office.call("inbox.list", json!({})).await;
    assert_eq!(
        (&inbox["rows"][0]["what"], &inbox["rows"][0]["who"]),
        (&json!("answer"), &json!("Giulia Rinaldi"))
    );
    assert_eq!(office.at(rome(2026, 12, 1, 9, 0)).await.reminders.reminders, 0);
}

#[tokio::test]
async fn an_answer_of_another_clients_contact_is_refused() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    let chat = office.write(&cast.rinaldi, "Liquidazione IVA", 3, 2).await;
    let marco = office
        .call(
            "clients.create",
            json!({ "name": "Marco Tessari", "kind": "person", "contacts": [
                { "name": "Marco", "email": "marco@tessari.example", "notify": true, "login": false }] }),
        )
        .await;
    let request = json!({ "chat_id": chat, "contact_id": marco["contact_ids"][0], "text": "sì" });
    assert_eq!(office.try_call("chats.record_answer", request).await.unwrap_err().code, "invalid_request");
}

#[tokio::test]
async fn a_reply_arms_the_reminder_afresh_with_the_threads_settings() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    let chat = office.write(&cast.rinaldi, "Liquidazione IVA", 2, 3).await;
    office.tick().await;
    office.at(rome(2026, 4, 24, 9, 0)).await;
    assert_eq!(office.thread(&chat).await["reminder"]["sent"], 1);
    office.call("chats.reply", json!({ "chat_id": chat, "body": "Basta la firma di Paolo." })).await;
    office.tick().await;
    let reminder = office.thread(&chat).await["reminder"].clone();
    assert_eq!(
        (&reminder["sent"], &reminder["every_days"], &reminder["max_count"]),
        (&json!(0), &json!(2), &json!(3))
    );
    // Friday 24 and two days is a Sunday.
    assert_eq!(reminder["next_at"], "2026-04-27T07:00:00Z");
}

#[tokio::test]
async fn a_reply_can_switch_the_reminder_off_and_brings_an_archived_thread_back() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    let chat = office.write(&cast.rinaldi, "Liquidazione IVA", 2, 3).await;
    office.tick().await;
    office.call("chats.archive", json!({ "chat_id": chat })).await;
    office.call("chats.reply", json!({ "chat_id": chat, "body": "Grazie.", "reminder": null })).await;
    office.tick().await;
    let thread = office.thread(&chat).await;
    assert_eq!((&thread["chat"]["state"], &thread["reminder"]["state"]), (&json!("active"), &json!("off")));
}

#[tokio::test]
async fn archive_stops_the_reminder_and_reopening_arms_it_as_if_the_message_were_new() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    let chat = office.write(&cast.rinaldi, "Liquidazione IVA", 3, 2).await;
    office.tick().await;
    office.call("chats.archive", json!({ "chat_id": chat })).await;
    assert_eq!(office.thread(&chat).await["reminder"]["stop_reason"], "archived");
    assert_eq!(
        office.try_call("chats.archive", json!({ "chat_id": chat })).await.unwrap_err().code,
        "already_ended"
    );
    assert_eq!(office.at(rome(2026, 5, 11, 10, 0)).await.reminders.reminders, 0);
    office.call("chats.reopen", json!({ "chat_id": chat })).await;
    let ticked = office.tick().await;
    assert_eq!(ticked.outbox.accepted, 0, "reopening sends nothing");
    let reminder = office.thread(&chat).await["reminder"].clone();
    assert_eq!((&reminder["state"], &reminder["next_at"]), (&json!("armed"), &json!("2026-05-14T07:00:00Z")));
}

#[tokio::test]
async fn a_reply_that_does_not_answer_resumes_the_reminder_with_its_count() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    let chat = office.write(&cast.rinaldi, "Liquidazione IVA", 3, 3).await;
    office.tick().await;
    office.at(rome(2026, 4, 27, 9, 0)).await;
    office.call("chats.record_answer", json!({ "chat_id": chat, "text": "Sono in ferie." })).await;
    office.call("chats.resume_reminder", json!({ "chat_id": chat })).await;
    let reminder = office.thread(&chat).await["reminder"].clone();
    assert_eq!((&reminder["state"], &reminder["sent"]), (&json!("armed"), &json!(1)));
    assert_eq!(reminder["next_at"], "2026-04-30T07:00:00Z");
    let again = office.try_call("chats.resume_reminder", json!({ "chat_id": chat })).await;
    assert_eq!(again.unwrap_err().code, "invalid_request");
}

#[tokio::test]
async fn the_reminder_is_switched_off_on_and_changed_at_any_time() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    let chat = office.write(&cast.rinaldi, "Liquidazione IVA", 3, 2).await;
    office.tick().await;
    office.call("chats.set_reminder", json!({ "chat_id": chat, "enabled": false })).await;
    assert_eq!(office.thread(&chat).await["reminder"]["state"], "off");
    assert_eq!(office.at(rome(2026, 5, 4, 10, 0)).await.reminders.reminders, 0);
    let on = json!({ "chat_id": chat, "enabled": true, "every_days": 1, "max_count": 5 });
    office.call("chats.set_reminder", on).await;
    let reminder = office.thread(&chat).await["reminder"].clone();
    assert_eq!((&reminder["max_count"], &reminder["next_at"]), (&json!(5), &json!("2026-05-05T07:00:00Z")));
    office.call("chats.set_reminder", json!({ "chat_id": chat, "enabled": true, "every_days": 7 })).await;
    assert_eq!(office.thread(&chat).await["reminder"]["next_at"], "2026-05-11T07:00:00Z");
}

#[tokio::test]
async fn a_ticked_task_is_no_answer() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    let request = json!({ "client_ids": [cast.rinaldi], "subject": "Redditi", "body": "Servono due cose.", "reminder": {},
        "tasks": ["Certificazione unica", "Interessi del mutuo"] });
    let chat = office.call("chats.create", request).await["chats"][0]["chat_id"].as_str().unwrap().to_owned();
    office.tick().await;
    let task = office.thread(&chat).await["tasks"][0]["task_id"].clone();
    office.call("chats.set_task", json!({ "task_id": task, "done": true })).await;
    let thread = office.thread(&chat).await;
    assert_eq!(
        (&thread["tasks"][0]["done"], &thread["tasks"][0]["done_by"]),
        (&json!(true), &json!("Elena Vannini"))
    );
    assert_eq!(thread["reminder"]["state"], "armed");
    office.call("chats.set_task", json!({ "task_id": task, "done": false })).await;
    let row = office.call("chats.list", json!({})).await["chats"][0].clone();
    assert_eq!(row["tasks"], json!({ "done": 0, "total": 2 }));
}

#[tokio::test]
async fn lists_are_by_client_and_state_newest_first() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    let first = office.write(&cast.rinaldi, "Primo", 3, 1).await;
    office.clock_to(rome(2026, 4, 22, 17, 0));
    let second = office.write(&cast.rinaldi, "Secondo", 3, 1).await;
    office.call("chats.archive", json!({ "chat_id": first })).await;
    let subjects = |list: serde_json::Value| -> Vec<String> {
        list["chats"]
            .as_array()
            .unwrap()
            .iter()
            .map(|chat| chat["subject"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(subjects(office.call("chats.list", json!({})).await), ["Secondo", "Primo"]);
    assert_eq!(subjects(office.call("chats.list", json!({ "state": "active" })).await), ["Secondo"]);
    let of_client = json!({ "client_id": cast.rinaldi, "state": "archived" });
    assert_eq!(subjects(office.call("chats.list", of_client).await), ["Primo"]);
    office.call("chats.mark_read", json!({ "chat_id": second })).await;
    assert_eq!(office.call("chats.list", json!({})).await["chats"][0]["unread"], 0);
}

#[tokio::test]
async fn messages_stand_in_the_order_in_which_they_were_written_whatever_the_clock_says() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    let chat = office.write(&cast.rinaldi, "Liquidazione IVA", 2, 3).await;
    office.tick().await;
    office.clock_to(rome(2016, 4, 20, 10, 0));
    office.call("chats.record_answer", json!({ "chat_id": chat, "text": "Eccolo." })).await;
    let thread = office.thread(&chat).await;
    let texts: Vec<&str> =
        thread["messages"].as_array().unwrap().iter().map(|m| m["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["Buongiorno Paolo, mi mandi l’estratto conto?", "Eccolo."]);
    let row = office.call("chats.list", json!({})).await["chats"][0].clone();
    assert_eq!(row["last"]["text"], "Eccolo.");
    assert_eq!(office.call("clients.list", json!({})).await["clients"][0]["answered"], 1);
    office.call("chats.archive", json!({ "chat_id": chat })).await;
    office.call("chats.reopen", json!({ "chat_id": chat })).await;
    assert_eq!(
        office.thread(&chat).await["reminder"]["stop_reason"],
        "answered",
        "the client has the last word"
    );
    office.call("chats.reply", json!({ "chat_id": chat, "body": "Manca marzo." })).await;
    office.tick().await;
    office.at(rome(2016, 4, 22, 9, 0)).await;
    let reminder = office.call("outbox.list", json!({})).await["mails"]
        .as_array()
        .unwrap()
        .iter()
        .find(|mail| mail["kind"] == "reminder")
        .unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let caught =
        std::fs::read_to_string(office.folder().join("outbox-caught").join(format!("{reminder}.eml")))
            .unwrap();
    assert!(caught.contains("Manca marzo."), "a reminder speaks of the last message");
}
