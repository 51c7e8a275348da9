//! What the files in a top-level folder say about which folder it is, where its identity does not say it.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::sighting::Top;
use super::tree::{Document, Stat, State, Tree};
use crate::id::FolderId;

/// The same file in more folders than this (a form that every client got) says nothing.
const TELLING: usize = 8;

/// Path below the top-level folder, size and time.
type Unchanged<'a> = (&'a str, u64, i64);

/// The documents on record, found by where they lie in their folder. Made only when asked.
#[derive(Debug)]
pub(super) struct Evidence<'a> {
    known: &'a Tree,
    places: OnceCell<HashMap<(FolderId, &'a str), &'a Stat>>,
    folders: OnceCell<HashMap<Unchanged<'a>, Vec<FolderId>>>,
}

impl<'a> Evidence<'a> {
    pub(super) fn new(known: &'a Tree) -> Self {
        Self { known, places: OnceCell::new(), folders: OnceCell::new() }
    }

    /// Whether a document of the folder lies unchanged at its place in this folder on disk.
    pub(super) fn has_own(&self, folder_id: FolderId, top: &Top<'_>) -> bool {
        let places = self.places.get_or_init(|| {
            let place =
                |document: &'a Document| ((document.folder_id, document.path.as_str()), &document.stat);
            self.present().map(place).collect()
        });
        let is_own = |path, stat: &Stat| {
            places.get(&(folder_id, path)).is_some_and(|known| known.has_same_content_as(stat))
        };
        top.files.iter().any(|file| is_own(file.path, &file.entry.stat))
    }

    /// The folders of which documents lie unchanged, and at the same place in it, in this folder on disk, and how many.
    pub(super) fn votes(&self, top: &Top<'_>) -> HashMap<FolderId, usize> {
        let folders = self.folders.get_or_init(|| {
            let mut folders: HashMap<_, Vec<FolderId>> = HashMap::new();
            for document in self.present() {
                let key = (document.path.as_str(), document.stat.size, document.stat.mtime);
                folders.entry(key).or_default().push(document.folder_id);
            }
            folders.retain(|_, folders| folders.len() <= TELLING);
            folders
        });
        let mut votes = HashMap::new();
        for file in &top.files {
            let key = (file.path, file.entry.stat.size, file.entry.stat.mtime);
            for folder_id in folders.get(&key).into_iter().flatten() {
                *votes.entry(*folder_id).or_default() += 1;
            }
        }
        votes
    }

    /// How many documents are on record in each folder.
    pub(super) fn documents_in_folders(&self) -> HashMap<FolderId, usize> {
        let mut count = HashMap::new();
        self.present().for_each(|document| *count.entry(document.folder_id).or_default() += 1);
        count
    }

    fn present(&self) -> impl Iterator<Item = &'a Document> + use<'a> {
        self.known.documents.values().filter(|document| document.state == State::Present)
    }
}
