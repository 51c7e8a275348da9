//! `digest.*`: the owner's morning mail. It is switched on and off with `settings.update`.

use std::sync::Arc;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;
use studiolo_core::access::By;
use studiolo_core::digest::{DigestRow, service};
use studiolo_core::{Error, Office, Result};
use ts_rs::TS;

use crate::mail::MailState;
use crate::wire::{At, Empty, at};

/// What the next morning mail is, and what became of the last one.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct DigestStateReply {
    /// When the next one goes, if there is something to say then. Absent: it is off, or no day opens.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_at: Option<At>,
    /// The last one whose time had come.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<Digest>,
}

/// One morning's mail.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Digest {
    /// The civil day in the office's zone.
    pub day: NaiveDate,
    /// Where it is.
    pub state: MailState,
    /// Where it went, or goes.
    pub to: String,
    /// RFC 5322 Message-ID, with its brackets.
    pub message_id: String,
    /// What the last failed attempt was told; of one that was withdrawn: `nothing_to_say` or `too_late`.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
    /// When the server accepted it.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted_at: Option<At>,
}

impl TryFrom<DigestRow> for Digest {
    type Error = Error;

    fn try_from(row: DigestRow) -> Result<Self> {
        Ok(Self {
            day: row.day.parse().map_err(|_| Error::Damaged(format!("digest of {:?}", row.day)))?,
            state: row.state.into(),
            to: row.address,
            message_id: row.message_id,
            last_error: Some(row.last_error).filter(|error| !error.is_empty()),
            accepted_at: row.accepted_at.map(at),
        })
    }
}

/// `digest.state`.
pub async fn state(office: &Arc<Office>, by: &By, _: Empty) -> Result<DigestStateReply> {
    let state = service::state(office, by).await?;
    Ok(DigestStateReply { next_at: state.next_at, last: state.last.map(Digest::try_from).transpose()? })
}
