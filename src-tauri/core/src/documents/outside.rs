//! Documents in other programs than this one: opened, shown in their folder, dragged, saved as a copy.

use std::io;
use std::path::{Path, PathBuf};

use tokio::task::spawn_blocking;

use super::present::Present;
use crate::access::By;
use crate::error::Result;
use crate::id::DocumentId;
use crate::office::Office;

/// That there is a copy of a document elsewhere.
const COPIED: &str = "document.copied";

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

/// Where a document lies on this computer, for the owner's own programs. It is written down that it was opened.
///
/// # Errors
/// [`Error::FileRefused`](crate::Error::FileRefused) for a program, and for what pretends to be something else, that is to
/// be opened; and where no ordinary file is found at its place.
pub async fn path_on_disk(office: &Office, by: &By, document_id: DocumentId, to: Use) -> Result<PathBuf> {
    let found = Present::find(office, by, document_id).await?;
    drop(found.open(office).await?);
    if to == Use::Open {
        found.check()?;
        let mut act = office.begin(by).await?;
        found.opened(&mut act).await?;
        act.commit().await?;
    }
    Ok(office.documents_folder().join(found.path))
}

/// A name for a copy of a document: its own.
///
/// # Errors
/// [`Error::NotFound`](crate::Error::NotFound) for one that is not there.
pub async fn name_of(office: &Office, by: &By, document_id: DocumentId) -> Result<String> {
    Ok(Present::find(office, by, document_id).await?.name().to_owned())
}

/// Saves a copy of a document to a file, whole or not at all, and writes that down. What was there is replaced.
///
/// # Errors
/// As of [`path_on_disk`], and what the disk says.
pub async fn save_copy(office: &Office, by: &By, document_id: DocumentId, to: PathBuf) -> Result<()> {
    let found = Present::find(office, by, document_id).await?;
    let mut from = found.open(office).await?;
    // First beside it: the file to be replaced may be the document itself.
    let copy = spawn_blocking(move || {
        let mut copy = new_file_beside(&to)?;
        io::copy(&mut from, &mut copy)?;
        copy.as_file().sync_all()?;
        Ok::<_, io::Error>((copy, to))
    });
    let (copy, to) = copy.await??;
    let mut act = office.begin(by).await?;
    found.record(&mut act, COPIED).await?;
    copy.persist(to).map_err(|error| error.error)?;
    act.commit().await
}

/// Writes down that a document was dropped on another program, which has a copy of it now.
pub async fn dragged(office: &Office, by: &By, document_id: DocumentId) -> Result<()> {
    let found = Present::find(office, by, document_id).await?;
    let mut act = office.begin(by).await?;
    found.record(&mut act, COPIED).await?;
    act.commit().await
}

/// A file beside another, with the rights of a file that any program makes. It goes by itself unless it is kept.
fn new_file_beside(file: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".").suffix(".tmp");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(file.parent().unwrap_or_else(|| Path::new(".")))
}
