//! The SQL of contacts whose mailbox refuses.

use sqlx::SqliteConnection;

use super::Unreachable;
use crate::error::Result;
use crate::id::ClientId;
use crate::time::{Instant, Millis};

/// Mails to contacts' present addresses that came back or were refused, newest first, without those after which another to
/// that address was accepted before `quiet_since` and is not told late.
pub(super) async fn refused(
    connection: &mut SqliteConnection,
    client: Option<ClientId>,
    quiet_since: Instant,
) -> Result<Vec<Unreachable>> {
    Ok(sqlx::query_as(
        "SELECT m.contact_id, m.client_id, m.mail_id, m.state, m.address, m.last_error,
             coalesce(m.accepted_at, m.created_at) AS since
         FROM mails m JOIN contacts c ON c.contact_id = m.contact_id AND lower(c.email) = lower(m.address)
         WHERE m.state IN ('bounced', 'failed') AND ($1 IS NULL OR m.client_id = $1) AND NOT EXISTS (
             SELECT 1 FROM mails l WHERE l.contact_id = m.contact_id AND l.created_at > m.created_at
             AND l.state = 'accepted' AND l.last_error = '' AND l.accepted_at <= $2
             AND lower(l.address) = lower(m.address))
         ORDER BY m.created_at DESC, m.mail_id DESC",
    )
    .bind(client)
    .bind(Millis::from(quiet_since))
    .fetch_all(connection)
    .await?)
}
