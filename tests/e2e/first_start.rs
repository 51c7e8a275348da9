//! The first start makes an office, keeps its key, and shows its recovery code this once.

use std::fs::File;

use serde_json::{Value, json};

use crate::harness::{Desktop, Driven, wait_until};

const STEP: &str = "Il codice di recupero";

#[tokio::test]
async fn without_a_keyring_the_key_goes_into_a_file() {
    let desktop = Desktop::start();
    first_start(&desktop).await;
    assert!(desktop.path("config/Studiolo/office.key").exists());
    starts_again(&desktop).await;
}

#[tokio::test]
async fn with_a_keyring_the_key_is_in_no_file() {
    let desktop = Desktop::start();
    let _keyring = desktop.start_keyring();
    first_start(&desktop).await;
    assert!(!desktop.path("config/Studiolo/office.key").exists());
    starts_again(&desktop).await;
}

async fn first_start(desktop: &Desktop) {
    let window = Driven::open(desktop, &[]).await;
    window.see(STEP).await;
    window.photograph("e2e.recovery-code").await;
    assert!(desktop.path("data/Studiolo/studiolo.db").exists());
    let shown = code(&window).await;
    assert!(shown.is_string(), "{shown}");
    // A page that is loaded anew, by accident, has lost nothing.
    window.client().refresh().await.unwrap();
    window.see(STEP).await;
    assert_eq!(code(&window).await, shown);
    window.end().await;
    wait_until("the office was closed", || {
        File::open(desktop.path("data/Studiolo/office.lock")).ok()?.try_lock().ok()
    });
}

// The office opens with the key that was kept, and the code is not shown again.
async fn starts_again(desktop: &Desktop) {
    let window = Driven::open(desktop, &[]).await;
    window.see("Studiolo").await;
    window.control("Salta").await;
    assert_eq!(code(&window).await, json!(null));
    window.end().await;
}

async fn code(window: &Driven) -> Value {
    window.run("return document.body.textContent.match(/([0-9A-Z]{4}-){5,}[0-9A-Z]{4}/)?.[0] ?? null").await
}
