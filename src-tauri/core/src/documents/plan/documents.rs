//! Which document is which file: by identity first, then by place, then by content.
//!
//! | found | is |
//! |---|---|
//! | the same identity, anywhere | the same document, moved |
//! | another identity at its place, its own nowhere | the same document, saved by a program that renames over it |
//! | the same but for case or accents, in the same folder | the same document, renamed |
//! | the same content at a new place of the same client, its own place empty | the same document, moved |
//! | the same content while its own place still holds it | a copy: a new document |
//!
//! An identity without a time of birth counts only with an unchanged size and time, since inodes are given out again.
//! Documents that never had a version have no history to keep and come last.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::draft::{Draft, rank};
use super::folder_acts::Outcome;
use super::folders::Folders;
use super::known::{Known, Place, Seen, known};
use super::observed::Look;
use super::sighting::{File, Sighting};
use super::tree::{Identity, Stat, State, Tree};
use crate::documents::names::fold_key;
use crate::id::FolderId;

/// Documents and files, matched as far as can be.
#[derive(Debug)]
pub(super) struct Matching<'a> {
    /// When it was looked, in milliseconds.
    pub at: i64,
    pub files: Vec<Seen<'a>>,
    pub known: Vec<Known<'a>>,
    /// Of each document, its file.
    pub file_of: Vec<Option<usize>>,
    /// Of each file, its document.
    pub known_of: Vec<Option<usize>>,
    /// Documents that are not at their place while files that may be theirs are not hashed.
    pub undecided: HashSet<usize>,
    /// Documents of which nothing is said before other files are hashed.
    pub waiting: HashSet<usize>,
    /// Files that are not yet told to be new.
    pub held: BTreeSet<usize>,
}

/// Matches all documents on record with all files found.
pub(super) fn recognise<'a>(
    tree: &'a Tree,
    sighting: &Sighting<'a>,
    folders: &Folders,
    outcome: &Outcome,
    draft: &mut Draft,
) -> Matching<'a> {
    let mut matching = Matching::new(tree, sighting, folders, outcome);
    matching.by_place(|known, stat| known.has_version() && known.is_surely(stat));
    matching.by_exchanged_content(tree, draft);
    matching.by_identity(true, tree, draft);
    matching.by_place(|known, _| known.has_version());
    matching.by_folded_place();
    matching.by_content(tree, outcome, draft);
    matching.by_place(|known, stat| !known.has_version() && known.is_surely(stat));
    matching.by_identity(false, tree, draft);
    matching.by_place(|_, _| true);
    matching.hold_twins(sighting, folders, draft);
    matching
}

impl<'a> Matching<'a> {
    fn new(tree: &'a Tree, sighting: &Sighting<'a>, folders: &Folders, outcome: &Outcome) -> Self {
        let mut files = Vec::with_capacity(sighting.tops.iter().map(|top| top.files.len()).sum());
        for (top, folder_id) in sighting.tops.iter().zip(&folders.of_top) {
            let Some(folder_id) = *folder_id else { continue };
            let seen = |file: &File<'a>| Seen { folder_id, path: file.path, entry: file.entry };
            files.extend(top.files.iter().map(seen));
        }
        let known = known(tree, sighting, folders, outcome, &files);
        Self {
            at: sighting.at,
            file_of: vec![None; known.len()],
            known_of: vec![None; files.len()],
            files,
            known,
            undecided: HashSet::new(),
            waiting: HashSet::new(),
            held: BTreeSet::new(),
        }
    }

    pub(super) fn take(&mut self, known: usize, file: usize) {
        if let (Some(file_of), Some(known_of)) = (self.file_of.get_mut(known), self.known_of.get_mut(file)) {
            *file_of = Some(file);
            *known_of = Some(known);
        }
    }

    pub(super) fn is_open(&self, known: usize) -> bool {
        self.file_of.get(known).is_some_and(Option::is_none) && !self.waiting.contains(&known)
    }

    pub(super) fn is_file_open(&self, file: usize) -> bool {
        self.known_of.get(file).is_some_and(Option::is_none) && !self.held.contains(&file)
    }

