//! The SQL of evidence.

use std::collections::HashMap;

use sqlx::SqliteConnection;

use super::Evidence;
use crate::error::{Error, Result};
use crate::id::{EvidenceId, MailId, ReceivedId};
use crate::rows;

/// Adds a receipt.
pub async fn insert(connection: &mut SqliteConnection, one: &Evidence) -> Result<()> {
    sqlx::query(
        "INSERT INTO evidence (evidence_id, mail_id, received_id, kind, at, recipient, reason, why_not, signer, issuer,
             taken_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(one.evidence_id)
    .bind(one.mail_id)
    .bind(one.received_id)
    .bind(one.kind)
    .bind(one.at)
    .bind(&one.recipient)
    .bind(&one.reason)
    .bind(one.why_not)
    .bind(&one.signer)
    .bind(&one.issuer)
    .bind(one.taken_at)
    .execute(connection)
    .await?;
    Ok(())
}

/// The receipt, or [`Error::NotFound`].
pub async fn get(connection: &mut SqliteConnection, id: EvidenceId) -> Result<Evidence> {
    sqlx::query_as(
        "SELECT evidence_id, mail_id, received_id, kind, at, recipient, reason, why_not, signer, issuer, taken_at
         FROM evidence WHERE evidence_id = $1",
    )
    .bind(id)
    .fetch_optional(connection)
    .await?
    .ok_or_else(|| Error::not_found("evidence", id))
}

/// The receipts about each of these mails, in the order in which what they tell happened.
pub async fn of_mails(
    connection: &mut SqliteConnection,
    mails: &[MailId],
) -> Result<HashMap<MailId, Vec<Evidence>>> {
    let select = "SELECT evidence_id, mail_id, received_id, kind, at, recipient, reason, why_not, signer, issuer, taken_at
        FROM evidence WHERE mail_id IN (";
    let order = ") ORDER BY coalesce(at, taken_at), taken_at, evidence_id";
    let found: Vec<Evidence> = rows::read(connection, select, mails, rows::id, order).await?;
    let mut of_mails: HashMap<MailId, Vec<Evidence>> = HashMap::new();
    for one in found {
        of_mails.entry(one.mail_id).or_default().push(one);
    }
    Ok(of_mails)
}

/// The SHA-256 of a receipt as it came.
pub async fn hash(connection: &mut SqliteConnection, received: ReceivedId) -> Result<Vec<u8>> {
    Ok(sqlx::query_scalar("SELECT content FROM received WHERE received_id = $1")
        .bind(received)
        .fetch_one(connection)
        .await?)
}
