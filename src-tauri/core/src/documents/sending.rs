//! Documents that travel in mails: read as they are at the moment when the mail is written, and only if the client sees
//! them then.

use std::collections::HashMap;
use std::io::Read;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use tokio::task::spawn_blocking;

use super::disk::Disk;
use super::store::{self, Servable};
use crate::error::Result;
use crate::id::{ClientId, DocumentId};
use crate::office::{Act, Office};

/// Bytes of documents, by document and the client that sees it.
pub(crate) type Bytes = HashMap<(DocumentId, ClientId), Arc<[u8]>>;

/// The bytes of these documents, as far as their client sees them now and they lie whole at their place; none is read that
/// is larger than `most`.
pub(crate) async fn bytes_of(act: &mut Act<'_>, documents: &[DocumentId], most: i64) -> Result<Bytes> {
    if documents.is_empty() {
        return Ok(Bytes::new());
    }
    let mut servable = store::servable(act.db(), documents).await?;
    servable.retain(|document| document.size <= most);
    let office: &Office = act.office();
    let (folder, id) = (office.documents_folder(), office.id());
    let read = spawn_blocking(move || {
        let Some(disk) = Disk::open(&folder, id) else { return Bytes::new() };
        let whole = |it: Servable| Some(((it.document_id, it.client_id), read(&disk, &it)?));
        servable.into_iter().filter_map(whole).collect()
    });
    Ok(read.await?)
}

/// The bytes of the published version; `None`: something else lies there now.
fn read(disk: &Disk, document: &Servable) -> Option<Arc<[u8]>> {
    let (mut file, stat) = disk.file(&document.path).ok()?;
    if stat.size.cast_signed() != document.size || stat.mtime != document.mtime {
        return None;
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).ok()?;
    (Sha256::digest(&bytes)[..] == document.sha256[..]).then(|| bytes.into())
}
