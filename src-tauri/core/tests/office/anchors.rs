//! The audit trail checked against the mails that have left.

use std::path::Path;

use serde_json::{Value, json};
use studiolo_core::access::{By, Origin};
use studiolo_core::audit::{self, Row};
use studiolo_testkit::{TestOffice, rome};

const OWNER: By = By::owner(Origin::CommandLine);

async fn verified(office: &TestOffice, folder: &Path) -> (Value, Value) {
    let found = audit::service::verify_against(office.office(), &OWNER, folder).await.unwrap();
    (json!(found.0), json!(found.1))
}

/// Rewrites the rows from `seq` on, as somebody would who has the key and knows how the chain is made.
async fn rewrite(office: &TestOffice, seq: i64) {
    let mut tx = office.office().store().begin().await.unwrap();
    let rows = audit::store::after(&mut tx, 0, i64::MAX).await.unwrap();
    sqlx::raw_sql("DROP TRIGGER audit_keeps_its_rows; DROP TRIGGER audit_keeps_its_words")
        .execute(&mut *tx)
        .await
        .unwrap();
    let mut before = audit::GENESIS.to_owned();
    for mut row in rows {
        if row.seq == seq {
            row.actor = "Nobody".into();
        }
        row.hash = row.hash_after(&before);
        let Row { seq, actor, hash, .. } = &row;
        sqlx::query("UPDATE audit SET actor = $1, hash = $2 WHERE seq = $3")
            .bind(actor)
            .bind(hash)
            .bind(seq)
            .execute(&mut *tx)
            .await
            .unwrap();
        before = row.hash;
    }
    tx.commit().await.unwrap();
}

async fn cut(office: &TestOffice, after: i64) {
    let mut tx = office.office().store().begin().await.unwrap();
    sqlx::raw_sql("DROP TRIGGER audit_keeps_its_rows").execute(&mut *tx).await.unwrap();
    sqlx::query("DELETE FROM audit WHERE seq > $1").bind(after).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
}

/// Elena's office after two mails; the numbers of the rows that were the last when they left.
async fn with_mails() -> (TestOffice, i64, i64) {
    let office = TestOffice::new().await;
    let cast = office.cast().await;
    office.write(&cast.rinaldi, "Quietanza F24", 2, 2).await;
    let first = audit::service::verify(office.office(), &OWNER).await.unwrap().rows;
    office.tick().await;
    office.at(rome(2026, 4, 23, 9, 0)).await;
    office.write(&cast.rinaldi, "Delega", 2, 2).await;
    let second = audit::service::verify(office.office(), &OWNER).await.unwrap().rows;
    office.tick().await;
    (office, first, second)
}

#[tokio::test]
async fn the_mails_of_an_untouched_trail_agree_with_it() {
    let (office, ..) = with_mails().await;
    let (verdict, anchors) = verified(&office, &office.folder().join("outbox-caught")).await;
    assert_eq!((&verdict["ok"], &anchors["ok"], &anchors["wrong"]), (&json!(true), &json!(true), &json!([])));
    // Both contacts' mails of a message leave together: two anchors, each in two mails.
    assert_eq!(
        (&anchors["anchors"], &anchors["agree"], &anchors["others"]),
        (&json!(4), &json!(2), &json!(0))
    );
}

#[tokio::test]
async fn a_trail_chained_anew_is_found_out_by_the_mails_that_left_before() {
    let (office, first, second) = with_mails().await;
    rewrite(&office, first + 1).await;
    office.clock_to(rome(2026, 4, 24, 9, 0));
    let cast = office.call("clients.list", json!({})).await;
    office.write(cast["clients"][0]["client_id"].as_str().unwrap(), "Dopo", 2, 2).await;
    office.tick().await;
    let (verdict, anchors) = verified(&office, &office.folder().join("outbox-caught")).await;
    assert_eq!(verdict["ok"], true, "by itself the trail says nothing");
    assert_eq!(anchors["ok"], false);
    assert_eq!(
        (&anchors["changed"]["after"], &anchors["changed"]["at_latest"]),
        (&json!(first), &json!(second))
    );
    assert_eq!(
        (&anchors["agree"], &anchors["differ"], &anchors["missing"]),
        (&json!(2), &json!(1), &json!(null))
    );
    let wrong = anchors["wrong"][0].as_str().unwrap();
    assert!(
        wrong.starts_with(&format!("row {second} or an earlier one (after row {first}) is not")),
        "{wrong}"
    );
}

#[tokio::test]
async fn rows_cut_off_at_the_end_are_missed() {
    let (office, first, second) = with_mails().await;
    cut(&office, first).await;
    let (verdict, anchors) = verified(&office, &office.folder().join("outbox-caught")).await;
    assert_eq!((&verdict["ok"], &anchors["ok"]), (&json!(true), &json!(false)));
    assert_eq!((&anchors["missing"]["after"], &anchors["missing"]["up_to"]), (&json!(first), &json!(second)));
}

#[tokio::test]
async fn mails_of_another_office_say_nothing_and_no_mail_proves_nothing() {
    let (office, ..) = with_mails().await;
    let (other, ..) = with_mails().await;
    let (_, anchors) = verified(&office, &other.folder().join("outbox-caught")).await;
    assert_eq!((&anchors["anchors"], &anchors["others"]), (&json!(0), &json!(4)));
    assert_eq!(anchors["wrong"], json!(["no mail of this office is there: nothing was compared"]));
    let nowhere = audit::service::verify_against(office.office(), &OWNER, Path::new("/nowhere")).await;
    assert_eq!(nowhere.unwrap_err().code(), "invalid_request");
}

#[tokio::test]
async fn a_restored_office_is_vouched_for_by_the_mails_that_left_before_the_backup() {
    let (office, _, second) = with_mails().await;
    let caught = office.folder().join("outbox-caught");
    let copy = tempfile::tempdir().unwrap();
    let (file, folder) = (copy.path().join("office.backup"), copy.path().join("office"));
    studiolo_core::backup::make(office.office(), &OWNER, &file, std::future::pending()).await.unwrap();
    let opener = studiolo_core::backup::Opener::Key(office.office().key().clone());
    let options = studiolo_core::OpenOptions { folder: folder.clone(), ..office.options() };
    studiolo_core::backup::restore(&file, &folder, &opener, &options.key).await.unwrap();
    let restored = studiolo_core::Office::open(options).await.unwrap();
    let found = audit::service::verify_against(&restored, &OWNER, &caught).await.unwrap();
    restored.close().await;
    assert!(found.1.ok && found.0.rows >= second, "{found:?}");
}
