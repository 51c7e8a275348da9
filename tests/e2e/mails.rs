//! A received mail in the real window: shown as its sender laid it out, in a frame where nothing runs.

use fantoccini::Locator;
use serde_json::json;
use studiolo_core::accounts::ReceivingAccount;
use studiolo_core::intake::{Extent, Taken, take};
use studiolo_core::key::KeySource;
use studiolo_core::office::{Office, OpenOptions};
use studiolo_core::time::Clock;

use crate::harness::{Desktop, Driven, OfficeFolder};

const HTML: &str = "<h1 id=title style='color:rgb(10, 90, 90);position:fixed'>Offerta di primavera</h1>\
    <script>top.foreign = true; document.title = 'foreign'</script><img src=x onerror='top.foreign = true'>\
    <table width=100% bgcolor=#eef2f3><tr><td>1.284,00 €</td></tr></table>\
    <p><a href='https://evil.example/x'>www.banca.example</a></p>\
    <img src=https://pictures.example/a.png alt='Il nostro negozio' width=200 height=80>\
    <style>@import 'https://pictures.example/x.css';</style><meta http-equiv=refresh content='0;url=https://evil.example/'>";

/// Takes a mail of a contact's into the closed office, which keeps it aside.
async fn take_in(office: &OfficeFolder) {
    let [_, folder, _, key] = office.arguments();
    let options = OpenOptions {
        folder: folder.into(),
        key: KeySource::File(key.into()),
        clock: Clock::System,
        program: "a test",
        words: None,
    };
    let open = Office::open(options).await.expect("the office opens");
    let account = ReceivingAccount {
        host: "localhost".into(),
        port: 993,
        security: "tls".into(),
        username: "elena@studiovannini.example".into(),
        password: "secret".into(),
        address: "elena@studiovannini.example".into(),
        folder: "INBOX".into(),
        ca_file: String::new(),
        allow_plain: false,
        authserv_id: String::new(),
        plus_addresses: false,
    };
    let mail = format!(
        "From: Paolo Rinaldi <paolo@officinerinaldi.example>\r\nSubject: Offerta\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{HTML}\r\n"
    );
    let taken = take(&open, &account, mail.into_bytes(), Extent::Whole).await.expect("the mail is read");
    assert_eq!(taken, Taken::Kept);
    open.close().await;
}

/// The window with the mail as it came.
async fn open_original(desktop: &Desktop) -> Driven {
    let office = OfficeFolder::make(desktop, "it");
    let client = json!({ "name": "Officine Rinaldi S.r.l.", "kind": "company", "contacts": [
        { "name": "Paolo Rinaldi", "email": "paolo@officinerinaldi.example", "notify": true, "login": false }] });
    office.call(desktop, "clients.create", &client);
    take_in(&office).await;
    let window = Driven::open(desktop, &office.arguments()).await;
    window.see("Studio Vannini").await;
    window.press("g m").await;
    window.focus_is_on("Offerta").await;
    window.press("o").await;
    window.focus_is_on("Chiudi").await;
    window.see("1 immagine sta su un altro server.").await;
    window
}

#[tokio::test]
async fn a_mail_is_shown_as_it_was_laid_out_and_nothing_in_it_runs() {
    let desktop = Desktop::start();
    let window = open_original(&desktop).await;
    window.see("1 link dice un indirizzo e porta a un altro").await;
    let frame = "return document.querySelector('iframe')?.getAttribute('sandbox') ?? null";
    window.wait_for("the frame", frame, |found| *found == "allow-popups").await;
    let client = window.client().clone();
    client.enter_frame(0).await.expect("the frame is there");
    let title = client.wait().for_element(Locator::Css("h1")).await.expect("the mail is in it");
    assert_eq!(title.text().await.unwrap(), "Offerta di primavera");
    assert_eq!(title.css_value("color").await.unwrap(), "rgb(10, 90, 90)");
    assert_eq!(title.css_value("position").await.unwrap(), "static");
    assert_eq!(
        client.find_all(Locator::Css("script, style[type], meta[http-equiv=refresh]")).await.unwrap().len(),
        0
    );
    let link = client.find(Locator::Css("a")).await.unwrap();
    assert_eq!(link.attr("title").await.unwrap().as_deref(), Some("https://evil.example/x"));
    let picture = client.find(Locator::Css("img[alt]")).await.unwrap();
    assert_eq!(picture.attr("src").await.unwrap(), None);
    client.enter_parent_frame().await.expect("out of the frame");
    window.photograph("mail-original").await;
    assert_eq!(
        window.run("return [window.foreign ?? null, document.title === 'foreign']").await,
        json!([null, false])
    );
    window.end().await;
}
