//! Every screen, in both languages, both themes and both sizes: nothing is cut off, and a photograph of each goes into
//! `target/screens/NAME.LANGUAGE.THEME.WIDTH.png`.

use serde_json::json;

use crate::harness::{Desktop, Driven, OfficeFolder};

/// First and smallest size of the window.
const SIZES: [(u32, u32); 2] = [(1280, 800), (960, 640)];

/// What the controls that lead to the screens are called.
struct Names {
    chats: &'static str,
    clients: &'static str,
    new: &'static str,
    close: &'static str,
    audit: &'static str,
}

const ITALIAN: Names =
    Names { chats: "Chat", clients: "Clienti", new: "Nuova chat", close: "Chiudi", audit: "Registro" };
const ENGLISH: Names =
    Names { chats: "Chats", clients: "Clients", new: "New chat", close: "Close", audit: "Audit trail" };

#[tokio::test]
async fn every_screen_fits_in_italian() {
    photograph_all("it", &ITALIAN).await;
}

#[tokio::test]
async fn every_screen_fits_in_english() {
    photograph_all("en", &ENGLISH).await;
}

async fn photograph_all(language: &str, names: &Names) {
    let desktop = Desktop::start();
    let office = OfficeFolder::demo(&desktop);
    office.call(&desktop, "settings.update", &json!({ "language": language }));
    let window = Driven::open(&desktop, &office.arguments()).await;
    window.see("Studio Vannini").await;
    for (width, height) in SIZES {
        window.client().set_window_size(width, height).await.unwrap();
        for theme in ["light", "dark"] {
            window.run(&format!("document.documentElement.dataset.theme = '{theme}'")).await;
            let shot = |name: &str| format!("{name}.{language}.{theme}.{width}");

            window.click(names.chats).await;
            window.click("Liquidazione IVA, 1° trimestre").await;
            window.see("Metalsider").await;
            fits(&window, &shot("chats")).await;
            window.click(names.new).await;
            window.field(subject(language)).await;
            fits(&window, &shot("new-chat")).await;
            window.click(names.close).await;

            window.click(names.clients).await;
            window.see("Immobiliare Aurora").await;
            fits(&window, &shot("clients")).await;
            window.click("Officine Rinaldi S.r.l.").await;
            window.see("paolo@officinerinaldi.example").await;
            fits(&window, &shot("client")).await;
            window.click(names.audit).await;
            window.see("Elena Vannini").await;
            fits(&window, &shot("audit")).await;
        }
    }
    window.end().await;
}

fn subject(language: &str) -> &'static str {
    if language == "it" { "Oggetto" } else { "Subject" }
}

async fn fits(window: &Driven, name: &str) {
    window.photograph(name).await;
    let page = "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]";
    let widths = window.run(page).await;
    assert!(
        widths[0].as_i64() <= widths[1].as_i64(),
        "{name}: as wide as {} in a window of {}",
        widths[0],
        widths[1]
    );
}
