//! Acts in words, for tests and traces that are read.

use super::super::{Act, Place, Tree};
use crate::id::{ClientId, DocumentId, FolderId};

/// What an act does, told with the names of before.
pub(in super::super) fn say(tree: &Tree, act: &Act) -> String {
    let client = |id: &ClientId| tree.clients.get(id).map_or("?", |client| client.folder.as_str());
    let folder = |id: &FolderId| {
        let folder = tree.folders.get(id);
        folder.map_or("?".to_owned(), |folder| format!("{}/{}", client(&folder.client_id), folder.name))
    };
    let place = |place: &Place| format!("{}/{}", folder(&place.folder_id), place.path);
    let document = |id: &DocumentId| tree.path(*id).unwrap_or("?".to_owned());
    let seen = |visible: bool| if visible { "visible" } else { "hidden" };
    let why =
        |flag: Option<super::super::Flag>| flag.map_or(String::new(), |flag| format!(", {}", flag.code()));
    match act {
        Act::RootMissing => "root missing".to_owned(),
        Act::RootBack => "root back".to_owned(),
        Act::ClientHidden { client_id, .. } => format!("client hidden {}", client(client_id)),
        Act::ClientReturned { client_id } => format!("client returned {}", client(client_id)),
        Act::ClientsRenamed { to } => {
            let names: Vec<String> =
                to.iter().map(|(id, name)| format!("{} to {name}", client(id))).collect();
            format!("clients renamed {}", names.join(", "))
        }
        Act::ClientSeen { client_id, .. } => format!("client seen {}", client(client_id)),
        Act::AddFolder { client_id, name, flag, .. } => {
            format!("folder added {}/{name}{}", client(client_id), why(*flag))
        }
        Act::FolderHidden { folder_id, .. } => format!("folder hidden {}", folder(folder_id)),
        Act::FolderNarrowed { folder_id } => format!("folder narrowed {}", folder(folder_id)),
        Act::FolderRenamed { folder_id, to } => format!("folder renamed {} to {to}", folder(folder_id)),
        Act::FolderMovedToClient { folder_id, client_id, name } => {
            format!("folder moved {} to {}/{name}", folder(folder_id), client(client_id))
        }
        Act::FolderReturned { folder_id } => format!("folder returned {}", folder(folder_id)),
        Act::FolderSeen { folder_id, .. } => format!("folder seen {}", folder(folder_id)),
        Act::FolderFlagged { folder_id, flag } => {
            format!("folder flagged {}{}", folder(folder_id), why(*flag))
        }
        Act::FolderGone { folder_id, documents } => {
            format!("folder gone {} with {}", folder(folder_id), documents.len())
        }
        Act::AddDocument { place: at, flag, .. } => format!("added {}{}", place(at), why(*flag)),
        Act::DocumentHidden { document_id, .. } => format!("hidden {}", document(document_id)),
        Act::DocumentMoved { from, to, flag, visible, .. } => {
            format!("moved {} to {}{}, {}", place(from), place(to), why(*flag), seen(*visible))
        }
        Act::SubfolderMoved { from, to, documents, .. } => {
            format!("subfolder moved {} to {} with {}", place(from), place(to), documents.len())
        }
        Act::DocumentReturned { document_id, flag, visible, .. } => {
            format!("returned {}{}, {}", document(document_id), why(*flag), seen(*visible))
        }
        Act::DocumentSeen { document_id, .. } => format!("seen {}", document(document_id)),
        Act::DocumentPublished { document_id, visible, .. } => {
            format!("published {}, {}", document(document_id), seen(*visible))
        }
        Act::DocumentChanged { document_id, visible, .. } => {
            format!("changed {}, {}", document(document_id), seen(*visible))
        }
        Act::DocumentFlagged { document_id, flag, visible } => {
            format!("flagged {}{}, {}", document(document_id), why(*flag), seen(*visible))
        }
        Act::DocumentGone { document_id } => format!("gone {}", document(document_id)),
        Act::EntryFlagged { path, flag } => format!("entry flagged {path}, {}", flag.code()),
        Act::EntryUnflagged { path } => format!("entry unflagged {path}"),
    }
}
