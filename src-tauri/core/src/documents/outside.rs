//! Documents in other programs than this one: opened, shown in their folder, dragged, saved as a copy.

use std::io;
use std::path::{Path, PathBuf};

use cap_std::fs::File;
use serde_json::json;
use tokio::task::spawn_blocking;

use super::disk::{below_client, split};
use super::folders::open;
use super::keeper::keeper;
use super::opened;
use super::service::{client_of, present_path};
use crate::access::By;
use crate::error::{Error, Result};
use crate::id::{ClientId, DocumentId};
use crate::office::{Act, Office};

/// What the owner does with a document's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Opens it in the system's program for it.
    Open,
    /// Shows it in its folder.
    Show,
    /// Begins to drag it out of the window; see [`dragged`].
    Drag,
}

/// A document that is there.
struct Present {
    document_id: DocumentId,
    client_id: ClientId,
    /// Below the documents' folder.
    path: String,
    /// Whether it is a program, or pretends to be something else.
    refused: bool,
}

/// Where a document lies on this computer, for the owner's own programs. It is written down that it was opened.
///
/// # Errors
/// [`Error::FileRefused`] for a program, and for what pretends to be something else, that is to be opened; and where no
/// ordinary file is found at its place.
pub async fn path_on_disk(office: &Office, by: &By, document_id: DocumentId, to: Use) -> Result<PathBuf> {
    let found = present(office, by, document_id).await?;
    drop(found.open(office).await?);
    if to == Use::Open {
        if found.refused {
            return Err(refused(&found.path, "program"));
        }
        let mut act = office.begin(by).await?;
        opened::record(&mut act, document_id, found.client_id, below_client(&found.path)).await?;
        act.commit().await?;
    }
    Ok(office.documents_folder().join(found.path))
}

/// A name for a copy of a document: its own.
///
/// # Errors
/// [`Error::NotFound`] for one that is not there.
pub async fn name_of(office: &Office, by: &By, document_id: DocumentId) -> Result<String> {
    Ok(split(&present(office, by, document_id).await?.path).1.to_owned())
}

/// Saves a copy of a document to a file, whole or not at all, and writes that down. What was there is replaced.
///
/// # Errors
/// As of [`path_on_disk`], and what the disk says.
pub async fn save_copy(office: &Office, by: &By, document_id: DocumentId, to: PathBuf) -> Result<()> {
    let found = present(office, by, document_id).await?;
    let mut from = found.open(office).await?;
    // First beside it: the file to be replaced may be the document itself.
    let copy = spawn_blocking(move || {
        let mut copy = new_file_beside(&to)?;
        io::copy(&mut from, &mut copy)?;
        copy.as_file().sync_all()?;
        Ok::<_, io::Error>((copy, to))
    });
    let (copy, to) = copy.await??;
    let act = found.copied(office, by).await?;
    copy.persist(to).map_err(|error| error.error)?;
    act.commit().await
}

/// Writes down that a document was dropped on another program, which has a copy of it now.
pub async fn dragged(office: &Office, by: &By, document_id: DocumentId) -> Result<()> {
    present(office, by, document_id).await?.copied(office, by).await?.commit().await
}

impl Present {
    /// Its file, to be read: no link leads to another.
    async fn open(&self, office: &Office) -> Result<File> {
        let (disk, path) = (open(office)?, self.path.clone());
        let opened = spawn_blocking(move || disk.file(&path)).await?;
        opened.map(|(file, _)| file).map_err(|_| refused(&self.path, "unreadable"))
    }

    /// An act that writes down that there is a copy of it.
    async fn copied<'o>(&self, office: &'o Office, by: &By) -> Result<Act<'o>> {
        let mut act = office.begin(by).await?;
        let details = json!({ "path": below_client(&self.path) });
        let object = format!("document:{}", self.document_id);
        act.record("document.copied", &object, Some(self.client_id), details).await?;
        Ok(act)
    }
}

async fn present(office: &Office, by: &By, document_id: DocumentId) -> Result<Present> {
    drop(office.read(by).await?);
    let mut keeper = keeper(office).await;
    let tree = keeper.tree(office).await?;
    let path = present_path(tree, document_id)?;
    let refused = tree.documents.get(&document_id).is_some_and(|document| document.refused);
    let client_id = client_of(tree, document_id).ok_or_else(|| Error::not_found("document", document_id))?;
    Ok(Present { document_id, client_id, path, refused })
}

fn refused(path: &str, reason: &str) -> Error {
    Error::FileRefused { path: split(path).1.to_owned(), reason: reason.to_owned() }
}

/// A file beside another, with the rights of a file that any program makes. It goes by itself unless it is kept.
fn new_file_beside(file: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".").suffix(".tmp");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(file.parent().unwrap_or_else(|| Path::new(".")))
}
