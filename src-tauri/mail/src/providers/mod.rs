//! What is known of mail providers from an address alone: servers, how to sign in, where help is.
//!
//! The rows are data that is shipped (`providers.json`). A row is a beginning, not a promise: how sure each is stands in it, and
//! the account is tried before it is kept.

mod row;

use std::sync::LazyLock;

use crate::{EmailAddress, Security};

/// A provider's servers and ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provider {
    /// A stable name in ASCII; of a provider that told its servers itself, its domain.
    pub id: String,
    /// The name that people know.
    pub name: String,
    /// The domains of its addresses, in lower case.
    pub domains: Vec<String>,
    /// Names under which the mail servers (MX) of other domains lie that it keeps.
    pub mx: Vec<String>,
    /// Whether it is a provider of Italian certified mail.
    pub is_pec: bool,
    /// Where mail is fetched.
    pub imap: Server,
    /// Where mail is sent.
    pub smtp: Server,
    /// How to sign in without a password.
    pub oauth: Option<OAuth>,
    /// Which password is wanted.
    pub password: Password,
    /// Whether `name+token@domain` reaches `name@domain`; None when it is not known, and then it must not be relied on.
    pub plus_addresses: Option<bool>,
    /// Whether its server puts what is sent by it into the folder for sent mail by itself.
    pub saves_sent: bool,
    /// Whether its server puts an `Authentication-Results` without its name on top of every mail that comes in.
    pub unnamed_results: bool,
    /// A page of the provider that helps with signing in.
    pub help: Option<String>,
    /// How sure the servers are.
    pub sureness: Sureness,
    /// What that rests on.
    pub comment: String,
}

/// A server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// Its name.
    pub host: String,
    /// Its TCP port.
    pub port: u16,
    /// How the connection is protected; never [`Security::None`].
    pub security: Security,
    /// The user name that it wants.
    pub username: Username,
}

/// The form of a user name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Username {
    /// The whole address.
    Address,
    /// What stands before the `@`.
    LocalPart,
    /// One that the provider gave: it has to be asked for.
    Given,
    /// This one.
    Text(String),
}

/// OAuth 2 (RFC 6749). The client id is the program's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OAuth {
    /// Whose account it is to people: `Google`.
    pub name: String,
    /// Where the person agrees, in the browser.
    pub authorization: String,
    /// Where tokens are fetched and renewed.
    pub token: String,
    /// Where a grant is given back (RFC 7009), if the provider has such a place.
    pub revocation: Option<String>,
    /// The name of this computer to which the browser brings the answer back: `127.0.0.1`, or `localhost` for a provider that
    /// takes nothing else (RFC 8252 sections 7.3 and 8.3).
    pub loopback: String,
    /// What has to be agreed to.
    pub scopes: Vec<String>,
}

/// Which password a provider wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Password {
    /// The mailbox's own.
    Own,
    /// One made for mail programs, when the account has two-step verification.
    AppWithTwoSteps,
    /// Always one made for mail programs.
    AppOnly,
    /// None: only OAuth.
    Never,
}

/// How sure the servers of a row are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sureness {
    /// The provider publishes them, itself or in Mozilla's database.
    Published,
    /// Several programs of others agree.
    Seen,
    /// They answer under the usual names, with a certificate; nobody has said that they are the domain's.
    Answering,
}

static PROVIDERS: LazyLock<Vec<Provider>> =
    LazyLock::new(|| row::read(include_str!("providers.json")).unwrap_or_default());

/// All providers that are known.
pub fn all() -> &'static [Provider] {
    &PROVIDERS
}

/// The provider whose own domain an address has.
pub fn of_address(address: &EmailAddress) -> Option<&'static Provider> {
    let domain = address.domain();
    let tenant = |known: &str| known == "onmicrosoft.com" && domain.ends_with(".onmicrosoft.com");
    all().iter().find(|provider| provider.domains.iter().any(|known| known == domain || tenant(known)))
}

/// The provider whose mail is fetched or sent at this host.
pub fn of_host(host: &str) -> Option<&'static Provider> {
    let is = |server: &Server| server.host.eq_ignore_ascii_case(host);
    all().iter().find(|provider| is(&provider.imap) || is(&provider.smtp))
}

/// The provider that keeps the mail of a domain, by the name of the domain's mail server (MX).
pub fn of_mail_server(mx: &str) -> Option<&'static Provider> {
    let mx = mx.trim_end_matches('.').to_ascii_lowercase();
    let lies_under =
        |known: &str| mx.strip_suffix(known).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    let known = all().iter().flat_map(|provider| provider.mx.iter().map(move |known| (known, provider)));
    let known = known.filter(|(known, _)| lies_under(known));
    // The longest name says most: certified mail has servers under the provider's own.
    known.max_by_key(|(known, _)| known.len()).map(|(_, provider)| provider)
}

impl Server {
    /// The user name for an address; None when the provider gave one that has to be asked for.
    pub fn username_for(&self, address: &EmailAddress) -> Option<String> {
        match &self.username {
            Username::Address => Some(address.as_str().to_owned()),
            Username::LocalPart => address.as_str().rsplit_once('@').map(|(local, _)| local.to_owned()),
            Username::Given => None,
            Username::Text(text) => Some(text.clone()),
        }
    }
}

#[cfg(test)]
mod tests;
