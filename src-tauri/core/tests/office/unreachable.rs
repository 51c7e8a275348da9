//! Contacts whose mailbox refuses: when a client's page says so, and until when.

use serde_json::{Value, json};
use studiolo_core::intake::Taken;
use studiolo_testkit::{Cast, TestOffice, rome};

use crate::intake::{asked, bounce_of, mail_to, take_in};

const PAOLO: &str = "paolo@officinerinaldi.example";

async fn contact(office: &TestOffice, client: &str, name: &str) -> Value {
    let page = office.call("clients.get", json!({ "client_id": client })).await;
    page["contacts"].as_array().unwrap().iter().find(|contact| contact["name"] == name).unwrap().clone()
}

async fn in_the_list(office: &TestOffice) -> Value {
    office.call("clients.list", json!({})).await["clients"][0]["unreachable"].clone()
}

/// Elena's office with a chat whose mail to Paolo came back.
async fn bounced() -> (TestOffice, Cast, String) {
    let (office, cast, chat, sent) = asked().await;
    let report = bounce_of(&sent, PAOLO, "5.1.1", "550 5.1.1 no such user");
    assert_eq!(take_in(&office, report).await, Taken::Report);
    (office, cast, chat)
}

#[tokio::test]
async fn a_mailbox_that_refuses_is_told_with_the_servers_words() {
    let (office, cast, _) = bounced().await;
    let paolo = contact(&office, &cast.rinaldi, "Paolo Rinaldi").await;
    let told = &paolo["unreachable"];
    assert_eq!((&told["cause"], &told["address"]), (&json!("mailbox_unknown"), &json!(PAOLO)));
    assert_eq!(told["since"], "2026-04-22T14:05:00Z");
    assert!(told["reason"].as_str().unwrap().contains("no such user"), "{told}");
    assert!(contact(&office, &cast.rinaldi, "Giulia Rinaldi").await["unreachable"].is_null());
    assert_eq!(in_the_list(&office).await, 1);
}

#[tokio::test]
async fn a_corrected_address_is_as_any_other_and_the_old_one_is_not_forgotten() {
    let (office, cast, _) = bounced().await;
    let change = |email: &str| json!({ "contact_id": cast.paolo, "email": email });
    office.call("contacts.update", change("p.rinaldi@officinerinaldi.example")).await;
    assert!(contact(&office, &cast.rinaldi, "Paolo Rinaldi").await["unreachable"].is_null());
    assert_eq!(in_the_list(&office).await, 0);
    office.call("contacts.update", change("PAOLO@officinerinaldi.example")).await;
    assert!(contact(&office, &cast.rinaldi, "Paolo Rinaldi").await["unreachable"].is_object());
}

#[tokio::test]
async fn a_later_mail_counts_as_arrived_after_a_day_without_news() {
    let (office, cast, chat) = bounced().await;
    let unreachable =
        async || contact(&office, &cast.rinaldi, "Paolo Rinaldi").await["unreachable"].is_object();
    office.at(rome(2026, 4, 23, 10, 0)).await;
    office.call("chats.send_again", json!({ "chat_id": chat })).await;
    office.tick().await;
    assert!(unreachable().await, "it may still come back");
    office.clock_to(rome(2026, 4, 24, 9, 59));
    assert!(unreachable().await);
    office.clock_to(rome(2026, 4, 24, 10, 1));
    assert!(!unreachable().await);
    // That one too comes back in the end.
    let again = mail_to(&office, PAOLO).await;
    let report = bounce_of(&again, PAOLO, "5.2.2", "552 5.2.2 mailbox full");
    assert_eq!(take_in(&office, report).await, Taken::Report);
    let paolo = contact(&office, &cast.rinaldi, "Paolo Rinaldi").await;
    assert_eq!(paolo["unreachable"]["cause"], "mailbox_full");
    assert_eq!(in_the_list(&office).await, 1, "a contact counts once");
}

#[tokio::test]
async fn tried_again_nothing_is_known_until_the_mail_comes_back() {
    let (office, cast, _) = bounced().await;
    let mail_id = contact(&office, &cast.rinaldi, "Paolo Rinaldi").await["unreachable"]["mail_id"].clone();
    office.call("outbox.retry", json!({ "mail_id": mail_id })).await;
    office.tick().await;
    assert!(contact(&office, &cast.rinaldi, "Paolo Rinaldi").await["unreachable"].is_null());
}

#[tokio::test]
async fn a_mail_that_was_too_large_says_nothing_of_the_mailbox() {
    let (office, cast, _, sent) = asked().await;
    let report = bounce_of(&sent, PAOLO, "5.3.4", "552 5.3.4 message too large");
    assert_eq!(take_in(&office, report).await, Taken::Report);
    assert!(contact(&office, &cast.rinaldi, "Paolo Rinaldi").await["unreachable"].is_null());
}
