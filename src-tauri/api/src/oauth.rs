//! `mail.*_oauth`: signing in to mail by a provider, in the system's browser.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use studiolo_core::access::By;
use studiolo_core::accounts::grants::service::{self, Endpoints, Wanted};
use studiolo_core::{Office, Result};
use ts_rs::TS;

use crate::accounts::{OfAccount, account_id};
use crate::wire::Done;

/// A sign-in to be begun.
#[derive(Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct MailBeginOauthRequest {
    /// Absent: the default one.
    pub account_id: Option<String>,
    /// An id that `mail.suggest` told. Absent: the provider that stands, else the one of the account's address.
    pub provider: Option<String>,
    /// A provider of one's own, in place of `provider`; from the command line alone.
    pub endpoints: Option<OauthEndpoints>,
    /// The program's name there. Absent: the one that was set last.
    pub client_id: Option<String>,
    /// What belongs to the client id, where the provider wants it. Absent: the one that was set with this id.
    pub client_secret: Option<String>,
}

/// A provider of one's own.
#[derive(Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct OauthEndpoints {
    /// What people call it. Absent: the authorization page's address.
    pub name: Option<String>,
    /// The page where the person agrees: `https`, or on this computer.
    pub authorization: String,
    /// Where tokens are fetched and renewed.
    pub token: String,
    /// Where a sign-in is given back (RFC 7009). Absent: nowhere.
    pub revocation: Option<String>,
    /// What has to be agreed to.
    pub scopes: Vec<String>,
}

/// What the person does next.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct MailBeginOauthReply {
    /// The page to open in the browser, within ten minutes.
    pub url: String,
}

/// Where an account's sign-in stands.
#[derive(Debug, Serialize, JsonSchema, TS)]
#[ts(optional_fields)]
pub struct MailOauthStateReply {
    /// How.
    pub state: OauthState,
    /// The page that waits for the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Whose account it is to people: Google.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whose mailbox is signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Why the last sign-in that was begun failed, or why another is needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<OauthProblem>,
}

/// How a sign-in stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum OauthState {
    /// The account is signed in to by password, or not at all.
    None,
    /// A page waits for the person.
    Waiting,
    /// Signed in; the sign-in is renewed by itself.
    SignedIn,
    /// The provider takes the sign-in no more: mail waits until the person signs in again.
    SignInAgain,
}

/// Why there is no sign-in.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct OauthProblem {
    /// A stable code: `oauth_denied`, `oauth_timed_out`, `oauth_grant_refused`, `server_unreachable` …
    pub code: String,
    /// The provider's or the system's words.
    pub message: String,
}

/// `mail.begin_oauth`.
pub async fn begin(
    office: &Arc<Office>,
    by: &By,
    request: MailBeginOauthRequest,
) -> Result<MailBeginOauthReply> {
    let wanted = Wanted {
        account: account_id(request.account_id.as_deref())?,
        provider: request.provider,
        endpoints: request.endpoints.map(|own| Endpoints {
            name: own.name.unwrap_or_else(|| own.authorization.clone()),
            authorization: own.authorization,
            token: own.token,
            revocation: own.revocation,
            scopes: own.scopes,
        }),
        client_id: request.client_id,
        client_secret: request.client_secret,
    };
    Ok(MailBeginOauthReply { url: service::begin(office, by, wanted).await? })
}

/// `mail.oauth_state`.
pub async fn state(office: &Arc<Office>, by: &By, request: OfAccount) -> Result<MailOauthStateReply> {
    let id = account_id(request.account_id.as_deref())?;
    let standing = service::standing(office, by, id).await?;
    let some = |text: String| (!text.is_empty()).then_some(text);
    let state = if standing.waiting.is_some() {
        OauthState::Waiting
    } else if standing.address.is_empty() {
        OauthState::None
    } else if standing.refused.is_empty() {
        OauthState::SignedIn
    } else {
        OauthState::SignInAgain
    };
    let refused = some(standing.refused).map(|message| ("oauth_sign_in_again", message));
    let problem = standing.problem.or(refused);
    Ok(MailOauthStateReply {
        state,
        url: standing.waiting,
        name: some(standing.name),
        address: some(standing.address),
        problem: problem.map(|(code, message)| OauthProblem { code: code.into(), message }),
    })
}

/// `mail.cancel_oauth`.
pub async fn cancel(office: &Arc<Office>, by: &By, request: OfAccount) -> Result<Done> {
    service::cancel(office, by, account_id(request.account_id.as_deref())?).await?;
    Ok(Done {})
}

/// `mail.forget_oauth`.
pub async fn forget(office: &Arc<Office>, by: &By, request: OfAccount) -> Result<Done> {
    service::forget(office, by, account_id(request.account_id.as_deref())?).await?;
    Ok(Done {})
}
