//! A mail server as accounts are stored.

use std::path::PathBuf;

use studiolo_mail::{Account, Credential, Secret, Security};

use crate::error::{Error, Result};

/// A mail server as accounts are stored: to send by, or to receive from.
pub(super) struct Server<'a> {
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
