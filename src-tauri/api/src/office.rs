//! `office.*`: the office's own state.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;
use studiolo_core::access::By;
use studiolo_core::jobs::LoopState;
use studiolo_core::{Office, Result, accounts, backup, chats, clients, outbox, settings};
use ts_rs::TS;

use crate::settings::Language;
use crate::wire::{At, Empty};

/// Who the office is and how it fares.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct OfficeStateReply {
    /// Whether the owner has said who they are: a new office of the window has a stand-in for an address until then.
    pub set_up: bool,
    /// Name of the firm.
    pub firm: String,
    /// Name of the owner.
    pub owner_name: String,
    /// Language of the window.
    pub language: Language,
    /// IANA name of the office's zone.
    pub time_zone: String,
    /// Whether mail leaves.
    pub sending: SendingState,
    /// Whether all automatic reminders are paused.
    pub reminders_paused: bool,
    /// When the last daily backup was made.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_backup_at: Option<At>,
    /// How many clients there are.
    pub clients: i64,
    /// How many threads of the list have something that the owner has not read.
    pub unread: i64,
    /// The loops; empty when none runs in this process.
    pub loops: Vec<Loop>,
    /// The office's folder, absolute.
    pub folder: String,
    /// The program that keeps this folder in step with a server, which can damage the office.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub synced_by: Option<&'static str>,
}

/// Whether mail leaves.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct SendingState {
    /// unset: no account, mail waits; caught: a demo office; ready; unreachable: waiting mends it; refused: the
    /// account must be mended.
    pub state: Sending,
    /// Mails that wait to leave.
    pub queued: i64,
    /// What the server or the system said last.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
}

/// See [`SendingState::state`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Sending {
    Unset,
    Caught,
    Ready,
    Unreachable,
    Refused,
}

/// A loop and what it is doing.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Loop {
    /// reminders, outbox, housekeeping.
    pub name: String,
    /// Whether it runs.
    pub running: bool,
    /// What went wrong last.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// `office.state`.
pub async fn state(office: &Arc<Office>, by: &By, _: Empty) -> Result<OfficeStateReply> {
    let settings = settings::service::get(office, by).await?;
    let blocked = office.roads().worst();
    let state = match (&blocked, settings.catch_mail) {
        (_, true) => Sending::Caught,
        (Some((outbox::RoadState::Unreachable, _)), _) => Sending::Unreachable,
        (Some((outbox::RoadState::Refused, _)), _) => Sending::Refused,
        (None, _) if accounts::service::sending(office, by, None).await?.is_some() => Sending::Ready,
        (None, _) => Sending::Unset,
    };
    let loops = office.loops().into_iter().map(|status| Loop {
        running: status.state == LoopState::Running,
        error: Some(status.error).filter(|error| !error.is_empty()),
        name: status.name,
    });
    Ok(OfficeStateReply {
        set_up: settings.is_set_up(),
        firm: settings.firm,
        owner_name: settings.owner_name,
        language: settings.language.into(),
        time_zone: settings.time_zone.name().into(),
        sending: SendingState {
            state,
            queued: outbox::service::waiting(office, by).await?,
            last_error: blocked.map(|(_, error)| error),
        },
        reminders_paused: settings.reminders_paused,
        last_backup_at: backup::last(office).map(|header| header.created_at),
        clients: clients::service::count(office, by).await?,
        unread: chats::reading::unread(office, by).await?,
        loops: loops.collect(),
        folder: office.folder().display().to_string(),
        synced_by: office.synced_by(),
    })
}
