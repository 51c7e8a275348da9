//! Templates in the real window: one is written, with words that change for each client, and two clients get their own.

use serde_json::json;
use studiolo_testkit::MailServer;

use crate::harness::{Desktop, Driven};
use crate::journey::office_at;

#[tokio::test]
async fn a_template_written_in_the_window_becomes_a_mail_of_its_own_for_each_client() {
    let server = MailServer::start();
    let desktop = Desktop::start();
    let office = office_at(&server, &desktop);
    for (name, contact, email) in [
        ("Officine Rinaldi S.r.l.", "Paolo Rinaldi", "paolo@example.test"),
        ("Lucia Ferretti", "Lucia Ferretti", "lucia@example.test"),
    ] {
        let contacts = json!([{ "name": contact, "email": email, "notify": true, "login": false }]);
        let client = json!({ "name": name, "kind": "company", "contacts": contacts });
        office.call(&desktop, "clients.create", &client);
    }

    let window = Driven::open(&desktop, &office.arguments()).await;
    window.see("Studio Vannini").await;
    window.press("g t").await;
    window.click("Nuovo modello").await;
    window.field("Nome del modello").await;
    // A new one's name is typed over.
    window.write("Acconto").await;
    window.fill("Oggetto", "Acconto ").await;
    window.click("studio").await;
    window.fill("Messaggio", "Buongiorno ").await;
    window.click("nome").await;
    window.write(", mi serve l’estratto conto.").await;
    window.see("Salvato").await;
    window.photograph("e2e.template").await;

    window.click("Clienti").await;
    window.see("Officine Rinaldi").await;
    window.press("Ctrl+n").await;
    window.write("ferr").await;
    window.press("ArrowDown Enter").await;
    window.click("Nessun modello").await;
    window.click("Acconto").await;
    // One client: its values stand in the words.
    window.see("Buongiorno").await;
    window.see("Lucia").await;
    window.photograph("e2e.template_used").await;
    window.fill("A", "rin").await;
    window.press("ArrowDown Enter").await;
    window.see("Anteprima per Lucia Ferretti").await;
    window.click("Cliente seguente").await;
    window.see("Anteprima per Officine Rinaldi").await;
    window.photograph("e2e.template_for_two").await;
    window.press("Ctrl+Enter").await;

    let paolo = server.wait_for_mail("paolo@example.test", 1).await.remove(0);
    let lucia = server.wait_for_mail("lucia@example.test", 1).await.remove(0);
    assert_eq!(paolo.subject, "Acconto Studio Vannini");
    assert!(paolo.text.contains("Buongiorno Paolo, mi serve l’estratto conto."), "{}", paolo.text);
    assert!(lucia.text.contains("Buongiorno Lucia, mi serve l’estratto conto."), "{}", lucia.text);
    window.end().await;
    office.wait_until_closed();
}
