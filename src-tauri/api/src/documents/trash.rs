//! What is looked for, and what is thrown away.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use studiolo_core::access::By;
use studiolo_core::documents::{service, trash};
use studiolo_core::{Office, Result};
use ts_rs::TS;

use crate::wire::{At, Done, at, at_nanos, ids, optional_id};

/// What is looked for.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct DocumentsSearchRequest {
    /// Words, all of which the name must hold, without regard to case and accents.
    pub text: String,
    /// Absent: of all clients.
    pub client_id: Option<String>,
    /// So many at most; absent: 50.
    pub limit: Option<usize>,
}

/// What was found.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct DocumentsSearchReply {
    /// The one changed last first.
    pub documents: Vec<DocumentFound>,
}

/// A document that was found.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct DocumentFound {
    /// Its id.
    pub document_id: String,
    /// Whose it is.
    pub client_id: String,
    /// Where it lies below the client's folder.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// The last change of its content.
    pub modified_at: At,
    /// Words of its text around what was looked for; absent where the name has it.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snippet: Option<String>,
}

/// `documents.search`.
pub async fn search(
    office: &Arc<Office>,
    by: &By,
    request: DocumentsSearchRequest,
) -> Result<DocumentsSearchReply> {
    let client = optional_id("client_id", request.client_id.as_deref())?;
    let hits = service::search(office, by, &request.text, client, request.limit.unwrap_or(50)).await?;
    let found = |hit: service::Hit| DocumentFound {
        document_id: hit.document_id.to_string(),
        client_id: hit.client_id.to_string(),
        path: hit.path,
        size: hit.size,
        modified_at: at_nanos(hit.mtime),
        snippet: hit.snippet,
    };
    Ok(DocumentsSearchReply { documents: hits.into_iter().map(found).collect() })
}

/// Which documents.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct DocumentsTrashRequest {
    /// Their ids.
    pub document_ids: Vec<String>,
}

/// What they are in the trash.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct DocumentsTrashReply {
    /// Their ids there, in the order of the request.
    pub trash_ids: Vec<String>,
}

/// `documents.trash`.
pub async fn put_into_trash(
    office: &Arc<Office>,
    by: &By,
    request: DocumentsTrashRequest,
) -> Result<DocumentsTrashReply> {
    let put = trash::put(office, by, &ids("document_ids", &request.document_ids)?).await?;
    Ok(DocumentsTrashReply { trash_ids: put.iter().map(ToString::to_string).collect() })
}

/// Whose trash.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct DocumentsTrashedRequest {
    /// Absent: of all clients.
    pub client_id: Option<String>,
}

/// What lies in the trash.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct DocumentsTrashedReply {
    /// Deleted last first.
    pub documents: Vec<TrashedDocument>,
}

/// A document in the trash.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct TrashedDocument {
    /// Its id there.
    pub trash_id: String,
    /// Whose it is.
    pub client_id: String,
    /// Its name.
    pub name: String,
    /// Where it lay below the client's folder.
    pub path: String,
    /// Bytes.
    pub size: i64,
    /// When it was deleted.
    pub at: At,
    /// When it is taken away for good.
    pub until: At,
}

/// `documents.trashed`.
pub async fn trashed(
    office: &Arc<Office>,
    by: &By,
    request: DocumentsTrashedRequest,
) -> Result<DocumentsTrashedReply> {
    let client = optional_id("client_id", request.client_id.as_deref())?;
    let one = |it: trash::Trashed| TrashedDocument {
        trash_id: it.trash_id.to_string(),
        client_id: it.client_id.to_string(),
        name: it.place().rsplit('/').next().unwrap_or_default().to_owned(),
        path: it.place().to_owned(),
        size: it.size,
        at: at(it.at),
        until: it.until(),
    };
    Ok(DocumentsTrashedReply {
        documents: trash::list(office, by, client).await?.into_iter().map(one).collect(),
    })
}

/// What is to be put back.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct DocumentsRestoreRequest {
    /// Ids in the trash.
    pub trash_ids: Vec<String>,
}

/// `documents.restore`.
pub async fn restore(office: &Arc<Office>, by: &By, request: DocumentsRestoreRequest) -> Result<Done> {
    trash::restore(office, by, &ids("trash_ids", &request.trash_ids)?).await?;
    Ok(Done {})
}
