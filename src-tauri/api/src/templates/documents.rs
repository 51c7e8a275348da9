//! The documents of templates.

use std::path::PathBuf;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use studiolo_core::access::{By, Origin};
use studiolo_core::documents::import::{Refused, Watch, unwatched};
use studiolo_core::templates::{self, documents};
use studiolo_core::{Error, Office, Result};
use ts_rs::TS;

use crate::documents::RefusedFile;
use crate::wire::{Done, id};

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
    add_documents_from(office, by, request, &unwatched()).await
}

/// Takes files of this computer into a template for a door that knows where the paths come from.
pub async fn add_documents_from(
    office: &Office,
    by: &By,
    request: TemplatesAddDocumentsRequest,
    watch: &Watch,
) -> Result<TemplatesAddDocumentsReply> {
    let paths = request.paths.into_iter().map(PathBuf::from).collect();
    let (added, refused) =
        documents::add(office, by, id("template_id", &request.template_id)?, paths, watch).await?;
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
