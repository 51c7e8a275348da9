//! What the office does with documents.

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;

use cap_std::fs::Dir;
use serde_json::json;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::disk::{Disk, below_client, split};
use super::folders::{self, NewFolder, check_name, free_name, open};
use super::history::Version;
use super::keeper::{Keeper, keeper};
use super::names::fold_key;
use super::plan::{Access, Content, Document, Flag, Folder, Look, Scope, State, Tree};
use super::settling::Whole;
use super::store::Touched;
use super::words;
use super::{DocumentRow, View, scan, store};
use crate::access::By;
use crate::error::{Error, Result};
use crate::events::ChangeKind;
use crate::id::{ClientId, ContactId, DocumentId, FolderId};
use crate::office::Office;

pub use super::folders::welcome;

/// A client's documents.
#[derive(Debug, Clone)]
pub struct Listing {
    /// The client's folder.
    pub root: PathBuf,
    /// Its top-level folders, by name.
    pub folders: Vec<FolderRow>,
    /// Its documents, by path.
    pub documents: Vec<DocumentRow>,
    /// Which contact has opened what, in its present version.
    pub views: Vec<View>,
    /// What lies in the client's folder and can't be a document, by path below it.
    pub kept: Vec<(String, Flag)>,
}

/// A top-level folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderRow {
    /// Its id.
    pub folder_id: FolderId,
    /// Its name on disk.
    pub name: String,
    /// Who sees it.
    pub access: Access,
    /// Why it is kept from clients whatever its access.
    pub flag: Option<Flag>,
    /// How many documents lie in it.
    pub documents: usize,
}

/// A document that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Its id.
    pub document_id: DocumentId,
    /// Whose it is.
    pub client_id: ClientId,
    /// Where it lies below the client's folder.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// Last change of its content, in nanoseconds since 1970.
    pub mtime: i64,
    /// Words of its text around what was looked for; `None` where the name has it.
    pub snippet: Option<String>,
}

/// A client's folders and documents.
pub async fn list(office: &Office, by: &By, client_id: ClientId) -> Result<Listing> {
    let mut db = office.read(by).await?;
    let documents = store::of_client(&mut db, client_id).await?;
    let views = store::views(&mut db, client_id).await?;
    drop(db);
    let mut keeper = keeper(office).await;
    let known = keeper.tree(office).await?.clients.contains_key(&client_id);
    if !known {
        crate::clients::service::get(office, by, client_id).await?;
        folders::make_missing(office, &mut keeper).await?;
    }
    let tree = keeper.tree(office).await?;
    let Some(client) = tree.clients.get(&client_id) else { return Err(drive_missing(office)) };
    let mut counts: BTreeMap<FolderId, usize> = BTreeMap::new();
    for document in &documents {
        *counts.entry(document.folder_id).or_default() += 1;
    }
    let row = |(id, folder): (&FolderId, &Folder)| FolderRow {
        folder_id: *id,
        name: folder.name.clone(),
        access: folder.access,
        flag: folder.flag,
        documents: counts.get(id).copied().unwrap_or_default(),
    };
    let is_there = |folder: &Folder| {
        folder.client_id == client_id && folder.state == State::Present && client.state == State::Present
    };
    let theirs = tree.folders.iter().filter(|(_, folder)| is_there(folder));
    let mut rows: Vec<FolderRow> = theirs.map(row).collect();
    rows.sort_by_key(|folder| fold_key(&folder.name));
    let below = format!("{}/", client.folder);
    let kept = tree
        .flagged
        .range(below.clone()..)
        .map_while(|(path, flag)| Some((path.strip_prefix(&below)?, flag)));
    let kept = kept.map(|(path, flag)| (path.to_owned(), *flag)).collect();
    let root = office.documents_folder().join(&client.folder);
    Ok(Listing { root, folders: rows, documents, views, kept })
}

