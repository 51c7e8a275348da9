//! The audit trail: append-only, each row chained to the one before by hash.
//!
//! The hash of a row is SHA-256 (FIPS 180-4), in hex, over the hash of the row before (64 zeros before the
//! first), a line feed, and the row as a JSON array `[seq, at, actor, action, object, client_id, origin,
//! details]` with `at` in UTC milliseconds and `details` as the text that is stored.

pub mod anchors;
pub mod service;
pub mod store;

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;

use crate::error::Result;
use crate::hex::hex;
use crate::time::{Instant, Millis};

/// Before the first row.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What is recorded of one act.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// Who: the owner's or a contact's name, or `system`.
    pub actor: &'a str,
    /// What: the command's name (`chats.send_again`), or a loop's (`reminder.sent`, `mail.accepted`).
    pub action: &'a str,
    /// On what: `kind:id`.
    pub object: &'a str,
    /// The client it concerns, or empty.
    pub client_id: &'a str,
    /// From where: window, `command_line`, loop.
    pub origin: &'a str,
    /// What else is worth keeping.
    pub details: Value,
}

/// A row of the trail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Row {
    /// 1, 2, 3 … without gaps.
    pub seq: i64,
    /// When.
    pub at: Millis,
    /// Who.
    pub actor: String,
    /// What.
    pub action: String,
    /// On what.
    pub object: String,
    /// The client it concerns, or empty.
    pub client_id: String,
    /// From where.
    pub origin: String,
    /// JSON.
    pub details: String,
    /// SHA-256, hex.
    pub hash: String,
}

impl Row {
    /// The hash that it has after a row of the hash `before`.
    pub fn hash_after(&self, before: &str) -> String {
        let row = serde_json::json!([
            self.seq,
            self.at.0,
            self.actor,
            self.action,
            self.object,
            self.client_id,
            self.origin,
            self.details
        ]);
        let digest =
            Sha256::new_with_prefix(before).chain_update(b"\n").chain_update(row.to_string()).finalize();
        hex(&digest)
    }
}

/// What a check of the chain found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Whether every row follows from the one before.
    pub ok: bool,
    /// How many rows there are.
    pub rows: i64,
    /// The hash of the last row; 64 zeros when there is none.
    pub head: String,
    /// The first row that does not follow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub broken_at: Option<i64>,
}

/// The rows of the act under way: chained as they come, written together at its end.
#[derive(Debug, Default)]
pub struct Pending {
    rows: Vec<Row>,
    /// Number and hash of the trail's last row when first asked for.
    before: Option<(i64, String)>,
}

impl Pending {
    /// Chains one row to the last of the act or, for the first, of the trail.
    pub async fn append(
        &mut self,
        connection: &mut SqliteConnection,
        at: Instant,
        entry: Entry<'_>,
    ) -> Result<()> {
        let (seq, before) = self.head(connection).await?;
        let mut row = Row {
            seq: seq + 1,
            at: at.into(),
            actor: entry.actor.into(),
            action: entry.action.into(),
            object: entry.object.into(),
            client_id: entry.client_id.into(),
            origin: entry.origin.into(),
            details: entry.details.to_string(),
            hash: String::new(),
        };
        row.hash = row.hash_after(&before);
        self.rows.push(row);
        Ok(())
    }

    /// Number and hash of the last row, those of the act included.
    pub async fn head(&mut self, connection: &mut SqliteConnection) -> Result<(i64, String)> {
        if let Some(last) = self.rows.last() {
            return Ok((last.seq, last.hash.clone()));
        }
        if let Some(before) = &self.before {
            return Ok(before.clone());
        }
        Ok(self.before.insert(store::head(connection).await?).clone())
    }

    /// Writes them within the act's transaction.
    pub async fn write(&self, connection: &mut SqliteConnection) -> Result<()> {
        store::insert(connection, &self.rows).await
    }
}

/// Recomputes the whole chain.
pub async fn verify(connection: &mut SqliteConnection) -> Result<Verdict> {
    walk(connection, |_| ()).await
}

/// The same, and shows each row that follows from the one before to `shown`.
pub async fn walk(connection: &mut SqliteConnection, mut shown: impl FnMut(&Row)) -> Result<Verdict> {
    const PAGE: i64 = 10_000;
    let mut verdict = Verdict { ok: true, rows: 0, head: GENESIS.into(), broken_at: None };
    loop {
        let page = store::after(connection, verdict.rows, PAGE).await?;
        if page.is_empty() {
            return Ok(verdict);
        }
        for row in page {
            if row.seq != verdict.rows + 1 || row.hash != row.hash_after(&verdict.head) {
                return Ok(Verdict { ok: false, broken_at: Some(verdict.rows + 1), ..verdict });
            }
            shown(&row);
            verdict.rows = row.seq;
            verdict.head = row.hash;
        }
    }
}

#[cfg(test)]
mod tests;
