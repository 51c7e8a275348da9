//! `quarantine.*`: received mails that are kept aside until the owner decides.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use studiolo_core::access::By;
use studiolo_core::intake::{self, Checks, Offered, Reason, Received, service};
use studiolo_core::{Office, Result};
use ts_rs::TS;

use crate::wire::{At, Done, at, id};

/// Which mails.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct QuarantineListRequest {
    /// True: those that were dropped in the last 30 days. Absent: those that wait for a decision.
    pub dropped: Option<bool>,
}

/// Mails kept aside.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct QuarantineListReply {
    /// Newest first, at most 1,000.
    pub mails: Vec<KeptMail>,
}

/// A mail kept aside.
#[derive(Debug, Serialize, JsonSchema, TS)]
#[ts(optional_fields)]
pub struct KeptMail {
    /// Its id.
    pub quarantine_id: String,
    /// The sender's name as they write it; may be empty, or anything.
    pub from_name: String,
    /// The sender's address.
    pub from: String,
    /// Its subject.
    pub subject: String,
    /// Why.
    pub reason: KeptReason,
    /// When it was taken in.
    pub at: At,
    /// When it was dropped; absent: it waits for a decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dropped_at: Option<At>,
    /// How many files came with it.
    pub attachments: usize,
    /// The chats that it may belong to, the likeliest first.
    pub chats: Vec<KeptChat>,
}

/// Why a mail is kept aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum KeptReason {
    /// Its sender is no contact.
    UnknownSender,
    /// It answers no mail of ours.
    NoToken,
    /// Its sender is another client's contact.
    AnotherClient,
    /// The sender's domain disowns it.
    SenderRefused,
    /// It answers a mail that spoke of several chats.
    SeveralChats,
    /// What it answers is not there any more.
    UnknownChat,
    /// It is larger than what is taken in: only its headers are here.
    TooLarge,
}

impl From<Reason> for KeptReason {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::UnknownSender => Self::UnknownSender,
            Reason::NoToken => Self::NoToken,
            Reason::AnotherClient => Self::AnotherClient,
            Reason::SenderRefused => Self::SenderRefused,
            Reason::SeveralChats => Self::SeveralChats,
            Reason::UnknownChat => Self::UnknownChat,
            Reason::TooLarge => Self::TooLarge,
        }
    }
}

/// A chat that a mail may belong to.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct KeptChat {
    /// The chat.
    pub chat_id: String,
    /// Its client.
    pub client_id: String,
    /// The client's name.
    pub client_name: String,
    /// Its subject.
    pub subject: String,
}

/// Which mail.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct QuarantineRequest {
    /// Its id.
    pub quarantine_id: String,
}

/// A mail kept aside, with what it says.
#[derive(Debug, Serialize, JsonSchema, TS)]
#[ts(optional_fields)]
pub struct QuarantineGetReply {
    /// The mail.
    pub mail: KeptMail,
    /// The client whose contact the sender is; absent: nobody's, or of several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// Its text, whole, in parts.
    pub parts: Vec<MailPart>,
    /// What came with it; saved only once it joins a chat.
    pub files: Vec<MailFile>,
    /// What its server checked of the sender.
    pub checks: MailChecks,
}

/// Whose words a part of a mail is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum MailPartKind {
    /// The sender's own, or in doubt.
    Said,
    /// The message that is answered.
    Quoted,
    /// A message that is passed on.
    Forwarded,
    /// A signature, a disclaimer.
    Signature,
}

/// A run of lines of a mail's text.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct MailPart {
    /// Whose words.
    pub kind: MailPartKind,
    /// The lines, as plain text.
    pub text: String,
}

/// Something that came with a mail and is no document.
#[derive(Debug, Serialize, JsonSchema, TS)]
#[ts(optional_fields)]
pub struct MailFile {
    /// The name that the sender gave it: to be shown, never to be written to disk.
    pub name: String,
    /// Bytes, as they are encoded in the mail: an upper bound.
    pub size: u64,
    /// Its media type as the sender tells it.
    pub media_type: String,
    /// Why it was not saved, a stable code: program, pretends, `no_folder` …; absent: nobody tried.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

/// What the receiving server checked of a sender.
#[derive(Debug, Serialize, JsonSchema, TS)]
#[ts(optional_fields)]
pub struct MailChecks {
    /// SPF (RFC 7208): pass, fail …; absent: not checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spf: Option<String>,
    /// DKIM (RFC 6376).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dkim: Option<String>,
    /// DMARC (RFC 7489).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dmarc: Option<String>,
    /// Who checked; empty: nobody tells.
    pub by: String,
    /// Whether the account's own server says that the sender's domain sent it.
    pub verified: bool,
}

/// Into which chat.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct QuarantineJoinRequest {
    /// The mail.
    pub quarantine_id: String,
    /// The chat.
    pub chat_id: String,
}

