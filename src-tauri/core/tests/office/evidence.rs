//! Receipts of certified mail about our mails: kept as evidence, and what is verified moves the mail.

use serde_json::{Value, json};
use studiolo_core::accounts::ReceivingAccount;
use studiolo_core::intake::{Extent, Taken, take};
use studiolo_testkit::{Answer, Gateway, Receipt, SmtpSink, TestOffice, rome};

use crate::intake::{bounce_of, mail_to};

const PAOLO: &str = "paolo@officinerinaldi.example";

fn account() -> ReceivingAccount {
    ReceivingAccount {
        host: "localhost".into(),
        port: 993,
        security: "tls".into(),
        username: "elena@pec.studiovannini.example".into(),
        password: "secret".into(),
        address: "elena@pec.studiovannini.example".into(),
        folder: "INBOX".into(),
        ca_file: String::new(),
        allow_plain: false,
        authserv_id: "mx.studiovannini.example".into(),
        plus_addresses: false,
    }
}

/// Elena's office with a chat of which the mails have left, and the gateway of her certified mailbox.
struct Asked {
    office: TestOffice,
    chat: String,
    /// The `Message-ID` of Paolo's mail.
    sent: String,
    gateway: Gateway,
}

impl Asked {
    async fn new() -> Self {
        let office = TestOffice::new().await;
        let cast = office.cast().await;
        let chat = office.write(&cast.rinaldi, "Liquidazione IVA", 3, 3).await;
        office.tick().await;
        let sent = newest_to_paolo(&office).await["message_id"].as_str().unwrap().to_owned();
        Self { office, chat, sent, gateway: Gateway::of("pec.gestore.example") }
    }

    fn receipt<'a>(&'a self, kind: &'a str) -> Receipt<'a> {
        Receipt::of(kind, &self.sent, PAOLO)
    }

    async fn take_in(&self, mail: Vec<u8>) -> Taken {
        take(self.office.office(), &account(), mail, Extent::Whole).await.unwrap()
    }

    /// A receipt of this kind comes, as its gateway signs it.
    async fn comes(&self, kind: &str) {
        let receipt = self.gateway.receipt(&self.receipt(kind));
        assert_eq!(self.take_in(receipt).await, Taken::Report, "{kind}");
    }

    /// The way of the message to Paolo.
    async fn way(&self) -> Value {
        let thread = self.office.thread(&self.chat).await;
        let ways = thread["messages"][0]["deliveries"].as_array().unwrap().clone();
        ways.into_iter().find(|way| way["email"] == PAOLO).unwrap()
    }

    /// Its receipts, as `kind verified`.
    async fn told(&self) -> Vec<String> {
        let way = self.way().await;
        let one = |one: &Value| format!("{} {}", one["kind"].as_str().unwrap(), one["verified"]);
        way["evidence"].as_array().unwrap().iter().map(one).collect()
    }
}

async fn newest_to_paolo(office: &TestOffice) -> Value {
    let list = office.call("outbox.list", json!({})).await;
    list["mails"].as_array().unwrap().iter().find(|mail| mail["to"] == PAOLO).unwrap().clone()
}

#[tokio::test]
async fn accepted_and_delivered_stand_beside_the_mail_in_the_order_in_which_they_happened() {
    let asked = Asked::new().await;
    let delivered = Receipt { at: "22/04/2026 16:07:02", ..asked.receipt("avvenuta-consegna") };
    assert_eq!(asked.take_in(asked.gateway.receipt(&delivered)).await, Taken::Report);
    asked.comes("accettazione").await;
    assert_eq!(asked.told().await, ["accepted true", "delivered true"]);
    let way = asked.way().await;
    assert_eq!(way["state"], "accepted");
    let [accepted, delivered] = [&way["evidence"][0], &way["evidence"][1]];
    assert_eq!(
        (&accepted["at"], &delivered["at"]),
        (&json!("2026-04-22T14:06:30Z"), &json!("2026-04-22T14:07:02Z"))
    );
    assert_eq!(
        (&accepted["signer"], &accepted["issuer"]),
        (&json!("Gestore di prova"), &json!("Autorita PEC di prova"))
    );
    let row = &asked.office.call("audit.list", json!({})).await["rows"][0];
    assert_eq!((&row["action"], &row["details"]["kind"]), (&json!("mail.evidence"), &json!("accepted")));
    assert_eq!((&row["details"]["verified"], &row["origin"]), (&json!(true), &json!("mail")));
    // No answer: the reminder goes on.
    assert_eq!(asked.office.thread(&asked.chat).await["reminder"]["state"], "armed");
}

