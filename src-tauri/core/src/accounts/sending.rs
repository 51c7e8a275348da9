//! The server that an account's mail leaves by.

use studiolo_mail::{Account, EmailAddress, Mailbox};

use super::server::Server;
use crate::access::Origin;
use crate::error::{Error, Result};
use crate::settings::{address, line};

/// The sending account as it is stored and set. `Debug` shows no password.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct SendingAccount {
    /// Server name or address.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// `tls`, `starttls` or `none`.
    pub security: String,
    /// Empty: no sign-in.
    pub username: String,
    /// Password.
    pub password: String,
    /// Name that mail comes from.
    pub from_name: String,
    /// Address that mail comes from.
    pub from_address: String,
    /// PEM file of an authority trusted besides the system's; empty: none.
    pub ca_file: String,
    /// Allows `none` to a server that is not on this computer.
    pub allow_plain: bool,
}

impl std::fmt::Debug for SendingAccount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SendingAccount({} at {}:{} by {})", self.from_address, self.host, self.port, self.security)
    }
}

impl SendingAccount {
    /// The account, or which field is wrong.
    pub fn check(mut self) -> Result<Self> {
        self.host = line("host", &self.host)?;
        self.from_name = line("from_name", &self.from_name)?;
        self.from_address = address("from_address", &self.from_address)?;
        self.server().check()?;
        Ok(self)
    }

    /// How the server is reached.
    pub fn road(&self) -> Result<Account> {
        self.server().road()
    }

    /// With what was left out and the old account has: its password, its authority.
    pub(super) fn keeping(mut self, old: &Self, origin: Origin) -> Self {
        if self.server().keeps_password_of(&old.server()) {
            self.password.clone_from(&old.password);
        }
        if origin == Origin::Window && self.host == old.host {
            self.ca_file.clone_from(&old.ca_file);
        }
        self
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

    /// Whom mail comes from.
    pub fn sender(&self) -> Result<Mailbox> {
        let address: EmailAddress =
            self.from_address.parse().map_err(|error| Error::invalid("from_address", error))?;
        Ok(Mailbox { name: self.from_name.clone(), address })
    }
}
