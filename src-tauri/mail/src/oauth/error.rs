//! What can go wrong on the way to a token, told apart as far as a caller acts on it.

use std::io;

use crate::ConnectError;
use crate::imap::one_line;

/// Why there is no token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OAuthError {
    /// The program has no name at this provider.
    #[error("no client id is set for this provider")]
    NoClientId,
    /// An address of the provider that is none, or is not protected.
    #[error("{url} is not an https address")]
    Endpoint {
        /// The address.
        url: String,
    },
    /// No port of this computer could be listened at.
    #[error("this computer cannot listen for the browser: {detail}")]
    NoListener {
        /// What the system says.
        detail: String,
    },
    /// The browser brought nothing in time.
    #[error("the browser brought no answer in time")]
    TimedOut,
    /// The person, or the provider in their place, said no.
    #[error("the access was not granted: {detail}")]
    Denied {
        /// The provider's words, in one line; may be empty.
        detail: String,
    },
    /// The grant, the code or the refresh token is not good, or not any more (`invalid_grant`).
    #[error("the grant is not valid: {detail}")]
    GrantRefused {
        /// The provider's words.
        detail: String,
    },
    /// The provider does not know this client id, or does not let it do this.
    #[error("the provider refused the client id: {detail}")]
    ClientRefused {
        /// The provider's words.
        detail: String,
    },
    /// The person did not allow the mailbox, or the provider does not let the program ask for it.
    #[error("access to the mailbox was not granted: {detail}")]
    ScopeRefused {
        /// The provider's words, or the scope that lacks.
        detail: String,
    },
    /// Any other refusal.
    #[error("the provider refused: {detail}")]
    Refused {
        /// The provider's code and words.
        detail: String,
    },
    /// The provider is busy, or broken for the moment.
    #[error("the provider cannot answer now: {detail}")]
    Unavailable {
        /// What it said.
        detail: String,
    },
    /// An answer that is none of OAuth.
    #[error("the provider's answer cannot be read: {detail}")]
    Unreadable {
        /// Why; nothing of the answer, which may hold tokens.
        detail: String,
    },
    /// The provider can't be reached.
    #[error("the provider cannot be reached: {0}")]
    Connect(#[from] ConnectError),
}

impl OAuthError {
    /// A stable code for the wire.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoClientId => "no_client_id",
            Self::Endpoint { .. } => "oauth_endpoint_refused",
            Self::NoListener { .. } => "oauth_no_listener",
            Self::TimedOut => "oauth_timed_out",
            Self::Denied { .. } => "oauth_denied",
            Self::GrantRefused { .. } => "oauth_grant_refused",
            Self::ClientRefused { .. } => "oauth_client_refused",
            Self::ScopeRefused { .. } => "oauth_scope_refused",
            Self::Refused { .. } => "oauth_refused",
            Self::Unavailable { .. } => "oauth_unavailable",
            Self::Unreadable { .. } => "oauth_unreadable",
            Self::Connect(error) => error.code(),
        }
    }

    /// True if waiting may mend it; false if somebody has to do something.
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::Unavailable { .. } | Self::Unreadable { .. } => true,
            Self::Connect(error) => error.is_temporary(),
            _ => false,
        }
    }

    /// What a provider's error code means: RFC 6749 section 5.2 of the token's place, 4.1.2.1 of the page.
    pub(super) fn of(code: &str, description: &str) -> Self {
        let description = one_line(description);
        let code = one_line(code);
        let detail = if description.is_empty() { code.clone() } else { description };
        match code.as_str() {
            "access_denied" | "consent_required" | "interaction_required" | "login_required" => {
                Self::Denied { detail }
            }
            "invalid_grant" => Self::GrantRefused { detail },
            "invalid_client" | "unauthorized_client" => Self::ClientRefused { detail },
            "invalid_scope" => Self::ScopeRefused { detail },
            "server_error" | "temporarily_unavailable" => Self::Unavailable { detail },
            _ => Self::Refused { detail: one_line(format!("{code}: {detail}")) },
        }
    }

    pub(super) fn no_listener(error: &io::Error) -> Self {
        Self::NoListener { detail: error.to_string() }
    }

    pub(super) fn unreadable(detail: impl Into<String>) -> Self {
        Self::Unreadable { detail: detail.into() }
    }
}
