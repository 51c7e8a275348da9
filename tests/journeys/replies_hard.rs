//! Mailboxes that are hard to read, at a real Postfix and Dovecot: mails of many megabytes, full ones, folders that are not there.

use serde_json::{Value, json};
use studiolo_core::jobs;
use studiolo_testkit::{MailServer, TestOffice};
use tokio::time::timeout;

use super::replies::{ELENA, PAOLO, PASSWORD, PATIENCE, answer, office_at, wait_until_listening};

/// Of a message, what became of the mail to somebody.
async fn way(office: &TestOffice, chat: &str, email: &str) -> Value {
    let thread = office.thread(chat).await;
    let ways = thread["messages"][0]["deliveries"].as_array().unwrap();
    ways.iter().find(|way| way["email"] == email).unwrap().clone()
}

#[tokio::test]
async fn a_mail_of_fifty_megabytes_is_kept_aside_and_those_around_it_are_read() {
    let server = MailServer::start();
    let (office, client) = office_at(&server).await;
    let chat = office.write(&client, "Liquidazione IVA", 3, 2).await;
    office.tick().await;
    let asked = server.wait_for_mail(PAOLO, 1).await.remove(0);
    let with_lines = |text: &str, megabytes: usize| {
        let line = "saldo del conto corrente bancario di Officine Rinaldi, riga su riga su riga\r\n";
        let file = line.repeat((megabytes << 20) / line.len());
        let part = "--b\r\nContent-Type: text/plain; name=estratto.txt\r\n\r\n";
        answer(&asked, text).replace(
            "Content-Type: text/plain; charset=utf-8\r\n\r\n",
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n",
        ) + part
            + &file
            + "--b--\r\n"
    };
    let mails =
        [with_lines("Un estratto.", 10), with_lines("Tutto quanto.", 51), answer(&asked, "Arrivato?")];
    for (number, mail) in mails.iter().enumerate() {
        server.send(PAOLO, &asked.reply_to, mail.as_bytes()).await;
        server.wait_for_mail(ELENA, number + 1).await;
    }
    let ticked = office.tick().await.intake.unwrap();
    assert_eq!((ticked.seen, ticked.joined, ticked.kept), (3, 2, 1));
    let thread = office.thread(&chat).await;
    assert_eq!(thread["messages"][1]["text"], "Un estratto.");
    assert_eq!(thread["messages"][1]["attachments"].as_array().unwrap().len(), 1);
    assert_eq!(thread["messages"][2]["text"], "Arrivato?");
    let kept = office.call("quarantine.list", json!({})).await;
    assert_eq!(kept["mails"][0]["reason"], "too_large");
    assert_eq!(kept["mails"][0]["chats"][0]["chat_id"], chat.as_str());
    assert_eq!(office.tick().await.intake.unwrap().seen, 0);
}

#[tokio::test]
async fn many_answers_that_came_together_join_in_their_order_and_the_same_one_twice_joins_once() {
    let server = MailServer::start();
    let (office, client) = office_at(&server).await;
    let chat = office.write(&client, "Liquidazione IVA", 3, 2).await;
    office.tick().await;
    let asked = server.wait_for_mail(PAOLO, 1).await.remove(0);
    let texts: Vec<String> = (1..=70).map(|number| format!("Risposta {}.", "i".repeat(number))).collect();
    let mut mails: Vec<String> = texts.iter().map(|text| answer(&asked, text)).collect();
    mails.insert(6, mails[5].clone());
    mails.insert(20, mails[3].replace(PAOLO, "stranger@example.test"));
    mails.push(mails[0].clone());
    server.lay(ELENA, &mails.into_iter().map(String::into_bytes).collect::<Vec<_>>());
    let ticked = office.tick().await.intake.unwrap();
    assert_eq!((ticked.seen, ticked.joined, ticked.kept), (73, 70, 1));
    let thread = office.thread(&chat).await;
    let messages = thread["messages"].as_array().unwrap();
    let joined: Vec<&str> = messages[1..].iter().map(|message| message["text"].as_str().unwrap()).collect();
    assert_eq!(joined, texts);
    let rows = office.call("audit.list", json!({ "limit": 100 })).await;
    let done = |action: &str, actor: &str| {
        let rows = rows["rows"].as_array().unwrap().iter();
        rows.filter(|row| row["action"] == action && row["actor"] == actor).count()
    };
    assert_eq!((done("chats.receive", "Paolo Rinaldi"), done("quarantine.keep", "system")), (70, 1));
    assert_eq!(office.call("audit.verify", json!({})).await["ok"], true);
}

#[tokio::test]
async fn a_full_mailbox_at_the_clients_is_told_and_one_at_ours_keeps_nobody_from_reading() {
    let server = MailServer::start();
    let (office, client) = office_at(&server).await;
    server.fill(PAOLO);
    let chat = office.write(&client, "Liquidazione IVA", 3, 2).await;
    office.tick().await;
    assert_eq!(way(&office, &chat, PAOLO).await["state"], "accepted");
    server.wait_for_mail(ELENA, 1).await;
    assert_eq!(office.tick().await.intake.unwrap().reports, 1);
    let way = way(&office, &chat, PAOLO).await;
    assert_eq!(way["state"], "bounced", "{way}");
    let trail = office.call("audit.list", json!({})).await;
    let bounced =
        trail["rows"].as_array().unwrap().iter().find(|row| row["action"] == "mail.bounced").unwrap();
    assert!(bounced.to_string().contains("mailbox_full"), "{bounced}");

    // What finds no room at ours goes back to whoever wrote it, and what is there is still read.
    server.fill(ELENA);
    let marco = "marco@example.test";
    let mail = format!("From: {marco}\r\nTo: {ELENA}\r\nSubject: Ecco\r\n\r\nEcco.\r\n");
    server.send(marco, ELENA, mail.as_bytes()).await;
    let back = server.wait_for_mail("postman@example.test", 0).await.len()
        + server.wait_for_mail(marco, 1).await.len();
    assert_eq!(back, 1);
    assert_eq!(office.tick().await.intake.unwrap().seen, 0);
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_told_and_another_one_is_read() {
    let server = MailServer::start();
    let (office, _) = office_at(&server).await;
    let account = |folder: &str| {
        json!({ "host": server.host(), "port": server.imaps_port(), "security": "tls", "username": ELENA,
            "password": PASSWORD, "ca_file": server.ca_file(), "folder": folder })
    };
    office.call_from_shell("mail.set_receiving", account("Clienti & fornitori")).await;
    let running = jobs::start(office.office());
    let mut events = office.office().events();
    let receiving = timeout(PATIENCE, async {
        loop {
            let receiving = office.call("mail.get_receiving", json!({})).await;
            if receiving["state"] == "blocked" {
                return receiving;
            }
            let _ = events.recv().await;
        }
    });
    assert_eq!(receiving.await.unwrap()["problem"]["code"], "folder_missing");
    office.call_from_shell("mail.set_receiving", account("INBOX")).await;
    wait_until_listening(&office).await;
    assert!(running.shutdown().await);
}
