//! The last known tree: what the office has on record of its clients' folders and documents, and who may see what of it.
//!
//! Nothing is forgotten when it vanishes from the disk. A document that is not at its place is [`State::Missing`] for a
//! moment (a program is saving it, a scan came between the two halves of a move), then [`State::Gone`]; its record stays
//! so that it is the same document when it comes back. Two documents are never at one place: those that are not present
//! hold none.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::flag::Flag;
use super::observed::Look;
use crate::id::{ClientId, DocumentId, FolderId};

/// A SHA-256 digest (FIPS 180-4), 32 bytes.
pub type Sha256 = [u8; 32];

/// Who sees a top-level folder and all below it, from the narrowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// The office alone.
    Private,
    /// The client can view.
    View,
    /// The client can view and edit.
    Edit,
}

impl Access {
    /// The word that is stored: `private`, `view`, `edit`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::View => "view",
            Self::Edit => "edit",
        }
    }

    /// The access of this word.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Private, Self::View, Self::Edit].into_iter().find(|access| access.code() == code)
    }
}

/// What the file system calls a file or folder, whatever its name is at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity {
    /// The device or volume: 0 for the one that the root is on, for that may be mounted under another number tomorrow.
    pub device: u64,
    /// The inode, or the file id of NTFS and `ReFS`.
    pub file: u128,
    /// When it was created, in nanoseconds since 1970, where the file system knows. Inodes are given out again as soon as
    /// they are free, so without this an identity alone proves nothing, and is believed only together with an unchanged
    /// size and time.
    pub born: Option<i64>,
}

/// What can be read of a file without opening it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stat {
    /// Bytes.
    pub size: u64,
    /// Last change of the content, in nanoseconds since 1970.
    pub mtime: i64,
    /// None where the file system has no lasting identities.
    pub identity: Option<Identity>,
}

impl Stat {
    /// Whether size and time are the same: the content that was hashed is still there, whoever holds it.
    pub fn has_same_content_as(&self, other: &Self) -> bool {
        self.size == other.size && self.mtime == other.mtime
    }

    /// Whether these two may be one file: their identities are equal, or one is unknown.
    pub fn may_be_same_file_as(&self, other: &Self) -> bool {
        may_be_same(self.identity, other.identity)
    }
}

/// Whether identities allow that two are the same: equal, or one unknown.
pub(super) fn may_be_same(one: Option<Identity>, two: Option<Identity>) -> bool {
    one.is_none() || two.is_none() || one == two
}

/// Whether something is where the record says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// At its place.
    Present,
    /// Not at its place since this instant (milliseconds); seen by nobody, and it is not decided what became of it.
    Missing {
        /// When it was first missed.
        since: i64,
    },
    /// Gone, and recorded as such.
    Gone,
}

/// A client's folder, directly below the root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// Its name on disk.
    pub folder: String,
    /// Its identity on disk.
    pub identity: Option<Identity>,
    /// Never [`State::Gone`]: the client is still a client without a folder.
    pub state: State,
}

/// A top-level folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    /// Whose it is.
    pub client_id: ClientId,
    /// Its name on disk.
    pub name: String,
    /// Who sees it.
    pub access: Access,
    /// Its identity on disk.
    pub identity: Option<Identity>,
    /// Why it and all in it is kept from clients whatever its access.
    pub flag: Option<Flag>,
    /// Whether it is there.
    pub state: State,
}

/// A document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The top-level folder in which it lies.
    pub folder_id: FolderId,
    /// Where it lies below that folder, parts separated by `/`.
    pub path: String,
    /// As it was when the last version was taken; of one without a version, as it was last seen.
    pub stat: Stat,
    /// The last whole version; None until there is one.
    pub sha256: Option<Sha256>,
    /// Whether that version was found whole at a place where it may be shown. Always false without a version.
    pub published: bool,
    /// Whether the content is of a kind that is kept from clients (a program, something that pretends to be something
    /// else).
    pub refused: bool,
    /// Why it is kept from clients because of its place or name.
    pub flag: Option<Flag>,
    /// Whether it is there.
    pub state: State,
}

