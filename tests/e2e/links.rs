//! Ways in and out of the window: links that open and never act, and what the page may ask of the program around it.

use std::fs;

use serde_json::{Value, json};

use crate::harness::{Desktop, Driven, OfficeFolder, wait_until};

#[tokio::test]
async fn a_link_opens_what_it_names_in_the_window_that_is_open() {
    let desktop = Desktop::start();
    let (office, client) = office(&desktop);
    let window = Driven::open(&desktop, &office.arguments()).await;
    window.see("Studio Vannini").await;
    follow(&desktop, &office, &format!("studiolo://client/{client}"));
    window.see("Cliente dal").await;
    follow(&desktop, &office, "studiolo://settings/notices");
    window.see("Ore di quiete").await;
    // What names nothing, or wants something done, shows the window as it is.
    for link in
        ["studiolo://pause/all", &format!("studiolo://client/{client}?delete=1"), "https://example.com/"]
    {
        follow(&desktop, &office, link);
    }
    window.see("Ore di quiete").await;
    window.end().await;
    office.wait_until_closed();
    let trail = office.call(&desktop, "audit.list", &json!({}));
    assert_eq!(trail["rows"].as_array().unwrap().len(), 1, "{trail}");
}

#[tokio::test]
async fn a_link_starts_the_program_on_what_it_names() {
    let desktop = Desktop::start();
    let (office, client) = office(&desktop);
    let link = format!("studiolo://client/{client}");
    let window = Driven::open(&desktop, &[&office.arguments()[..], &[&link]].concat()).await;
    window.see("Cliente dal").await;
    window.end().await;
}

#[tokio::test]
async fn a_web_link_opens_in_the_systems_program_and_no_other_kind_opens_at_all() {
    let desktop = Desktop::start();
    let opened = browser(&desktop);
    let office = OfficeFolder::make(&desktop, "it");
    let window = Driven::open(&desktop, &office.arguments()).await;
    for address in ["javascript:alert(1)", "file:///etc/passwd", "/bin/sh", "--help", "studiolo://inbox", ""]
    {
        let refused = ask(&window, "open_link", &json!({ "url": address })).await;
        assert_eq!(refused["code"], "invalid_request", "{address}");
    }
    let address = "https://example.com/?a=1&b=$(touch%20x)";
    assert_eq!(ask(&window, "open_link", &json!({ "url": address })).await, Value::Null);
    let seen = || fs::read_to_string(&opened).unwrap_or_default();
    wait_until("the link was opened", || (seen().trim() == address).then_some(()));
    window.end().await;
}

#[tokio::test]
async fn a_backup_goes_where_the_systems_dialog_says_and_replaces_what_was_there() {
    const DIALOG: &str = "Salva una copia di sicurezza";
    let desktop = Desktop::start();
    let office = OfficeFolder::make(&desktop, "it");
    let window = Driven::open(&desktop, &office.arguments()).await;
    let target = desktop.path("chiavetta.studiolo-backup");
    fs::write(&target, "an old one").unwrap();
    let script = "window.saved = 'asked'; window.__TAURI_INTERNALS__.invoke('backup_now')
        .then((answer) => (window.saved = answer), (error) => (window.saved = error));";
    window.run(script).await;
    desktop.wait_for_window(DIALOG);
    desktop.photograph("e2e.backup-dialog");
    desktop.answer("wmctrl", &["-F", "-a", DIALOG]).unwrap();
    desktop.press("ctrl+a");
    desktop.answer("xdotool", &["type", target.to_str().unwrap()]).unwrap();
    desktop.press("Return");
    // What is there is asked about.
    wait_until("the backup stood", || {
        desktop.press("Return");
        fs::read(&target).is_ok_and(|bytes| bytes.starts_with(b"{\"studiolo_backup\"")).then_some(())
    });
    window.see("Studio Vannini").await;
    let saved = "return window.saved";
    let mut answer = window.run(saved).await;
    while answer == "asked" {
        answer = window.run(saved).await;
    }
    assert_eq!(answer, json!({ "file": target.to_str().unwrap() }));
    window.end().await;
}

#[tokio::test]
async fn starting_with_the_computer_is_an_entry_of_the_desktop_that_comes_and_goes() {
    let desktop = Desktop::start();
    let office = OfficeFolder::make(&desktop, "it");
    let window = Driven::open(&desktop, &office.arguments()).await;
    let entries = || -> Vec<String> {
        let files = fs::read_dir(desktop.path(".config/autostart")).into_iter().flatten().flatten();
        files.map(|file| fs::read_to_string(file.path()).unwrap()).collect()
    };
    assert_eq!(ask(&window, "autostart", &json!({})).await, false);
    assert_eq!(ask(&window, "set_autostart", &json!({ "on": true })).await, Value::Null);
    assert_eq!(ask(&window, "autostart", &json!({})).await, true);
    assert!(entries()[0].contains(" --hidden --office "), "{:?}", entries());
    ask(&window, "set_autostart", &json!({ "on": false })).await;
    assert_eq!(entries(), Vec::<String>::new());
    window.end().await;
}

