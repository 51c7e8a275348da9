//! A day's work with the keyboard alone, on the demo office: nothing is ever clicked.

use serde_json::{Value, json};

use crate::harness::{Desktop, Driven, OfficeFolder};

#[tokio::test]
async fn a_chat_is_found_read_replied_to_taken_back_and_sent_again() {
    let desktop = Desktop::start();
    let office = OfficeFolder::demo(&desktop);
    let window = open(&desktop, &office).await;
    window.press("j j").await;
    window.focus_is_on("Officine Rinaldi S.r.l.").await;
    window.press("k").await;
    window.focus_is_on("Trattoria Da Nives").await;
    window.press("j Enter").await;
    window.see("Fattura Metalsider n. 218").await;
    window.press("r").await;
    window.focus_is_on("Messaggio").await;
    window.write("Mi mancano:").await;
    window.press("Enter Ctrl+Shift+8").await;
    window.write("la ").await;
    window.press("Ctrl+b").await;
    window.write("delega").await;
    window.press("Ctrl+b Enter").await;
    window.write("la fattura").await;
    let list = "return [...document.querySelectorAll('.written li')].map((item) => item.innerText.trim())";
    window.wait_for("a list", list, |items| *items == json!(["la delega", "la fattura"])).await;
    window.press("Ctrl+Enter").await;
    window.see("Parte fra poco").await;

    // Taken back from the list, by a key.
    window.press("Escape").await;
    window.focus_is_on("Officine Rinaldi S.r.l.").await;
    window.press("Ctrl+z").await;
    window
        .wait_for("the words in the field", list, |items| *items == json!(["la delega", "la fattura"]))
        .await;
    window.press("r Ctrl+Enter").await;
    window.see("Parte fra poco").await;
    window.end().await;
    office.wait_until_closed();
    let chats = chats(&desktop, &office);
    assert_eq!(chats[0]["client_name"], "Officine Rinaldi S.r.l.");
    let thread = office.call(&desktop, "chats.get", &json!({ "chat_id": chats[0]["chat_id"] }));
    let said = thread["messages"].as_array().unwrap();
    assert_eq!(said.len(), 4);
    let html = said[3]["html"].as_str().unwrap();
    assert!(html.contains("<strong>delega</strong>") && html.matches("<li").count() == 2, "{html}");
}

#[tokio::test]
async fn archiving_leads_to_the_next_row_and_many_are_archived_at_once() {
    let desktop = Desktop::start();
    let office = OfficeFolder::demo(&desktop);
    let window = open(&desktop, &office).await;
    window.press("j e").await;
    window.see("Chat archiviata").await;
    window.focus_is_on("Officine Rinaldi S.r.l.").await;
    window.press("x Shift+ArrowDown").await;
    window.see("2 chat scelte").await;
    window.focus_is_on("Lucia Ferretti").await;
    window.press("e").await;
    window.see("2 chat archiviate").await;
    window.focus_is_on("Marco Tessari").await;
    window.press("Home").await;
    window.focus_is_on("Immobiliare Aurora").await;
    window.press("End").await;
    window.focus_is_on("Autotrasporti Gallo").await;
    window.press("Ctrl+a").await;
    window.see("3 chat scelte").await;
    window.press("Escape").await;
    window.wait_for("nothing ticked", "return document.querySelector('.bar b')", Value::is_null).await;
    window.end().await;
}

#[tokio::test]
async fn a_new_chat_is_written_from_the_first_field_to_the_last() {
    let desktop = Desktop::start();
    let office = OfficeFolder::demo(&desktop);
    let window = open(&desktop, &office).await;
    window.press("j").await;
    window.press("Ctrl+n").await;
    window.focus_is_on("A").await;
    window.write("ferr").await;
    window.see("Lucia Ferretti").await;
    window.press("Enter").await;
    window.see("Avvisi a Lucia Ferretti").await;
    window.press("Tab").await;
    window.focus_is_on("Modello: Nessun modello").await;
    window.press("Tab").await;
    window.focus_is_on("Oggetto").await;
    window.write("Assicurazione vita").await;
    // The tools are one stop.
    window.press("Tab Tab").await;
    window.focus_is_on("Messaggio").await;
    window.write("Mi manca la polizza.").await;
    window.press("Tab").await;
    window.focus_is_on("Promemoria").await;
    window.press("Tab Tab").await;
    window.press("Ctrl+a").await;
    window.write("2").await;
    window.press("Tab").await;
    window.focus_is_on("Allega documenti").await;
    window.press("Tab").await;
    window.focus_is_on("Aggiungi attività").await;
    window.press("Enter").await;
    window.write("Polizza").await;
    window.press("Enter").await;
    window.write("Ultima quietanza").await;
    window.press("Ctrl+Enter").await;
    window.see("Il messaggio parte fra poco").await;
    window.see("0 di 2").await;
    window.end().await;
    office.wait_until_closed();
    let chats = chats(&desktop, &office);
    let chat = chats.iter().find(|chat| chat["subject"] == "Assicurazione vita").unwrap();
    let thread = office.call(&desktop, "chats.get", &json!({ "chat_id": chat["chat_id"] }));
    assert_eq!(thread["reminder"]["max_count"], 2);
    assert_eq!(thread["tasks"][1]["text"], "Ultima quietanza");
}

