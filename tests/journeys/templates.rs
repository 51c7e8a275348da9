//! One message to several clients from a template, through a real server: each mail has its client's words and the document.

use std::fs;

use serde_json::json;
use studiolo_testkit::{MailServer, rome};

use super::main_job::office_at;

#[tokio::test]
async fn each_client_gets_its_own_words_and_the_templates_document_and_is_reminded_of_them() {
    let server = MailServer::start();
    let office = office_at(&server).await;
    office.clock_to(rome(2026, 4, 22, 10, 0));
    let mut clients = Vec::new();
    for (name, contact, email) in [
        ("Officine Rinaldi S.r.l.", "Paolo Rinaldi", "paolo@example.test"),
        ("Lucia Ferretti", "Lucia Ferretti", "lucia@example.test"),
    ] {
        let contacts = json!([{ "name": contact, "email": email, "notify": true, "login": false }]);
        let request = json!({ "name": name, "kind": "company", "contacts": contacts });
        clients.push(office.call("clients.create", request).await["client_id"].take());
    }
    let words = json!({ "name": "Informativa", "subject": "Informativa {year}, {client}",
        "body": "Buongiorno {first_name}, la legga entro {today+7}." });
    let template = office.call("templates.create", words).await["template_id"].take();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("Informativa.txt");
    fs::write(&file, "Che cosa teniamo di voi, e perché.").unwrap();
    office
        .call_from_shell("templates.add_documents", json!({ "template_id": template, "paths": [file] }))
        .await;
    fs::remove_file(file).unwrap();

    let send = json!({ "client_ids": clients, "template_id": template, "reminder": { "every_days": 3 } });
    office.call("chats.create", send).await;
    office.tick().await;
    let [paolo, lucia] = [
        server.wait_for_mail("paolo@example.test", 1).await,
        server.wait_for_mail("lucia@example.test", 1).await,
    ];
    assert_eq!(paolo[0].subject, "Informativa 2026, Officine Rinaldi S.r.l.");
    assert_eq!(lucia[0].subject, "Informativa 2026, Lucia Ferretti");
    let text = &lucia[0].text;
    assert!(text.contains("Buongiorno Lucia, la legga entro mercoledì 29 aprile."), "{text}");
    assert!(text.contains("Informativa.txt"), "{text}");

    let due = office.at(rome(2026, 4, 27, 9, 0)).await;
    assert_eq!((due.reminders.reminders, due.outbox.accepted), (2, 2));
    let reminded = server.wait_for_mail("lucia@example.test", 2).await;
    assert_eq!(reminded[1].subject, "Promemoria: Informativa 2026, Lucia Ferretti");
    assert!(reminded[1].text.contains("mercoledì 29 aprile"), "the day is the one that was written");
}
