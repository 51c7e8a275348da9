//! The audit trail checked against mails that have left, as files in a folder: `studioloctl verify --anchors`.

use std::fs;
use std::path::PathBuf;

use chrono::TimeDelta;
use serde_json::{Value, json};
use studiolo_core::audit::{self, GENESIS};
use studiolo_core::key::Key;
use studiolo_core::store::Store;
use studiolo_core::time::Instant;
use studiolo_testkit::{SmtpSink, rome};

use crate::ctl::{Ctl, Ended};

fn written() -> Instant {
    rome(2026, 4, 22, 16, 5)
}

/// An office from which two mails have left, three days apart, and a folder with both; how many rows the trail had when
/// each left.
async fn with_mails() -> (Ctl, PathBuf, Vec<i64>) {
    let sink = SmtpSink::start();
    let ctl = Ctl::sending_to(&sink, written()).await;
    ctl.write_to_paolo("Liquidazione IVA", json!({ "every_days": 3, "max_count": 3 }), written()).await;
    for days in [0, 3] {
        ctl.verb(&["tick"])
            .at(written() + TimeDelta::days(days) + TimeDelta::minutes(1 + days))
            .done()
            .await
            .json();
    }
    let folder = ctl.path("mails");
    fs::create_dir_all(folder.join("2026")).unwrap();
    let mut rows = Vec::new();
    for (number, mail) in sink.mails().into_iter().enumerate() {
        let text = String::from_utf8(mail.bytes.clone()).unwrap().replace("\r\n ", " ");
        let anchor = text.lines().find_map(|line| line.strip_prefix("X-Studiolo-Trail: ")).unwrap();
        rows.push(anchor.split(' ').next().unwrap().parse().unwrap());
        fs::write(folder.join(format!("2026/{number}.eml")), mail.bytes).unwrap();
    }
    assert_eq!(rows.len(), 2);
    (ctl, folder, rows)
}

async fn verify(ctl: &Ctl, folder: &std::path::Path) -> (Ended, Value) {
    let ended = ctl.verb(&["verify", "--anchors", folder.to_str().unwrap()]).done().await;
    let found =
        serde_json::from_str(&ended.stdout).unwrap_or_else(|error| panic!("{error}: {}", ended.stderr));
    (ended, found)
}

/// Opens the database with its key and changes the trail, as whoever sits at the computer can.
async fn tamper(ctl: &Ctl, change: impl AsyncFnOnce(&mut sqlx::SqliteConnection)) {
    let key = Key::from_hex(&fs::read_to_string(ctl.key_file()).unwrap()).unwrap();
    let store = Store::open(&ctl.office().join("studiolo.db"), &key, false).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    sqlx::raw_sql("DROP TRIGGER audit_keeps_its_rows; DROP TRIGGER audit_keeps_its_words")
        .execute(&mut *tx)
        .await
        .unwrap();
    change(&mut tx).await;
    tx.commit().await.unwrap();
    store.close().await;
}

/// Changes who did what in row `seq`, and chains everything after it anew.
async fn rewrite(ctl: &Ctl, seq: i64) {
    tamper(ctl, async |db| {
        let mut before = GENESIS.to_owned();
        for mut row in audit::store::after(db, 0, i64::MAX).await.unwrap() {
            if row.seq == seq {
                row.actor = "Nobody".into();
            }
            row.hash = row.hash_after(&before);
            before.clone_from(&row.hash);
            sqlx::query("UPDATE audit SET actor = $1, hash = $2 WHERE seq = $3")
                .bind(row.actor)
                .bind(row.hash)
                .bind(row.seq)
                .execute(&mut *db)
                .await
                .unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn a_trail_that_nobody_touched_agrees_with_its_mails() {
    let (ctl, folder, _) = with_mails().await;
    let (ended, found) = verify(&ctl, &folder).await;
    assert_eq!((ended.status, &found["ok"]), (Some(0), &json!(true)), "{found}");
    assert_eq!((&found["anchors"]["agree"], &found["anchors"]["files"]), (&json!(2), &json!(2)));
    let plain = ctl.verb(&["verify"]).done().await.json();
    assert_eq!(plain.get("anchors"), None);
}

#[tokio::test]
async fn a_row_that_was_rewritten_and_chained_anew_is_named() {
    let (ctl, folder, rows) = with_mails().await;
    rewrite(&ctl, rows[0] + 1).await;
    assert_eq!(ctl.verb(&["verify"]).done().await.json()["ok"], true, "the chain alone does not show it");
    let (ended, found) = verify(&ctl, &folder).await;
    assert_eq!((ended.status, &found["ok"], &found["audit"]["ok"]), (Some(1), &json!(false), &json!(true)));
    let changed = &found["anchors"]["changed"];
    assert_eq!((&changed["after"], &changed["at_latest"]), (&json!(rows[0]), &json!(rows[1])));
    assert!(changed["mail"].as_str().unwrap().ends_with("1.eml"), "{changed}");
}

#[tokio::test]
async fn a_trail_whose_end_was_cut_off_is_missed() {
    let (ctl, folder, rows) = with_mails().await;
    tamper(&ctl, async |db| {
        sqlx::query("DELETE FROM audit WHERE seq > $1").bind(rows[0]).execute(db).await.unwrap();
    })
    .await;
    let (ended, found) = verify(&ctl, &folder).await;
    assert_eq!(ended.status, Some(1));
    let missing = &found["anchors"]["missing"];
    assert_eq!((&missing["after"], &missing["up_to"]), (&json!(rows[0]), &json!(rows[1])));
}

#[tokio::test]
async fn a_false_anchor_convicts_nobody_and_what_is_no_mail_is_no_harm() {
    let (ctl, folder, _) = with_mails().await;
    let false_anchor = format!("Message-ID: <a@b>\r\nX-Studiolo-Trail: 3 {}\r\n\r\n", "0".repeat(64));
    fs::write(folder.join("forged.eml"), false_anchor).unwrap();
    fs::write(folder.join("picture.png"), vec![0xff; 100_000]).unwrap();
    let pipe = folder.join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    std::os::unix::fs::symlink("/", folder.join("everything")).unwrap();
    let (ended, found) = verify(&ctl, &folder).await;
    assert_eq!(ended.status, Some(0), "{found}");
    let anchors = &found["anchors"];
    assert_eq!(
        (&anchors["anchors"], &anchors["others"], &anchors["passed_over"]),
        (&json!(2), &json!(1), &json!(2))
    );
}

#[tokio::test]
async fn without_a_mail_of_ours_nothing_is_vouched_for() {
    let (ctl, ..) = with_mails().await;
    let empty = ctl.path("empty");
    fs::create_dir(&empty).unwrap();
    let (ended, found) = verify(&ctl, &empty).await;
    assert_eq!((ended.status, &found["ok"]), (Some(1), &json!(false)), "{found}");
    let nowhere = ctl.path("nowhere");
    let refused = ctl.verb(&["verify", "--anchors", nowhere.to_str().unwrap()]).done().await;
    assert_eq!(refused.refusal(), (1, "invalid_request".into()));
}
