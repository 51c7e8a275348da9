//! What the browser brings: the answer to our request, or something else that found the port.

use oauth2::url::form_urlencoded;

use super::OAuthError;

/// A request at our port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Arrived {
    /// The answer to our request: a code, or the provider's refusal.
    Answer(Result<String, OAuthError>),
    /// An answer to another request, or somebody's invention.
    OtherState,
    /// Nothing of ours: the icon that browsers ask for, a scan of ports.
    Elsewhere,
}

/// Reads the target of a GET request: path and query.
pub(super) fn read(target: &str, state: &str) -> Arrived {
    let Some(("" | "/", query)) = target.split_once('?') else { return Arrived::Elsewhere };
    let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
    // RFC 6749 section 3.1: no parameter stands twice, and an empty one is none.
    let one = |name: &str| {
        let mut values = pairs.iter().filter(|(key, value)| key == name && !value.is_empty());
        values.next().filter(|_| values.next().is_none()).map(|(_, value)| value.as_ref())
    };
    if one("state") != Some(state) {
        return Arrived::OtherState;
    }
    match (one("code"), one("error")) {
        (Some(code), None) => Arrived::Answer(Ok(code.to_owned())),
        (None, Some(error)) => {
            Arrived::Answer(Err(OAuthError::of(error, one("error_description").unwrap_or_default())))
        }
        _ => Arrived::Answer(Err(OAuthError::unreadable("the browser brought neither a code nor an error"))),
    }
}
