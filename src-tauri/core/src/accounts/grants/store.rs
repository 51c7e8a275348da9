//! The SQL of grants.

use sqlx::SqliteConnection;

use super::Grant;
use crate::error::Result;
use crate::id::AccountId;
use crate::time::{Instant, Millis};

/// An account's grant, if it has one.
pub(super) async fn get(connection: &mut SqliteConnection, id: AccountId) -> Result<Option<Grant>> {
    Ok(sqlx::query_as(
        "SELECT name, authorization, token, revocation, loopback, scopes, client_id, client_secret, ca_file, hosts, address,
             access_token, refresh_token, expires_at, refused
         FROM mail_grants WHERE account_id = $1",
    )
    .bind(id)
    .fetch_optional(connection)
    .await?)
}

/// Keeps an account's grant, in place of the one that stood.
pub(super) async fn set(
    connection: &mut SqliteConnection,
    id: AccountId,
    grant: &Grant,
    now: Instant,
) -> Result<()> {
    sqlx::query(
        "INSERT OR REPLACE INTO mail_grants (account_id, name, authorization, token, revocation, loopback, scopes, client_id,
             client_secret, ca_file, hosts, address, access_token, refresh_token, expires_at, refused, granted_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
    )
    .bind(id)
    .bind(&grant.name)
    .bind(&grant.authorization)
    .bind(&grant.token)
    .bind(&grant.revocation)
    .bind(&grant.loopback)
    .bind(&grant.scopes)
    .bind(&grant.client_id)
    .bind(&grant.client_secret)
    .bind(&grant.ca_file)
    .bind(&grant.hosts)
    .bind(&grant.address)
    .bind(&grant.access_token)
    .bind(&grant.refresh_token)
    .bind(grant.expires_at)
    .bind(&grant.refused)
    .bind(Millis::from(now))
    .execute(connection)
    .await?;
    Ok(())
}

/// Keeps the tokens of a renewal, or why there are none, if the grant is still the one that was renewed.
pub(super) async fn renew(
    connection: &mut SqliteConnection,
    id: AccountId,
    old: &Grant,
    new: &Grant,
) -> Result<bool> {
    let kept = sqlx::query(
        "UPDATE mail_grants SET access_token = $1, refresh_token = $2, expires_at = $3, refused = $4
         WHERE account_id = $5 AND refresh_token = $6",
    )
    .bind(&new.access_token)
    .bind(&new.refresh_token)
    .bind(new.expires_at)
    .bind(&new.refused)
    .bind(id)
    .bind(&old.refresh_token)
    .execute(connection)
    .await?;
    Ok(kept.rows_affected() == 1)
}

/// Forgets an account's grant; whether there was one.
pub(super) async fn forget(connection: &mut SqliteConnection, id: AccountId) -> Result<bool> {
    let gone =
        sqlx::query("DELETE FROM mail_grants WHERE account_id = $1").bind(id).execute(connection).await?;
    Ok(gone.rows_affected() == 1)
}

/// The client that the owner set for a provider, by the place where its tokens are fetched: id and secret.
pub(super) async fn client(
    connection: &mut SqliteConnection,
    token: &str,
) -> Result<Option<(String, String)>> {
    Ok(sqlx::query_as("SELECT client_id, client_secret FROM oauth_clients WHERE token = $1")
        .bind(token)
        .fetch_optional(connection)
        .await?)
}

/// Keeps the client that the owner set for a provider.
pub(super) async fn set_client(
    connection: &mut SqliteConnection,
    token: &str,
    (client_id, client_secret): (&str, &str),
) -> Result<()> {
    sqlx::query("INSERT OR REPLACE INTO oauth_clients (token, client_id, client_secret) VALUES ($1, $2, $3)")
        .bind(token)
        .bind(client_id)
        .bind(client_secret)
        .execute(connection)
        .await?;
    Ok(())
}
