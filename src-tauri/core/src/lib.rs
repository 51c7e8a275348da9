//! The whole office of Studiolo: store, rules, services and loops. It knows no window, no command line and no
//! portal; those are doors to it.

pub mod access;
pub mod accounts;
pub mod audit;
pub mod backup;
pub mod chats;
pub mod clients;
pub mod delivery;
pub mod demo;
pub mod digest;
pub mod documents;
pub mod drafts;
pub mod error;
pub mod events;
pub mod evidence;
pub mod hex;
pub mod id;
pub mod inbox;
pub mod intake;
pub mod jobs;
pub mod key;
pub mod letters;
pub mod location;
pub mod notices;
pub mod office;
pub mod outbox;
pub mod reminders;
pub mod richtext;
mod rows;
pub(crate) mod sent;
pub mod settings;
pub mod store;
pub mod templates;
pub mod time;

pub use error::{Error, Result};
pub use office::{Office, OpenOptions};
