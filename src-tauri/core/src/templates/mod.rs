//! Templates of messages: words and documents that a new chat begins with. What changes for each client stands in the
//! words as a [variable](variables).

pub mod documents;
pub(crate) mod filling;
pub mod service;
pub(crate) mod store;
pub mod variables;

use crate::error::{Error, Result};
use crate::id::{TemplateDocumentId, TemplateId};
use crate::richtext::Document;
use crate::time::Millis;

pub use filling::{Preview, Wants};

/// Documents of one template at most.
pub const MOST_DOCUMENTS: usize = 20;

/// Bytes of one template's documents at most: 25 MB.
pub const MOST_BYTES: u64 = 25_000_000;

/// Characters of an unfilled subject at most.
const LONGEST_SUBJECT: usize = 1_000;

/// What a chat begins with: with variables, or filled in for a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// One line; empty: the first words of the message.
    pub subject: String,
    /// The message.
    pub body: Document,
}

/// A template as it is listed.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct TemplateRow {
    /// Its id.
    pub template_id: TemplateId,
    /// Its name, which no other has.
    pub name: String,
    /// The subject that it gives.
    pub subject: String,
    /// How many documents it brings.
    pub documents: i64,
    /// When it was last changed.
    pub changed_at: Millis,
    /// When a chat was last made from it.
    pub used_at: Option<Millis>,
}

/// A template, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Its id.
    pub template_id: TemplateId,
    /// Its name.
    pub name: String,
    /// What it says.
    pub words: Words,
    /// The documents that it brings, in order.
    pub documents: Vec<TemplateDocument>,
    /// When it was last changed.
    pub changed_at: Millis,
    /// When a chat was last made from it.
    pub used_at: Option<Millis>,
}

/// A document of a template.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct TemplateDocument {
    /// Its id.
    pub template_document_id: TemplateDocumentId,
    /// Its file name.
    pub name: String,
    /// Bytes.
    pub size: i64,
}

/// A change of a template; what is absent stays.
#[derive(Debug, Clone, Default)]
pub struct TemplateChange {
    /// Its name.
    pub name: Option<String>,
    /// The subject that it gives.
    pub subject: Option<String>,
    /// The message that it gives.
    pub body: Option<Document>,
}

impl Words {
    /// Nothing written yet.
    pub(crate) fn empty() -> Self {
        Self { subject: String::new(), body: Document::empty() }
    }

    /// With a subject of one line and variables that there are.
    pub(crate) fn checked(self) -> Result<Self> {
        let subject = self.subject.trim();
        if subject.chars().any(char::is_control) {
            return Err(Error::invalid("subject", "is more than one line"));
        }
        if subject.chars().count() > LONGEST_SUBJECT {
            return Err(Error::invalid("subject", format!("is longer than {LONGEST_SUBJECT} characters")));
        }
        variables::check(subject).map_err(|unknown| Error::invalid("subject", unknown))?;
        for words in self.body.words() {
            variables::check(words).map_err(|unknown| Error::invalid("body", unknown))?;
        }
        Ok(Self { subject: subject.to_owned(), body: self.body })
    }
}
