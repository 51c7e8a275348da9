//! The main job in the real window, with real mail: write to a client, and they are reminded until they answer.

use serde_json::json;
use studiolo_testkit::MailServer;

use crate::harness::{Desktop, Driven, OfficeFolder};

const PAOLO: &str = "paolo@example.test";

#[tokio::test]
async fn a_client_written_to_from_the_window_is_reminded_until_the_answer_is_written_down() {
    let server = MailServer::start();
    let desktop = Desktop::start();
    let office = office_at(&server, &desktop);

    let window = Driven::open(&desktop, &office.arguments()).await;
    window.click("Nuovo cliente").await;
    window.fill("Nome o ragione sociale", "Officine Rinaldi S.r.l.").await;
    window.fill("Nome e cognome", "Paolo Rinaldi").await;
    window.fill("E-mail", PAOLO).await;
    window.click("Crea cliente").await;
    window.see("Cliente dal").await;

    window.click("Scrivi la prima chat").await;
    window.fill("Oggetto", "Liquidazione IVA").await;
    window.fill("Messaggio", "Buongiorno Paolo, mi manca l’estratto conto di marzo.").await;
    window.click("Crea chat").await;
    let mails = server.wait_for_mail(PAOLO, 1).await;
    assert_eq!(mails[0].subject, "Liquidazione IVA");
    // The window learns by itself that the server took the mail.
    window.see("Inviato").await;
    window.see("Promemoria: il prossimo parte").await;
    window.photograph("e2e.written").await;
    window.end().await;
    office.wait_until_closed();

    let window = Driven::open_later(&desktop, "+4d", &office.arguments()).await;
    let mails = server.wait_for_mail(PAOLO, 2).await;
    assert_eq!(mails[1].subject, "Promemoria: Liquidazione IVA");
    assert_eq!(mails[1].header("In-Reply-To"), mails[0].header("Message-ID"));
    window.click("Liquidazione IVA").await;
    window.see("2 di 2").await;
    window.photograph("e2e.reminded").await;

    window.click("Altre azioni").await;
    window.click("Il cliente ha risposto a voce").await;
    window.fill("Che cosa ha detto", "Te lo porto domani mattina.").await;
    window.click("Scrivi la risposta").await;
    window.see("Ha risposto, promemoria finiti").await;
    window.photograph("e2e.answered").await;
    window.end().await;
    office.wait_until_closed();

    let ticked = office.ctl(&desktop, Some("+40d"), &["tick"]);
    assert!(ticked.status.success(), "{}", String::from_utf8_lossy(&ticked.stderr));
    assert_eq!(server.mailbox(PAOLO).len(), 2);
    let chats = office.call(&desktop, "chats.list", &json!({}));
    let thread = office.call(&desktop, "chats.get", &json!({ "chat_id": chats["chats"][0]["chat_id"] }));
    assert_eq!(thread["reminder"]["stop_reason"], "answered");
    assert_eq!(office.call(&desktop, "audit.verify", &json!({}))["ok"], true);
}

#[tokio::test]
async fn a_client_answers_from_their_mailbox_and_the_window_shows_it_by_itself() {
    let server = MailServer::start();
    let desktop = Desktop::start();
    let office = office_at(&server, &desktop);
    let account = json!({ "host": server.host(), "port": server.imaps_port(), "security": "tls",
        "username": "elena@example.test", "password": "parola d’ordine", "ca_file": server.ca_file() });
    office.call(&desktop, "mail.set_receiving", &account);
    let client = json!({ "name": "Officine Rinaldi S.r.l.", "kind": "company", "contacts": [
        { "name": "Paolo Rinaldi", "email": PAOLO, "notify": true, "login": false }] });
    let client = office.call(&desktop, "clients.create", &client);
    let chat = json!({ "client_ids": [client["client_id"]], "subject": "Liquidazione IVA", "body": "Buongiorno Paolo",
        "reminder": {} });
    office.call(&desktop, "chats.create", &chat);

    let window = Driven::open(&desktop, &office.arguments()).await;
    window.click("Liquidazione IVA").await;
    let asked = server.wait_for_mail(PAOLO, 1).await.remove(0);
    window.see("Promemoria: il prossimo parte").await;
    let answer = |from: &str, text: &str| {
        format!(
            "From: {from}\r\nTo: elena@example.test\r\nSubject: Re: Liquidazione IVA\r\nIn-Reply-To: {}\r\n\r\n{text}\r\n",
            asked.message_id
        )
    };
    server.send(PAOLO, "elena@example.test", answer(PAOLO, "Lo mando domani.").as_bytes()).await;
    window.see("Lo mando domani.").await;
    window.see("Ha risposto, promemoria finiti").await;
    window.photograph("e2e.answered_by_mail").await;

    // From an address that nobody knows: the owner decides.
    let stranger = "paolo71@example.test";
    server.send(stranger, "elena@example.test", answer(stranger, "E la delega.").as_bytes()).await;
    window.click("In arrivo").await;
    window.see("mail messa da parte").await;
    window.end().await;
    office.wait_until_closed();
}

/// Elena's office, which sends through the server and reminds at any hour, up to twice.
pub fn office_at(server: &MailServer, desktop: &Desktop) -> OfficeFolder {
    let office = OfficeFolder::make(desktop, "it");
    server.add_user("elena@example.test", "parola d’ordine");
    office.call(
        desktop,
        "mail.set_sending",
        &json!({ "host": server.host(), "port": server.submission_port(), "security": "starttls",
            "username": "elena@example.test", "password": "parola d’ordine", "from_name": "Elena Vannini",
            "from_address": "elena@example.test", "ca_file": server.ca_file() }),
    );
    let defaults = json!({ "every_days": 3, "max_count": 2 });
    office.call(
        desktop,
        "settings.update",
        &json!({ "sending_window": null, "reminder_defaults": defaults }),
    );
    office
}
