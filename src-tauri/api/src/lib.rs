//! The command table: every command of the office, declared once with its name, request, reply, errors and
//! doc. The window, the command line and the tests dispatch from it; the TypeScript bindings and the
//! schemas that `studioloctl api` prints are made from it.

pub mod accounts;
mod audit;
pub mod backups;
pub mod chats;
pub mod clients;
pub mod digest;
pub mod documents;
pub mod drafts;
pub mod error;
pub mod evidence;
pub mod folder_templates;
pub mod inbox;
pub mod mail;
pub mod mails;
pub mod oauth;
pub mod office;
pub mod providers;
pub mod quarantine;
pub mod receiving;
pub mod reminders;
pub mod settings;
mod table;
pub mod templates;
pub mod typescript;
mod wire;

pub use error::WireError;
pub use table::{COMMANDS, Command, describe, dispatch};
pub use wire::{At, Done, Empty};

#[cfg(test)]
mod tests;
