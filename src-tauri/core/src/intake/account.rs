//! The account that replies come to.

use studiolo_mail::Account;

use crate::error::Result;
use crate::outbox::account::Server;
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
    /// How its server signs what it checked of a mail's sender; empty: not known, so that nobody is verified.
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

    pub(crate) fn server(&self) -> Server<'_> {
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
