use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use serde_json::json;
use studiolo_core::backup;
use studiolo_core::key::{KeySource, RecoveryCode};
use studiolo_core::settings::NewOffice;
use studiolo_core::{Office, OpenOptions};
use studiolo_testkit::TestOffice;
use tempfile::TempDir;

use super::{OWNER, keep_at};
use crate::office::Running;
use crate::words::Words;

fn running(office: &TestOffice) -> Running {
    let (loops, feed) = (Mutex::default(), Mutex::default());
    Running { office: office.office().clone(), kept_at: office.options().key, loops, feed }
}

/// A backup of another office than the open one, with its recovery code.
async fn of_another(folder: &TempDir) -> (PathBuf, RecoveryCode) {
    let options = OpenOptions {
        folder: folder.path().join("another"),
        key: KeySource::File(folder.path().join("another.key")),
        ..TestOffice::new().await.options()
    };
    let new = NewOffice {
        firm: "Studio Landi".into(),
        owner_name: "Sergio Landi".into(),
        owner_email: "sergio@studiolandi.example".into(),
        time_zone: "Europe/Rome".into(),
        language: "it".into(),
        country: "IT".into(),
        catch_mail: false,
    };
    let code = Office::init(options.clone(), new).await.unwrap();
    let office = Office::open(options).await.unwrap();
    let file = folder.path().join("landi.studiolo-backup");
    backup::make(&office, &OWNER, &file, std::future::pending()).await.unwrap();
    office.close().await;
    (file, code)
}

async fn firm_of(folder: &Path, key_file: &Path) -> String {
    let key = KeySource::File(key_file.to_owned());
    let options = OpenOptions { folder: folder.to_owned(), key, ..TestOffice::new().await.options() };
    let office = Office::open(options).await.unwrap();
    let firm = studiolo_core::settings::service::get(&office, &OWNER).await.unwrap().firm;
    // A store that is still open when the last test ends is taken down by the process under its own thread.
    office.close().await;
    firm
}

#[tokio::test]
async fn a_kept_backup_is_restored_with_the_open_offices_key_and_no_code() {
    let office = TestOffice::new().await;
    office.tick().await;
    let running = running(&office);
    let name =
        office.call("backups.list", json!({})).await["backups"][0]["file"].as_str().unwrap().to_owned();
    let file = running.kept_backup(&name).await.unwrap();
    let source = running.source(&file, None).await.unwrap().unwrap();
    let folder = running.folder_for_restored(&Words::of("it")).await.unwrap();
    let restored = running.restore(&source, &folder).await.unwrap();
    let KeySource::File(key) = office.options().key else { unreachable!() };
    assert_eq!(
        (&restored.folder, restored.key_file.as_ref()),
        (&folder, Some(&key)),
        "the key stays where it is"
    );
    assert_eq!(restored.at, office.office().now());
    assert_eq!(firm_of(&restored.folder, &key).await, "Studio Vannini");
}

#[tokio::test]
async fn a_restored_office_lies_beside_the_open_one_under_a_name_that_is_free() {
    let office = TestOffice::new().await;
    office.call("settings.update", json!({ "firm": "Studio \"Vannini\" / Figli" })).await;
    let running = running(&office);
    let beside = office.folder().parent().unwrap().to_owned();
    let offered = async |language| running.folder_for_restored(&Words::of(language)).await.unwrap();
    let first = offered("it").await;
    assert_eq!(first, beside.join("Studio -Vannini- - Figli ripristinato 2026-04-22"));
    assert_eq!(offered("en").await, beside.join("Studio -Vannini- - Figli restored 2026-04-22"));
    fs::create_dir(&first).unwrap();
    assert_eq!(offered("it").await, beside.join("Studio -Vannini- - Figli ripristinato 2026-04-22 2"));
}

