//! What the owner is told on the desktop.

use serde_json::json;
use studiolo_core::notices::{Feed, Group, Kind, Open, What};
use studiolo_testkit::{Answer, SmtpSink, TestOffice, rome};

async fn feed(office: &TestOffice) -> Feed {
    Feed::begin(office.office()).await.unwrap()
}

async fn shown(feed: &mut Feed, office: &TestOffice) -> Option<(Group, bool)> {
    feed.look(office.office()).await.unwrap();
    feed.show(office.office()).await.unwrap()
}

#[tokio::test]
async fn reminders_that_end_without_an_answer_are_told_once_and_open_their_thread() {
    let office = TestOffice::new().await;
    let rinaldi = office.cast().await.rinaldi;
    let mut feed = feed(&office).await;
    let chat = office.write(&rinaldi, "Liquidazione IVA", 3, 1).await;
    office.tick().await;
    assert_eq!(shown(&mut feed, &office).await, None);

    office.at(rome(2026, 4, 27, 9, 0)).await;
    let (group, hidden) = shown(&mut feed, &office).await.unwrap();
    let What::One(notice) = &group.what else { panic!("{group:?}") };
    assert_eq!((notice.kind, notice.sent), (Kind::RemindersOver, 1));
    assert_eq!(
        (notice.client.as_str(), notice.text.as_str()),
        ("Officine Rinaldi S.r.l.", "Liquidazione IVA")
    );
    assert_eq!(group.open, Open::Chat(chat.parse().unwrap()));
    assert!(!hidden);
    // Giulia's copy of the last reminder ends nothing anew, and a second look finds nothing.
    assert_eq!(office.actions().await.iter().filter(|action| *action == "reminder.over").count(), 1);
    assert_eq!(shown(&mut feed, &office).await, None);
}

#[tokio::test]
async fn a_reminder_that_others_follow_is_not_over() {
    let office = TestOffice::new().await;
    let rinaldi = office.cast().await.rinaldi;
    office.write(&rinaldi, "Liquidazione IVA", 3, 2).await;
    office.tick().await;
    office.at(rome(2026, 4, 27, 9, 0)).await;
    assert!(!office.actions().await.contains(&"reminder.over".to_owned()));
}

#[tokio::test]
async fn a_mail_that_is_refused_is_told() {
    let sink = SmtpSink::start();
    sink.answer("paolo@officinerinaldi.example", [Answer::AtRecipient(550, "no such mailbox")]);
    let office = TestOffice::sending_to(sink.address()).await;
    let rinaldi = office.cast().await.rinaldi;
    let mut feed = feed(&office).await;
    let chat = office.write(&rinaldi, "Liquidazione IVA", 3, 1).await;
    office.tick().await;
    let (group, _) = shown(&mut feed, &office).await.unwrap();
    let What::One(notice) = &group.what else { panic!("{group:?}") };
    assert_eq!((notice.kind, notice.text.as_str()), (Kind::MailStopped, "Liquidazione IVA"));
    assert_eq!(group.open, Open::Chat(chat.parse().unwrap()));
}

#[tokio::test]
async fn quiet_hours_hold_what_comes_and_one_summary_follows() {
    let office = TestOffice::new().await;
    let rinaldi = office.cast().await.rinaldi;
    let quiet = json!({ "notices": { "enabled": true, "hide_content": true, "quiet": { "from": "20:00", "to": "10:00" } } });
    office.call("settings.update", quiet).await;
    let mut feed = feed(&office).await;
    for subject in ["Liquidazione IVA", "Visura"] {
        office.write(&rinaldi, subject, 3, 1).await;
    }
    office.tick().await;
    office.at(rome(2026, 4, 27, 9, 0)).await;
    assert_eq!(shown(&mut feed, &office).await, None);

    office.clock_to(rome(2026, 4, 27, 10, 0));
    let (group, hidden) = shown(&mut feed, &office).await.unwrap();
    assert_eq!(group.what, What::Several { count: 2, kind: Some(Kind::RemindersOver) });
    assert_eq!(group.open, Open::Reminders);
    assert!(hidden);
}

#[tokio::test]
async fn an_owner_who_wants_no_notices_gets_none_later_either() {
    let office = TestOffice::new().await;
    let rinaldi = office.cast().await.rinaldi;
    let told = |enabled| json!({ "notices": { "enabled": enabled, "hide_content": false, "quiet": null } });
    office.call("settings.update", told(false)).await;
    let mut feed = feed(&office).await;
    office.write(&rinaldi, "Liquidazione IVA", 3, 1).await;
    office.tick().await;
    office.at(rome(2026, 4, 27, 9, 0)).await;
    assert_eq!(shown(&mut feed, &office).await, None);
    office.call("settings.update", told(true)).await;
    assert_eq!(shown(&mut feed, &office).await, None);
}

#[tokio::test]
async fn how_to_be_told_is_kept_and_checked() {
    let mut office = TestOffice::new().await;
    let told = office.call("settings.get", json!({})).await;
    assert_eq!(told["notices"], json!({ "enabled": true, "hide_content": false, "quiet": null }));
    let wanted =
        json!({ "enabled": false, "hide_content": true, "quiet": { "from": "22:00", "to": "07:30" } });
    office.call("settings.update", json!({ "notices": wanted })).await;
    office.reopen().await;
    assert_eq!(office.call("settings.get", json!({})).await["notices"], wanted);
    let wrong =
        json!({ "notices": { "enabled": true, "hide_content": false, "quiet": { "from": "9", "to": "9" } } });
    let error = office.try_call("settings.update", wrong).await.unwrap_err();
    assert_eq!((error.code.as_str(), &error.params["field"]), ("invalid_request", &json!("notices")));
}

#[tokio::test]
async fn unread_threads_are_counted_and_not_their_messages() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    let chat = office.write(&cast.rinaldi, "Liquidazione IVA", 3, 1).await;
    let by = studiolo_core::access::By::system();
    let unread = || studiolo_core::chats::reading::unread(office.office(), &by);
    for text in ["Lo mando domani.", "Anzi oggi."] {
        let answer = json!({ "chat_id": chat, "contact_id": cast.paolo, "text": text });
        office.call("chats.record_answer", answer).await;
    }
    assert_eq!(unread().await.unwrap(), 0);
    office.call("chats.mark_unread", json!({ "chat_id": chat })).await;
    assert_eq!(unread().await.unwrap(), 1);
    office.call("chats.archive", json!({ "chat_id": chat })).await;
    assert_eq!(unread().await.unwrap(), 0);
}
