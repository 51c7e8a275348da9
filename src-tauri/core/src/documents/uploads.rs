//! What clients send: files that become documents in a folder that the client can edit.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};
use tokio::task::spawn_blocking;

use super::attaching::Attachment;
use super::disk::split;
use super::import::{self, Import};
use super::keeper::keeper;
use super::kind::claims_zip;
use super::names::{fold_key, safe_name, unique};
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

/// Saves files among a client's documents, in the name of whoever sent them, each by itself: the documents that it became (a
/// zip may be many), or why it was refused. Bytes that lie in the folder already, or come twice, are not saved twice.
pub(crate) async fn save(
    office: &Office,
    by: &By,
    client_id: ClientId,
    uploads: Vec<Upload>,
) -> Result<Vec<std::result::Result<Vec<DocumentId>, String>>> {
    if uploads.is_empty() {
        return Ok(Vec::new());
    }
    let folder_id = {
        let mut keeper = keeper(office).await;
        super::folders::make_missing(office, &mut keeper).await?;
        let remembered = store::saves_in(&mut *office.read(by).await?, client_id).await?;
        let tree = match keeper.tree(office).await {
            Err(Error::DocumentsMissing(_)) => return Ok(refused(&uploads, "documents_missing")),
            tree => tree?,
        };
        folder_for(tree, client_id, remembered)
    };
    let Some(folder_id) = folder_id else { return Ok(refused(&uploads, NO_FOLDER)) };
    let scratch = import::scratch(office)?.join(format!("upload-{}", ImportId::new()));
    let into = scratch.clone();
    let saved = match spawn_blocking(move || write(&into, uploads)).await? {
        Ok(written) => save_written(office, by, folder_id, &scratch, written).await,
        Err(error) => Err(error.into()),
    };
    let _ = fs::remove_dir_all(&scratch);
    saved
}

/// Uploads in a folder, under names of which each is there once.
struct Written {
    names: Vec<String>,
    /// Of each upload, which of the files holds its bytes.
    holds: Vec<usize>,
}

fn write(into: &Path, uploads: Vec<Upload>) -> std::io::Result<Written> {
    fs::create_dir_all(into)?;
    let mut written = Written { names: Vec::new(), holds: Vec::with_capacity(uploads.len()) };
    let (mut known, mut taken) = (HashMap::new(), HashSet::new());
    for upload in uploads {
        let content: [u8; 32] = Sha256::digest(&upload.bytes).into();
        let at = *known.entry(content).or_insert(written.names.len());
        written.holds.push(at);
        if at == written.names.len() {
            let name = unique(&file_name(&upload.name), |key| taken.contains(key));
            taken.insert(fold_key(&name));
            fs::write(into.join(&name), upload.bytes)?;
            written.names.push(name);
        }
    }
    Ok(written)
}

/// The files go together, since each look at the folder takes its time; a zip goes alone, so that what became of it can be told.
async fn save_written(
    office: &Office,
    by: &By,
    folder_id: FolderId,
    scratch: &Path,
    Written { names, holds }: Written,
) -> Result<Vec<std::result::Result<Vec<DocumentId>, String>>> {
    let take_in = async |names: &[&String]| {
        let paths = names.iter().map(|name| scratch.join(name)).collect();
        let import = Import { folder_id, below: String::new(), paths, choose: None };
        import::import(office, by, import, &import::unwatched()).await
    };
    let (zips, files): (Vec<&String>, Vec<&String>) = names.iter().partition(|name| claims_zip(name));
    let mut became: HashMap<String, std::result::Result<Vec<DocumentId>, String>> = HashMap::new();
    if !files.is_empty() {
        let done = take_in(&files).await?;
        let accepted = done.accepted.into_iter().filter_map(|it| Some((it.path, Ok(vec![it.document_id?]))));
        became.extend(accepted);
        became.extend(done.refused.into_iter().map(|it| (it.path, Err(it.reason))));
    }
    for zip in zips {
        let done = take_in(&[zip]).await?;
        let ids: Vec<DocumentId> = done.accepted.into_iter().filter_map(|it| it.document_id).collect();
        let reason = done.refused.into_iter().next().map(|refused| refused.reason);
        let outcome = if ids.is_empty() { Err(reason.unwrap_or_else(nothing)) } else { Ok(ids) };
        became.insert(zip.clone(), outcome);
    }
    let outcome = |at: usize| names.get(at).and_then(|name| became.get(name).cloned());
    Ok(holds.into_iter().map(|at| outcome(at).unwrap_or_else(|| Err(nothing()))).collect())
}

fn nothing() -> String {
    "empty".into()
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
