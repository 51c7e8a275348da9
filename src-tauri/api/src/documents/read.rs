//! A document opened to be read.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;
use studiolo_core::access::By;
use studiolo_core::documents::opened::{self, Content, Letter, Signer};
use studiolo_core::documents::reading::{Integrity, Wording};
use studiolo_core::letters::Language;
use studiolo_core::settings;
use studiolo_core::{Office, Result};
use ts_rs::TS;

use super::DocumentRequest;
use super::invoice::InvoiceContent;
use crate::wire::{At, at, id};

/// What a document is to a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// A PDF.
    Pdf,
    /// A picture.
    Picture,
    /// Text.
    Text,
    /// Text in rows and columns, as CSV has it.
    Table,
    /// A mail.
    Letter,
    /// An electronic invoice.
    Invoice,
    /// Something that other programs open.
    Other,
}

/// A document, opened.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct DocumentContent {
    /// Its id.
    pub document_id: String,
    /// Whose it is.
    pub client_id: String,
    /// The client's name.
    pub client_name: String,
    /// Where it lies below the client's folder.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// What it is; of a signed file, what is in it.
    pub kind: DocumentKind,
    /// Of a signed file: the name of what is in it.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inner_name: Option<String>,
    /// Who signed it.
    pub signers: Vec<DocumentSigner>,
    /// The words of a text or table, at most 2 MiB.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Whether there is more text than that.
    pub cut: bool,
    /// A mail.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub letter: Option<LetterContent>,
    /// An invoice.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice: Option<InvoiceContent>,
    /// The chats whose messages brought it, the last one first.
    pub chats: Vec<DocumentMention>,
}

/// A chat whose message brought a document.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct DocumentMention {
    /// The chat.
    pub chat_id: String,
    /// Its subject.
    pub subject: String,
    /// When the message was written.
    pub at: At,
}

/// Whether content and signature belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum SignatureState {
    /// The content is what was signed. It says nothing of who the signer is.
    Intact,
    /// Content or signature was changed since.
    Changed,
    /// It could not be told; `words` says why.
    NotChecked,
}

/// Who signed a document, as the certificate says; no list of trusted issuers is looked into.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct DocumentSigner {
    /// The holder's name.
    pub name: String,
    /// The holder's tax code.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_code: Option<String>,
    /// The organisation that the holder belongs to.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// Who issued the certificate.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// From when the certificate is valid.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<At>,
    /// Until when.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<At>,
    /// When it was signed, as the signer says.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed_at: Option<At>,
    /// Whether content and signature belong together.
    pub intact: SignatureState,
    /// The same in words, in the office's language.
    pub words: String,
}

/// A mail.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct LetterContent {
    /// Who wrote: names and addresses.
    pub from: Vec<String>,
    /// To whom.
    pub to: Vec<String>,
    /// To whom besides.
    pub cc: Vec<String>,
    /// When.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<At>,
    /// What about.
    pub subject: String,
    /// As plain text.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// As HTML, as it came: to be sanitised before it is shown.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    /// What it brought.
    pub attachments: Vec<LetterAttachment>,
}

/// A file that a mail brought.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct LetterAttachment {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Bytes.
    pub size: usize,
}

/// `documents.read`.
pub async fn read(office: &Arc<Office>, by: &By, request: DocumentRequest) -> Result<DocumentContent> {
    let opened = opened::open(office, by, id("document_id", &request.document_id)?).await?;
    let say = Say(settings::service::get(office, by).await?.language);
    let mut content = DocumentContent {
        document_id: opened.document_id.to_string(),
        client_id: opened.client_id.to_string(),
        client_name: opened.client_name,
        path: opened.path,
        size: opened.size,
        kind: DocumentKind::Other,
        inner_name: opened.inner_name,
        signers: opened.signers.into_iter().map(|signer| say.signer(signer)).collect(),
        text: None,
        cut: false,
        letter: None,
        invoice: None,
        chats: opened
            .chats
            .into_iter()
            .map(|it| DocumentMention { chat_id: it.chat_id.to_string(), subject: it.subject, at: at(it.at) })
            .collect(),
    };
    content.kind = match opened.content {
        Content::Pdf => DocumentKind::Pdf,
        Content::Picture => DocumentKind::Picture,
        Content::Other => DocumentKind::Other,
        Content::Text { text, cut, table } => {
            (content.text, content.cut) = (Some(text), cut);
            if table { DocumentKind::Table } else { DocumentKind::Text }
        }
        Content::Letter(letter) => {
            content.letter = Some(letter_content(*letter));
            DocumentKind::Letter
        }
        Content::Invoice(invoice) => {
            content.invoice = Some(say.invoice(*invoice));
            DocumentKind::Invoice
        }
    };
    Ok(content)
}

fn letter_content(letter: Letter) -> LetterContent {
    let people = |people: Vec<opened::Mailbox>| -> Vec<String> {
        let one = |it: opened::Mailbox| match (it.name, it.address) {
            (Some(name), Some(address)) => format!("{name} <{address}>"),
            (name, address) => name.or(address).unwrap_or_default(),
        };
        people.into_iter().map(one).collect()
    };
    LetterContent {
        from: people(letter.from),
        to: people(letter.to),
        cc: people(letter.cc),
        date: letter.date.map(|date| date.to_utc()),
        subject: letter.subject.unwrap_or_default(),
        text: letter.text,
        html: letter.html,
        attachments: letter
            .attachments
            .into_iter()
            .map(|file| LetterAttachment {
                size: file.size(),
                name: file.name.unwrap_or_default(),
                media_type: file.media_type,
            })
            .collect(),
    }
}

/// Says things in the office's language.
pub(super) struct Say(Language);

impl Say {
    pub(super) fn words(&self, wording: Wording) -> String {
        match self.0 {
            Language::It => wording.it.to_owned(),
            Language::En => wording.en.to_owned(),
        }
    }

    /// The words of a code, or the code itself.
    pub(super) fn code(&self, code: &str, words: fn(&str) -> Option<Wording>) -> String {
        words(code).map_or_else(|| code.to_owned(), |wording| self.words(wording))
    }

    fn signer(&self, signer: Signer) -> DocumentSigner {
        let certificate = signer.certificate.as_ref();
        DocumentSigner {
            name: certificate.and_then(opened::Certificate::holder).unwrap_or_default(),
            intact: match signer.integrity {
                Integrity::Intact => SignatureState::Intact,
                Integrity::Changed => SignatureState::Changed,
                Integrity::NotChecked { .. } => SignatureState::NotChecked,
            },
            words: self.words(signer.integrity.wording()),
            signed_at: signer.signed_at,
            tax_code: certificate.and_then(|it| it.tax_code.clone()),
            organisation: certificate.and_then(|it| it.organisation.clone()),
            issuer: certificate.and_then(|it| it.issuer.clone()),
            valid_from: certificate.and_then(|it| it.valid_from),
            valid_until: certificate.and_then(|it| it.valid_until),
        }
    }
}
