//! What the owner does with sign-ins by a provider.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use studiolo_mail::{Secret, Timeouts, oauth};
use tokio::task::AbortHandle;

use super::{Standing, clients, flow, renew, store};
use crate::access::By;
use crate::accounts::service::record;
use crate::accounts::store::chosen;
use crate::error::{Error, Result};
use crate::events::ChangeKind;
use crate::id::AccountId;
use crate::office::{Act, Office};
use crate::settings;

/// How a provider may be asked to forget: it is not worth a long wait.
const GOODBYE: Timeouts = Timeouts {
    connect: Duration::from_secs(10),
    reply: Duration::from_secs(10),
    message: Duration::from_secs(10),
};

/// What a sign-in is begun with.
#[derive(Clone, Default)]
pub struct Wanted {
    /// The account; `None`: the default one.
    pub account: Option<AccountId>,
    /// An id of the providers' table; `None`: the one that stands, else the one of the account's address.
    pub provider: Option<String>,
    /// A provider of the owner's own.
    pub endpoints: Option<Endpoints>,
    /// The program's name there; `None`: the one that stands.
    pub client_id: Option<String>,
    /// What belongs to it, where the provider wants it.
    pub client_secret: Option<String>,
}

/// A provider of the owner's own.
#[derive(Debug, Clone)]
pub struct Endpoints {
    /// Whose account it is to people.
    pub name: String,
    /// The page where the person agrees.
    pub authorization: String,
    /// Where tokens are fetched and renewed.
    pub token: String,
    /// Where a grant is given back.
    pub revocation: Option<String>,
    /// What has to be agreed to.
    pub scopes: Vec<String>,
}

/// Begins a sign-in and returns the page that the person opens in the browser. An earlier one of the account ends; the grant
/// that stands does until the new one is here.
///
/// # Errors
/// [`Error::OAuth`]: without a client id, or where this computer can't listen.
pub async fn begin(office: &Arc<Office>, by: &By, wanted: Wanted) -> Result<String> {
    let mut act = office.begin(by).await?;
    let id = chosen(act.db(), wanted.account).await?.ok_or(Error::NoSendingAccount)?;
    let asked = clients::asked(&mut act, by, id, &wanted).await?;
    let language = settings::store::get(act.db()).await?.language;
    let service = &asked.registration.service;
    let details = json!({ "provider": service.name, "client_id": asked.registration.client_id });
    record(&mut act, "mail.begin_oauth", id, details).await?;
    act.commit().await?;
    flow::begin(office, by, id, asked, language).await
}

/// Where an account's sign-in stands.
pub async fn standing(office: &Office, by: &By, account: Option<AccountId>) -> Result<Standing> {
    let mut db = office.read(by).await?;
    let id = chosen(&mut db, account).await?;
    let grant = match id {
        Some(id) => store::get(&mut db, id).await?,
        None => None,
    };
    drop(db);
    let flows = office.grants.flows();
    let begun = id.and_then(|id| flows.get(&id));
    let (name, address, refused) =
        grant.map(|grant| (grant.name, grant.address, grant.refused)).unwrap_or_default();
    Ok(Standing {
        waiting: begun.filter(|begun| begun.task.is_some()).map(|begun| begun.url.clone()),
        problem: begun.and_then(|begun| begun.problem.clone()),
        name,
        address,
        refused,
    })
}

/// The client id that is set for a provider, by an address of it; `None`: none is, or the provider has no such sign-in.
pub async fn client_of(office: &Office, by: &By, token: &str) -> Result<Option<String>> {
    Ok(store::client(&mut *office.read(by).await?, token).await?.map(|(id, _)| id))
}

/// Waits until no sign-in waits for a person any more.
pub async fn settled(office: &Office) {
    let mut events = office.events();
    while office.grants.flows().values().any(|begun| begun.task.is_some()) {
        let _ = events.recv().await;
    }
}

/// Ends a sign-in that waits for the person, and forgets what became of the last one.
pub async fn cancel(office: &Office, by: &By, account: Option<AccountId>) -> Result<()> {
    let mut act = office.begin(by).await?;
    let Some(id) = chosen(act.db(), account).await? else { return Ok(()) };
    let begun = office.grants.flows().remove(&id);
    if let Some(task) = begun.and_then(|begun| begun.task) {
        task.abort();
        record(&mut act, "mail.cancel_oauth", id, json!({})).await?;
        act.commit().await?;
    }
    office.tell(ChangeKind::Settings);
    Ok(())
}

/// Forgets an account's grant and asks the provider to do so too, without waiting for that. The servers are signed in to by
/// password again.
pub async fn forget(office: &Arc<Office>, by: &By, account: Option<AccountId>) -> Result<()> {
    let mut act = office.begin(by).await?;
    let Some(id) = chosen(act.db(), account).await? else { return Ok(()) };
    let Some(grant) = store::get(act.db(), id).await? else { return Ok(()) };
    forget_within(&mut act, id).await?;
    act.commit().await?;
    office.grants.flows().remove(&id).and_then(|begun| begun.task).inspect(AbortHandle::abort);
    renew::again(office, id);
    tokio::spawn(async move {
        let refresh_token = Secret::new(grant.refresh_token.as_str());
        if let Err(error) = oauth::revoke(&grant.registration(), &refresh_token, GOODBYE).await {
            tracing::info!(%error, "the provider was not told that the sign-in is over");
        }
    });
    Ok(())
}

/// Forgets an account's grant within the act if it was made for this server: a password takes its place.
pub(crate) async fn forget_for(act: &mut Act<'_>, id: AccountId, server: &str) -> Result<()> {
    match store::get(act.db(), id).await? {
        Some(grant) if grant.is_for(server) => forget_within(act, id).await,
        _ => Ok(()),
    }
}

async fn forget_within(act: &mut Act<'_>, id: AccountId) -> Result<()> {
    if store::forget(act.db(), id).await? {
        record(act, "mail.forget_oauth", id, json!({})).await?;
    }
    Ok(())
}
