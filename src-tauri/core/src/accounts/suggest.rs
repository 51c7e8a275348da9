//! What is known of an address's provider, or can be found out, so that an account is set up from the address alone.

use std::sync::{Mutex, PoisonError};

pub use studiolo_mail::discovery::{FoundBy, Places};
pub use studiolo_mail::providers::Password as MailPassword;
use studiolo_mail::providers::{self, Provider, Server};
use studiolo_mail::{EmailAddress, Security, discovery};

use crate::access::By;
use crate::error::{Error, Result};
use crate::office::Office;

/// A provider, and its servers for one address: each with the user name, where that is known.
#[derive(Debug)]
pub struct Suggestion {
    /// The provider.
    pub provider: Provider,
    /// What it was found by; `None`: it is one of those that are known.
    pub found_by: Option<FoundBy>,
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

/// Where an office looks for servers.
#[derive(Debug, Default)]
pub struct Discovery(Mutex<Places>);

impl Discovery {
    /// Looks elsewhere; for an office whose network is this computer alone.
    pub fn look_in(&self, places: Places) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = places;
    }

    fn places(&self) -> Places {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The servers of this address's provider, by a server of its mail if the domain tells nothing; `None`: it is not known. Needs
/// no network.
pub fn suggestion(address: &str, host: Option<&str>) -> Result<Option<Suggestion>> {
    Ok(known(&parsed(address)?, host))
}

/// The servers of this address, its domain being asked for them if its provider is not known; `None`: they can't be found.
pub async fn discovered(office: &Office, by: &By, address: &str) -> Result<Option<Suggestion>> {
    drop(office.read(by).await?);
    let address = parsed(address)?;
    if let Some(known) = known(&address, None) {
        return Ok(Some(known));
    }
    let found = discovery::find(&office.discovery().places(), &address).await;
    Ok(found.map(|(provider, by)| Suggestion::new(provider, Some(by), &address)))
}

fn parsed(address: &str) -> Result<EmailAddress> {
    address.trim().parse().map_err(|error| Error::invalid("address", error))
}

fn known(address: &EmailAddress, host: Option<&str>) -> Option<Suggestion> {
    let provider = providers::of_address(address).or_else(|| providers::of_host(host?))?;
    Some(Suggestion::new(provider.clone(), None, address))
}

impl Suggestion {
    fn new(provider: Provider, found_by: Option<FoundBy>, address: &EmailAddress) -> Self {
        let sending = server(&provider.smtp, address);
        let receiving = server(&provider.imap, address);
        Self { provider, found_by, sending, receiving }
    }
}

fn server(server: &Server, address: &EmailAddress) -> (MailServer, Option<String>) {
    let security = match server.security {
        Security::StartTls => "starttls",
        Security::Tls | Security::None => "tls",
    };
    let named = MailServer { host: server.host.clone(), port: server.port, security };
    (named, server.username_for(address))
}
