//! Whether somebody rewrote the histories of documents.

use serde::Serialize;

use super::history::broken_at;
use super::store;
use crate::access::By;
use crate::error::Result;
use crate::id::DocumentId;
use crate::office::Office;

/// A document whose history somebody rewrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct BrokenHistory {
    /// The document.
    pub document_id: DocumentId,
    /// Its first version that does not follow from those before it.
    pub version: i64,
}

/// Looks through the histories of all documents.
pub async fn verify(office: &Office, by: &By) -> Result<Vec<BrokenHistory>> {
    /// Documents whose versions are held at a time.
    const AT_ONCE: usize = 1_000;
    let mut db = office.read(by).await?;
    let mut broken = Vec::new();
    for ids in store::with_versions(&mut db).await?.chunks(AT_ONCE) {
        let versions = store::versions_of(&mut db, ids).await?;
        for versions in versions.chunk_by(|one, other| one.document_id == other.document_id) {
            let found = versions.first().zip(broken_at(versions));
            broken.extend(
                found.map(|(first, version)| BrokenHistory { document_id: first.document_id, version }),
            );
        }
    }
    Ok(broken)
}
