//! Taking in files of this computer.

use std::path::PathBuf;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use studiolo_core::access::{By, Origin};
use studiolo_core::documents::import::{self, Import, Imported};
use studiolo_core::{Error, Office, Result};
use ts_rs::TS;

use crate::wire::id;

/// What is to be taken in.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct DocumentsImportRequest {
    /// Into which top-level folder.
    pub folder_id: String,
    /// Into which folder below it, names joined by `/`; absent or empty: none.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub below: String,
    /// Files, folders and zips of this computer; taken from the command line alone.
    pub paths: Vec<String>,
    /// True: says what would be taken in, and writes nothing.
    pub dry_run: bool,
    /// Which of what a dry run accepted; absent: all of it.
    pub choose: Option<Vec<String>>,
}

/// What was taken in, or would be.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct DocumentsImportReply {
    /// Each file that is taken in.
    pub accepted: Vec<AcceptedFile>,
    /// Each file that is not.
    pub refused: Vec<RefusedFile>,
}

/// A file that is taken in.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct AcceptedFile {
    /// Where it is to lie below the chosen folder; one whose name is taken there gets another when it lands. In a dry run a
    /// folder in which nothing is stands among them, and ends in `/`.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// The document that it has become; in a dry run, the one in that folder that holds the same bytes already.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_id: Option<String>,
    /// How its name in a zip was read where nothing but its look speaks for that: `cp850_guess` or `shift_jis_guess`.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_guess: Option<String>,
}

/// A file that is refused.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct RefusedFile {
    /// Its name as it can be shown.
    pub path: String,
    /// Why: a stable code.
    pub reason: String,
}

impl From<Imported> for DocumentsImportReply {
    fn from(imported: Imported) -> Self {
        let accepted = imported.accepted.into_iter().map(|file| AcceptedFile {
            path: file.path,
            size: file.size,
            document_id: file.document_id.map(|id| id.to_string()),
            name_guess: file.guessed.map(|encoding| encoding.code().to_owned()),
        });
        let refused =
            imported.refused.into_iter().map(|file| RefusedFile { path: file.path, reason: file.reason });
        Self { accepted: accepted.collect(), refused: refused.collect() }
    }
}

/// `documents.import`.
pub async fn import(
    office: &Arc<Office>,
    by: &By,
    request: DocumentsImportRequest,
) -> Result<DocumentsImportReply> {
    if by.origin != Origin::CommandLine {
        return Err(Error::invalid("paths", "are taken from the command line alone"));
    }
    import_from(office, by, request, &import::unwatched()).await
}

/// Takes in files of this computer for a door that knows where the paths come from.
pub async fn import_from(
    office: &Office,
    by: &By,
    request: DocumentsImportRequest,
    watch: &import::Watch,
) -> Result<DocumentsImportReply> {
    let DocumentsImportRequest { folder_id, below, paths, dry_run, choose } = request;
    let paths = paths.into_iter().map(PathBuf::from).collect();
    let wanted = Import { folder_id: id("folder_id", &folder_id)?, below, paths, choose };
    let imported = if dry_run {
        import::dry_run(office, by, &wanted, watch).await?
    } else {
        import::import(office, by, wanted, watch).await?
    };
    Ok(imported.into())
}