#[tokio::test]
async fn the_page_reaches_no_command_that_it_was_not_given() {
    let desktop = Desktop::start();
    let office = OfficeFolder::make(&desktop, "it");
    let window = Driven::open(&desktop, &office.arguments()).await;
    for command in [
        "plugin:autostart|enable",
        "plugin:dialog|open",
        "plugin:dialog|save",
        "plugin:fs|read_text_file",
        "plugin:window-state|save_window_state",
        "plugin:window|create",
        "plugin:webview|create_webview_window",
        "plugin:event|emit",
        "plugin:path|resolve_directory",
    ] {
        let refused = ask(&window, command, &json!({})).await;
        assert!(
            refused
                .as_str()
                .is_some_and(|words| words.contains("not allowed") || words.contains("not found")),
            "{command}: {refused}"
        );
    }
    window.end().await;
}

#[test]
fn the_window_comes_back_where_it_was_left() {
    let desktop = Desktop::start();
    let office = OfficeFolder::make(&desktop, "it");
    let mut kept = None;
    for _ in 0..3 {
        let mut app = desktop.start_app(&office.arguments());
        desktop.wait_for_window("Studiolo");
        if let Some(kept) = &kept {
            wait_until("the window was where it was left", || (geometry(&desktop) == *kept).then_some(()));
        } else {
            desktop.answer("wmctrl", &["-F", "-r", "Studiolo", "-e", "0,140,90,1100,700"]).unwrap();
            wait_until("the window was moved", || geometry(&desktop).contains("Width: 1100").then_some(()));
            kept = Some(geometry(&desktop));
        }
        app.signal("TERM");
        assert_eq!(app.wait().code(), Some(0));
    }
}

#[test]
fn started_with_the_computer_while_it_runs_it_shows_nothing() {
    let desktop = Desktop::start();
    let office = OfficeFolder::make(&desktop, "it");
    let arguments = [&office.arguments()[..], &["--hidden"]].concat();
    let mut app = desktop.start_app(&arguments);
    wait_until("the office was open", || office.holder().starts_with("studiolo ").then_some(()));
    assert!(desktop.start_app(&arguments).wait().success());
    assert!(desktop.windows().is_empty());
    assert!(desktop.start_app(&office.arguments()).wait().success());
    desktop.wait_for_window("Studiolo");
    app.signal("TERM");
    assert_eq!(app.wait().code(), Some(0));
}

// Elena's office with one client, whose id comes with it.
fn office(desktop: &Desktop) -> (OfficeFolder, String) {
    let office = OfficeFolder::make(desktop, "it");
    let made = office.call(
        desktop,
        "clients.create",
        &json!({ "name": "Officine Rinaldi S.r.l.", "kind": "company" }),
    );
    (office, made["client_id"].as_str().unwrap().to_owned())
}

// As the desktop does with a link: a second start of the program.
fn follow(desktop: &Desktop, office: &OfficeFolder, link: &str) {
    let arguments = [&office.arguments()[..], &[link]].concat();
    assert!(desktop.start_app(&arguments).wait().success());
}

// What a command of the shell answers, or its error.
async fn ask(window: &Driven, command: &str, arguments: &Value) -> Value {
    let script = "const [command, args, done] = arguments;
        window.__TAURI_INTERNALS__.invoke(command, args).then((answer) => done(answer ?? null), done);";
    window.client().execute_async(script, vec![json!(command), arguments.clone()]).await.unwrap()
}

// A browser of this desktop's own, which writes down where it was sent.
fn browser(desktop: &Desktop) -> std::path::PathBuf {
    let (program, opened) = (desktop.path("browser"), desktop.path("opened"));
    fs::write(&program, format!("#!/bin/sh\nprintf '%s\\n' \"$1\" > '{}'\n", opened.display())).unwrap();
    let mut permissions = fs::metadata(&program).unwrap().permissions();
    std::os::unix::fs::PermissionsExt::set_mode(&mut permissions, 0o755);
    fs::set_permissions(&program, permissions).unwrap();
    let entry = format!("[Desktop Entry]\nType=Application\nName=Browser\nExec={} %u\n", program.display());
    fs::create_dir_all(desktop.path("data/applications")).unwrap();
    fs::write(desktop.path("data/applications/browser.desktop"), entry).unwrap();
    let chosen = "[Default Applications]\nx-scheme-handler/https=browser.desktop\n";
    fs::write(desktop.path("config/mimeapps.list"), chosen).unwrap();
    opened
}

fn geometry(desktop: &Desktop) -> String {
    let told = desktop.answer("xwininfo", &["-name", "Studiolo"]).unwrap_or_default();
    let part = |line: &&str| {
        ["Absolute upper-left", "Width", "Height"].iter().any(|name| line.trim_start().starts_with(name))
    };
    told.lines().filter(part).map(str::trim).collect::<Vec<_>>().join("; ")
}
