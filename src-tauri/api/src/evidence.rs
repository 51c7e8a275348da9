//! `evidence.*`: receipts of certified mail (PEC) about mails of the office.

use std::path::PathBuf;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use studiolo_core::access::{By, Origin};
use studiolo_core::evidence::{self, ReceiptForm, RecipientKind, WhyNot, service};
use studiolo_core::{Error, Office, Result};
use ts_rs::TS;

use crate::wire::{At, Done, at, id};

/// What a receipt says has happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceKind {
    /// The sender's gateway has taken the mail.
    Accepted,
    /// It has not.
    NotAccepted,
    /// The recipient's gateway has taken it.
    TakenInCharge,
    /// It is in the recipient's mailbox.
    Delivered,
    /// It could not be delivered.
    NotDelivered,
    /// It was not delivered so far, and may yet be.
    NotYetDelivered,
    /// A virus was found in it.
    Virus,
}

impl From<evidence::EvidenceKind> for EvidenceKind {
    fn from(kind: evidence::EvidenceKind) -> Self {
        match kind {
            evidence::EvidenceKind::Accepted => Self::Accepted,
            evidence::EvidenceKind::NotAccepted => Self::NotAccepted,
            evidence::EvidenceKind::TakenInCharge => Self::TakenInCharge,
            evidence::EvidenceKind::Delivered => Self::Delivered,
            evidence::EvidenceKind::NotDelivered => Self::NotDelivered,
            evidence::EvidenceKind::NotYetDelivered => Self::NotYetDelivered,
            evidence::EvidenceKind::Virus => Self::Virus,
        }
    }
}

/// Why a receipt is not verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceFault {
    /// It has no signature, or none that can be read.
    NotSigned,
    /// What was signed, or the signature, was changed since.
    Changed,
    /// The signature could not be checked: an algorithm that is old or not known, no certificate.
    NotChecked,
    /// The certificate is not for the gateway's address that the receipt comes from.
    AnotherSigner,
    /// The certificate was issued by its own holder.
    SelfIssued,
    /// The certificate was not valid at the time that the receipt tells.
    OutOfDate,
    /// It has no certification data within what is signed, or none that can be read.
    NoData,
    /// Headers and certification data tell different things.
    Disagrees,
    /// It is about somebody whom the mail did not go to.
    AnotherRecipient,
    /// It is larger than what is taken in: only its headers are here.
    TooLarge,
}

impl From<WhyNot> for EvidenceFault {
    fn from(why: WhyNot) -> Self {
        match why {
            WhyNot::NotSigned => Self::NotSigned,
            WhyNot::Changed => Self::Changed,
            WhyNot::NotChecked => Self::NotChecked,
            WhyNot::AnotherSigner => Self::AnotherSigner,
            WhyNot::SelfIssued => Self::SelfIssued,
            WhyNot::OutOfDate => Self::OutOfDate,
            WhyNot::NoData => Self::NoData,
            WhyNot::Disagrees => Self::Disagrees,
            WhyNot::AnotherRecipient => Self::AnotherRecipient,
            WhyNot::TooLarge => Self::TooLarge,
        }
    }
}

/// A receipt about a mail.
#[derive(Debug, Serialize, JsonSchema, TS)]
#[ts(optional_fields)]
pub struct Evidence {
    /// Its id.
    pub evidence_id: String,
    /// What it says has happened.
    pub kind: EvidenceKind,
    /// When, by the gateway's clock; absent: it does not tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<At>,
    /// When it was taken in.
    pub taken_at: At,
    /// Whether the gateway's signature fits its bytes, the certificate is for the gateway's address, and all that it says
    /// agrees. The certificate's issuer was not looked up in any list of trust. Only what is verified moves the mail.
    pub verified: bool,
    /// Why it is not verified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<EvidenceFault>,
    /// What went wrong with the mail, in the gateway's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Who signed, as the certificate says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signer: Option<String>,
    /// Who issued that certificate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
}

