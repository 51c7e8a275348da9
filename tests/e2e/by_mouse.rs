//! A day's work with the mouse, on the demo office.

use serde_json::{Value, json};

use crate::harness::{Desktop, Driven, OfficeFolder};

const VAT: &str = "Liquidazione IVA, 1° trimestre";

#[tokio::test]
async fn an_answer_is_read_replied_to_taken_back_and_sent_again() {
    let desktop = Desktop::start();
    let office = OfficeFolder::demo(&desktop);
    let window = Driven::open(&desktop, &office.arguments()).await;
    window.click_in("Principale", "In arrivo").await;
    window.click("Officine Rinaldi S.r.l.").await;
    window.see("Ecco l’estratto conto.").await;
    window.click("Rispondi").await;
    window.fill("Messaggio", "Ricevuto, ").await;
    window.click("Grassetto").await;
    window.write("grazie").await;
    window.click("Invia").await;
    window.see("Parte fra poco").await;
    window.click("Annulla").await;
    // The words are back in the field, bold as they were, and none of them is a message.
    let script = "return [document.querySelector('.written strong')?.innerText,
        document.querySelector('.messages, [role=region]')?.innerText.includes('Ricevuto')]";
    window.wait_for("the words in the field", script, |found| *found == json!(["grazie", false])).await;
    window.click("Invia").await;
    window.see("Parte fra poco").await;
    window.end().await;
    office.wait_until_closed();
    let said = messages(&desktop, &office, VAT);
    assert_eq!(said.last().unwrap()["text"], "Ricevuto, grazie");
    assert_eq!(said.len(), 4);
}

#[tokio::test]
async fn chats_are_put_aside_one_by_one_and_together_and_come_back() {
    let desktop = Desktop::start();
    let office = OfficeFolder::demo(&desktop);
    let window = Driven::open(&desktop, &office.arguments()).await;
    window.click(VAT).await;
    window.click_in("Conversazione", "Archivia").await;
    window.see("Chat archiviata").await;
    window.click("Annulla").await;
    rows(&window, 6).await;

    window.click("Scegli Marco Tessari, 730, spese mediche").await;
    window.click("Scegli Autotrasporti Gallo S.r.l., Quietanza F24").await;
    window.see("2 chat scelte").await;
    window.click_in("Elenco delle chat", "Archivia").await;
    window.see("2 chat archiviate").await;
    rows(&window, 4).await;
    window.click("Archiviate").await;
    rows(&window, 2).await;
    window.click("Annulla").await;
    window.see("Nessuna chat archiviata").await;
    window.end().await;
}

#[tokio::test]
async fn two_clients_are_written_to_at_once_with_what_they_are_to_bring() {
    let desktop = Desktop::start();
    let office = OfficeFolder::demo(&desktop);
    let window = Driven::open(&desktop, &office.arguments()).await;
    window.click_in("Principale", "Clienti").await;
    window.click("Scegli Lucia Ferretti").await;
    window.click("Scegli Marco Tessari").await;
    window.click("Invia messaggio a 2 clienti").await;
    window.fill("Oggetto", "Assicurazione vita").await;
    window.fill("Messaggio", "Mi manca la polizza.").await;
    window.click("Aggiungi attività").await;
    window.write("Polizza").await;
    window.click("Togli Marco Tessari").await;
    window.fill("A", "giu").await;
    window.click("Officine Rinaldi S.r.l.").await;
    window.click("Crea 2 chat").await;
    window.see("2 chat create").await;
    window.see("0 di 1").await;
    window.end().await;
    office.wait_until_closed();
    let rows = office.call(&desktop, "chats.list", &json!({}));
    let mut names: Vec<_> = rows["chats"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|chat| chat["subject"] == "Assicurazione vita")
        .map(|chat| chat["client_name"].as_str().unwrap())
        .collect();
    names.sort_unstable();
    assert_eq!(names, ["Lucia Ferretti", "Officine Rinaldi S.r.l."]);
}

#[tokio::test]
async fn a_contact_a_reminder_and_the_settings_are_changed_where_they_are_shown() {
    let desktop = Desktop::start();
    let office = OfficeFolder::demo(&desktop);
    let window = Driven::open(&desktop, &office.arguments()).await;
    window.click(VAT).await;
    window.click("Modifica").await;
    window.click("Numero di promemoria: uno in più").await;
    window.see("Salvato").await;
    window.click("Chiudi").await;
    window.see("1 di 3").await;

    window.click("Canoni incassati").await;
    window.see("Fermo: nessun contatto riceve gli avvisi").await;
    window.click("Altre azioni").await;
    window.click("Apri il cliente").await;
    window.click("NOTIFICA per Sergio Landi").await;
    window.click_in("Principale", "Chat").await;
    window.click("Canoni incassati").await;
    window.see("Promemoria: il prossimo parte").await;

    window.click("Impostazioni").await;
    window.fill("Nome dello studio", " e figlia").await;
    window.click("Aspetto").await;
    window.field("Scuro").await.click().await.unwrap();
    window
        .wait_for("a dark page", "return document.documentElement.dataset.theme", |theme| theme == "dark")
        .await;
    window.see("Studio Vannini e figlia").await;
    window.end().await;
    office.wait_until_closed();
    assert_eq!(office.call(&desktop, "settings.get", &json!({}))["firm"], "Studio Vannini e figlia");
}

async fn rows(window: &Driven, count: u64) {
    let script = "return document.querySelectorAll('[data-row]').length";
    window.wait_for(&format!("{count} chats"), script, |rows| *rows == count).await;
}

fn messages(desktop: &Desktop, office: &OfficeFolder, subject: &str) -> Vec<Value> {
    let chats = office.call(desktop, "chats.list", &json!({}));
    let chats = chats["chats"].as_array().unwrap();
    let chat = chats.iter().find(|chat| chat["subject"] == subject).unwrap();
    let thread = office.call(desktop, "chats.get", &json!({ "chat_id": chat["chat_id"] }));
    thread["messages"].as_array().unwrap().clone()
}
