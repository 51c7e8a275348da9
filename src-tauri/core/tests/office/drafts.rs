//! What is begun is kept, and what was just sent can be taken back.

use chrono::TimeDelta;
use serde_json::{Value, json};
use studiolo_testkit::{Cast, TestOffice};

async fn drafts(office: &TestOffice) -> Vec<Value> {
    office.call("drafts.list", json!({})).await["drafts"].as_array().unwrap().clone()
}

async fn texts(office: &TestOffice) -> Vec<String> {
    drafts(office).await.iter().map(|draft| draft["text"].as_str().unwrap().to_owned()).collect()
}

async fn said(office: &TestOffice, chat: &str) -> Vec<String> {
    let thread = office.thread(chat).await;
    let messages = thread["messages"].as_array().unwrap();
    messages.iter().map(|message| message["text"].as_str().unwrap().to_owned()).collect()
}

fn later(office: &TestOffice, time: TimeDelta) {
    office.clock_to(office.office().now() + time);
}

async fn reply(office: &TestOffice, chat: &str, body: &str, more: Value) -> Value {
    let mut request = json!({ "chat_id": chat, "body": body });
    request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    office.call("chats.reply", request).await
}

#[tokio::test]
async fn a_thread_has_one_draft_and_new_chats_as_many_as_are_begun() {
    let office = TestOffice::new().await;
    let Cast { rinaldi, .. } = office.cast().await;
    let chat = office.write(&rinaldi, "IVA", 3, 1).await;
    office.call("drafts.save", json!({ "chat_id": chat, "body": "Manca" })).await;
    office.call("drafts.save", json!({ "chat_id": chat, "body": "Manca la delega" })).await;
    let first =
        office.call("drafts.save", json!({ "client_ids": [rinaldi], "subject": "IMU", "body": "" })).await;
    office.call("drafts.save", json!({ "body": "Un’altra" })).await;
    let again = json!({ "draft_id": first["draft_id"], "client_ids": [rinaldi], "subject": "IMU 2026",
        "body": "Buongiorno", "reminder": { "every_days": 5, "max_count": 2 }, "tasks": ["Visura", ""] });
    office.call("drafts.save", again).await;

    assert_eq!(texts(&office).await.len(), 3);
    let row = &office.call("chats.list", json!({})).await["chats"][0];
    assert_eq!(row["draft"], "Manca la delega");
    let kept =
        drafts(&office).await.into_iter().find(|draft| draft["draft_id"] == first["draft_id"]).unwrap();
    assert_eq!((&kept["subject"], &kept["tasks"]), (&json!("IMU 2026"), &json!(["Visura", ""])));
    assert_eq!(kept["reminder"], json!({ "every_days": 5, "max_count": 2 }));

    office.call("drafts.discard", json!({ "draft_id": first["draft_id"] })).await;
    let error =
        office.try_call("drafts.discard", json!({ "draft_id": first["draft_id"] })).await.unwrap_err();
    assert_eq!(error.code, "not_found");
}

#[tokio::test]
async fn a_draft_of_a_chat_that_is_not_there_is_refused() {
    let office = TestOffice::new().await;
    let Cast { rinaldi, .. } = office.cast().await;
    let request = json!({ "chat_id": rinaldi, "body": "Manca" });
    assert_eq!(office.try_call("drafts.save", request).await.unwrap_err().code, "not_found");
    let request = json!({ "body": "Manca", "subject": "x".repeat(10_001) });
    assert_eq!(office.try_call("drafts.save", request).await.unwrap_err().code, "invalid_request");
    assert_eq!(texts(&office).await, Vec::<String>::new());
}

