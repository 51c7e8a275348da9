//! Which top-level folder is which, and so who may see what lies in it.
//!
//! Identity wins over name: a private folder renamed to the former name of a folder that clients view stays private, and
//! a folder that was made anew is a new one, Private. Where there is no identity the name is believed, and what lies in
//! the folder; where these disagree, the narrower access wins.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap, HashSet};

use super::clients::Clients;
use super::draft::{Draft, Standing, rank};
use super::evidence::Evidence;
use super::observed::Look;
use super::sighting::{Sighting, Top};
use super::tree::{Access, Folder, Identity, State, Tree, may_be_same};
use crate::documents::names::fold_key;
use crate::id::{ClientId, FolderId};

/// Top-level folders, recognised.
#[derive(Debug, Default)]
pub(super) struct Folders {
    /// The folder on record that each folder on disk is, in the order of [`Sighting::tops`].
    pub of_top: Vec<Option<FolderId>>,
    /// Where each folder on record is now, as an index into [`Sighting::tops`].
    pub standing: HashMap<FolderId, Standing<usize>>,
    /// Folders on disk of which nothing can be said yet.
    pub undecided: BTreeSet<usize>,
    /// Folders that might be another one, and become Private.
    pub narrowed: BTreeSet<FolderId>,
    /// Folders on disk that were recognised by something else than their identity.
    doubtful: Vec<usize>,
}

/// Recognises the top-level folders on disk that are on record. Those that are neither recognised nor undecided are new.
pub(super) fn recognise(
    known: &Tree,
    sighting: &Sighting<'_>,
    clients: &Clients<'_>,
    draft: &mut Draft,
) -> Folders {
    let open = vec![None; sighting.tops.len()];
    let folders = Folders { of_top: open, ..Folders::default() };
    let evidence = Evidence::new(known);
    let mut matching = Matching { known, sighting, clients, evidence, folders, identities: OnceCell::new() };
    matching.by_identity(draft);
    matching.by_name(draft);
    if matching.folders.standing.len() < known.folders.len() {
        matching.by_folded_name();
        matching.by_content();
    }
    matching.look_into_hidden(draft);
    matching.find_lost();
    matching.narrow_doubtful();
    matching.folders
}

struct Matching<'a> {
    known: &'a Tree,
    sighting: &'a Sighting<'a>,
    clients: &'a Clients<'a>,
    evidence: Evidence<'a>,
    folders: Folders,
    identities: OnceCell<Identities>,
}

/// The identities of all folders.
struct Identities {
    on_record: HashSet<Identity>,
    on_disk: HashSet<Identity>,
}

impl<'a> Matching<'a> {
    fn take(&mut self, folder_id: FolderId, top: usize) {
        if let Some(of_top) = self.folders.of_top.get_mut(top) {
            *of_top = Some(folder_id);
            self.folders.standing.insert(folder_id, Standing::Here(top));
        }
    }

    fn is_open(&self, folder_id: FolderId) -> bool {
        !self.folders.standing.contains_key(&folder_id)
    }

    fn client_of(&self, top: &Top<'_>) -> Option<ClientId> {
        self.clients.of_folder.get(top.client).copied()
    }

    /// The clients' folders on disk that are not recognised yet, with the client.
    fn rest(&self) -> Vec<(usize, &'a Top<'a>, ClientId)> {
        let tops = self.sighting.tops.iter().enumerate();
        let open = tops.filter(|(index, _)| {
            self.folders.of_top.get(*index).is_some_and(Option::is_none)
                && !self.folders.undecided.contains(index)
        });
        open.filter_map(|(index, top)| Some((index, top, self.client_of(top)?))).collect()
    }

