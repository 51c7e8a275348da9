//! The account that mail leaves through, and how long its server may take.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use zeroize::Zeroizing;

use crate::ConnectError;

/// How to reach a submission server (RFC 6409). Its `Debug` shows no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Name or address of the server; under TLS its certificate must bear it.
    pub host: String,
    /// TCP port: 465 with [`Security::Tls`] and 587 with [`Security::StartTls`] as a rule.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// How to sign in.
    pub credential: Credential,
    /// PEM file of authorities trusted in addition to the system's.
    pub ca_file: Option<PathBuf>,
    /// Allows [`Security::None`] to a server that is not on this computer.
    pub allow_plain: bool,
}

/// How the connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte (RFC 8314 section 3.3).
    Tls,
    /// Plain until STARTTLS (RFC 3207); a server that does not offer it is refused.
    StartTls,
    /// No protection: to this computer only, unless [`Account::allow_plain`].
    None,
}

/// How to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credential {
    /// Not at all.
    None,
    /// AUTH PLAIN (RFC 4616), or LOGIN where the server offers nothing better.
    Password {
        /// User name.
        username: String,
        /// Password.
        password: Secret,
    },
    /// AUTH XOAUTH2, as Google and Microsoft take it.
    XOAuth2 {
        /// User name, mostly the address.
        username: String,
        /// Access token; fetching and renewing it is the caller's.
        token: Secret,
    },
}

/// A password or token: never shown by `Debug`, wiped from memory when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

/// How long a server may take. Reaching one of them ends the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// Until the TCP connection stands, and again for the TLS handshake.
    pub connect: Duration,
    /// For the reply to one command, the greeting included.
    pub reply: Duration,
    /// From the first byte of a message to the reply to its final dot. Short ones make second copies:
    /// RFC 5321 section 4.5.3.2.6 asks for 10 minutes.
    pub message: Duration,
}

impl Account {
    /// Refuses an unprotected connection to another computer. Needs no network, so settings can be
    /// refused when they are written; [`crate::Session::connect`] asks again.
    pub fn check(&self) -> Result<(), ConnectError> {
        if self.security == Security::None && !self.allow_plain && !self.is_loopback() {
            return Err(ConnectError::PlainRefused { host: self.host.clone() });
        }
        Ok(())
    }

    /// Whether there is a password to sign in with.
    pub fn has_password(&self) -> bool {
        matches!(&self.credential, Credential::Password { password, .. } if !password.expose().is_empty())
    }

    /// True for `localhost` and the loopback addresses; another name counts as another computer,
    /// whatever it resolves to.
    pub(crate) fn is_loopback(&self) -> bool {
        self.host.eq_ignore_ascii_case("localhost")
            || self.host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    }
}

impl Secret {
    /// Wraps a password or token.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The password or token itself: for a server, or for an encrypted store.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret(…)")
    }
}

impl Default for Timeouts {
    /// 20 s to connect, 1 minute for a reply, 10 minutes for a message.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(20),
            reply: Duration::from_mins(1),
            message: Duration::from_mins(10),
        }
    }
}

#[cfg(test)]
mod tests;
