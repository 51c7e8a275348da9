//! The SQL of clients and contacts.

use sqlx::SqliteConnection;

use super::{Client, ClientRow, Contact};
use crate::error::{Error, Result};
use crate::id::{ClientId, ContactId};
use crate::rows;
use crate::time::{Instant, Millis};

/// Adds a client.
pub async fn insert(connection: &mut SqliteConnection, client: &Client) -> Result<()> {
    sqlx::query("INSERT INTO clients (client_id, name, kind, created_at) VALUES ($1, $2, $3, $4)")
        .bind(client.client_id)
        .bind(&client.name)
        .bind(client.kind)
        .bind(client.created_at)
        .execute(connection)
        .await?;
    Ok(())
}

/// Writes a client's name, kind and account.
pub async fn update(connection: &mut SqliteConnection, client: &Client) -> Result<()> {
    sqlx::query("UPDATE clients SET name = $1, kind = $2, account_id = $3 WHERE client_id = $4")
        .bind(&client.name)
        .bind(client.kind)
        .bind(client.account_id)
        .bind(client.client_id)
        .execute(connection)
        .await?;
    Ok(())
}

/// The client, or [`Error::NotFound`].
pub async fn get(connection: &mut SqliteConnection, id: ClientId) -> Result<Client> {
    sqlx::query_as("SELECT client_id, name, kind, account_id, created_at FROM clients WHERE client_id = $1")
        .bind(id)
        .fetch_optional(connection)
        .await?
        .ok_or_else(|| Error::not_found("client", id))
}

/// Every client with what is pending, by name.
pub async fn list(connection: &mut SqliteConnection) -> Result<Vec<ClientRow>> {
    Ok(sqlx::query_as(
        "WITH people AS (
             SELECT client_id, group_concat(name, char(10)) AS contact_names, sum(notify) AS notified
             FROM (SELECT client_id, name, notify FROM contacts ORDER BY client_id, created_at, contact_id)
             GROUP BY client_id),
         items AS (
             SELECT client_id, count(*) AS waiting, min(CASE WHEN held = '' THEN due_at END) AS next_at,
                    sum(CASE WHEN enabled = 1 AND used >= max_count THEN 1 ELSE 0 END) AS exhausted
             FROM reminders WHERE phase = 'pending' GROUP BY client_id),
         talk AS (
             SELECT c.client_id, max(c.last_at) AS last_at,
                    sum(CASE WHEN c.state = 'active' AND 'client' = (
                        SELECT author_kind FROM messages m WHERE m.chat_id = c.chat_id
                        ORDER BY m.position DESC LIMIT 1) THEN 1 ELSE 0 END) AS answered
             FROM chats c GROUP BY c.client_id)
         SELECT c.client_id, c.name, c.kind, coalesce(contact_names, '') AS contact_names,
                coalesce(notified, 0) AS notified, coalesce(waiting, 0) AS waiting, next_at,
                coalesce(exhausted, 0) AS exhausted, coalesce(answered, 0) AS answered, last_at
         FROM clients c
         LEFT JOIN people ON people.client_id = c.client_id
         LEFT JOIN items ON items.client_id = c.client_id
         LEFT JOIN talk ON talk.client_id = c.client_id
         ORDER BY lower(c.name), c.client_id",
    )
    .fetch_all(connection)
    .await?)
}

/// How many clients there are.
pub async fn count(connection: &mut SqliteConnection) -> Result<i64> {
    Ok(sqlx::query_scalar("SELECT count(*) FROM clients").fetch_one(connection).await?)
}