/// How many documents each client has that has any.
pub async fn counts(office: &Office, by: &By) -> Result<BTreeMap<ClientId, i64>> {
    store::counts(&mut *office.read(by).await?).await
}

/// Makes a top-level folder in a client's folder.
pub async fn create_folder(
    office: &Office,
    by: &By,
    client_id: ClientId,
    name: &str,
    access: Access,
) -> Result<FolderId> {
    crate::clients::service::get(office, by, client_id).await?;
    let folder = NewFolder { name: name.trim().to_owned(), access };
    let mut keeper = keeper(office).await;
    let made =
        folders::create(office, by, &mut keeper, client_id, &[folder], "documents.create_folder").await?;
    made.first().copied().ok_or_else(|| Error::not_found("folder", name))
}

/// Changes who sees a top-level folder and all in it, at once.
pub async fn set_access(office: &Office, by: &By, folder_id: FolderId, access: Access) -> Result<()> {
    let mut keeper = keeper(office).await;
    let folder = present_folder(keeper.tree(office).await?, folder_id)?.clone();
    let mut act = office.begin(by).await?;
    let mut touched = Touched::default();
    touched.folders.insert(folder_id);
    keeper
        .change(&mut act, office, touched, |tree| {
            if let Some(folder) = tree.folders.get_mut(&folder_id) {
                folder.access = access;
            }
        })
        .await?;
    let details = json!({ "name": folder.name, "from": folder.access.code(), "to": access.code() });
    act.record("documents.set_access", &format!("folder:{folder_id}"), Some(folder.client_id), details)
        .await?;
    act.changed(ChangeKind::Documents, folder.client_id);
    keeper.commit(act).await
}

/// Renames a top-level folder on disk. It keeps its access.
pub async fn rename_folder(office: &Office, by: &By, folder_id: FolderId, name: &str) -> Result<()> {
    let name = name.trim();
    check_name(name)?;
    let mut keeper = keeper(office).await;
    let tree = keeper.tree(office).await?;
    let folder = present_folder(tree, folder_id)?.clone();
    let above = client_folder(tree, folder.client_id)?;
    if folder.name == name {
        return Ok(());
    }
    let disk = open(office)?;
    if fold_key(&folder.name) != fold_key(name) {
        free_name(&disk, tree, folder.client_id, &above, name)?;
    }
    let dir = disk.folder(&above)?;
    dir.rename(&folder.name, &dir, name)?;
    let looks = [&folder.name[..], name].map(|name| Look::Below(format!("{above}/{name}"))).to_vec();
    scan::look(office, by, &mut keeper, Scope::Parts(looks), &Whole::new(), Some("documents.rename_folder"))
        .await
}

/// Renames a document on disk, in the folder where it lies.
pub async fn rename(office: &Office, by: &By, document_id: DocumentId, name: &str) -> Result<()> {
    let name = name.trim();
    check_name(name)?;
    let mut keeper = keeper(office).await;
    let from = present_path(keeper.tree(office).await?, document_id)?;
    let (above, _) = split(&from);
    let to = format!("{above}/{name}");
    move_on_disk(office, by, &mut keeper, &[(document_id, from.clone(), to)], "documents.rename").await
}

/// Moves documents into another folder of the same client's, at `below` in it (empty: directly). All of them or none, where
/// the disk allows.
pub async fn move_to(
    office: &Office,
    by: &By,
    documents: &[DocumentId],
    folder_id: FolderId,
    below: &str,
) -> Result<()> {
    let mut keeper = keeper(office).await;
    let tree = keeper.tree(office).await?;
    let into = place(tree, folder_id, below)?;
    let client_id = present_folder(tree, folder_id)?.client_id;
    let mut moves = Vec::new();
    for id in documents {
        let from = present_path(tree, *id)?;
        if client_of(tree, *id) != Some(client_id) {
            return Err(Error::invalid("folder_id", "is another client's folder"));
        }
        let to = format!("{into}/{}", split(&from).1);
        if to != from {
            moves.push((*id, from, to));
        }
    }
    move_on_disk(office, by, &mut keeper, &moves, "documents.move").await
}

