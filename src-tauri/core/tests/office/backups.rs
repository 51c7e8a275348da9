//! The backups that are kept, and offices that are restored from them beside the one that goes on.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value, json};
use studiolo_core::access::{By, Origin};
use studiolo_core::backup::{self, Opener};
use studiolo_core::jobs::{self, Ticked};
use studiolo_core::key::{Key, KeySource, RecoveryCode};
use studiolo_core::{Office, OpenOptions};
use studiolo_testkit::{SmtpSink, TestOffice, close_at_end, dispatch, rome};
use tempfile::TempDir;

const ELENA: By = By::owner(Origin::Window);

/// An office that was restored from a backup of another, on the same clock and with the same key.
struct Restored {
    office: Arc<Office>,
    folder: TempDir,
}

impl Restored {
    async fn beside(office: &TestOffice) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("backup");
        backup::make(office.office(), &ELENA, &file, std::future::pending()).await.unwrap();
        let options = OpenOptions { folder: folder.path().join("office"), ..office.options() };
        let key = Opener::Key(office.office().key().clone());
        backup::restore_beside(&file, &options.folder, &key, &options.key, &ELENA, &options.clock)
            .await
            .unwrap();
        Self { office: Office::open(options).await.unwrap(), folder }
    }

    async fn call(&self, command: &str, request: Value) -> Value {
        dispatch(&self.office, &ELENA, command, request).await.unwrap()
    }

    async fn tick(&self) -> Ticked {
        jobs::tick(&self.office).await
    }

    /// Every mail of its outbox, as `kind state`.
    async fn mails(&self) -> Vec<String> {
        let list = self.call("outbox.list", json!({})).await;
        let word = |mail: &Value, key: &str| mail[key].as_str().unwrap().to_owned();
        let mails = list["mails"].as_array().unwrap().iter();
        mails.map(|mail| format!("{} {}", word(mail, "kind"), word(mail, "state"))).collect()
    }
}

impl Drop for Restored {
    fn drop(&mut self) {
        close_at_end(&self.office);
    }
}

fn backups(office: &TestOffice) -> PathBuf {
    office.folder().join("backups")
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none())
}

#[tokio::test]
async fn the_kept_backups_are_listed_newest_first_with_their_kind_and_size() {
    let office = TestOffice::new().await;
    office.tick().await;
    office.at(rome(2026, 4, 23, 9, 0)).await;
    let list = office.call("backups.list", json!({})).await["backups"].clone();
    let told: Vec<String> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            format!("{} {} {}", row["kind"].as_str().unwrap(), row["at"].as_str().unwrap(), row["file"])
        })
        .collect();
    assert_eq!(
        told,
        [
            r#"daily 2026-04-23T07:00:00Z "daily-2026-04-23.studiolo-backup""#,
            r#"daily 2026-04-22T14:05:00Z "daily-2026-04-22.studiolo-backup""#,
            r#"weekly 2026-04-22T14:05:00Z "weekly-2026-W17.studiolo-backup""#,
        ]
    );
    let file = backups(&office).join("daily-2026-04-23.studiolo-backup");
    assert_eq!(list[0]["bytes"], fs::metadata(file).unwrap().len());
}

#[tokio::test]
async fn files_that_are_no_whole_backup_are_not_listed_and_not_found() {
    let office = TestOffice::new().await;
    assert_eq!(office.call("backups.list", json!({})).await["backups"], json!([]), "none is made yet");
    office.tick().await;
    let whole = fs::read(backups(&office).join("weekly-2026-W17.studiolo-backup")).unwrap();
    for (name, bytes) in [
        ("daily-2026-04-20.studiolo-backup", &whole[..whole.len() - 1]),
        ("daily-2026-04-21.studiolo-backup", b"PK\x03\x04".as_slice()),
        ("weekly-2026-W16.studiolo-backup", b""),
        ("mine.studiolo-backup", &whole),
        ("daily-2026-04-19.zip", &whole),
    ] {
        fs::write(backups(&office).join(name), bytes).unwrap();
    }
    fs::create_dir(backups(&office).join("daily-2026-04-18.studiolo-backup")).unwrap();
    let list = office.call("backups.list", json!({})).await["backups"].clone();
    assert_eq!(list.as_array().unwrap().len(), 2, "{list}");
    let found = backup::find(office.office(), &ELENA, "weekly-2026-W17.studiolo-backup").await.unwrap();
    assert_eq!(found, backups(&office).join("weekly-2026-W17.studiolo-backup"));
    for name in ["mine.studiolo-backup", "../office.json", "daily-2026-04-21.studiolo-backup", ""] {
        assert_eq!(
            backup::find(office.office(), &ELENA, name).await.unwrap_err().code(),
            "not_found",
            "{name}"
        );
    }
    fs::remove_dir_all(backups(&office)).unwrap();
    assert_eq!(office.call("backups.list", json!({})).await["backups"], json!([]));
}

