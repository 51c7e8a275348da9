//! Clients answer from their mailbox, at a real Postfix and Dovecot: the reminder stops, files are saved, what bounces is told.

use std::time::Duration;

use serde_json::{Value, json};
use studiolo_core::jobs;
use studiolo_core::time::Clock;
use studiolo_testkit::{
    Direction, Fault, FaultProxy, Gateway, MailServer, Receipt, ReceivedMail, TestOffice, rome,
};
use tokio::time::timeout;

pub const ELENA: &str = "elena@example.test";
pub const PAOLO: &str = "paolo@example.test";
pub const PASSWORD: &str = "parola d’ordine";
pub const PATIENCE: Duration = Duration::from_mins(1);

/// Elena's office, which sends by Postfix and reads her mailbox at Dovecot; a client with Paolo.
pub async fn office_at(server: &MailServer) -> (TestOffice, String) {
    server.add_user(ELENA, PASSWORD);
    let office = TestOffice::without_account().await;
    let account = json!({ "host": server.host(), "port": server.submission_port(), "security": "starttls",
        "username": ELENA, "password": PASSWORD, "from_name": "Elena Vannini", "from_address": ELENA,
        "ca_file": server.ca_file() });
    office.call_from_shell("mail.set_sending", account).await;
    let account = json!({ "host": server.host(), "port": server.imaps_port(), "security": "tls", "username": ELENA,
        "password": PASSWORD, "ca_file": server.ca_file(), "plus_addresses": true });
    office.call_from_shell("mail.set_receiving", account).await;
    let client = json!({ "name": "Officine Rinaldi S.r.l.", "kind": "company", "contacts": [
        { "name": "Paolo Rinaldi", "email": PAOLO, "notify": true, "login": false }] });
    let client = office.call("clients.create", client).await;
    (office, client["client_id"].as_str().unwrap().to_owned())
}

/// What Paolo's mail program makes of an answer to a mail.
pub fn answer(to: &ReceivedMail, text: &str) -> String {
    format!(
        "From: Paolo Rinaldi <{PAOLO}>\r\nTo: {}\r\nSubject: Re: {}\r\nMessage-ID: <{}@phone.example>\r\nIn-Reply-To: {}\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n\r\n> Buongiorno Paolo\r\n",
        to.reply_to,
        to.subject,
        text.len(),
        to.message_id
    )
}

async fn messages(office: &TestOffice, chat: &str) -> Vec<Value> {
    office.thread(chat).await["messages"].as_array().unwrap().clone()
}

/// Waits until a thread has so many messages, listening to the office's events.
pub(crate) async fn wait_for_messages(office: &TestOffice, chat: &str, count: usize) -> Vec<Value> {
    let mut events = office.office().events();
    timeout(PATIENCE, async {
        loop {
            let messages = messages(office, chat).await;
            if messages.len() >= count {
                return messages;
            }
            let _ = events.recv().await;
        }
    })
    .await
    .expect("no answer came")
}

#[tokio::test]
async fn a_reply_by_mail_stops_the_reminder() {
    let server = MailServer::start();
    let (office, client) = office_at(&server).await;
    let test = office.call("mail.test_receiving", json!({})).await;
    assert_eq!(test["ok"], true, "{test}");
    let chat = office.write(&client, "Liquidazione IVA", 3, 2).await;
    office.tick().await;
    let asked = server.wait_for_mail(PAOLO, 1).await.remove(0);
    assert!(
        asked.reply_to.starts_with("elena+") && asked.reply_to.ends_with("@example.test"),
        "{}",
        asked.reply_to
    );
    server.send(PAOLO, &asked.reply_to, answer(&asked, "Ecco, la mando domani.").as_bytes()).await;
    server.wait_for_mail(ELENA, 1).await;
    let ticked = office.tick().await.intake.unwrap();
    assert_eq!((ticked.seen, ticked.joined), (1, 1));
    let thread = office.thread(&chat).await;
    assert_eq!(thread["messages"][1]["text"], "Ecco, la mando domani.");
    assert_eq!(thread["reminder"]["stop_reason"], "answered");
    let after = office.at(rome(2026, 6, 30, 9, 0)).await;
    assert_eq!((after.reminders.reminders, after.outbox.accepted), (0, 0));
    assert_eq!(after.intake.unwrap().seen, 0);
}

