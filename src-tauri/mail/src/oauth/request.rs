//! The request that the browser carries to the provider: who asks, for what, where the answer goes, and the two secrets
//! that tie the answer to it.

use oauth2::url::{Host, Url};
use oauth2::{
    AuthUrl, ClientId, CsrfToken, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope, basic::BasicClient,
};

use super::{OAuthError, Registration};

/// What was asked, and what its answer is checked by. `Debug` shows neither secret.
pub(super) struct Request {
    /// The page.
    pub url: String,
    /// Comes back with the answer, so that nobody slips in another's (RFC 6749 section 10.12).
    pub state: String,
    /// The secret whose digest (S256) the page got.
    pub verifier: PkceCodeVerifier,
    pub redirect: RedirectUrl,
}

impl Request {
    /// Asks for everything in `service.scopes`, to be answered at a port of this computer.
    pub fn new(registration: &Registration, port: u16, hint: Option<&str>) -> Result<Self, OAuthError> {
        let service = &registration.service;
        let page = AuthUrl::from_url(endpoint(&service.authorization)?);
        let redirect = format!("http://{}:{port}", service.loopback);
        let redirect =
            RedirectUrl::new(redirect.clone()).map_err(|_| OAuthError::Endpoint { url: redirect })?;
        let client = BasicClient::new(ClientId::new(registration.client_id.trim().to_owned()))
            .set_auth_uri(page)
            .set_redirect_uri(redirect.clone());
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let mut request = client
            .authorize_url(CsrfToken::new_random)
            .add_scopes(service.scopes.iter().cloned().map(Scope::new))
            .set_pkce_challenge(challenge);
        if let Some(hint) = hint {
            request = request.add_extra_param("login_hint", hint.to_owned());
        }
        let (url, state) = request.url();
        Ok(Self { url: url.into(), state: state.into_secret(), verifier, redirect })
    }
}

impl std::fmt::Debug for Request {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Request(…)")
    }
}

/// A provider's address: `https`, or `http` on this computer (RFC 6749 section 3.1.2.1 and 3.2 ask for TLS).
pub(super) fn endpoint(text: &str) -> Result<Url, OAuthError> {
    let refused = || OAuthError::Endpoint { url: text.to_owned() };
    let url = Url::parse(text).map_err(|_| refused())?;
    let here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    let protected = url.scheme() == "https" && url.host().is_some();
    let bare = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    if bare && (protected || (url.scheme() == "http" && here)) { Ok(url) } else { Err(refused()) }
}
