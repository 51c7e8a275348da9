//! `mail.*_receiving`: the mailbox that replies come to.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use studiolo_core::access::By;
use studiolo_core::accounts::{INBOX, ReceivingAccount, service};
use studiolo_core::intake::{IntakeState, Listening};
use studiolo_core::{Error, Office, Result};
use ts_rs::TS;

use crate::accounts::{OfAccount, account_id, chosen};
use crate::mail::{MailTestReply, Security};
use crate::wire::{At, Done};

/// The mailbox that an account's replies come to.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct MailSetReceivingRequest {
    /// Which account's. Absent: the default one's, which is made if there is none.
    pub account_id: Option<String>,
    /// Server name or address.
    pub host: String,
    /// TCP port: 993 with `tls` as a rule.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// User name.
    pub username: String,
    /// Absent: the password that stands is kept if `host` and `username` are those that stand and the connection is
    /// not to lose its protection.
    pub password: Option<String>,
    /// Where replies are asked to go. Absent: the user name if it is an address, else the address that the account's mail comes
    /// from, or the owner's.
    pub address: Option<String>,
    /// The folder that is read. Absent: INBOX.
    pub folder: Option<String>,
    /// PEM file of an authority to trust besides the system's; from the command line alone.
    pub ca_file: Option<String>,
    /// How the server signs what it checked of a sender (RFC 8601); `-`: with no name, as Microsoft's do. Absent: the one that
    /// stands, for the same server.
    pub authserv_id: Option<String>,
    /// Whether the provider delivers `name+token@domain`. Absent: no.
    pub plus_addresses: Option<bool>,
    /// Allows no protection to a server that is not on this computer.
    pub allow_plain: Option<bool>,
}

/// The mailbox that an account's replies come to, if one is set, and how it fares.
#[derive(Debug, Serialize, JsonSchema, TS)]
#[ts(optional_fields)]
pub struct MailGetReceivingReply {
    /// Absent: none is set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<ReceivingAccountShown>,
    /// How its folder is watched.
    #[serde(flatten)]
    pub watch: Watch,
}

/// How a folder is watched just now.
#[derive(Debug, Serialize, JsonSchema, TS)]
#[ts(optional_fields)]
pub struct Watch {
    /// How.
    pub state: Receiving,
    /// When all that had come was last read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checked_at: Option<At>,
    /// What is in the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<ReceivingProblem>,
}

impl From<IntakeState> for Watch {
    fn from(state: IntakeState) -> Self {
        Self {
            state: match state.listening {
                Listening::Off => Receiving::Off,
                Listening::Reading => Receiving::Reading,
                Listening::Listening => Receiving::Listening,
                Listening::Waiting => Receiving::Waiting,
                Listening::Blocked => Receiving::Blocked,
            },
            checked_at: state.checked_at,
            problem: state.problem.map(|(code, message)| ReceivingProblem { code: code.into(), message }),
        }
    }
}

/// How the folder is watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Receiving {
    /// Nobody watches: no account is set, or no loop runs.
    Off,
    /// What has come is being read.
    Reading,
    /// The server tells of news, or is asked for them every few minutes.
    Listening,
    /// The server can't be reached; waiting mends it.
    Waiting,
    /// The server refuses the account, or the folder is not there: somebody must change it.
    Blocked,
}

/// Why the folder can't be read.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ReceivingProblem {
    /// A stable code: those of the test's steps.
    pub code: String,
    /// The server's or the system's words.
    pub message: String,
}

/// The account as it is shown: all but its password.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ReceivingAccountShown {
    /// Server name or address.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// User name.
    pub username: String,
    /// Whether a password is kept.
    pub has_password: bool,
    /// Where replies are asked to go.
    pub address: String,
    /// The folder that is read.
    pub folder: String,
    /// How the server signs what it checked of a sender; `-`: with no name; empty: not known yet.
    pub authserv_id: String,
    /// Whether the provider delivers `name+token@domain`.
    pub plus_addresses: bool,
    /// Whether no protection is allowed to a server that is not on this computer.
    pub allow_plain: bool,
}

impl TryFrom<ReceivingAccount> for ReceivingAccountShown {
    type Error = Error;

    fn try_from(account: ReceivingAccount) -> Result<Self> {
        Ok(Self {
            security: Security::named(&account.security)?,
            host: account.host,
            port: account.port,
            username: account.username,
            has_password: !account.password.is_empty(),
            address: account.address,
            folder: account.folder,
            authserv_id: account.authserv_id,
            plus_addresses: account.plus_addresses,
            allow_plain: account.allow_plain,
        })
    }
}

/// `mail.get_receiving`.
pub async fn get(office: &Arc<Office>, by: &By, request: OfAccount) -> Result<MailGetReceivingReply> {
    let id = chosen(office, by, request.account_id.as_deref()).await?;
    let account = match id {
        Some(id) => service::receiving(office, by, Some(id)).await?,
        None => None,
    };
    let state = id.filter(|_| account.is_some()).map(|id| office.intake(id)).unwrap_or_default();
    Ok(MailGetReceivingReply { account: account.map(TryInto::try_into).transpose()?, watch: state.into() })
}

/// `mail.set_receiving`.
pub async fn set(office: &Arc<Office>, by: &By, request: MailSetReceivingRequest) -> Result<Done> {
    let id = account_id(request.account_id.as_deref())?;
    let account = ReceivingAccount {
        host: request.host,
        port: request.port,
        security: request.security.name().into(),
        username: request.username,
        password: request.password.unwrap_or_default(),
        address: request.address.unwrap_or_default(),
        folder: request.folder.unwrap_or_else(|| INBOX.into()),
        ca_file: request.ca_file.unwrap_or_default(),
        allow_plain: request.allow_plain.unwrap_or_default(),
        authserv_id: request.authserv_id.unwrap_or_default(),
        plus_addresses: request.plus_addresses.unwrap_or_default(),
    };
    service::set_receiving(office, by, id, account).await?;
    Ok(Done {})
}

/// `mail.remove_receiving`.
pub async fn remove(office: &Arc<Office>, by: &By, request: OfAccount) -> Result<Done> {
    service::remove_receiving(office, by, account_id(request.account_id.as_deref())?).await?;
    Ok(Done {})
}

/// `mail.test_receiving`.
pub async fn test(office: &Arc<Office>, by: &By, request: OfAccount) -> Result<MailTestReply> {
    let id = account_id(request.account_id.as_deref())?;
    Ok(service::test_receiving(office, by, id).await?.into())
}