/// Documents whose names hold every word of `text`, those changed last first; then those in whose text all of them, or
/// beginnings of them, are. Without regard to case and accents.
pub async fn search(
    office: &Office,
    by: &By,
    text: &str,
    client: Option<ClientId>,
    limit: usize,
) -> Result<Vec<Hit>> {
    drop(office.read(by).await?);
    let wanted: Vec<String> = text.split_whitespace().map(searchable).collect();
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let mut keeper = keeper(office).await;
    let tree = keeper.tree(office).await?;
    let name = |id: &DocumentId| tree.documents.get(id).map(|it| searchable(split(&it.path).1));
    let has_all =
        |id: &DocumentId| name(id).is_some_and(|name| wanted.iter().all(|word| name.contains(word)));
    let named = tree.documents.keys().filter(|id| has_all(id)).filter_map(|id| hit(tree, *id));
    let mut hits: Vec<Hit> =
        named.filter(|hit| client.is_none_or(|client| client == hit.client_id)).collect();
    hits.sort_unstable_by_key(|hit| (std::cmp::Reverse(hit.mtime), hit.document_id));
    hits.truncate(limit);
    let named: HashSet<DocumentId> = hits.iter().map(|hit| hit.document_id).collect();
    for (id, snippet) in words::search(office, by, text, limit).await? {
        let hit = hit(tree, id).filter(|hit| client.is_none_or(|client| client == hit.client_id));
        if let Some(hit) = hit.filter(|_| !named.contains(&id) && hits.len() < limit) {
            hits.push(Hit { snippet: Some(snippet), ..hit });
        }
    }
    Ok(hits)
}

/// A document that is there, as it is found.
fn hit(tree: &Tree, id: DocumentId) -> Option<Hit> {
    let document = tree.documents.get(&id).filter(|_| tree.is_there(id))?;
    let folder = tree.folders.get(&document.folder_id)?;
    Some(Hit {
        document_id: id,
        client_id: folder.client_id,
        path: format!("{}/{}", folder.name, document.path),
        size: document.stat.size,
        mtime: document.stat.mtime,
        snippet: None,
    })
}

/// Without case and accents.
fn searchable(text: &str) -> String {
    let bare = text.nfd().filter(|character| !is_combining_mark(*character)).collect::<String>();
    fold_key(&bare)
}

/// The history of a document, oldest version first.
pub async fn history(office: &Office, by: &By, document_id: DocumentId) -> Result<Vec<Version>> {
    let versions = store::versions(&mut *office.read(by).await?, document_id).await?;
    if versions.is_empty() && !keeper(office).await.tree(office).await?.documents.contains_key(&document_id) {
        return Err(Error::not_found("document", document_id));
    }
    Ok(versions)
}

/// Writes down that a contact has opened a document that it sees.
///
/// # Errors
/// [`Error::NotFound`] also for what is another client's or is not to be seen: a client can't tell.
pub async fn seen(office: &Office, contact_id: ContactId, document_id: DocumentId) -> Result<()> {
    let mut keeper = keeper(office).await;
    let tree = keeper.tree(office).await?;
    let client = tree.seen_by(document_id);
    let path = tree.path(document_id).unwrap_or_default();
    let mut act = office.begin(&By::system()).await?;
    let contact = crate::clients::service::contact(&mut act, contact_id).await?;
    if client != Some(contact.client_id) {
        return Err(Error::not_found("document", document_id));
    }
    let now = act.now;
    store::put_view(act.db(), document_id, contact_id, now).await?;
    let details = json!({ "contact": contact.name, "path": below_client(&path) });
    act.record("document.seen", &format!("document:{document_id}"), client, details).await?;
    act.changed(ChangeKind::Documents, contact.client_id);
    act.commit().await
}

