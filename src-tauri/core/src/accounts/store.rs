//! The SQL of mail accounts.

use sqlx::{FromRow, SqliteConnection};

use super::{MailAccount, ReceivingAccount, SendingAccount, Share};
use crate::error::{Error, Result};
use crate::id::{AccountId, ClientId};
use crate::time::{Instant, Millis};

/// Every account, the default one first, then the oldest.
pub async fn all(connection: &mut SqliteConnection) -> Result<Vec<MailAccount>> {
    Ok(sqlx::query_as(
        "SELECT account_id, label, is_default, save_sent,
             (SELECT count(*) FROM clients c WHERE c.account_id = a.account_id) AS clients
         FROM mail_accounts a ORDER BY is_default DESC, created_at, account_id",
    )
    .fetch_all(connection)
    .await?)
}

/// The account with this id; without one the default account, if there is any.
pub async fn chosen(connection: &mut SqliteConnection, id: Option<AccountId>) -> Result<Option<AccountId>> {
    let found: Option<AccountId> = sqlx::query_scalar(
        "SELECT account_id FROM mail_accounts WHERE account_id = $1 OR ($1 IS NULL AND is_default = 1)",
    )
    .bind(id)
    .fetch_optional(connection)
    .await?;
    match (found, id) {
        (None, Some(id)) => Err(Error::not_found("account", id)),
        (found, _) => Ok(found),
    }
}

/// Which mails an account carries; `None`: it is not there any more.
pub async fn share(connection: &mut SqliteConnection, id: AccountId) -> Result<Option<Share>> {
    let is_default: Option<bool> =
        sqlx::query_scalar("SELECT is_default FROM mail_accounts WHERE account_id = $1")
            .bind(id)
            .fetch_optional(connection)
            .await?;
    Ok(is_default.map(|is_default| Share { account: id, is_default }))
}

/// The account that a client is written from: its own, else the default one.
pub async fn of_client(connection: &mut SqliteConnection, client: ClientId) -> Result<Option<AccountId>> {
    let own: Option<Option<AccountId>> =
        sqlx::query_scalar("SELECT account_id FROM clients WHERE client_id = $1")
            .bind(client)
            .fetch_optional(&mut *connection)
            .await?;
    match own.flatten() {
        Some(own) => Ok(Some(own)),
        None => chosen(connection, None).await,
    }
}

/// Adds an account; the first is the default one.
pub async fn insert(
    connection: &mut SqliteConnection,
    id: AccountId,
    label: &str,
    now: Instant,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO mail_accounts (account_id, label, is_default, created_at)
         VALUES ($1, $2, NOT EXISTS (SELECT 1 FROM mail_accounts), $3)",
    )
    .bind(id)
    .bind(label)
    .bind(Millis::from(now))
    .execute(connection)
    .await?;
    Ok(())
}

/// Sets what the owner calls an account.
pub async fn set_label(connection: &mut SqliteConnection, id: AccountId, label: &str) -> Result<()> {
    sqlx::query("UPDATE mail_accounts SET label = $1 WHERE account_id = $2")
        .bind(label)
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

/// Sets whether copies of what is sent by an account are saved in its mailbox.
pub async fn set_save_sent(connection: &mut SqliteConnection, id: AccountId, save: bool) -> Result<()> {
    sqlx::query("UPDATE mail_accounts SET save_sent = $1 WHERE account_id = $2")
        .bind(save)
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

/// Whether copies of what is sent by an account are saved in its mailbox, and it has one.
pub async fn saves_sent(connection: &mut SqliteConnection, id: AccountId) -> Result<bool> {
    Ok(sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM mail_accounts JOIN receiving_account USING (account_id)
             WHERE account_id = $1 AND save_sent = 1)",
    )
    .bind(id)
    .fetch_one(connection)
    .await?)
}

