//! What is known of an address's provider, so that an account is set up from the address alone.

use studiolo_mail::providers::{self, Provider, Server};
use studiolo_mail::{EmailAddress, Security};

use crate::error::{Error, Result};

pub use studiolo_mail::providers::Password as MailPassword;

/// A provider, and its servers for one address: each with the user name, where that is known.
#[derive(Debug)]
pub struct Suggestion {
    /// The provider.
    pub provider: &'static Provider,
    /// Where mail is sent.
    pub sending: (MailServer, Option<String>),
    /// Where mail is fetched.
    pub receiving: (MailServer, Option<String>),
}

/// A server as accounts name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailServer {
    /// Its name.
    pub host: String,
    /// Its TCP port.
    pub port: u16,
    /// `tls` or `starttls`.
    pub security: &'static str,
}

/// The servers of this address's provider; `None`: it is not known.
pub fn suggestion(address: &str) -> Result<Option<Suggestion>> {
    let address: EmailAddress = address.trim().parse().map_err(|error| Error::invalid("address", error))?;
    Ok(providers::of_address(&address).map(|provider| Suggestion {
        provider,
        sending: server(&provider.smtp, &address),
        receiving: server(&provider.imap, &address),
    }))
}

fn server(server: &Server, address: &EmailAddress) -> (MailServer, Option<String>) {
    let security = match server.security {
        Security::StartTls => "starttls",
        Security::Tls | Security::None => "tls",
    };
    let named = MailServer { host: server.host.clone(), port: server.port, security };
    (named, server.username_for(address))
}
