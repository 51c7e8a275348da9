//! A document that is there, looked up to be used: shown, opened elsewhere, copied.

use cap_std::fs::File;
use serde_json::json;
use tokio::task::spawn_blocking;

use super::disk::{below_client, split};
use super::folders::open;
use super::keeper::keeper;
use super::service::{client_of, present_path};
use super::store;
use crate::access::By;
use crate::error::{Error, Result};
use crate::events::ChangeKind;
use crate::id::{ClientId, DocumentId};
use crate::office::{Act, Office};

/// A document that is there.
pub(super) struct Present {
    pub document_id: DocumentId,
    pub client_id: ClientId,
    /// Below the documents' folder.
    pub path: String,
    /// Whether it is a program, or pretends to be something else.
    is_refused: bool,
}

impl Present {
    pub async fn find(office: &Office, by: &By, document_id: DocumentId) -> Result<Self> {
        drop(office.read(by).await?);
        let mut keeper = keeper(office).await;
        let tree = keeper.tree(office).await?;
        let path = present_path(tree, document_id)?;
        let is_refused = tree.documents.get(&document_id).is_some_and(|document| document.refused);
        let client_id =
            client_of(tree, document_id).ok_or_else(|| Error::not_found("document", document_id))?;
        Ok(Self { document_id, client_id, path, is_refused })
    }

    /// Its name.
    pub fn name(&self) -> &str {
        split(&self.path).1
    }

    /// Where it lies below its client's folder.
    pub fn place(&self) -> &str {
        below_client(&self.path)
    }

    /// Its file, to be read: no link leads to another.
    pub async fn open(&self, office: &Office) -> Result<File> {
        let (disk, path) = (open(office)?, self.path.clone());
        let opened = spawn_blocking(move || disk.file(&path)).await?;
        opened.map(|(file, _)| file).map_err(|_| self.refused("unreadable"))
    }

    /// Refuses a program, and what pretends to be something else.
    pub fn check(&self) -> Result<()> {
        if self.is_refused { Err(self.refused("program")) } else { Ok(()) }
    }

    pub fn refused(&self, reason: &str) -> Error {
        Error::FileRefused { path: self.name().to_owned(), reason: reason.to_owned() }
    }

    /// Writes down that the owner opened it, here or in another program.
    pub async fn opened(&self, act: &mut Act<'_>) -> Result<()> {
        self.record(act, "document.opened").await?;
        let now = act.now;
        store::put_opening(act.db(), self.document_id, now).await?;
        act.changed(ChangeKind::Documents, self.client_id);
        Ok(())
    }

    /// Writes down what was done with it.
    pub async fn record(&self, act: &mut Act<'_>, action: &str) -> Result<()> {
        let object = format!("document:{}", self.document_id);
        act.record(action, &object, Some(self.client_id), json!({ "path": self.place() })).await
    }
}
