//! What nobody expects: huge, strange or wicked words, a clock that is wrong, and a desktop with nothing on it.

use std::fs;

use serde_json::{Value, json};

use crate::harness::{Desktop, Driven, OfficeFolder, wait_until};

const FIRM: &str = "L’\"Officina\" di\tRossi & Figli <srl>";
const SUBJECT: &str = "עברית, e\u{301}le\u{300}ve, 👩🏽‍💼🇮🇹";

#[tokio::test]
async fn words_of_any_script_are_shown_as_they_were_written_and_mailed_whole() {
    let desktop = Desktop::start();
    let office = OfficeFolder::demo(&desktop);
    let contact =
        json!({ "name": "Zoë 👩🏽‍💼", "email": "zoe@officina.example", "notify": true, "login": false });
    let client = json!({ "name": FIRM, "kind": "company", "contacts": [contact] });
    let made = office.call(&desktop, "clients.create", &client);
    let body = "مرحبا بالعالم. e\u{301} 👨‍👩‍👧 <script>document.title = 'x'</script> \u{202e}txt.exe";
    let chat = json!({ "client_ids": [made["client_id"]], "subject": SUBJECT, "body": body });
    office.call(&desktop, "chats.create", &chat);

    let window = Driven::open(&desktop, &office.arguments()).await;
    window.click(SUBJECT).await;
    window.see("مرحبا بالعالم. e\u{301} 👨‍👩‍👧 <script>document.title = 'x'</script>").await;
    window.see("Zoë 👩🏽‍💼").await;
    // Right-to-left words begin at their own side, and nothing of them ran or sticks out.
    let direction = "const words = [...document.querySelectorAll('[role=region] p')]
        .find((words) => words.innerText.includes('مرحبا'));
        return [getComputedStyle(words).direction, document.title];";
    assert_eq!(window.run(direction).await, json!(["rtl", "Studiolo"]));
    window.photograph("e2e.scripts").await;
    assert_eq!(window.faults(None).await, Vec::<String>::new());
    window.end().await;
}

#[tokio::test]
async fn a_name_with_line_breaks_becomes_one_line_and_quotes_are_kept() {
    let desktop = Desktop::start();
    let office = OfficeFolder::make(&desktop, "it");
    let broken = json!({ "name": "Rossi\nBcc: tutti@example.com", "kind": "company", "contacts": [] });
    office.call(&desktop, "clients.create", &broken);

    let window = Driven::open(&desktop, &office.arguments()).await;
    window.click_in("Principale", "Clienti").await;
    window.see("Rossi Bcc: tutti@example.com").await;
    window.click("Nuovo cliente").await;
    window.fill("Nome o ragione sociale", "L’\"Officina\" d'oro & <b>figli</b>").await;
    window.click("Crea cliente").await;
    window.see("L’\"Officina\" d'oro & <b>figli</b>").await;
    window.see("Cliente dal").await;
    window.end().await;
}

#[tokio::test]
async fn a_megabyte_is_refused_before_it_is_sent_and_a_little_less_is_taken() {
    let desktop = Desktop::start();
    let office = OfficeFolder::demo(&desktop);
    let window = Driven::open(&desktop, &office.arguments()).await;
    window.click("Liquidazione IVA, 1° trimestre").await;
    paste(&window, 1_100_000).await;
    window.see("Il testo incollato è troppo lungo").await;
    // What the page lets through the core refuses too.
    let too_long = json!({ "chat_id": chat_id(&window).await, "body": "parola ".repeat(200_000) });
    let refused = window.call("chats.reply", &too_long).await;
    assert_eq!(refused["code"], "invalid_request", "{refused}");

    let taken = json!({ "chat_id": chat_id(&window).await, "body": "parola ".repeat(140_000) });
    assert!(window.call("chats.reply", &taken).await["code"].is_null());
    paste(&window, 300_000).await;
    window.click("Invia").await;
    window.see("Parte fra poco").await;
    window.end().await;
}

