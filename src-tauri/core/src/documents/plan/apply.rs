//! Writes acts into a tree: what the store does with rows, on plain values.

use super::acts::Act;
use super::tree::{Access, Document, Folder, State, Tree};

/// The tree after these acts.
pub fn apply(mut tree: Tree, acts: &[Act]) -> Tree {
    apply_each(&mut tree, acts, |_, _| {});
    tree
}

/// Writes acts, one after the other; `before` sees each, and the tree as it is then. Of many documents that appear in a row
/// it sees the tree without those before them: they are added together, for a tree takes many at once far faster.
pub fn apply_each<'a>(tree: &mut Tree, acts: &'a [Act], mut before: impl FnMut(&Tree, &'a Act)) {
    let mut new = Vec::new();
    for act in acts {
        if let Act::AddDocument { document_id, place, stat, flag } = act {
            before(tree, act);
            new.push((*document_id, Document::found(place.folder_id, place.path.clone(), *stat, *flag)));
            continue;
        }
        tree.add(&mut new);
        before(tree, act);
        apply_one(tree, act);
    }
    tree.add(&mut new);
}

/// Writes one act. What an act names and the tree has not is passed over.
pub fn apply_one(tree: &mut Tree, act: &Act) {
    match act {
        Act::RootMissing => tree.root_missing = true,
        Act::RootBack => tree.root_missing = false,
        Act::EntryFlagged { path, flag } => {
            tree.flagged.insert(path.clone(), *flag);
        }
        Act::EntryUnflagged { path } => {
            tree.flagged.remove(path);
        }
        act => {
            to_clients(tree, act);
            to_folders(tree, act);
            to_documents(tree, act);
        }
    }
}

fn to_clients(tree: &mut Tree, act: &Act) {
    match act {
        Act::ClientsRenamed { to } => {
            for (client_id, folder) in to {
                if let Some(client) = tree.clients.get_mut(client_id) {
                    client.folder.clone_from(folder);
                    client.state = State::Present;
                }
            }
        }
        Act::ClientHidden { client_id, .. }
        | Act::ClientReturned { client_id }
        | Act::ClientSeen { client_id, .. } => {
            let Some(client) = tree.clients.get_mut(client_id) else { return };
            match act {
                Act::ClientHidden { since, .. } => client.state = State::Missing { since: *since },
                Act::ClientSeen { identity, .. } => client.identity = *identity,
                _ => client.state = State::Present,
            }
        }
        _ => {}
    }
}

fn to_folders(tree: &mut Tree, act: &Act) {
    let folder = match act {
        Act::AddFolder { folder_id, client_id, name, identity, flag } => {
            let folder = Folder {
                client_id: *client_id,
                name: name.clone(),
                access: Access::Private,
                identity: *identity,
                flag: *flag,
                state: State::Present,
            };
            tree.folders.insert(*folder_id, folder);
            return;
        }
        Act::FolderHidden { folder_id, .. }
        | Act::FolderNarrowed { folder_id }
        | Act::FolderRenamed { folder_id, .. }
        | Act::FolderMovedToClient { folder_id, .. }
        | Act::FolderReturned { folder_id }
        | Act::FolderSeen { folder_id, .. }
        | Act::FolderFlagged { folder_id, .. }
        | Act::FolderGone { folder_id, .. } => tree.folders.get_mut(folder_id),
        _ => return,
    };
    let Some(folder) = folder else { return };
    match act {
        Act::FolderHidden { since, .. } => folder.state = State::Missing { since: *since },
        Act::FolderNarrowed { .. } => folder.access = Access::Private,
        Act::FolderRenamed { to, .. } => {
            folder.name.clone_from(to);
            folder.state = State::Present;
        }
        Act::FolderMovedToClient { client_id, name, .. } => {
            folder.client_id = *client_id;
            folder.name.clone_from(name);
            folder.state = State::Present;
        }
        Act::FolderSeen { identity, .. } => folder.identity = *identity,
        Act::FolderFlagged { flag, .. } => folder.flag = *flag,
        Act::FolderGone { documents, .. } => {
            folder.state = State::Gone;
            folder.access = Access::Private;
            for document_id in documents {
                lose(tree, *document_id);
            }
        }
        _ => folder.state = State::Present,
    }
}

/// A document without a version has nothing to remember.
fn lose(tree: &mut Tree, document_id: crate::id::DocumentId) {
    match tree.documents.get_mut(&document_id) {
        Some(document) if document.sha256.is_some() => {
            document.state = State::Gone;
            document.published = false;
        }
        _ => drop(tree.documents.remove(&document_id)),
    }
}

fn to_documents(tree: &mut Tree, act: &Act) {
    let document = match act {
        Act::AddDocument { document_id, place, stat, flag } => {
            let document = Document::found(place.folder_id, place.path.clone(), *stat, *flag);
            tree.documents.insert(*document_id, document);
            return;
        }
        Act::SubfolderMoved { from, to, documents, published } => {
            for document_id in documents {
                let Some(document) = tree.documents.get_mut(document_id) else { continue };
                let Some(rest) = document.path.strip_prefix(from.path.as_str()) else { continue };
                let path = [to.path.as_str(), rest.trim_start_matches('/')].join("/");
                path.trim_start_matches('/').clone_into(&mut document.path);
                document.folder_id = to.folder_id;
                document.published &= *published;
            }
            return;
        }
        Act::DocumentGone { document_id } => return lose(tree, *document_id),
        Act::DocumentHidden { document_id, .. }
        | Act::DocumentMoved { document_id, .. }
        | Act::DocumentReturned { document_id, .. }
        | Act::DocumentSeen { document_id, .. }
        | Act::DocumentPublished { document_id, .. }
        | Act::DocumentChanged { document_id, .. }
        | Act::DocumentFlagged { document_id, .. } => tree.documents.get_mut(document_id),
        _ => return,
    };
    let Some(document) = document else { return };
    match act {
        Act::DocumentHidden { since, .. } => document.state = State::Missing { since: *since },
        Act::DocumentMoved { to, flag, published, .. } => {
            document.folder_id = to.folder_id;
            document.path.clone_from(&to.path);
            document.state = State::Present;
            document.flag = *flag;
            document.published = *published;
        }
        Act::DocumentReturned { flag, published, .. } => {
            document.state = State::Present;
            document.flag = *flag;
            document.published = *published;
        }
        Act::DocumentSeen { stat, .. } => document.stat = *stat,
        Act::DocumentPublished { stat, content, .. } | Act::DocumentChanged { stat, content, .. } => {
            document.stat = *stat;
            document.sha256 = Some(content.sha256);
            document.refused = content.refused;
            document.published = true;
        }
        Act::DocumentFlagged { flag, .. } => document.flag = *flag,
        _ => {}
    }
}
