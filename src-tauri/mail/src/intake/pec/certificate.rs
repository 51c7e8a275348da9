//! `daticert.xml`: what happened to a certified mail (RFC 6109, 4.4).

use chrono::{DateTime, FixedOffset, NaiveDateTime};

use super::{MAX_BYTES, ReceiptForm, ReceiptKind};
use crate::xml::{self, Element, XmlError};

/// Most recipients of a mail. Gateways allow some hundred.
const MAX_RECIPIENTS: usize = 10_000;

/// Longest text that is told, in characters.
const MAX_TOLD: usize = 4_000;

/// What happened to a certified mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// `tipo`.
    pub kind: ReceiptKind,
    /// `errore`.
    pub error: DeliveryError,
    /// `mittente`: who sent the mail.
    pub sender: String,
    /// `destinatari`: whom it was sent to.
    pub recipients: Vec<Recipient>,
    /// `risposte`: where answers go.
    pub reply_to: Option<String>,
    /// `oggetto`: its subject.
    pub subject: Option<String>,
    /// `gestore-emittente`: the gateway that says so.
    pub gateway: String,
    /// `data`: when it happened, with the gateway's offset from UTC.
    pub at: Option<DateTime<FixedOffset>>,
    /// `identificativo`: the gateway's own id of the mail.
    pub identifier: String,
    /// `msgid`: the `Message-ID` that the mail was sent with, with its brackets.
    pub original_message_id: Option<String>,
    /// `ricevuta`: how much of the mail the receipt brings.
    pub form: Option<ReceiptForm>,
    /// `consegna`: whom the receipt of delivery, or the notice, is about.
    pub delivered_to: Option<String>,
    /// `ricezione`: whom a gateway has taken it for.
    pub received_for: Vec<String>,
    /// `errore-esteso`: what went wrong, in words.
    pub error_detail: Option<String>,
}

/// `errore`: what went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryError {
    /// `nessuno`.
    None,
    /// `no-dest`: no such mailbox.
    NoMailbox,
    /// `no-dominio`: no such domain.
    NoDomain,
    /// `virus`.
    Virus,
    /// `altro`, or another word, which is told.
    Other(String),
}

/// Somebody whom the mail was sent to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// The address as it stands.
    pub address: String,
    /// `tipo`.
    pub kind: RecipientKind,
}

/// Whether a recipient has certified mail too: only then a receipt of delivery comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RecipientKind {
    /// `certificato`.
    Certified,
    /// `esterno`.
    External,
}

/// Why `daticert.xml` cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// It is larger than [`MAX_BYTES`](super::MAX_BYTES).
    #[error("these certification data are larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// It is no XML that is well formed, or nested as none would be.
    #[error("these certification data are not XML, or they are cut off")]
    NotXml,
    /// It brings a DTD, which could define entities.
    #[error("these certification data bring a DTD, which they must not")]
    Dtd,
    /// It is XML and no `postacert` of a known kind.
    #[error("this is no certification data of certified mail")]
    NotACertificate,
    /// Something that all have is missing.
    #[error("these certification data have no {field}")]
    Missing {
        /// The element's name.
        field: &'static str,
    },
}

impl Certificate {
    /// Reads `daticert.xml`.
    pub fn read(bytes: &[u8]) -> Result<Self, CertificateError> {
        let root = xml::read(bytes)?;
        if root.name != "postacert" {
            return Err(CertificateError::NotACertificate);
        }
        let kind = root.attribute("tipo").and_then(ReceiptKind::named);
        let kind = kind.ok_or(CertificateError::NotACertificate)?;
        let head = root.child("intestazione").ok_or(CertificateError::Missing { field: "intestazione" })?;
        let data = root.child("dati").ok_or(CertificateError::Missing { field: "dati" })?;
        let recipients = head.all("destinatari").take(MAX_RECIPIENTS).map(|one| Recipient {
            address: told(&one.text),
            kind: match one.attribute("tipo") {
                Some("esterno") => RecipientKind::External,
                _ => RecipientKind::Certified,
            },
        });
        let id = text(data, "msgid").map(|id| format!("<{}>", id.trim_matches(['<', '>', ' '])));
        Ok(Self {
            kind,
            error: DeliveryError::named(root.attribute("errore").unwrap_or("nessuno")),
            sender: required(head, "mittente")?,
            recipients: recipients.filter(|one| !one.address.is_empty()).collect(),
            reply_to: text(head, "risposte"),
            subject: text(head, "oggetto"),
            gateway: required(data, "gestore-emittente")?,
            at: data.child("data").and_then(at),
            identifier: required(data, "identificativo")?,
            original_message_id: id.filter(|id| id.len() > 2),
            form: data.child("ricevuta").and_then(|one| one.attribute("tipo")).and_then(ReceiptForm::named),
            delivered_to: text(data, "consegna"),
            received_for: data.all("ricezione").take(MAX_RECIPIENTS).map(|one| told(&one.text)).collect(),
            error_detail: text(data, "errore-esteso"),
        })
    }
}

impl From<XmlError> for CertificateError {
    fn from(error: XmlError) -> Self {
        match error {
            XmlError::TooLarge => Self::TooLarge { limit: MAX_BYTES },
            XmlError::NotXml => Self::NotXml,
            XmlError::Dtd => Self::Dtd,
        }
    }
}

impl DeliveryError {
    fn named(word: &str) -> Self {
        match word.trim() {
            "nessuno" | "" => Self::None,
            "no-dest" => Self::NoMailbox,
            "no-dominio" => Self::NoDomain,
            "virus" => Self::Virus,
            other => Self::Other(told(other)),
        }
    }
}

/// `<data zona="+0200"><giorno>24/10/2003</giorno><ora>12:23:54</ora></data>`.
fn at(data: &Element) -> Option<DateTime<FixedOffset>> {
    let local = format!("{} {}", text(data, "giorno")?, text(data, "ora")?);
    let local = NaiveDateTime::parse_from_str(&local, "%d/%m/%Y %H:%M:%S").ok()?;
    let zone = data.attribute("zona")?.trim();
    let (sign, digits) = match zone.as_bytes().first()? {
        b'-' => (-1, zone.get(1..)?),
        b'+' => (1, zone.get(1..)?),
        _ => (1, zone),
    };
    let digits: String = digits.chars().filter(|digit| *digit != ':').collect();
    let number = |range: std::ops::Range<usize>| digits.get(range)?.parse::<i32>().ok();
    let seconds = number(0..2)? * 3600 + number(2..4)? * 60;
    local.and_local_timezone(FixedOffset::east_opt(sign * seconds)?).single()
}

fn text(element: &Element, name: &str) -> Option<String> {
    element.child(name).map(|child| told(&child.text)).filter(|text| !text.is_empty())
}

fn required(element: &Element, field: &'static str) -> Result<String, CertificateError> {
    text(element, field).ok_or(CertificateError::Missing { field })
}

/// In one line, without control characters.
fn told(text: &str) -> String {
    let words: Vec<&str> = text.split(char::is_whitespace).filter(|word| !word.is_empty()).collect();
    crate::intake::mime::cleaned(&words.join(" ")).chars().take(MAX_TOLD).collect()
}
