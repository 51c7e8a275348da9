//! Top-level folders.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use studiolo_core::access::By;
use studiolo_core::documents::service;
use studiolo_core::documents::subfolders::{self, Subfolder};
use studiolo_core::{Office, Result};
use ts_rs::TS;

use super::Access;
use super::trash::DocumentsTrashReply;
use crate::wire::{Done, id};

/// A top-level folder to be made.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct DocumentsCreateFolderRequest {
    /// In whose folder.
    pub client_id: String,
    /// Its name.
    pub name: String,
    /// Who sees it.
    pub access: Access,
}

/// The folder made.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct DocumentsCreateFolderReply {
    /// Its id.
    pub folder_id: String,
}

/// `documents.create_folder`.
pub async fn create_folder(
    office: &Arc<Office>,
    by: &By,
    request: DocumentsCreateFolderRequest,
) -> Result<DocumentsCreateFolderReply> {
    let client_id = id("client_id", &request.client_id)?;
    let made = service::create_folder(office, by, client_id, &request.name, request.access.into()).await?;
    Ok(DocumentsCreateFolderReply { folder_id: made.to_string() })
}

/// A folder's new name.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct DocumentsRenameFolderRequest {
    /// Which.
    pub folder_id: String,
    /// Its name from now on.
    pub name: String,
}

/// `documents.rename_folder`.
pub async fn rename_folder(
    office: &Arc<Office>,
    by: &By,
    request: DocumentsRenameFolderRequest,
) -> Result<Done> {
    service::rename_folder(office, by, id("folder_id", &request.folder_id)?, &request.name).await?;
    Ok(Done {})
}

/// A folder's new access.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct DocumentsSetAccessRequest {
    /// Which top-level folder.
    pub folder_id: String,
    /// Who sees it from now on.
    pub access: Access,
}

/// `documents.set_access`.
pub async fn set_access(office: &Arc<Office>, by: &By, request: DocumentsSetAccessRequest) -> Result<Done> {
    service::set_access(office, by, id("folder_id", &request.folder_id)?, request.access.into()).await?;
    Ok(Done {})
}

/// Where a folder goes.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct DocumentsMoveFolderRequest {
    /// In which top-level folder it lies.
    pub folder_id: String,
    /// Where below it, names joined by `/`.
    pub below: String,
    /// Into which top-level folder of the same client's.
    pub to_folder_id: String,
    /// Where it is to lie below that, its own name last.
    pub to_below: String,
}

/// `documents.move_folder`.
pub async fn move_folder(office: &Arc<Office>, by: &By, request: DocumentsMoveFolderRequest) -> Result<Done> {
    let from = Subfolder { folder_id: id("folder_id", &request.folder_id)?, below: &request.below };
    let to = Subfolder { folder_id: id("to_folder_id", &request.to_folder_id)?, below: &request.to_below };
    subfolders::move_to(office, by, from, to).await?;
    Ok(Done {})
}

/// Which folder.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct DocumentsTrashFolderRequest {
    /// The top-level folder.
    pub folder_id: String,
    /// The folder below it, names joined by `/`; absent or empty: the top-level folder itself.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub below: String,
}

/// `documents.trash_folder`.
pub async fn trash_folder(
    office: &Arc<Office>,
    by: &By,
    request: DocumentsTrashFolderRequest,
) -> Result<DocumentsTrashReply> {
    let folder = Subfolder { folder_id: id("folder_id", &request.folder_id)?, below: &request.below };
    let put = subfolders::put_into_trash(office, by, folder).await?;
    Ok(DocumentsTrashReply { trash_ids: put.iter().map(ToString::to_string).collect() })
}
