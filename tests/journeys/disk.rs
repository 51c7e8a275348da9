//! Disks that are full, fail or are read-only: each has its own clear error, and the office stands as before, or with
//! the whole act.

use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use serde_json::{Value, json};
use studiolo_core::access::{By, Origin};
use studiolo_core::key::KeySource;
use studiolo_core::time::Clock;
use studiolo_core::{Office, OpenOptions};
use studiolo_testkit::dispatch;

use crate::ctl::Ctl;

/// Elena's office with Paolo and Giulia as its only clients' contacts; the client's id.
async fn with_rinaldi(ctl: &Ctl) -> String {
    ctl.init().done().await.json();
    let client = json!({ "name": "Officine Rinaldi S.r.l.", "kind": "company", "contacts": [
        { "name": "Paolo Rinaldi", "email": "paolo@officinerinaldi.example", "notify": true, "login": false },
        { "name": "Giulia Rinaldi", "email": "giulia@officinerinaldi.example", "notify": true, "login": false },
    ] });
    let made = ctl.call("clients.create", &client).done().await.json();
    made["client_id"].as_str().unwrap().to_owned()
}

fn chat(client: &str) -> Value {
    json!({ "client_ids": [client], "subject": "Liquidazione IVA", "body": "Buongiorno Paolo, mi mandi l’estratto conto?",
        "reminder": {}, "tasks": ["Estratto conto di marzo"] })
}

/// Checks database and trail, and counts the chats; each that is there is there whole: message, task, two mails,
/// reminder, audit row.
async fn whole_chats(ctl: &Ctl) -> usize {
    let options = OpenOptions {
        folder: ctl.office(),
        key: KeySource::File(ctl.key_file()),
        clock: Clock::System,
        program: "a test",
        words: None,
    };
    let office = Office::open(options).await.unwrap();
    let chats = count_whole_chats(&office).await;
    office.close().await;
    chats
}

async fn count_whole_chats(office: &Arc<Office>) -> usize {
    let by = By::owner(Origin::Window);
    let call = async |command, request| dispatch(office, &by, command, request).await.unwrap();
    assert_eq!(office.store().check().await.unwrap(), [""; 0]);
    assert_eq!(call("audit.verify", json!({})).await["ok"], true);
    let list = call("chats.list", json!({})).await;
    let chats = list["chats"].as_array().unwrap();
    let mails = call("outbox.list", json!({})).await["mails"].as_array().unwrap().len();
    let audit = call("audit.list", json!({})).await;
    let made = audit["rows"].as_array().unwrap().iter().filter(|row| row["action"] == "chats.create").count();
    assert_eq!((mails, made), (2 * chats.len(), chats.len()));
    for chat in chats {
        let thread = call("chats.get", json!({ "chat_id": chat["chat_id"] })).await;
        assert_eq!(thread["messages"][0]["text"], "Buongiorno Paolo, mi mandi l’estratto conto?");
        assert_eq!(thread["messages"][0]["deliveries"].as_array().unwrap().len(), 2);
        assert_eq!(thread["tasks"].as_array().unwrap().len(), 1);
        assert_eq!(thread["reminder"]["enabled"], true);
    }
    chats.len()
}

/// What of an act that failed may be there afterwards.
#[derive(Clone, Copy, PartialEq)]
enum Kept {
    Nothing,
    AllOrNothing,
}

/// Writes a chat while each thread's n-th of these system calls on the database fails, for every n that there is
/// (`lasting`: and all that come after it). Returns how many acts failed.
async fn fail_at_every(system_calls: &str, lasting: bool, error: &str, codes: &[&str], kept: Kept) -> u32 {
    let ctl = Ctl::new();
    let client = with_rinaldi(&ctl).await;
    let (database, log) = (ctl.office().join("studiolo.db"), ctl.path("strace.log"));
    let wal = database.with_extension("db-wal");
    let (mut chats, mut failed) = (0, 0);
    for n in 1.. {
        let inject =
            format!("inject={system_calls}:error={error}:when={n}{}", if lasting { "+" } else { "" });
        let paths = ["-P", database.to_str().unwrap(), "-P", wal.to_str().unwrap(), "--"];
        let strace = ["strace", "-f", "-qq", "-o", log.to_str().unwrap(), "-e", &inject];
        let ended =
            ctl.call("chats.create", &chat(&client)).under(&[&strace[..], &paths].concat()).done().await;
        let hit = fs::read_to_string(&log)
            .expect("strace is missing: apt-get install strace")
            .contains("(INJECTED)");
        let now = whole_chats(&ctl).await;
        if ended.status == Some(0) {
            // What fails after the commit, while the office is closed, costs nothing.
            assert_eq!(now, chats + 1, "an acknowledged act is lost at {inject}");
        } else {
            let (status, code) = ended.refusal();
            assert!(status == 1 && codes.contains(&code.as_str()), "{status} {code} at {inject}");
            assert!(now == chats || kept == Kept::AllOrNothing && now == chats + 1, "{inject}");
            failed += 1;
        }
        chats = now;
        if !hit {
            assert_eq!(ended.status, Some(0), "{}", ended.stderr);
            break;
        }
    }
    failed
}

#[tokio::test]
async fn a_disk_that_fills_up_at_any_write_says_so_and_keeps_nothing_of_the_act() {
    let failed = fail_at_every("pwrite64,write", true, "ENOSPC", &["disk_full"], Kept::Nothing).await;
    assert!(failed > 5, "{failed} acts failed");
}

#[tokio::test]
async fn a_disk_that_fails_at_any_write_says_so_and_keeps_nothing_of_the_act() {
    let failed = fail_at_every("pwrite64,write", false, "EIO", &["disk_error"], Kept::Nothing).await;
    assert!(failed > 5, "{failed} acts failed");
}

