//! `templates.*`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use studiolo_core::access::{By, Origin};
use studiolo_core::documents::import::Refused;
use studiolo_core::richtext::Document;
use studiolo_core::templates::{self, TemplateChange, Words, documents, service};
use studiolo_core::{Error, Office, Result};
use ts_rs::TS;

use crate::chats::body;
use crate::documents::RefusedFile;
use crate::wire::{At, Done, Empty, at, id, ids};

/// The templates.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct TemplatesListReply {
    /// By name.
    pub templates: Vec<TemplateRow>,
}

/// A template in the list.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct TemplateRow {
    /// Its id.
    pub template_id: String,
    /// Its name, which no other has.
    pub name: String,
    /// The subject that it gives.
    pub subject: String,
    /// How many documents it brings.
    pub documents: i64,
    /// When it was last changed.
    pub changed_at: At,
    /// When a chat was last made from it.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub used_at: Option<At>,
}

/// A template, whole.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Template {
    /// Its id.
    pub template_id: String,
    /// Its name.
    pub name: String,
    /// The subject that it gives; variables stand in it as `{client}`.
    pub subject: String,
    /// The message that it gives, a versioned rich-text document; variables stand in its words.
    #[ts(type = "Record<string, unknown>")]
    pub body: Value,
    /// The same as plain text.
    pub text: String,
    /// The documents that it brings, in order.
    pub documents: Vec<TemplateDocument>,
    /// When it was last changed.
    pub changed_at: At,
    /// When a chat was last made from it.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub used_at: Option<At>,
}

/// A document of a template.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct TemplateDocument {
    /// Its id.
    pub template_document_id: String,
    /// File name.
    pub name: String,
    /// Bytes.
    pub size: i64,
}

impl From<templates::TemplateDocument> for TemplateDocument {
    fn from(document: templates::TemplateDocument) -> Self {
        Self {
            template_document_id: document.template_document_id.to_string(),
            name: document.name,
            size: document.size,
        }
    }
}

impl From<templates::TemplateRow> for TemplateRow {
    fn from(row: templates::TemplateRow) -> Self {
        Self {
            template_id: row.template_id.to_string(),
            name: row.name,
            subject: row.subject,
            documents: row.documents,
            changed_at: at(row.changed_at),
            used_at: row.used_at.map(at),
        }
    }
}

impl From<templates::Template> for Template {
    fn from(template: templates::Template) -> Self {
        let Words { subject, body } = template.words;
        Self {
            template_id: template.template_id.to_string(),
            name: template.name,
            subject,
            body: body.to_value(),
            text: body.plain_text(),
            documents: template.documents.into_iter().map(TemplateDocument::from).collect(),
            changed_at: at(template.changed_at),
            used_at: template.used_at.map(at),
        }
    }
}

/// `templates.list`.
pub async fn list(office: &Arc<Office>, by: &By, _: Empty) -> Result<TemplatesListReply> {
    let templates = service::list(office, by).await?;
    Ok(TemplatesListReply { templates: templates.into_iter().map(TemplateRow::from).collect() })
}

/// Which template.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct TemplateRequest {
    /// Its id.
    pub template_id: String,
}

/// `templates.get`.
pub async fn get(office: &Arc<Office>, by: &By, request: TemplateRequest) -> Result<Template> {
    Ok(service::get(office, by, id("template_id", &request.template_id)?).await?.into())
}

/// A template to be made.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct TemplatesCreateRequest {
    /// One line, which no other template has.
    pub name: String,
    /// One line; `{first_name}`, `{contact}`, `{client}`, `{firm}`, `{owner}`, `{today}`, `{today+5}`, `{month}`, `{year}` and
    /// `{last_year}` are filled in for each client.
    pub subject: Option<String>,
    /// The rich-text document, or a string taken as plain paragraphs, with the same variables.
    #[ts(optional, type = "string | Record<string, unknown>")]
    pub body: Option<Value>,
}

/// The template made.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct TemplatesCreateReply {
    /// Its id.
    pub template_id: String,
}

/// `templates.create`.
pub async fn create(
    office: &Arc<Office>,
    by: &By,
    request: TemplatesCreateRequest,
) -> Result<TemplatesCreateReply> {
    let words = Words {
        subject: request.subject.unwrap_or_default(),
        body: request.body.as_ref().map_or_else(|| Ok(Document::empty()), body)?,
    };
    let made = service::create(office, by, &request.name, words).await?;
    Ok(TemplatesCreateReply { template_id: made.to_string() })
}

/// A change of a template; what is absent stays.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct TemplatesUpdateRequest {
    /// Which.
    pub template_id: String,
    /// One line, which no other template has.
    pub name: Option<String>,
    /// One line, with variables.
    pub subject: Option<String>,
    /// The rich-text document, or a string taken as plain paragraphs, with variables.
    #[ts(optional, type = "string | Record<string, unknown>")]
    pub body: Option<Value>,
}

/// The template changed.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct TemplatesUpdateReply {
    /// When.
    pub changed_at: At,
}

/// `templates.update`.
pub async fn update(
    office: &Arc<Office>,
    by: &By,
    request: TemplatesUpdateRequest,
) -> Result<TemplatesUpdateReply> {
    let change = TemplateChange {
        name: request.name,
        subject: request.subject,
        body: request.body.as_ref().map(body).transpose()?,
    };
    let changed = service::update(office, by, id("template_id", &request.template_id)?, change).await?;
    Ok(TemplatesUpdateReply { changed_at: at(changed) })
}

/// A template to be copied.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct TemplatesDuplicateRequest {
    /// Which.
    pub template_id: String,
    /// The copy's name, which no other template has.
    pub name: String,
}