#[tokio::test]
async fn a_reply_is_there_at_once_while_the_office_listens_and_again_after_the_server_was_away() {
    let mut server = MailServer::start();
    let (office, client) = office_at(&server).await;
    let running = jobs::start(office.office());
    let chat = office.write(&client, "Liquidazione IVA", 3, 2).await;
    let asked = server.wait_for_mail(PAOLO, 1).await.remove(0);
    wait_until_listening(&office).await;
    server.send(PAOLO, &asked.reply_to, answer(&asked, "Ecco.").as_bytes()).await;
    assert_eq!(wait_for_messages(&office, &chat, 2).await[1]["text"], "Ecco.");

    server.stop();
    server.start_again();
    server.send(PAOLO, &asked.reply_to, answer(&asked, "E la seconda.").as_bytes()).await;
    assert_eq!(wait_for_messages(&office, &chat, 3).await[2]["text"], "E la seconda.");
    assert!(running.shutdown().await);
}

pub async fn wait_until_listening(office: &TestOffice) {
    let mut events = office.office().events();
    let listening = async {
        while office.call("mail.get_receiving", json!({})).await["state"] != "listening" {
            let _ = events.recv().await;
        }
    };
    timeout(PATIENCE, listening).await.expect("nobody listens");
}

#[tokio::test]
async fn a_mail_that_postfix_sends_back_is_marked() {
    let server = MailServer::start();
    let (office, client) = office_at(&server).await;
    let marco = json!({ "client_id": client, "name": "Marco Neri", "email": "marco@nowhere.test", "notify": true,
        "login": false });
    office.call("contacts.create", marco).await;
    office.tick().await;
    let chat = office.write(&client, "Liquidazione IVA", 3, 2).await;
    office.tick().await;
    server.wait_for_mail(ELENA, 1).await;
    let ticked = office.tick().await.intake.unwrap();
    assert_eq!(ticked.reports, 1);
    let thread = office.thread(&chat).await;
    let ways = thread["messages"][0]["deliveries"].as_array().unwrap();
    let state = |email: &str| ways.iter().find(|way| way["email"] == email).unwrap()["state"].clone();
    assert_eq!((state("marco@nowhere.test"), state(PAOLO)), (json!("bounced"), json!("accepted")));
    let way = ways.iter().find(|way| way["email"] == "marco@nowhere.test").unwrap();
    assert!(way["last_error"].as_str().unwrap().contains("no such person here"), "{way}");
}

#[tokio::test]
async fn receipts_of_certified_mail_stand_beside_the_mail_and_a_forged_one_changes_nothing() {
    let server = MailServer::start();
    let (office, client) = office_at(&server).await;
    let chat = office.write(&client, "Liquidazione IVA", 3, 2).await;
    office.tick().await;
    let asked = server.wait_for_mail(PAOLO, 1).await.remove(0);
    let gateway = Gateway::of("pec.gestore.example");
    let of = |kind| Receipt { sender: ELENA, ..Receipt::of(kind, &asked.message_id, PAOLO) };
    let refusal = Receipt { error: "no-dest", ..of("errore-consegna") };
    for (number, receipt) in [
        gateway.receipt(&of("avvenuta-consegna")),
        gateway.receipt(&of("accettazione")),
        gateway.by_a_stranger(&refusal),
        gateway.receipt(&Receipt::of("accettazione", "<not-ours@example.test>", PAOLO)),
    ]
    .into_iter()
    .enumerate()
    {
        server.send(&gateway.address(), ELENA, &receipt).await;
        server.wait_for_mail(ELENA, number + 1).await;
    }
    let ticked = office.tick().await.intake.unwrap();
    assert_eq!((ticked.seen, ticked.reports), (4, 3));
    let thread = office.thread(&chat).await;
    let way = &thread["messages"][0]["deliveries"][0];
    assert_eq!((&way["state"], way.get("last_error")), (&json!("accepted"), None), "{way}");
    let told =
        |kind: &str| way["evidence"].as_array().unwrap().iter().find(|one| one["kind"] == kind).unwrap();
    for kind in ["accepted", "delivered"] {
        assert_eq!(
            (&told(kind)["verified"], &told(kind)["at"]),
            (&json!(true), &json!("2026-04-22T14:06:30Z"))
        );
    }
    let forged = told("not_delivered");
    assert_eq!((&forged["verified"], &forged["why"]), (&json!(false), &json!("another_signer")));
    // The mailbox has them as they were; nothing of it waits for a decision.
    assert_eq!(office.call("quarantine.list", json!({})).await["mails"], json!([]));
    assert_eq!(thread["reminder"]["state"], "armed");
    assert_eq!(office.tick().await.intake.unwrap().reports, 0);
}

