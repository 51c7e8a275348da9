//! What a look at the disk makes the office do, in words of clients' folders, folders and documents.

use super::flag::Flag;
use super::observed::{Content, Look};
use super::tree::{Identity, Stat};
use crate::id::{ClientId, DocumentId, FolderId};

/// Where a document, or a folder below a top-level folder, lies.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The top-level folder.
    pub folder_id: FolderId,
    /// The path below it.
    pub path: String,
}

/// One act. Each can be written in a transaction of its own: after every one the tree is whole, and if the rest is never
/// done the next plan finds it again.
///
/// `visible` says whether the client sees the document after the act. Acts that have no such field show nothing that was
/// not visible before, but for the return of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// The root is not there. Nothing else is believed until it is back.
    RootMissing,
    /// The root is back.
    RootBack,

    /// A client's folder is not there: hides all in it at once.
    ClientHidden {
        /// Whose folder.
        client_id: ClientId,
        /// Since when, in milliseconds.
        since: i64,
    },
    /// A client's folder is back.
    ClientReturned {
        /// Whose folder.
        client_id: ClientId,
    },
    /// Clients' folders were renamed by hand. All at once, for two may have been swapped. They count as present then.
    ClientsRenamed {
        /// Whose folder, and its name now.
        to: Vec<(ClientId, String)>,
    },
    /// A client's folder has another identity than on record.
    ClientSeen {
        /// Whose folder.
        client_id: ClientId,
        /// Its identity.
        identity: Option<Identity>,
    },

    /// A top-level folder appeared. It is Private.
    AddFolder {
        /// Its new id.
        folder_id: FolderId,
        /// Whose it is.
        client_id: ClientId,
        /// Its name.
        name: String,
        /// Its identity.
        identity: Option<Identity>,
        /// Why it is kept from clients, if it is.
        flag: Option<Flag>,
    },
    /// A folder is not at its place: hides all in it at once and frees the place. Also the first half of a swap of names.
    FolderHidden {
        /// Which.
        folder_id: FolderId,
        /// Since when, in milliseconds.
        since: i64,
    },
    /// A folder becomes Private: it was moved to another client, or it can't be told whether it is still the same one.
    FolderNarrowed {
        /// Which.
        folder_id: FolderId,
    },
    /// A folder was renamed by hand and keeps its access. It counts as present then.
    FolderRenamed {
        /// Which.
        folder_id: FolderId,
        /// Its name now.
        to: String,
    },
    /// A folder was moved to another client's folder, having been narrowed before. It counts as present then.
    FolderMovedToClient {
        /// Which.
        folder_id: FolderId,
        /// Whose it is now.
        client_id: ClientId,
        /// Its name there.
        name: String,
    },
    /// A folder is back at its place.
    FolderReturned {
        /// Which.
        folder_id: FolderId,
    },
    /// A folder has another identity than on record.
    FolderSeen {
        /// Which.
        folder_id: FolderId,
        /// Its identity.
        identity: Option<Identity>,
    },
    /// Whether a folder is kept from clients because of its name.
    FolderFlagged {
        /// Which.
        folder_id: FolderId,
        /// Why; None: no longer.
        flag: Option<Flag>,
    },
    /// A folder is gone, hidden before; what is still in it goes with it, and its access ends: it comes back as Private.
    FolderGone {
        /// Which.
        folder_id: FolderId,
        /// The documents that go with it.
        documents: Vec<DocumentId>,
    },

    /// A document appeared. Nobody sees it before it is published.
    AddDocument {
        /// Its new id.
        document_id: DocumentId,
        /// Where.
        place: Place,
        /// As it was seen.
        stat: Stat,
        /// Why it is kept from clients, if it is.
        flag: Option<Flag>,
    },
    /// A document is not at its place, or must not be seen there any more: hidden at once, its place free. What became of
    /// it follows, in this plan or a later one.
    DocumentHidden {
        /// Which.
        document_id: DocumentId,
        /// Since when, in milliseconds.
        since: i64,
    },
    /// A document was renamed or moved. Its version and history are the same.
    DocumentMoved {
        /// Which.
        document_id: DocumentId,
        /// Where it lay.
        from: Place,
        /// Where it lies.
        to: Place,
        /// Why it is kept from clients there, if it is.
        flag: Option<Flag>,
        /// Whether its version counts as published there; if not, it is published anew once it is settled at its new place.
        published: bool,
        /// Whether the client sees it then.
        visible: bool,
    },
    /// A folder below a top-level folder was renamed or moved with all documents in it. Nothing else lies, or lay, there.
    SubfolderMoved {
        /// Where it lay.
        from: Place,
        /// Where it lies.
        to: Place,
        /// The documents in it, each of which keeps its path below it.
        documents: Vec<DocumentId>,
        /// Whether those that are published stay so; if not, they are published anew once settled.
        published: bool,
    },
    /// A document is back at its place.
    DocumentReturned {
        /// Which.
        document_id: DocumentId,
        /// Why it is kept from clients, if it is.
        flag: Option<Flag>,
        /// Whether its version counts as published.
        published: bool,
        /// Whether the client sees it then.
        visible: bool,
    },
    /// The same content with another size on record, time or identity: touched, or saved unchanged.
    DocumentSeen {
        /// Which.
        document_id: DocumentId,
        /// As it is now.
        stat: Stat,
    },
    /// A document's content is whole at its place: its first version, or the same one as before it came here.
    DocumentPublished {
        /// Which.
        document_id: DocumentId,
        /// As it was hashed.
        stat: Stat,
        /// What is in it.
        content: Content,
        /// Whether the client sees it then.
        visible: bool,
    },
    /// A document has a new version.
    DocumentChanged {
        /// Which.
        document_id: DocumentId,
        /// As it was hashed.
        stat: Stat,
        /// What is in it.
        content: Content,
        /// Whether the client sees it then.
        visible: bool,
    },
    /// Whether a document is kept from clients because of its name.
    DocumentFlagged {
        /// Which.
        document_id: DocumentId,
        /// Why; None: no longer.
        flag: Option<Flag>,
        /// Whether the client sees it then.
        visible: bool,
    },
    /// A document is gone. One that never had a version need not be remembered.
    DocumentGone {
        /// Which.
        document_id: DocumentId,
    },

    /// Something in the tree can't be a document.
    EntryFlagged {
        /// Where, below the root.
        path: String,
        /// Why.
        flag: Flag,
    },
    /// What was flagged at this path is not there any more.
    EntryUnflagged {
        /// Where, below the root.
        path: String,
    },
}

/// What is to be done, and what must be known before more can be said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// In this order: all that hides comes before all that shows.
    pub acts: Vec<Act>,
    /// Files, by path below the root and as they were seen, to be [settled](super::settle) and hashed, then planned again with
    /// their content.
    pub settle: Vec<(String, Stat)>,
    /// Parts of the disk to look at, together with what was looked at now.
    pub look: Vec<Look>,
    /// When [all that is missing](super::Tree::missing) is to be looked for once more, in milliseconds; takes the place of
    /// what an earlier plan said.
    pub again_at: Option<i64>,
}
