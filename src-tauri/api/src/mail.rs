//! `mail.*` and `outbox.*`.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use studiolo_core::access::By;
use studiolo_core::accounts::{SendingAccount, service};
use studiolo_core::evidence;
use studiolo_core::id::MailId;
use studiolo_core::outbox::{self, MailRow};
use studiolo_core::{Error, Office, Result};
use ts_rs::TS;

use crate::accounts::{OfAccount, account_id};
use crate::evidence::Evidence;
use crate::wire::{At, Done, at, id};

/// How the connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// TLS from the first byte.
    Tls,
    /// Plain until STARTTLS.
    Starttls,
    /// Not at all: to this computer, elsewhere only with `allow_plain`.
    None,
}

impl Security {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Tls => "tls",
            Self::Starttls => "starttls",
            Self::None => "none",
        }
    }

    pub(crate) fn named(name: &str) -> Result<Self> {
        let all = [Self::Tls, Self::Starttls, Self::None];
        let known = all.into_iter().find(|one| one.name() == name);
        known.ok_or_else(|| Error::Damaged(format!("mail account: security {name:?}")))
    }
}

/// The server that an account's mail leaves by.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct MailSetSendingRequest {
    /// Which account's. Absent: the default one's, which is made if there is none.
    pub account_id: Option<String>,
    /// Server name or address.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// Absent: no sign-in.
    pub username: Option<String>,
    /// Absent: the password that stands is kept if `host` and `username` are those that stand and the connection is
    /// not to lose its protection; else there is none.
    pub password: Option<String>,
    /// Name that mail comes from.
    pub from_name: String,
    /// Address that mail comes from.
    pub from_address: String,
    /// PEM file of an authority to trust besides the system's; from the command line alone.
    pub ca_file: Option<String>,
    /// Allows no protection to a server that is not on this computer.
    pub allow_plain: Option<bool>,
}

/// The server that an account's mail leaves by, if one is set.
#[derive(Debug, Serialize, JsonSchema, TS)]
#[ts(optional_fields)]
pub struct MailGetSendingReply {
    /// Absent: none is set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<SendingAccountShown>,
}

/// The server as it is shown: all but its password.
#[derive(Debug, Serialize, JsonSchema, TS)]
#[ts(optional_fields)]
pub struct SendingAccountShown {
    /// Server name or address.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// Absent: no sign-in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// Whether a password is kept.
    pub has_password: bool,
    /// Name that mail comes from.
    pub from_name: String,
    /// Address that mail comes from.
    pub from_address: String,
    /// Whether no protection is allowed to a server that is not on this computer.
    pub allow_plain: bool,
}

impl TryFrom<SendingAccount> for SendingAccountShown {
    type Error = Error;

    fn try_from(account: SendingAccount) -> Result<Self> {
        Ok(Self {
            host: account.host,
            port: account.port,
            security: Security::named(&account.security)?,
            username: Some(account.username).filter(|name| !name.is_empty()),
            has_password: !account.password.is_empty(),
            from_name: account.from_name,
            from_address: account.from_address,
            allow_plain: account.allow_plain,
        })
    }
}

/// How the test of an account went.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct MailTestReply {
    /// Whether every step went well.
    pub ok: bool,
    /// Settings, resolve, connect, secure, `sign_in`, of a receiving account folder: up to the first that failed.
    pub steps: Vec<MailTestStep>,
}

impl From<Vec<service::TestStep>> for MailTestReply {
    fn from(steps: Vec<service::TestStep>) -> Self {
        let steps: Vec<MailTestStep> = steps.into_iter().map(Into::into).collect();
        Self { ok: steps.iter().all(|step| step.ok), steps }
    }
}

/// One step of the test.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct MailTestStep {
    /// Which.
    pub step: String,
    /// How it went.
    pub ok: bool,
    /// Why not: `name_not_found`, `port_closed`, `sign_in_refused` …
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The server's or the system's words.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

impl From<service::TestStep> for MailTestStep {
    fn from(step: service::TestStep) -> Self {
        Self {
            step: step.step.into(),
            ok: step.error.is_none(),
            code: step.error.as_ref().map(|(code, _)| (*code).into()),
            message: step.error.map(|(_, message)| message),
        }
    }
}

/// Where a mail is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum MailState {
    /// Waits for its turn, the network or an account.
    Queued,
    /// An attempt is under way.
    Sending,
    /// The server answered 250.
    Accepted,
    /// Refused for good, or for too long.
    Failed,
    /// Accepted, and came back.
    Bounced,
    /// No longer wanted when its turn came.
    Withdrawn,
    /// The answer to the last attempt was lost: it may have gone.
    Uncertain,
}

