//! `mail.suggest` and `mail.discover`: the servers of an address.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use studiolo_core::access::By;
use studiolo_core::accounts::{self, Suggestion, discovered, grants, suggestion};
use studiolo_core::{Office, Result};
use ts_rs::TS;

use crate::mail::Security;

/// Whose servers.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct MailSuggestRequest {
    /// An address.
    pub address: String,
    /// A server of its mail, if one is known: it tells the provider of a domain of one's own.
    pub host: Option<String>,
}

/// Whose servers.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct MailDiscoverRequest {
    /// An address.
    pub address: String,
}

/// What is known of its provider.
#[derive(Debug, Serialize, JsonSchema, TS)]
#[ts(optional_fields)]
pub struct MailSuggestReply {
    /// Absent: it is not known, or its servers can't be found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<MailProvider>,
}

/// A mail provider.
#[derive(Debug, Serialize, JsonSchema, TS)]
#[ts(optional_fields)]
pub struct MailProvider {
    /// A stable name.
    pub id: String,
    /// The name that people know; of one that is not known, the domain.
    pub name: String,
    /// How its servers were found; absent: it is one of those that are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found_by: Option<FoundBy>,
    /// Whether it is a provider of Italian certified mail.
    pub is_pec: bool,
    /// Which password it wants: `own`, `app_with_two_steps`, `app_only`, or `never`.
    pub password: MailPassword,
    /// How it is signed in to in the browser; absent: it can't.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oauth: Option<ProviderOauth>,
    /// A page of the provider that helps with signing in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// Whether it delivers `name+token@domain`; absent: not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plus_addresses: Option<bool>,
    /// Where mail is sent.
    pub sending: MailServer,
    /// Where mail is fetched.
    pub receiving: MailServer,
}

/// What the servers of an address's domain were found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum FoundBy {
    /// Its mail is kept by a provider that is known.
    MailServer,
    /// It publishes them.
    Published,
    /// They answer under the usual names, with a certificate: nobody has said that they are the domain's.
    Answering,
}

/// How a provider is signed in to in the browser.
#[derive(Debug, Serialize, JsonSchema, TS)]
#[ts(optional_fields)]
pub struct ProviderOauth {
    /// Whose account it is to people: Google.
    pub name: String,
    /// The client id that is set for it; absent: none is, and one must be before anybody signs in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
}

/// Which password a provider wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum MailPassword {
    /// The mailbox's own.
    Own,
    /// One made for mail programs, where the account has two-step verification.
    AppWithTwoSteps,
    /// Always one made for mail programs.
    AppOnly,
    /// None: it can't be signed in to with a password.
    Never,
}

/// A server of a provider.
#[derive(Debug, Serialize, JsonSchema, TS)]
#[ts(optional_fields)]
pub struct MailServer {
    /// Its name.
    pub host: String,
    /// Its TCP port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// The user name; absent: the provider gave one, it has to be typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
}

/// `mail.suggest`.
pub async fn suggest(office: &Arc<Office>, by: &By, request: MailSuggestRequest) -> Result<MailSuggestReply> {
    let suggestion = suggestion(&request.address, request.host.as_deref())?;
    shown(office, by, suggestion).await
}

/// `mail.discover`.
pub async fn discover(
    office: &Arc<Office>,
    by: &By,
    request: MailDiscoverRequest,
) -> Result<MailSuggestReply> {
    let suggestion = discovered(office, by, &request.address).await?;
    shown(office, by, suggestion).await
}

async fn shown(office: &Arc<Office>, by: &By, suggestion: Option<Suggestion>) -> Result<MailSuggestReply> {
    let Some(Suggestion { provider, found_by, sending, receiving }) = suggestion else {
        return Ok(MailSuggestReply { provider: None });
    };
    let oauth = match provider.oauth {
        None => None,
        Some(oauth) => Some(ProviderOauth {
            client_id: grants::service::client_of(office, by, &oauth.token).await?,
            name: oauth.name,
        }),
    };
    let server = |(server, username): (accounts::MailServer, Option<String>)| MailServer {
        host: server.host,
        port: server.port,
        security: Security::named(server.security).unwrap_or(Security::Tls),
        username,
    };
    Ok(MailSuggestReply {
        provider: Some(MailProvider {
            id: provider.id,
            name: provider.name,
            found_by: found_by.map(|by| match by {
                accounts::FoundBy::MailServer => FoundBy::MailServer,
                accounts::FoundBy::Published => FoundBy::Published,
                accounts::FoundBy::Answering => FoundBy::Answering,
            }),
            is_pec: provider.is_pec,
            password: match provider.password {
                accounts::MailPassword::Own => MailPassword::Own,
                accounts::MailPassword::AppWithTwoSteps => MailPassword::AppWithTwoSteps,
                accounts::MailPassword::AppOnly => MailPassword::AppOnly,
                accounts::MailPassword::Never => MailPassword::Never,
            },
            oauth,
            help: provider.help,
            plus_addresses: provider.plus_addresses,
            sending: server(sending),
            receiving: server(receiving),
        }),
    })
}