/// Adds a contact.
pub async fn insert_contact(
    connection: &mut SqliteConnection,
    contact: &Contact,
    now: Instant,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO contacts (contact_id, client_id, name, email, notify, login, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(contact.contact_id)
    .bind(contact.client_id)
    .bind(&contact.name)
    .bind(&contact.email)
    .bind(contact.notify)
    .bind(contact.login)
    .bind(Millis::from(now))
    .execute(connection)
    .await?;
    Ok(())
}

/// Writes a contact over the one that stands.
pub async fn update_contact(connection: &mut SqliteConnection, contact: &Contact) -> Result<()> {
    sqlx::query("UPDATE contacts SET name = $1, email = $2, notify = $3, login = $4 WHERE contact_id = $5")
        .bind(&contact.name)
        .bind(&contact.email)
        .bind(contact.notify)
        .bind(contact.login)
        .bind(contact.contact_id)
        .execute(connection)
        .await?;
    Ok(())
}

/// The contact, or [`Error::NotFound`].
pub async fn contact(connection: &mut SqliteConnection, id: ContactId) -> Result<Contact> {
    sqlx::query_as(
        "SELECT contact_id, client_id, name, email, notify, login FROM contacts WHERE contact_id = $1",
    )
    .bind(id)
    .fetch_optional(connection)
    .await?
    .ok_or_else(|| Error::not_found("contact", id))
}

/// The contact's name.
pub async fn contact_name(connection: &mut SqliteConnection, id: ContactId) -> Result<String> {
    Ok(contact(connection, id).await?.name)
}

/// The client's contacts, oldest first.
pub async fn contacts_of(connection: &mut SqliteConnection, client: ClientId) -> Result<Vec<Contact>> {
    Ok(sqlx::query_as(
        "SELECT contact_id, client_id, name, email, notify, login FROM contacts
         WHERE client_id = $1 ORDER BY created_at, contact_id",
    )
    .bind(client)
    .fetch_all(connection)
    .await?)
}

/// Those of these clients that there are.
pub async fn all(connection: &mut SqliteConnection, ids: &[ClientId]) -> Result<Vec<Client>> {
    let select = "SELECT client_id, name, kind, account_id, created_at FROM clients WHERE client_id IN (";
    rows::read(connection, select, ids, rows::id, ")").await
}

/// A contact with its client's name.
#[derive(Debug, sqlx::FromRow)]
pub struct Addressee {
    /// The contact.
    #[sqlx(flatten)]
    pub contact: Contact,
    /// Its client's name.
    pub client_name: String,
}

/// Those of these contacts that there are.
pub async fn addressees(connection: &mut SqliteConnection, ids: &[ContactId]) -> Result<Vec<Addressee>> {
    let select = "SELECT c.contact_id, c.client_id, c.name, c.email, c.notify, c.login, k.name AS client_name
        FROM contacts c JOIN clients k ON k.client_id = c.client_id WHERE c.contact_id IN (";
    rows::read(connection, select, ids, rows::id, ")").await
}

/// These clients' contacts that get e-mail, each client's oldest first.
pub async fn recipients(connection: &mut SqliteConnection, clients: &[ClientId]) -> Result<Vec<Contact>> {
    let select = "SELECT contact_id, client_id, name, email, notify, login FROM contacts
        WHERE notify = 1 AND client_id IN (";
    let order = ") ORDER BY client_id, created_at, contact_id";
    rows::read(connection, select, clients, rows::id, order).await
}

/// All contacts of these clients, each client's oldest first.
pub async fn contacts_of_all(
    connection: &mut SqliteConnection,
    clients: &[ClientId],
) -> Result<Vec<Contact>> {
    let select =
        "SELECT contact_id, client_id, name, email, notify, login FROM contacts WHERE client_id IN (";
    let order = ") ORDER BY client_id, created_at, contact_id";
    rows::read(connection, select, clients, rows::id, order).await
}

/// Client and address of every contact that gets e-mail, oldest first.
pub async fn notified(connection: &mut SqliteConnection) -> Result<Vec<(ClientId, String)>> {
    Ok(sqlx::query_as(
        "SELECT client_id, email FROM contacts WHERE notify = 1 ORDER BY created_at, contact_id",
    )
    .fetch_all(connection)
    .await?)
}
