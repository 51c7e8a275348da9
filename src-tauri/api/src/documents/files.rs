//! Documents, one by one: names, places and histories.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use studiolo_core::access::By;
use studiolo_core::documents::{self, service};
use studiolo_core::hex::hex;
use studiolo_core::id::{DocumentId, FolderId};
use studiolo_core::{Office, Result};
use ts_rs::TS;

use crate::wire::{At, Done, at, id, ids};

/// A document's new name.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct DocumentsRenameRequest {
    /// Which.
    pub document_id: String,
    /// Its name from now on.
    pub name: String,
}

/// `documents.rename`.
pub async fn rename(office: &Arc<Office>, by: &By, request: DocumentsRenameRequest) -> Result<Done> {
    service::rename(office, by, id("document_id", &request.document_id)?, &request.name).await?;
    Ok(Done {})
}

/// Where documents go.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct DocumentsMoveRequest {
    /// Which.
    pub document_ids: Vec<String>,
    /// Into which top-level folder of the same client's.
    pub folder_id: String,
    /// Into which folder below it, names joined by `/`; absent or empty: none.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub below: String,
}

/// `documents.move`.
pub async fn move_to(office: &Arc<Office>, by: &By, request: DocumentsMoveRequest) -> Result<Done> {
    let documents: Vec<DocumentId> = ids("document_ids", &request.document_ids)?;
    let folder_id: FolderId = id("folder_id", &request.folder_id)?;
    service::move_to(office, by, &documents, folder_id, &request.below).await?;
    Ok(Done {})
}

/// Which document.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct DocumentRequest {
    /// Its id.
    pub document_id: String,
}

/// A document's history.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct DocumentsHistoryReply {
    /// Its versions, newest first.
    pub versions: Vec<DocumentVersion>,
    /// The first version that does not follow from those before it, if there is one: somebody rewrote the history.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub broken_at: Option<i64>,
}

/// A whole content that a document had.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct DocumentVersion {
    /// 1, 2, 3 …
    pub version: i64,
    /// When it was found whole.
    pub at: At,
    /// Who brought it; empty when it was found on the disk.
    pub by: String,
    /// Bytes.
    pub size: i64,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// The chain: SHA-256 over the version before and this one, in hex.
    pub hash: String,
}

/// `documents.history`.
pub async fn history(
    office: &Arc<Office>,
    by: &By,
    request: DocumentRequest,
) -> Result<DocumentsHistoryReply> {
    let versions = service::history(office, by, id("document_id", &request.document_id)?).await?;
    let broken_at = documents::broken_at(&versions);
    let version = |version: documents::Version| DocumentVersion {
        version: version.version,
        at: at(version.at),
        by: version.author,
        size: version.size,
        sha256: hex(&version.sha256),
        hash: hex(&version.hash),
    };
    Ok(DocumentsHistoryReply { versions: versions.into_iter().rev().map(version).collect(), broken_at })
}
