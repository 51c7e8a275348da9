//! What the owner does with mail accounts.

use serde_json::{Value, json};
use studiolo_mail::imap::test_imap;
use studiolo_mail::intake::authentication::UNNAMED;
use studiolo_mail::providers::of_host;
use studiolo_mail::{Account, Step, StepOutcome, Timeouts, test_account};

use super::grants::Trouble;
use super::{MailAccount, ReceivingAccount, SendingAccount, Share, grants, store};
use crate::access::{By, Origin};
use crate::error::{Error, Result};
use crate::events::ChangeKind;
use crate::id::AccountId;
use crate::intake;
use crate::office::{Act, Office};
use crate::outbox;
use crate::settings::{self, line};

/// An account with its servers.
#[derive(Debug, Clone)]
pub struct Overview {
    /// The account.
    pub account: MailAccount,
    /// Where its mail leaves.
    pub sending: Option<SendingAccount>,
    /// Where its replies come to.
    pub receiving: Option<ReceivingAccount>,
    /// Mails that wait to leave by it.
    pub queued: i64,
}

/// Every account, the default one first, then the oldest.
pub async fn list(office: &Office, by: &By) -> Result<Vec<Overview>> {
    let mut db = office.read(by).await?;
    let mut accounts = Vec::new();
    for account in store::all(&mut db).await? {
        let sending = store::sending(&mut db, account.account_id).await?;
        let receiving = store::receiving(&mut db, account.account_id).await?.map(|(receiving, _)| receiving);
        let share = Share { account: account.account_id, is_default: account.is_default };
        let queued = outbox::store::waiting(&mut db, Some(share)).await?;
        accounts.push(Overview { account, sending, receiving, queued });
    }
    Ok(accounts)
}

/// The default account, if there is any.
pub async fn default(office: &Office, by: &By) -> Result<Option<AccountId>> {
    store::chosen(&mut *office.read(by).await?, None).await
}

/// Adds an account without servers. The first is the default one.
pub async fn add(office: &Office, by: &By, label: &str) -> Result<AccountId> {
    let label = label_of(label)?;
    let mut act = office.begin(by).await?;
    let (id, now) = (AccountId::new(), act.now);
    store::insert(act.db(), id, &label, now).await?;
    record(&mut act, "mail.add_account", id, json!({ "label": label })).await?;
    act.commit().await?;
    Ok(id)
}

/// A change of an account; what is absent stays.
#[derive(Debug, Clone, Default)]
pub struct AccountChange {
    /// What the owner calls it; empty: its address.
    pub label: Option<String>,
    /// Makes it the default one: then the clients without an own one are written from it.
    pub make_default: bool,
    /// Whether copies of what is sent by it are saved in its mailbox.
    pub save_sent: Option<bool>,
}

/// Changes an account, apart from its servers.
pub async fn update(office: &Office, by: &By, id: AccountId, change: AccountChange) -> Result<()> {
    let AccountChange { label, make_default, save_sent } = change;
    let label = label.as_deref().map(label_of).transpose()?;
    let mut act = office.begin(by).await?;
    store::chosen(act.db(), Some(id)).await?;
    if let Some(label) = &label {
        store::set_label(act.db(), id, label).await?;
    }
    if make_default {
        store::set_default(act.db(), id).await?;
    }
    if let Some(save) = save_sent {
        store::set_save_sent(act.db(), id, save).await?;
    }
    let details = json!({ "label": label, "is_default": make_default, "save_sent": save_sent });
    record(&mut act, "mail.update_account", id, details).await?;
    act.commit().await
}

/// Takes an account away. Its clients, and the mail that waits for them, have the default one from then on: which is the last
/// that can be taken away.
pub async fn remove(office: &Office, by: &By, id: AccountId) -> Result<()> {
    let mut act = office.begin(by).await?;
    store::chosen(act.db(), Some(id)).await?;
    let all = store::all(act.db()).await?;
    if all.len() > 1 && all.iter().any(|one| one.account_id == id && one.is_default) {
        return Err(Error::invalid(
            "account_id",
            "is the default account: make another one the default first",
        ));
    }
    let label = name(&mut act, id).await?;
    store::delete(act.db(), id).await?;
    record(&mut act, "mail.remove_account", id, json!({ "label": label })).await?;
    act.commit().await?;
    changed(office, id);
    Ok(())
}

/// The server that an account's mail leaves by, or the default account's; `None`: there is none.
pub async fn sending(office: &Office, by: &By, id: Option<AccountId>) -> Result<Option<SendingAccount>> {
    let mut db = office.read(by).await?;
    match store::chosen(&mut db, id).await? {
        Some(id) => store::sending(&mut db, id).await,
        None => Ok(None),
    }
}

