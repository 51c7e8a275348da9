//! The one who writes documents: holds the tree that is on record, so that a look at the disk need not load it, and writes
//! each plan in one act.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Value, json};
use tokio::sync::MutexGuard;

use super::history::Version;
use super::names::fold_key;
use super::plan::{Act as Planned, Content, Place, Stat, Tree, apply_each};
use super::settling::Queue;
use super::store::{self, Touched};
use super::trash;
use crate::access::By;
use crate::error::Result;
use crate::events::ChangeKind;
use crate::id::{ClientId, DocumentId, FolderId};
use crate::office::{Act, Office};

#[cfg(test)]
#[path = "keeper_tests.rs"]
mod tests;

/// More new documents than this, found in one look, make one row of the audit trail: a first scan, a folder copied into the
/// tree. What comes of a command has a row of its own, however many there are.
const ONE_BY_ONE: usize = 20;

/// More new documents than this make an act a large one.
const LARGE: usize = 1_000;

/// The tree on record and what is still to be looked at. There is one in an open office; who holds it is alone with the
/// documents' folder and with its tables.
#[derive(Debug, Default)]
pub(crate) struct Keeper {
    tree: Option<Tree>,
    /// Names of clients' folders that others have, folded; some that are free by now may be among them.
    pub(super) taken: BTreeSet<String>,
    /// Files that are not whole yet.
    pub(super) queue: Queue,
    /// When what is missing is to be looked for once more, in milliseconds.
    pub(super) again_at: Option<i64>,
}

impl Keeper {
    /// The tree, loaded when it is first asked for.
    pub async fn tree(&mut self, office: &Office) -> Result<&mut Tree> {
        if self.tree.is_none() {
            let mut db = office.store().read().acquire().await?;
            let tree = store::load(&mut db).await?;
            self.taken.extend(tree.clients.values().map(|client| fold_key(&client.folder)));
            self.tree = Some(tree);
        }
        Ok(self.tree.get_or_insert_default())
    }

    /// The tree, to be given back; one that is not is loaded again.
    pub(super) async fn take_tree(&mut self, office: &Office) -> Result<Tree> {
        self.tree(office).await?;
        Ok(self.tree.take().unwrap_or_default())
    }

    /// Gives it back.
    pub(super) fn give_back(&mut self, tree: Tree) {
        self.tree = Some(tree);
    }

    /// Writes what was planned: all of it or, on any error, nothing. `command` is the act of the owner's that it comes of.
    pub async fn write(
        &mut self,
        office: &Office,
        by: &By,
        planned: &[Planned],
        command: Option<&'static str>,
    ) -> Result<()> {
        if planned.is_empty() {
            return Ok(());
        }
        self.write_with(office, by, planned, Writer { command, trash: &[] }).await
    }

    /// The same, together with what goes into the trash.
    pub(super) async fn write_with(
        &mut self,
        office: &Office,
        by: &By,
        planned: &[Planned],
        writer: Writer<'_>,
    ) -> Result<()> {
        let written = self.write_all(office, by, planned, writer).await;
        if written.is_err() {
            // What stands in the store is true; it is loaded again.
            self.tree = None;
        }
        written
    }

    async fn write_all(
        &mut self,
        office: &Office,
        by: &By,
        planned: &[Planned],
        writer: Writer<'_>,
    ) -> Result<()> {
        let mut act = office.begin(by).await?;
        let author = act.author().await?;
        let tree = self.tree(office).await?;
        let mut writing = Writing { command: writer.command, ..Writing::default() };
        apply_each(tree, planned, |tree, one| {
            writing.note(tree, one);
            writing.touch(tree, one);
        });
        writing.concern(tree);
        store::put(act.db(), office.id(), tree, &writing.touched).await?;
        writing.add_versions(&mut act, &author).await?;
        let now = act.now;
        trash::insert(act.db(), writer.trash, now).await?;
        writing.record(&mut act).await?;
        act.is_large |= writing.touched.new.len() > LARGE;
        act.commit().await
    }

    /// Changes the tree in an act of a service's own; the rows are written with it.
    pub(super) async fn change(
        &mut self,
        act: &mut Act<'_>,
        office: &Office,
        touched: Touched,
        change: impl FnOnce(&mut Tree),
    ) -> Result<()> {
        let tree = self.tree(office).await?;
        change(tree);
        store::put(act.db(), office.id(), tree, &touched).await
    }

    /// Commits an act of [`Keeper::change`]; when it fails the tree is loaded again.
    pub async fn commit(&mut self, act: Act<'_>) -> Result<()> {
        let done = act.commit().await;
        if done.is_err() {
            self.tree = None;
        }
        done
    }
}

/// What else a plan comes of.
#[derive(Clone, Copy)]
pub(super) struct Writer<'a> {
    /// The act of the owner's.
    pub command: Option<&'static str>,
    /// What is put into the trash.
    pub trash: &'a [trash::NewTrash],
}

