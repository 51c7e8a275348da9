//! The SQL of copies of sent mail.

use sqlx::SqliteConnection;

use crate::error::Result;
use crate::id::{AccountId, MailId};
use crate::rows::{self, Values};

/// A copy that waits, without its bytes.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Copy {
    /// The mail.
    pub mail_id: MailId,
    /// Its Message-ID, with its brackets.
    pub message_id: String,
}

/// Keeps copies of mails until they are saved in their account's mailbox.
pub async fn insert(connection: &mut SqliteConnection, copies: &[(MailId, AccountId, &[u8])]) -> Result<()> {
    let push = |values: &mut Values<'_>, (mail, account, bytes): &(MailId, AccountId, &[u8])| {
        values.push_bind(*mail).push_bind(*account).push_bind(bytes.to_vec());
    };
    let insert = "INSERT OR IGNORE INTO sent_copies (mail_id, account_id, bytes) ";
    rows::write(connection, insert, copies, push, "").await
}

/// The accounts for whose mailbox copies wait.
pub async fn accounts(connection: &mut SqliteConnection) -> Result<Vec<AccountId>> {
    Ok(sqlx::query_scalar("SELECT DISTINCT account_id FROM sent_copies ORDER BY account_id")
        .fetch_all(connection)
        .await?)
}

/// The copies that wait for an account's mailbox, the oldest first.
pub async fn of_account(connection: &mut SqliteConnection, account: AccountId) -> Result<Vec<Copy>> {
    Ok(sqlx::query_as(
        "SELECT mail_id, message_id FROM sent_copies JOIN mails USING (mail_id)
         WHERE sent_copies.account_id = $1 ORDER BY mail_id",
    )
    .bind(account)
    .fetch_all(connection)
    .await?)
}

/// A copy's bytes; `None`: it does not wait any more.
pub async fn bytes(connection: &mut SqliteConnection, mail: MailId) -> Result<Option<Vec<u8>>> {
    Ok(sqlx::query_scalar("SELECT bytes FROM sent_copies WHERE mail_id = $1")
        .bind(mail)
        .fetch_optional(connection)
        .await?)
}

/// Notes that a copy is begun to be saved; one that was begun `most` times is given up.
pub async fn try_once(connection: &mut SqliteConnection, mail: MailId, most: i64) -> Result<()> {
    sqlx::query("DELETE FROM sent_copies WHERE mail_id = $1 AND tries >= $2")
        .bind(mail)
        .bind(most)
        .execute(&mut *connection)
        .await?;
    sqlx::query("UPDATE sent_copies SET tries = tries + 1 WHERE mail_id = $1")
        .bind(mail)
        .execute(connection)
        .await?;
    Ok(())
}

/// The copy of a mail is saved.
pub async fn delete(connection: &mut SqliteConnection, mail: MailId) -> Result<()> {
    sqlx::query("DELETE FROM sent_copies WHERE mail_id = $1").bind(mail).execute(connection).await?;
    Ok(())
}

/// No copy waits for this account's mailbox any more.
pub async fn forget(connection: &mut SqliteConnection, account: AccountId) -> Result<()> {
    sqlx::query("DELETE FROM sent_copies WHERE account_id = $1").bind(account).execute(connection).await?;
    Ok(())
}
