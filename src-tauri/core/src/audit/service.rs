//! Reading and checking the audit trail.

use super::{Row, Verdict, store};
use crate::access::By;
use crate::error::Result;
use crate::id::ClientId;
use crate::office::Office;

/// Up to `limit` rows before number `before`, newest first; of one client or all.
pub async fn newest(
    office: &Office,
    by: &By,
    client: Option<ClientId>,
    before: i64,
    limit: i64,
) -> Result<Vec<Row>> {
    let client = client.map(|id| id.to_string()).unwrap_or_default();
    store::newest(&mut *office.read(by).await?, &client, before, limit).await
}

/// Recomputes the whole chain.
pub async fn verify(office: &Office, by: &By) -> Result<Verdict> {
    super::verify(&mut *office.read(by).await?).await
}
