//! Documents in the window, by mouse and by keyboard, while another program works on the same files.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::harness::{Desktop, Driven, OfficeFolder};

const RINALDI: &str = "Officine Rinaldi S.r.l.";

fn client_folder(desktop: &Desktop) -> PathBuf {
    let documents = desktop.path("demo").join("Documents");
    let mut folders = fs::read_dir(&documents).unwrap().map(|entry| entry.unwrap().path());
    folders
        .find(|folder| folder.file_name().unwrap().to_string_lossy().starts_with("Officine Rinaldi"))
        .unwrap()
}

pub fn top_folder(desktop: &Desktop, start: &str) -> PathBuf {
    let mut folders = fs::read_dir(client_folder(desktop)).unwrap().map(|entry| entry.unwrap().path());
    folders.find(|folder| folder.file_name().unwrap().to_string_lossy().starts_with(start)).unwrap()
}

async fn open(desktop: &Desktop, office: &OfficeFolder) -> Driven {
    let window = Driven::open(desktop, &office.arguments()).await;
    window.see("Studio Vannini").await;
    window
}

#[tokio::test]
async fn a_file_saved_by_another_program_is_there_at_once_and_goes_with_it() {
    let desktop = Desktop::start();
    let office = OfficeFolder::demo(&desktop);
    let window = open(&desktop, &office).await;
    window.click_in("Principale", "Clienti").await;
    window.click(RINALDI).await;
    window.click_in("Sezioni del cliente", "Documenti").await;
    window.click("Dichiarazioni").await;
    let file = top_folder(&desktop, "Dichiarazioni").join("Unico 2026.pdf");
    fs::write(&file, "%PDF-1.4\n").unwrap();
    window.see("Unico 2026.pdf").await;
    window.photograph("e2e.documents").await;
    fs::rename(&file, file.with_file_name("Redditi 2026.pdf")).unwrap();
    window.see("Redditi 2026.pdf").await;
    fs::remove_file(file.with_file_name("Redditi 2026.pdf")).unwrap();
    let gone = "return !document.body.innerText.includes('Redditi 2026.pdf')";
    window.wait_for("the file to be gone", gone, |gone| *gone == true).await;

    // What is in a file is read by a process of its own, the same program once more.
    fs::write(file.with_file_name("Appunti.txt"), "Sentire l’avvocato per la causa dell’officina.").unwrap();
    let ask = "const request = { text: 'officina avvocato' };
        window.__TAURI_INTERNALS__.invoke('call', { command: 'documents.search', request })
            .then(({ documents }) => { window.found = documents.map(({ path }) => path) });
        return window.found";
    window.wait_for("its words", ask, |found| *found == json!(["Dichiarazioni/Appunti.txt"])).await;
    window.end().await;
}

#[tokio::test]
async fn whoever_comes_back_from_a_document_or_a_sheet_is_on_its_row() {
    let desktop = Desktop::start();
    let office = OfficeFolder::demo(&desktop);
    let window = open(&desktop, &office).await;
    window.click_in("Principale", "Documenti").await;
    window.click(RINALDI).await;
    window.click("Contabilità 2026").await;
    window.click("Liquidazione IVA T1.csv").await;
    window.see("Versioni").await;
    let row =
        "return document.activeElement.closest('.documents')?.querySelector('[data-row]:focus')?.innerText";
    for (key, sheet) in [("h", "Una sola versione."), ("F2", "Cambia anche sul disco."), ("m", "Sposta")] {
        window.press("Escape").await;
        window.wait_for("the row", row, |row| *row == "Liquidazione IVA T1.csv").await;
        window.press(key).await;
        window.see(sheet).await;
    }
    // The name is chosen, its extension is not.
    window.press("Escape").await;
    window.wait_for("the row", row, |row| *row == "Liquidazione IVA T1.csv").await;
    window.press("F2").await;
    window.see("Cambia anche sul disco.").await;
    window.write("IVA").await;
    window.press("Enter").await;
    window.see("IVA.csv").await;
    window.end().await;
}

#[tokio::test]
async fn a_document_of_studiolos_is_attached_and_seen_in_the_message() {
    let desktop = Desktop::start();
    let office = OfficeFolder::demo(&desktop);
    let window = open(&desktop, &office).await;
    window.click("Liquidazione IVA, 1° trimestre").await;
    window.fill("Messaggio", "Ecco la delega.").await;
    window.click_in("Conversazione", "Allega documenti").await;
    window.see("Allega documenti").await;
    window.click("Contratti e deleghe").await;
    let tick = "return [...document.querySelectorAll('.pick label')]
        .filter((label) => label.innerText.includes('Delega F24.pdf')).map((label) => label.click()).length";
    window.wait_for("the document", tick, |ticked| *ticked == 1).await;
    window.click("Allega 1 documento").await;
    window.see("Delega F24.pdf").await;
    window.click("Invia").await;
    window.see("Parte fra poco").await;
    window.end().await;
    office.wait_until_closed();
    let chats = office.call(&desktop, "chats.list", &json!({}));
    let chats = chats["chats"].as_array().unwrap();
    let chat = chats.iter().find(|chat| chat["subject"] == "Liquidazione IVA, 1° trimestre").unwrap();
    let thread = office.call(&desktop, "chats.get", &json!({ "chat_id": chat["chat_id"] }));
    let last = thread["messages"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(names(&last["attachments"]), ["Delega F24.pdf"]);
}

#[tokio::test]
async fn a_handle_that_was_not_given_reaches_no_file() {
    let desktop = Desktop::start();
    let office = OfficeFolder::demo(&desktop);
    let window = open(&desktop, &office).await;
    let script = "const done = arguments[0];
        const request = { folder_id: 'x', handles: ['/etc/passwd'], dry_run: true };
        window.__TAURI_INTERNALS__.invoke('import_documents', { request }).then(done, done);";
    let answer = window.client().execute_async(script, vec![]).await.unwrap();
    assert_eq!(answer["code"], "invalid_request");
    window.end().await;
}

fn names(attachments: &Value) -> Vec<String> {
    let all = attachments.as_array().unwrap();
    all.iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
}