/// What was not synced may still have reached the disk.
#[tokio::test]
async fn a_disk_that_fails_at_any_sync_says_so_and_keeps_the_act_whole_or_not_at_all() {
    for lasting in [false, true] {
        let failed =
            fail_at_every("fsync,fdatasync", lasting, "EIO", &["disk_error"], Kept::AllOrNothing).await;
        assert!(failed > 0, "{failed} acts failed");
    }
}

/// SQLCipher takes what it could not read for a page that fails its check.
#[tokio::test]
async fn a_disk_that_fails_at_any_read_changes_nothing() {
    let codes = ["disk_error", "damaged"];
    let failed = fail_at_every("pread64,read", true, "EIO", &codes, Kept::Nothing).await;
    assert!(failed > 5, "{failed} acts failed");
}

#[tokio::test]
async fn an_office_is_not_half_made_on_a_full_disk() {
    for n in 1.. {
        let ctl = Ctl::new();
        let log = ctl.path("strace.log");
        let inject = format!("inject=pwrite64,write,fsync,mkdir,rename:error=ENOSPC:when={n}+");
        let office = ctl.office();
        // Everything in the folder, and the key file beside it; stdout and stderr go on.
        let paths: Vec<String> =
            ["", "studiolo.db.new", "studiolo.db.new-wal", "office.lock", "office.json", "Documents"]
                .iter()
                .flat_map(|name| ["-P".to_owned(), office.join(name).display().to_string()])
                .chain(["-P".to_owned(), ctl.key_file().display().to_string(), "--".to_owned()])
                .collect();
        let strace = ["strace", "-f", "-qq", "-o", log.to_str().unwrap(), "-e", &inject];
        let front: Vec<&str> = strace.into_iter().chain(paths.iter().map(String::as_str)).collect();
        let ended = ctl.init().under(&front).done().await;
        let hit = fs::read_to_string(&log)
            .expect("strace is missing: apt-get install strace")
            .contains("(INJECTED)");
        if ended.status == Some(0) {
            assert_eq!(whole_chats(&ctl).await, 0);
        } else {
            assert_eq!(ended.refusal(), (1, "disk_full".into()), "{inject}");
            assert!(!office.exists() && !ctl.key_file().exists(), "{inject} left something behind");
            ctl.init().done().await.json();
        }
        if !hit {
            break;
        }
        assert!(n < 1_000, "the disk is always full");
    }
}

/// A small disk of its own, mounted until it is dropped.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// None where this user may not mount; then whoever reads the test's output is told.
    fn mount(folder: PathBuf) -> Option<Self> {
        fs::create_dir(&folder).unwrap();
        let mount =
            Command::new("mount").args(["-t", "tmpfs", "-o", "size=4m", "tmpfs"]).arg(&folder).output();
        if mount.is_ok_and(|output| output.status.success()) {
            return Some(Self(folder));
        }
        // Not eprintln, which the harness keeps to itself.
        let mut stderr = std::io::stderr().lock();
        writeln!(stderr, "SKIPPED: only root may mount a small disk").unwrap();
        None
    }

    fn fill(&self) -> PathBuf {
        let ballast = self.0.join("ballast");
        let mut file = File::create(&ballast).unwrap();
        while file.write_all(&[0; 512]).is_ok() {}
        ballast
    }

    fn remount(&self, options: &str) {
        let remount = Command::new("mount").args(["-o", &format!("remount,{options}")]).arg(&self.0).status();
        assert!(remount.unwrap().success());
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let unmounted = Command::new("umount").arg("--lazy").arg(&self.0).status();
        assert!(unmounted.is_ok_and(|status| status.success()), "{} stays mounted", self.0.display());
    }
}

#[tokio::test]
async fn a_disk_that_is_really_full_says_so_and_goes_on_once_there_is_room() {
    let ctl = Ctl::new();
    let Some(disk) = SmallDisk::mount(ctl.office()) else { return };
    let client = with_rinaldi(&ctl).await;
    disk.remount("size=1m");
    let ballast = disk.fill();
    for (command, request) in [("chats.create", chat(&client)), ("chats.list", json!({}))] {
        let ended = ctl.call(command, &request).done().await;
        assert_eq!(ended.refusal(), (1, "disk_full".into()), "{command}");
    }
    let ticked = ctl.verb(&["tick"]).done().await;
    assert_eq!(ticked.refusal(), (1, "disk_full".into()));
    fs::remove_file(ballast).unwrap();
    assert_eq!(whole_chats(&ctl).await, 0);
    // Chats of a kilobyte or two each, until there is no room for another.
    let mut written = 0;
    let full = loop {
        let ended = ctl.call("chats.create", &chat(&client)).done().await;
        if ended.status != Some(0) {
            break ended;
        }
        written += 1;
    };
    assert_eq!(full.refusal(), (1, "disk_full".into()));
    disk.remount("size=8m");
    assert_eq!(whole_chats(&ctl).await, written);
    ctl.call("chats.create", &chat(&client)).done().await.json();
}

#[tokio::test]
async fn a_read_only_folder_says_so() {
    let ctl = Ctl::new();
    let Some(disk) = SmallDisk::mount(ctl.office()) else { return };
    let client = with_rinaldi(&ctl).await;
    disk.remount("ro");
    for verb in [ctl.call("chats.create", &chat(&client)), ctl.verb(&["tick"]), ctl.verb(&["serve"])] {
        assert_eq!(verb.done().await.refusal(), (1, "read_only".into()));
    }
    disk.remount("rw");
    assert_eq!(whole_chats(&ctl).await, 0);
}
