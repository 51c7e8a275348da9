//! What words with variables become, and for whom something is missing.

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use studiolo_core::access::By;
use studiolo_core::templates::{Words, service};
use studiolo_core::{Office, Result};
use ts_rs::TS;

use crate::chats::body;
use crate::wire::{id, ids};

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