    pub(super) fn open_known(&self) -> impl Iterator<Item = (usize, Known<'a>)> + '_ {
        self.known.iter().copied().enumerate().filter(|(index, _)| self.is_open(*index))
    }

    pub(super) fn open_files(&self) -> impl Iterator<Item = (usize, Seen<'a>)> + '_ {
        self.files.iter().copied().enumerate().filter(|(index, _)| self.is_file_open(*index))
    }

    /// Matches open documents with the open files at their places; those that are present before those that are missing.
    /// What is gone stays gone, whatever lies there now.
    fn by_place(&mut self, fits: impl Fn(&Known<'_>, &Stat) -> bool) {
        for present in [true, false] {
            for index in 0..self.known.len() {
                let Some(known) = self.known.get(index).filter(|_| self.is_open(index)) else { continue };
                let Some(here) = known.here.filter(|here| self.is_file_open(*here)) else { continue };
                let now = (known.document.state == State::Present) == present && !known.is_gone();
                let fits = self.files.get(here).is_some_and(|file| now && fits(known, &file.entry.stat));
                if fits {
                    self.take(index, here);
                }
            }
        }
    }

    /// Matches open documents with open files of the same identity, wherever they lie; also what was gone.
    fn by_identity(&mut self, versioned: bool, tree: &Tree, draft: &mut Draft) {
        if !self.open_known().any(|(_, known)| known.has_version() == versioned) {
            return;
        }
        let wanted: HashSet<Identity> =
            self.open_files().filter_map(|(_, file)| file.entry.stat.identity).collect();
        if wanted.is_empty() {
            return;
        }
        let mut by_identity: HashMap<Identity, Vec<usize>> = HashMap::new();
        for (index, known) in self.open_known().filter(|(_, known)| known.has_version() == versioned) {
            if let Some(identity) = known.document.stat.identity.filter(|identity| wanted.contains(identity))
            {
                by_identity.entry(identity).or_default().push(index);
            }
        }
        for file_index in 0..self.files.len() {
            let Some(file) = self.files.get(file_index).filter(|_| self.is_file_open(file_index)) else {
                continue;
            };
            let Some(identity) = file.entry.stat.identity else { continue };
            let believed = |known: &Known<'_>| {
                identity.born.is_some()
                    || !known.has_version()
                    || known.document.stat.has_same_content_as(&file.entry.stat)
            };
            let all = by_identity.get(&identity).into_iter().flatten();
            let all = all.filter_map(|index| Some((*index, self.known.get(*index)?)));
            let open = all.filter(|(index, known)| self.is_open(*index) && believed(known));
            let name = file_name(file.path);
            let best = open.min_by_key(|(index, known)| {
                let other_name = file_name(&known.document.path) != name;
                (known.place == Place::NotLooked, rank(known.document.state), other_name, *index)
            });
            let Some((index, known)) = best else { continue };
            if known.place == Place::NotLooked && known.document.state == State::Present {
                // Moved, or another name of a file that still lies there.
                draft.look.extend(tree.path(known.id).map(Look::Entry));
                self.held.insert(file_index);
            } else {
                self.take(index, file_index);
            }
        }
    }

    /// Matches open documents and files of the same path but for case and accents, where only one can be meant.
    fn by_folded_place(&mut self) {
        let mut lost: HashMap<(FolderId, String), (Vec<usize>, Vec<usize>)> = HashMap::new();
        for (index, known) in self.open_known() {
            if known.has_version() && !known.is_gone() && known.place == Place::Looked && known.here.is_none()
            {
                let key = (known.document.folder_id, fold_path(&known.document.path));
                lost.entry(key).or_default().0.push(index);
            }
        }
        if lost.is_empty() {
            return;
        }
        for (index, file) in self.open_files() {
            if let Some((_, files)) = lost.get_mut(&(file.folder_id, fold_path(file.path))) {
                files.push(index);
            }
        }
        for (documents, files) in lost.into_values() {
            self.pair(&documents, &files);
        }
    }

    /// Pairs documents and files that are alike: by file name where it tells, then the last of each.
    pub(super) fn pair(&mut self, documents: &[usize], files: &[usize]) {
        let mut by_name: HashMap<&'a str, (Vec<usize>, Vec<usize>)> = HashMap::new();
        for index in documents {
            if let Some(known) = self.known.get(*index) {
                by_name.entry(file_name(&known.document.path)).or_default().0.push(*index);
            }
        }
        for index in files {
            if let Some(file) = self.files.get(*index) {
                by_name.entry(file_name(file.path)).or_default().1.push(*index);
            }
        }
        for (documents, files) in by_name.into_values() {
            if let ([document], [file]) = (&documents[..], &files[..]) {
                self.take(*document, *file);
            }
        }
        let open = |index: &&usize| self.is_open(**index);
        let documents: Vec<&usize> = documents.iter().filter(open).collect();
        let files: Vec<&usize> = files.iter().filter(|index| self.is_file_open(**index)).collect();
        if let ([document], [file]) = (&documents[..], &files[..]) {
            self.take(**document, **file);
        }
    }

    /// Holds back open files of which another with the same identity was seen although they have one name only: they were
    /// moved while the disk was read.
    fn hold_twins(&mut self, sighting: &Sighting<'_>, folders: &Folders, draft: &mut Draft) {
        let single = |(_, file): &(usize, Seen<'_>)| file.entry.links == 1;
        let identity = |(_, file): (usize, Seen<'_>)| file.entry.stat.identity;
        if self.open_files().filter(single).find_map(identity).is_none() {
            return;
        }
        let undecided = folders.undecided.iter().filter_map(|top| sighting.tops.get(*top));
        let elsewhere: HashSet<Identity> =
            undecided.flat_map(|top| &top.files).filter_map(|file| file.entry.stat.identity).collect();
        let mut first: HashMap<Identity, usize> = HashMap::with_capacity(self.files.len());
        let mut twins: BTreeSet<usize> = BTreeSet::new();
        for (index, file) in self.files.iter().enumerate() {
            let Some(identity) = file.entry.stat.identity else { continue };
            let before = *first.entry(identity).or_insert(index);
            if before != index {
                twins.extend([before, index]);
            } else if elsewhere.contains(&identity) {
                twins.insert(index);
            }
        }
        if twins.is_empty() {
            return;
        }
        let wanted: HashSet<Identity> = self.open_files().filter(single).filter_map(identity).collect();
        twins.retain(|twin| {
            let file = self.files.get(*twin);
            file.and_then(|file| file.entry.stat.identity).is_some_and(|it| wanted.contains(&it))
        });
        for twin in twins {
            draft.look.extend(self.files.get(twin).map(|file| Look::Entry(file.entry.path.clone())));
            if self.is_file_open(twin) {
                self.held.insert(twin);
            }
        }
    }
}

/// The last part of a path.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// The key under which two paths are one somewhere.
pub(super) fn fold_path(path: &str) -> String {
    let mut folded = String::with_capacity(path.len());
    fold_path_into(&mut folded, path);
    folded
}

/// The same, in place of what is in `folded`.
pub(super) fn fold_path_into(folded: &mut String, path: &str) {
    folded.clear();
    if path.is_ascii() {
        folded.push_str(path);
        folded.make_ascii_lowercase();
        return;
    }
    for part in path.split('/') {
        if !folded.is_empty() {
            folded.push('/');
        }
        folded.push_str(&fold_key(part));
    }
}
