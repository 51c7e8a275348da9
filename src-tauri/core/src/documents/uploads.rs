//! What clients send: files that become documents in a folder that the client can edit.

use std::fs;

use tokio::task::spawn_blocking;

use super::attaching::Attachment;
use super::disk::split;
use super::import::{self, Import};
use super::keeper::keeper;
use super::names::{fold_key, safe_name};
use super::plan::{Access, Folder, State, Tree};
use super::store;
use crate::access::By;
use crate::error::{Error, Result};
use crate::id::{ClientId, DocumentId, FolderId, ImportId};
use crate::office::Office;

/// The reason of a file for which there is no folder.
pub const NO_FOLDER: &str = "no_folder";

/// The longest extension that a name keeps, in bytes.
const LONGEST_EXTENSION: usize = 12;

/// A file that a client sent.
#[derive(Debug)]
pub(crate) struct Upload {
    /// The name that they gave it.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Saves files among a client's documents, each by itself: the documents that it became (a zip may be many), or why it was
/// refused. Bytes that lie in the folder already are not saved twice.
pub(crate) async fn save(
    office: &Office,
    client_id: ClientId,
    uploads: Vec<Upload>,
) -> Result<Vec<std::result::Result<Vec<DocumentId>, String>>> {
    if uploads.is_empty() {
        return Ok(Vec::new());
    }
    let by = By::system();
    let folder_id = {
        let mut keeper = keeper(office).await;
        super::folders::make_missing(office, &mut keeper).await?;
        let remembered = store::saves_in(&mut *office.read(&by).await?, client_id).await?;
        let tree = match keeper.tree(office).await {
            Err(Error::DocumentsMissing(_)) => return Ok(refused(&uploads, "documents_missing")),
            tree => tree?,
        };
        folder_for(tree, client_id, remembered)
    };
    let Some(folder_id) = folder_id else { return Ok(refused(&uploads, NO_FOLDER)) };
    let scratch = import::scratch(office)?.join(format!("upload-{}", ImportId::new()));
    let mut saved = Vec::with_capacity(uploads.len());
    for (number, upload) in uploads.into_iter().enumerate() {
        let folder = scratch.join(number.to_string());
        let path = folder.join(file_name(&upload.name));
        let written = path.clone();
        spawn_blocking(move || {
            fs::create_dir_all(&folder)?;
            fs::write(&written, upload.bytes)
        })
        .await??;
        let import = Import { folder_id, below: String::new(), paths: vec![path], choose: None };
        saved.push(match import::import(office, &by, import, &import::unwatched()).await {
            Ok(done) => {
                let ids: Vec<DocumentId> =
                    done.accepted.into_iter().filter_map(|it| it.document_id).collect();
                let reason = done.refused.into_iter().next().map(|refused| refused.reason);
                if ids.is_empty() { Err(reason.unwrap_or_else(|| "empty".into())) } else { Ok(ids) }
            }
            Err(Error::FileRefused { reason, .. }) => Err(reason),
            Err(error) => {
                let _ = fs::remove_dir_all(&scratch);
                return Err(error);
            }
        });
    }
    let _ = fs::remove_dir_all(&scratch);
    Ok(saved)
}

/// These documents as a client's message brings them.
pub(crate) async fn brought(office: &Office, documents: &[DocumentId]) -> Result<Vec<Attachment>> {
    if documents.is_empty() {
        return Ok(Vec::new());
    }
    let mut keeper = keeper(office).await;
    let tree = keeper.tree(office).await?;
    let attachment = |id: &DocumentId| {
        let document = tree.documents.get(id)?;
        Some(Attachment {
            document_id: *id,
            name: split(&document.path).1.to_owned(),
            size: document.stat.size.cast_signed(),
            sha256: document.sha256?.to_vec(),
        })
    };
    Ok(documents.iter().filter_map(attachment).collect())
}

fn refused(uploads: &[Upload], reason: &str) -> Vec<std::result::Result<Vec<DocumentId>, String>> {
    uploads.iter().map(|_| Err(reason.to_owned())).collect()
}

/// The folder where files were last saved if the client can edit it, else the first by name that it can edit.
fn folder_for(tree: &Tree, client_id: ClientId, remembered: Option<FolderId>) -> Option<FolderId> {
    let is_theirs = |folder: &Folder| {
        let usable = folder.state == State::Present && folder.flag.is_none();
        folder.client_id == client_id && usable && folder.access == Access::Edit
    };
    let remembered = remembered.filter(|id| tree.folders.get(id).is_some_and(is_theirs));
    let all = tree.folders.iter().filter(|(_, folder)| is_theirs(folder));
    remembered.or_else(|| all.min_by_key(|(_, folder)| fold_key(&folder.name)).map(|(id, _)| *id))
}

/// A name that every system allows, with the extension that it had. Some programs send the whole path: its last part counts.
fn file_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    match name.rsplit_once('.') {
        Some((stem, extension))
            if !stem.is_empty()
                && extension.len() <= LONGEST_EXTENSION
                && extension.bytes().all(|byte| byte.is_ascii_alphanumeric()) =>
        {
            format!("{}.{extension}", safe_name(stem))
        }
        _ => safe_name(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_extension_and_loses_what_systems_forbid() {
        for (name, safe) in [
            ("Delega F24 firmata.pdf", "Delega F24 firmata.pdf"),
            ("../../etc/passwd", "passwd"),
            (r"C:\Documenti\a:b.p7m", "a-b.p7m"),
            ("", "_"),
        ] {
            assert_eq!(file_name(name), safe, "{name:?}");
        }
    }
}
