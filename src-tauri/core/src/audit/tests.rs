use serde_json::json;
use sqlx::{Connection, SqliteConnection};

use super::*;
use crate::time::Millis;

async fn trail(rows: usize) -> SqliteConnection {
    let mut connection = SqliteConnection::connect("sqlite::memory:").await.unwrap();
    sqlx::raw_sql(include_str!("../../migrations/0001_office.sql")).execute(&mut connection).await.unwrap();
    let mut pending = Pending::default();
    for row in 0..rows {
        let entry = Entry {
            actor: "Elena Vannini",
            action: "chats.create",
            object: "chat:1",
            client_id: if row % 2 == 0 { "a" } else { "b" },
            origin: "window",
            details: json!({ "n": row }),
        };
        let at = Millis(1_000 + i64::try_from(row).unwrap()).into();
        pending.append(&mut connection, at, entry).await.unwrap();
    }
    pending.write(&mut connection).await.unwrap();
    connection
}

#[tokio::test]
async fn an_untouched_trail_verifies() {
    let mut connection = trail(5).await;
    let verdict = verify(&mut connection).await.unwrap();
    assert_eq!((verdict.ok, verdict.rows, verdict.broken_at), (true, 5, None));
    assert_eq!(verdict.head, store::head(&mut connection).await.unwrap().1);
}

#[tokio::test]
async fn rows_can_be_neither_changed_nor_deleted_through_sql() {
    let mut connection = trail(2).await;
    assert!(sqlx::query("UPDATE audit SET actor = 'x'").execute(&mut connection).await.is_err());
    assert!(sqlx::query("DELETE FROM audit").execute(&mut connection).await.is_err());
}

#[tokio::test]
async fn a_rewritten_or_missing_row_is_named() {
    let mut connection = trail(5).await;
    sqlx::raw_sql("DROP TRIGGER audit_keeps_its_words; DROP TRIGGER audit_keeps_its_rows")
        .execute(&mut connection)
        .await
        .unwrap();
    sqlx::query("UPDATE audit SET actor = 'x' WHERE seq = 3").execute(&mut connection).await.unwrap();
    let verdict = verify(&mut connection).await.unwrap();
    assert_eq!((verdict.ok, verdict.broken_at), (false, Some(3)));
    sqlx::query("DELETE FROM audit WHERE seq = 2").execute(&mut connection).await.unwrap();
    assert_eq!(verify(&mut connection).await.unwrap().broken_at, Some(2));
}

#[tokio::test]
async fn the_newest_rows_come_first_and_by_client() {
    let mut connection = trail(5).await;
    let all = store::newest(&mut connection, "", i64::MAX, 2).await.unwrap();
    assert_eq!(all.iter().map(|r| r.seq).collect::<Vec<_>>(), [5, 4]);
    let of_b = store::newest(&mut connection, "b", i64::MAX, 10).await.unwrap();
    assert_eq!(of_b.iter().map(|r| r.seq).collect::<Vec<_>>(), [4, 2]);
}