#[tokio::test]
async fn a_wrong_password_is_told_and_the_right_one_mends_it() {
    let server = MailServer::start();
    let (office, _) = office_at(&server).await;
    let account = |password: &str| {
        json!({ "host": server.host(), "port": server.imaps_port(), "security": "tls", "username": ELENA,
            "password": password, "ca_file": server.ca_file() })
    };
    office.call_from_shell("mail.set_receiving", account("sbagliata")).await;
    let test = office.call("mail.test_receiving", json!({})).await;
    assert_eq!(
        (&test["ok"], &test["steps"].as_array().unwrap().last().unwrap()["code"]),
        (&json!(false), &json!("sign_in_refused"))
    );
    let running = jobs::start(office.office());
    let mut events = office.office().events();
    let blocked = async {
        loop {
            let receiving = office.call("mail.get_receiving", json!({})).await;
            if receiving["state"] == "blocked" {
                return receiving;
            }
            let _ = events.recv().await;
        }
    };
    let receiving = timeout(PATIENCE, blocked).await.unwrap();
    assert_eq!(receiving["problem"]["code"], "sign_in_refused");
    office.call_from_shell("mail.set_receiving", account(PASSWORD)).await;
    wait_until_listening(&office).await;
    assert!(running.shutdown().await);
}

#[tokio::test]
async fn what_arrived_before_the_account_was_set_is_left_alone_and_what_came_since_is_not() {
    let server = MailServer::start();
    let (office, _) = office_at(&server).await;
    let old = "From: paolo@example.test\r\nSubject: Prima\r\n\r\nUna vecchia mail.\r\n";
    server.send(PAOLO, ELENA, old.as_bytes()).await;
    server.wait_for_mail(ELENA, 1).await;
    let account = json!({ "host": server.host(), "port": server.imaps_port(), "security": "tls", "username": ELENA,
        "password": PASSWORD, "ca_file": server.ca_file() });
    office.call("mail.remove_receiving", json!({})).await;
    office.clock_to(Clock::System.now() + chrono::TimeDelta::hours(2));
    office.call_from_shell("mail.set_receiving", account.clone()).await;
    let ticked = office.tick().await.intake.unwrap();
    assert_eq!((ticked.joined, ticked.kept), (0, 0));

    // Set days ago without a network, and opened only now.
    office.call("mail.remove_receiving", json!({})).await;
    office.clock_to(Clock::System.now() - chrono::TimeDelta::days(3));
    office.call_from_shell("mail.set_receiving", account).await;
    let ticked = office.tick().await.intake.unwrap();
    assert_eq!((ticked.joined, ticked.kept), (0, 1));
}

/// The words of a thread's messages but the first, sorted.
async fn answers(office: &TestOffice, chat: &str) -> Vec<String> {
    let messages = messages(office, chat).await;
    let mut answers: Vec<String> =
        messages[1..].iter().map(|message| message["text"].as_str().unwrap().to_owned()).collect();
    answers.sort();
    answers
}

#[tokio::test]
async fn a_mailbox_that_is_numbered_anew_loses_nothing_and_doubles_nothing() {
    let server = MailServer::start();
    let (office, client) = office_at(&server).await;
    let chat = office.write(&client, "Liquidazione IVA", 3, 2).await;
    office.tick().await;
    let asked = server.wait_for_mail(PAOLO, 1).await.remove(0);
    for (number, text) in ["Prima.", "Seconda, ecco."].into_iter().enumerate() {
        server.send(PAOLO, &asked.reply_to, answer(&asked, text).as_bytes()).await;
        server.wait_for_mail(ELENA, number + 1).await;
    }
    office.tick().await;
    server.renumber(ELENA);
    server.send(PAOLO, &asked.reply_to, answer(&asked, "Terza, e ultima.").as_bytes()).await;
    server.wait_for_mail(ELENA, 3).await;
    for (seen, joined) in [(3, 1), (0, 0)] {
        let ticked = office.tick().await.intake.unwrap();
        assert_eq!((ticked.seen, ticked.joined), (seen, joined));
    }
    assert_eq!(answers(&office, &chat).await, ["Prima.", "Seconda, ecco.", "Terza, e ultima."]);
}

