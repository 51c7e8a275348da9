//! The account that mail leaves by.

use std::path::PathBuf;

use studiolo_mail::{Account, Credential, EmailAddress, Mailbox, Secret, Security};

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

    /// Whom mail comes from.
    pub fn sender(&self) -> Result<Mailbox> {
        let address: EmailAddress =
            self.from_address.parse().map_err(|error| Error::invalid("from_address", error))?;
        Ok(Mailbox { name: self.from_name.clone(), address })
    }
}

/// A mail server as accounts are stored: to send by, or to receive from.
pub(crate) struct Server<'a> {
    pub host: &'a str,
    pub port: u16,
    /// `tls`, `starttls` or `none`.
    pub security: &'a str,
    /// Empty: no sign-in.
    pub username: &'a str,
    pub password: &'a str,
    /// Empty: none.
    pub ca_file: &'a str,
    pub allow_plain: bool,
}

impl Server<'_> {
    /// Says what is wrong with it.
    pub fn check(&self) -> Result<()> {
        if self.port == 0 {
            return Err(Error::invalid("port", "is 1 to 65535"));
        }
        self.road()?.check().map_err(|error| Error::invalid("security", error))
    }

    /// Whether it brings no password and the one that stands is good for it: for the same server and user name, and no less
    /// protected.
    pub fn keeps_password_of(&self, old: &Server<'_>) -> bool {
        const PLAIN: &str = "none";
        let as_safe = self.security != PLAIN || old.security == PLAIN;
        self.password.is_empty() && self.host == old.host && self.username == old.username && as_safe
    }

    /// How it is reached.
    pub fn road(&self) -> Result<Account> {
        let security = match self.security {
            "tls" => Security::Tls,
            "starttls" => Security::StartTls,
            "none" => Security::None,
            _ => return Err(Error::invalid("security", "is not one of tls, starttls, none")),
        };
        let credential = if self.username.is_empty() {
            Credential::None
        } else {
            Credential::Password { username: self.username.to_owned(), password: Secret::new(self.password) }
        };
        Ok(Account {
            host: self.host.to_owned(),
            port: self.port,
            security,
            credential,
            ca_file: (!self.ca_file.is_empty()).then(|| PathBuf::from(self.ca_file)),
            allow_plain: self.allow_plain,
        })
    }
}
