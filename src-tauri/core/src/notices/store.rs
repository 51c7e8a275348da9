//! The notices' SQL.

use sqlx::SqliteConnection;

use super::{ACTIONS, Candidate, NoticeSettings};
use crate::error::Result;
use crate::id::OfficeId;

/// The rows of the audit trail after number `seq` up to `head` that may become a notice, oldest first.
pub async fn candidates(connection: &mut SqliteConnection, seq: i64, head: i64) -> Result<Vec<Candidate>> {
    // An object is `chat:ID` or `mail:ID`; a mail about several items stands for its first.
    let mut query = sqlx::query_as(
        "WITH news AS (
             SELECT a.seq, a.action, a.origin, a.details, a.client_id,
                 CASE WHEN a.object LIKE 'chat:%' THEN substr(a.object, 6)
                     ELSE (SELECT min(item_id) FROM mail_items
                           WHERE mail_id = substr(a.object, 6) AND item_kind = 'chat') END AS about,
                 coalesce((SELECT state IN ('failed', 'bounced', 'uncertain') AND next_attempt_at IS NULL
                           FROM mails WHERE mail_id = substr(a.object, 6)), 0) AS stopped
             FROM audit a WHERE a.seq > $1 AND a.seq <= $2 AND a.action IN ($3, $4, $5, $6, $7, $8))
         SELECT n.action, n.origin, n.details, n.stopped, coalesce(k.name, '') AS client, c.chat_id,
                coalesce(c.subject, '') AS subject
         FROM news n
         LEFT JOIN clients k ON k.client_id = n.client_id
         LEFT JOIN chats c ON c.chat_id = n.about
         ORDER BY n.seq",
    )
    .bind(seq)
    .bind(head);
    for action in ACTIONS {
        query = query.bind(action);
    }
    Ok(query.fetch_all(connection).await?)
}

/// Sets how the owner wants to be told.
pub async fn set(connection: &mut SqliteConnection, id: OfficeId, to: &NoticeSettings) -> Result<()> {
    sqlx::query(
        "INSERT INTO notices (office_id, enabled, hide_content, quiet_from, quiet_to)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (office_id) DO UPDATE SET enabled = excluded.enabled,
             hide_content = excluded.hide_content, quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to",
    )
    .bind(id)
    .bind(to.enabled)
    .bind(to.hide_content)
    .bind(to.quiet.map(|quiet| quiet.from()).unwrap_or_default())
    .bind(to.quiet.map(|quiet| quiet.to()).unwrap_or_default())
    .execute(connection)
    .await?;
    Ok(())
}