#[tokio::test]
async fn links_lead_only_where_links_may_lead() {
    let desktop = Desktop::start();
    let office = OfficeFolder::demo(&desktop);
    let window = Driven::open(&desktop, &office.arguments()).await;
    window.click("Liquidazione IVA, 1° trimestre").await;
    window.fill("Messaggio", "leggi qui").await;
    window.press("Ctrl+a Ctrl+Shift+k").await;
    window.focus_is_on("Indirizzo del link").await;
    window.write("javascript:alert(1)").await;
    window.press("Enter").await;
    window.see("Un link porta a un indirizzo http, https o mailto.").await;
    // Ten kilobytes come by the clipboard, not by fingers.
    let long = "const field = document.activeElement;
        field.value = 'https://example.com/' + 'a'.repeat(10_000);
        field.dispatchEvent(new Event('input', { bubbles: true }));";
    window.run(long).await;
    window.press("Enter").await;
    window.see("L’indirizzo è troppo lungo").await;
    let chat = chat_id(&window).await;
    for address in
        ["javascript:alert(1)", "data:text/html,x", &format!("https://example.com/{}", "a".repeat(10_000))]
    {
        let link = json!({ "type": "link", "attrs": { "href": address } });
        let words = json!({ "type": "text", "text": "qui", "marks": [link] });
        let doc = json!({ "type": "doc", "content": [{ "type": "paragraph", "content": [words] }] });
        let reply = json!({ "chat_id": chat, "body": { "v": 1, "doc": doc } });
        let refused = window.call("chats.reply", &reply).await;
        assert_eq!(refused["code"], "invalid_request", "{address}: {refused}");
    }
    window.end().await;
}

#[tokio::test]
async fn a_clock_set_back_by_a_day_sends_nothing_twice_and_the_office_works_on() {
    let desktop = Desktop::start();
    let office = OfficeFolder::demo(&desktop);
    let caught = || fs::read_dir(desktop.path("demo").join("outbox-caught")).unwrap().count();
    let before = caught();
    let window = Driven::open_later(&desktop, "-1d", &office.arguments()).await;
    window.click("Liquidazione IVA, 1° trimestre").await;
    window.fill("Messaggio", "Scritto ieri, per l’orologio").await;
    window.click("Invia").await;
    wait_until("the mails were caught", || (caught() >= before + 2).then_some(()));
    window.see("Scritto ieri, per l’orologio").await;
    // It stands at its end, whatever the clock says.
    let last = "return [...document.querySelectorAll('[role=region] .rich')].at(-1)?.innerText.trim()";
    window.wait_for("the last message", last, |last| last == "Scritto ieri, per l’orologio").await;
    window.end().await;
    office.wait_until_closed();
    assert_eq!(caught(), before + 2);
    assert_eq!(office.call(&desktop, "audit.verify", &json!({}))["ok"], true);
}

// A desktop of these tests has no keyring, no tray and no notices unless a test starts them.
#[tokio::test]
async fn on_a_bare_desktop_the_office_opens_and_says_what_is_missing() {
    let desktop = Desktop::start();
    let window = Driven::open(&desktop, &[]).await;
    window.see("Il codice di recupero").await;
    window.end().await;
    let log = fs::read_to_string(desktop.path("WebKitWebDriver.log")).unwrap();
    assert!(log.contains("no keyring"), "{log}");
}

async fn chat_id(window: &Driven) -> Value {
    let chats = window.call("chats.list", &json!({})).await;
    let chats = chats["chats"].as_array().unwrap();
    chats.iter().find(|chat| chat["subject"] == "Liquidazione IVA, 1° trimestre").unwrap()["chat_id"].clone()
}

// As the clipboard gives it to the page.
async fn paste(window: &Driven, bytes: usize) {
    window.field("Messaggio").await.click().await.unwrap();
    let script = format!(
        "const data = new DataTransfer();
         data.setData('text/plain', 'parola '.repeat({}));
         const paste = new ClipboardEvent('paste', {{ clipboardData: data, bubbles: true, cancelable: true }});
         document.querySelector('.written').dispatchEvent(paste);",
        bytes / 7
    );
    window.run(&script).await;
}