#[tokio::test]
async fn every_room_is_reached_and_esc_leads_back_to_where_the_keys_were() {
    let desktop = Desktop::start();
    let office = OfficeFolder::demo(&desktop);
    let window = open(&desktop, &office).await;
    for (keys, title) in [
        ("g i", "In arrivo"),
        ("g r", "Promemoria"),
        ("g a", "Registro"),
        ("g l", "Clienti"),
        ("g c", "Chat"),
    ] {
        window.press(keys).await;
        let script = "return document.querySelector('h1')?.innerText";
        window.wait_for(title, script, |found| found == title).await;
    }

    window.press("Ctrl+k").await;
    window.focus_is_on("Cerca clienti").await;
    window.write("giulia rin").await;
    window.see("Officine Rinaldi").await;
    window.press("Enter").await;
    window.see("Cliente dal").await;
    window.press("Escape").await;
    window.focus_is_on("Officine Rinaldi").await;

    window.press("?").await;
    window.see("Negli elenchi").await;
    window.press("Escape").await;
    window.focus_is_on("Officine Rinaldi").await;

    window.press("g c").await;
    window.focus_is_on("Immobiliare Aurora").await;
    window.press("Enter").await;
    window.see("mi mandi l’elenco").await;
    window.press("F6").await;
    window.focus_is_on("Messaggio").await;
    window.press("F6").await;
    window.focus_is_on("Chat").await;
    window.press("F6").await;
    window.focus_is_on("Immobiliare Aurora").await;
    window.press("Shift+F6 Shift+F6").await;
    window.focus_is_on("Messaggio").await;
    window.press("Escape").await;
    window.focus_is_on("Immobiliare Aurora").await;
    window.end().await;
}

#[tokio::test]
async fn the_way_back_through_a_sheet_leads_from_its_first_stop_to_its_last() {
    let desktop = Desktop::start();
    let office = OfficeFolder::demo(&desktop);
    let window = open(&desktop, &office).await;
    window.press("Ctrl+n").await;
    window.focus_is_on("A").await;
    window.press("Shift+Tab").await;
    window.focus_is_on("Chiudi").await;
    window.press("Shift+Tab").await;
    window.focus_is_on("Crea chat").await;
    window.press("Shift+Tab").await;
    window.focus_is_on("Indietro").await;
    window.press("Tab Tab Tab").await;
    window.focus_is_on("A").await;
    window.end().await;
}

#[tokio::test]
async fn a_setting_is_changed_and_the_settings_are_left_again() {
    let desktop = Desktop::start();
    let office = OfficeFolder::demo(&desktop);
    let window = open(&desktop, &office).await;
    window.press("j").await;
    window.press("Ctrl+,").await;
    window.focus_is_on("Impostazioni").await;
    window.press("F6 F6").await;
    window.focus_is_on("Studio").await;
    window.press("Tab Tab Tab Tab Tab Enter").await;
    window.see("Compatta avvicina le righe").await;
    window.press("F6").await;
    window.focus_is_on("Come il computer").await;
    window.press("ArrowRight").await;
    window
        .wait_for("a light page", "return document.documentElement.dataset.theme", |theme| theme == "light")
        .await;
    window.press("Escape").await;
    window.focus_is_on("Immobiliare Aurora").await;
    window.end().await;
}

async fn open(desktop: &Desktop, office: &OfficeFolder) -> Driven {
    let window = Driven::open(desktop, &office.arguments()).await;
    window.focus_is_on("Immobiliare Aurora").await;
    window
}

fn chats(desktop: &Desktop, office: &OfficeFolder) -> Vec<Value> {
    office.call(desktop, "chats.list", &json!({}))["chats"].as_array().unwrap().clone()
}
