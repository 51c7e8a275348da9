//! What the gateways of Italian certified mail (PEC, RFC 6109) tell about mails of ours: their receipts, kept as evidence.
//!
//! A receipt is verified when all of it holds together: the gateway's signature fits its bytes, the certificate is for the very
//! address that the receipt comes from, and the signed data agree with its headers, with the mail and with whom that went to. Only
//! a verified one moves its mail (`rules`); one that is not is kept beside it all the same, and says why. Nobody here knows whom the
//! issuers of certificates vouch for: there is no list of trust to look into.

pub mod receipt;
pub mod rules;
pub mod service;
pub mod store;

use studiolo_mail::intake::pec::ReceiptKind;

use crate::id::{EvidenceId, MailId, ReceivedId};
use crate::time::Millis;

pub use receipt::Receipt;
pub use studiolo_mail::intake::pec::{Certificate as Data, ReceiptForm, Recipient, RecipientKind};

/// What a receipt says has happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type)]
#[sqlx(rename_all = "snake_case")]
pub enum EvidenceKind {
    /// The sender's gateway has taken the mail.
    Accepted,
    /// It has not.
    NotAccepted,
    /// The recipient's gateway has taken it, as gateways tell one another.
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

impl EvidenceKind {
    /// The kind of a receipt; `None`: it is a mail that is carried.
    pub const fn of(kind: ReceiptKind) -> Option<Self> {
        Some(match kind {
            ReceiptKind::Accepted => Self::Accepted,
            ReceiptKind::NotAccepted => Self::NotAccepted,
            ReceiptKind::TakenInCharge => Self::TakenInCharge,
            ReceiptKind::Delivered => Self::Delivered,
            ReceiptKind::NotDelivered => Self::NotDelivered,
            ReceiptKind::NotYetDelivered => Self::NotYetDelivered,
            ReceiptKind::Virus => Self::Virus,
            ReceiptKind::Carried => return None,
        })
    }

    /// Whether the mail will not be delivered.
    pub const fn is_refusal(self) -> bool {
        matches!(self, Self::NotAccepted | Self::NotDelivered | Self::Virus)
    }

    /// The word that is kept and goes over the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::NotAccepted => "not_accepted",
            Self::TakenInCharge => "taken_in_charge",
            Self::Delivered => "delivered",
            Self::NotDelivered => "not_delivered",
            Self::NotYetDelivered => "not_yet_delivered",
            Self::Virus => "virus",
        }
    }
}

/// Why a receipt is not verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, sqlx::Type)]
#[sqlx(rename_all = "snake_case")]
pub enum WhyNot {
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
    /// It has no certification data (`daticert.xml`) within what is signed, or none that can be read.
    NoData,
    /// Headers and certification data tell different things.
    Disagrees,
    /// It is about somebody whom the mail did not go to.
    AnotherRecipient,
    /// It is larger than what is taken in: only its headers are here.
    TooLarge,
}

impl WhyNot {
    /// The word that is kept and goes over the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotSigned => "not_signed",
            Self::Changed => "changed",
            Self::NotChecked => "not_checked",
            Self::AnotherSigner => "another_signer",
            Self::SelfIssued => "self_issued",
            Self::OutOfDate => "out_of_date",
            Self::NoData => "no_data",
            Self::Disagrees => "disagrees",
            Self::AnotherRecipient => "another_recipient",
            Self::TooLarge => "too_large",
        }
    }
}

/// A receipt about a mail of ours.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Evidence {
    /// Its id.
    pub evidence_id: EvidenceId,
    /// About which mail.
    pub mail_id: MailId,
    /// As which mail it came.
    pub received_id: ReceivedId,
    /// What has happened.
    pub kind: EvidenceKind,
    /// When, by the gateway's clock; `None`: it does not tell, and is not verified.
    pub at: Option<Millis>,
    /// Whom it is about; empty: it does not tell.
    pub recipient: String,
    /// What went wrong, in the gateway's words; empty: nothing.
    pub reason: String,
    /// Why it is not verified; `None`: it is.
    pub why_not: Option<WhyNot>,
    /// Who signed it, as the certificate says; empty: nobody.
    pub signer: String,
    /// Who issued that certificate; empty: it does not tell.
    pub issuer: String,
    /// When it was taken in.
    pub taken_at: Millis,
}

impl Evidence {
    /// Whether it moves its mail.
    pub const fn is_verified(&self) -> bool {
        self.why_not.is_none()
    }
}
