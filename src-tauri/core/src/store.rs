//! The encrypted database: opening, the one writer, the readers, the schema.
//!
//! One connection alone writes and checkpoints (SQLite before 3.51.3, which SQLCipher 4.10 still is, can
//! damage a WAL database when two connections do); a small pool reads.

use std::path::Path;
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{AssertSqlSafe, ConnectOptions, Sqlite, SqliteConnection, Transaction};
use tokio::runtime::Handle;

use crate::error::{Error, Result};
use crate::key::Key;

#[cfg(test)]
#[path = "store_tests.rs"]
mod tests;

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// File name of the database inside the office's folder.
pub const FILE: &str = "studiolo.db";

const READERS: u32 = 3;

/// What the writer keeps of the database in memory, KiB with a minus sign: each page that is not there is read and
/// decrypted again. SQLite's own default is 2,000.
const CACHE: &str = "-16000";

/// How many pages the write-ahead log may hold before a commit folds it into the database: SQLite's own default.
const FOLD_AT: u32 = 1_000;

/// How long a caller waits for its turn to write; acts are short, so only a hung disk gets here.
const TURN: Duration = Duration::from_mins(2);

/// The open database.
#[derive(Debug)]
pub struct Store {
    writer: SqlitePool,
    readers: SqlitePool,
}

impl Store {
    /// Makes a new database at `file`, or opens the one there, and brings its schema up to date.
    ///
    /// # Errors
    /// [`Error::Damaged`] also when `key` is another database's: SQLCipher can't tell the two apart, so
    /// the caller compares the key first. [`Error::NewerSchema`] changes nothing.
    pub async fn open(file: &Path, key: &Key, create: bool) -> Result<Self> {
        if !create {
            probe(file, key).await?;
        }
        let base = options(file, key).create_if_missing(create);
        // No connection of ours is ever lost to a network: asking each whether it is there only costs a turn.
        let pool = SqlitePoolOptions::new().acquire_timeout(TURN).test_before_acquire(false);
        let writer = pool
            .clone()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(
                base.clone()
                    .pragma("cache_size", CACHE)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    .foreign_keys(true),
            )
            .await?;
        if let Err(error) = MIGRATIONS.run(&writer).await {
            // Closed in order, so that no files of SQLite's stay beside the database.
            writer.close().await;
            return Err(match error {
                MigrateError::VersionMissing(_) | MigrateError::VersionTooNew(..) => Error::NewerSchema,
                MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
                other => Error::Store(sqlx::Error::Migrate(Box::new(other))),
            });
        }
        let readers = pool
            .max_connections(READERS)
            .connect_with(base.pragma("query_only", "ON").pragma("wal_autocheckpoint", "0"))
            .await;
        match readers {
            Ok(readers) => Ok(Self { writer, readers }),
            Err(error) => {
                writer.close().await;
                Err(error.into())
            }
        }
    }

