//! Closing the window leaves the office running; only quitting ends it, and in order.

use serde_json::json;

use crate::harness::{Desktop, OfficeFolder, Program, wait_until};

const TITLE: &str = "Studiolo";

#[test]
fn with_a_tray_a_closed_window_is_gone_and_the_office_runs_on() {
    let desktop = Desktop::start();
    let _tray = desktop.tray();
    let office = OfficeFolder::make(&desktop, "it");
    let mut app = desktop.start_app(&office.arguments());
    desktop.wait_for_window(TITLE);

    desktop.close_window(TITLE);
    wait_until("the window was gone", || desktop.windows().is_empty().then_some(()));
    assert!(app.runs());
    // Whoever opens the office now finds it open.
    let refused = office.ctl(&desktop, None, &["call", "clients.list", "{}"]);
    assert_eq!(refused.status.code(), Some(3));

    let mut second = desktop.start_app(&office.arguments());
    assert!(second.wait().success());
    desktop.wait_for_window(TITLE);
    end(&mut app);
}

#[test]
fn without_a_tray_a_closed_window_is_only_minimised() {
    let desktop = Desktop::start();
    let office = OfficeFolder::make(&desktop, "it");
    let mut app = desktop.start_app(&office.arguments());
    desktop.wait_for_window(TITLE);
    desktop.close_window(TITLE);
    wait_until("the window was minimised", || {
        let state = desktop.answer("xprop", &["-name", TITLE, "_NET_WM_STATE"])?;
        state.contains("_NET_WM_STATE_HIDDEN").then_some(())
    });
    end(&mut app);
}

#[test]
fn a_second_start_brings_the_first_window_to_the_front() {
    let desktop = Desktop::start();
    let office = OfficeFolder::make(&desktop, "en");
    let mut app = desktop.start_app(&office.arguments());
    desktop.wait_for_window(TITLE);
    let mut second = desktop.start_app(&office.arguments());
    assert!(second.wait().success());
    assert!(app.runs());
    assert_eq!(desktop.windows(), [TITLE]);
    end(&mut app);
}

#[test]
fn started_hidden_the_office_runs_without_a_window_until_it_is_asked_for() {
    let desktop = Desktop::start();
    let office = OfficeFolder::make(&desktop, "it");
    let arguments = [&office.arguments()[..], &["--hidden"]].concat();
    let mut app = desktop.start_app(&arguments);
    wait_until("the office was open", || office.holder().starts_with("studiolo ").then_some(()));
    assert!(desktop.windows().is_empty());
    let mut second = desktop.start_app(&office.arguments());
    assert!(second.wait().success());
    desktop.wait_for_window(TITLE);
    end(&mut app);
}

#[test]
fn after_a_clean_end_the_office_can_be_opened_at_once() {
    let desktop = Desktop::start();
    let office = OfficeFolder::make(&desktop, "it");
    let mut app = desktop.start_app(&office.arguments());
    desktop.wait_for_window(TITLE);
    end(&mut app);
    assert_eq!(office.call(&desktop, "clients.list", &json!({})), json!({ "clients": [] }));
}

fn end(app: &mut Program) {
    app.signal("TERM");
    assert_eq!(app.wait().code(), Some(0));
}
