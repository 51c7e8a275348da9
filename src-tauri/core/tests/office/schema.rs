//! The schema as it is read is the schema as it is made.

use sqlx::{Connection, SqliteConnection};

async fn objects(sql: &'static str) -> Vec<(String, String, String)> {
    let mut connection = SqliteConnection::connect("sqlite::memory:").await.unwrap();
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    sqlx::query_as("SELECT type, name, coalesce(sql, '') FROM sqlite_master ORDER BY type, name")
        .fetch_all(&mut connection)
        .await
        .unwrap()
}

#[tokio::test]
async fn schema_sql_is_what_the_migrations_make() {
    let read = objects(include_str!("../../schema.sql")).await;
    let made = objects(concat!(
        include_str!("../../migrations/0001_office.sql"),
        include_str!("../../migrations/0002_drafts.sql"),
        include_str!("../../migrations/0003_notices.sql"),
        include_str!("../../migrations/0004_chats_in_order.sql"),
        include_str!("../../migrations/0005_documents.sql"),
    ))
    .await;
    assert_eq!(read, made);
}

#[test]
fn every_table_is_strict() {
    let schema = include_str!("../../schema.sql");
    assert_eq!(schema.matches("CREATE TABLE").count(), schema.matches(") STRICT;").count());
}