#[tokio::test]
async fn an_office_restored_beside_another_sends_nothing_that_the_other_sends() {
    let sink = SmtpSink::start();
    let office = TestOffice::sending_to(sink.address()).await;
    let cast = office.cast().await;
    office.write(&cast.rinaldi, "Quietanza F24", 2, 2).await;
    office.tick().await;
    let second = office.write(&cast.rinaldi, "IMU", 30, 1).await;
    let restored = Restored::beside(&office).await;
    office.at(rome(2026, 4, 24, 9, 0)).await;
    let sent = sink.mails().len();
    assert_eq!(sent, 6, "to Paolo and Giulia each: two messages, one reminder");

    let ticked = restored.tick().await;
    assert_eq!((ticked.reminders.reminders, ticked.outbox.accepted, ticked.waiting), (0, 0, 0));
    assert_eq!(sink.mails().len(), sent);
    let state = restored.call("office.state", json!({})).await;
    assert_eq!((&state["reminders_paused"], &state["sending"]["queued"]), (&json!(true), &json!(0)));
    let stopped = [
        "notification uncertain",
        "notification uncertain",
        "notification accepted",
        "notification accepted",
    ];
    assert_eq!(restored.mails().await, stopped);
    let thread = restored.call("chats.get", json!({ "chat_id": second })).await;
    assert_eq!(thread["reminder"]["held_reason"], "mail_failed", "it says that it stands still");
    let trail = restored.call("audit.list", json!({ "limit": 1 })).await["rows"][0].clone();
    assert_eq!((&trail["action"], &trail["actor"]), (&json!("office.restored"), &json!("Elena Vannini")));
    assert_eq!(trail["details"], json!({ "backup_at": "2026-04-22T14:05:00Z", "mails": 2 }));
    assert_eq!(restored.call("audit.verify", json!({})).await["ok"], true);
    assert_eq!(office.call("office.state", json!({})).await["reminders_paused"], false, "the other goes on");
}

#[tokio::test]
async fn a_restored_office_that_becomes_the_real_one_goes_on_when_its_owner_says_so() {
    let sink = SmtpSink::start();
    let office = TestOffice::sending_to(sink.address()).await;
    let cast = office.cast().await;
    office.write(&cast.rinaldi, "Quietanza F24", 2, 2).await;
    office.tick().await;
    office.write(&cast.rinaldi, "IMU", 30, 1).await;
    let restored = Restored::beside(&office).await;
    let sent = sink.mails().len();
    let stopped = restored.call("outbox.list", json!({ "state": "uncertain" })).await["mails"].clone();
    for mail in stopped.as_array().unwrap() {
        restored.call("outbox.retry", json!({ "mail_id": mail["id"] })).await;
    }
    assert_eq!(restored.tick().await.outbox.accepted, 2);
    restored.call("reminders.pause_all", json!({ "paused": false })).await;
    office.clock_to(rome(2026, 4, 24, 9, 0));
    assert_eq!(restored.tick().await.reminders.reminders, 1);
    assert_eq!(sink.mails().len(), sent + 4);
}

#[tokio::test]
async fn a_reminder_that_waited_to_leave_stays_with_the_pause() {
    let sink = SmtpSink::start();
    let office = TestOffice::sending_to(sink.address()).await;
    let cast = office.cast().await;
    office.write(&cast.rinaldi, "Quietanza F24", 2, 2).await;
    office.tick().await;
    office.clock_to(rome(2026, 4, 24, 9, 0));
    studiolo_core::delivery::fire(office.office()).await.unwrap();
    let restored = Restored::beside(&office).await;
    office.tick().await;
    let sent = sink.mails().len();
    assert_eq!(restored.tick().await.outbox.accepted, 0);
    assert_eq!(restored.mails().await[..2], ["reminder queued", "reminder queued"]);
    assert_eq!(sink.mails().len(), sent);
}