#[tokio::test]
async fn the_same_receipt_counts_once() {
    let asked = Asked::new().await;
    let receipt = asked.gateway.receipt(&asked.receipt("accettazione"));
    assert_eq!(asked.take_in(receipt.clone()).await, Taken::Report);
    assert_eq!(asked.take_in(receipt).await, Taken::Known);
    assert_eq!(asked.told().await, ["accepted true"]);
}

#[tokio::test]
async fn a_receipt_that_says_no_brings_the_mail_back_with_the_gateways_words() {
    for (kind, error, detail) in [
        ("errore-consegna", "no-dest", "5.1.1 - la casella non esiste"),
        ("non-accettazione", "altro", "indirizzo del destinatario non valido"),
        ("rilevazione-virus", "virus", "trovato il virus X"),
    ] {
        let asked = Asked::new().await;
        let receipt = Receipt { error, detail, ..asked.receipt(kind) };
        assert_eq!(asked.take_in(asked.gateway.receipt(&receipt)).await, Taken::Report);
        let way = asked.way().await;
        assert_eq!((&way["state"], &way["last_error"]), (&json!("bounced"), &json!(detail)), "{kind}");
        let inbox = asked.office.call("inbox.list", json!({})).await;
        assert_eq!(inbox["rows"][0]["what"], "bounced");
        assert!(asked.office.actions().await.ends_with(&["mail.evidence".into(), "mail.bounced".into()]));
    }
}

#[tokio::test]
async fn a_report_that_nobody_signed_brings_no_mail_back_that_a_gateway_delivered() {
    let asked = Asked::new().await;
    asked.comes("avvenuta-consegna").await;
    let sent = mail_to(&asked.office, PAOLO).await;
    let report = bounce_of(&sent, PAOLO, "5.1.1", "550 the mailbox that it was forwarded to is full");
    assert_eq!(asked.take_in(report).await, Taken::Report);
    assert_eq!(asked.way().await["state"], "accepted");
}

#[tokio::test]
async fn late_is_noted_until_the_mail_is_there() {
    let asked = Asked::new().await;
    let late = Receipt {
        error: "altro",
        detail: "non consegnato in 12 ore",
        ..asked.receipt("preavviso-errore-consegna")
    };
    assert_eq!(asked.take_in(asked.gateway.receipt(&late)).await, Taken::Report);
    let way = asked.way().await;
    assert_eq!((&way["state"], &way["last_error"]), (&json!("accepted"), &json!("non consegnato in 12 ore")));
    asked.comes("avvenuta-consegna").await;
    let way = asked.way().await;
    assert_eq!((&way["state"], way.get("last_error")), (&json!("accepted"), None));
}

#[tokio::test]
async fn a_forged_receipt_is_kept_says_why_and_changes_nothing() {
    let asked = Asked::new().await;
    let refusal = asked.receipt("errore-consegna");
    let changed = String::from_utf8(asked.gateway.receipt(&asked.receipt("rilevazione-virus"))).unwrap();
    let about_another = refusal.data("pec.gestore.example").replace(PAOLO, "giulia@officinerinaldi.example");
    for (mail, why) in [
        (asked.gateway.unsigned(&refusal), "not_signed"),
        (changed.replace("16:06:30", "16:06:31").into_bytes(), "changed"),
        (asked.gateway.by_a_stranger(&refusal), "another_signer"),
        (asked.gateway.self_made(&refusal), "self_issued"),
        (asked.gateway.receipt_with(&refusal, &asked.receipt("accettazione").data("x.example")), "disagrees"),
        (asked.gateway.receipt_with(&refusal, &about_another), "another_recipient"),
    ] {
        assert_eq!(asked.take_in(mail).await, Taken::Report, "{why}");
        let way = asked.way().await;
        assert_eq!((&way["state"], way.get("last_error")), (&json!("accepted"), None), "{why}");
        let told = way["evidence"].as_array().unwrap();
        let told = told.iter().find(|one| one["why"] == why).unwrap_or_else(|| panic!("{why}: {way}"));
        assert_eq!(told["verified"], false);
    }
    let inbox = asked.office.call("inbox.list", json!({})).await;
    assert!(inbox["rows"].as_array().unwrap().iter().all(|row| row["what"] != "bounced"));
}

