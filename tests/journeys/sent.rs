//! The folder for sent mail at a real Dovecot: copies are saved there once, and it tells of a mail whose answer was lost.

use serde_json::json;
use studiolo_mail::{Account, Credential, ImapSession, Secret, Security, Timeouts};
use studiolo_testkit::{Answer, Direction, Fault, FaultProxy, MailServer, SmtpSink, TestOffice};

const ELENA: &str = "elena@example.test";
const PASSWORD: &str = "parola d’ordine";
const SENT: &str = "Posta inviata";

/// Elena's office, which sends to a sink and has her mailbox at Dovecot, reached at this port; a client with Paolo.
async fn office_at(server: &MailServer, port: u16, sink: &SmtpSink) -> (TestOffice, String) {
    server.add_user(ELENA, PASSWORD);
    let office = TestOffice::without_account().await;
    office.send_to(sink.address()).await;
    let account = json!({ "host": server.host(), "port": port, "security": "tls", "username": ELENA,
        "password": PASSWORD, "ca_file": server.ca_file() });
    office.call_from_shell("mail.set_receiving", account).await;
    let client = json!({ "name": "Officine Rinaldi S.r.l.", "kind": "company", "contacts": [
        { "name": "Paolo Rinaldi", "email": "paolo@officinerinaldi.example", "notify": true, "login": false }] });
    let client = office.call("clients.create", client).await;
    (office, client["client_id"].as_str().unwrap().to_owned())
}

async fn session(server: &MailServer) -> ImapSession {
    let account = Account {
        host: server.host().into(),
        port: server.imaps_port(),
        security: Security::Tls,
        credential: Credential::Password { username: ELENA.into(), password: Secret::new(PASSWORD) },
        ca_file: Some(server.ca_file()),
        allow_plain: false,
    };
    ImapSession::connect(&account, Timeouts::default()).await.unwrap()
}

/// The mails in the folder for sent mail.
async fn saved(server: &MailServer) -> Vec<Vec<u8>> {
    let mut session = session(server).await;
    session.open(SENT).await.unwrap();
    let mut mails = Vec::new();
    for head in session.heads_after(0, 100).await.unwrap() {
        mails.push(session.body(head.uid).await.unwrap().unwrap());
    }
    session.logout().await;
    mails
}

async fn wants_copies(office: &TestOffice, save_sent: bool) {
    let account = office.call("mail.accounts", json!({})).await["accounts"][0].clone();
    assert_eq!(account["save_sent"], true, "an unknown server does not save them by itself");
    let change = json!({ "account_id": account["account_id"], "save_sent": save_sent });
    office.call("mail.update_account", change).await;
}

#[tokio::test]
async fn what_was_sent_is_saved_in_the_mailbox_once_whatever_breaks() {
    let (server, sink) = (MailServer::start(), SmtpSink::start());
    let proxy = FaultProxy::start(([127, 0, 0, 1], server.imaps_port()).into());
    let (office, client) = office_at(&server, proxy.address().port(), &sink).await;
    wants_copies(&office, true).await;
    for subject in ["Liquidazione IVA", "Quietanza F24", "Visura"] {
        office.write(&client, subject, 3, 2).await;
    }
    // The road breaks a little later each time: also right behind a copy, before the server's answer.
    let mut broken = 0;
    for bytes in (400..).step_by(701) {
        proxy.set(Fault::CutAfter(Direction::ToServer, bytes));
        let ticked = office.tick_badly().await;
        if ticked.errors.is_empty() {
            break;
        }
        broken += 1;
    }
    assert!(broken > 3, "{broken} sessions were cut");
    let (mut copies, mut sent) = (saved(&server).await, sink.mails());
    assert_eq!((copies.len(), sent.len()), (3, 3));
    copies.sort();
    sent.sort_by(|one, other| one.bytes.cmp(&other.bytes));
    assert!(copies.iter().zip(&sent).all(|(copy, sent)| copy == &sent.bytes), "the copies are what was sent");

    wants_copies(&office, false).await;
    office.write(&client, "Bilancio", 3, 2).await;
    office.tick().await;
    assert_eq!((saved(&server).await.len(), sink.mails().len()), (3, 4));
}

#[tokio::test]
async fn a_mail_whose_answer_was_lost_is_not_sent_again_when_the_mailbox_shows_that_it_has_gone() {
    let (server, sink) = (MailServer::start(), SmtpSink::start());
    let (mut office, client) = office_at(&server, server.imaps_port(), &sink).await;
    wants_copies(&office, false).await;
    let paolo = "paolo@officinerinaldi.example";
    sink.answer(paolo, [Answer::Stall, Answer::Stall]);
    for subject in ["Liquidazione IVA", "Quietanza F24"] {
        let before = sink.mails().len();
        office.write(&client, subject, 3, 2).await;
        tokio::select! {
            _ = office.tick_badly() => unreachable!("the server never answers"),
            _ = sink.wait_for(before + 1) => {}
        }
        // The process ends before the answer comes.
        office.reopen().await;
        if before == 0 {
            // This server keeps what it sends by itself.
            let mut session = session(&server).await;
            session.append(SENT, &sink.mails()[0].bytes).await.unwrap();
            session.logout().await;
            office.tick().await;
            assert_eq!(sink.mails().len(), 1, "it has gone");
            assert_eq!(office.mails().await, [format!("notification accepted {paolo}")]);
        }
    }
    // The second is not there: it goes once more.
    office.tick().await;
    let mails = sink.mails();
    assert_eq!(mails.len(), 3);
    assert_eq!(mails[1].message_id, mails[2].message_id);
}
