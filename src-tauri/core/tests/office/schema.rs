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

#[tokio::test]
async fn schema_sql_is_what_the_migrations_make() {
    let read = objects(include_str!("../../schema.sql")).await;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut migrations: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    migrations.sort();
    let all: String = migrations.iter().map(|file| fs::read_to_string(file).unwrap()).collect();
    let made = objects(&all).await;
    assert_eq!(read, made);
}

#[test]
fn every_table_is_strict() {
    let schema = include_str!("../../schema.sql");
    assert_eq!(schema.matches("CREATE TABLE").count(), schema.matches(") STRICT;").count());
}
