//! Mails that came, as bytes: what joins, what is kept aside, and what the owner decides.

use serde_json::{Value, json};
use studiolo_core::accounts::ReceivingAccount;
use studiolo_core::intake::{Extent, Taken, take};
use studiolo_testkit::{Answer, Cast, SmtpSink, TestOffice, rome};

pub const PAOLO: &str = "Paolo Rinaldi <paolo@officinerinaldi.example>";
const GIULIA: &str = "giulia@officinerinaldi.example";

pub fn account() -> ReceivingAccount {
    ReceivingAccount {
        host: "localhost".into(),
        port: 993,
        security: "tls".into(),
        username: "elena@studiovannini.example".into(),
        password: "secret".into(),
        address: "elena@studiovannini.example".into(),
        folder: "INBOX".into(),
        ca_file: String::new(),
        allow_plain: false,
        authserv_id: "mx.studiovannini.example".into(),
        plus_addresses: true,
    }
}

/// Elena's office with a chat of which the mails have left; it, the cast, the chat, and the Message-ID of Paolo's mail.
pub async fn asked() -> (TestOffice, Cast, String, String) {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    let chat = office.write(&cast.rinaldi, "Liquidazione IVA", 3, 3).await;
    office.tick().await;
    let sent = mail_to(&office, "paolo@officinerinaldi.example").await;
    (office, cast, chat, sent)
}

/// The Message-ID of the newest mail to somebody.
pub async fn mail_to(office: &TestOffice, to: &str) -> String {
    let list = office.call("outbox.list", json!({})).await;
    let found = list["mails"].as_array().unwrap().iter().find(|mail| mail["to"] == to).unwrap();
    found["message_id"].as_str().unwrap().to_owned()
}

/// An answer in reply to a mail, with further headers and its text.
pub fn answer(from: &str, in_reply_to: &str, headers: &str, text: &str) -> Vec<u8> {
    format!(
        "From: {from}\r\nTo: elena@studiovannini.example\r\nSubject: Re: Liquidazione IVA\r\nDate: Wed, 22 Apr 2026 17:00:00 +0200\r\n\
         Message-ID: <{}@officinerinaldi.example>\r\nIn-Reply-To: {in_reply_to}\r\n{headers}\
         Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n",
        text.len()
    )
    .into_bytes()
}

pub async fn take_in(office: &TestOffice, mail: Vec<u8>) -> Taken {
    take(office.office(), &account(), mail, Extent::Whole).await.unwrap()
}

pub async fn kept(office: &TestOffice) -> Vec<Value> {
    office.call("quarantine.list", json!({})).await["mails"].as_array().unwrap().clone()
}

/// Takes a mail in that must be kept aside; its row.
pub async fn keep(office: &TestOffice, mail: Vec<u8>) -> Value {
    assert_eq!(take_in(office, mail).await, Taken::Kept);
    kept(office).await.remove(0)
}

#[tokio::test]
async fn a_reply_joins_its_thread_and_stops_the_reminder() {
    let (office, cast, chat, sent) = asked().await;
    let text = "Buongiorno, lo mando domani.\r\n\r\nPaolo\r\n\r\nIl giorno mer 22 apr 2026 alle ore 16:05 Elena Vannini <elena@studiovannini.example> ha scritto:\r\n> Buongiorno Paolo";
    let mail = answer(PAOLO, &sent, "", text);
    assert_eq!(take_in(&office, mail.clone()).await, Taken::Joined);
    let thread = office.thread(&chat).await;
    let message = &thread["messages"][1];
    assert_eq!(message["text"], "Buongiorno, lo mando domani.\n\nPaolo");
    assert_eq!(
        message["author"],
        json!({ "kind": "client", "name": "Paolo Rinaldi", "contact_id": cast.paolo })
    );
    assert_eq!((&message["via"], &message["mail"]["verified"]), (&json!("mail"), &json!(false)));
    assert_eq!(message["mail"]["parts"][1]["kind"], "quoted");
    assert_eq!(
        (&thread["reminder"]["state"], &thread["reminder"]["stop_reason"]),
        (&json!("stopped"), &json!("answered"))
    );
    let inbox = office.call("inbox.list", json!({})).await;
    assert_eq!(
        (&inbox["rows"][0]["who"], &inbox["rows"][0]["done"]),
        (&json!("Paolo Rinaldi"), &json!(false))
    );
    let row = &office.call("audit.list", json!({})).await["rows"][0];
    let row = [&row["action"], &row["actor"], &row["origin"]];
    assert_eq!(row, ["chats.receive", "Paolo Rinaldi", "mail"]);
    // No reminder goes, and the same mail does nothing more.
    assert_eq!(take_in(&office, mail).await, Taken::Known);
    office.at(rome(2026, 5, 22, 16, 5)).await;
    assert_eq!(office.thread(&chat).await["messages"].as_array().unwrap().len(), 2);
    assert!(!office.mails().await.iter().any(|mail| mail.starts_with("reminder")));
}

