//! Documents: ordinary files in ordinary folders of the office.
//!
//! They lie below `Documents/<client>/<top-level folder>/`, where the owner works on them with any program. What is on
//! record of them follows the disk: a [`scan`] looks at it, [`plan`] says what that means, and [`keeper`] writes it. Who
//! sees a document is a property of its top-level folder.

pub(crate) mod attaching;
mod disk;
mod folders;
mod history;
pub mod import;
mod keeper;
pub mod kind;
pub mod names;
pub mod opened;
pub mod outside;
mod places;
pub mod plan;
mod present;
pub mod scan;
pub(crate) mod sending;
pub mod service;
mod settling;
mod store;
pub mod subfolders;
pub mod templates;
pub mod trash;
pub(crate) mod uploads;
mod verify;
pub(crate) mod words;
mod workers;
pub mod zip;

use std::path::Path;

use crate::error::Result;
use crate::id::{DocumentId, FolderId, OfficeId};
use crate::office::Office;
use crate::time::Millis;

pub use attaching::{Attach, Attachment};
pub(crate) use disk::RootIdentity;
pub use history::{Version, broken_at};
pub(crate) use keeper::Keeper;
pub use plan::{Access, Flag};
pub use verify::{BrokenHistory, verify};
pub use words::{WordReader, serve_words};

/// What documents say, as [`opened`] gives it.
pub mod reading {
    pub use studiolo_reading::Wording;
    pub use studiolo_reading::invoice::{Amount, codes};
    pub use studiolo_reading::signed::Integrity;
}

/// The documents' folder inside the office's.
pub const FOLDER: &str = "Documents";

/// A document of a client's, as it is listed.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct DocumentRow {
    /// Its id.
    pub document_id: DocumentId,
    /// The top-level folder in which it lies.
    pub folder_id: FolderId,
    /// Where it lies below the client's folder.
    pub path: String,
    /// Bytes.
    pub size: i64,
    /// Last change of its content, in nanoseconds since 1970.
    pub mtime: i64,
    /// SHA-256 of the last whole version; `None`: there was none yet.
    pub sha256: Option<Vec<u8>>,
    /// Whether that version was found whole at its place.
    pub published: bool,
    /// Whether it is a program, or pretends to be something else.
    pub refused: bool,
    /// Why it is kept from clients whatever its folder's access; empty: it is not.
    pub flag: String,
    /// The number of its last version; 0: there was none yet.
    pub version: i64,
    /// Who brought that version; empty: it was found on the disk.
    pub author: String,
    /// When it was found whole.
    pub at: Option<Millis>,
    /// When the owner last opened that version.
    pub opened_at: Option<Millis>,
}

impl DocumentRow {
    /// Why no client sees it, whatever its folder's access: a stable code.
    pub fn kept(&self) -> Option<&str> {
        if self.refused {
            return Some("refused");
        }
        Some(self.flag.as_str()).filter(|flag| !flag.is_empty())
    }
}

/// That a contact has opened a document.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct View {
    /// Which.
    pub document_id: DocumentId,
    /// The contact's name.
    pub name: String,
    /// When.
    pub at: Millis,
}

/// Makes the documents' folder of a new office.
pub(crate) fn make_root(office: &Path, id: OfficeId) -> Result<()> {
    Ok(disk::Disk::mark(&office.join(FOLDER), id)?)
}

/// Takes the mark away again, of an office that did not come to be.
pub(crate) fn unmake_root(office: &Path) {
    let _ = std::fs::remove_dir_all(office.join(FOLDER).join(disk::OWN));
}

/// Takes up what an earlier process left: an office that never had documents gets its folder's mark, and imports that were
/// being moved are moved to their end.
pub(crate) async fn recover(office: &Office) -> Result<()> {
    let looked_for = store::was_looked_for(&mut *office.store().read().acquire().await?).await?;
    if !looked_for && disk::Disk::open(&office.documents_folder(), office.id()).is_none() {
        disk::Disk::mark(&office.documents_folder(), office.id())?;
    }
    import::land::recover(office).await
}

/// Which folder the documents' folder is at the moment; `None`: it is not there. Another than before was put in its place,
/// or its drive was away.
pub(crate) fn root_identity(office: &Office) -> Option<RootIdentity> {
    disk::Disk::open(&office.documents_folder(), office.id()).and_then(|disk| disk.identity_of_root())
}