/// Sets the server that an account's mail leaves by, the default account's unless told otherwise; mail that waits for one
/// goes at once. A server without a password, for the host and user name that stand and not less protected, keeps the
/// password that stands: so the window can change the rest without ever having seen it. An authority that the command
/// line set for that host stays too.
pub async fn set_sending(
    office: &Office,
    by: &By,
    id: Option<AccountId>,
    account: SendingAccount,
) -> Result<()> {
    let account = account.check()?;
    only_from_the_shell(by, &account.ca_file)?;
    let mut act = office.begin(by).await?;
    let id = opened(&mut act, id).await?;
    let now = act.now;
    if !account.password.is_empty() {
        grants::forget_for(&mut act, id, &account.host).await?;
    }
    let account = match store::sending(act.db(), id).await? {
        Some(old) => account.keeping(&old, by.origin),
        None => account,
    };
    store::set_sending(act.db(), id, &account, now).await?;
    let details = json!({ "host": account.host, "port": account.port, "from_address": account.from_address });
    record(&mut act, "mail.set_sending", id, details).await?;
    act.commit().await?;
    changed(office, id);
    Ok(())
}

/// The mailbox that an account's replies come to, or the default account's; `None`: there is none.
pub async fn receiving(office: &Office, by: &By, id: Option<AccountId>) -> Result<Option<ReceivingAccount>> {
    let mut db = office.read(by).await?;
    match store::chosen(&mut db, id).await? {
        Some(id) => Ok(store::receiving(&mut db, id).await?.map(|(account, _)| account)),
        None => Ok(None),
    }
}

/// Sets the mailbox that an account's replies come to, the default account's unless told otherwise. What arrived in its folder
/// before is left alone. An empty password keeps the one that stands, for the same server and user name and no less
/// protection. Copies of what is sent are saved in the mailbox of another server than before unless that does so by itself.
pub async fn set_receiving(
    office: &Office,
    by: &By,
    id: Option<AccountId>,
    mut account: ReceivingAccount,
) -> Result<()> {
    only_from_the_shell(by, &account.ca_file)?;
    let mut act = office.begin(by).await?;
    let id = opened(&mut act, id).await?;
    if account.address.is_empty() {
        account.address = if account.username.contains('@') {
            account.username.clone()
        } else {
            match store::sending(act.db(), id).await? {
                Some(sending) => sending.from_address,
                None => settings::store::get(act.db()).await?.owner_email,
            }
        };
    }
    let mut account = account.check()?;
    if !account.password.is_empty() {
        grants::forget_for(&mut act, id, &account.host).await?;
    }
    let (mut set_at, mut cursor) = (act.now, None);
    let old = store::receiving(act.db(), id).await?;
    let provider = of_host(&account.host);
    if old.as_ref().is_none_or(|(old, _)| old.host != account.host) {
        // Twice in the folder for sent mail helps nobody.
        let by_itself = provider.is_some_and(|provider| provider.saves_sent);
        store::set_save_sent(act.db(), id, !by_itself).await?;
    }
    if let Some((old, old_set_at)) = old {
        account.keep(&old, by.origin);
        if account.is_same_mailbox(&old) {
            (set_at, cursor) = (old_set_at, intake::store::cursor(act.db(), id).await?);
        }
    }
    if account.authserv_id.is_empty() && provider.is_some_and(|provider| provider.unnamed_results) {
        account.authserv_id = UNNAMED.into();
    }
    store::set_receiving(act.db(), id, &account, set_at).await?;
    if let Some(cursor) = cursor {
        intake::store::set_cursor(act.db(), id, cursor).await?;
    }
    let details = json!({ "host": account.host, "port": account.port, "address": account.address });
    record(&mut act, "mail.set_receiving", id, details).await?;
    act.commit().await?;
    office.intake_wake.notify_one();
    Ok(())
}

/// Takes the mailbox away that an account's replies come to, the default account's unless told otherwise: they stay in it.
pub async fn remove_receiving(office: &Office, by: &By, id: Option<AccountId>) -> Result<()> {
    let mut act = office.begin(by).await?;
    let Some(id) = store::chosen(act.db(), id).await? else { return Ok(()) };
    store::remove_receiving(act.db(), id).await?;
    record(&mut act, "mail.remove_receiving", id, json!({})).await?;
    act.commit().await?;
    office.intake_wake.notify_one();
    Ok(())
}

/// One step of a server's test; no error: it went well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestStep {
    /// `settings`, `resolve`, `connect`, `secure`, `sign_in`, `folder`.
    pub step: &'static str,
    /// A stable code, and the server's or system's words.
    pub error: Option<(&'static str, String)>,
}

