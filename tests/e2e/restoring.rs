//! A backup becomes an office beside the one that goes on: the system's dialogs ask, the program opens it.

use std::fs;
use std::path::PathBuf;
use std::process::Output;

use serde_json::{Value, json};

use crate::harness::{Desktop, Driven, OfficeFolder, Words, built, wait_until};

const FOLDER_DIALOG: &str = "Dove ripristinare: una cartella nuova o vuota";
const FILE_DIALOG: &str = "Scegli la copia di sicurezza";

#[tokio::test]
async fn a_kept_backup_becomes_an_office_that_opens_beside_and_sends_nothing() {
    let desktop = Desktop::start();
    let office = office(&desktop);
    let window = Driven::open(&desktop, &office.arguments()).await;
    let words = backups(&window).await;
    window.run("document.querySelector('section li button').click()").await;
    window.click(&words.say("restore_choose_folder")).await;
    desktop.wait_for_window(FOLDER_DIALOG);
    desktop.photograph("e2e.restore-folder-dialog");
    answer(&desktop, FOLDER_DIALOG, None);
    window.see(&words.say("restore_done")).await;
    desktop.photograph("e2e.restored");
    let restored = restored(&desktop).expect("it stands beside the office");
    window.click(&words.say("restore_open")).await;
    let holder = wait_until("the restored office was open", || {
        let holder = fs::read_to_string(restored.join("office.lock")).unwrap_or_default();
        holder.strip_prefix("studiolo (process ")?.strip_suffix(')').map(str::to_owned)
    });
    wait_until("its window was shown", || {
        (desktop.windows().iter().filter(|title| *title == "Studiolo").count() == 2).then_some(())
    });
    desktop.photograph("e2e.restored-beside");
    desktop.answer("kill", &["-TERM", &holder]).unwrap();
    wait_until("it was closed", || fs::File::open(restored.join("office.lock")).unwrap().try_lock().ok());
    let state = call(&desktop, &office, &restored, "office.state");
    assert_eq!(state["reminders_paused"], true);
    assert_eq!(call(&desktop, &office, &restored, "clients.list")["clients"].as_array().unwrap().len(), 1);
    window.end().await;
}

#[tokio::test]
async fn another_offices_backup_is_opened_by_its_code_and_its_file_is_asked_for_once() {
    let desktop = Desktop::start();
    let office = office(&desktop);
    let (file, code) = another(&desktop);
    let window = Driven::open(&desktop, &office.arguments()).await;
    let words = backups(&window).await;
    window.click(&words.say("restore_from_file")).await;
    window.click(&words.say("restore_choose_file")).await;
    desktop.wait_for_window(FILE_DIALOG);
    desktop.photograph("e2e.restore-file-dialog");
    answer(&desktop, FILE_DIALOG, Some(file.to_str().unwrap()));
    window.see(&words.say("restore_code_text")).await;
    window.fill(&words.say("restore_code_label"), "V7QX-3M9D").await;
    window.click(&words.say("restore_choose_folder")).await;
    window.see(&words.say("error_code_fact")).await;
    let field = window.field(&words.say("restore_code_label")).await;
    field.clear().await.unwrap();
    window.fill(&words.say("restore_code_label"), &code.to_lowercase()).await;
    window.click(&words.say("restore_choose_folder")).await;
    desktop.wait_for_window(FOLDER_DIALOG);
    answer(&desktop, FOLDER_DIALOG, None);
    window.see(&words.say("restore_done")).await;
    assert!(restored(&desktop).is_some());
    window.end().await;
}

#[tokio::test]
async fn a_dialog_that_is_closed_leaves_nothing_behind() {
    let desktop = Desktop::start();
    let office = office(&desktop);
    let window = Driven::open(&desktop, &office.arguments()).await;
    let words = backups(&window).await;
    window.run("document.querySelector('section li button').click()").await;
    window.click(&words.say("restore_choose_folder")).await;
    desktop.wait_for_window(FOLDER_DIALOG);
    assert!(restored(&desktop).is_some(), "the dialog opens in a folder of its own");
    desktop.close_window(FOLDER_DIALOG);
    window.see(&words.say("restore_choose_folder")).await;
    wait_until("the folder was gone", || restored(&desktop).is_none().then_some(()));
    window.end().await;
}

