//! A token that is good: the one that stands, or the next one.

use std::sync::Arc;

use serde_json::json;
use studiolo_mail::oauth::{self, OAuthError};
use studiolo_mail::{Account, ConnectError, Credential, ImapSession, Secret, Session, Timeouts};

use super::{Grant, Trouble, store};
use crate::access::By;
use crate::accounts::service::{changed, record};
use crate::error::Error;
use crate::id::AccountId;
use crate::office::Office;

/// A session that begins with a sign-in.
pub(crate) trait SignIn: Sized {
    fn begin(road: &Account) -> impl Future<Output = Result<Self, ConnectError>> + Send;
}

impl SignIn for Session {
    async fn begin(road: &Account) -> Result<Self, ConnectError> {
        Self::connect(road, Timeouts::default()).await
    }
}

impl SignIn for ImapSession {
    async fn begin(road: &Account) -> Result<Self, ConnectError> {
        Self::connect(road, Timeouts::default()).await
    }
}

/// Signs in at an account's server: by its grant if it has one, else as `road` says. A token that is refused is renewed once.
pub(crate) async fn sign_in<S: SignIn>(office: &Office, id: AccountId, road: Account) -> Result<S, Trouble> {
    let road = fresh(office, id, road, false).await?;
    match S::begin(&road).await {
        Err(error) if was_refused(&road, &error) => {
            let road = fresh(office, id, road, true).await?;
            Ok(S::begin(&road).await?)
        }
        done => Ok(done?),
    }
}

/// Whether another token may mend it.
pub(crate) fn was_refused(road: &Account, error: &ConnectError) -> bool {
    matches!((&road.credential, error), (Credential::XOAuth2 { .. }, ConnectError::SignInRefused(_)))
}

/// The way to an account's server, with a token that is good if the account has a grant; with another token than the one
/// in `road` if that was `refused`.
pub(crate) async fn fresh(
    office: &Office,
    id: AccountId,
    mut road: Account,
    refused: bool,
) -> Result<Account, Trouble> {
    let tried = match &road.credential {
        Credential::XOAuth2 { token, .. } if refused => Some(token.clone()),
        _ => None,
    };
    let Some(mut grant) = read(office, id).await? else { return Ok(road) };
    // Send by one, receive at another: that one has its own password.
    if !grant.is_for(&road.host) && road.has_password() {
        return Ok(road);
    }
    if let Some(why) = grant.hindrance(&road) {
        return Err(Trouble::SignInAgain(why));
    }
    if is_due(office, &grant, tried.as_ref()) {
        grant = renewal(office, id, tried).await?;
    }
    road.credential = grant.credential();
    Ok(road)
}

async fn read(office: &Office, id: AccountId) -> Result<Option<Grant>, Error> {
    store::get(&mut *office.read(&By::system()).await?, id).await
}

fn is_due(office: &Office, grant: &Grant, tried: Option<&Secret>) -> bool {
    grant.is_ending(office.now()) || tried.is_some_and(|tried| tried.expose() == grant.access_token)
}

/// Renews the token as a task of its own, so that a loop which is stopped meanwhile loses no refresh token.
async fn renewal(office: &Office, id: AccountId, tried: Option<Secret>) -> Result<Grant, Trouble> {
    let office = office.itself().ok_or(Error::Cancelled)?;
    tokio::spawn(async move { renew(&office, id, tried).await }).await.map_err(Error::from)?
}

async fn renew(office: &Arc<Office>, id: AccountId, tried: Option<Secret>) -> Result<Grant, Trouble> {
    let turn = office.grants.turn(id);
    let _alone = turn.lock().await;
    // Whoever had the turn before may have renewed it, or found that it is over.
    let gone = || Trouble::SignInAgain("the sign-in was taken away".into());
    let grant = read(office, id).await?.ok_or_else(gone)?;
    if !grant.refused.is_empty() {
        return Err(Trouble::SignInAgain(grant.refused));
    }
    if !is_due(office, &grant, tried.as_ref()) {
        return Ok(grant);
    }
    let refresh_token = Secret::new(grant.refresh_token.as_str());
    let renewed = oauth::refresh(&grant.registration(), &refresh_token, Timeouts::default()).await;
    let now = office.now();
    match renewed {
        Ok(tokens) => {
            let new = grant.clone().renewed(&tokens, now);
            let mut act = office.begin(&By::system()).await?;
            if !store::renew(act.db(), id, &grant, &new).await? {
                return Err(gone());
            }
            act.commit().await?;
            Ok(new)
        }
        Err(OAuthError::GrantRefused { detail }) => {
            let new = Grant { refused: detail.clone(), ..grant.clone() };
            let mut act = office.begin(&By::system()).await?;
            if store::renew(act.db(), id, &grant, &new).await? {
                let details = json!({ "provider": grant.name, "address": grant.address, "reason": detail });
                record(&mut act, "mail.oauth_refused", id, details).await?;
                act.commit().await?;
            }
            Err(Trouble::SignInAgain(detail))
        }
        // It does for a while yet.
        Err(error) if error.is_temporary() && tried.is_none() && !grant.has_ended(now) => {
            tracing::info!(%error, "a sign-in could not be renewed ahead of its end");
            Ok(grant)
        }
        Err(error) => Err(error.into()),
    }
}

/// Both loops try the account afresh.
pub(super) fn again(office: &Office, id: AccountId) {
    changed(office, id);
}
