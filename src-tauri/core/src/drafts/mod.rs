//! Drafts: what the owner began to write and has not sent. At most one for a thread, any number for new chats.
//!
//! A draft is the owner's alone: it leaves no trace in the audit trail, since nothing has been said yet.

pub mod service;
pub mod store;

use crate::id::{ChatId, ClientId, DocumentId, DraftId, TemplateDocumentId, TemplateId};
use crate::richtext::Document;
use crate::settings::PolicyChange;
use crate::templates::TemplateDocument;
use crate::time::Millis;

/// What is being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Writing {
    /// The thread that it belongs to; `None`: a new chat.
    pub chat_id: Option<ChatId>,
    /// Whom a new chat is for; empty for a thread.
    pub clients: Vec<ClientId>,
    /// The subject of a new chat, as far as it is written.
    pub subject: String,
    /// The message, as far as it is written.
    pub body: Document,
    /// Its reminder; `None`: off.
    pub reminder: Option<PolicyChange>,
    /// Client tasks, as far as they are written.
    pub tasks: Vec<String>,
    /// The documents that it will bring.
    pub attachments: Vec<DocumentId>,
    /// The template that a new chat is made from: its words hold variables.
    pub template: Option<TemplateId>,
    /// Those of the template's documents that it will bring.
    pub template_documents: Vec<TemplateDocumentId>,
}

/// A document that a draft will bring, as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// The document.
    pub document_id: DocumentId,
    /// Its name.
    pub name: String,
    /// Bytes.
    pub size: i64,
}

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its id.
    pub draft_id: DraftId,
    /// What is being written.
    pub writing: Writing,
    /// The documents that it will bring, as they are now.
    pub attached: Vec<Attached>,
    /// Those of its template.
    pub of_template: Vec<TemplateDocument>,
    /// When it was saved.
    pub saved_at: Millis,
}