#[tokio::test]
async fn a_reply_is_known_by_the_address_that_it_was_sent_to() {
    let (office, _, chat, sent) = asked().await;
    let token = sent[1..37].replace('-', "");
    let mail =
        answer(PAOLO, "<other@example>", &format!("Cc: Elena+{token}@StudioVannini.example\r\n"), "Ecco.");
    assert_eq!(take_in(&office, mail).await, Taken::Joined);
    assert_eq!(office.thread(&chat).await["messages"][1]["text"], "Ecco.");
}

#[tokio::test]
async fn a_sender_is_verified_only_by_the_accounts_own_server() {
    let (office, _, chat, sent) = asked().await;
    for (server, text, verified) in
        [("mx.studiovannini.example", "Primo.", true), ("mx.elsewhere.example", "Secondo.", false)]
    {
        let header =
            format!("Authentication-Results: {server}; dmarc=pass header.from=officinerinaldi.example\r\n");
        assert_eq!(take_in(&office, answer(PAOLO, &sent, &header, text)).await, Taken::Joined);
        let thread = office.thread(&chat).await;
        let last = thread["messages"].as_array().unwrap().last().unwrap();
        assert_eq!((&last["text"], &last["mail"]["verified"]), (&json!(text), &json!(verified)));
    }
}

#[tokio::test]
async fn what_is_no_business_of_ours_is_not_stored() {
    let (office, _, chat, sent) = asked().await;
    let stranger = "Spam <spam@example.example>";
    let automatic = "Auto-Submitted: auto-replied\r\n";
    let list = "List-Id: <news.example>\r\n";
    for mail in [
        answer(stranger, "<nothing@example.example>", "", "Compri!"),
        answer(PAOLO, &sent, automatic, "Sono in ferie."),
        answer(PAOLO, &sent, list, "Notizie."),
        b"no mail at all".to_vec(),
        Vec::new(),
    ] {
        assert_eq!(take_in(&office, mail).await, Taken::Left);
    }
    assert_eq!(kept(&office).await, Vec::<Value>::new());
    assert_eq!(office.thread(&chat).await["reminder"]["state"], "armed");
}

#[tokio::test]
async fn what_is_in_doubt_is_kept_aside_and_says_why() {
    let (office, _, chat, sent) = asked().await;
    let other = json!({ "name": "Bar Centrale", "kind": "company", "contacts": [
        { "name": "Bruno Sala", "email": "bruno@barcentrale.example", "notify": true, "login": false }] });
    office.call("clients.create", other).await;
    let failed = "Authentication-Results: mx.studiovannini.example; dmarc=fail header.from=officinerinaldi.example\r\n";
    let several = format!("{PAOLO}, {GIULIA}");
    for (mail, reason, chats) in [
        (answer("Paolo <paolo71@posta.example>", &sent, "", "Dalla posta di casa."), "unknown_sender", 1),
        (answer(&several, &sent, "", "Da due mittenti."), "unknown_sender", 1),
        (answer(PAOLO, "<nothing@example.example>", "", "Una cosa nuova."), "no_token", 1),
        (answer("bruno@barcentrale.example", &sent, "", "Per conto di Paolo."), "another_client", 1),
        (answer(PAOLO, &sent, failed, "Cambi l’IBAN."), "sender_refused", 1),
    ] {
        let row = keep(&office, mail).await;
        assert_eq!(row["reason"], reason);
        assert_eq!(row["chats"].as_array().unwrap().len(), chats, "{reason}");
        assert_eq!(row["chats"][0]["chat_id"], chat.as_str());
    }
    let thread = office.thread(&chat).await;
    assert_eq!(
        (thread["messages"].as_array().unwrap().len(), &thread["reminder"]["state"]),
        (1, &json!("armed"))
    );
}