/// `templates.duplicate`.
pub async fn duplicate(
    office: &Arc<Office>,
    by: &By,
    request: TemplatesDuplicateRequest,
) -> Result<TemplatesCreateReply> {
    let of = id("template_id", &request.template_id)?;
    let made = service::duplicate(office, by, of, &request.name).await?;
    Ok(TemplatesCreateReply { template_id: made.to_string() })
}

/// `templates.delete`.
pub async fn delete(office: &Arc<Office>, by: &By, request: TemplateRequest) -> Result<Done> {
    service::delete(office, by, id("template_id", &request.template_id)?).await?;
    Ok(Done {})
}

/// `templates.restore`.
pub async fn restore(office: &Arc<Office>, by: &By, request: TemplateRequest) -> Result<Done> {
    service::restore(office, by, id("template_id", &request.template_id)?).await?;
    Ok(Done {})
}

/// What a template is to bring.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct TemplatesAddDocumentsRequest {
    /// Which template.
    pub template_id: String,
    /// Files, folders and zips of this computer; taken from the command line alone.
    pub paths: Vec<String>,
}

/// What a template brings now.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct TemplatesAddDocumentsReply {
    /// What became of the files; one for those that it brought already.
    pub added: Vec<TemplateDocument>,
    /// Each file that it does not bring.
    pub refused: Vec<RefusedFile>,
}

/// `templates.add_documents`.
pub async fn add_documents(
    office: &Arc<Office>,
    by: &By,
    request: TemplatesAddDocumentsRequest,
) -> Result<TemplatesAddDocumentsReply> {
    if by.origin != Origin::CommandLine {
        return Err(Error::invalid("paths", "are taken from the command line alone"));
    }
    add_documents_from(office, by, request).await
}

/// Takes files of this computer into a template for a door that knows where the paths come from.
pub async fn add_documents_from(
    office: &Office,
    by: &By,
    request: TemplatesAddDocumentsRequest,
) -> Result<TemplatesAddDocumentsReply> {
    let paths = request.paths.into_iter().map(PathBuf::from).collect();
    let (added, refused) =
        documents::add(office, by, id("template_id", &request.template_id)?, paths).await?;
    let refused = refused.into_iter().map(|Refused { path, reason }| RefusedFile { path, reason });
    Ok(TemplatesAddDocumentsReply {
        added: added.into_iter().map(TemplateDocument::from).collect(),
        refused: refused.collect(),
    })
}

/// A document of a template.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct TemplateDocumentRequest {
    /// Its id.
    pub template_document_id: String,
}

/// `templates.remove_document`.
pub async fn remove_document(
    office: &Arc<Office>,
    by: &By,
    request: TemplateDocumentRequest,
) -> Result<Done> {
    documents::remove(office, by, id("template_document_id", &request.template_document_id)?).await?;
    Ok(Done {})
}

/// Words with variables, and for whom they are to be filled in.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct TemplatesPreviewRequest {
    /// For which client.
    pub client_id: String,
    /// A subject.
    pub subject: String,
    /// A rich-text document, or a string taken as plain paragraphs.
    #[ts(type = "string | Record<string, unknown>")]
    pub body: Value,
}

/// Words filled in for a client.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct TemplatesPreviewReply {
    /// The subject.
    pub subject: String,
    /// The message as plain text.
    pub text: String,
    /// The value of each variable in them that has one, by its name: `first_name`, `today+5` …
    pub values: BTreeMap<String, String>,
    /// Those that have none, and stand as they are written.
    pub missing: Vec<String>,
}

/// `templates.preview`.
pub async fn preview(
    office: &Arc<Office>,
    by: &By,
    request: TemplatesPreviewRequest,
) -> Result<TemplatesPreviewReply> {
    let words = Words { subject: request.subject, body: body(&request.body)? };
    let preview = service::preview(office, by, id("client_id", &request.client_id)?, words).await?;
    Ok(TemplatesPreviewReply {
        subject: preview.words.subject,
        text: preview.words.body.plain_text(),
        values: preview.values.into_iter().map(|(name, value)| (name.to_string(), value)).collect(),
        missing: preview.missing.iter().map(ToString::to_string).collect(),
    })
}

/// Words with variables, and for whom they may be filled in.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct TemplatesMissingRequest {
    /// For which clients; absent: all.
    pub client_ids: Option<Vec<String>>,
    /// A subject.
    pub subject: String,
    /// A rich-text document, or a string taken as plain paragraphs.
    #[ts(type = "string | Record<string, unknown>")]
    pub body: Value,
}

/// For whom they can't be filled in.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct TemplatesMissingReply {
    /// Clients of whom something is missing, by name.
    pub clients: Vec<WantingClient>,
    /// How many others there are, of whom nothing is.
    pub complete: usize,
}

/// A client of whom something is missing that a message would say.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct WantingClient {
    /// The client.
    pub client_id: String,
    /// Its name.
    pub name: String,
    /// The variables that have no value.
    pub missing: Vec<String>,
}

/// `templates.missing`.
pub async fn missing(
    office: &Arc<Office>,
    by: &By,
    request: TemplatesMissingRequest,
) -> Result<TemplatesMissingReply> {
    let words = Words { subject: request.subject, body: body(&request.body)? };
    let of = request.client_ids.map(|of| ids("client_ids", &of)).transpose()?;
    let wants = service::missing(office, by, of, words).await?;
    let clients = wants.clients.into_iter().map(|it| WantingClient {
        client_id: it.client_id.to_string(),
        name: it.name,
        missing: it.missing,
    });
    Ok(TemplatesMissingReply { clients: clients.collect(), complete: wants.complete })
}