#[tokio::test]
async fn a_backup_and_a_restore_that_are_given_up_leave_nothing_behind() {
    const SAVE_DIALOG: &str = "Salva una copia di sicurezza";
    let desktop = Desktop::start();
    let office = office(&desktop);
    grow(&desktop, &office).await;
    let window = Driven::open(&desktop, &office.arguments()).await;
    let words = backups(&window).await;
    let stick = desktop.path("stick");
    fs::create_dir(&stick).unwrap();
    window.click(&words.say("backup_now")).await;
    desktop.wait_for_window(SAVE_DIALOG);
    answer(&desktop, SAVE_DIALOG, Some(stick.join("copia.studiolo-backup").to_str().unwrap()));
    wait_until("the copy was under way", || fs::read_dir(&stick).unwrap().next().map(drop));
    desktop.photograph("e2e.backup-under-way");
    window.click(&words.say("cancel")).await;
    window.see(&words.say("backup_now")).await;
    wait_until("nothing was left of it", || fs::read_dir(&stick).unwrap().next().is_none().then_some(()));

    window.run("document.querySelector('section li button').click()").await;
    window.click(&words.say("restore_choose_folder")).await;
    desktop.wait_for_window(FOLDER_DIALOG);
    answer(&desktop, FOLDER_DIALOG, None);
    window.see(&words.say("restore_going_text")).await;
    window.click(&words.say("cancel")).await;
    wait_until("nothing was left of it", || restored(&desktop).is_none().then_some(()));
    window.see("giornaliera").await;
    window.end().await;
}

// So many words that a copy takes seconds, in the office and in today's backups.
async fn grow(desktop: &Desktop, office: &OfficeFolder) {
    let window = Driven::open(desktop, &office.arguments()).await;
    let client = window.call("clients.list", &json!({})).await["clients"][0]["client_id"].clone();
    let text = json!({ "type": "text", "text": "Una bozza lunga. ".repeat(5_000) });
    let line = json!({ "type": "paragraph", "content": [text] });
    let body = json!({ "v": 1, "doc": { "type": "doc", "content": vec![line; 10] } });
    for n in 0..120 {
        let request = json!({ "client_ids": [client], "subject": format!("Bozza {n}"), "body": body,
            "allow_no_recipient": true });
        let made = window.call("chats.create", &request).await;
        assert!(made["chats"].is_array(), "{made}");
    }
    window.end().await;
    office.wait_until_closed();
    for entry in fs::read_dir(desktop.path("office/backups")).unwrap() {
        fs::remove_file(entry.unwrap().path()).unwrap();
    }
    assert!(office.ctl(desktop, None, &["tick"]).status.success());
}

// Elena's office with a client, and the backups of today.
fn office(desktop: &Desktop) -> OfficeFolder {
    let office = OfficeFolder::make(desktop, "it");
    office.call(desktop, "clients.create", &json!({ "name": "Officine Rinaldi S.r.l.", "kind": "company" }));
    assert!(office.ctl(desktop, None, &["tick"]).status.success());
    office
}

// A backup of another office, and its recovery code.
fn another(desktop: &Desktop) -> (PathBuf, String) {
    let (folder, key, file) =
        (desktop.path("another"), desktop.path("another.key"), desktop.path("landi.studiolo-backup"));
    let ctl = |arguments: &[&str]| -> Output {
        let place = ["--office", folder.to_str().unwrap(), "--key-file", key.to_str().unwrap()];
        desktop.command(built("studioloctl")).args(place).args(arguments).output().unwrap()
    };
    let owner =
        ["--firm", "Studio Landi", "--owner", "Sergio Landi", "--email", "sergio@studiolandi.example"];
    let made: Value = serde_json::from_slice(&ctl(&[&["init"], &owner[..]].concat()).stdout).unwrap();
    assert!(ctl(&["backup", file.to_str().unwrap()]).status.success());
    (file, made["recovery_code"].as_str().unwrap().to_owned())
}

async fn backups(window: &Driven) -> Words {
    let words = Words::of("it");
    window.see("Studio Vannini").await;
    window.click(&words.say("settings")).await;
    window.click_in(&words.say("settings_sections"), &words.say("settings_backup")).await;
    window.see("giornaliera").await;
    words
}

// What the owner does in a dialog: types a path if one is given, and takes what is chosen.
fn answer(desktop: &Desktop, dialog: &str, path: Option<&str>) {
    desktop.answer("wmctrl", &["-F", "-a", dialog]).unwrap();
    if let Some(path) = path {
        desktop.press("ctrl+l");
        desktop.press("ctrl+a");
        desktop.answer("xdotool", &["type", path]).unwrap();
    }
    wait_until("the dialog was closed", || {
        desktop.press("Return");
        (!desktop.windows().iter().any(|title| title == dialog)).then_some(())
    });
}

fn restored(desktop: &Desktop) -> Option<PathBuf> {
    let beside = fs::read_dir(desktop.home()).unwrap().map(|entry| entry.unwrap());
    let mut named = beside.filter(|entry| entry.file_name().to_string_lossy().contains(" ripristinato "));
    named.next().map(|entry| entry.path())
}

fn call(desktop: &Desktop, office: &OfficeFolder, restored: &std::path::Path, command: &str) -> Value {
    let mut place = office.arguments();
    place[1] = restored.to_str().unwrap();
    let ended = desktop.command(built("studioloctl")).args(place).args(["call", command]).output().unwrap();
    serde_json::from_slice(&ended.stdout).unwrap()
}