/// The message that it became.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct QuarantineJoinReply {
    /// Its id.
    pub message_id: String,
}

/// A new chat with whom.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct QuarantineStartChatRequest {
    /// The mail.
    pub quarantine_id: String,
    /// The client.
    pub client_id: String,
}

/// The chat that it began.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct QuarantineStartChatReply {
    /// Its id.
    pub chat_id: String,
}

impl From<intake::PartKind> for MailPartKind {
    fn from(kind: intake::PartKind) -> Self {
        match kind {
            intake::PartKind::Said => Self::Said,
            intake::PartKind::Quoted => Self::Quoted,
            intake::PartKind::Forwarded => Self::Forwarded,
            intake::PartKind::Signature => Self::Signature,
        }
    }
}

/// The parts of a mail as they are stored.
pub(crate) fn parts(json: &str) -> Vec<MailPart> {
    let parts: Vec<intake::Part> = serde_json::from_str(json).unwrap_or_default();
    parts.into_iter().map(|part| MailPart { kind: part.kind.into(), text: part.text }).collect()
}

/// The files of a mail as they are stored.
pub(crate) fn files(json: &str) -> Vec<MailFile> {
    let files: Vec<intake::File> = serde_json::from_str(json).unwrap_or_default();
    let file = |file: intake::File| MailFile {
        name: file.name,
        size: file.size,
        media_type: file.media_type,
        refused: Some(file.refused).filter(|reason| !reason.is_empty()),
    };
    files.into_iter().map(file).collect()
}

fn mail(mail: &Received, chats: Vec<Offered>) -> KeptMail {
    KeptMail {
        quarantine_id: mail.received_id.to_string(),
        from_name: mail.from_name.clone(),
        from: mail.from_email.clone(),
        subject: mail.subject.clone(),
        reason: mail.reason.map_or(KeptReason::UnknownSender, Into::into),
        at: at(mail.at),
        dropped_at: mail.decided_at.map(at),
        attachments: files(&mail.files).len(),
        chats: chats
            .into_iter()
            .map(|chat| KeptChat {
                chat_id: chat.chat_id.to_string(),
                client_id: chat.client_id.to_string(),
                client_name: chat.client_name,
                subject: chat.subject,
            })
            .collect(),
    }
}

/// `quarantine.list`.
pub async fn list(
    office: &Arc<Office>,
    by: &By,
    request: QuarantineListRequest,
) -> Result<QuarantineListReply> {
    let mails = service::list(office, by, request.dropped.unwrap_or_default()).await?;
    Ok(QuarantineListReply { mails: mails.into_iter().map(|(one, chats)| mail(&one, chats)).collect() })
}

/// `quarantine.get`.
pub async fn get(office: &Arc<Office>, by: &By, request: QuarantineRequest) -> Result<QuarantineGetReply> {
    let (one, chats) = service::get(office, by, id("quarantine_id", &request.quarantine_id)?).await?;
    let checks: Checks = serde_json::from_str(&one.checks).unwrap_or_default();
    Ok(QuarantineGetReply {
        parts: parts(&one.parts),
        files: files(&one.files),
        checks: MailChecks {
            spf: checks.spf,
            dkim: checks.dkim,
            dmarc: checks.dmarc,
            by: checks.by,
            verified: one.verified,
        },
        client_id: Some(one.client_id.clone()).filter(|id| !id.is_empty()),
        mail: mail(&one, chats),
    })
}

/// `quarantine.join`.
pub async fn join(
    office: &Arc<Office>,
    by: &By,
    request: QuarantineJoinRequest,
) -> Result<QuarantineJoinReply> {
    let mail = id("quarantine_id", &request.quarantine_id)?;
    let message = service::join(office, by, mail, id("chat_id", &request.chat_id)?).await?;
    Ok(QuarantineJoinReply { message_id: message.to_string() })
}

/// `quarantine.start_chat`.
pub async fn start_chat(
    office: &Arc<Office>,
    by: &By,
    request: QuarantineStartChatRequest,
) -> Result<QuarantineStartChatReply> {
    let mail = id("quarantine_id", &request.quarantine_id)?;
    let chat = service::start_chat(office, by, mail, id("client_id", &request.client_id)?).await?;
    Ok(QuarantineStartChatReply { chat_id: chat.to_string() })
}

/// `quarantine.drop`.
pub async fn drop_mail(office: &Arc<Office>, by: &By, request: QuarantineRequest) -> Result<Done> {
    service::drop_mail(office, by, id("quarantine_id", &request.quarantine_id)?).await?;
    Ok(Done {})
}

/// `quarantine.restore`.
pub async fn restore(office: &Arc<Office>, by: &By, request: QuarantineRequest) -> Result<Done> {
    service::restore(office, by, id("quarantine_id", &request.quarantine_id)?).await?;
    Ok(Done {})
}
