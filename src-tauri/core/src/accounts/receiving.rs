//! The mailbox that an account's replies come to.

use studiolo_mail::Account;

use super::server::Server;
use crate::access::Origin;
use crate::error::Result;
use crate::settings::{address, line};

/// The folder that is read unless told otherwise.
pub const INBOX: &str = "INBOX";

/// The receiving account as it is stored and set. `Debug` shows no password.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ReceivingAccount {
    /// Server name or address.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// `tls`, `starttls` or `none`.
    pub security: String,
    /// User name.
    pub username: String,
    /// Password.
    pub password: String,
    /// Where replies are asked to go.
    pub address: String,
    /// The folder that is read.
    pub folder: String,
    /// PEM file of an authority trusted besides the system's; empty: none.
    pub ca_file: String,
    /// Allows `none` to a server that is not on this computer.
    pub allow_plain: bool,
    /// How its server signs what it checked of a mail's sender; `-`: with no name; empty: not known, so that nobody is verified.
    pub authserv_id: String,
    /// Whether its provider delivers `name+token@domain`.
    pub plus_addresses: bool,
}

impl std::fmt::Debug for ReceivingAccount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ReceivingAccount({} at {}:{} by {})", self.username, self.host, self.port, self.security)
    }
}

impl ReceivingAccount {
    /// The account, or which field is wrong.
    pub fn check(mut self) -> Result<Self> {
        self.host = line("host", &self.host)?;
        self.username = line("username", &self.username)?;
        self.folder = line("folder", &self.folder)?;
        self.address = address("address", &self.address)?;
        self.authserv_id = self.authserv_id.trim().to_ascii_lowercase();
        self.server().check()?;
        Ok(self)
    }

    /// How the server is reached.
    pub fn road(&self) -> Result<Account> {
        self.server().road()
    }

    /// What was left out and the old account has: its password, its authority, its server's name.
    pub(super) fn keep(&mut self, old: &Self, origin: Origin) {
        let same_server = self.host == old.host;
        if self.server().keeps_password_of(&old.server()) {
            self.password.clone_from(&old.password);
        }
        if origin == Origin::Window && same_server {
            self.ca_file.clone_from(&old.ca_file);
        }
        if self.authserv_id.is_empty() && same_server {
            self.authserv_id.clone_from(&old.authserv_id);
        }
    }

    fn server(&self) -> Server<'_> {
        Server {
            host: &self.host,
            port: self.port,
            security: &self.security,
            username: &self.username,
            password: &self.password,
            ca_file: &self.ca_file,
            allow_plain: self.allow_plain,
        }
    }

    /// Whether it is the same folder of the same mailbox.
    pub fn is_same_mailbox(&self, other: &Self) -> bool {
        self.host.eq_ignore_ascii_case(&other.host)
            && self.username == other.username
            && self.folder == other.folder
    }
}
