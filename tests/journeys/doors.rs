//! The contract of `studioloctl`, verb by verb: what stands on stdout and stderr, exit status, what is left behind.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};
use studiolo_core::key::{Key, RecoveryCode};
use studiolo_core::store::Store;

use crate::ctl::{Ctl, Verb};

/// The commands of CONTRACT.md that clients, chats, reminders, mail, inbox and audit trail need.
const CONTRACT: &[&str] = &[
    "settings.get",
    "settings.update",
    "mail.set_sending",
    "mail.test",
    "outbox.list",
    "clients.create",
    "clients.list",
    "clients.get",
    "contacts.create",
    "contacts.update",
    "chats.create",
    "chats.list",
    "chats.get",
    "chats.reply",
    "chats.record_answer",
    "chats.resume_reminder",
    "chats.archive",
    "chats.reopen",
    "chats.set_reminder",
    "chats.send_again",
    "chats.set_task",
    "reminders.forecast",
    "reminders.list",
    "reminders.skip",
    "reminders.pause_all",
    "inbox.list",
    "inbox.set_done",
    "audit.list",
    "audit.verify",
];

const SECRET: &str = "Mi servono i cedolini di Giulia";

/// An office with one chat that says [`SECRET`], and its recovery code.
async fn with_a_chat() -> (Ctl, String) {
    let ctl = Ctl::new();
    let code = ctl.init().done().await.json()["recovery_code"].as_str().unwrap().to_owned();
    let client = json!({ "name": "Officine Rinaldi S.r.l.", "kind": "company", "contacts": [
        { "name": "Paolo Rinaldi", "email": "paolo@officinerinaldi.example", "notify": true, "login": false },
    ] });
    let client = ctl.call("clients.create", &client).done().await.json();
    let chat = json!({ "client_ids": [client["client_id"]], "subject": SECRET, "body": SECRET });
    ctl.call("chats.create", &chat).done().await.json();
    (ctl, code)
}

async fn subjects(ctl: &Ctl) -> Vec<Value> {
    let list = ctl.call("chats.list", &json!({})).done().await.json();
    list["chats"].as_array().unwrap().iter().map(|chat| chat["subject"].clone()).collect()
}

fn contains(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|window| window == word.as_bytes())
}

