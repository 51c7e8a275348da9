//! The schema as it is read is the schema as it is made.

use std::fs;
use std::path::{Path, PathBuf};

use sqlx::{AssertSqlSafe, Connection, SqliteConnection};

async fn objects(sql: &str) -> Vec<(String, String, String)> {
    let mut connection = SqliteConnection::connect("sqlite::memory:").await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await.unwrap();
    sqlx::query_as("SELECT type, name, coalesce(sql, '') FROM sqlite_master ORDER BY type, name")
        .fetch_all(&mut connection)
        .await
        .unwrap()
}

fn migrations() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|file| fs::read_to_string(file).unwrap()).collect()
}

#[tokio::test]
async fn schema_sql_is_what_the_migrations_make() {
    let read = objects(include_str!("../../schema.sql")).await;
    let made = objects(&migrations().concat()).await;
    assert_eq!(read, made);
}

#[test]
fn every_table_is_strict() {
    let schema = include_str!("../../schema.sql");
    assert_eq!(schema.matches("CREATE TABLE").count(), schema.matches(") STRICT;").count());
}

#[tokio::test]
async fn words_that_were_read_before_their_rows_were_known_have_theirs() {
    let mut db = SqliteConnection::connect("sqlite::memory:").await.unwrap();
    let migrations = migrations();
    let words_by_row = migrations.iter().position(|sql| sql.contains("ADD COLUMN words_id")).unwrap();
    let before = migrations[..words_by_row].concat();
    let words = "PRAGMA foreign_keys = OFF;
        INSERT INTO documents_indexed VALUES ('one', x'07'), ('mute', x'08'), ('two', x'09');
        INSERT INTO document_words (document_id, words) VALUES ('two', 'imposta'), ('one', 'fattura');";
    for sql in [before.as_str(), words, migrations[words_by_row].as_str()] {
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut db).await.unwrap();
    }
    let rows: Vec<(String, Option<i64>)> =
        sqlx::query_as("SELECT document_id, words_id FROM documents_indexed ORDER BY document_id")
            .fetch_all(&mut db)
            .await
            .unwrap();
    assert_eq!(rows, [("mute".into(), None), ("one".into(), Some(2)), ("two".into(), Some(1))]);
}
