//! Signing in without a password: OAuth 2 (RFC 6749) as a program on a computer does it (RFC 8252).
//!
//! The person agrees in the system's browser, which brings a code back to a port of this computer that listens for nothing
//! else; the code and a secret that never left this process (PKCE, RFC 7636) are changed for tokens. Knows no office: keeping
//! tokens, and renewing them in time, is the caller's.
//!
//! ```no_run
//! # use std::time::Duration;
//! # use studiolo_mail::{Timeouts, oauth::{Flow, OAuthError, Pages, Registration}};
//! # async fn sign_in(registration: Registration, pages: Pages) -> Result<(), OAuthError> {
//! let flow = Flow::begin(registration, Some("elena@studio.example")).await?;
//! println!("open {}", flow.url());
//! let tokens = flow.finish(&pages, Duration::from_mins(10), Timeouts::default()).await?;
//! println!("signed in as {:?}", tokens.address);
//! # Ok(())
//! # }
//! ```

mod error;
mod exchange;
mod http;
mod identity;
mod listener;
mod redirect;
mod request;

use std::path::PathBuf;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::time::timeout;

pub use self::error::OAuthError;
pub use self::exchange::{refresh, revoke};
pub use self::listener::Pages;
use self::request::Request;
use crate::providers::OAuth;
use crate::{Secret, Timeouts};

/// At whom tokens are asked for, and who asks. Its `Debug` shows no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// The provider's side.
    pub service: OAuth,
    /// The name under which the provider knows the program.
    pub client_id: String,
    /// What some providers give to programs on computers besides; it is no secret in truth (RFC 8252 section 8.5).
    pub client_secret: Option<Secret>,
    /// PEM file of authorities trusted in addition to the system's.
    pub ca_file: Option<PathBuf>,
}

/// What the provider gave. Its `Debug` shows no token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tokens {
    /// What a mail server takes in place of a password.
    pub access: Secret,
    /// What the next access token is fetched with. None: the one that was used stays good.
    pub refresh: Option<Secret>,
    /// How long the access token lasts; None: the provider does not say.
    pub lasts: Option<Duration>,
    /// Whose mailbox it is, in lower case; None: the provider does not say.
    pub address: Option<String>,
}

/// A sign-in that has begun: this computer listens for the browser. Dropping it, or the future of
/// [`Flow::finish`], ends it.
#[derive(Debug)]
pub struct Flow {
    registration: Registration,
    request: Request,
    listener: TcpListener,
}

impl Registration {
    /// Refuses what can't work, without asking anybody.
    pub fn check(&self) -> Result<(), OAuthError> {
        if self.client_id.trim().is_empty() {
            return Err(OAuthError::NoClientId);
        }
        let OAuth { authorization, token, revocation, .. } = &self.service;
        for url in [Some(authorization), Some(token), revocation.as_ref()].into_iter().flatten() {
            request::endpoint(url)?;
        }
        Ok(())
    }
}

impl Flow {
    /// Listens at a free port of 127.0.0.1 and makes the page's address. `hint` is the mailbox that is meant.
    pub async fn begin(registration: Registration, hint: Option<&str>) -> Result<Self, OAuthError> {
        registration.check()?;
        let listener = listener::open().await?;
        let port = listener.local_addr().map_err(|error| OAuthError::no_listener(&error))?.port();
        let request = Request::new(&registration, port, hint)?;
        Ok(Self { registration, request, listener })
    }

    /// The page that the person opens in the browser.
    pub fn url(&self) -> &str {
        &self.request.url
    }

    /// Waits at most `limit` for the browser, then fetches the tokens.
    pub async fn finish(
        self,
        pages: &Pages,
        limit: Duration,
        timeouts: Timeouts,
    ) -> Result<Tokens, OAuthError> {
        let Self { registration, request, listener } = self;
        let code = timeout(limit, listener::wait(listener, &request.state, pages)).await;
        let code = code.unwrap_or(Err(OAuthError::TimedOut))?;
        exchange::redeem(&registration, request, code, timeouts).await
    }
}

#[cfg(test)]
mod tests;