/// Tries the server that mail leaves by, step by step, up to the first that fails. Nothing is sent.
pub async fn test_sending(office: &Office, by: &By, id: Option<AccountId>) -> Result<Vec<TestStep>> {
    let account = sending(office, by, id).await?.ok_or(Error::NoSendingAccount)?;
    tried(office, by, id, (account.road()?, None)).await
}

/// Tries the mailbox that replies come to, step by step, up to the first that fails. Nothing in it is changed.
pub async fn test_receiving(office: &Office, by: &By, id: Option<AccountId>) -> Result<Vec<TestStep>> {
    let account = receiving(office, by, id).await?.ok_or(Error::NoReceivingAccount)?;
    tried(office, by, id, (account.road()?, Some(&account.folder))).await
}

/// Tries a server to send by, or to read a folder at; by the account's grant if it has one. A token that is refused is renewed
/// once.
async fn tried(
    office: &Office,
    by: &By,
    id: Option<AccountId>,
    (road, folder): (Account, Option<&str>),
) -> Result<Vec<TestStep>> {
    let chosen = store::chosen(&mut *office.read(by).await?, id).await?;
    let Some(id) = chosen else { return Ok(in_words(test(&road, folder).await)) };
    let road = match grants::fresh(office, id, road, false).await {
        Ok(road) => road,
        Err(trouble) => return no_token(trouble),
    };
    let outcomes = test(&road, folder).await;
    let last = outcomes.last().and_then(|last| last.result.as_ref().err());
    if !last.is_some_and(|error| grants::was_refused(&road, error)) {
        return Ok(in_words(outcomes));
    }
    match grants::fresh(office, id, road, true).await {
        Ok(road) => Ok(in_words(test(&road, folder).await)),
        Err(trouble) => no_token(trouble),
    }
}

async fn test(road: &Account, folder: Option<&str>) -> Vec<StepOutcome> {
    match folder {
        None => test_account(road, Timeouts::default()).await,
        Some(folder) => test_imap(road, folder, Timeouts::default()).await,
    }
}

/// What a test tells when there is no token to try with.
fn no_token(trouble: Trouble) -> Result<Vec<TestStep>> {
    match trouble {
        Trouble::Office(error) => Err(error),
        trouble => Ok(vec![TestStep { step: "sign_in", error: Some((trouble.code(), trouble.to_string())) }]),
    }
}

fn in_words(steps: Vec<StepOutcome>) -> Vec<TestStep> {
    steps
        .into_iter()
        .map(|outcome| TestStep {
            step: match outcome.step {
                Step::Settings => "settings",
                Step::Resolve => "resolve",
                Step::Connect => "connect",
                Step::Secure => "secure",
                Step::SignIn => "sign_in",
                Step::Folder => "folder",
            },
            error: outcome.result.err().map(|error| (error.code(), error.to_string())),
        })
        .collect()
}

/// The account within the act; the default one is made if there is none yet.
async fn opened(act: &mut Act<'_>, id: Option<AccountId>) -> Result<AccountId> {
    if let Some(id) = store::chosen(act.db(), id).await? {
        return Ok(id);
    }
    let (id, now) = (AccountId::new(), act.now);
    store::insert(act.db(), id, "", now).await?;
    Ok(id)
}

/// What an account is called.
async fn name(act: &mut Act<'_>, id: AccountId) -> Result<String> {
    let all = store::all(act.db()).await?;
    let label = all.into_iter().find(|one| one.account_id == id).map(|one| one.label);
    match label.filter(|label| !label.is_empty()) {
        Some(label) => Ok(label),
        None => {
            Ok(store::sending(act.db(), id).await?.map(|sending| sending.from_address).unwrap_or_default())
        }
    }
}

fn label_of(label: &str) -> Result<String> {
    if label.trim().is_empty() { Ok(String::new()) } else { line("label", label) }
}

fn only_from_the_shell(by: &By, ca_file: &str) -> Result<()> {
    if by.origin == Origin::Window && !ca_file.is_empty() {
        return Err(Error::invalid("ca_file", "a path is taken from the command line alone"));
    }
    Ok(())
}

pub(super) async fn record(act: &mut Act<'_>, action: &str, id: AccountId, details: Value) -> Result<()> {
    act.record(action, &format!("account:{id}"), None, details).await?;
    act.changed(ChangeKind::Settings, id);
    Ok(())
}

/// Both loops look at the account afresh.
pub(super) fn changed(office: &Office, id: AccountId) {
    office.roads.clear(id);
    office.outbox_wake.notify_one();
    office.intake_wake.notify_one();
}
