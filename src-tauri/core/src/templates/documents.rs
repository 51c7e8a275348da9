//! The documents of templates: kept in the store, and given to the documents of each client that a template is used for.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;
use sqlx::SqliteConnection;
use tokio::task::spawn_blocking;

use super::service::record;
use super::{MOST_BYTES, MOST_DOCUMENTS, TemplateDocument, store};
use crate::access::By;
use crate::documents::import::{self, Most, ReadIn, Refused, Watch};
use crate::documents::names::{fold_key, unique};
use crate::error::Result;
use crate::id::{ImportId, TemplateDocumentId, TemplateId};
use crate::office::Office;

/// Reads files, folders and zips of this computer into a template: the documents that it has of them now, and what was
/// refused. Bytes that it has already are not kept twice.
pub async fn add(
    office: &Office,
    by: &By,
    id: TemplateId,
    paths: Vec<PathBuf>,
    watch: &Watch,
) -> Result<(Vec<TemplateDocument>, Vec<Refused>)> {
    let had = store::get(&mut *office.read(by).await?, id).await?.documents;
    let bytes: u64 = had.iter().map(|it| it.size.unsigned_abs()).sum();
    let most =
        Most { files: MOST_DOCUMENTS.saturating_sub(had.len()), bytes: MOST_BYTES.saturating_sub(bytes) };
    let (read, refused) = import::read_in(office, paths, most, watch).await?;
    let mut act = office.begin(by).await?;
    let template = store::get(act.db(), id).await?;
    let mut known = store::hashes(act.db(), id).await?;
    let mut documents = template.documents.clone();
    let mut added = Vec::new();
    for ReadIn { name, sha256, bytes } in read {
        let same = known.get(&sha256[..]);
        if let Some(same) = documents.iter().find(|it| Some(&it.template_document_id) == same) {
            if !added.contains(same) {
                added.push(same.clone());
            }
            continue;
        }
        let is_taken = |key: &str| documents.iter().any(|it| fold_key(&it.name) == key);
        let document = TemplateDocument {
            template_document_id: TemplateDocumentId::new(),
            name: unique(&name, is_taken),
            size: bytes.len().try_into().unwrap_or(i64::MAX),
        };
        store::insert_document(act.db(), id, &document, &sha256, &bytes).await?;
        known.insert(sha256.to_vec(), document.template_document_id);
        added.push(document.clone());
        documents.push(document);
    }
    if documents.len() > template.documents.len() {
        let now = act.now;
        store::changed(act.db(), id, now).await?;
        let names: Vec<&str> = added.iter().map(|it| it.name.as_str()).collect();
        record(&mut act, "templates.add_documents", &template, json!({ "documents": names })).await?;
    }
    act.commit().await?;
    Ok((added, refused))
}

/// Takes a document out of its template. Clients that it was given to keep theirs.
pub async fn remove(office: &Office, by: &By, id: TemplateDocumentId) -> Result<()> {
    let mut act = office.begin(by).await?;
    let (template, name) = store::delete_document(act.db(), id).await?;
    let now = act.now;
    store::changed(act.db(), template, now).await?;
    let template = store::get(act.db(), template).await?;
    record(&mut act, "templates.remove_document", &template, json!({ "document": name })).await?;
    act.commit().await
}

/// Those of these documents that there are, in their order.
pub(crate) async fn known(
    db: &mut SqliteConnection,
    ids: &[TemplateDocumentId],
) -> Result<Vec<TemplateDocument>> {
    let mut known = store::all_documents(db, ids).await?;
    known.sort_by_key(|it| ids.iter().position(|id| *id == it.template_document_id));
    Ok(known)
}

/// Documents of templates as files, for as long as they are being given to clients.
#[derive(Debug)]
pub(crate) struct Files {
    folder: PathBuf,
    /// Where each lies, in the order in which they were asked for.
    pub paths: Vec<PathBuf>,
}

impl Files {
    /// Writes these documents into a folder of Studiolo's own; each keeps its name.
    pub async fn write(office: &Office, by: &By, ids: &[TemplateDocumentId]) -> Result<Self> {
        let folder = import::scratch(office)?.join(format!("template-{}", ImportId::new()));
        let mut files = Self { folder, paths: Vec::with_capacity(ids.len()) };
        for (index, id) in ids.iter().enumerate() {
            let (name, content) = store::content(&mut *office.read(by).await?, *id).await?;
            let above = files.folder.join(index.to_string());
            let path = above.join(name);
            files.paths.push(path.clone());
            spawn_blocking(move || write(&above, &path, &content)).await??;
        }
        Ok(files)
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        // What can't be taken away now is at the next start.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn write(above: &Path, path: &Path, content: &[u8]) -> std::io::Result<()> {
    fs::create_dir_all(above)?;
    fs::write(path, content)
}