#[tokio::test]
async fn the_owner_joins_a_mail_drops_it_or_begins_a_chat_with_it() {
    let (office, cast, chat, sent) = asked().await;
    let stranger = "Paolo Rinaldi <paolo71@posta.example>";
    let row = keep(&office, answer(stranger, &sent, "", "Dalla posta di casa.")).await;
    let id = row["quarantine_id"].clone();
    let whole = office.call("quarantine.get", json!({ "quarantine_id": id })).await;
    assert_eq!(whole["parts"][0], json!({ "kind": "said", "text": "Dalla posta di casa.\r\n" }));
    office.call("quarantine.join", json!({ "quarantine_id": id, "chat_id": chat })).await;
    let thread = office.thread(&chat).await;
    assert_eq!(thread["messages"][1]["author"], json!({ "kind": "client", "name": "Paolo Rinaldi" }));
    assert_eq!(thread["reminder"]["stop_reason"], "answered");
    let again = office.try_call("quarantine.join", json!({ "quarantine_id": id, "chat_id": chat })).await;
    assert_eq!(again.unwrap_err().code, "already_ended");

    let row = keep(&office, answer(PAOLO, "<no@example>", "", "Mi serve un appuntamento.")).await;
    let request = json!({ "quarantine_id": row["quarantine_id"], "client_id": cast.rinaldi });
    let made = office.call("quarantine.start_chat", request).await;
    let thread = office.thread(made["chat_id"].as_str().unwrap()).await;
    assert_eq!(thread["chat"]["subject"], "Re: Liquidazione IVA");
    assert_eq!(thread["messages"][0]["author"]["contact_id"], cast.paolo.as_str());
    assert_eq!(thread["reminder"]["state"], "off");

    let row = keep(&office, answer(PAOLO, "<no@example>", "", "Pubblicità.")).await;
    let id = json!({ "quarantine_id": row["quarantine_id"] });
    office.call("quarantine.drop", id.clone()).await;
    assert_eq!(kept(&office).await, Vec::<Value>::new());
    let dropped = office.call("quarantine.list", json!({ "dropped": true })).await;
    assert!(dropped["mails"][0]["dropped_at"].is_string());
    office.call("quarantine.restore", id.clone()).await;
    assert_eq!(kept(&office).await.len(), 1);
    office.call("quarantine.drop", id.clone()).await;
    office.at(rome(2026, 5, 23, 16, 5)).await;
    assert_eq!(office.try_call("quarantine.get", id).await.unwrap_err().code, "not_found");
}

