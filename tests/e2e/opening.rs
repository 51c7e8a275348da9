//! The window opens on an office, and keeps to itself.

use serde_json::json;

use crate::harness::{Desktop, Driven, OfficeFolder};

#[tokio::test]
async fn the_window_opens_on_the_office_and_names_it() {
    let desktop = Desktop::start();
    let office = OfficeFolder::make(&desktop, "it");
    let window = Driven::open(&desktop, &office.arguments()).await;
    window.see("Studio Vannini").await;
    window.see("Elena Vannini").await;
    assert_eq!(desktop.windows(), ["Studiolo"]);
    window.photograph("e2e.opening").await;
    window.end().await;
}

#[tokio::test]
async fn the_page_runs_nothing_foreign_and_reaches_no_network() {
    let desktop = Desktop::start();
    let office = OfficeFolder::make(&desktop, "en");
    let window = Driven::open(&desktop, &office.arguments()).await;
    window.see("Studio Vannini").await;
    let refused = window
        .client()
        .execute_async(
            "const [done] = arguments;
             const refused = new Set();
             document.addEventListener('securitypolicyviolation', event => {
               refused.add(event.effectiveDirective);
               if (refused.size === 3) done([...refused].sort());
             });
             const script = document.createElement('script');
             script.textContent = 'window.foreign = true';
             document.head.append(script);
             const style = document.createElement('style');
             style.textContent = 'body { opacity: 0 }';
             document.head.append(style);
             fetch('http://127.0.0.1:9/').catch(() => {});",
            vec![],
        )
        .await
        .unwrap();
    assert_eq!(refused, json!(["connect-src", "script-src-elem", "style-src-elem"]));
    assert_eq!(window.run("return window.foreign ?? null").await, json!(null));
    window.end().await;
}

#[tokio::test]
async fn a_link_does_not_lead_the_window_away() {
    let desktop = Desktop::start();
    let office = OfficeFolder::make(&desktop, "it");
    let window = Driven::open(&desktop, &office.arguments()).await;
    window.see("Studio Vannini").await;
    let before = window.client().current_url().await.unwrap();
    window.run("window.location.href = 'http://127.0.0.1:9/'").await;
    window.see("Studio Vannini").await;
    assert_eq!(window.client().current_url().await.unwrap(), before);
    window.end().await;
}
