//! Matching by what is in the files, where identities are missing or changed: never across clients, never empty files,
//! and never where two could be meant.

use std::collections::{HashMap, HashSet};

use super::documents::Matching;
use super::draft::{Draft, UNDECIDED_FOR};
use super::folder_acts::Outcome;
use super::known::{Known, Place};
use super::observed::Look;
use super::tree::{Sha256, State, Tree};
use crate::id::{ClientId, FolderId};

impl Matching<'_> {
    /// Where there are no identities: the content at a document's place is now another document's, which has left its own.
    /// So a swap of two names comes out as two moves and not as two new versions.
    pub(super) fn by_exchanged_content(&mut self, tree: &Tree, draft: &mut Draft) {
        let mut exchanged = Vec::new();
        for (index, known) in self.open_known().filter(|(_, known)| !known.is_gone()) {
            let Some((here, file)) = known.here.and_then(|here| Some((here, self.files.get(here)?))) else {
                continue;
            };
            let unknown = known.document.stat.identity.is_none() || file.entry.stat.identity.is_none();
            let Some(content) = file.entry.content.filter(|_| unknown && file.entry.stat.size > 0) else {
                continue;
            };
            if self.is_file_open(here) && known.document.sha256.is_some_and(|before| before != content.sha256)
            {
                exchanged.push((index, here, known.client_id, content.sha256));
            }
        }
        if exchanged.is_empty() {
            return;
        }
        let wanted: HashSet<Sha256> = exchanged.iter().map(|(.., sha256)| *sha256).collect();
        let mut owners: HashMap<(Option<ClientId>, Sha256), Option<usize>> = HashMap::new();
        for (index, known) in self.open_known().filter(|(_, known)| !known.is_gone()) {
            if let Some(sha256) = known.document.sha256.filter(|sha256| wanted.contains(sha256)) {
                owners
                    .entry((known.client_id, sha256))
                    .and_modify(|owner| *owner = None)
                    .or_insert(Some(index));
            }
        }
        for (index, here, client_id, sha256) in exchanged {
            let owner = owners.get(&(client_id, sha256)).copied().flatten();
            let Some((owner_index, owner)) = owner.and_then(|index| Some((index, self.known.get(index)?)))
            else {
                continue;
            };
            match self.has_left(owner, sha256) {
                Some(true) if self.is_open(owner_index) && self.is_file_open(here) => {
                    self.take(owner_index, here);
                }
                Some(_) => {}
                None => {
                    if owner.place == Place::NotLooked {
                        draft.look.extend(tree.path(owner.id).map(Look::Entry));
                    }
                    self.waiting.insert(index);
                    self.held.insert(here);
                }
            }
        }
    }

    /// Whether a document's content is not at its place any more; None while that can't be told.
    fn has_left(&self, owner: &Known<'_>, sha256: Sha256) -> Option<bool> {
        let Some(file) = owner.here.and_then(|here| self.files.get(here)) else {
            return (owner.place != Place::NotLooked).then_some(true);
        };
        match file.entry.content {
            Some(content) => Some(content.sha256 != sha256),
            None if owner.document.stat.has_same_content_as(&file.entry.stat) => Some(false),
            None => None,
        }
    }

    /// Matches open documents that are not at their place with open files of the same content. Where a file could be one of
    /// them and is not hashed, both are left undecided.
    pub(super) fn by_content(&mut self, tree: &Tree, outcome: &Outcome, draft: &mut Draft) {
        self.return_gone();
        if !self.open_known().any(|(_, known)| !known.is_gone()) {
            return;
        }
        let open = self.open_files().filter(|(_, file)| file.entry.stat.size > 0);
        let open: Vec<_> = open
            .filter_map(|(index, file)| Some((index, file, outcome.after.get(&file.folder_id)?.client_id)))
            .collect();
        if open.is_empty() {
            return;
        }
        let sizes: HashSet<u64> = open.iter().map(|(_, file, _)| file.entry.stat.size).collect();
        let mut lost: HashMap<(ClientId, u64), Vec<usize>> = HashMap::new();
        for (index, known) in self.open_known().filter(|(_, known)| !known.is_gone()) {
            let versioned = known.document.sha256.is_some() && sizes.contains(&known.document.stat.size);
            if let Some(client_id) = known.client_id.filter(|_| versioned) {
                lost.entry((client_id, known.document.stat.size)).or_default().push(index);
            }
        }
        let mut pairs: HashMap<(ClientId, Sha256), (Vec<usize>, Vec<usize>)> = HashMap::new();
        for (index, file, client_id) in &open {
            if let Some(content) = file.entry.content {
                pairs.entry((*client_id, content.sha256)).or_default().0.push(*index);
            }
        }
        for index in lost.values().flatten() {
            let Some(known) = self.known.get(*index) else { continue };
            let key = known.client_id.zip(known.document.sha256);
            if let Some((_, documents)) = key.and_then(|key| pairs.get_mut(&key)) {
                documents.push(*index);
            }
        }
        for (files, documents) in pairs.into_values() {
            self.pair_or_look(&documents, &files, tree, draft);
        }
        for documents in lost.values_mut() {
            documents.retain(|index| {
                let missed = self.known.get(*index).filter(|known| known.place != Place::NotLooked);
                self.is_open(*index) && missed.is_some_and(|known| !self.is_given_up(known))
            });
        }
        for (index, file, client_id) in open.iter().filter(|(_, file, _)| file.entry.content.is_none()) {
            let missed = lost.get(&(*client_id, file.entry.stat.size)).filter(|missed| !missed.is_empty());
            if let Some(missed) = missed {
                self.held.insert(*index);
                self.undecided.extend(missed);
            }
        }
    }

    /// Whether nobody waits any longer for a file that may be this one to be hashed.
    fn is_given_up(&self, known: &Known<'_>) -> bool {
        match known.document.state {
            State::Missing { since } => self.at < since || self.at.saturating_sub(since) >= UNDECIDED_FOR,
            _ => false,
        }
    }

    /// Pairs documents and files of one content. Where none is missing but one was not looked at, it may be a copy or a
    /// move: that depends on what lies at its place.
    fn pair_or_look(&mut self, documents: &[usize], files: &[usize], tree: &Tree, draft: &mut Draft) {
        let missed =
            |index: &usize| self.known.get(*index).is_some_and(|known| known.place != Place::NotLooked);
        let (lost, not_looked): (Vec<usize>, Vec<usize>) = documents.iter().copied().partition(missed);
        self.pair(&lost, files);
        if lost.iter().all(|index| !self.is_open(*index)) && !not_looked.is_empty() {
            let looks = not_looked.iter().filter_map(|index| self.known.get(*index));
            draft.look.extend(looks.filter_map(|known| tree.path(known.id)).map(Look::Entry));
            let open: Vec<usize> = files.iter().copied().filter(|file| self.is_file_open(*file)).collect();
            self.held.extend(open);
        }
    }

    /// What was gone and lies at its place again with the same content is back, put there out of a backup.
    fn return_gone(&mut self) {
        let wanted: HashSet<FolderId> = self.open_files().map(|(_, file)| file.folder_id).collect();
        let gone = self.open_known().filter(|(_, known)| known.document.state == State::Gone);
        let gone: Vec<_> = gone.filter(|(_, known)| wanted.contains(&known.document.folder_id)).collect();
        for (index, known) in gone {
            let Some(here) = known.here.filter(|here| self.is_file_open(*here)) else { continue };
            let Some(entry) = self.files.get(here).map(|file| file.entry) else { continue };
            match entry.content {
                Some(content) if Some(content.sha256) == known.document.sha256 => self.take(index, here),
                None if entry.stat.size == known.document.stat.size => {
                    self.held.insert(here);
                }
                _ => {}
            }
        }
    }
}
