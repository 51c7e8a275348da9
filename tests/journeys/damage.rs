//! Offices that cannot be opened as they are: damaged, with another key or none, of a newer Studiolo. Each says so with
//! its own code, and not a byte of the folder changes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;
use studiolo_core::key::Key;
use studiolo_core::store::Store;

use crate::ctl::Ctl;

/// An office with enough in it that the database has pages which opening does not read.
async fn filled() -> Ctl {
    let ctl = Ctl::with_office().await;
    let request = |n: u32| {
        json!({ "name": format!("Cliente {n}"), "kind": "person", "contacts": [
        { "name": "Marco Tessari", "email": format!("marco{n}@tessari.example"), "notify": true, "login": false },
    ] })
    };
    for n in 0..3 {
        ctl.call("clients.create", &request(n)).done().await.json();
    }
    ctl
}

fn database(ctl: &Ctl) -> PathBuf {
    ctl.office().join("studiolo.db")
}

/// Every file of a folder with what it holds, except the lock, in which each process leaves its name.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(contents(&path));
        } else if path.file_name().unwrap() != "office.lock" {
            files.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    files
}

/// Every verb that opens the office ends with this code, and nothing was written.
async fn is_refused(ctl: &Ctl, code: &str) {
    let before = contents(&ctl.office());
    let backup = ctl.path("refused.backup");
    let create = json!({ "name": "Lucia Ferretti", "kind": "person" });
    let backup = ["backup", backup.to_str().unwrap()];
    let verbs = [&["tick"][..], &["serve"], &["verify"], &["key", "export"], &backup];
    for verb in
        verbs.into_iter().map(|arguments| ctl.verb(arguments)).chain([ctl.call("clients.create", &create)])
    {
        let what = format!("{verb:?}");
        assert_eq!(verb.done().await.refusal(), (1, code.into()), "{what}");
        assert!(contents(&ctl.office()) == before, "{what} wrote something");
    }
}

fn damage(file: &Path, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = fs::read(file).unwrap();
    change(&mut bytes);
    fs::write(file, bytes).unwrap();
}

#[tokio::test]
async fn a_damaged_first_page() {
    let ctl = filled().await;
    damage(&database(&ctl), |bytes| bytes[100] ^= 1);
    is_refused(&ctl, "damaged").await;
}

#[tokio::test]
async fn a_truncated_database() {
    for keep in [0, 10, 4_096, 100_000] {
        let ctl = filled().await;
        damage(&database(&ctl), |bytes| bytes.truncate(keep));
        is_refused(&ctl, "damaged").await;
    }
}

#[tokio::test]
async fn a_file_that_is_no_database() {
    let ctl = filled().await;
    fs::write(database(&ctl), "Buongiorno Paolo".repeat(1_000)).unwrap();
    is_refused(&ctl, "damaged").await;
}

#[tokio::test]
async fn an_unreadable_label() {
    let ctl = filled().await;
    fs::write(ctl.office().join("office.json"), "{").unwrap();
    is_refused(&ctl, "damaged").await;
}

/// Opening reads no more than it needs; `verify` reads all. A backup is made afresh from the tables, so that damage in an
/// index costs it nothing; what cannot be whole is not made.
#[tokio::test]
async fn a_bit_that_flipped_anywhere_is_found_by_verify_and_gets_into_no_backup() {
    let ctl = filled().await;
    let whole = fs::read(database(&ctl)).unwrap();
    for page in 1..whole.len() / 4_096 {
        fs::write(database(&ctl), &whole).unwrap();
        damage(&database(&ctl), |bytes| bytes[page * 4_096 + 2_000] ^= 0x10);
        let verified = ctl.verb(&["verify"]).done().await;
        assert_eq!(verified.refusal(), (1, "damaged".into()), "page {page}");
        let (file, folder) = (ctl.path(&format!("{page}.backup")), ctl.path(&page.to_string()));
        let backup = ctl.verb(&["backup", file.to_str().unwrap()]).done().await;
        if backup.status == Some(0) {
            ctl.verb(&["restore", file.to_str().unwrap(), folder.to_str().unwrap()]).done().await.json();
        } else {
            assert_eq!(backup.refusal(), (1, "damaged".into()), "page {page}");
            assert!(!file.exists(), "page {page}");
        }
    }
    fs::write(database(&ctl), &whole).unwrap();
    assert_eq!(ctl.verb(&["verify"]).done().await.json()["ok"], true);
}

#[tokio::test]
async fn another_offices_key() {
    let ctl = filled().await;
    fs::write(ctl.key_file(), Key::generate().unwrap().to_hex()).unwrap();
    is_refused(&ctl, "wrong_key").await;
}

#[tokio::test]
async fn a_malformed_key_file() {
    let ctl = filled().await;
    let key = fs::read_to_string(ctl.key_file()).unwrap();
    for malformed in
        [&b""[..], b"parola d\xE2\x80\x99ordine", &key.as_bytes()[1..], &[0xff; 64], key.repeat(2).as_bytes()]
    {
        fs::write(ctl.key_file(), malformed).unwrap();
        is_refused(&ctl, "wrong_key").await;
    }
}

#[tokio::test]
async fn no_key_file() {
    let ctl = filled().await;
    fs::remove_file(ctl.key_file()).unwrap();
    is_refused(&ctl, "missing_key").await;
    assert!(!ctl.key_file().exists());
}

#[tokio::test]
async fn no_office() {
    let ctl = Ctl::new();
    fs::create_dir(ctl.office()).unwrap();
    is_refused(&ctl, "no_office").await;
    assert_eq!(fs::read_dir(ctl.office()).unwrap().count(), 0);
}

#[tokio::test]
async fn an_office_of_a_newer_studiolo() {
    let ctl = filled().await;
    let key = Key::from_hex(&fs::read_to_string(ctl.key_file()).unwrap()).unwrap();
    let store = Store::open(&database(&ctl), &key, false).await.unwrap();
    let mut newer = store.begin().await.unwrap();
    sqlx::raw_sql(
        "INSERT INTO _sqlx_migrations (version, description, installed_on, success, checksum, execution_time)
         VALUES (9999, 'of a later year', CURRENT_TIMESTAMP, TRUE, x'00', 0)",
    )
    .execute(&mut *newer)
    .await
    .unwrap();
    newer.commit().await.unwrap();
    store.close().await;
    is_refused(&ctl, "newer_schema").await;
}