/// Makes an account the default one.
pub async fn set_default(connection: &mut SqliteConnection, id: AccountId) -> Result<()> {
    // First none is: two at once are never allowed.
    sqlx::query("UPDATE mail_accounts SET is_default = 0 WHERE is_default = 1")
        .execute(&mut *connection)
        .await?;
    sqlx::query("UPDATE mail_accounts SET is_default = 1 WHERE account_id = $1")
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

/// Takes an account away; its clients have the default one from then on.
pub async fn delete(connection: &mut SqliteConnection, id: AccountId) -> Result<()> {
    remove_receiving(connection, id).await?;
    sqlx::query("DELETE FROM sending_account WHERE account_id = $1")
        .bind(id)
        .execute(&mut *connection)
        .await?;
    sqlx::query("DELETE FROM mail_accounts WHERE account_id = $1").bind(id).execute(connection).await?;
    Ok(())
}

/// The server that an account's mail leaves by, if it has one.
pub async fn sending(connection: &mut SqliteConnection, id: AccountId) -> Result<Option<SendingAccount>> {
    Ok(sqlx::query_as(
        "SELECT host, port, security, username, password, from_name, from_address, ca_file, allow_plain
         FROM sending_account WHERE account_id = $1",
    )
    .bind(id)
    .fetch_optional(connection)
    .await?)
}

/// The server that the default account's mail leaves by, if it has one.
pub async fn default_sending(connection: &mut SqliteConnection) -> Result<Option<SendingAccount>> {
    match chosen(connection, None).await? {
        Some(id) => sending(connection, id).await,
        None => Ok(None),
    }
}

/// The accounts that mail can leave by.
pub async fn senders(connection: &mut SqliteConnection) -> Result<Vec<AccountId>> {
    Ok(sqlx::query_scalar("SELECT account_id FROM sending_account ORDER BY account_id")
        .fetch_all(connection)
        .await?)
}

/// Sets the server that an account's mail leaves by.
pub async fn set_sending(
    connection: &mut SqliteConnection,
    id: AccountId,
    account: &SendingAccount,
    now: Instant,
) -> Result<()> {
    sqlx::query(
        "INSERT OR REPLACE INTO sending_account (account_id, host, port, security, username, password, from_name,
             from_address, ca_file, allow_plain, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(id)
    .bind(&account.host)
    .bind(account.port)
    .bind(&account.security)
    .bind(&account.username)
    .bind(&account.password)
    .bind(&account.from_name)
    .bind(&account.from_address)
    .bind(&account.ca_file)
    .bind(account.allow_plain)
    .bind(Millis::from(now))
    .execute(connection)
    .await?;
    Ok(())
}

/// The mailbox that an account's replies come to, if it has one, and when it was set.
pub async fn receiving(
    connection: &mut SqliteConnection,
    id: AccountId,
) -> Result<Option<(ReceivingAccount, Instant)>> {
    #[derive(FromRow)]
    struct Row {
        #[sqlx(flatten)]
        account: ReceivingAccount,
        set_at: Millis,
    }
    let row: Option<Row> = sqlx::query_as(
        "SELECT host, port, security, username, password, address, folder, ca_file, allow_plain, authserv_id,
             plus_addresses, set_at FROM receiving_account WHERE account_id = $1",
    )
    .bind(id)
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (row.account, row.set_at.into())))
}

/// Where replies to what an account sends are asked to go: its own mailbox, else the default account's.
pub async fn replies_of(
    connection: &mut SqliteConnection,
    id: Option<AccountId>,
) -> Result<Option<ReceivingAccount>> {
    for id in [id, chosen(connection, None).await?].into_iter().flatten() {
        if let Some((account, _)) = receiving(connection, id).await? {
            return Ok(Some(account));
        }
    }
    Ok(None)
}

/// The accounts that have a mailbox to be read.
pub async fn readers(connection: &mut SqliteConnection) -> Result<Vec<AccountId>> {
    Ok(sqlx::query_scalar("SELECT account_id FROM receiving_account ORDER BY account_id")
        .fetch_all(connection)
        .await?)
}

/// Sets the mailbox that an account's replies come to. How far it was read is forgotten.
pub async fn set_receiving(
    connection: &mut SqliteConnection,
    id: AccountId,
    account: &ReceivingAccount,
    set_at: Instant,
) -> Result<()> {
    remove_receiving(connection, id).await?;
    sqlx::query(
        "INSERT INTO receiving_account (account_id, host, port, security, username, password, address, folder, ca_file,
             allow_plain, authserv_id, plus_addresses, set_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(id)
    .bind(&account.host)
    .bind(account.port)
    .bind(&account.security)
    .bind(&account.username)
    .bind(&account.password)
    .bind(&account.address)
    .bind(&account.folder)
    .bind(&account.ca_file)
    .bind(account.allow_plain)
    .bind(&account.authserv_id)
    .bind(account.plus_addresses)
    .bind(Millis::from(set_at))
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes the mailbox away that an account's replies come to.
pub async fn remove_receiving(connection: &mut SqliteConnection, id: AccountId) -> Result<()> {
    // How far it was read goes with it.
    sqlx::query("DELETE FROM receiving_account WHERE account_id = $1").bind(id).execute(connection).await?;
    Ok(())
}

/// Notes the name by which a mailbox's server signs what it checks.
pub async fn set_authserv_id(connection: &mut SqliteConnection, id: AccountId, name: &str) -> Result<()> {
    sqlx::query("UPDATE receiving_account SET authserv_id = $1 WHERE account_id = $2")
        .bind(name)
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}