#[tokio::test]
async fn init_shows_the_recovery_code_once_and_keeps_the_key_from_others() {
    let ctl = Ctl::new();
    let ended = ctl.init().done().await;
    let made = ended.json();
    let code = made["recovery_code"].as_str().unwrap();
    assert!(RecoveryCode::parse(code).is_ok(), "{code}");
    assert_eq!(made["office"], ctl.office().to_str().unwrap());
    assert_eq!(fs::metadata(ctl.key_file()).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(Key::from_hex(&fs::read_to_string(ctl.key_file()).unwrap()).is_ok());
    for file in ["studiolo.db", "office.json", "office.lock"] {
        let bytes = fs::read(ctl.office().join(file)).unwrap();
        assert!(
            !contains(&bytes, code) && !contains(&bytes, &code.replace('-', "")),
            "{file} holds the code"
        );
        assert!(!contains(&bytes, "Studio Vannini"), "{file} is not encrypted");
    }
    for folder in ["Documents", "backups"] {
        assert!(ctl.office().join(folder).is_dir(), "{folder}");
    }
    let settings = ctl.call("settings.get", &json!({})).done().await.json();
    assert_eq!(
        [&settings["firm"], &settings["time_zone"], &settings["language"]],
        ["Studio Vannini", "Europe/Rome", "it"]
    );
}

#[tokio::test]
async fn a_second_init_leaves_the_office_and_the_key_alone() {
    let ctl = Ctl::with_office().await;
    let key = fs::read(ctl.key_file()).unwrap();
    assert_eq!(ctl.init().done().await.refusal(), (1, "office_exists".into()));
    fs::remove_file(ctl.office().join("studiolo.db")).unwrap();
    assert_eq!(ctl.init().done().await.refusal(), (1, "invalid_request".into()), "the key file exists");
    assert_eq!(fs::read(ctl.key_file()).unwrap(), key);
}

#[tokio::test]
async fn init_with_bad_particulars_leaves_nothing_behind() {
    let ctl = Ctl::new();
    let particulars = ["init", "--firm", "Studio Vannini", "--owner", "Elena Vannini", "--email"];
    for rest in [&["elena"][..], &["elena@studiovannini.example", "--time-zone", "Europe/Arezzo"]] {
        let ended = ctl.verb(&[&particulars, rest].concat()).done().await;
        assert_eq!(ended.refusal(), (1, "invalid_request".into()));
    }
    assert!(!ctl.office().exists() && !ctl.key_file().exists());
}

#[tokio::test]
async fn without_a_keyring_init_says_so_and_leaves_nothing_behind() {
    let ctl = Ctl::new();
    let office = ctl.office();
    let arguments = ["--office", office.to_str().unwrap(), "init", "--firm", "Studio Vannini"];
    let owner = ["--owner", "Elena Vannini", "--email", "elena@studiovannini.example"];
    let nowhere = format!("unix:path={}", ctl.path("no-bus").display());
    let ended =
        Verb::bare(&[&arguments[..], &owner].concat()).with("DBUS_SESSION_BUS_ADDRESS", nowhere).done().await;
    assert_eq!(ended.refusal(), (1, "missing_key".into()));
    assert!(!office.exists());
}

#[tokio::test]
async fn call_answers_json_alone_on_stdout_and_errors_as_the_last_line_of_stderr() {
    let ctl = Ctl::with_office().await;
    assert_eq!(ctl.call("clients.list", &json!({})).done().await.json(), json!({ "clients": [] }));
    assert_eq!(ctl.verb(&["call", "clients.list"]).done().await.json(), json!({ "clients": [] }));
    let request = json!({ "name": "Marco Tessari", "kind": "person" }).to_string();
    let made = ctl.verb(&["call", "clients.create", "-"]).stdin(request).done().await.json();
    assert!(made["client_id"].is_string(), "{made}");
    let no_text = ctl.verb(&["call", "clients.create", "-"]).stdin(b"{\"name\":\"\xff\"}").done().await;
    assert_eq!(no_text.refusal(), (1, "invalid_request".into()));
    for (command, request, code) in [
        ("clients.create", "{", "invalid_request"),
        ("clients.create", r#"{"name":"Marco"}"#, "invalid_request"),
        ("clients.create", r#"{"name":"Marco","kind":"person","fax":"1"}"#, "invalid_request"),
        ("clients.get", r#"{"client_id":"01890a5d-ac96-774b-bcce-b302099a8057"}"#, "not_found"),
        ("clients.get", r#"{"client_id":"Marco"}"#, "invalid_request"),
        ("clients.invent", "{}", "unknown_command"),
    ] {
        let ended = ctl.verb(&["call", command, request]).done().await;
        assert_eq!(ended.refusal(), (1, code.into()), "{command} {request}");
    }
}

#[tokio::test]
async fn bad_usage_ends_with_two() {
    let ctl = Ctl::with_office().await;
    for arguments in [&["fly"][..], &["call"], &["tick", "--twice"], &[]] {
        let ended = ctl.verb(arguments).done().await;
        assert_eq!((ended.status, ended.stdout.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(!ended.stderr.is_empty());
    }
    assert_eq!(Verb::bare(&["tick"]).done().await.refusal(), (2, "bad_usage".into()));
}

/// It is set where it is built, in `.cargo/config.toml`, which gives way to `CFLAGS` of the environment.
#[tokio::test]
async fn the_allocator_gives_what_is_large_back_at_once() {
    let ended = Verb::bare(&["--version"]).with("MIMALLOC_VERBOSE", "1").done().await;
    assert!(ended.stderr.contains("'arena_max_object_size': 1024 KiB"), "{}", ended.stderr);
}

#[tokio::test]
async fn api_lists_every_command_and_every_code() {
    let table = Verb::bare(&["api"]).done().await.json();
    let commands = table["commands"].as_array().unwrap();
    let named = |name: &str| commands.iter().find(|command| command["name"] == name);
    for name in CONTRACT {
        let command = named(name).unwrap_or_else(|| panic!("{name} is missing"));
        assert!(command["request"].is_object() && command["reply"].is_object(), "{name}");
        assert_ne!(command["doc"], "", "{name}");
    }
    let codes: Vec<&Value> = [&table["errors"]["any_command"], &table["errors"]["opening"]]
        .into_iter()
        .chain(commands.iter().map(|command| &command["errors"]))
        .flat_map(|codes| codes.as_array().unwrap())
        .collect();
    for code in [
        "invalid_request",
        "not_found",
        "no_recipient",
        "office_locked",
        "wrong_key",
        "already_ended",
        "unknown_command",
        "missing_key",
        "newer_schema",
        "damaged",
        "disk_full",
        "disk_error",
        "read_only",
    ] {
        assert!(codes.iter().any(|listed| *listed == code), "{code} is not listed");
    }
}

#[tokio::test]
async fn whoever_stops_listening_is_no_error() {
    let ended =
        Verb::bare(&["api"]).under(&["/bin/sh", "-c", "\"$@\" | head -c 10; exit 0", "sh"]).done().await;
    assert_eq!((ended.stdout.len(), ended.stderr.as_str()), (10, ""));
}

#[tokio::test]
async fn serve_says_when_it_is_ready_and_ends_on_sigterm() {
    let ctl = Ctl::with_office().await;
    for signal in ["TERM", "INT"] {
        let serving = ctl.verb(&["serve"]).serving().await;
        assert_eq!(serving.ready, json!({ "ready": true, "portal": null }));
        serving.signal(signal).await;
        let ended = serving.ended().await;
        assert_eq!((ended.status, ended.stderr.as_str()), (Some(0), ""), "SIG{signal}");
    }
    assert_eq!(ctl.verb(&["verify"]).done().await.json()["ok"], true);
}

#[tokio::test]
async fn the_second_process_ends_with_three_and_names_the_first() {
    let ctl = Ctl::with_office().await;
    let serving = ctl.verb(&["serve"]).serving().await;
    let first = format!("studioloctl (process {})", serving.pid());
    let before = fs::read(ctl.office().join("studiolo.db")).unwrap();
    for arguments in [&["call", "clients.list"][..], &["serve"], &["tick"], &["verify"], &["key", "export"]] {
        let ended = ctl.verb(arguments).done().await;
        assert_eq!(ended.refusal(), (3, "office_locked".into()), "{arguments:?}");
        assert!(ended.stderr.contains(&first), "{}", ended.stderr);
    }
    assert_eq!(fs::read(ctl.office().join("studiolo.db")).unwrap(), before);
    assert_eq!(serving.end().await.status, Some(0));
    ctl.call("clients.list", &json!({})).done().await.json();
}

#[tokio::test]
async fn tick_says_what_it_did() {
    let (ctl, _) = with_a_chat().await;
    let ticked = ctl.verb(&["tick"]).done().await.json();
    assert_eq!(ticked["reminders"], json!({ "reminders": 0, "mails": 0, "held": 0 }));
    assert_eq!(ticked["waiting"], 1, "no account is set: the mail waits");
    assert_eq!([&ticked["backup"], &ticked["errors"]], [&json!(true), &json!([])]);
    assert_eq!(ctl.verb(&["tick"]).done().await.json()["backup"], false);
}

#[tokio::test]
async fn a_backup_is_unreadable_and_opens_with_the_key() {
    let (ctl, _) = with_a_chat().await;
    let (file, folder) = (ctl.path("office.backup"), ctl.path("restored"));
    let header = ctl.verb(&["backup", file.to_str().unwrap()]).done().await.json();
    let bytes = fs::read(&file).unwrap();
    for word in
        [SECRET, "Rinaldi", "Vannini", "SQLite format 3", fs::read_to_string(ctl.key_file()).unwrap().trim()]
    {
        assert!(!contains(&bytes, word), "{word:?} stands in the backup");
    }
    assert_eq!(
        ctl.verb(&["backup", file.to_str().unwrap()]).done().await.refusal(),
        (1, "invalid_request".into())
    );
    assert_eq!(fs::read(&file).unwrap(), bytes, "an existing file is left alone");
    let restored =
        ctl.verb(&["restore", file.to_str().unwrap(), folder.to_str().unwrap()]).done().await.json();
    assert_eq!(restored, header);
    let again = ctl.verb(&["restore", file.to_str().unwrap(), folder.to_str().unwrap()]).done().await;
    assert_eq!(again.refusal(), (1, "invalid_request".into()), "the folder is not empty");
    fs::remove_dir_all(ctl.office()).unwrap();
    fs::rename(folder, ctl.office()).unwrap();
    assert_eq!(subjects(&ctl).await, [SECRET]);
    assert_eq!(ctl.verb(&["verify"]).done().await.json()["ok"], true);
}

#[tokio::test]
async fn the_recovery_code_alone_opens_a_backup_on_a_new_machine() {
    let (ctl, code) = with_a_chat().await;
    let file = ctl.path("office.backup");
    ctl.verb(&["backup", file.to_str().unwrap()]).done().await.json();
    let new = Ctl::new();
    let folder = new.office();
    let restore = ["restore", file.to_str().unwrap(), folder.to_str().unwrap()];
    let wrong = RecoveryCode::generate().unwrap().to_string();
    for typed in [wrong.as_str(), "ABCD", ""] {
        let ended = new.verb(&restore).stdin(format!("{typed}\n")).done().await;
        assert_eq!(ended.refusal(), (1, "wrong_key".into()), "{typed:?}");
        assert!(!folder.join("studiolo.db").exists() && !new.key_file().exists());
    }
    let typed = code.to_lowercase().replace('-', " ");
    new.verb(&restore).stdin(format!("{typed}\n")).done().await.json();
    assert_eq!(fs::read(new.key_file()).unwrap(), fs::read(ctl.key_file()).unwrap());
    assert_eq!(fs::metadata(new.key_file()).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(subjects(&new).await, [SECRET]);
}

#[tokio::test]
async fn a_truncated_altered_or_foreign_backup_restores_nothing() {
    let (ctl, _) = with_a_chat().await;
    let (file, folder) = (ctl.path("office.backup"), ctl.path("restored"));
    ctl.verb(&["backup", file.to_str().unwrap()]).done().await.json();
    let whole = fs::read(&file).unwrap();
    let mut altered = whole.clone();
    altered[whole.len() / 2] ^= 1;
    for bytes in [&whole[..whole.len() - 1], &altered, b"{}\n", b""] {
        fs::write(&file, bytes).unwrap();
        let ended = ctl.verb(&["restore", file.to_str().unwrap(), folder.to_str().unwrap()]).done().await;
        assert_eq!(ended.refusal(), (1, "backup_unusable".into()));
        assert!(fs::read_dir(&folder).is_err() || fs::read_dir(&folder).unwrap().next().is_none());
    }
    fs::write(&file, &whole).unwrap();
    let other = Ctl::with_office().await;
    let ended = other.verb(&["restore", file.to_str().unwrap(), folder.to_str().unwrap()]).done().await;
    assert_eq!(ended.refusal(), (1, "wrong_key".into()));
}

#[tokio::test]
async fn verify_names_the_row_at_which_the_trail_is_broken() {
    let (ctl, _) = with_a_chat().await;
    let store = open_store(&ctl).await;
    let mut act = store.begin().await.unwrap();
    sqlx::raw_sql(
        "DROP TRIGGER audit_keeps_its_words; UPDATE audit SET actor = 'Marco Tessari' WHERE seq = 2",
    )
    .execute(&mut *act)
    .await
    .unwrap();
    act.commit().await.unwrap();
    store.close().await;
    let ended = ctl.verb(&["verify"]).done().await;
    assert_eq!(ended.status, Some(1), "{}", ended.stderr);
    let verdict: Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!([&verdict["ok"], &verdict["audit"]["broken_at"]], [&json!(false), &json!(2)]);
}

#[tokio::test]
async fn verify_names_the_document_whose_history_was_rewritten() {
    let ctl = Ctl::with_office().await;
    let client = ctl.call("clients.create", &json!({ "name": "Officine Rinaldi S.r.l.", "kind": "company" }));
    let client = client.done().await.json()["client_id"].clone();
    let file = ctl.office().join("Documents/Officine Rinaldi S.r.l/Dichiarazioni/730.txt");
    for text in ["redditi", "redditi corretti"] {
        fs::write(&file, text).unwrap();
        ctl.verb(&["tick"]).done().await.json();
    }
    let verdict = ctl.verb(&["verify"]).done().await.json();
    assert_eq!([&verdict["ok"], &verdict["documents"]], [&json!(true), &json!([])]);
    let store = open_store(&ctl).await;
    let mut act = store.begin().await.unwrap();
    let rewritten = "UPDATE document_versions SET author = 'Marco Tessari' WHERE version = 2";
    let done = sqlx::query(rewritten).execute(&mut *act).await.unwrap();
    assert_eq!(done.rows_affected(), 1);
    act.commit().await.unwrap();
    store.close().await;
    let ended = ctl.verb(&["verify"]).done().await;
    assert_eq!(ended.status, Some(1), "{}", ended.stderr);
    let verdict: Value = serde_json::from_str(&ended.stdout).unwrap();
    let listing = ctl.call("documents.list", &json!({ "client_id": client })).done().await.json();
    let document = &listing["documents"][0]["document_id"];
    assert_eq!(verdict["documents"], json!([{ "document_id": document, "version": 2 }]));
}

#[tokio::test]
async fn key_export_prints_the_key() {
    let ctl = Ctl::with_office().await;
    let ended = ctl.verb(&["key", "export"]).done().await;
    assert_eq!((ended.status, ended.stdout), (Some(0), fs::read_to_string(ctl.key_file()).unwrap()));
}

#[tokio::test]
async fn demo_plays_the_main_job_and_prints_each_step() {
    let ctl = Ctl::new();
    let folder = ctl.path("demo");
    let ended = Verb::bare(&["demo", folder.to_str().unwrap()]).done().await;
    assert_eq!(ended.status, Some(0), "{}", ended.stderr);
    for step in
        ["Elena writes", "mail(s) accepted", "reminder(s) fall due", "the client answers", "Elena replies"]
    {
        assert!(ended.stdout.contains(step), "{step:?} is not in {}", ended.stdout);
    }
    assert!(fs::read_dir(folder.join("outbox-caught")).unwrap().count() > 0);
    let key = folder.join("demo.key");
    let office = ["--office", folder.to_str().unwrap(), "--key-file", key.to_str().unwrap()];
    let verdict = Verb::bare(&[&office[..], &["verify"]].concat()).done().await.json();
    assert_eq!(verdict["ok"], true, "{verdict}");
    let again = Verb::bare(&["demo", folder.to_str().unwrap()]).done().await;
    assert_eq!(again.refusal(), (1, "office_exists".into()));
}

/// The database itself, by the office's key.
async fn open_store(ctl: &Ctl) -> Store {
    let key = Key::from_hex(&fs::read_to_string(ctl.key_file()).unwrap()).unwrap();
    Store::open(&ctl.office().join("studiolo.db"), &key, false).await.unwrap()
}
