//! A receipt as it came: what it says, who signed it, and whether it holds together. Pure.

use studiolo_mail::intake::message::Message;
use studiolo_mail::intake::pec::{self, DeliveryError};
use studiolo_reading::signed::{self, Certificate, Integrity};

use super::{Data, Evidence, EvidenceKind, WhyNot};
use crate::id::{EvidenceId, MailId, ReceivedId};
use crate::time::{Instant, Millis};

/// What every gateway's address begins with (RFC 6109, 2.1.1).
const GATEWAY: &str = "posta-certificata@";

/// A receipt.
#[derive(Debug, Clone)]
pub struct Receipt {
    /// What has happened, as its headers say.
    pub kind: EvidenceKind,
    /// The `Message-ID` of the mail that it is about, with its brackets, as its headers say.
    pub about: Option<String>,
    /// Its certification data; of a receipt that is signed, those within what is signed.
    pub data: Option<Data>,
    /// Who signed it.
    pub signer: Option<Certificate>,
    /// Why it does not hold together, whatever mail it is about.
    fault: Option<WhyNot>,
}

impl Receipt {
    /// The receipt that a mail is; `None`: it is none.
    pub fn read(mail: &Message<'_>) -> Option<Self> {
        let header = pec::receipt(mail)?;
        let kind = EvidenceKind::of(header.kind)?;
        let mut receipt =
            Self { kind, about: header.original_message_id, data: None, signer: None, fault: None };
        let fault = match pec::signed_parts(mail) {
            None => {
                receipt.data = pec::certificate(mail).and_then(Result::ok);
                Some(WhyNot::NotSigned)
            }
            Some(parts) => {
                let within = Message::read(&parts.content).ok();
                receipt.data = within.and_then(|within| pec::certificate(&within)?.ok());
                let signers = signed::open_detached(&parts.signature, &parts.content).unwrap_or_default();
                let signer = signers.into_iter().next();
                receipt.signer = signer.as_ref().and_then(|signer| signer.certificate.clone());
                signer.map_or(Some(WhyNot::NotSigned), |signer| match signer.integrity {
                    Integrity::Intact => receipt.fault_of_signer(mail),
                    Integrity::Changed => Some(WhyNot::Changed),
                    Integrity::NotChecked { .. } => Some(WhyNot::NotChecked),
                })
            }
        };
        receipt.fault = fault.or_else(|| receipt.fault_of_data());
        Some(receipt)
    }

    /// The mail that it is about, as headers or data say.
    pub fn about(&self) -> Option<&String> {
        self.about.as_ref().or_else(|| self.data.as_ref()?.original_message_id.as_ref())
    }

    /// Why it proves nothing of a mail to `address`; `None`: it does.
    pub fn why_not(&self, address: &str) -> Option<WhyNot> {
        self.fault.or_else(|| {
            let data = self.data.as_ref()?;
            let is_sent_to = data.recipients.iter().any(|one| one.address.eq_ignore_ascii_case(address));
            let is_about = match &data.delivered_to {
                Some(told) => told.eq_ignore_ascii_case(address),
                None => self.kind != EvidenceKind::Delivered,
            };
            (!is_sent_to || !is_about).then_some(WhyNot::AnotherRecipient)
        })
    }

    /// The evidence that it is about a mail to `address`. `whole`: not its headers alone.
    pub fn evidence(
        &self,
        (mail_id, address): (MailId, &str),
        received_id: ReceivedId,
        whole: bool,
        now: Instant,
    ) -> Evidence {
        let data = self.data.as_ref();
        let signer = self.signer.as_ref();
        Evidence {
            evidence_id: EvidenceId::new(),
            mail_id,
            received_id,
            kind: self.kind,
            at: data.and_then(|data| data.at).map(|at| at.to_utc().into()),
            recipient: data.and_then(|data| data.delivered_to.clone()).unwrap_or_default(),
            reason: data.map(|data| reason(self.kind, data)).unwrap_or_default(),
            why_not: if whole { self.why_not(address) } else { Some(WhyNot::TooLarge) },
            signer: signer.and_then(Certificate::holder).unwrap_or_default(),
            issuer: signer.and_then(|signer| signer.issuer.clone()).unwrap_or_default(),
            taken_at: Millis::from(now),
        }
    }

    /// Whether the certificate is a gateway's, and of the one that the receipt comes from.
    fn fault_of_signer(&self, mail: &Message<'_>) -> Option<WhyNot> {
        let Some(signer) = &self.signer else { return Some(WhyNot::NotChecked) };
        let [from] = &mail.from[..] else { return Some(WhyNot::AnotherSigner) };
        let from = from.address.trim().to_ascii_lowercase();
        let is_for = signer.addresses.iter().any(|one| one.eq_ignore_ascii_case(&from));
        if !is_for || !from.starts_with(GATEWAY) {
            return Some(WhyNot::AnotherSigner);
        }
        signer.is_self_issued.then_some(WhyNot::SelfIssued)
    }

    /// Whether the certification data are there, agree with the headers, and fall within the certificate's time.
    fn fault_of_data(&self) -> Option<WhyNot> {
        let Some((data, at)) = self.data.as_ref().and_then(|data| Some((data, data.at?.to_utc()))) else {
            return Some(WhyNot::NoData);
        };
        let same_mail = self.about.is_some() && self.about == data.original_message_id;
        if EvidenceKind::of(data.kind) != Some(self.kind) || !same_mail {
            return Some(WhyNot::Disagrees);
        }
        let signer = self.signer.as_ref();
        let too_early = signer.and_then(|signer| signer.valid_from).is_some_and(|from| at < from);
        let too_late = signer.and_then(|signer| signer.valid_until).is_some_and(|until| at > until);
        (too_early || too_late).then_some(WhyNot::OutOfDate)
    }
}

/// What went wrong: the gateway's words, or the code that it gave.
fn reason(kind: EvidenceKind, data: &Data) -> String {
    if !kind.is_refusal() && kind != EvidenceKind::NotYetDelivered {
        return String::new();
    }
    let code = match &data.error {
        DeliveryError::NoMailbox => "mailbox_unknown",
        DeliveryError::NoDomain => "domain_not_found",
        DeliveryError::Virus => "virus",
        DeliveryError::None if kind == EvidenceKind::Virus => "virus",
        DeliveryError::None | DeliveryError::Other(_) => "other",
    };
    data.error_detail.clone().unwrap_or_else(|| code.to_owned())
}

#[cfg(test)]
mod tests;