    fn by_identity(&mut self, draft: &mut Draft) {
        let known = self.known;
        let mut by_identity: HashMap<Identity, Vec<FolderId>> = HashMap::new();
        for (id, folder) in &known.folders {
            if let Some(identity) = folder.identity {
                by_identity.entry(identity).or_default().push(*id);
            }
        }
        let ids = |top: &Top<'_>| top.entry.stat.identity.and_then(|identity| by_identity.get(&identity));
        let is_here = |id: &FolderId, top: &Top<'_>, client_id| {
            known.folders.get(id).is_some_and(|it| it.client_id == client_id && it.name == top.name)
        };
        for (index, top, client_id) in self.rest() {
            let here = ids(top).into_iter().flatten().filter(|id| is_here(id, top, client_id));
            if let Some(id) = here.min_by_key(|id| known.folders.get(id).map(|folder| rank(folder.state))) {
                self.take(*id, index);
            }
        }
        for (index, top, _) in self.rest() {
            let Some(all) = ids(top) else { continue };
            let open = all.iter().copied().filter(|id| self.is_open(*id));
            let best = open.min_by_key(|id| known.folders.get(id).map(|folder| rank(folder.state)));
            let Some(id) = best else {
                // One folder under two names: it was renamed while the disk was read.
                self.folders.undecided.insert(index);
                let other = all.iter().find_map(|id| self.top_of(*id));
                let paths = [Some(top), other].into_iter().flatten();
                draft.look.extend(paths.map(|top| Look::Below(top.entry.path.clone())));
                continue;
            };
            let lasting = top.entry.stat.identity.is_some_and(|identity| identity.born.is_some());
            if lasting || self.evidence.has_own(id, top) {
                self.take(id, index);
            } else {
                self.look_into(index, top, draft);
            }
        }
    }

    /// Leaves a folder undecided until all in it was looked at.
    fn look_into(&mut self, index: usize, top: &Top<'_>, draft: &mut Draft) {
        let coverage = &self.sighting.coverage;
        if !coverage.is_whole() && !coverage.covers_all_below(&top.entry.path) {
            self.folders.undecided.insert(index);
            draft.look.insert(Look::Below(top.entry.path.clone()));
        }
    }

    /// What was hidden is shown again only once all in it was looked at.
    fn look_into_hidden(&mut self, draft: &mut Draft) {
        let hidden = |id: &FolderId| self.known.folders.get(id).is_some_and(|it| it.state != State::Present);
        let tops = self.sighting.tops.iter().zip(&self.folders.of_top).enumerate();
        let hidden = tops.filter_map(|(index, (top, id))| Some((index, top, id.filter(hidden)?)));
        for (index, top, id) in hidden.collect::<Vec<_>>() {
            self.look_into(index, top, draft);
            if self.folders.undecided.contains(&index) {
                self.folders.standing.remove(&id);
                if let Some(of_top) = self.folders.of_top.get_mut(index) {
                    *of_top = None;
                }
            }
        }
    }

    fn top_of(&self, folder_id: FolderId) -> Option<&'a Top<'a>> {
        match self.folders.standing.get(&folder_id) {
            Some(Standing::Here(top)) => self.sighting.tops.get(*top),
            _ => None,
        }
    }

    /// The folders that are open and not gone, by name.
    fn open_by<K: std::hash::Hash + Eq>(
        &self,
        key: impl Fn(&'a Folder) -> K,
    ) -> HashMap<(ClientId, K), FolderId> {
        let mut by_key: HashMap<_, FolderId> = HashMap::new();
        let open = self.known.folders.iter().filter(|(id, _)| self.is_open(**id));
        for (id, folder) in open.filter(|(_, folder)| folder.state != State::Gone) {
            let best = by_key.entry((folder.client_id, key(folder))).or_insert(*id);
            let before = self.known.folders.get(best).map_or(u8::MAX, |before| rank(before.state));
            if rank(folder.state) < before {
                *best = *id;
            }
        }
        by_key
    }

    fn by_name(&mut self, draft: &mut Draft) {
        let by_name = self.open_by(|folder| folder.name.as_str());
        for (index, top, client_id) in self.rest() {
            let Some((id, folder)) =
                by_name.get(&(client_id, top.name)).and_then(|id| Some((*id, self.known.folders.get(id)?)))
            else {
                continue;
            };
            if may_be_same(folder.identity, top.entry.stat.identity) || self.moved_house() {
                self.take(id, index);
                self.folders.doubtful.push(index);
            } else if !self.sighting.coverage.is_whole() {
                // Another folder has its name: where is it, then? Until everything was looked at, nothing in it is seen.
                self.folders.undecided.insert(index);
                draft.look.insert(Look::Below(String::new()));
            } else if self.is_made_anew(id, folder, top) {
                self.take(id, index);
                self.folders.doubtful.push(index);
            }
        }
    }

    /// Whether a folder of another identity than on record is still this one, made anew: a document of it is in it, all
    /// was looked at, and neither identity points elsewhere.
    fn is_made_anew(&self, folder_id: FolderId, folder: &Folder, top: &Top<'_>) -> bool {
        let Identities { on_record, on_disk } = self.identities();
        self.sighting.coverage.is_whole()
            && !folder.identity.is_some_and(|identity| on_disk.contains(&identity))
            && !top.entry.stat.identity.is_some_and(|identity| on_record.contains(&identity))
            && self.evidence.has_own(folder_id, top)
    }

    /// Whether not one folder has the identity on record: the office came whole to another disk, out of a backup or to a
    /// new computer, and names are believed as if there were no identities.
    fn moved_house(&self) -> bool {
        let Identities { on_record, on_disk } = self.identities();
        self.sighting.coverage.is_whole() && on_record.is_disjoint(on_disk)
    }

    fn identities(&self) -> &Identities {
        self.identities.get_or_init(|| {
            let clients = self.known.clients.values().filter_map(|client| client.identity);
            let folders = self.known.folders.values().filter_map(|folder| folder.identity);
            let on_record = clients.chain(folders).collect();
            let clients = self.sighting.clients.iter().filter_map(|entry| entry.stat.identity);
            let tops = self.sighting.tops.iter().filter_map(|top| top.entry.stat.identity);
            let on_disk = clients.chain(tops).chain(self.sighting.subfolders.iter().copied()).collect();
            Identities { on_record, on_disk }
        })
    }

    fn by_folded_name(&mut self) {
        let by_name = self.open_by(|folder| fold_key(&folder.name));
        let mut taken = BTreeSet::new();
        for (index, top, client_id) in self.rest() {
            let Some(id) = by_name.get(&(client_id, fold_key(top.name))).filter(|id| !taken.contains(*id))
            else {
                continue;
            };
            let Some(folder) = self.known.folders.get(id) else { continue };
            if may_be_same(folder.identity, top.entry.stat.identity) || self.is_made_anew(*id, folder, top) {
                taken.insert(*id);
                self.take(*id, index);
                self.folders.doubtful.push(index);
            }
        }
    }

    /// Recognises a folder without an identity by more than half of its documents, if nothing in it is another's.
    fn by_content(&mut self) {
        let nameless = |folder: &Folder| folder.state != State::Gone;
        if !self.known.folders.iter().any(|(id, folder)| self.is_open(*id) && nameless(folder)) {
            return;
        }
        let mut documents = None;
        for (index, top, client_id) in self.rest() {
            let votes = self.evidence.votes(top);
            let [(id, count)] = votes.into_iter().collect::<Vec<_>>()[..] else { continue };
            let Some(folder) = self.known.folders.get(&id).filter(|_| self.is_open(id)) else { continue };
            let unknown = folder.identity.is_none() || top.entry.stat.identity.is_none();
            let documents = documents.get_or_insert_with(|| self.evidence.documents_in_folders());
            let all = documents.get(&id).copied().unwrap_or_default();
            let lost = self.is_lost(folder);
            if unknown && lost && folder.client_id == client_id && count * 2 > all {
                self.take(id, index);
                self.folders.doubtful.push(index);
            }
        }
    }

    fn is_lost(&self, folder: &Folder) -> bool {
        match self.clients.standing.get(&folder.client_id) {
            _ if folder.state == State::Gone => true,
            Some(Standing::Lost) => true,
            Some(Standing::Here(client)) => {
                self.sighting.coverage.covers(&format!("{client}/{}", folder.name))
            }
            Some(Standing::NotLooked) | None => false,
        }
    }

    /// Says of the folders that were not found whether they are lost: looked for in vain, or another has their place.
    fn find_lost(&mut self) {
        let tops = self.sighting.tops.iter().enumerate();
        let places: HashMap<(ClientId, &str), usize> =
            tops.filter_map(|(index, top)| Some(((self.client_of(top)?, top.name), index))).collect();
        for (id, folder) in &self.known.folders {
            if self.is_open(*id) {
                let there = places.get(&(folder.client_id, folder.name.as_str()));
                let lost = match there {
                    Some(top) => !self.folders.undecided.contains(top),
                    None => self.is_lost(folder),
                };
                self.folders.standing.insert(*id, if lost { Standing::Lost } else { Standing::NotLooked });
            }
        }
    }

    /// Makes private what might be another folder: it was not there for a while and nothing in it is its own, or more in it
    /// is of one that fewer may see than is its own, and that other one is not plainly elsewhere.
    fn narrow_doubtful(&mut self) {
        let doubtful = std::mem::take(&mut self.folders.doubtful);
        for index in &doubtful {
            let (Some(top), Some(Some(id))) =
                (self.sighting.tops.get(*index), self.folders.of_top.get(*index))
            else {
                continue;
            };
            let Some(folder) = self.known.folders.get(id).filter(|folder| folder.access > Access::Private)
            else {
                continue;
            };
            let was_missing = matches!(folder.state, State::Missing { .. });
            if was_missing && !top.files.is_empty() && !self.evidence.has_own(*id, top) {
                self.folders.narrowed.insert(*id);
                continue;
            }
            let votes = self.evidence.votes(top);
            let own = votes.get(id).copied().unwrap_or_default();
            let mut others = votes.iter().filter(|(other, count)| *other != id && **count > own);
            let might_be = |(other_id, count): (&FolderId, &usize)| {
                let Some(other) = self.known.folders.get(other_id) else { return false };
                let fewer = other.access < folder.access || other.client_id != folder.client_id;
                let elsewhere = match self.folders.standing.get(other_id) {
                    Some(Standing::Here(there)) if !doubtful.contains(there) => true,
                    Some(Standing::Here(_)) => self.top_of(*other_id).is_some_and(|there| {
                        self.evidence.votes(there).get(other_id).is_some_and(|at_home| at_home >= count)
                    }),
                    _ => false,
                };
                fewer && !elsewhere
            };
            if others.any(might_be) {
                self.folders.narrowed.insert(*id);
            }
        }
    }
}
