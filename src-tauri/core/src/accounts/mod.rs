//! Mail accounts: where mail leaves and where replies come to. One is the default; a client may have another.

pub mod grants;
mod receiving;
mod sending;
mod server;
pub mod service;
pub mod store;
mod suggest;

pub use receiving::{INBOX, ReceivingAccount};
pub use sending::SendingAccount;
pub use suggest::{Discovery, FoundBy, MailPassword, MailServer, Places, Suggestion, discovered, suggestion};

use crate::id::AccountId;

/// A mail account, apart from its servers.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct MailAccount {
    /// Its id.
    pub account_id: AccountId,
    /// What the owner calls it; empty: its address.
    pub label: String,
    /// Whether clients that have no other are written from it.
    pub is_default: bool,
    /// Whether copies of what is sent by it are saved in its mailbox.
    pub save_sent: bool,
    /// The clients that have it as their own.
    pub clients: i64,
}

/// The mails of the outbox that one of several accounts carries: those to the clients that have it as their own, and if it is
/// the default one to all that have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// The account.
    pub account: AccountId,
    /// Whether it is the default one.
    pub is_default: bool,
}

#[cfg(test)]
mod tests;
