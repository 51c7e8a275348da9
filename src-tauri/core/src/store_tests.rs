use tempfile::TempDir;

use super::*;

#[tokio::test]
async fn a_large_commit_is_durable_and_the_log_is_folded_in_after_it() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join(FILE);
    let store = Store::open(&file, &Key::generate().unwrap(), true).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    sqlx::query("CREATE TABLE stones (weight INTEGER NOT NULL) STRICT").execute(&mut *tx).await.unwrap();
    sqlx::query("INSERT INTO stones VALUES (7)").execute(&mut *tx).await.unwrap();
    store.commit_large(tx).await.unwrap();
    let weight: i64 = sqlx::query_scalar("SELECT weight FROM stones").fetch_one(store.read()).await.unwrap();
    assert_eq!(weight, 7);
    loop {
        let mut tx = store.begin().await.unwrap();
        let pages: u32 = sqlx::query_scalar("PRAGMA wal_autocheckpoint").fetch_one(&mut *tx).await.unwrap();
        if pages == FOLD_AT {
            break;
        }
        tx.rollback().await.unwrap();
        tokio::task::yield_now().await;
    }
    store.close().await;
}