/// Renames files on disk and takes down what became of them. Where one fails, those before it stay moved and are told.
async fn move_on_disk(
    office: &Office,
    by: &By,
    keeper: &mut Keeper,
    moves: &[(DocumentId, String, String)],
    command: &'static str,
) -> Result<()> {
    drop(office.read(by).await?);
    let disk = open(office)?;
    let tree = keeper.tree(office).await?;
    let mut whole = Whole::new();
    let mut targets = HashSet::new();
    for (id, _, to) in moves {
        let (above, name) = split(to);
        let there = existing(&disk, above)?.symlink_metadata(name);
        let own = tree.documents.get(id).and_then(|document| document.stat.identity);
        let taken = there.is_ok_and(|metadata| disk.stat(&metadata).identity != own || own.is_none());
        // Two of one name from two folders: the second would take the place of the first.
        if taken || !targets.insert(fold_key(to)) {
            return Err(Error::NameTaken { name: name.to_owned() });
        }
    }
    let mut looks = Vec::new();
    let mut failed = Ok(());
    for (id, from, to) in moves {
        let ((from_above, from_name), (to_above, to_name)) = (split(from), split(to));
        failed = disk
            .folder(from_above)
            .and_then(|source| source.rename(from_name, &disk.folder(to_above)?, to_name));
        if failed.is_err() {
            break;
        }
        looks.extend([from, to].map(|path| Look::Entry(path.clone())));
        if let Some(document) = tree.documents.get(id)
            && let Some(known) = known_content(&disk, document, to)
        {
            whole.insert(to.clone(), known);
        }
    }
    scan::look(office, by, keeper, Scope::Parts(looks), &whole, Some(command)).await?;
    Ok(failed?)
}

/// A folder that is there, below the root.
pub(super) fn existing(disk: &Disk, path: &str) -> Result<Dir> {
    disk.folder(path).map_err(|_| Error::not_found("folder", split(path).1))
}

/// What is in a file that is still the one that was hashed.
pub(super) fn known_content(
    disk: &Disk,
    document: &Document,
    path: &str,
) -> Option<(super::plan::Stat, Content)> {
    let (file, stat) = disk.file(path).ok()?;
    let sha256 = document.sha256.filter(|_| document.stat == stat)?;
    let head = super::disk::head(file).ok()?;
    let refused = super::kind::kind(split(path).1, &head) != super::kind::Kind::Ordinary;
    Some((stat, Content { sha256, refused }))
}

pub(super) fn present_folder(tree: &Tree, id: FolderId) -> Result<&Folder> {
    let folder = tree.folders.get(&id).filter(|folder| folder.state == State::Present);
    folder.ok_or_else(|| Error::not_found("folder", id))
}

pub(super) fn client_folder(tree: &Tree, id: ClientId) -> Result<String> {
    let client = tree.clients.get(&id).filter(|client| client.state == State::Present);
    client.map(|client| client.folder.clone()).ok_or_else(|| Error::not_found("client's folder", id))
}

pub(super) fn client_of(tree: &Tree, id: DocumentId) -> Option<ClientId> {
    let document = tree.documents.get(&id)?;
    Some(tree.folders.get(&document.folder_id)?.client_id)
}

/// Where a document lies below the root.
pub(super) fn present_path(tree: &Tree, id: DocumentId) -> Result<String> {
    tree.path(id).filter(|_| tree.is_there(id)).ok_or_else(|| Error::not_found("document", id))
}

/// A folder in a top-level folder, below the root. Its names are checked; whether it is there is not.
pub(super) fn place(tree: &Tree, folder_id: FolderId, below: &str) -> Result<String> {
    let folder = present_folder(tree, folder_id)?;
    let mut path = format!("{}/{}", client_folder(tree, folder.client_id)?, folder.name);
    for name in below.split('/').filter(|name| !name.is_empty()) {
        check_name(name)?;
        path.push('/');
        path.push_str(name);
    }
    Ok(path)
}

fn drive_missing(office: &Office) -> Error {
    Error::DocumentsMissing(office.documents_folder())
}
