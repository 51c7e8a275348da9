//! The office's behaviour, through the command table, on a clock that the test moves.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::missing_panics_doc)]

mod access;
mod accounts;
mod anchors;
mod backups;
mod chats;
mod clients;
mod conversations;
mod delivery;
mod digest;
mod drafts;
mod evidence;
mod held;
mod inbox;
mod intake;
mod intake_bad;
mod notices;
mod oauth;
mod originals;
mod reminders;
mod replays;
mod schema;
mod settings;
mod templates;
mod unreachable;
