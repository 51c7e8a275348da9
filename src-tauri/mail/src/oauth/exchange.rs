//! A code, or a refresh token, becomes tokens.

use std::collections::HashSet;
use std::pin::Pin;

use oauth2::basic::{
    BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse, BasicTokenType,
};
use oauth2::http::{Method, header};
use oauth2::url::form_urlencoded;
use oauth2::{
    AuthType, AuthorizationCode, Client, ClientId, ClientSecret, EndpointNotSet, EndpointSet,
    ExtraTokenFields, HttpRequest, HttpResponse, RefreshToken, RequestTokenError, StandardRevocableToken,
    StandardTokenResponse, TokenResponse, TokenUrl,
};
use serde::{Deserialize, Serialize};

use super::request::Request;
use super::{OAuthError, Registration, Tokens, http, identity, request};
use crate::imap::one_line;
use crate::{Secret, Timeouts};

/// What says who somebody is, or that the grant lasts: mail can do without.
const NOT_MAIL: [&str; 4] = ["openid", "email", "profile", "offline_access"];

/// The part of an answer that OpenID Connect adds.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Identity {
    #[serde(default, skip_serializing)]
    id_token: Option<String>,
}

impl ExtraTokenFields for Identity {}

type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

type Granted = StandardTokenResponse<Identity, BasicTokenType>;

type Asker = Client<
    BasicErrorResponse,
    Granted,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

/// Changes the code that the browser brought for tokens (RFC 6749 section 4.1.3).
pub(super) async fn redeem(
    registration: &Registration,
    request: Request,
    code: String,
    timeouts: Timeouts,
) -> Result<Tokens, OAuthError> {
    let asker = asker(registration)?.set_redirect_uri(request.redirect);
    let send = sender(registration, timeouts);
    let granted = asker
        .exchange_code(AuthorizationCode::new(code))
        .set_pkce_verifier(request.verifier)
        .request_async(&send)
        .await
        .map_err(refusal)?;
    let tokens = tokens(registration, &granted)?;
    if tokens.refresh.is_none() {
        return Err(OAuthError::ScopeRefused { detail: "the provider gave no refresh token".into() });
    }
    Ok(tokens)
}

/// Fetches the next access token (RFC 6749 section 6). A refresh token that comes along takes the place of the one that was
/// used, which may be good for nothing from now on.
pub async fn refresh(
    registration: &Registration,
    refresh_token: &Secret,
    timeouts: Timeouts,
) -> Result<Tokens, OAuthError> {
    registration.check()?;
    let asker = asker(registration)?;
    let send = sender(registration, timeouts);
    let refresh_token = RefreshToken::new(refresh_token.expose().to_owned());
    let granted = asker.exchange_refresh_token(&refresh_token).request_async(&send).await.map_err(refusal)?;
    tokens(registration, &granted)
}

/// Gives a grant back (RFC 7009); nothing to do at a provider that has no place for it.
pub async fn revoke(
    registration: &Registration,
    refresh_token: &Secret,
    timeouts: Timeouts,
) -> Result<(), OAuthError> {
    let Some(url) = &registration.service.revocation else { return Ok(()) };
    let secret = registration.client_secret.as_ref().map(|secret| ("client_secret", secret.expose()));
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("token", refresh_token.expose())
        .append_pair("client_id", &registration.client_id)
        .extend_pairs(secret)
        .finish();
    let request = oauth2::http::Request::builder()
        .method(Method::POST)
        .uri(request::endpoint(url)?.as_str())
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(form.into_bytes())
        .map_err(|_| OAuthError::Endpoint { url: url.clone() })?;
    let answer = sender(registration, timeouts)(request).await?;
    match answer.status().as_u16() {
        200..300 => Ok(()),
        status => Err(OAuthError::Refused { detail: format!("HTTP {status}") }),
    }
}

/// What carries requests; its futures borrow nothing, so that they run on any thread.
fn sender(
    registration: &Registration,
    timeouts: Timeouts,
) -> impl Fn(HttpRequest) -> BoxFuture<Result<HttpResponse, OAuthError>> + use<> {
    let ca_file = registration.ca_file.clone();
    move |request| Box::pin(http::send(request, ca_file.clone(), timeouts))
}

fn asker(registration: &Registration) -> Result<Asker, OAuthError> {
    let token = TokenUrl::from_url(request::endpoint(&registration.service.token)?);
    let mut client = Client::new(ClientId::new(registration.client_id.trim().to_owned()))
        // Google's and Microsoft's own documents send it in the body.
        .set_auth_type(AuthType::RequestBody);
    if let Some(secret) = &registration.client_secret {
        client = client.set_client_secret(ClientSecret::new(secret.expose().to_owned()));
    }
    Ok(client.set_token_uri(token))
}

fn tokens(registration: &Registration, granted: &Granted) -> Result<Tokens, OAuthError> {
    if let Some(scopes) = granted.scopes() {
        let given: HashSet<String> = scopes.iter().map(|scope| right(scope)).collect();
        let wanted = registration.service.scopes.iter().filter(|scope| !NOT_MAIL.contains(&scope.as_str()));
        // People may take single rights out of what they agree to.
        if let Some(lacks) = wanted.into_iter().find(|scope| !given.contains(&right(scope))) {
            return Err(OAuthError::ScopeRefused { detail: lacks.clone() });
        }
    }
    let access = Secret::new(granted.access_token().secret().as_str());
    if access.expose().is_empty() || access.expose().contains(char::is_control) {
        return Err(OAuthError::unreadable("the access token is none"));
    }
    Ok(Tokens {
        access,
        refresh: granted.refresh_token().map(|token| Secret::new(token.secret().as_str())),
        lasts: granted.expires_in(),
        address: granted.extra_fields().id_token.as_deref().and_then(identity::address),
    })
}

/// What a scope allows, without the name of the server, which a provider may write in another way.
fn right(scope: &str) -> String {
    let scope = scope.trim_end_matches('/');
    scope.rsplit('/').next().unwrap_or(scope).to_ascii_lowercase()
}

fn refusal(error: RequestTokenError<OAuthError, BasicErrorResponse>) -> OAuthError {
    match error {
        RequestTokenError::ServerResponse(answer) => {
            OAuthError::of(answer.error().as_ref(), answer.error_description().map_or("", String::as_str))
        }
        RequestTokenError::Request(error) => error,
        // Where it stopped, never what stood there.
        RequestTokenError::Parse(error, _) => {
            OAuthError::unreadable(format!("at {}", one_line(error.path())))
        }
        RequestTokenError::Other(detail) => OAuthError::unreadable(one_line(detail)),
    }
}