#[tokio::test]
async fn another_offices_backup_wants_its_own_code_and_its_key_gets_a_file_of_its_own() {
    let (office, folder) = (TestOffice::new().await, tempfile::tempdir().unwrap());
    let (file, code) = of_another(&folder).await;
    let running = running(&office);
    assert!(running.source(&file, None).await.unwrap().is_none(), "a code is needed");
    let wrong = RecoveryCode::generate().unwrap().to_string();
    for typed in [wrong.as_str(), "ABCD", "", "un codice qualunque"] {
        assert_eq!(running.source(&file, Some(typed)).await.unwrap_err().code, "wrong_code", "{typed}");
    }
    let typed = code.to_string().to_lowercase().replace('-', " ");
    let source = running.source(&file, Some(&typed)).await.unwrap().unwrap();
    let restored = running.restore(&source, &folder.path().join("restored")).await.unwrap();
    let key = restored.key_file.unwrap();
    let KeySource::File(own) = office.options().key else { unreachable!() };
    assert_eq!(key.parent(), own.parent());
    assert_ne!(key, own);
    assert_eq!(firm_of(&restored.folder, &key).await, "Studio Landi");
}

#[tokio::test]
async fn a_damaged_file_is_no_backup_and_nothing_is_left_of_it() {
    let (office, folder) = (TestOffice::new().await, tempfile::tempdir().unwrap());
    let running = running(&office);
    let (file, target) = (folder.path().join("backup"), folder.path().join("restored"));
    fs::write(&file, b"PK\x03\x04").unwrap();
    assert_eq!(running.source(&file, None).await.unwrap_err().code, "backup_unusable");
    assert_eq!(running.source(&folder.path().join("none"), None).await.unwrap_err().code, "backup_unusable");
    fs::remove_file(&file).unwrap();
    backup::make(office.office(), &OWNER, &file, std::future::pending()).await.unwrap();
    let whole = fs::read(&file).unwrap();
    fs::write(&file, &whole[..whole.len() - 1]).unwrap();
    let source = running.source(&file, None).await.unwrap().unwrap();
    assert_eq!(running.restore(&source, &target).await.unwrap_err().code, "backup_unusable");
    assert!(!target.join("studiolo.db").exists());
}

#[tokio::test]
async fn a_folder_that_is_not_empty_or_is_the_open_offices_is_refused() {
    let (office, folder) = (TestOffice::new().await, tempfile::tempdir().unwrap());
    let running = running(&office);
    let refused = |folder: &Path| running.check_folder(folder).unwrap_err().code;
    assert_eq!(refused(&office.folder()), "folder_of_office");
    assert_eq!(refused(&office.folder().join("Documents")), "folder_of_office");
    #[cfg(unix)]
    {
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(office.folder(), &link).unwrap();
        assert_eq!(refused(&link), "folder_of_office");
        fs::remove_file(link).unwrap();
    }
    assert!(running.check_folder(folder.path()).is_ok());
    fs::write(folder.path().join("note.txt"), "mine").unwrap();
    assert_eq!(refused(folder.path()), "folder_not_empty");
    assert_eq!(refused(office.folder().parent().unwrap()), "folder_not_empty");
}

#[tokio::test]
async fn a_key_is_kept_where_the_open_offices_is_and_never_of_another_office_beside_its_database() {
    let (office, folder) = (TestOffice::new().await, tempfile::tempdir().unwrap());
    let (of_another, _) = of_another(&folder).await;
    let own = folder.path().join("own.studiolo-backup");
    backup::make(office.office(), &OWNER, &own, std::future::pending()).await.unwrap();
    let (own, another) = (backup::read(&own).await.unwrap(), backup::read(&of_another).await.unwrap());
    let id = office.office().id();
    let kept = |source: &KeySource, header| match keep_at(source, "/o".as_ref(), "/r".as_ref(), id, header) {
        KeySource::Keyring => "the keyring".to_owned(),
        KeySource::File(file) => file.display().to_string(),
    };
    let file = |path: &str| KeySource::File(path.into());
    assert_eq!(kept(&KeySource::Keyring, &own), "the keyring");
    assert_eq!(kept(&KeySource::Keyring, &another), "the keyring");
    assert_eq!(kept(&file("/k/office.key"), &own), "/k/office.key");
    assert_eq!(kept(&file("/k/office.key"), &another), format!("/k/{}.key", another.office_id));
    // A demo's lies in its folder.
    assert_eq!(kept(&file("/o/demo.key"), &own), "/r/demo.key");
    assert_eq!(kept(&file("/o/demo.key"), &another), "the keyring");
}