/// The road to the mailbox breaks a little later each time, at every step of the dialogue.
#[tokio::test]
async fn a_connection_that_breaks_at_any_step_loses_nothing_and_doubles_nothing() {
    let server = MailServer::start();
    let (office, client) = office_at(&server).await;
    let chat = office.write(&client, "Liquidazione IVA", 3, 2).await;
    office.tick().await;
    let asked = server.wait_for_mail(PAOLO, 1).await.remove(0);
    let texts: Vec<String> = (1..=5).map(|number| format!("Risposta {}.", "i".repeat(number))).collect();
    for (number, text) in texts.iter().enumerate() {
        server.send(PAOLO, &asked.reply_to, answer(&asked, text).as_bytes()).await;
        server.wait_for_mail(ELENA, number + 1).await;
    }
    let proxy = FaultProxy::start(([127, 0, 0, 1], server.imaps_port()).into());
    let account = json!({ "host": server.host(), "port": proxy.address().port(), "security": "tls", "username": ELENA,
        "password": PASSWORD, "ca_file": server.ca_file(), "plus_addresses": true });
    office.call_from_shell("mail.set_receiving", account).await;
    let mut broken = 0;
    for bytes in (100..).step_by(157) {
        proxy.set(Fault::CutAfter(Direction::ToClient, bytes));
        let ticked = office.tick_badly().await;
        if ticked.errors.is_empty() {
            break;
        }
        assert!(ticked.errors.iter().all(|(name, _)| *name == "intake"), "{:?}", ticked.errors);
        broken += 1;
    }
    assert!(broken > 10, "{broken} sessions were cut");
    assert_eq!(answers(&office, &chat).await, texts);
}

#[tokio::test]
async fn replies_to_two_accounts_come_by_two_mailboxes_side_by_side() {
    const PEC: &str = "studio@example.test";
    let server = MailServer::start();
    let (office, client) = office_at(&server).await;
    server.add_user(PEC, PASSWORD);
    let id = office.call("mail.add_account", json!({ "label": "PEC" })).await["account_id"].clone();
    let account = json!({ "account_id": id, "host": server.host(), "port": server.submission_port(),
        "security": "starttls", "username": PEC, "password": PASSWORD, "from_name": "Elena Vannini",
        "from_address": PEC, "ca_file": server.ca_file() });
    office.call_from_shell("mail.set_sending", account).await;
    let account = json!({ "account_id": id, "host": server.host(), "port": server.imaps_port(), "security": "tls",
        "username": PEC, "password": PASSWORD, "ca_file": server.ca_file(), "plus_addresses": true });
    office.call_from_shell("mail.set_receiving", account).await;
    let running = jobs::start(office.office());
    let first = office.write(&client, "Liquidazione IVA", 3, 2).await;
    let asked = server.wait_for_mail(PAOLO, 1).await.remove(0);
    office.call("clients.update", json!({ "client_id": client, "account_id": id })).await;
    let second = office.write(&client, "Diffida", 3, 2).await;
    let warned = server.wait_for_mail(PAOLO, 2).await.remove(1);
    assert!(
        asked.reply_to.starts_with("elena+") && warned.reply_to.starts_with("studio+"),
        "{}",
        warned.reply_to
    );
    for (to, text, chat) in [(&warned, "Rispondo alla PEC.", &second), (&asked, "E anche qui.", &first)] {
        server.send(PAOLO, &to.reply_to, answer(to, text).as_bytes()).await;
        assert_eq!(wait_for_messages(&office, chat, 2).await[1]["text"], text);
    }
    // One whose password is wrong is told beside the other, which goes on.
    let account = json!({ "account_id": id, "host": server.host(), "port": server.imaps_port(), "security": "tls",
        "username": PEC, "password": "sbagliata", "ca_file": server.ca_file(), "plus_addresses": true });
    office.call_from_shell("mail.set_receiving", account).await;
    let mut events = office.office().events();
    timeout(PATIENCE, async {
        while office.call("mail.accounts", json!({})).await["accounts"][1]["watch"]["state"] != "blocked" {
            let _ = events.recv().await;
        }
    })
    .await
    .expect("a wrong password is told");
    server.send(PAOLO, &asked.reply_to, answer(&asked, "Qui si legge ancora.").as_bytes()).await;
    assert_eq!(wait_for_messages(&office, &first, 3).await[2]["text"], "Qui si legge ancora.");
    assert!(running.shutdown().await);
}