#[tokio::test]
async fn what_is_sent_is_no_draft_any_more() {
    let office = TestOffice::new().await;
    let Cast { rinaldi, .. } = office.cast().await;
    let draft = office.call("drafts.save", json!({ "client_ids": [rinaldi], "body": "Buongiorno" })).await;
    let request = json!({ "client_ids": [rinaldi], "subject": "IMU", "body": "Buongiorno",
        "draft_id": draft["draft_id"] });
    office.call("chats.create", request).await;
    assert_eq!(texts(&office).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_script_that_writes_leaves_the_owners_draft_alone() {
    let office = TestOffice::new().await;
    let Cast { rinaldi, .. } = office.cast().await;
    let chat = office.write(&rinaldi, "IVA", 3, 1).await;
    office.call("drafts.save", json!({ "chat_id": chat, "body": "Manca la delega" })).await;
    reply(&office, &chat, "Promemoria", json!({})).await;
    assert_eq!(texts(&office).await, ["Manca la delega"]);
}

#[tokio::test]
async fn nothing_leaves_during_the_undo_seconds_and_then_all_of_it() {
    let office = TestOffice::new().await;
    let Cast { rinaldi, .. } = office.cast().await;
    let request =
        json!({ "client_ids": [rinaldi], "subject": "IMU", "body": "Buongiorno", "undo_seconds": 10 });
    let made = office.call("chats.create", request).await;
    let chat = made["chats"][0]["chat_id"].as_str().unwrap();
    assert_eq!(office.tick().await.outbox.accepted, 0);
    assert!(office.thread(chat).await["messages"][0]["undo_until"].is_string());
    later(&office, TimeDelta::seconds(10));
    assert_eq!(office.tick().await.outbox.accepted, 2);
    assert!(office.thread(chat).await["messages"][0]["undo_until"].is_null());
    let error = office.try_call("chats.undo_send", json!({ "chat_ids": [chat] })).await.unwrap_err();
    assert_eq!((error.code.as_str(), &error.params["reason"]), ("already_ended", &json!("too_late")));
}

#[tokio::test]
async fn a_new_chat_that_is_taken_back_is_a_draft_and_nobody_hears_of_it() {
    let office = TestOffice::new().await;
    let Cast { rinaldi, .. } = office.cast().await;
    let contact =
        json!([{ "name": "Nives", "email": "nives@trattoria.example", "notify": true, "login": true }]);
    let nives = json!({ "name": "Trattoria Da Nives", "kind": "company", "contacts": contact });
    let nives = office.call("clients.create", nives).await["client_id"].clone();
    let request = json!({ "client_ids": [rinaldi, nives], "subject": "IMU", "body": "Buongiorno",
        "reminder": { "every_days": 3, "max_count": 2 }, "tasks": ["Visura"], "undo_seconds": 10 });
    let made = office.call("chats.create", request).await;
    let chats: Vec<&Value> = made["chats"].as_array().unwrap().iter().map(|chat| &chat["chat_id"]).collect();
    office.call("drafts.save", json!({ "chat_id": chats[0], "body": "E un’altra cosa" })).await;
    office.call("chats.undo_send", json!({ "chat_ids": chats })).await;

    assert_eq!(office.call("chats.list", json!({})).await["chats"], json!([]));
    let drafts = drafts(&office).await;
    assert_eq!(drafts.len(), 1);
    assert_eq!(drafts[0]["client_ids"], json!([rinaldi, nives]));
    assert_eq!(drafts[0]["text"], "Buongiorno\n\nE un’altra cosa");
    assert_eq!((&drafts[0]["subject"], &drafts[0]["tasks"]), (&json!("IMU"), &json!(["Visura"])));
    assert_eq!(drafts[0]["reminder"], json!({ "every_days": 3, "max_count": 2 }));
    later(&office, TimeDelta::days(30));
    assert_eq!(office.tick().await.outbox.accepted, 0);
    let rows = office.call("audit.list", json!({})).await;
    let undone = rows["rows"].as_array().unwrap().iter().filter(|row| row["action"] == "chats.undo_send");
    assert_eq!(undone.count(), 2);
    assert_eq!(office.call("audit.verify", json!({})).await["ok"], true);
}

#[tokio::test]
async fn a_reply_that_is_taken_back_leaves_the_thread_as_it_was() {
    let office = TestOffice::new().await;
    let Cast { rinaldi, .. } = office.cast().await;
    let chat = office.write(&rinaldi, "IVA", 3, 2).await;
    office.tick().await;
    office.call("chats.archive", json!({ "chat_id": chat })).await;
    let before = office.thread(&chat).await;
    reply(&office, &chat, "Manca la delega", json!({ "tasks": ["Delega"], "undo_seconds": 10 })).await;
    office.call("drafts.save", json!({ "chat_id": chat, "body": "Grazie" })).await;
    office.call("chats.undo_send", json!({ "chat_ids": [chat] })).await;
    assert_eq!(office.thread(&chat).await, before);
    assert_eq!(texts(&office).await, ["Manca la delega\n\nGrazie"]);
}

#[tokio::test]
async fn what_follows_a_message_that_was_taken_back_is_mailed_and_reminded_like_any_other() {
    let office = TestOffice::new().await;
    let Cast { rinaldi, .. } = office.cast().await;
    let chat = office.write(&rinaldi, "IVA", 3, 1).await;
    office.tick().await;
    reply(&office, &chat, "Manca la delga", json!({ "undo_seconds": 10 })).await;
    office.call("chats.undo_send", json!({ "chat_ids": [chat] })).await;
    reply(&office, &chat, "Manca la delega", json!({ "undo_seconds": 10 })).await;
    later(&office, TimeDelta::seconds(10));
    assert_eq!(office.tick().await.outbox.accepted, 2);
    assert_eq!(said(&office, &chat).await[1..], ["Manca la delega"]);
    let thread = office.thread(&chat).await;
    assert_eq!(thread["messages"][1]["deliveries"].as_array().unwrap().len(), 2);
    later(&office, TimeDelta::days(7));
    assert_eq!(office.tick().await.outbox.accepted, 2);
}

#[tokio::test]
async fn a_reminder_that_waited_goes_after_all_when_the_message_that_replaced_it_is_taken_back() {
    let office = TestOffice::new().await;
    let Cast { rinaldi, .. } = office.cast().await;
    let chat = office.write(&rinaldi, "IVA", 3, 1).await;
    office.tick().await;
    later(&office, TimeDelta::days(5));
    studiolo_core::delivery::fire(office.office()).await.unwrap();
    reply(&office, &chat, "Manca la delega", json!({ "undo_seconds": 10 })).await;
    office.call("chats.undo_send", json!({ "chat_ids": [chat] })).await;
    assert_eq!(office.tick().await.outbox.accepted, 2);
    assert_eq!(office.thread(&chat).await["reminder"]["sent"], 1);
}

#[tokio::test]
async fn an_answer_that_is_already_here_keeps_the_message() {
    let office = TestOffice::new().await;
    let Cast { rinaldi, .. } = office.cast().await;
    let chat = office.write(&rinaldi, "IVA", 3, 1).await;
    reply(&office, &chat, "Manca la delega", json!({ "undo_seconds": 10 })).await;
    office.call("chats.record_answer", json!({ "chat_id": chat, "text": "Eccola" })).await;
    let error = office.try_call("chats.undo_send", json!({ "chat_ids": [chat] })).await.unwrap_err();
    assert_eq!(error.code, "already_ended");
    assert_eq!(said(&office, &chat).await[1..], ["Manca la delega", "Eccola"]);
}

#[tokio::test]
async fn of_several_chats_all_are_taken_back_or_none() {
    let office = TestOffice::new().await;
    let Cast { rinaldi, .. } = office.cast().await;
    let old = office.write(&rinaldi, "IVA", 3, 1).await;
    let request =
        json!({ "client_ids": [rinaldi], "subject": "IMU", "body": "Buongiorno", "undo_seconds": 10 });
    let new = office.call("chats.create", request).await["chats"][0]["chat_id"].clone();
    let error = office.try_call("chats.undo_send", json!({ "chat_ids": [new, old] })).await.unwrap_err();
    assert_eq!(error.code, "already_ended");
    assert_eq!(office.call("chats.list", json!({})).await["chats"].as_array().unwrap().len(), 2);
    assert_eq!(texts(&office).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_chat_can_be_marked_as_unread_again() {
    let office = TestOffice::new().await;
    let Cast { rinaldi, .. } = office.cast().await;
    let chat = office.write(&rinaldi, "IVA", 3, 1).await;
    let error = office.try_call("chats.mark_unread", json!({ "chat_id": chat })).await.unwrap_err();
    assert_eq!(error.code, "invalid_request");
    office.call("chats.record_answer", json!({ "chat_id": chat, "text": "Eccola" })).await;
    office.call("chats.mark_unread", json!({ "chat_id": chat })).await;
    assert_eq!(office.call("chats.list", json!({})).await["chats"][0]["unread"], 1);
    office.call("chats.mark_read", json!({ "chat_id": chat })).await;
    assert_eq!(office.call("chats.list", json!({})).await["chats"][0]["unread"], 0);
}

#[tokio::test]
async fn a_message_is_read_as_html_of_the_allowed_kind() {
    let office = TestOffice::new().await;
    let Cast { rinaldi, .. } = office.cast().await;
    let chat = office.write(&rinaldi, "IVA", 3, 1).await;
    reply(&office, &chat, "<b>Manca</b> la delega", json!({})).await;
    assert_eq!(
        office.thread(&chat).await["messages"][1]["html"],
        "<p dir=\"auto\">&lt;b&gt;Manca&lt;/b&gt; la delega</p>"
    );
}
