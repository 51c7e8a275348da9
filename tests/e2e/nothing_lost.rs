//! Nothing that was written is lost: to a crash, to a closed window, to a second thought. And nothing goes twice.

use std::fs;

use serde_json::json;

use crate::harness::{Desktop, Driven, OfficeFolder, wait_until};

const VAT: &str = "Liquidazione IVA, 1° trimestre";
const WORDS: &str = "Mi manca ancora la delega";

#[tokio::test]
async fn a_draft_in_a_chat_survives_a_crash() {
    let desktop = Desktop::start();
    let office = OfficeFolder::demo(&desktop);
    let window = Driven::open(&desktop, &office.arguments()).await;
    window.click(VAT).await;
    window.fill("Messaggio", WORDS).await;
    // It is kept by now.
    window.see(&format!("Bozza: {WORDS}")).await;
    crash(&desktop, &office);
    window.end().await;

    let window = Driven::open(&desktop, &office.arguments()).await;
    window.see(&format!("Bozza: {WORDS}")).await;
    window.click(VAT).await;
    written(&window, WORDS).await;
    // Emptied words are no draft.
    window.field("Messaggio").await.click().await.unwrap();
    window.press("Ctrl+a Backspace").await;
    window
        .wait_for("no draft", "return document.body.innerText.includes('Bozza')", |draft| *draft == false)
        .await;
    window.end().await;
}

#[tokio::test]
async fn a_new_chat_that_was_begun_survives_a_crash() {
    let desktop = Desktop::start();
    let office = OfficeFolder::demo(&desktop);
    let window = Driven::open(&desktop, &office.arguments()).await;
    window.click("Nuova chat").await;
    window.fill("A", "ferr").await;
    window.click("Lucia Ferretti").await;
    window.fill("Oggetto", "Assicurazione vita").await;
    window.fill("Messaggio", WORDS).await;
    window.click("Aggiungi attività").await;
    window.write("Polizza").await;
    loop {
        let kept = window.call("drafts.list", &json!({})).await;
        if kept["drafts"][0]["tasks"] == json!(["Polizza"]) {
            break;
        }
    }
    crash(&desktop, &office);
    window.end().await;

    let window = Driven::open(&desktop, &office.arguments()).await;
    window.see("Assicurazione vita").await;
    window.click("Assicurazione vita").await;
    window.see("Avvisi a Lucia Ferretti").await;
    written(&window, WORDS).await;
    let task = window.field("Attività 1").await.prop("value").await.unwrap();
    assert_eq!(task.as_deref(), Some("Polizza"));
    window.click("Crea chat").await;
    window.see("Parte fra poco").await;
    assert_eq!(window.call("drafts.list", &json!({})).await, json!({ "drafts": [] }));
    window.end().await;
}

#[tokio::test]
async fn a_window_closed_into_the_tray_comes_back_where_it_was() {
    let desktop = Desktop::start();
    let _tray = desktop.tray();
    let office = OfficeFolder::demo(&desktop);
    let window = Driven::open(&desktop, &office.arguments()).await;
    window.click("IMU, dati per l’acconto").await;
    window.fill("Messaggio", WORDS).await;
    // Closed within the second that a draft has to be kept.
    desktop.close_window("Studiolo");
    wait_until("the window was gone", || desktop.windows().is_empty().then_some(()));
    window.is_gone().await;
    assert!(desktop.start_app(&office.arguments()).wait().success());
    desktop.wait_for_window("Studiolo");
    window.go_to_the_new_window().await;
    window.see("Conferma degli immobili posseduti").await;
    written(&window, WORDS).await;
    window.end().await;
}

#[tokio::test]
async fn a_draft_survives_quitting_in_the_middle_of_a_word() {
    let desktop = Desktop::start();
    let office = OfficeFolder::demo(&desktop);
    let window = Driven::open(&desktop, &office.arguments()).await;
    window.click(VAT).await;
    window.fill("Messaggio", WORDS).await;
    signal(&desktop, &office, "TERM");
    window.end().await;
    let drafts = office.call(&desktop, "drafts.list", &json!({}));
    assert_eq!(drafts["drafts"][0]["text"], WORDS);
}

#[tokio::test]
async fn a_message_taken_back_never_leaves_and_one_that_is_not_leaves_once() {
    let desktop = Desktop::start();
    let office = OfficeFolder::demo(&desktop);
    let before = mails(&desktop).len();
    let window = Driven::open(&desktop, &office.arguments()).await;
    window.click(VAT).await;
    window.fill("Messaggio", "Questo non parte").await;
    window.click("Invia").await;
    window.see("Parte fra poco").await;
    window.click("Annulla").await;
    written(&window, "Questo non parte").await;
    window.focus_is_on("Messaggio").await;
    window.press("Ctrl+a").await;
    window.write("Questo parte").await;
    written(&window, "Questo parte").await;
    window.click("Invia").await;
    window.see("Parte fra poco").await;
    // What was sent later has left: so would what was sent before.
    wait_until("the mails were caught", || (mails(&desktop).len() >= before + 2).then_some(()));
    let leaving = "return /Parte fra poco|In coda|In partenza/.test(document.body.innerText)";
    window.wait_for("both mails to be gone", leaving, |leaving| *leaving == false).await;
    window.end().await;
    office.wait_until_closed();
    let ticked = office.ctl(&desktop, None, &["tick"]);
    assert!(ticked.status.success(), "{}", String::from_utf8_lossy(&ticked.stderr));

    let mails = mails(&desktop);
    assert_eq!(mails.len(), before + 2);
    let with = |words: &str| mails.iter().filter(|mail| mail.contains(words)).count();
    assert_eq!((with("Questo non parte"), with("Questo parte")), (0, 2));
    let to = |who: &str| {
        let sent = |mail: &&String| {
            mail.contains("Questo parte") && mail.contains(&format!("<{who}@officinerinaldi"))
        };
        mails.iter().filter(sent).count()
    };
    assert_eq!((to("paolo"), to("giulia")), (1, 1));
}

// As a power cut, or the system that needs the memory.
fn crash(desktop: &Desktop, office: &OfficeFolder) {
    signal(desktop, office, "KILL");
}

fn signal(desktop: &Desktop, office: &OfficeFolder, signal: &str) {
    let holder = office.holder();
    let id: String = holder.chars().filter(char::is_ascii_digit).collect();
    assert!(holder.starts_with("studiolo "), "{holder}");
    desktop.answer("kill", &["-s", signal, &id]).expect("the app runs");
    office.wait_until_closed();
}

async fn written(window: &Driven, words: &str) {
    let script = "return document.querySelector('.sheet .written, .written')?.innerText.trim()";
    window.wait_for("the words in the field", script, |found| found == words).await;
}

fn mails(desktop: &Desktop) -> Vec<String> {
    let caught = fs::read_dir(desktop.path("demo").join("outbox-caught")).unwrap();
    let mails = caught
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "eml"));
    mails.map(|path| String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned()).collect()
}