#[tokio::test]
async fn of_what_anybody_can_write_only_so_much_is_kept() {
    let asked = Asked::new().await;
    for minute in 0..25 {
        let at = format!("22/04/2026 16:{minute:02}:00");
        let mail = asked.gateway.unsigned(&Receipt { at: &at, ..asked.receipt("errore-consegna") });
        let taken = asked.take_in(mail).await;
        assert_eq!(taken, if minute < 20 { Taken::Report } else { Taken::Left }, "{minute}");
    }
    asked.comes("avvenuta-consegna").await;
    assert_eq!(asked.told().await.len(), 21);
}

#[tokio::test]
async fn a_receipt_about_somebody_elses_mail_is_left_alone() {
    let asked = Asked::new().await;
    for id in ["<019a0000-0000-7000-8000-000000000001@a.example>", "<other@a.example>"] {
        let mail = asked.gateway.receipt(&Receipt::of("accettazione", id, PAOLO));
        assert_eq!(asked.take_in(mail).await, Taken::Left);
    }
    assert_eq!(asked.told().await, Vec::<String>::new());
    assert_eq!(asked.office.call("quarantine.list", json!({})).await["mails"], json!([]));
}

#[tokio::test]
async fn receipts_of_a_reminder_stand_beside_that_reminder() {
    let asked = Asked::new().await;
    asked.office.at(rome(2026, 4, 27, 9, 0)).await;
    let reminder = newest_to_paolo(&asked.office).await;
    assert_eq!(reminder["kind"], "reminder");
    let id = reminder["message_id"].as_str().unwrap();
    let receipt = Receipt { at: "27/04/2026 09:00:20", ..Receipt::of("avvenuta-consegna", id, PAOLO) };
    assert_eq!(asked.take_in(asked.gateway.receipt(&receipt)).await, Taken::Report);
    assert_eq!(newest_to_paolo(&asked.office).await["evidence"][0]["kind"], "delivered");
    assert_eq!(asked.told().await, Vec::<String>::new());
    let mails = asked.office.thread(&asked.chat).await["messages"][0]["reminder_mails"].clone();
    assert_eq!(mails.as_array().unwrap().len(), 1, "Giulia's has nothing to tell: {mails}");
    assert_eq!(
        (&mails[0]["reminder"], &mails[0]["way"]["evidence"][0]["kind"]),
        (&json!(1), &json!("delivered"))
    );
}

#[tokio::test]
async fn a_receipt_opens_with_what_it_certifies_and_its_bytes_can_be_saved() {
    let asked = Asked::new().await;
    let mail = asked.gateway.receipt(&asked.receipt("avvenuta-consegna"));
    assert_eq!(asked.take_in(mail.clone()).await, Taken::Report);
    let id = asked.way().await["evidence"][0]["evidence_id"].clone();
    let opened = asked.office.call("evidence.get", json!({ "evidence_id": id })).await;
    assert_eq!((&opened["to"], &opened["size"]), (&json!(PAOLO), &json!(mail.len())));
    let data = &opened["data"];
    assert_eq!(
        (&data["gateway"], &data["form"], &data["delivered_to"]),
        (&json!("Gestore di prova S.p.A."), &json!("summary"), &json!(PAOLO))
    );
    assert_eq!(data["recipients"], json!([{ "address": PAOLO, "certified": true }]));
    assert_eq!(data["message_id"], asked.sent.as_str());

    let file = asked.office.folder().join("ricevuta.eml");
    let save = json!({ "evidence_id": id, "path": file });
    let refused = asked.office.try_call("evidence.save", save.clone()).await.unwrap_err();
    assert_eq!(refused.code, "invalid_request");
    asked.office.call_from_shell("evidence.save", save.clone()).await;
    assert_eq!(std::fs::read(&file).unwrap(), mail);
    let again = asked.office.try_call_from_shell("evidence.save", save).await.unwrap_err();
    assert_eq!(again.code, "name_taken");
    assert_eq!(asked.office.actions().await.last().unwrap(), "evidence.copied");
    let none = json!({ "evidence_id": "019a0000-0000-7000-8000-000000000001" });
    assert_eq!(asked.office.try_call("evidence.get", none).await.unwrap_err().code, "not_found");
}