impl From<&evidence::Evidence> for Evidence {
    fn from(one: &evidence::Evidence) -> Self {
        let told = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        Self {
            evidence_id: one.evidence_id.to_string(),
            kind: one.kind.into(),
            at: one.at.map(at),
            taken_at: at(one.taken_at),
            verified: one.is_verified(),
            why: one.why_not.map(Into::into),
            reason: told(&one.reason),
            signer: told(&one.signer),
            issuer: told(&one.issuer),
        }
    }
}

/// Which receipt.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct EvidenceRequest {
    /// Its id.
    pub evidence_id: String,
}

/// A receipt with all that it says.
#[derive(Debug, Serialize, JsonSchema, TS)]
#[ts(optional_fields)]
pub struct EvidenceGetReply {
    /// The receipt.
    pub evidence: Evidence,
    /// The mail that it is about.
    pub mail_id: String,
    /// Where that went.
    pub to: String,
    /// That mail's subject.
    pub subject: String,
    /// Its certification data (`daticert.xml`); absent: it has none that can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<EvidenceData>,
    /// The bytes that it has as it came.
    pub size: usize,
    /// Their SHA-256 in hexadecimal digits.
    pub sha256: String,
}

/// What a receipt certifies, in the gateway's words (RFC 6109, 4.4).
#[derive(Debug, Serialize, JsonSchema, TS)]
#[ts(optional_fields)]
pub struct EvidenceData {
    /// The gateway that says so.
    pub gateway: String,
    /// The gateway's own id of the mail.
    pub identifier: String,
    /// Who sent the mail.
    pub sender: String,
    /// Whom it was sent to.
    pub recipients: Vec<EvidenceRecipient>,
    /// Its subject.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The `Message-ID` that it was sent with, with its brackets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    /// Whom the receipt is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered_to: Option<String>,
    /// How much of the mail it brings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<EvidenceForm>,
}

/// Somebody whom the mail was sent to.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct EvidenceRecipient {
    /// The address.
    pub address: String,
    /// Whether it is certified mail too: only then a receipt of delivery comes.
    pub certified: bool,
}

/// How much of the mail a receipt of delivery brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceForm {
    /// All of it.
    Complete,
    /// Its text, and the hashes of its attachments.
    Brief,
    /// Nothing of it.
    Summary,
}

impl From<evidence::Data> for EvidenceData {
    fn from(data: evidence::Data) -> Self {
        let recipient = |one: evidence::Recipient| EvidenceRecipient {
            certified: one.kind == RecipientKind::Certified,
            address: one.address,
        };
        Self {
            gateway: data.gateway,
            identifier: data.identifier,
            sender: data.sender,
            recipients: data.recipients.into_iter().map(recipient).collect(),
            subject: data.subject,
            message_id: data.original_message_id,
            delivered_to: data.delivered_to,
            form: data.form.map(|form| match form {
                ReceiptForm::Complete => EvidenceForm::Complete,
                ReceiptForm::Brief => EvidenceForm::Brief,
                ReceiptForm::Summary => EvidenceForm::Summary,
            }),
        }
    }
}

/// Which receipt, and where to.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct EvidenceSaveRequest {
    /// The receipt.
    pub evidence_id: String,
    /// A file that is not there yet.
    pub path: String,
}

/// `evidence.get`.
pub async fn get(office: &Arc<Office>, by: &By, request: EvidenceRequest) -> Result<EvidenceGetReply> {
    let opened = service::get(office, by, id("evidence_id", &request.evidence_id)?).await?;
    Ok(EvidenceGetReply {
        evidence: (&opened.evidence).into(),
        mail_id: opened.mail.mail_id.to_string(),
        to: opened.mail.address,
        subject: opened.mail.subject,
        data: opened.data.map(Into::into),
        size: opened.size,
        sha256: opened.sha256,
    })
}

/// `evidence.save`.
pub async fn save(office: &Arc<Office>, by: &By, request: EvidenceSaveRequest) -> Result<Done> {
    if by.origin != Origin::CommandLine {
        return Err(Error::invalid("path", "a path is taken from the command line alone"));
    }
    let path = PathBuf::from(request.path);
    if path.exists() {
        return Err(Error::NameTaken { name: path.display().to_string() });
    }
    let (_, bytes) = service::copy(office, by, id("evidence_id", &request.evidence_id)?).await?;
    service::write(path, bytes).await?;
    Ok(Done {})
}
