//! `documents.*`.

mod files;
mod folders;
mod import;
mod invoice;
mod read;
mod trash;

pub use files::*;
pub use folders::*;
pub use import::*;
pub use invoice::*;
pub use read::*;
pub use trash::*;

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use studiolo_core::access::By;
use studiolo_core::documents::service::{self, FolderRow};
use studiolo_core::documents::{self, View};
use studiolo_core::hex::hex;
use studiolo_core::id::ClientId;
use studiolo_core::{Office, Result};
use ts_rs::TS;

use crate::wire::{At, Empty, at, at_nanos, id};

/// Who sees a top-level folder and all in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// The office alone.
    Private,
    /// The client can view.
    View,
    /// The client can view and edit.
    Edit,
}

impl From<Access> for documents::Access {
    fn from(access: Access) -> Self {
        match access {
            Access::Private => Self::Private,
            Access::View => Self::View,
            Access::Edit => Self::Edit,
        }
    }
}

impl From<documents::Access> for Access {
    fn from(access: documents::Access) -> Self {
        match access {
            documents::Access::Private => Self::Private,
            documents::Access::View => Self::View,
            documents::Access::Edit => Self::Edit,
        }
    }
}

/// Which client.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct DocumentsListRequest {
    /// Its id.
    pub client_id: String,
}

/// A client's folders and documents.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct DocumentsListReply {
    /// The client's folder on this computer, absolute.
    pub root: String,
    /// Its top-level folders, by name.
    pub folders: Vec<DocumentFolder>,
    /// Its documents, by path.
    pub documents: Vec<DocumentRow>,
    /// What lies in the client's folder and can't be a document.
    pub kept: Vec<KeptEntry>,
}

/// A top-level folder.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct DocumentFolder {
    /// Its id.
    pub folder_id: String,
    /// Its name.
    pub name: String,
    /// Who sees it.
    pub access: Access,
    /// Where it lies below `root`.
    pub path: String,
    /// How many documents lie in it.
    pub documents: usize,
    /// Why no client sees it, whatever its access: a stable code.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kept: Option<String>,
}

impl From<FolderRow> for DocumentFolder {
    fn from(folder: FolderRow) -> Self {
        Self {
            folder_id: folder.folder_id.to_string(),
            path: folder.name.clone(),
            name: folder.name,
            access: folder.access.into(),
            documents: folder.documents,
            kept: folder.flag.map(|flag| flag.code().to_owned()),
        }
    }
}

/// A document.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct DocumentRow {
    /// Its id.
    pub document_id: String,
    /// The top-level folder in which it lies.
    pub folder_id: String,
    /// Where it lies below `root`.
    pub path: String,
    /// Bytes.
    pub size: i64,
    /// SHA-256 of its last whole version, in hex; empty while its first one is being written.
    pub sha256: String,
    /// The last change of its content.
    pub modified_at: At,
    /// Who brought its last version; empty when it was found on the disk.
    pub by: String,
    /// The number of its last version; 0 while the first one is being written.
    pub version: i64,
    /// Whether its last version is whole at its place: clients see no other.
    pub published: bool,
    /// Why no client sees it, whatever its folder's access: a stable code.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kept: Option<String>,
    /// Which contacts have opened its last version.
    pub seen: Vec<DocumentSeen>,
    /// When the owner last opened that version.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened_at: Option<At>,
}

/// That a contact has opened a document.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct DocumentSeen {
    /// The contact's name.
    pub name: String,
    /// When.
    pub at: At,
}

/// What lies among the documents and can't be one.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct KeptEntry {
    /// Where, below `root`.
    pub path: String,
    /// Why: a stable code.
    pub reason: String,
}

/// `documents.list`.
pub async fn list(
    office: &Arc<Office>,
    by: &By,
    request: DocumentsListRequest,
) -> Result<DocumentsListReply> {
    let listing = service::list(office, by, id("client_id", &request.client_id)?).await?;
    let views = listing.views;
    let document = |row: documents::DocumentRow| {
        let theirs = views.iter().filter(|view| view.document_id == row.document_id);
        let seen =
            theirs.map(|View { name, at: when, .. }| DocumentSeen { name: name.clone(), at: at(*when) });
        DocumentRow {
            document_id: row.document_id.to_string(),
            folder_id: row.folder_id.to_string(),
            kept: row.kept().map(str::to_owned),
            path: row.path,
            size: row.size,
            sha256: row.sha256.as_deref().map(hex).unwrap_or_default(),
            modified_at: at_nanos(row.mtime),
            by: row.author,
            version: row.version,
            published: row.published,
            seen: seen.collect(),
            opened_at: row.opened_at.map(at),
        }
    };
    Ok(DocumentsListReply {
        root: listing.root.to_string_lossy().into_owned(),
        folders: listing.folders.into_iter().map(DocumentFolder::from).collect(),
        documents: listing.documents.into_iter().map(document).collect(),
        kept: listing
            .kept
            .into_iter()
            .map(|(path, flag)| KeptEntry { path, reason: flag.code().to_owned() })
            .collect(),
    })
}

/// How many documents there are.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct DocumentsCountsReply {
    /// Each client that has any.
    pub clients: Vec<DocumentsOfClient>,
    /// How many documents lie in the trash.
    pub trashed: usize,
}

/// How many documents a client has.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct DocumentsOfClient {
    /// Which client.
    pub client_id: String,
    /// How many.
    pub documents: i64,
}

/// `documents.counts`.
pub async fn counts(office: &Arc<Office>, by: &By, _: Empty) -> Result<DocumentsCountsReply> {
    let counts = service::counts(office, by).await?;
    let one = |(client_id, documents): (ClientId, i64)| DocumentsOfClient {
        client_id: client_id.to_string(),
        documents,
    };
    let trashed = documents::trash::list(office, by, None).await?.len();
    Ok(DocumentsCountsReply { clients: counts.into_iter().map(one).collect(), trashed })
}
