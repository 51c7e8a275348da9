//! `templates.*`.

mod documents;
mod filled;

pub use documents::*;
pub use filled::*;

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use studiolo_core::access::By;
use studiolo_core::richtext::Document;
use studiolo_core::templates::{self, TemplateChange, Words, service};
use studiolo_core::{Office, Result};
use ts_rs::TS;

use crate::chats::body;
use crate::wire::{At, Done, Empty, at, id};

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