/// The keeper of an office, when its turn has come.
pub(crate) async fn keeper(office: &Office) -> MutexGuard<'_, Keeper> {
    office.documents.lock().await
}

/// One row of the audit trail to be.
struct Told {
    client_id: Option<ClientId>,
    object: String,
    details: Value,
}

/// New documents and folders: the first of them, and how many each client has.
#[derive(Default)]
struct Found {
    first: Vec<Told>,
    clients: BTreeMap<Option<ClientId>, usize>,
}

#[derive(Default)]
struct Writing {
    command: Option<&'static str>,
    touched: Touched,
    versions: Vec<(DocumentId, Stat, Content)>,
    /// Those of them whose version is not the first.
    had_version: Vec<DocumentId>,
    told: Vec<(&'static str, Told)>,
    found: BTreeMap<&'static str, Found>,
    clients: BTreeSet<ClientId>,
}

impl Writing {
    /// Notes what an act changes, before it is applied.
    fn note(&mut self, tree: &Tree, planned: &Planned) {
        match planned {
            Planned::AddFolder { folder_id, client_id, name, .. } => {
                self.find("folder.found", Some(*client_id), || {
                    (format!("folder:{folder_id}"), json!({ "name": name }))
                });
            }
            Planned::FolderRenamed { folder_id, to } => {
                self.folder(tree, *folder_id, "folder.renamed", json!({ "to": to }));
            }
            Planned::FolderNarrowed { folder_id } => {
                self.folder(tree, *folder_id, "folder.narrowed", json!({ "access": "private" }));
            }
            Planned::FolderMovedToClient { folder_id, client_id, name } => {
                self.clients.insert(*client_id);
                self.folder(tree, *folder_id, "folder.moved", json!({ "to_client": client_id, "to": name }));
            }
            Planned::FolderGone { folder_id, documents } => {
                self.folder(tree, *folder_id, "folder.gone", json!({ "documents": documents.len() }));
            }
            Planned::AddDocument { document_id, place, .. } => {
                let folder = tree.folders.get(&place.folder_id);
                self.clients.extend(folder.map(|folder| folder.client_id));
                self.find("document.found", folder.map(|folder| folder.client_id), || {
                    let name = folder.map(|folder| folder.name.as_str()).unwrap_or_default();
                    let path = format!("{name}/{}", place.path);
                    (format!("document:{document_id}"), json!({ "path": path }))
                });
            }
            Planned::DocumentMoved { document_id, to, .. } => {
                let folder = tree.folders.get(&to.folder_id);
                self.clients.extend(folder.map(|folder| folder.client_id));
                let name = folder.map(|folder| folder.name.as_str()).unwrap_or_default();
                self.document(
                    tree,
                    *document_id,
                    "document.moved",
                    json!({ "to": format!("{name}/{}", to.path) }),
                );
            }
            Planned::SubfolderMoved { from, to, documents, .. } => {
                let path = |place: &Place| {
                    let name = tree.folders.get(&place.folder_id).map_or("", |folder| folder.name.as_str());
                    format!("{name}/{}", place.path)
                };
                let details = json!({ "path": path(from), "to": path(to), "documents": documents.len() });
                self.folder(tree, from.folder_id, "folder.moved", details);
            }
            Planned::DocumentGone { document_id } => {
                self.document(tree, *document_id, "document.gone", json!({}));
            }
            Planned::DocumentPublished { document_id, stat, content, .. }
            | Planned::DocumentChanged { document_id, stat, content, .. } => {
                let before = tree.documents.get(document_id).and_then(|document| document.sha256);
                if before == Some(content.sha256) {
                    return;
                }
                self.versions.push((*document_id, *stat, *content));
                if before.is_some() {
                    self.had_version.push(*document_id);
                    self.document(tree, *document_id, "document.changed", json!({ "size": stat.size }));
                }
            }
            _ => {}
        }
    }

    fn folder(&mut self, tree: &Tree, id: FolderId, what: &'static str, mut details: Value) {
        let folder = tree.folders.get(&id);
        if let (Some(details), Some(folder)) = (details.as_object_mut(), folder) {
            details.insert("name".into(), folder.name.clone().into());
        }
        self.tell(what, folder.map(|folder| folder.client_id), format!("folder:{id}"), details);
    }

    fn document(&mut self, tree: &Tree, id: DocumentId, what: &'static str, mut details: Value) {
        let document = tree.documents.get(&id);
        let folder = document.and_then(|document| tree.folders.get(&document.folder_id));
        if let (Some(details), Some(document), Some(folder)) = (details.as_object_mut(), document, folder) {
            details.insert("path".into(), format!("{}/{}", folder.name, document.path).into());
        }
        self.tell(what, folder.map(|folder| folder.client_id), format!("document:{id}"), details);
    }

    fn tell(&mut self, what: &'static str, client_id: Option<ClientId>, object: String, details: Value) {
        self.clients.extend(client_id);
        self.told.push((self.command.unwrap_or(what), Told { client_id, object, details }));
    }

