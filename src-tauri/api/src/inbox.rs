//! `inbox.*`.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use studiolo_core::access::By;
use studiolo_core::inbox::{InboxRow as Row, service};
use studiolo_core::{Office, Result};
use ts_rs::TS;

use crate::reminders::Item;
use crate::wire::{At, Done, at, id};

/// Which rows.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct InboxListRequest {
    /// Absent: both.
    pub done: Option<bool>,
}

/// What clients did.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct InboxListReply {
    /// Newest first, one a thread.
    pub rows: Vec<InboxRow>,
}

/// A row of the inbox.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct InboxRow {
    /// Its id.
    pub inbox_id: String,
    /// Whose client.
    pub client_id: String,
    /// Which thread.
    pub item: Item,
    /// The last thing that came: answer.
    pub what: String,
    /// Who did it.
    pub who: String,
    /// When.
    pub at: At,
    /// Whether the owner is done with it.
    pub done: bool,
}

/// Which row.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct InboxSetDoneRequest {
    /// Its id.
    pub inbox_id: String,
    /// Done, or not after all.
    pub done: bool,
}

impl From<Row> for InboxRow {
    fn from(row: Row) -> Self {
        Self {
            inbox_id: row.inbox_id.to_string(),
            client_id: row.client_id.to_string(),
            item: row.item.into(),
            what: row.what,
            who: row.who,
            at: at(row.at),
            done: row.done,
        }
    }
}

/// `inbox.list`.
pub async fn list(office: &Arc<Office>, by: &By, request: InboxListRequest) -> Result<InboxListReply> {
    let rows = service::list(office, by, request.done).await?;
    Ok(InboxListReply { rows: rows.into_iter().map(InboxRow::from).collect() })
}

/// `inbox.set_done`.
pub async fn set_done(office: &Arc<Office>, by: &By, request: InboxSetDoneRequest) -> Result<Done> {
    service::set_done(office, by, id("inbox_id", &request.inbox_id)?, request.done).await?;
    Ok(Done {})
}
