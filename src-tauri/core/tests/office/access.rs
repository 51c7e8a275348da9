//! Opening, keys, backups and the audit trail.

use serde_json::json;
use studiolo_core::access::{By, Origin};
use studiolo_core::backup::{self, Opener};
use studiolo_core::key::{KeySource, RecoveryCode};
use studiolo_core::{Office, OpenOptions};
use studiolo_testkit::{TestOffice, rome};

const ELENA: By = By::owner(Origin::Window);

#[tokio::test]
async fn an_open_office_is_locked_and_names_its_holder() {
    let office = TestOffice::new().await;
    let error = Office::open(office.options()).await.unwrap_err();
    assert_eq!(error.code(), "office_locked");
    assert!(error.to_string().contains("a test (process "), "{error}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_new_offices_folder_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let office = TestOffice::new().await;
    let mode = std::fs::metadata(office.folder()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[tokio::test]
async fn another_offices_key_is_wrong_and_a_folder_without_an_office_has_none() {
    let (one, other) = (TestOffice::new().await, TestOffice::new().await);
    one.office().close().await;
    let options = OpenOptions { key: other.options().key, ..one.options() };
    assert_eq!(Office::open(options).await.unwrap_err().code(), "wrong_key");
    let empty = tempfile::tempdir().unwrap();
    let options = OpenOptions { folder: empty.path().into(), ..one.options() };
    assert_eq!(Office::open(options).await.unwrap_err().code(), "no_office");
}

#[tokio::test]
async fn what_was_done_stands_after_the_office_was_closed_and_opened() {
    let mut office = TestOffice::new().await;
    let cast = office.cast().await;
    let chat = office.write(&cast.rinaldi, "Quietanza F24", 3, 2).await;
    office.tick().await;
    office.reopen().await;
    let thread = office.thread(&chat).await;
    assert_eq!(thread["reminder"]["next_at"], "2026-04-27T07:00:00Z");
    assert_eq!(office.call("audit.verify", json!({})).await["ok"], true);
}

#[tokio::test]
async fn the_recovery_code_alone_opens_a_backup_on_a_new_machine() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let template = TestOffice::new().await;
    let options = OpenOptions {
        folder: here.path().join("office"),
        key: KeySource::File(here.path().join("key")),
        ..template.options()
    };
    let new = studiolo_core::settings::NewOffice {
        firm: "Studio Vannini".into(),
        owner_name: "Elena Vannini".into(),
        owner_email: "elena@studiovannini.example".into(),
        time_zone: "Europe/Rome".into(),
        language: "it".into(),
        country: "IT".into(),
        catch_mail: true,
    };
    let code = Office::init(options.clone(), new).await.unwrap();
    let office = Office::open(options).await.unwrap();
    studiolo_core::clients::service::create(
        &office,
        &ELENA,
        "Trattoria Da Nives S.n.c.",
        studiolo_core::clients::ClientKind::Company,
        &[],
    )
    .await
    .unwrap();
    let file = here.path().join("backup");
    backup::make(&office, &ELENA, &file, std::future::pending()).await.unwrap();
    assert!(
        backup::make(&office, &ELENA, &file, std::future::pending()).await.is_err(),
        "a backup is never overwritten"
    );
    let bytes = std::fs::read(&file).unwrap();
    assert!(!bytes.windows(6).any(|window| window == b"Nives " || window == b"SQLite"), "it is encrypted");

    let (folder, key) = (there.path().join("office"), KeySource::File(there.path().join("key")));
    let typed = RecoveryCode::parse(&code.to_string().to_lowercase()).unwrap();
    backup::restore(&file, &folder, &Opener::Code(typed), &key).await.unwrap();
    let restored = Office::open(OpenOptions { folder, key, ..template.options() }).await.unwrap();
    let clients = studiolo_core::clients::service::list(&restored, &ELENA).await.unwrap();
    assert_eq!(clients[0].name, "Trattoria Da Nives S.n.c.");
    restored.close().await;
    office.close().await;
}

#[tokio::test]
async fn a_wrong_code_or_an_altered_backup_restores_nothing() {
    let office = TestOffice::new().await;
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("backup");
    backup::make(office.office(), &ELENA, &file, std::future::pending()).await.unwrap();
    let key = KeySource::File(dir.path().join("key"));
    let code = Opener::Code(RecoveryCode::generate().unwrap());
    let wrong = backup::restore(&file, &dir.path().join("one"), &code, &key).await.unwrap_err();
    assert_eq!(wrong.code(), "wrong_key");
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&file, &bytes).unwrap();
    let own = Opener::Key(office.office().key().clone());
    let altered = backup::restore(&file, &dir.path().join("two"), &own, &key).await.unwrap_err();
    assert_eq!(altered.code(), "backup_unusable");
    std::fs::write(&file, b"PK\x03\x04").unwrap();
    let none = backup::restore(&file, &dir.path().join("three"), &own, &key).await.unwrap_err();
    assert_eq!(none.code(), "backup_unusable");
    for folder in ["one", "two", "three"] {
        assert!(!dir.path().join(folder).join("studiolo.db").exists());
    }
    assert!(!dir.path().join("key").exists());
}

#[tokio::test]
async fn seven_daily_and_four_weekly_backups_are_kept() {
    let office = TestOffice::new().await;
    for day in 0..40 {
        office.at(rome(2026, 4, 22, 16, 5) + chrono::TimeDelta::days(day)).await;
    }
    let mut names: Vec<String> = std::fs::read_dir(office.folder().join("backups"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names.iter().filter(|name| name.starts_with("daily-")).count(), 7, "{names:?}");
    assert_eq!(names.iter().filter(|name| name.starts_with("weekly-")).count(), 4, "{names:?}");
    assert_eq!(names[6], "daily-2026-05-31.studiolo-backup");
    assert_eq!(office.call("office.state", json!({})).await["last_backup_at"], "2026-05-31T14:05:00Z");
}

#[tokio::test]
async fn the_audit_trail_is_read_page_by_page() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    office.write(&cast.rinaldi, "Quietanza F24", 2, 1).await;
    let page = |before: Option<i64>| json!({ "limit": 1, "before": before });
    let newest = office.call("audit.list", page(None)).await["rows"].clone();
    assert_eq!((&newest[0]["seq"], &newest[0]["action"]), (&json!(2), &json!("chats.create")));
    let older = office.call("audit.list", page(Some(2))).await["rows"].clone();
    assert_eq!((&older[0]["seq"], &older[0]["action"]), (&json!(1), &json!("clients.create")));
    assert_eq!(office.call("audit.list", page(Some(1))).await["rows"], json!([]));
    let none = office.try_call("audit.list", json!({ "limit": 0 })).await.unwrap_err();
    assert_eq!(none.code, "invalid_request");
}

#[tokio::test]
async fn every_act_is_in_the_audit_trail_with_who_and_from_where() {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    let chat = office.write(&cast.rinaldi, "Quietanza F24", 2, 1).await;
    office.tick().await;
    office.at(rome(2026, 4, 24, 9, 0)).await;
    office.call("chats.send_again", json!({ "chat_id": chat })).await;
    assert_eq!(
        office.actions().await,
        [
            "clients.create",
            "chats.create",
            "mail.accepted",
            "mail.accepted",
            "mail.accepted",
            "reminder.sent",
            "reminder.over",
            "mail.accepted",
            "chats.send_again"
        ]
    );
    let rows =
        office.call("audit.list", json!({ "client_id": cast.rinaldi, "limit": 3 })).await["rows"].clone();
    assert_eq!((&rows[0]["actor"], &rows[0]["origin"]), (&json!("Elena Vannini"), &json!("window")));
    assert_eq!((&rows[1]["actor"], &rows[1]["origin"]), (&json!("system"), &json!("loop")));
    assert_eq!(rows[0]["object"], format!("chat:{chat}"));
}