    fn find(
        &mut self,
        what: &'static str,
        client_id: Option<ClientId>,
        told: impl FnOnce() -> (String, Value),
    ) {
        if self.command.is_some() {
            let (object, details) = told();
            self.tell(what, client_id, object, details);
            return;
        }
        let found = self.found.entry(what).or_default();
        *found.clients.entry(client_id).or_default() += 1;
        if found.first.len() < ONE_BY_ONE {
            let (object, details) = told();
            found.first.push(Told { client_id, object, details });
        }
    }

    /// Marks the rows that an act changes, before it is applied.
    fn touch(&mut self, tree: &Tree, planned: &Planned) {
        let touched = &mut self.touched;
        match planned {
            Planned::RootMissing | Planned::RootBack => touched.root = true,
            Planned::EntryFlagged { path, .. } | Planned::EntryUnflagged { path } => {
                touched.kept.insert(path.clone());
            }
            Planned::ClientHidden { client_id, .. }
            | Planned::ClientReturned { client_id }
            | Planned::ClientSeen { client_id, .. } => {
                touched.clients.insert(*client_id);
            }
            Planned::ClientsRenamed { to } => touched.clients.extend(to.iter().map(|(id, _)| *id)),
            Planned::AddFolder { folder_id, .. }
            | Planned::FolderHidden { folder_id, .. }
            | Planned::FolderNarrowed { folder_id }
            | Planned::FolderRenamed { folder_id, .. }
            | Planned::FolderMovedToClient { folder_id, .. }
            | Planned::FolderReturned { folder_id }
            | Planned::FolderSeen { folder_id, .. }
            | Planned::FolderFlagged { folder_id, .. } => {
                touched.folders.insert(*folder_id);
            }
            Planned::FolderGone { folder_id, documents } => {
                touched.folders.insert(*folder_id);
                touched.change(tree, documents);
            }
            Planned::SubfolderMoved { documents, .. } => touched.change(tree, documents),
            Planned::AddDocument { document_id, flag: None, .. } => touched.new.push(*document_id),
            Planned::AddDocument { document_id, .. }
            | Planned::DocumentHidden { document_id, .. }
            | Planned::DocumentMoved { document_id, .. }
            | Planned::DocumentReturned { document_id, .. }
            | Planned::DocumentSeen { document_id, .. }
            | Planned::DocumentPublished { document_id, .. }
            | Planned::DocumentChanged { document_id, .. }
            | Planned::DocumentFlagged { document_id, .. }
            | Planned::DocumentGone { document_id } => {
                touched.change(tree, &[*document_id]);
            }
        }
    }

    /// Notes whose lists are to be read anew.
    fn concern(&mut self, tree: &Tree) {
        let of_document = |id: &DocumentId| tree.documents.get(id).map(|document| document.folder_id);
        let folders: BTreeSet<FolderId> = self.touched.documents.iter().filter_map(of_document).collect();
        let folders = folders.union(&self.touched.folders);
        let clients = folders.filter_map(|id| tree.folders.get(id)).map(|folder| folder.client_id);
        self.clients.extend(clients.collect::<Vec<_>>());
        self.clients.extend(&self.touched.clients);
    }

    async fn add_versions(&mut self, act: &mut Act<'_>, author: &str) -> Result<()> {
        let mut last: HashMap<DocumentId, Version> =
            store::last_versions(act.db(), &self.had_version).await?;
        let mut versions = Vec::with_capacity(self.versions.len());
        for (document_id, stat, content) in self.versions.drain(..) {
            let next = Version {
                document_id,
                version: 0,
                at: act.now.into(),
                author: author.to_owned(),
                size: stat.size.cast_signed(),
                sha256: content.sha256.to_vec(),
                hash: Vec::new(),
            };
            let next = Version::after(last.get(&document_id), next);
            last.insert(document_id, next.clone());
            versions.push(next);
        }
        store::insert_versions(act.db(), &versions).await
    }

    async fn record(&mut self, act: &mut Act<'_>) -> Result<()> {
        for (what, Told { client_id, object, details }) in self.told.drain(..) {
            act.record(what, &object, client_id, details).await?;
        }
        for (what, found) in std::mem::take(&mut self.found) {
            let count: usize = found.clients.values().sum();
            if count <= ONE_BY_ONE {
                for Told { client_id, object, details } in found.first {
                    act.record(what, &object, client_id, details).await?;
                }
                continue;
            }
            let only = found.clients.keys().next().copied().flatten().filter(|_| found.clients.len() == 1);
            let object = only.map_or_else(|| "office".to_owned(), |id| format!("client:{id}"));
            let details = json!({ "count": count, "clients": found.clients.len() });
            act.record(what, &object, only, details).await?;
        }
        for client_id in &self.clients {
            act.changed(ChangeKind::Documents, client_id);
        }
        Ok(())
    }
}