    /// Takes the writer's turn: a transaction that holds the write lock from its start.
    pub async fn begin(&self) -> Result<Transaction<'static, Sqlite>> {
        Ok(self.writer.begin_with("BEGIN IMMEDIATE").await?)
    }

    /// Commits a transaction that has written very much. It is durable in the write-ahead log; that the log is folded into
    /// the database, which takes as long again, comes after, in a turn of its own.
    pub async fn commit_large(&self, mut tx: Transaction<'static, Sqlite>) -> Result<()> {
        let _folds = FoldsWhenDropped(&self.writer);
        fold_at(&mut tx, 0).await?;
        Ok(tx.commit().await?)
    }

    /// The readers: what they see is the last commit.
    pub const fn read(&self) -> &SqlitePool {
        &self.readers
    }

    /// Writes a whole, encrypted copy to `file`, which must not exist. Other work goes on meanwhile.
    pub async fn copy_to(&self, file: &Path, own: &Path, key: &Key) -> Result<()> {
        // VACUUM INTO reads alone, but SQLite refuses it on a query_only connection; this one never
        // checkpoints and writes nothing of ours.
        let mut reader = options(own, key).pragma("wal_autocheckpoint", "0").connect().await?;
        sqlx::query("VACUUM INTO $1").bind(file.to_string_lossy()).execute(&mut reader).await?;
        sqlx::Connection::close(reader).await?;
        Ok(())
    }

    /// Checks every page and every foreign key; an empty list means that all is well.
    pub async fn check(&self) -> Result<Vec<String>> {
        let mut connection = self.readers.acquire().await?;
        check(&mut connection).await
    }

    /// Closes every connection. What the write-ahead log still holds is read at the next start.
    pub async fn close(&self) {
        if let Err(error) = self.close_whole().await {
            tracing::warn!(%error, "the last checkpoint failed; the log is read at the next start");
        }
    }

    /// Closes every connection; afterwards the database's file alone holds everything, or there is an error.
    pub async fn close_whole(&self) -> Result<()> {
        self.readers.close().await;
        let folded =
            sqlx::query_scalar::<_, i64>("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&self.writer).await;
        self.writer.close().await;
        match folded? {
            0 => Ok(()),
            _busy => Err(Error::DiskError("the write-ahead log is in use".into())),
        }
    }
}

/// Once dropped, has the log folded in when the writer is free, and from then on as ever.
struct FoldsWhenDropped<'s>(&'s SqlitePool);

impl Drop for FoldsWhenDropped<'_> {
    fn drop(&mut self) {
        let writer = self.0.clone();
        let fold = async move {
            let mut connection = writer.acquire().await?;
            fold_at(&mut connection, FOLD_AT).await?;
            sqlx::query("PRAGMA wal_checkpoint(PASSIVE)").execute(&mut *connection).await
        };
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(async move {
                if let Err(error) = fold.await {
                    tracing::warn!(%error, "the log was not folded into the database; the next commit tries it");
                }
            });
        }
    }
}

/// Has a commit fold the log into the database when it holds so many pages; 0: never.
async fn fold_at(connection: &mut SqliteConnection, pages: u32) -> sqlx::Result<()> {
    sqlx::query(AssertSqlSafe(format!("PRAGMA wal_autocheckpoint = {pages}"))).execute(connection).await?;
    Ok(())
}

/// Whether there is a database that `key` opens, asked over a connection that changes nothing and is closed in order
/// whatever it finds, so that nothing of SQLite's stays beside a file that is none.
async fn probe(file: &Path, key: &Key) -> Result<()> {
    // SQLite takes an empty file for a new database.
    if std::fs::metadata(file)?.len() == 0 {
        return Err(Error::Damaged("it is empty".into()));
    }
    let mut connection = options(file, key).connect().await?;
    let tables =
        sqlx::query_scalar::<_, i64>("SELECT count(*) FROM sqlite_schema").fetch_one(&mut connection).await;
    sqlx::Connection::close(connection).await?;
    tables?;
    Ok(())
}

async fn check(connection: &mut SqliteConnection) -> Result<Vec<String>> {
    let mut wrong: Vec<String> = sqlx::query_scalar("SELECT integrity_check FROM pragma_integrity_check")
        .fetch_all(&mut *connection)
        .await?;
    wrong.retain(|line| line != "ok");
    let orphans: i64 = sqlx::query_scalar("SELECT count(*) FROM pragma_foreign_key_check")
        .fetch_one(&mut *connection)
        .await?;
    if orphans > 0 {
        wrong.push(format!("{orphans} rows refer to rows that do not exist"));
    }
    Ok(wrong)
}

fn options(file: &Path, key: &Key) -> SqliteConnectOptions {
    // The key would be logged as a statement: DEBUG always, WARN when opening takes over a second.
    SqliteConnectOptions::new()
        .filename(file)
        .pragma("key", key.pragma())
        .busy_timeout(Duration::from_secs(10))
        .disable_statement_logging()
}
