//! What is true of a disk whatever the office believes: whose folder each object is, who may see it, and so which bytes
//! somebody may be shown. Every act of a plan is held against it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::super::{Access, Act, Flag, Kind, Plan, Scope, Sha256, Stat, State, Tree, apply, apply_one};
use super::disk::{Disk, FileSystem, sha256};
use crate::documents::names::is_passing;
use crate::id::{ClientId, DocumentId, FolderId};

/// The truth that outlives any one look.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Truth {
    pub clients: BTreeMap<u32, ClientId>,
    pub folders: BTreeMap<u32, (ClientId, Access)>,
    /// The object that each folder on record is.
    pub folder_object: BTreeMap<FolderId, u32>,
    /// The object of which each document's last version was taken.
    pub document_object: BTreeMap<DocumentId, u32>,
}

/// A file as it truly is.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct TrueFile {
    pub object: u32,
    pub sha256: Sha256,
    pub stat: Stat,
    /// The client that may see it.
    pub open_to: Option<ClientId>,
}

/// A disk as it truly is at one moment.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct TrueDisk {
    /// The files that must be documents, by path.
    pub files: HashMap<String, TrueFile>,
    folders: HashMap<(ClientId, String), u32>,
    upper: HashMap<String, u32>,
}

impl Truth {
    /// How things lie, seen with what was on record before.
    pub(in super::super) fn of(&self, disk: &Disk, before: &Tree) -> TrueDisk {
        // What has a temporary name is nowhere.
        let there = disk.nodes.iter().filter(|(path, _)| !path.split('/').any(is_passing));
        let objects: HashSet<u32> = there.map(|(_, node)| node.object).collect();
        let upper = disk.nodes.iter().filter(|(path, _)| !path.contains('/'));
        let named: HashMap<String, u32> = upper.map(|(path, node)| (path.clone(), node.object)).collect();
        let upper: HashSet<u32> = named.values().copied().collect();
        let mut open: HashMap<&str, Option<Option<ClientId>>> = HashMap::new();
        let mut folders = HashMap::new();
        for (path, node) in disk.nodes.iter().filter(|(_, node)| node.kind == Kind::Folder) {
            let Some((client, name)) = path.split_once('/').filter(|(_, name)| !name.contains('/')) else {
                continue;
            };
            if let Some(client_id) = self.client_of(disk, &upper, client, before) {
                folders.insert((client_id, name.to_owned()), node.object);
                let may_see = self.may_see(node.object, client_id, name, &objects, (before, disk.system));
                open.insert(path, Some(may_see.then_some(client_id)));
            }
        }
        let mut files = HashMap::new();
        for (path, node) in disk.nodes.iter().filter(|(_, node)| node.kind == Kind::File) {
            let Some(top) = path.match_indices('/').nth(1).map(|(end, _)| &path[..end]) else { continue };
            let Some(Some(open_to)) = open.get(top).filter(|_| !path.split('/').any(is_passing)) else {
                continue;
            };
            let (object, sha256, stat) = (node.object, sha256(node.content), disk.stat(node));
            files.insert(path.clone(), TrueFile { object, sha256, stat, open_to: *open_to });
        }
        TrueDisk { files, folders, upper: named }
    }

    /// Whose folder this is: by its object, or by its name where the client's own is not directly below the root.
    fn client_of(&self, disk: &Disk, upper: &HashSet<u32>, folder: &str, before: &Tree) -> Option<ClientId> {
        let object = disk.nodes.get(folder)?.object;
        let replaced = || {
            let same = before.clients.iter().find(|(_, client)| client.folder == folder)?;
            let lost =
                |it: &ClientId| !self.clients.iter().any(|(object, id)| id == it && upper.contains(object));
            lost(same.0).then_some(*same.0)
        };
        self.clients.get(&object).copied().or_else(replaced)
    }

    /// Whether a client may see what is in this folder. One that nobody knows may be seen only where the folder that a view
    /// folder was is no more.
    fn may_see(
        &self,
        object: u32,
        client_id: ClientId,
        name: &str,
        objects: &HashSet<u32>,
        (before, system): (&Tree, FileSystem),
    ) -> bool {
        if let Some((owner, access)) = self.folders.get(&object) {
            return *owner == client_id && *access > Access::Private;
        }
        before.folders.iter().any(|(id, folder)| {
            let lost = self.folder_object.get(id).is_none_or(|object| !objects.contains(object));
            let same = folder.name == name || system != FileSystem::Lasting;
            lost && same && folder.client_id == client_id && folder.access > Access::Private
        })
    }

