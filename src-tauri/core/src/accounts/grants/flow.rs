//! A sign-in from the page in the browser to the grant in the store, as a task that outlives whoever began it.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use studiolo_mail::Timeouts;
use studiolo_mail::oauth::{Flow, Pages, Tokens};
use tokio::task::AbortHandle;

use super::clients::Asked;
use super::{Begun, Grant, renew, store};
use crate::access::By;
use crate::accounts::service::record;
use crate::accounts::store::chosen;
use crate::error::{Error, Result};
use crate::events::ChangeKind;
use crate::id::AccountId;
use crate::letters::{self, Language};
use crate::office::Office;

/// How long the person may take.
const PATIENCE: Duration = Duration::from_mins(10);

/// Listens for the browser; an earlier sign-in of the account ends. Returns the page that the person opens.
pub(super) async fn begin(
    office: &Arc<Office>,
    by: &By,
    id: AccountId,
    asked: Asked,
    language: Language,
) -> Result<String> {
    let Asked { registration, hosts, addresses } = asked;
    let flow = Flow::begin(registration.clone(), addresses.first().map(String::as_str)).await?;
    let url = flow.url().to_owned();
    let service = &registration.service;
    let grant = Grant {
        name: service.name.clone(),
        authorization: service.authorization.clone(),
        token: service.token.clone(),
        revocation: service.revocation.clone().unwrap_or_default(),
        loopback: service.loopback.clone(),
        scopes: service.scopes.join(" "),
        client_id: registration.client_id.clone(),
        client_secret: registration.client_secret.as_ref().map(|s| s.expose().to_owned()).unwrap_or_default(),
        ca_file: registration.ca_file.as_ref().map(|file| file.display().to_string()).unwrap_or_default(),
        hosts: hosts.join(" "),
        address: String::new(),
        access_token: String::new(),
        refresh_token: String::new(),
        expires_at: None,
        refused: String::new(),
    };
    let (task_office, by, page) = (office.clone(), by.clone(), url.clone());
    let mut flows = office.grants.flows();
    let task = tokio::spawn(async move {
        let granted = flow.finish(&pages(language), PATIENCE, Timeouts::default()).await;
        let kept = match granted {
            Ok(tokens) => keep(&task_office, &by, id, (grant, tokens), &addresses).await,
            Err(error) => Err(error.into()),
        };
        ended(&task_office, id, &page, kept);
    });
    let begun = Begun { url: url.clone(), task: Some(task.abort_handle()), problem: None };
    if let Some(earlier) = flows.insert(id, begun) {
        earlier.task.inspect(AbortHandle::abort);
    }
    drop(flows);
    office.tell(ChangeKind::Settings);
    Ok(url)
}

/// Keeps what the provider gave, if it is the account's mailbox.
async fn keep(
    office: &Office,
    by: &By,
    id: AccountId,
    (grant, tokens): (Grant, Tokens),
    addresses: &[String],
) -> Result<()> {
    let address = match tokens.address.clone() {
        Some(other) if !addresses.is_empty() && !addresses.contains(&other) => {
            return Err(Error::OtherMailbox { address: other });
        }
        Some(address) => address,
        None => addresses.first().cloned().ok_or_else(|| Error::invalid("account_id", "has no address"))?,
    };
    let mut act = office.begin(by).await?;
    let now = act.now;
    chosen(act.db(), Some(id)).await?;
    let grant = Grant { address, ..grant.renewed(&tokens, now) };
    store::set(act.db(), id, &grant, now).await?;
    let details = json!({ "provider": grant.name, "address": grant.address });
    record(&mut act, "mail.oauth_granted", id, details).await?;
    act.commit().await?;
    renew::again(office, id);
    Ok(())
}

/// Notes what became of a sign-in, unless another was begun since.
fn ended(office: &Office, id: AccountId, page: &str, kept: Result<()>) {
    let mut flows = office.grants.flows();
    let Some(begun) = flows.get_mut(&id).filter(|begun| begun.url == page) else { return };
    match kept {
        Ok(()) => drop(flows.remove(&id)),
        Err(error) => {
            tracing::info!(%error, "a sign-in by the browser did not end well");
            begun.task = None;
            begun.problem = Some((error.code(), error.to_string()));
        }
    }
    drop(flows);
    office.tell(ChangeKind::Settings);
}

/// What the browser shows at the end, in the office's language.
fn pages(language: Language) -> Pages {
    let words = |key: &str| letters::words(language, key, &[]);
    Pages {
        language: language.code().to_owned(),
        title: words("oauth-title"),
        agreed: words("oauth-agreed"),
        refused: words("oauth-refused"),
        unknown: words("oauth-unknown"),
    }
}
