//! `drafts.*`.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use studiolo_core::access::By;
use studiolo_core::drafts::{self, Writing, service};
use studiolo_core::richtext::Document;
use studiolo_core::settings::PolicyChange;
use studiolo_core::{Error, Office, Result};
use ts_rs::TS;

use crate::chats::Attachment;
use crate::documents::DocumentRequest;
use crate::reminders::ReminderChoice;
use crate::templates::TemplateDocument;
use crate::wire::{At, Done, Empty, at, id, ids, optional_id};

/// What is being written, whole.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct DraftsSaveRequest {
    /// The draft to replace; absent: the thread's one, or a new one.
    pub draft_id: Option<String>,
    /// The thread that it belongs to; absent: a new chat.
    pub chat_id: Option<String>,
    /// Whom a new chat is for.
    pub client_ids: Option<Vec<String>>,
    /// The subject of a new chat.
    pub subject: Option<String>,
    /// The rich-text document, or a string taken as plain paragraphs.
    #[ts(type = "string | Record<string, unknown>")]
    pub body: Value,
    /// Absent or null: off.
    #[ts(optional, type = "ReminderChoice | null")]
    pub reminder: Option<ReminderChoice>,
    /// Client tasks.
    pub tasks: Option<Vec<String>>,
    /// The documents that it will bring.
    pub attachments: Option<Vec<DocumentRequest>>,
    /// The template that a new chat is made from: its words hold variables.
    pub template_id: Option<String>,
    /// Those of the template's documents that it will bring.
    pub template_document_ids: Option<Vec<String>>,
}

/// The draft kept.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct DraftsSaveReply {
    /// Its id.
    pub draft_id: String,
}

/// The drafts.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct DraftsListReply {
    /// The one saved last first.
    pub drafts: Vec<Draft>,
}

/// A draft.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Draft {
    /// Its id.
    pub draft_id: String,
    /// The thread that it belongs to; absent: a new chat.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chat_id: Option<String>,
    /// Whom a new chat is for.
    pub client_ids: Vec<String>,
    /// The subject of a new chat.
    pub subject: String,
    /// The versioned rich-text document.
    #[ts(type = "Record<string, unknown>")]
    pub body: Value,
    /// The same as plain text.
    pub text: String,
    /// Its reminder; null: off.
    pub reminder: Option<ReminderChoice>,
    /// Client tasks.
    pub tasks: Vec<String>,
    /// The documents that it will bring, as they are now.
    pub attachments: Vec<Attachment>,
    /// The template that a new chat is made from: its words hold variables.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template_id: Option<String>,
    /// Those of the template's documents that it will bring.
    pub template_documents: Vec<TemplateDocument>,
    /// When it was saved.
    pub at: At,
}

/// Which draft.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct DraftRequest {
    /// Its id.
    pub draft_id: String,
}

impl From<drafts::Draft> for Draft {
    fn from(draft: drafts::Draft) -> Self {
        let Writing { chat_id, clients, subject, body, reminder, tasks, template, .. } = draft.writing;
        let attachment = |one: drafts::Attached| Attachment {
            document_id: one.document_id.to_string(),
            name: one.name,
            size: one.size,
        };
        Self {
            draft_id: draft.draft_id.to_string(),
            chat_id: chat_id.map(|chat| chat.to_string()),
            client_ids: clients.iter().map(ToString::to_string).collect(),
            subject,
            body: body.to_value(),
            text: body.plain_text(),
            reminder: reminder.map(ReminderChoice::from),
            tasks,
            attachments: draft.attached.into_iter().map(attachment).collect(),
            template_id: template.map(|template| template.to_string()),
            template_documents: draft.of_template.into_iter().map(TemplateDocument::from).collect(),
            at: at(draft.saved_at),
        }
    }
}

/// `drafts.list`.
pub async fn list(office: &Arc<Office>, by: &By, _: Empty) -> Result<DraftsListReply> {
    let drafts = service::list(office, by).await?;
    Ok(DraftsListReply { drafts: drafts.into_iter().map(Draft::from).collect() })
}

/// `drafts.save`.
pub async fn save(office: &Arc<Office>, by: &By, request: DraftsSaveRequest) -> Result<DraftsSaveReply> {
    let clients = request.client_ids.unwrap_or_default();
    let attachments = request.attachments.unwrap_or_default();
    let writing = Writing {
        chat_id: optional_id("chat_id", request.chat_id.as_deref())?,
        clients: clients.iter().map(|client| id("client_ids", client)).collect::<Result<_>>()?,
        subject: request.subject.unwrap_or_default(),
        body: Document::from_body(&request.body).map_err(|error| Error::invalid("body", error))?,
        reminder: request.reminder.map(PolicyChange::from),
        tasks: request.tasks.unwrap_or_default(),
        attachments: attachments
            .iter()
            .map(|one| id("attachments", &one.document_id))
            .collect::<Result<_>>()?,
        template: optional_id("template_id", request.template_id.as_deref())?,
        template_documents: ids("template_document_ids", &request.template_document_ids.unwrap_or_default())?,
    };
    let draft = optional_id("draft_id", request.draft_id.as_deref())?;
    Ok(DraftsSaveReply { draft_id: service::save(office, by, draft, writing).await?.to_string() })
}

/// `drafts.discard`.
pub async fn discard(office: &Arc<Office>, by: &By, request: DraftRequest) -> Result<Done> {
    service::discard(office, by, id("draft_id", &request.draft_id)?).await?;
    Ok(Done {})
}
