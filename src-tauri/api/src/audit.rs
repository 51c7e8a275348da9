//! `audit.*`.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use studiolo_core::access::By;
use studiolo_core::audit::service;
use studiolo_core::id::ClientId;
use studiolo_core::{Error, Office, Result};
use ts_rs::TS;

use crate::wire::{At, Empty, at, optional_id};

/// Rows of a page unless told otherwise.
const PAGE: u16 = 200;

/// Which rows.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct AuditListRequest {
    /// Absent: of all clients.
    pub client_id: Option<String>,
    /// Only rows before this number.
    pub before: Option<i64>,
    /// How many at most, 1 to 1,000; 200 if absent.
    pub limit: Option<u16>,
}

/// Rows of the trail.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct AuditListReply {
    /// Newest first.
    pub rows: Vec<AuditRow>,
}

/// A row of the trail.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct AuditRow {
    /// 1, 2, 3 … without gaps.
    pub seq: i64,
    /// When.
    pub at: At,
    /// Who.
    pub actor: String,
    /// What: a command's name, or `reminder.sent`, `mail.accepted` …
    pub action: String,
    /// On what: `kind:id`.
    pub object: String,
    /// From where: window, `command_line`, loop.
    pub origin: String,
    /// SHA-256, hex; follows from the row before.
    pub hash: String,
    /// What else is worth keeping.
    #[ts(type = "Record<string, unknown>")]
    pub details: Value,
}

/// What the check found.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct AuditVerifyReply {
    /// Whether every row follows from the one before.
    pub ok: bool,
    /// How many rows were checked.
    pub rows: i64,
    /// The hash of the last good row.
    pub head: String,
    /// The first row that does not follow.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub broken_at: Option<i64>,
}

/// `audit.list`.
pub async fn list(office: &Arc<Office>, by: &By, request: AuditListRequest) -> Result<AuditListReply> {
    let limit = request.limit.unwrap_or(PAGE);
    if !(1..=1000).contains(&limit) {
        return Err(Error::invalid("limit", "is 1 to 1000"));
    }
    let client: Option<ClientId> = optional_id("client_id", request.client_id.as_deref())?;
    let rows = service::newest(office, by, client, request.before.unwrap_or(i64::MAX), limit.into()).await?;
    let row = |row: studiolo_core::audit::Row| AuditRow {
        seq: row.seq,
        at: at(row.at),
        actor: row.actor,
        action: row.action,
        object: row.object,
        origin: row.origin,
        hash: row.hash,
        details: serde_json::from_str(&row.details).unwrap_or_default(),
    };
    Ok(AuditListReply { rows: rows.into_iter().map(row).collect() })
}

/// `audit.verify`.
pub async fn verify(office: &Arc<Office>, by: &By, _: Empty) -> Result<AuditVerifyReply> {
    let verdict = service::verify(office, by).await?;
    Ok(AuditVerifyReply {
        ok: verdict.ok,
        rows: verdict.rows,
        head: verdict.head,
        broken_at: verdict.broken_at,
    })
}