    /// Applies a plan act by act, and holds each against the truth.
    pub(in super::super) fn check(
        &mut self,
        disk: &Disk,
        before: &Tree,
        plan: &Plan,
        scope: &Scope,
        upto: usize,
    ) -> (Tree, TrueDisk) {
        let truly = self.of(disk, before);
        let seen_before: HashSet<_> = before.client_view().collect();
        let mut tree = before.clone();
        for act in plan.acts.iter().take(upto) {
            self.check_history(act, &tree, &truly);
            apply_one(&mut tree, act);
            check_places(&tree, plan);
            let mut shown = false;
            for (client_id, document_id, sha256) in tree.client_view() {
                let path = tree.path(document_id).unwrap();
                let file = truly.files.get(&path);
                let is_open = file.is_some_and(|file| file.open_to == Some(client_id));
                if !seen_before.contains(&(client_id, document_id, sha256)) {
                    shown = true;
                    let whole = file.is_some_and(|file| file.sha256 == sha256);
                    assert!(is_open && whole, "{path} is shown by {act:?} and must not be\n{plan:?}");
                }
                // What can be read at its path is the version that is shown, or nothing.
                let document = &tree.documents[&document_id];
                let read = file.filter(|file| document.may_be_served_from(&file.stat));
                assert!(
                    read.is_none_or(|file| file.sha256 == sha256),
                    "{path} reads wrong after {act:?}\n{plan:?}"
                );
            }
            if shown && *scope == Scope::Whole {
                self.check_hidden(&tree, &truly, (&seen_before, disk.system), Some(act), plan);
            }
            check_visibility(act, &tree);
        }
        if disk.mounted && upto >= plan.acts.len() && *scope == Scope::Whole {
            self.check_hidden(&tree, &truly, (&seen_before, disk.system), None, plan);
        }
        let done = plan.acts.get(..upto).unwrap_or(&plan.acts);
        assert_eq!(apply(before.clone(), done), tree, "written together it is another tree\n{plan:?}");
        let whole = disk.mounted && *scope == Scope::Whole && done.len() == plan.acts.len();
        self.learn(&tree, &truly, done, (whole, disk.system == FileSystem::Nameless));
        (tree, truly)
    }

    /// Nothing is visible that lies where it must not be seen. Before the last act it may still be at its old place. Where
    /// there are no identities it may go on being visible where another file lies that can't be told from it: of the same
    /// path, size, time and bytes.
    fn check_hidden(
        &self,
        tree: &Tree,
        truly: &TrueDisk,
        (before, system): (&HashSet<(ClientId, DocumentId, Sha256)>, FileSystem),
        act: Option<&Act>,
        plan: &Plan,
    ) {
        let objects = truly.files.values().filter_map(|file| Some((file.object, file.open_to?)));
        let open: HashSet<(u32, ClientId)> = objects.collect();
        for (client_id, document_id, sha256) in tree.client_view() {
            let path = tree.path(document_id).unwrap();
            let file = truly.files.get(&path);
            let is_open = file.is_some_and(|file| file.open_to == Some(client_id));
            let object = self.document_object.get(&document_id);
            let moves = act.is_some() && object.is_some_and(|object| open.contains(&(*object, client_id)));
            let is_twin = system == FileSystem::Nameless
                && before.contains(&(client_id, document_id, sha256))
                && file.is_some_and(|file| file.sha256 == sha256);
            assert!(is_open || moves || is_twin, "{path} is still visible after {act:?}\n{plan:?}");
        }
    }

    /// No history passes to another document: one is moved only with its file, or with its bytes.
    fn check_history(&self, act: &Act, tree: &Tree, truly: &TrueDisk) {
        let Act::DocumentMoved { document_id, to, .. } = act else { return };
        let Some(version) = tree.documents[document_id].sha256 else { return };
        let folder = &tree.folders[&to.folder_id];
        let client = &tree.clients[&folder.client_id];
        let file = truly.files.get(&format!("{}/{}/{}", client.folder, folder.name, to.path));
        let same_file = file.map(|file| file.object) == self.document_object.get(document_id).copied();
        let same_bytes = file.is_some_and(|file| file.sha256 == version);
        let same_name = crate::documents::plan::documents::fold_path(&tree.documents[document_id].path)
            == crate::documents::plan::documents::fold_path(&to.path);
        assert!(same_file || same_bytes || same_name, "another document's history: {act:?}");
    }

    /// Takes over what the office has learnt, if it may: a folder is never opened by what was seen on disk. Where there are
    /// no identities, two empty folders that were swapped can't be told; then names are the truth from here on.
    fn learn(&mut self, tree: &Tree, truly: &TrueDisk, acts: &[Act], (whole, names): (bool, bool)) {
        let placed: HashSet<FolderId> = acts.iter().filter_map(placed_folder).collect();
        for (id, folder) in tree.folders.iter().filter(|(_, folder)| folder.state == State::Present) {
            let Some(object) = truly.folders.get(&(folder.client_id, folder.name.clone())) else { continue };
            if whole || placed.contains(id) {
                let known = self.folders.entry(*object).or_insert((folder.client_id, folder.access));
                let access = if names { folder.access } else { folder.access.min(known.1) };
                *known = (folder.client_id, access);
                self.folder_object.insert(*id, *object);
            }
        }
        for act in acts {
            if let Act::ClientSeen { client_id, .. } = act
                && let Some(object) = truly.upper.get(&tree.clients[client_id].folder)
            {
                self.clients.retain(|_, client| client != client_id);
                self.clients.insert(*object, *client_id);
            }
            let (Act::AddDocument { document_id, .. }
            | Act::DocumentSeen { document_id, .. }
            | Act::DocumentPublished { document_id, .. }
            | Act::DocumentChanged { document_id, .. }) = act
            else {
                continue;
            };
            if let Some(file) = tree.path(*document_id).and_then(|path| truly.files.get(&path)) {
                self.document_object.insert(*document_id, file.object);
            }
        }
    }

