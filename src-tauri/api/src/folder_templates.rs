//! `folder_templates.*`, and what comes of one.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use studiolo_core::access::By;
use studiolo_core::documents::templates::{FolderTemplate as Template, TemplateFolder, service};
use studiolo_core::{Office, Result};
use ts_rs::TS;

use crate::documents::Access;
use crate::wire::{Done, Empty, id, optional_id};

/// Every template.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct FolderTemplatesListReply {
    /// By name.
    pub templates: Vec<FolderTemplate>,
}

/// What a client's folder may begin with.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct FolderTemplate {
    /// Its id.
    pub template_id: String,
    /// Its name.
    pub name: String,
    /// Whether new clients get it.
    pub is_default: bool,
    /// Its folders, in order.
    pub folders: Vec<FolderOfTemplate>,
}

/// A folder of a template.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct FolderOfTemplate {
    /// Its name; `{year}` stands for the year.
    pub name: String,
    /// Who sees it.
    pub access: Access,
}

impl From<Template> for FolderTemplate {
    fn from(template: Template) -> Self {
        let folder = |it: TemplateFolder| FolderOfTemplate { name: it.name, access: it.access.into() };
        Self {
            template_id: template.template_id.to_string(),
            name: template.name,
            is_default: template.is_default,
            folders: template.folders.into_iter().map(folder).collect(),
        }
    }
}

/// `folder_templates.list`.
pub async fn list(office: &Arc<Office>, by: &By, _: Empty) -> Result<FolderTemplatesListReply> {
    let templates = service::list(office, by).await?;
    Ok(FolderTemplatesListReply { templates: templates.into_iter().map(FolderTemplate::from).collect() })
}

/// A template, whole.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct FolderTemplatesSaveRequest {
    /// Which is written over; absent: a new one.
    pub template_id: Option<String>,
    /// Its name.
    pub name: String,
    /// Whether new clients get it, in place of the present default.
    pub is_default: bool,
    /// Its folders, in order.
    pub folders: Vec<FolderOfTemplate>,
}

/// The template saved.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct FolderTemplatesSaveReply {
    /// Its id.
    pub template_id: String,
}

/// `folder_templates.save`.
pub async fn save(
    office: &Arc<Office>,
    by: &By,
    request: FolderTemplatesSaveRequest,
) -> Result<FolderTemplatesSaveReply> {
    let template_id = optional_id("template_id", request.template_id.as_deref())?;
    let folder = |it: FolderOfTemplate| TemplateFolder { name: it.name, access: it.access.into() };
    let folders = request.folders.into_iter().map(folder).collect();
    let saved = service::save(office, by, template_id, &request.name, request.is_default, folders).await?;
    Ok(FolderTemplatesSaveReply { template_id: saved.to_string() })
}

/// Which template.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct FolderTemplateRequest {
    /// Its id.
    pub template_id: String,
}

/// `folder_templates.delete`.
pub async fn delete(office: &Arc<Office>, by: &By, request: FolderTemplateRequest) -> Result<Done> {
    service::delete(office, by, id("template_id", &request.template_id)?).await?;
    Ok(Done {})
}

/// Which template for which client.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct DocumentsApplyTemplateRequest {
    /// Whose folder.
    pub client_id: String,
    /// Which template.
    pub template_id: String,
    /// The year that `{year}` stands for, 1900 to 2999; absent: this one.
    pub year: Option<i32>,
}

/// The folders made.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct DocumentsApplyTemplateReply {
    /// Their ids; those that the client had already are not among them.
    pub folder_ids: Vec<String>,
}

/// `documents.apply_template`.
pub async fn apply(
    office: &Arc<Office>,
    by: &By,
    request: DocumentsApplyTemplateRequest,
) -> Result<DocumentsApplyTemplateReply> {
    let client_id = id("client_id", &request.client_id)?;
    let template_id = id("template_id", &request.template_id)?;
    let made = service::apply(office, by, client_id, template_id, request.year).await?;
    Ok(DocumentsApplyTemplateReply { folder_ids: made.iter().map(ToString::to_string).collect() })
}
