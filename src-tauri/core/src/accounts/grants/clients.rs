//! Who the program is at a provider, and which provider that is.

use studiolo_mail::EmailAddress;
use studiolo_mail::Secret;
use studiolo_mail::oauth::Registration;
use studiolo_mail::providers::{self, OAuth, Provider};

use super::service::{Endpoints, Wanted};
use super::{Grant, store};
use crate::access::{By, Origin};
use crate::accounts::{self, ReceivingAccount, SendingAccount};
use crate::error::{Error, Result};
use crate::id::AccountId;
use crate::office::Act;

/// What a sign-in is begun with.
pub(super) struct Asked {
    pub registration: Registration,
    /// The mail servers that may have the token.
    pub hosts: Vec<String>,
    /// The names that the account goes by; empty: it has none yet.
    pub addresses: Vec<String>,
}

/// Finds the provider and the program's name there, within the act; what the owner set anew is kept.
pub(super) async fn asked(act: &mut Act<'_>, by: &By, id: AccountId, wanted: &Wanted) -> Result<Asked> {
    let sending = accounts::store::sending(act.db(), id).await?;
    let receiving = accounts::store::receiving(act.db(), id).await?.map(|(receiving, _)| receiving);
    let addresses = addresses(sending.as_ref(), receiving.as_ref());
    let own_hosts = || {
        let hosts = [sending.as_ref().map(|one| &one.host), receiving.as_ref().map(|one| &one.host)];
        hosts.into_iter().flatten().cloned().collect::<Vec<_>>()
    };
    let old = store::get(act.db(), id).await?;
    let (service, hosts) = match (&wanted.endpoints, &wanted.provider) {
        (Some(endpoints), _) => (own(by, endpoints)?, own_hosts()),
        (None, Some(name)) => {
            let named = providers::all().iter().find(|provider| provider.id == *name);
            of(named)
                .ok_or_else(|| Error::invalid("provider", "is none that is signed in to by a browser"))?
        }
        (None, None) => match (
            old.as_ref().filter(|old| own_hosts().iter().any(|host| old.is_for(host))),
            of(by_address(&addresses).or_else(|| by_host(&own_hosts()))),
        ) {
            (Some(old), _) => (old.registration().service, old.hosts.split(' ').map(str::to_owned).collect()),
            (None, Some(known)) => known,
            (None, None) => {
                return Err(Error::invalid(
                    "provider",
                    "is not known from the account's address and servers: name it",
                ));
            }
        },
    };
    if hosts.is_empty() {
        return Err(Error::NoSendingAccount);
    }
    let ca_files = [sending.map(|one| one.ca_file), receiving.map(|one| one.ca_file)];
    let ca_file = ca_files.into_iter().flatten().find(|file| !file.is_empty()).map(Into::into);
    let (client_id, client_secret) = client(act, &service.token, wanted, old).await?;
    let client_secret = (!client_secret.is_empty()).then(|| Secret::new(client_secret));
    let registration = Registration { service, client_id, client_secret, ca_file };
    registration.check()?;
    Ok(Asked { registration, hosts, addresses })
}

/// The id and the secret that were given, else those that stand.
async fn client(
    act: &mut Act<'_>,
    token: &str,
    wanted: &Wanted,
    old: Option<Grant>,
) -> Result<(String, String)> {
    let given = wanted.client_id.as_deref().map(str::trim).filter(|id| !id.is_empty());
    let known = store::client(act.db(), token).await?;
    let known =
        known.or_else(|| old.filter(|old| old.token == token).map(|o| (o.client_id, o.client_secret)));
    match (given, known) {
        (Some(id), known) => {
            let secret = match (&wanted.client_secret, known) {
                (Some(secret), _) => secret.trim().to_owned(),
                (None, Some((known, secret))) if known == id => secret,
                (None, _) => String::new(),
            };
            store::set_client(act.db(), token, (id, &secret)).await?;
            Ok((id.to_owned(), secret))
        }
        (None, Some(known)) => Ok(known),
        (None, None) => Ok((String::new(), String::new())),
    }
}

fn own(by: &By, endpoints: &Endpoints) -> Result<OAuth> {
    if by.origin == Origin::Window {
        return Err(Error::invalid("endpoints", "are taken from the command line alone"));
    }
    let scopes = endpoints.scopes.clone();
    if scopes.is_empty() || scopes.iter().any(|scope| scope.is_empty() || scope.contains(char::is_whitespace))
    {
        return Err(Error::invalid("endpoints", "have no scopes, or one with a space"));
    }
    Ok(OAuth {
        name: endpoints.name.clone(),
        authorization: endpoints.authorization.clone(),
        token: endpoints.token.clone(),
        revocation: endpoints.revocation.clone(),
        loopback: "127.0.0.1".into(),
        scopes,
    })
}

fn of(provider: Option<&Provider>) -> Option<(OAuth, Vec<String>)> {
    let provider = provider?;
    let hosts = vec![provider.smtp.host.clone(), provider.imap.host.clone()];
    provider.oauth.clone().map(|service| (service, hosts))
}

fn by_address(addresses: &[String]) -> Option<&'static Provider> {
    let addresses = addresses.iter().filter_map(|address| address.parse::<EmailAddress>().ok());
    addresses.into_iter().find_map(|address| providers::of_address(&address))
}

/// The provider of a domain of one's own, known by a server of its mail.
fn by_host(hosts: &[String]) -> Option<&'static Provider> {
    hosts.iter().find_map(|host| providers::of_host(host))
}

/// The addresses that the account goes by: what it signs in with first.
fn addresses(sending: Option<&SendingAccount>, receiving: Option<&ReceivingAccount>) -> Vec<String> {
    let sending = sending.map(|one| [&one.username, &one.from_address]);
    let receiving = receiving.map(|one| [&one.username, &one.address]);
    let names = sending.into_iter().chain(receiving).flatten();
    names.filter(|name| name.contains('@')).map(|name| name.to_lowercase()).collect()
}