impl From<outbox::MailState> for MailState {
    fn from(state: outbox::MailState) -> Self {
        match state {
            outbox::MailState::Queued => Self::Queued,
            outbox::MailState::Sending => Self::Sending,
            outbox::MailState::Accepted => Self::Accepted,
            outbox::MailState::Failed => Self::Failed,
            outbox::MailState::Bounced => Self::Bounced,
            outbox::MailState::Withdrawn => Self::Withdrawn,
            outbox::MailState::Uncertain => Self::Uncertain,
        }
    }
}

impl From<MailState> for outbox::MailState {
    fn from(state: MailState) -> Self {
        match state {
            MailState::Queued => Self::Queued,
            MailState::Sending => Self::Sending,
            MailState::Accepted => Self::Accepted,
            MailState::Failed => Self::Failed,
            MailState::Bounced => Self::Bounced,
            MailState::Withdrawn => Self::Withdrawn,
            MailState::Uncertain => Self::Uncertain,
        }
    }
}

/// Which mails.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct OutboxListRequest {
    /// Absent: all.
    pub state: Option<MailState>,
}

/// The newest mails.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct OutboxListReply {
    /// Newest first.
    pub mails: Vec<Mail>,
}

/// A mail.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Mail {
    /// Its id.
    pub id: String,
    /// notification, reminder, `send_again`.
    pub kind: String,
    /// Where it is.
    pub state: MailState,
    /// Where it went, or goes.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// RFC 5322 Message-ID, with its brackets.
    pub message_id: String,
    /// Attempts so far.
    pub attempts: i64,
    /// Attempts whose answer was lost.
    pub uncertain: i64,
    /// What the last failed attempt was told.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
    /// When the next attempt is made by itself.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_attempt_at: Option<At>,
    /// When it was written.
    pub created_at: At,
    /// When the server accepted it.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted_at: Option<At>,
    /// The receipts of certified mail about it.
    pub evidence: Vec<Evidence>,
}

impl Mail {
    fn new(row: MailRow, evidence: &[evidence::Evidence]) -> Self {
        let kind = match row.kind {
            outbox::MailKind::Notification => "notification",
            outbox::MailKind::Reminder => "reminder",
            outbox::MailKind::SendAgain => "send_again",
        };
        Self {
            id: row.mail_id.to_string(),
            kind: kind.into(),
            state: row.state.into(),
            to: row.address,
            subject: row.subject,
            message_id: row.message_id,
            attempts: row.attempts,
            uncertain: row.uncertain,
            last_error: Some(row.last_error).filter(|error| !error.is_empty()),
            next_attempt_at: row.next_attempt_at.map(at),
            created_at: at(row.created_at),
            accepted_at: row.accepted_at.map(at),
            evidence: evidence.iter().map(Into::into).collect(),
        }
    }
}

/// Which mail to try again.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct OutboxRetryRequest {
    /// Its id.
    pub mail_id: String,
}

/// `mail.get_sending`.
pub async fn get_sending(office: &Arc<Office>, by: &By, request: OfAccount) -> Result<MailGetSendingReply> {
    let account = service::sending(office, by, account_id(request.account_id.as_deref())?).await?;
    Ok(MailGetSendingReply { account: account.map(TryInto::try_into).transpose()? })
}

/// `mail.set_sending`.
pub async fn set_sending(office: &Arc<Office>, by: &By, request: MailSetSendingRequest) -> Result<Done> {
    let id = account_id(request.account_id.as_deref())?;
    let account = SendingAccount {
        host: request.host,
        port: request.port,
        security: request.security.name().into(),
        username: request.username.unwrap_or_default(),
        password: request.password.unwrap_or_default(),
        from_name: request.from_name,
        from_address: request.from_address,
        ca_file: request.ca_file.unwrap_or_default(),
        allow_plain: request.allow_plain.unwrap_or_default(),
    };
    service::set_sending(office, by, id, account).await?;
    Ok(Done {})
}

/// `mail.test`.
pub async fn test(office: &Arc<Office>, by: &By, request: OfAccount) -> Result<MailTestReply> {
    let id = account_id(request.account_id.as_deref())?;
    Ok(service::test_sending(office, by, id).await?.into())
}

/// `outbox.list`.
pub async fn list(office: &Arc<Office>, by: &By, request: OutboxListRequest) -> Result<OutboxListReply> {
    let rows = outbox::service::list(office, by, request.state.map(Into::into)).await?;
    let ids: Vec<MailId> = rows.iter().map(|row| row.mail_id).collect();
    let mut evidence = evidence::service::of_mails(office, by, &ids).await?;
    let mail = |row: MailRow| {
        let about = evidence.remove(&row.mail_id).unwrap_or_default();
        Mail::new(row, &about)
    };
    Ok(OutboxListReply { mails: rows.into_iter().map(mail).collect() })
}

/// `outbox.retry`.
pub async fn retry(office: &Arc<Office>, by: &By, request: OutboxRetryRequest) -> Result<Done> {
    outbox::service::retry(office, by, id("mail_id", &request.mail_id)?).await?;
    Ok(Done {})
}
