//! The main job: write to a client, and they are reminded until they answer.

use serde_json::json;
use studiolo_testkit::{MailServer, TestOffice, rome};

/// Elena's office at a real Postfix, with STARTTLS, her password and the servers' own authority.
pub async fn office_at(server: &MailServer) -> TestOffice {
    server.add_user("elena@example.test", "parola d’ordine");
    let office = TestOffice::without_account().await;
    office
        .call_from_shell(
            "mail.set_sending",
            json!({ "host": server.host(), "port": server.submission_port(), "security": "starttls",
                "username": "elena@example.test", "password": "parola d’ordine", "from_name": "Elena Vannini",
                "from_address": "elena@example.test", "ca_file": server.ca_file() }),
        )
        .await;
    office
}

#[tokio::test]
async fn a_client_is_reminded_by_real_mail_until_they_answer() {
    let server = MailServer::start();
    let office = office_at(&server).await;
    let test = office.call("mail.test", json!({})).await;
    assert_eq!(test["ok"], true, "{test}");
    let client = office
        .call(
            "clients.create",
            json!({ "name": "Officine Rinaldi S.r.l.", "kind": "company", "contacts": [
                { "name": "Paolo Rinaldi", "email": "paolo@example.test", "notify": true, "login": false },
                { "name": "Giulia Rinaldi", "email": "giulia@example.test", "notify": true, "login": false },
                { "name": "Marco Neri", "email": "neri@example.test", "notify": false, "login": false },
            ] }),
        )
        .await;
    let chat = office.write(client["client_id"].as_str().unwrap(), "Liquidazione IVA", 3, 2).await;
    office.tick().await;
    let first = server.wait_for_mail("paolo@example.test", 1).await;
    assert_eq!(first[0].subject, "Liquidazione IVA");
    server.wait_for_mail("giulia@example.test", 1).await;

    // Saturday the 25th is no working day, and a holiday besides: Monday at nine.
    let thread = office.thread(&chat).await;
    assert_eq!(thread["reminder"]["next_at"], "2026-04-27T07:00:00Z");
    let early = office.at(rome(2026, 4, 27, 8, 59)).await;
    assert_eq!(early.reminders.reminders, 0);
    let due = office.at(rome(2026, 4, 27, 9, 0)).await;
    assert_eq!((due.reminders.reminders, due.outbox.accepted), (1, 2));
    let reminded = server.wait_for_mail("paolo@example.test", 2).await;
    assert_eq!(reminded[1].subject, "Promemoria: Liquidazione IVA");
    assert_eq!(reminded[1].header("Auto-Submitted").as_deref(), Some("auto-generated"));
    assert_eq!(reminded[1].header("In-Reply-To"), first[0].header("Message-ID"));

    office.call("chats.record_answer", json!({ "chat_id": chat, "text": "Te lo porto domani." })).await;
    let after = office.at(rome(2026, 6, 30, 9, 0)).await;
    assert_eq!((after.reminders.reminders, after.outbox.accepted), (0, 0));
    let thread = office.thread(&chat).await;
    assert_eq!(thread["reminder"]["state"], "stopped");
    assert_eq!(thread["reminder"]["stop_reason"], "answered");
    assert_eq!(server.mailbox("paolo@example.test").len(), 2);
    assert_eq!(server.mailbox("neri@example.test").len(), 0);
    assert_eq!(office.call("audit.verify", json!({})).await["ok"], true);
    let actions = office.actions().await;
    for action in ["chats.create", "mail.accepted", "reminder.sent", "chats.record_answer"] {
        assert!(actions.iter().any(|a| a == action), "{action} is not in {actions:?}");
    }
}

#[tokio::test]
async fn mail_waits_while_the_server_is_away_and_leaves_when_it_is_back() {
    let mut server = MailServer::start();
    let office = office_at(&server).await;
    let client = office
        .call(
            "clients.create",
            json!({ "name": "Marco Tessari", "kind": "person", "contacts": [
                { "name": "Marco Tessari", "email": "marco@example.test", "notify": true, "login": false },
            ] }),
        )
        .await;
    server.stop();
    let chat = office.write(client["client_id"].as_str().unwrap(), "730, spese mediche", 3, 1).await;
    let ticked = office.tick_badly().await;
    assert_eq!((ticked.outbox.accepted, ticked.waiting), (0, 1));
    let state = office.call("office.state", json!({})).await;
    assert_eq!(state["sending"]["state"], "unreachable", "{state}");
    let thread = office.thread(&chat).await;
    assert_eq!(thread["messages"][0]["deliveries"][0]["state"], "queued");

    // The loops find the server by themselves.
    let running = studiolo_core::jobs::start(office.office());
    server.start_again();
    let mails = server.wait_for_mail("marco@example.test", 1).await;
    assert_eq!(mails[0].subject, "730, spese mediche");
    assert!(running.shutdown().await);
    let thread = office.thread(&chat).await;
    assert_eq!(thread["messages"][0]["deliveries"][0]["state"], "accepted");
    assert_eq!(office.call("office.state", json!({})).await["sending"]["state"], "ready");
    assert_eq!(server.mailbox("marco@example.test").len(), 1);
}
