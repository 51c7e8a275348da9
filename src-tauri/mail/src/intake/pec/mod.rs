//! Italian certified mail (PEC, RFC 6109): its receipts and notices, and the mails that it carries.
//!
//! Headers and `daticert.xml` tell what a receipt says. Anybody can write both: a receipt is proof by the gateway's signature
//! over it, which [`signed_parts`] hands out byte for byte and which is checked elsewhere.

mod certificate;

#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

pub use certificate::{Certificate, CertificateError, DeliveryError, Recipient, RecipientKind};

/// The largest `daticert.xml` that is read, in bytes.
pub const MAX_BYTES: usize = crate::xml::MAX_BYTES;

use super::message::{MailKind, Message};
use super::mime::Transfer;

/// What a receipt or notice is about: `tipo` of `postacert` (RFC 6109, 4.4), `X-Ricevuta` (2.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReceiptKind {
    /// `accettazione`: the sender's gateway has taken the mail.
    Accepted,
    /// `non-accettazione`: it has not.
    NotAccepted,
    /// `presa-in-carico`: the recipient's gateway has taken it, as gateways tell one another.
    TakenInCharge,
    /// `avvenuta-consegna`: it is in the recipient's mailbox.
    Delivered,
    /// `posta-certificata`: no receipt, but a mail that is carried.
    Carried,
    /// `errore-consegna`: it could not be delivered.
    NotDelivered,
    /// `preavviso-errore-consegna`: it was not delivered in 12 hours, and may yet be.
    NotYetDelivered,
    /// `rilevazione-virus`: a virus was found in it.
    Virus,
}

/// How much of the mail a receipt of delivery brings: `X-TipoRicevuta`, `ricevuta`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReceiptForm {
    /// `completa`: all of it.
    Complete,
    /// `breve`: its text, and the hashes of its attachments.
    Brief,
    /// `sintetica`: nothing of it.
    Summary,
}

/// What the headers of a receipt say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// `X-Ricevuta`.
    pub kind: ReceiptKind,
    /// `X-TipoRicevuta`.
    pub form: Option<ReceiptForm>,
    /// `X-Riferimento-Message-ID`: the `Message-ID` that the mail was sent with, with its brackets.
    pub original_message_id: Option<String>,
}

/// What a gateway signed, and its signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedParts<'a> {
    /// The signed part with its headers exactly as transmitted, with CRLF line ends (RFC 8551, 3.1.1).
    pub content: Cow<'a, [u8]>,
    /// `smime.p7s`: the detached signature in DER or BER.
    pub signature: Vec<u8>,
}

/// What the headers of a mail say, when it is a receipt of a known kind.
pub fn receipt(mail: &Message<'_>) -> Option<Receipt> {
    if mail.kind != MailKind::PecReceipt {
        return None;
    }
    let kind = ReceiptKind::named(&mail.headers.line("X-Ricevuta")?)?;
    let form = mail.headers.line("X-TipoRicevuta").and_then(|form| ReceiptForm::named(&form));
    let original_message_id = mail.headers.ids("X-Riferimento-Message-ID").into_iter().next();
    Some(Receipt { kind, form, original_message_id })
}

/// What `daticert.xml` says, when the mail brings one.
pub fn certificate(mail: &Message<'_>) -> Option<Result<Certificate, CertificateError>> {
    let named = |name: &str| mail.attachments.iter().find(move |one| is_named(one.name.as_deref(), name));
    named("daticert.xml").map(|attachment| Certificate::read(&attachment.bytes()))
}

/// The mail that certified mail carries (`postacert.eml`): in a transport envelope, in an anomaly envelope, in a complete receipt. It
/// is read in turn.
pub fn carried<'a>(mail: &Message<'a>) -> Option<Cow<'a, [u8]>> {
    let is_pec = matches!(mail.kind, MailKind::PecReceipt | MailKind::PecTransport | MailKind::PecAnomaly);
    let named = mail.attachments.iter().find(|one| is_named(one.name.as_deref(), "postacert.eml"));
    let carried = named.or_else(|| mail.attachments.iter().find(|one| one.is_message()));
    carried.filter(|_| is_pec).map(super::message::Attachment::bytes)
}

/// What is signed and the signature of a `multipart/signed` mail (RFC 1847); None of any other.
pub fn signed_parts<'a>(mail: &Message<'a>) -> Option<SignedParts<'a>> {
    let parts = &mail.structure.parts;
    let root = parts.first().filter(|root| root.is_multipart && root.content.kind == "multipart/signed")?;
    let children: Vec<_> = parts.iter().filter(|part| part.parent == Some(0)).collect();
    let [content, signature] = children.as_slice() else { return None };
    let protocol = root.content.word("protocol").unwrap_or_default().to_ascii_lowercase();
    let kinds = ["application/pkcs7-signature", "application/x-pkcs7-signature"];
    let is_signature = kinds.contains(&signature.content.kind.as_str());
    if !is_signature || !(protocol.is_empty() || kinds.contains(&protocol.as_str())) {
        return None;
    }
    let signature = Transfer::of(&signature.headers).decode(signature.body).into_owned();
    Some(SignedParts { content: with_crlf(content.raw), signature })
}

/// A server may have stored the mail with bare LF; what was signed had CRLF.
fn with_crlf(bytes: &[u8]) -> Cow<'_, [u8]> {
    let mut before = 0;
    let is_bare = |byte: u8| {
        let bare = byte == b'\n' && before != b'\r';
        before = byte;
        bare
    };
    if !bytes.iter().copied().any(is_bare) {
        return Cow::Borrowed(bytes);
    }
    let mut out = Vec::with_capacity(bytes.len() + bytes.len() / 32);
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        match line.strip_suffix(b"\n") {
            Some(bare) => {
                out.extend_from_slice(bare.strip_suffix(b"\r").unwrap_or(bare));
                out.extend_from_slice(b"\r\n");
            }
            None => out.extend_from_slice(line),
        }
    }
    Cow::Owned(out)
}

fn is_named(name: Option<&str>, wanted: &str) -> bool {
    name.is_some_and(|name| name.eq_ignore_ascii_case(wanted))
}

impl ReceiptKind {
    fn named(word: &str) -> Option<Self> {
        let kinds = [
            ("accettazione", Self::Accepted),
            ("non-accettazione", Self::NotAccepted),
            ("presa-in-carico", Self::TakenInCharge),
            ("avvenuta-consegna", Self::Delivered),
            ("posta-certificata", Self::Carried),
            ("errore-consegna", Self::NotDelivered),
            ("preavviso-errore-consegna", Self::NotYetDelivered),
            ("rilevazione-virus", Self::Virus),
        ];
        kinds.into_iter().find(|(name, _)| word.trim().eq_ignore_ascii_case(name)).map(|(_, kind)| kind)
    }
}

impl ReceiptForm {
    fn named(word: &str) -> Option<Self> {
        let forms = [("completa", Self::Complete), ("breve", Self::Brief), ("sintetica", Self::Summary)];
        forms.into_iter().find(|(name, _)| word.trim().eq_ignore_ascii_case(name)).map(|(_, form)| form)
    }
}