#[tokio::test]
async fn an_answer_to_several_chats_holds_their_reminders_until_the_owner_decides() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    let chats =
        [office.write(&cast.rinaldi, "IVA", 3, 3).await, office.write(&cast.rinaldi, "IMU", 3, 3).await];
    office.tick().await;
    // The reminders of both fall together: one mail.
    office.at(rome(2026, 4, 27, 9, 0)).await;
    let sent = mail_to(&office, "paolo@officinerinaldi.example").await;
    let row = keep(&office, answer(PAOLO, &sent, "", "Ecco la prima.")).await;
    assert_eq!((&row["reason"], row["chats"].as_array().unwrap().len()), (&json!("several_chats"), 2));
    // Dropped by mistake, and put back: they wait again.
    let id = json!({ "quarantine_id": row["quarantine_id"] });
    office.call("quarantine.drop", id.clone()).await;
    assert_eq!(office.thread(&chats[0]).await["reminder"]["state"], "armed");
    office.call("quarantine.restore", id).await;
    for chat in &chats {
        let reminder = &office.thread(chat).await["reminder"];
        assert_eq!(
            (&reminder["state"], &reminder["held_reason"]),
            (&json!("held"), &json!("answer_kept_aside"))
        );
    }
    office.at(rome(2026, 5, 4, 9, 0)).await;
    let reminders = async || office.mails().await.iter().filter(|mail| mail.starts_with("reminder")).count();
    assert_eq!(reminders().await, 2, "one to Paolo and one to Giulia");
    office
        .call("quarantine.join", json!({ "quarantine_id": row["quarantine_id"], "chat_id": chats[0] }))
        .await;
    assert_eq!(office.thread(&chats[0]).await["reminder"]["stop_reason"], "answered");
    assert_eq!(office.thread(&chats[1]).await["reminder"]["state"], "armed");
    office.tick().await;
    assert_eq!(reminders().await, 4);
}

/// The report that a mail to `to` did not arrive.
pub fn bounce_of(sent: &str, to: &str, status: &str, words: &str) -> Vec<u8> {
    format!(
        "From: MAILER-DAEMON@mx.example\r\nTo: elena@studiovannini.example\r\nSubject: Undelivered\r\nReturn-Path: <>\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n\
         --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n\
         Final-Recipient: rfc822; {to}\r\nAction: failed\r\nStatus: {status}\r\n\
         Diagnostic-Code: smtp; {words}\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n\
         Message-ID: {sent}\r\nSubject: x\r\n\r\nx\r\n--b--\r\n"
    )
    .into_bytes()
}

#[tokio::test]
async fn a_bounce_that_overtakes_the_servers_answer_is_not_forgotten() {
    let sink = SmtpSink::start();
    let office = TestOffice::without_account().await;
    office.send_to(sink.address()).await;
    let cast = office.cast().await;
    sink.answer("paolo@officinerinaldi.example", [Answer::Late]);
    let chat = office.write(&cast.rinaldi, "Liquidazione IVA", 3, 3).await;
    let (_, ()) = tokio::join!(office.tick(), async {
        sink.wait_for(1).await;
        let sent = mail_to(&office, "paolo@officinerinaldi.example").await;
        let bounce = bounce_of(&sent, "paolo@officinerinaldi.example", "5.1.1", "550 5.1.1 no such user");
        assert_eq!(take_in(&office, bounce).await, Taken::Report);
        sink.let_go();
    });
    let thread = office.thread(&chat).await;
    let deliveries = thread["messages"][0]["deliveries"].as_array().unwrap();
    let paolo = deliveries.iter().find(|one| one["email"] == "paolo@officinerinaldi.example").unwrap();
    assert_eq!(paolo["state"], "bounced", "{paolo}");
    assert!(paolo["last_error"].as_str().unwrap().contains("no such user"), "{paolo}");
}

#[tokio::test]
async fn a_bounce_marks_the_mail_and_the_inbox() {
    let (office, _, chat, sent) = asked().await;
    let bounce = bounce_of(&sent, "paolo@officinerinaldi.example", "5.1.1", "550 5.1.1 no such user");
    assert_eq!(take_in(&office, bounce.clone()).await, Taken::Report);
    let thread = office.thread(&chat).await;
    let paolo = thread["messages"][0]["deliveries"].as_array().unwrap();
    let paolo = paolo.iter().find(|one| one["email"] == "paolo@officinerinaldi.example").unwrap();
    assert_eq!(paolo["state"], "bounced");
    assert!(paolo["last_error"].as_str().unwrap().contains("no such user"), "{paolo}");
    let row = office.call("inbox.list", json!({})).await["rows"][0].clone();
    assert_eq!(row["what"], "bounced");
    assert_eq!(take_in(&office, bounce).await, Taken::Known);
    // Told once more by another server, it is no news.
    office.call("inbox.set_done", json!({ "inbox_id": row["inbox_id"], "done": true })).await;
    let again = bounce_of(&sent, "paolo@officinerinaldi.example", "5.1.1", "550 unknown user");
    assert_eq!(take_in(&office, again).await, Taken::Report);
    assert_eq!(office.call("inbox.list", json!({ "done": false })).await["rows"], json!([]));
    // One about somebody else's mail is none of ours.
    let foreign = b"From: MAILER-DAEMON@mx.example\r\nReturn-Path: <>\r\nSubject: Undelivered\r\n\r\nMessage-ID: <x@y.example>\r\n";
    assert_eq!(take_in(&office, foreign.to_vec()).await, Taken::Left);
}