#[tokio::test]
async fn what_a_restored_office_still_owes_somebody_stops_too() {
    let sink = SmtpSink::start();
    let office = TestOffice::sending_to(sink.address()).await;
    let cast = office.cast().await;
    let notify = |contact: String, on: bool| {
        office.call("contacts.update", json!({ "contact_id": contact, "notify": on }))
    };
    notify(cast.paolo.clone(), false).await;
    notify(cast.giulia.clone(), false).await;
    let request = json!({ "client_ids": [cast.rinaldi], "subject": "IMU", "body": "Buongiorno", "reminder": {},
        "allow_no_recipient": true });
    office.call("chats.create", request).await;
    notify(cast.paolo.clone(), true).await;
    let restored = Restored::beside(&office).await;
    assert_eq!(office.tick().await.outbox.accepted, 1);
    assert_eq!(restored.tick().await.outbox.accepted, 0);
    assert_eq!(restored.mails().await, ["notification uncertain"]);
    assert_eq!(sink.mails().len(), 1);
}

#[tokio::test]
async fn a_restore_that_is_refused_leaves_neither_files_nor_a_key() {
    let office = TestOffice::new().await;
    let dir = tempfile::tempdir().unwrap();
    let (file, folder, kept) = (dir.path().join("backup"), dir.path().join("office"), dir.path().join("key"));
    backup::make(office.office(), &ELENA, &file, std::future::pending()).await.unwrap();
    let clock = office.options().clock;
    let restore = async |opener: Opener, kept: PathBuf| {
        backup::restore_beside(&file, &folder, &opener, &KeySource::File(kept), &ELENA, &clock).await
    };
    let own = || Opener::Key(office.office().key().clone());
    let code = Opener::Code(RecoveryCode::generate().unwrap());
    assert_eq!(restore(code, kept.clone()).await.unwrap_err().code(), "wrong_key");
    let other = Opener::Key(Key::generate().unwrap());
    assert_eq!(restore(other, kept.clone()).await.unwrap_err().code(), "wrong_key");
    assert!(is_empty(&folder) && !kept.exists());
    // Another key stands where this one is to be kept.
    fs::write(&kept, Key::generate().unwrap().to_hex()).unwrap();
    let taken = fs::read(&kept).unwrap();
    assert_eq!(restore(own(), kept.clone()).await.unwrap_err().code(), "wrong_key");
    assert!(is_empty(&folder) && fs::read(&kept).unwrap() == taken);
    // The office itself is never restored over.
    fs::write(folder.join("note.txt"), "mine").unwrap();
    assert_eq!(restore(own(), dir.path().join("new")).await.unwrap_err().code(), "invalid_request");
    assert!(!dir.path().join("new").exists());
}

#[cfg(unix)]
#[tokio::test]
async fn a_restored_offices_folder_is_for_its_owner_alone_and_holds_nothing_unfinished() {
    use std::os::unix::fs::PermissionsExt;
    let office = TestOffice::new().await;
    let restored = Restored::beside(&office).await;
    let folder = restored.folder.path().join("office");
    assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
    restored.office.close().await;
    let mut names: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["Documents", "backups", "office.json", "office.lock", "studiolo.db"]);
}

#[tokio::test]
async fn a_backup_that_is_given_up_leaves_nothing_and_is_not_on_record() {
    let office = TestOffice::new().await;
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("backup");
    // Given up once the copy is under way.
    let begun = async {
        while is_empty(dir.path()) {
            tokio::task::yield_now().await;
        }
    };
    let given_up = backup::make(office.office(), &ELENA, &file, begun).await;
    assert_eq!(given_up.unwrap_err().code(), "cancelled");
    assert!(is_empty(dir.path()));
    let rows = office.call("audit.list", json!({})).await["rows"].to_string();
    assert!(!rows.contains("backup.made"), "{rows}");
    backup::make(office.office(), &ELENA, &file, std::future::pending()).await.unwrap();
    assert!(file.exists());
}
