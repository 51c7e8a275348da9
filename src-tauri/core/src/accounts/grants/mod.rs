//! Signing in without a password: what a provider gave for an account (OAuth 2), from the browser to the mail server.
//!
//! A grant's tokens go to the mail servers that it was made for, and to its provider; nowhere else. A token is renewed before
//! it ends, and once more when a mail server refuses it. Only one renewal runs for an account; it goes on when whoever asked
//! for it is gone, since the provider may take the old refresh token no more: the new one is in the store before it is used.

mod clients;
mod flow;
mod renew;
pub mod service;
mod store;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::TimeDelta;
use studiolo_mail::oauth::{OAuthError, Registration, Tokens};
use studiolo_mail::providers::OAuth;
use studiolo_mail::{Account, ConnectError, Credential, Secret, Security};
use tokio::task::AbortHandle;

use crate::error::Error;
use crate::id::AccountId;
use crate::time::{Instant, Millis};

pub(crate) use renew::{fresh, sign_in, was_refused};
pub(crate) use service::forget_for;

/// A token is renewed so long before it ends: a session may take a while to begin.
const AHEAD: TimeDelta = TimeDelta::minutes(3);

/// What a provider gave. `Debug` shows no secret.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Grant {
    /// Whose account it is to people: `Google`.
    pub name: String,
    /// The page where the person agrees.
    pub authorization: String,
    /// Where tokens are fetched.
    pub token: String,
    /// Where it is given back; empty: nowhere.
    pub revocation: String,
    /// The name of this computer that the provider takes.
    pub loopback: String,
    /// With spaces between.
    pub scopes: String,
    /// The program's name there.
    pub client_id: String,
    /// Empty: none.
    pub client_secret: String,
    /// Empty: none.
    pub ca_file: String,
    /// The mail servers that may have the token, with spaces between.
    pub hosts: String,
    /// Whose mailbox it is.
    pub address: String,
    /// What mail servers take.
    pub access_token: String,
    /// What the next one is fetched with.
    pub refresh_token: String,
    /// When the access token ends; `None`: the provider does not say.
    pub expires_at: Option<Millis>,
    /// Why the provider takes the refresh token no more; empty: it does.
    pub refused: String,
}

/// Where an account's sign-in by a provider stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The page that waits for the person; `None`: none does.
    pub waiting: Option<String>,
    /// What became of the last sign-in that was begun and did not end well: a stable code, and words.
    pub problem: Option<(&'static str, String)>,
    /// Whose account it is to people; empty: there is no grant.
    pub name: String,
    /// Whose mailbox it is; empty: there is no grant.
    pub address: String,
    /// Why the person has to sign in again; empty: no reason.
    pub refused: String,
}

/// Why there is no session by a grant.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// The person has to sign in again.
    #[error("sign in again: {0}")]
    SignInAgain(String),
    /// The token could not be renewed.
    #[error("the sign-in could not be renewed: {0}")]
    Provider(#[from] OAuthError),
    /// The mail server.
    #[error("{0}")]
    Server(#[from] ConnectError),
    /// The office itself.
    #[error("{0}")]
    Office(#[from] Error),
}

impl Trouble {
    /// A stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::SignInAgain(_) => "oauth_sign_in_again",
            Self::Provider(error) => error.code(),
            Self::Server(error) => error.code(),
            Self::Office(error) => error.code(),
        }
    }

    /// Whether waiting may mend it.
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::SignInAgain(_) => false,
            Self::Provider(error) => error.is_temporary(),
            Self::Server(error) => error.is_temporary(),
            Self::Office(_) => true,
        }
    }
}

impl Grant {
    /// Why it does not do for a server; `None`: it does. A token goes to the servers that it was asked for, protected or on
    /// this computer.
    fn hindrance(&self, road: &Account) -> Option<String> {
        if !self.refused.is_empty() {
            return Some(self.refused.clone());
        }
        let known = self.is_for(&road.host);
        let here = ["localhost", "127.0.0.1", "::1"].contains(&road.host.as_str());
        let safe = road.security != Security::None || here;
        (!known || !safe).then(|| format!("the sign-in was not made for {}", road.host))
    }

    /// Whether it was made for this server.
    fn is_for(&self, server: &str) -> bool {
        self.hosts.split(' ').any(|host| host.eq_ignore_ascii_case(server))
    }

    /// Whether the token is to be renewed first.
    fn is_ending(&self, now: Instant) -> bool {
        self.expires_at.is_some_and(|at| Instant::from(at) <= now + AHEAD)
    }

    /// Whether the token is of no more use.
    fn has_ended(&self, now: Instant) -> bool {
        self.expires_at.is_some_and(|at| Instant::from(at) <= now)
    }

    fn credential(&self) -> Credential {
        Credential::XOAuth2 { username: self.address.clone(), token: Secret::new(self.access_token.as_str()) }
    }

    fn registration(&self) -> Registration {
        let or_none = |text: &String| (!text.is_empty()).then(|| text.clone());
        Registration {
            service: OAuth {
                name: self.name.clone(),
                authorization: self.authorization.clone(),
                token: self.token.clone(),
                revocation: or_none(&self.revocation),
                loopback: self.loopback.clone(),
                scopes: self.scopes.split(' ').map(ToOwned::to_owned).collect(),
            },
            client_id: self.client_id.clone(),
            client_secret: or_none(&self.client_secret).map(Secret::new),
            ca_file: or_none(&self.ca_file).map(Into::into),
        }
    }

    /// With the tokens that came at `now`.
    fn renewed(mut self, tokens: &Tokens, now: Instant) -> Self {
        tokens.access.expose().clone_into(&mut self.access_token);
        if let Some(refresh) = &tokens.refresh {
            refresh.expose().clone_into(&mut self.refresh_token);
        }
        // A provider that says more than a century means for ever.
        let lasts = tokens.lasts.and_then(|lasts| TimeDelta::from_std(lasts).ok());
        self.expires_at = lasts.and_then(|lasts| now.checked_add_signed(lasts)).map(Millis::from);
        self.refused.clear();
        self
    }
}

impl std::fmt::Debug for Grant {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Grant({} by {})", self.address, self.name)
    }
}

/// The sign-ins that are under way. Lives in memory: a new process begins afresh.
#[derive(Debug, Default)]
pub(crate) struct Desk {
    flows: Mutex<HashMap<AccountId, Begun>>,
    renewals: Mutex<HashMap<AccountId, Arc<tokio::sync::Mutex<()>>>>,
}

/// A sign-in that was begun.
#[derive(Debug)]
struct Begun {
    url: String,
    /// Ends it, if it is under way.
    task: Option<AbortHandle>,
    /// What became of it.
    problem: Option<(&'static str, String)>,
}

impl Desk {
    /// Whoever renews an account's token holds this.
    fn turn(&self, account: AccountId) -> Arc<tokio::sync::Mutex<()>> {
        let mut renewals = self.renewals.lock().unwrap_or_else(PoisonError::into_inner);
        renewals.entry(account).or_default().clone()
    }

    fn flows(&self) -> MutexGuard<'_, HashMap<AccountId, Begun>> {
        self.flows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the sign-ins that wait for a person, and waits for the renewals that run.
    pub async fn close(&self) {
        for (_, begun) in self.flows().drain() {
            begun.task.inspect(AbortHandle::abort);
        }
        let renewals: Vec<_> = {
            let renewals = self.renewals.lock().unwrap_or_else(PoisonError::into_inner);
            renewals.values().cloned().collect()
        };
        for turn in renewals {
            drop(turn.lock().await);
        }
    }
}

#[cfg(test)]
mod tests;
