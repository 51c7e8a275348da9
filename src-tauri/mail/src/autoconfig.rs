//! What a provider tells of its servers: Mozilla's `config-v1.1.xml` (draft-ietf-mailmaint-autoconfig).
//!
//! Whoever serves the file names the servers that the password goes to: it comes over HTTPS, and the servers are shown before
//! anything is sent to them. Servers without protection are passed over.

use crate::providers::{Password, Provider, Server, Sureness, Username};
use crate::xml::{self, Element, XmlError};
use crate::{EmailAddress, Security};

/// Most servers of a kind, domains, and ways to sign in that are looked at.
const MAX: usize = 50;

/// Why a file cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AutoconfigError {
    /// No XML that is well formed, larger than 2 MB, or with a DTD.
    #[error("the provider's settings cannot be read")]
    NotXml,
    /// XML, and no `clientConfig` with an `emailProvider`.
    #[error("this is no file of mail settings")]
    NotAutoconfig,
    /// No IMAP server that is protected and that can be signed in to.
    #[error("the provider names no IMAP server with a protected connection")]
    NoImap,
    /// No such SMTP server.
    #[error("the provider names no SMTP server with a protected connection")]
    NoSmtp,
}

/// Reads a file for an address: what it leaves open is filled in.
pub fn read(bytes: &[u8], address: &EmailAddress) -> Result<Provider, AutoconfigError> {
    let root = xml::read(bytes).map_err(|_: XmlError| AutoconfigError::NotXml)?;
    let provider = root.child("emailProvider").filter(|_| root.name == "clientConfig");
    let provider = provider.ok_or(AutoconfigError::NotAutoconfig)?;
    let imap = provider.all("incomingServer").filter(|server| server.attribute("type") == Some("imap"));
    let imap = servers(imap, address);
    let smtp = provider.all("outgoingServer").filter(|server| server.attribute("type") == Some("smtp"));
    let smtp = servers(smtp, address);
    let (imap, imap_ways) = best(imap).ok_or(AutoconfigError::NoImap)?;
    let (smtp, smtp_ways) = best(smtp).ok_or(AutoconfigError::NoSmtp)?;
    let by_password = imap_ways.password && smtp_ways.password;
    let domains = provider.all("domain").take(MAX).map(|domain| domain.text.trim().to_ascii_lowercase());
    let id = provider.attribute("id").filter(|id| is_host(id)).unwrap_or(address.domain());
    let help = provider.all("documentation").find_map(|page| page.attribute("url"));
    let name = text(provider, "displayName").unwrap_or_else(|| id.to_owned());
    Ok(Provider {
        id: id.to_owned(),
        name,
        // A browser is sent only to the pages of providers that are known.
        oauth: None,
        domains: domains.filter(|domain| is_host(domain)).collect(),
        mx: Vec::new(),
        is_pec: false,
        imap,
        smtp,
        password: if by_password { Password::Own } else { Password::Never },
        plus_addresses: None,
        saves_sent: false,
        unnamed_results: false,
        help: help.filter(|help| help.starts_with("https://")).map(str::to_owned),
        sureness: Sureness::Published,
        comment: String::from("The provider's own file of mail settings."),
    })
}

/// How a server lets one sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ways {
    password: bool,
    oauth: bool,
}

/// The servers that are protected and can be signed in to, in the file's order, which is the provider's.
fn servers<'a>(elements: impl Iterator<Item = &'a Element>, address: &EmailAddress) -> Vec<(Server, Ways)> {
    elements.take(MAX).filter_map(|element| server(element, address)).collect()
}

/// The first that takes a password; else the first.
fn best(servers: Vec<(Server, Ways)>) -> Option<(Server, Ways)> {
    let place = servers.iter().position(|(_, ways)| ways.password).unwrap_or(0);
    servers.into_iter().nth(place)
}

fn server(element: &Element, address: &EmailAddress) -> Option<(Server, Ways)> {
    let host = filled(&text(element, "hostname")?, address).to_ascii_lowercase();
    let port: u16 = text(element, "port")?.parse().ok().filter(|port| *port > 0)?;
    let security = match text(element, "socketType")?.as_str() {
        "SSL" => Security::Tls,
        "STARTTLS" => Security::StartTls,
        _ => return None,
    };
    let ways: Vec<&str> = element.all("authentication").take(MAX).map(|way| way.text.trim()).collect();
    let passwords = ["password-cleartext", "plain", "password-encrypted", "secure"];
    let ways =
        Ways { password: ways.iter().any(|way| passwords.contains(way)), oauth: ways.contains(&"OAuth2") };
    let username = match text(element, "username").as_deref() {
        Some("%EMAILADDRESS%") => Username::Address,
        Some("%EMAILLOCALPART%") => Username::LocalPart,
        Some(other) => Username::Text(filled(other, address)),
        None => Username::Given,
    };
    let can_be_used = is_host(&host) && (ways.password || ways.oauth);
    can_be_used.then_some((Server { host, port, security, username }, ways))
}

/// With the address in place of what stands for it; nothing in the address stands for anything.
pub(crate) fn filled(text: &str, address: &EmailAddress) -> String {
    let (local, domain) = address.as_str().rsplit_once('@').unwrap_or_default();
    let names =
        [("%EMAILADDRESS%", address.as_str()), ("%EMAILLOCALPART%", local), ("%EMAILDOMAIN%", domain)];
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, _)) = rest.split_once('%') {
        let after = rest.get(before.len()..).unwrap_or_default();
        let found = names.iter().find(|(name, _)| after.starts_with(name));
        let (taken, value) = found.map_or(("%", "%"), |(name, value)| (*name, *value));
        out.push_str(before);
        out.push_str(value);
        rest = after.get(taken.len()..).unwrap_or_default();
    }
    out + rest
}

/// The text of a child in one line, no longer than a line; None when there is none.
fn text(element: &Element, name: &str) -> Option<String> {
    let text = element.child(name)?.text.trim();
    let is_line = !text.is_empty() && text.len() <= 500 && !text.contains(char::is_control);
    is_line.then(|| text.to_owned())
}

fn is_host(host: &str) -> bool {
    let is_label = |label: &str| {
        let is_of_one = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        !label.is_empty() && label.len() <= 63 && label.bytes().all(is_of_one) && !label.starts_with('-')
    };
    host.len() <= 253 && host.contains('.') && host.split('.').all(is_label)
}

#[cfg(test)]
mod tests;
