//! `mail.*_account`: several mail accounts, one of them the default.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use studiolo_core::access::By;
use studiolo_core::accounts::service;
use studiolo_core::id::AccountId;
use studiolo_core::outbox::RoadState;
use studiolo_core::{Error, Office, Result};
use ts_rs::TS;

use crate::mail::SendingAccountShown;
use crate::receiving::{ReceivingAccountShown, Watch};
use crate::wire::{Done, Empty, id};

/// Which account.
#[derive(Debug, Default, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct OfAccount {
    /// Absent: the default one.
    pub account_id: Option<String>,
}

/// The id that a request names.
pub(crate) fn account_id(text: Option<&str>) -> Result<Option<AccountId>> {
    text.map(|text| id("account_id", text)).transpose()
}

/// The account that a request means, if there is any.
pub(crate) async fn chosen(office: &Arc<Office>, by: &By, text: Option<&str>) -> Result<Option<AccountId>> {
    match account_id(text)? {
        Some(id) => Ok(Some(id)),
        None => service::default(office, by).await,
    }
}

/// Every account.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct MailAccountsReply {
    /// The default one first, then the oldest.
    pub accounts: Vec<MailAccount>,
}

/// A mail account.
#[derive(Debug, Serialize, JsonSchema, TS)]
#[ts(optional_fields)]
pub struct MailAccount {
    /// Its id.
    pub account_id: String,
    /// What the owner calls it; empty: its address.
    pub label: String,
    /// Whether clients without an account of their own are written from it.
    pub is_default: bool,
    /// Whether copies of what is sent by it are saved in its mailbox, in the folder for sent mail.
    pub save_sent: bool,
    /// The clients that have it as their own.
    pub clients: i64,
    /// Mails that wait to leave by it.
    pub queued: i64,
    /// Where its mail leaves; absent: it can't.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sending: Option<SendingAccountShown>,
    /// What is in the way of its mail; absent: nothing that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocked: Option<Blocked>,
    /// Where its replies come to; absent: they go to the default account's mailbox.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receiving: Option<ReceivingAccountShown>,
    /// How that mailbox is watched.
    pub watch: Watch,
}

/// What is in the way of mail.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Blocked {
    /// Whether somebody must change the account; else waiting mends it.
    pub refused: bool,
    /// The server's or the system's words.
    pub message: String,
}

/// An account to be added.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct MailAddAccountRequest {
    /// What the owner calls it. Absent: its address.
    pub label: Option<String>,
}

/// The new account.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct MailAddAccountReply {
    /// Its id.
    pub account_id: String,
}

/// A change of an account; what is absent stays.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct MailUpdateAccountRequest {
    /// Which.
    pub account_id: String,
    /// What the owner calls it; empty: its address.
    pub label: Option<String>,
    /// Makes it the default one.
    pub make_default: Option<bool>,
    /// Whether copies of what is sent by it are saved in its mailbox. A provider that does so by itself must not be helped.
    pub save_sent: Option<bool>,
}

/// Which account to take away.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct MailRemoveAccountRequest {
    /// Its id.
    pub account_id: String,
}

/// `mail.accounts`.
pub async fn list(office: &Arc<Office>, by: &By, _: Empty) -> Result<MailAccountsReply> {
    let accounts = service::list(office, by).await?.into_iter().map(|one| {
        let id = one.account.account_id;
        let watch = one.receiving.as_ref().map(|_| office.intake(id)).unwrap_or_default();
        Ok::<_, Error>(MailAccount {
            account_id: id.to_string(),
            label: one.account.label,
            is_default: one.account.is_default,
            save_sent: one.account.save_sent,
            clients: one.account.clients,
            queued: one.queued,
            sending: one.sending.map(TryInto::try_into).transpose()?,
            blocked: office
                .roads()
                .blocked(id)
                .map(|(state, message)| Blocked { refused: state == RoadState::Refused, message }),
            receiving: one.receiving.map(TryInto::try_into).transpose()?,
            watch: watch.into(),
        })
    });
    Ok(MailAccountsReply { accounts: accounts.collect::<Result<_>>()? })
}

/// `mail.add_account`.
pub async fn add(
    office: &Arc<Office>,
    by: &By,
    request: MailAddAccountRequest,
) -> Result<MailAddAccountReply> {
    let account = service::add(office, by, &request.label.unwrap_or_default()).await?;
    Ok(MailAddAccountReply { account_id: account.to_string() })
}

/// `mail.update_account`.
pub async fn update(office: &Arc<Office>, by: &By, request: MailUpdateAccountRequest) -> Result<Done> {
    let account = id("account_id", &request.account_id)?;
    let change = service::AccountChange {
        label: request.label,
        make_default: request.make_default.unwrap_or_default(),
        save_sent: request.save_sent,
    };
    service::update(office, by, account, change).await?;
    Ok(Done {})
}

/// `mail.remove_account`.
pub async fn remove(office: &Arc<Office>, by: &By, request: MailRemoveAccountRequest) -> Result<Done> {
    service::remove(office, by, id("account_id", &request.account_id)?).await?;
    Ok(Done {})
}
