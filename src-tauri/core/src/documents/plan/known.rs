//! The documents on record, and what was seen at their places.

use std::collections::HashMap;
use std::ops::Range;

use super::draft::Standing;
use super::folder_acts::Outcome;
use super::folders::Folders;
use super::observed::Entry;
use super::sighting::Sighting;
use super::tree::{Document, Stat, State, Tree};
use crate::id::{ClientId, DocumentId, FolderId};

/// A file in a folder that is on record, or new.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen<'a> {
    pub folder_id: FolderId,
    /// Below that folder.
    pub path: &'a str,
    pub entry: &'a Entry,
}

/// Whether a document's place was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// It was.
    Looked,
    /// Its folder is not there, and so neither is its place.
    Lost,
    /// It was not.
    NotLooked,
}

/// A document on record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'a> {
    pub id: DocumentId,
    pub document: &'a Document,
    /// Whose its folder is now.
    pub client_id: Option<ClientId>,
    pub place: Place,
    /// The file at its place.
    pub here: Option<usize>,
}

impl Known<'_> {
    pub(super) fn has_version(&self) -> bool {
        self.document.sha256.is_some()
    }

    /// Whether the identities are known and the same.
    pub(super) fn is_surely(&self, stat: &Stat) -> bool {
        stat.identity.is_some() && stat.identity == self.document.stat.identity
    }

    pub(super) fn is_gone(&self) -> bool {
        self.document.state == State::Gone
    }
}

/// All documents on record, with what was seen at their places.
pub(super) fn known<'a>(
    tree: &'a Tree,
    sighting: &Sighting<'_>,
    folders: &Folders,
    outcome: &Outcome,
    files: &[Seen<'_>],
) -> Vec<Known<'a>> {
    let mut places = Places::new(files);
    let mut last: Option<(FolderId, Above)> = None;
    let known = tree.documents.iter().map(|(id, document)| {
        // Most lie in the folder of the one before.
        let above = match last {
            Some((folder_id, above)) if folder_id == document.folder_id => above,
            _ => Above::of(document.folder_id, tree, folders, outcome),
        };
        last = Some((document.folder_id, above));
        let is_here = matches!(above.standing, Some(Standing::Here(_)));
        let here = is_here.then(|| places.find(document.folder_id, &document.path)).flatten();
        let place = if here.is_some() { Place::Looked } else { place_of(document, above.standing, sighting) };
        Known { id: *id, document, client_id: above.client_id, place, here }
    });
    known.collect()
}

/// What a document's top-level folder says of it.
#[derive(Clone, Copy)]
struct Above {
    standing: Option<Standing<usize>>,
    client_id: Option<ClientId>,
}

impl Above {
    fn of(folder_id: FolderId, tree: &Tree, folders: &Folders, outcome: &Outcome) -> Self {
        let after = outcome.after.get(&folder_id).map(|after| after.client_id);
        let before = || tree.folders.get(&folder_id).map(|folder| folder.client_id);
        Self { standing: folders.standing.get(&folder_id).copied(), client_id: after.or_else(before) }
    }
}

/// Tells which file lies at a place. Files are in order of their paths in each folder, and so, mostly, are the documents
/// that are asked for.
struct Places<'f, 'a> {
    files: &'f [Seen<'a>],
    of_folder: HashMap<FolderId, Range<usize>>,
    /// The file behind the one that was found last.
    next: usize,
}

impl<'f, 'a> Places<'f, 'a> {
    fn new(files: &'f [Seen<'a>]) -> Self {
        let (mut of_folder, mut start) = (HashMap::new(), 0);
        for folder in files.chunk_by(|one, two| one.folder_id == two.folder_id) {
            let end = start + folder.len();
            of_folder.extend(folder.first().map(|file| (file.folder_id, start..end)));
            start = end;
        }
        Self { files, of_folder, next: 0 }
    }

    fn find(&mut self, folder_id: FolderId, path: &str) -> Option<usize> {
        let is_next = |file: &Seen<'_>| file.folder_id == folder_id && file.path == path;
        let index = if self.files.get(self.next).is_some_and(is_next) {
            self.next
        } else {
            let folder = self.of_folder.get(&folder_id)?;
            let files = self.files.get(folder.clone())?;
            folder.start + files.binary_search_by(|file| file.path.cmp(path)).ok()?
        };
        self.next = index + 1;
        Some(index)
    }
}

fn place_of(document: &Document, standing: Option<Standing<usize>>, sighting: &Sighting<'_>) -> Place {
    match standing {
        Some(Standing::Here(_)) if sighting.coverage.is_everything() => Place::Looked,
        Some(Standing::Here(top)) => {
            let path = sighting.tops.get(top).map(|top| format!("{}/{}", top.entry.path, document.path));
            let covered = path.is_some_and(|path| sighting.coverage.covers(&path));
            if covered { Place::Looked } else { Place::NotLooked }
        }
        Some(Standing::Lost) => Place::Lost,
        Some(Standing::NotLooked) | None => Place::NotLooked,
    }
}