    /// After a look at the whole disk: every document whose file is still there is at its place.
    pub(in super::super) fn check_kept(&self, tree: &Tree, truly: &TrueDisk) {
        let mut paths: HashMap<u32, Vec<&str>> = HashMap::new();
        for (path, file) in &truly.files {
            paths.entry(file.object).or_default().push(path);
        }
        let versioned = tree.documents.iter().filter(|(_, document)| document.sha256.is_some());
        let mut owners: HashMap<u32, Vec<DocumentId>> = HashMap::new();
        for (id, _) in versioned {
            if let Some(object) = self.document_object.get(id) {
                owners.entry(*object).or_default().push(*id);
            }
        }
        for (object, owners) in owners {
            if let ([id], Some([path])) = (&owners[..], paths.get(&object).map(|paths| &paths[..])) {
                let state = tree.documents[id].state;
                let there = tree.path(*id);
                assert!(
                    state == State::Present && there.as_deref() == Some(path),
                    "{id} is {state:?} at {there:?} and its file at {path}"
                );
            }
        }
    }

    /// After a look at the whole disk with every file hashed: tree and disk are the same.
    pub(in super::super) fn check_complete(tree: &Tree, truly: &TrueDisk) {
        let mut there: BTreeSet<String> = BTreeSet::new();
        for (id, document) in tree.documents.iter().filter(|(_, document)| document.state == State::Present) {
            let folder = &tree.folders[&document.folder_id];
            if folder.state == State::Present && tree.clients[&folder.client_id].state == State::Present {
                let path = tree.path(*id).unwrap();
                let file = truly.files.get(&path).unwrap_or_else(|| panic!("there is no {path}"));
                assert_eq!(document.sha256, Some(file.sha256), "{path}");
                assert!(document.published && document.stat == file.stat, "{path}");
                there.insert(path);
            }
        }
        // A client's folder that was renamed is a stranger where its identity proves nothing.
        let strange = |path: &str| {
            let client = path.split_once('/').map_or(path, |(client, _)| client);
            tree.flagged.get(client) == Some(&Flag::NotAClient)
        };
        for (path, file) in &truly.files {
            let proved = file.stat.identity.is_some_and(|identity| identity.born.is_some());
            assert!(there.contains(path) || (!proved && strange(path)), "{path} is no document");
        }
    }
}

/// The folder of which an act says where it is.
fn placed_folder(act: &Act) -> Option<FolderId> {
    match act {
        Act::AddFolder { folder_id, .. }
        | Act::FolderSeen { folder_id, .. }
        | Act::FolderRenamed { folder_id, .. }
        | Act::FolderReturned { folder_id }
        | Act::FolderMovedToClient { folder_id, .. } => Some(*folder_id),
        _ => None,
    }
}

/// Nothing is twice at one place.
pub(in super::super) fn check_places(tree: &Tree, plan: &Plan) {
    let mut places = HashSet::new();
    for document in tree.documents.values().filter(|document| document.state == State::Present) {
        assert!(
            places.insert((document.folder_id, &document.path)),
            "two documents at {}\n{plan:?}",
            document.path
        );
    }
    let mut places = HashSet::new();
    for folder in tree.folders.values().filter(|folder| folder.state == State::Present) {
        assert!(places.insert((folder.client_id, &folder.name)), "two folders at {}\n{plan:?}", folder.name);
    }
    let mut places = HashSet::new();
    for client in tree.clients.values().filter(|client| client.state == State::Present) {
        assert!(places.insert(&client.folder), "two clients at {}\n{plan:?}", client.folder);
    }
}

/// What an act says of visibility is so.
fn check_visibility(act: &Act, tree: &Tree) {
    if let Act::DocumentMoved { document_id, visible, .. }
    | Act::DocumentReturned { document_id, visible, .. }
    | Act::DocumentPublished { document_id, visible, .. }
    | Act::DocumentChanged { document_id, visible, .. }
    | Act::DocumentFlagged { document_id, visible, .. } = act
    {
        assert_eq!(*visible, tree.seen_by(*document_id).is_some(), "{act:?}");
    }
    if let Act::DocumentHidden { document_id, .. } | Act::AddDocument { document_id, .. } = act {
        assert_eq!(tree.seen_by(*document_id), None, "{act:?}");
    }
}
