//! Whole folders below a top-level folder: renamed, moved, deleted.

use cap_fs_ext::DirExt;
use cap_std::fs::Dir;

use super::disk::split;
use super::folders::open;
use super::keeper::keeper;
use super::names::{fold_key, is_left_behind};
use super::places::Places;
use super::plan::{Document, Look, Scope, State, Tree};
use super::service::{existing, known_content, place, present_folder};
use super::settling::Whole;
use super::{scan, trash};
use crate::access::By;
use crate::error::{Error, Result};
use crate::id::{DocumentId, FolderId, TrashId};
use crate::office::Office;

/// A top-level folder, or one below it.
#[derive(Debug, Clone, Copy)]
pub struct Subfolder<'a> {
    /// The top-level folder.
    pub folder_id: FolderId,
    /// Where below it, names joined by `/`; empty: the top-level folder itself.
    pub below: &'a str,
}

impl Subfolder<'_> {
    /// Without slashes at the ends.
    fn trimmed(self) -> Self {
        Self { below: self.below.trim_matches('/'), ..self }
    }
}

/// Moves a folder with all that is in it, or renames it, on disk too.
///
/// # Errors
/// [`Error::Invalid`] for another client's folder, one inside itself, and a name that no file can have;
/// [`Error::NameTaken`], [`Error::NotFound`].
pub async fn move_to(office: &Office, by: &By, from: Subfolder<'_>, to: Subfolder<'_>) -> Result<()> {
    drop(office.read(by).await?);
    let mut keeper = keeper(office).await;
    let tree = keeper.tree(office).await?;
    let (from, to) = (from.trimmed(), to.trimmed());
    if from.below.is_empty() || to.below.is_empty() {
        return Err(Error::invalid("to_below", "names no folder below a top-level folder"));
    }
    if present_folder(tree, from.folder_id)?.client_id != present_folder(tree, to.folder_id)?.client_id {
        return Err(Error::invalid("to_folder_id", "is another client's folder"));
    }
    let (source, target) = (place(tree, from.folder_id, from.below)?, place(tree, to.folder_id, to.below)?);
    if target == source {
        return Ok(());
    }
    if target.starts_with(&format!("{source}/")) {
        return Err(Error::invalid("to_below", "lies in the folder that is moved"));
    }
    let disk = open(office)?;
    let ((source_above, source_name), (target_above, target_name)) = (split(&source), split(&target));
    let out_of = existing(&disk, source_above)?;
    if !out_of.symlink_metadata(source_name).is_ok_and(|metadata| metadata.is_dir()) {
        return Err(Error::not_found("folder", from.below));
    }
    let into = existing(&disk, target_above)?;
    let respelled = source_above == target_above && fold_key(source_name) == fold_key(target_name);
    if !respelled && Places::new(&disk).has(target_above, target_name)? {
        return Err(Error::NameTaken { name: target_name.to_owned() });
    }
    out_of.rename(source_name, &into, target_name)?;
    let mut whole = Whole::new();
    for (_, document) in documents_in(tree, from) {
        let moved = format!("{target}{}", document.path.strip_prefix(from.below).unwrap_or_default());
        if let Some(known) = known_content(&disk, document, &moved) {
            whole.insert(moved, known);
        }
    }
    let looks = [source, target].map(Look::Below).to_vec();
    scan::look(office, by, &mut keeper, Scope::Parts(looks), &whole, Some("documents.move_folder")).await
}

/// Deletes a folder, a top-level one where nothing is below: its documents lie in the trash, and what is left of it without
/// a file is taken away. What is no document stays where it was.
pub async fn put_into_trash(office: &Office, by: &By, folder: Subfolder<'_>) -> Result<Vec<TrashId>> {
    let folder = folder.trimmed();
    let (path, documents) = {
        let mut keeper = keeper(office).await;
        let tree = keeper.tree(office).await?;
        let path = place(tree, folder.folder_id, folder.below)?;
        let documents: Vec<DocumentId> = documents_in(tree, folder).map(|(id, _)| id).collect();
        (path, documents)
    };
    existing(&open(office)?, &path)?;
    let trashed = if documents.is_empty() { Vec::new() } else { trash::put(office, by, &documents).await? };
    let mut keeper = keeper(office).await;
    let (above, name) = split(&path);
    if let Ok(above) = open(office)?.folder(above) {
        remove_empty(&above, name);
    }
    let looks = Scope::Parts(vec![Look::Entry(path.clone()), Look::Below(path)]);
    scan::look(office, by, &mut keeper, looks, &Whole::new(), Some("documents.trash_folder")).await?;
    Ok(trashed)
}

/// The documents that are there in a folder.
fn documents_in<'t>(tree: &'t Tree, it: Subfolder<'_>) -> impl Iterator<Item = (DocumentId, &'t Document)> {
    let within = if it.below.is_empty() { String::new() } else { format!("{}/", it.below) };
    let theirs = tree.documents.iter().filter(move |(_, document)| document.folder_id == it.folder_id);
    theirs
        .filter(move |(_, document)| document.state == State::Present && document.path.starts_with(&within))
        .map(|(id, document)| (*id, document))
}

/// Takes a folder away, and those in it, as far as they hold no file.
fn remove_empty(above: &Dir, name: &str) {
    let Ok(folder) = above.open_dir_nofollow(name) else { return };
    for entry in folder.entries().into_iter().flatten().flatten() {
        let (name, kind) = (entry.file_name(), entry.file_type());
        match name.to_str() {
            Some(name) if kind.is_ok_and(|kind| kind.is_dir()) => remove_empty(&folder, name),
            Some(name) if is_left_behind(name) => drop(folder.remove_file(name)),
            _ => {}
        }
    }
    drop(folder);
    // One that holds a file is refused by the system.
    let _ = above.remove_dir(name);
}