#[tokio::test]
async fn a_mail_in_doubt_counts_as_sent_once_its_gateway_says_that_it_has_it() {
    let sink = SmtpSink::start();
    sink.answer(PAOLO, [Answer::CutBeforeReply, Answer::CutBeforeReply]);
    let office = TestOffice::sending_to(sink.address()).await;
    let cast = office.cast().await;
    office.call("contacts.update", json!({ "contact_id": cast.giulia, "notify": false })).await;
    let chat = office.write(&cast.rinaldi, "Liquidazione IVA", 3, 3).await;
    office.tick().await;
    let mail = newest_to_paolo(&office).await;
    assert_eq!(mail["state"], "uncertain");
    let sent = mail["message_id"].as_str().unwrap().to_owned();
    let asked = Asked { office, chat, sent, gateway: Gateway::of("pec.gestore.example") };
    assert_eq!(asked.office.thread(&asked.chat).await["reminder"].get("next_at"), None);
    let forged = asked.gateway.by_a_stranger(&asked.receipt("accettazione"));
    assert_eq!(asked.take_in(forged).await, Taken::Report);
    assert_eq!(asked.way().await["state"], "uncertain");
    asked.comes("accettazione").await;
    let way = asked.way().await;
    assert_eq!((&way["state"], &way["at"]), (&json!("accepted"), &json!("2026-04-22T14:05:00Z")));
    // Its reminder counts from now, and nothing goes a third time.
    let reminder = asked.office.thread(&asked.chat).await["reminder"].clone();
    assert!(reminder["next_at"].is_string(), "{reminder}");
    asked.office.tick().await;
    assert_eq!(sink.mails().len(), 2);
}

#[tokio::test]
async fn a_mail_that_came_back_and_is_there_after_all_counts_as_sent() {
    let asked = Asked::new().await;
    asked.comes("errore-consegna").await;
    assert_eq!(asked.way().await["state"], "bounced");
    let later = Receipt { at: "22/04/2026 16:09:00", ..asked.receipt("avvenuta-consegna") };
    assert_eq!(asked.take_in(asked.gateway.receipt(&later)).await, Taken::Report);
    let way = asked.way().await;
    assert_eq!((&way["state"], way.get("last_error")), (&json!("accepted"), None));
}

#[tokio::test]
async fn a_mail_in_doubt_that_came_back_and_is_there_after_all_counts_as_sent() {
    let sink = SmtpSink::start();
    sink.answer(PAOLO, [Answer::CutBeforeReply, Answer::CutBeforeReply]);
    let office = TestOffice::sending_to(sink.address()).await;
    let cast = office.cast().await;
    let chat = office.write(&cast.rinaldi, "Liquidazione IVA", 3, 3).await;
    office.tick().await;
    let sent = mail_to(&office, PAOLO).await;
    let asked = Asked { office, chat, sent, gateway: Gateway::of("pec.gestore.example") };
    assert_eq!(asked.take_in(bounce_of(&asked.sent, PAOLO, "5.1.1", "550 no")).await, Taken::Report);
    assert_eq!(asked.way().await["state"], "bounced");
    asked.comes("avvenuta-consegna").await;
    let way = asked.way().await;
    assert_eq!((&way["state"], way.get("last_error")), (&json!("accepted"), None));
}

/// An ordinary mail that came to a certified mailbox, in the envelope that says so (RFC 6109, 2.1.1.1.3).
fn anomaly(inner: &str) -> Vec<u8> {
    format!(
        "From: \"Per conto di: paolo@officinerinaldi.example\" <posta-certificata@pec.gestore.example>\r\nX-Trasporto: errore\r\n\
         To: elena@pec.studiovannini.example\r\nSubject: ANOMALIA MESSAGGIO\r\nContent-Type: multipart/mixed; boundary=env\r\n\r\n\
         --env\r\nContent-Type: text/plain\r\n\r\nAnomalia nel messaggio\r\n--env\r\n\
         Content-Type: message/rfc822; name=\"postacert.eml\"\r\n\r\n{inner}\r\n--env--\r\n"
    )
    .into_bytes()
}

#[tokio::test]
async fn what_comes_as_an_anomaly_is_an_answer_that_nobody_vouches_for() {
    let asked = Asked::new().await;
    let inner = format!(
        "Authentication-Results: mx.studiovannini.example; dmarc=pass header.from=officinerinaldi.example\r\n\
         From: Paolo Rinaldi <{PAOLO}>\r\nSubject: Re: IVA\r\nIn-Reply-To: {}\r\n\r\nEcco.",
        asked.sent
    );
    assert_eq!(asked.take_in(anomaly(&inner)).await, Taken::Joined);
    let message = &asked.office.thread(&asked.chat).await["messages"][1];
    assert_eq!((&message["text"], &message["mail"]["verified"]), (&json!("Ecco."), &json!(false)));
    // A receipt within such an envelope is somebody's who is no gateway.
    let receipt = String::from_utf8(asked.gateway.receipt(&asked.receipt("errore-consegna"))).unwrap();
    assert_eq!(asked.take_in(anomaly(&receipt)).await, Taken::Left);
    assert_eq!(asked.way().await["state"], "accepted");
}