#[tokio::test]
async fn a_mail_that_comes_to_two_mailboxes_is_one() {
    let (office, _, chat, sent) = asked().await;
    let mail = answer(PAOLO, &sent, "", "Ecco l’estratto.");
    let forwarded = [b"Received: by mx2.studiovannini.example\r\n".as_slice(), &mail].concat();
    assert_eq!(take_in(&office, mail).await, Taken::Joined);
    assert_eq!(take_in(&office, forwarded).await, Taken::Known);
    assert_eq!(office.thread(&chat).await["messages"].as_array().unwrap().len(), 2);
    // The same words under another Message-ID are another mail.
    let again = answer(PAOLO, &sent, "", "Ecco l’estratto.");
    let again = String::from_utf8(again).unwrap().replace("Message-ID: <", "Message-ID: <again-");
    assert_eq!(take_in(&office, again.into_bytes()).await, Taken::Joined);
}

#[tokio::test]
async fn files_become_documents_where_the_client_can_edit_and_programs_do_not() {
    let (office, cast, chat, sent) = asked().await;
    let part = |name: &str, body: &str| {
        format!(
            "--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n\r\n{body}\r\n"
        )
    };
    let parts = part("../estratto conto.txt", "saldo 12") + &part("paga.exe", "MZ\u{90}");
    let mail = format!(
        "From: {PAOLO}\r\nTo: elena@studiovannini.example\r\nSubject: Re: IVA\r\nIn-Reply-To: {sent}\r\n\
         Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nIn allegato.\r\n{parts}--b--\r\n"
    );
    assert_eq!(take_in(&office, mail.into_bytes()).await, Taken::Joined);
    let thread = office.thread(&chat).await;
    let message = &thread["messages"][1];
    assert_eq!(message["attachments"].as_array().unwrap().len(), 1, "{message}");
    assert_eq!(message["mail"]["files"][0]["name"], "paga.exe");
    assert_eq!(message["mail"]["files"][0]["refused"], "program");
    let list = office.call("documents.list", json!({ "client_id": cast.rinaldi })).await;
    let document = &list["documents"][0];
    assert_eq!(message["attachments"][0]["document_id"], document["document_id"]);
    let folders = list["folders"].as_array().unwrap();
    let folder = folders.iter().find(|folder| folder["folder_id"] == document["folder_id"]).unwrap();
    assert_eq!(folder["access"], "edit");
    let which = json!({ "document_id": document["document_id"] });
    let history = office.call("documents.history", which).await;
    assert_eq!(history["versions"][0]["by"], "Paolo Rinaldi", "whoever sent it brought it");
}

#[tokio::test]
async fn a_taken_back_chat_leaves_its_answer_aside() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    let request =
        json!({ "client_ids": [cast.rinaldi], "subject": "IVA", "body": "Buongiorno", "undo_seconds": 10 });
    let chat = office.call("chats.create", request).await["chats"][0]["chat_id"].clone();
    let sent = mail_to(&office, "paolo@officinerinaldi.example").await;
    office.call("chats.undo_send", json!({ "chat_ids": [chat] })).await;
    // Nobody can have that token, yet it is no stranger.
    let row = keep(&office, answer(PAOLO, &sent, "", "Quale?")).await;
    assert_eq!((&row["reason"], &row["chats"]), (&json!("unknown_chat"), &json!([])));
}