impl Document {
    /// One that was found just now, and not read yet.
    pub const fn found(folder_id: FolderId, path: String, stat: Stat, flag: Option<Flag>) -> Self {
        let state = State::Present;
        Self { folder_id, path, stat, sha256: None, published: false, refused: false, flag, state }
    }

    /// Whether bytes read from a file of this stat may be given out as this document's published version. Asked on the
    /// open handle, for between a change on disk and the scan that finds it another file may lie at the path.
    pub fn may_be_served_from(&self, opened: &Stat) -> bool {
        self.published && self.stat.has_same_content_as(opened) && self.stat.may_be_same_file_as(opened)
    }

    /// Whether it could be seen in a folder that clients see.
    pub(super) fn is_showable(&self) -> bool {
        self.published && !self.refused && self.flag.is_none() && self.state == State::Present
    }
}

/// The last known tree.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    /// The root was not there when it was last looked for.
    pub root_missing: bool,
    /// Every client that has, or had, a folder.
    pub clients: BTreeMap<ClientId, Client>,
    /// Top-level folders.
    pub folders: BTreeMap<FolderId, Folder>,
    /// Documents.
    pub documents: BTreeMap<DocumentId, Document>,
    /// What lies in the tree and can't be a document, by path below the root.
    pub flagged: BTreeMap<String, Flag>,
}

impl Tree {
    /// The client that sees this document, if any does.
    pub fn seen_by(&self, document_id: DocumentId) -> Option<ClientId> {
        let document = self.documents.get(&document_id).filter(|document| document.is_showable())?;
        let folder = self.folders.get(&document.folder_id)?;
        let client = self.clients.get(&folder.client_id)?;
        let open = folder.access > Access::Private && folder.flag.is_none();
        let there = folder.state == State::Present && client.state == State::Present;
        (open && there).then_some(folder.client_id)
    }

    /// Whether a document lies at its place, as far as is known.
    pub fn is_there(&self, document_id: DocumentId) -> bool {
        let there = |document: &Document| {
            let folder = self.folders.get(&document.folder_id)?;
            let client = self.clients.get(&folder.client_id)?;
            let all = [document.state, folder.state, client.state];
            Some(all.into_iter().all(|state| state == State::Present))
        };
        self.documents.get(&document_id).and_then(there).unwrap_or_default()
    }

    /// Takes these documents in.
    pub(super) fn add(&mut self, new: &mut Vec<(DocumentId, Document)>) {
        let new = std::mem::take(new);
        if new.len() > self.documents.len() {
            // Built anew, the map has no empty places; it would be half empty if many were added one behind the other.
            self.documents.append(&mut new.into_iter().collect());
        } else {
            self.documents.extend(new);
        }
    }

    /// All that clients see: who, which document, and the hash of the version.
    pub fn client_view(&self) -> impl Iterator<Item = (ClientId, DocumentId, Sha256)> + '_ {
        self.documents.iter().filter_map(|(id, document)| Some((self.seen_by(*id)?, *id, document.sha256?)))
    }

    /// The places of all that is missing: to be looked at once more at [`Plan::again_at`](super::Plan::again_at).
    pub fn missing(&self) -> Vec<Look> {
        let is_missing = |state: State| matches!(state, State::Missing { .. });
        let clients = self.clients.values().filter(|client| is_missing(client.state));
        let clients = clients.map(|client| client.folder.clone());
        let folders = self.folders.values().filter(|folder| is_missing(folder.state)).filter_map(|folder| {
            Some(format!("{}/{}", self.clients.get(&folder.client_id)?.folder, folder.name))
        });
        let documents = self.documents.iter().filter(|(_, document)| is_missing(document.state));
        let documents = documents.filter_map(|(id, _)| self.path(*id));
        clients.chain(folders).chain(documents).map(Look::Entry).collect()
    }

    /// Where a document lies or lay, below the root: `<client folder>/<top-level folder>/<path>`.
    pub fn path(&self, document_id: DocumentId) -> Option<String> {
        let document = self.documents.get(&document_id)?;
        let folder = self.folders.get(&document.folder_id)?;
        let client = self.clients.get(&folder.client_id)?;
        Some(format!("{}/{}/{}", client.folder, folder.name, document.path))
    }
}
