//! Which client's folder is which: by identity first, then by name. The office gave the name, so it is believed.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::acts::Act;
use super::draft::{Draft, Standing};
use super::evidence::Evidence;
use super::observed::{Entry, Look};
use super::sighting::{Sighting, Top};
use super::tree::{Client, Folder, Identity, State, Tree, may_be_same};
use crate::documents::names::fold_key;
use crate::id::ClientId;

/// Clients' folders, recognised.
#[derive(Debug, Default)]
pub(super) struct Clients<'a> {
    /// Whose each folder directly below the root is.
    pub of_folder: HashMap<&'a str, ClientId>,
    /// Where each client's folder is now.
    pub standing: HashMap<ClientId, Standing<&'a str>>,
    /// Folders of which nothing can be said yet.
    undecided: HashSet<&'a str>,
    /// Folders that are no client's, in order.
    pub strangers: Vec<&'a str>,
}

/// Recognises the clients' folders and puts down what became of them.
pub(super) fn recognise<'a>(known: &Tree, sighting: &Sighting<'a>, draft: &mut Draft) -> Clients<'a> {
    let mut clients = Clients::default();
    clients.match_by_identity(known, sighting, draft);
    clients.match_by(known, sighting, str::to_owned, |_, _| true);
    if clients.standing.len() < known.clients.len() {
        let may_be = |client: &Client, entry: &Entry| may_be_same(client.identity, entry.stat.identity);
        clients.match_by(known, sighting, fold_key, may_be);
        clients.match_by_content(known, sighting);
    }
    clients.look_into_hidden(known, sighting, draft);
    clients.strangers = clients.rest(sighting).iter().map(|entry| entry.path.as_str()).collect();
    clients.put_down(known, sighting, draft);
    clients
}

impl<'a> Clients<'a> {
    fn take(&mut self, client_id: ClientId, folder: &'a str) {
        self.of_folder.insert(folder, client_id);
        self.standing.insert(client_id, Standing::Here(folder));
    }

    fn is_open(&self, client_id: ClientId) -> bool {
        !self.standing.contains_key(&client_id)
    }

    /// The folders that are not recognised yet.
    fn rest(&self, sighting: &Sighting<'a>) -> Vec<&'a Entry> {
        let is_open = |path: &str| !self.of_folder.contains_key(path) && !self.undecided.contains(path);
        sighting.clients.iter().copied().filter(|entry| is_open(&entry.path)).collect()
    }

    /// Leaves a folder undecided until all in it was looked at.
    fn look_into(&mut self, folder: &'a str, sighting: &Sighting<'a>, draft: &mut Draft) {
        if !sighting.coverage.is_whole() && !sighting.coverage.covers_all_below(folder) {
            self.undecided.insert(folder);
            draft.look.insert(Look::Below(folder.to_owned()));
        }
    }

    fn match_by_identity(&mut self, known: &Tree, sighting: &Sighting<'a>, draft: &mut Draft) {
        let identified = |(id, client): (&ClientId, &Client)| Some((client.identity?, *id));
        let by_identity: HashMap<Identity, ClientId> = known.clients.iter().filter_map(identified).collect();
        let client_of = |entry: &Entry| {
            let id = by_identity.get(&entry.stat.identity?)?;
            Some((*id, known.clients.get(id)?))
        };
        for entry in &sighting.clients {
            if let Some((id, _)) = client_of(entry).filter(|(_, client)| client.folder == entry.path) {
                self.take(id, &entry.path);
            }
        }
        for entry in &sighting.clients {
            let Some((id, client)) = client_of(entry).filter(|(_, client)| client.folder != entry.path)
            else {
                continue;
            };
            let lasting = entry.stat.identity.is_some_and(|identity| identity.born.is_some());
            if !self.is_open(id) {
                // One folder under two names: it was renamed while the disk was read.
                self.undecided.insert(&entry.path);
                draft.look.extend([entry.path.clone(), client.folder.clone()].map(Look::Entry));
            } else if lasting || holds_folder_of(known, sighting, id, &entry.path) {
                self.take(id, &entry.path);
            } else {
                self.look_into(&entry.path, sighting, draft);
            }
        }
    }

    /// Matches folders and clients that have the same key and are alone with it; those that are present come first.
    fn match_by(
        &mut self,
        known: &Tree,
        sighting: &Sighting<'a>,
        key: impl Fn(&str) -> String,
        fits: impl Fn(&Client, &Entry) -> bool,
    ) {
        for present in [true, false] {
            let mut by_key: HashMap<String, Option<(ClientId, &Client)>> = HashMap::new();
            for (id, client) in known.clients.iter().filter(|(id, _)| self.is_open(**id)) {
                if (client.state == State::Present) == present {
                    let only = by_key.entry(key(&client.folder));
                    only.and_modify(|twice| *twice = None).or_insert(Some((*id, client)));
                }
            }
            for entry in self.rest(sighting) {
                let only = by_key.get(&key(&entry.path)).copied().flatten();
                if let Some((id, _)) = only.filter(|(id, client)| self.is_open(*id) && fits(client, entry)) {
                    self.take(id, &entry.path);
                }
            }
        }
    }

    /// What was hidden is shown again only once all in it was looked at.
    fn look_into_hidden(&mut self, known: &Tree, sighting: &Sighting<'a>, draft: &mut Draft) {
        let hidden = known.clients.iter().filter(|(_, client)| client.state != State::Present);
        for (id, _) in hidden {
            if let Some(Standing::Here(folder)) = self.standing.get(id).copied() {
                self.look_into(folder, sighting, draft);
                if self.undecided.contains(folder) {
                    self.of_folder.remove(folder);
                    self.standing.insert(*id, Standing::NotLooked);
                }
            }
        }
    }

    /// Where there are no identities: matches a folder with the one client whose folder is not there, and of whose documents
    /// one lies in it unchanged at its place.
    fn match_by_content(&mut self, known: &Tree, sighting: &Sighting<'a>) {
        let evidence = Evidence::new(known);
        for entry in self.rest(sighting).into_iter().filter(|entry| entry.stat.identity.is_none()) {
            let tops = || sighting.tops.iter().filter(|top| top.client == entry.path);
            let is_lost = |folder: &Folder| {
                let client = known.clients.get(&folder.client_id);
                let lost = client.is_some_and(|client| sighting.coverage.covers(&client.folder));
                lost && self.is_open(folder.client_id) && folder.state != State::Gone
            };
            let lost = known.folders.iter().filter(|(_, folder)| is_lost(folder));
            let own = lost.filter(|(id, folder)| {
                tops().any(|top| top.name == folder.name && evidence.has_own(**id, top))
            });
            let owners: BTreeSet<ClientId> = own.map(|(_, folder)| folder.client_id).collect();
            if let (1, Some(owner)) = (owners.len(), owners.first()) {
                self.take(*owner, &entry.path);
            }
        }
    }

    fn put_down(&mut self, known: &Tree, sighting: &Sighting<'a>, draft: &mut Draft) {
        let identities: HashMap<&str, Option<Identity>> =
            sighting.clients.iter().map(|entry| (entry.path.as_str(), entry.stat.identity)).collect();
        let mut renamed = Vec::new();
        for (id, client) in &known.clients {
            let client_id = *id;
            if self.standing.get(id) == Some(&Standing::NotLooked) {
                continue;
            }
            let Some(Standing::Here(folder)) = self.standing.get(id) else {
                // Where another folder has its name now, its own is not there.
                let taken = self.of_folder.contains_key(client.folder.as_str());
                let lost = taken || sighting.coverage.covers(&client.folder);
                self.standing.insert(*id, if lost { Standing::Lost } else { Standing::NotLooked });
                if lost && client.state == State::Present {
                    draft.hide.push(Act::ClientHidden { client_id, since: sighting.at });
                }
                continue;
            };
            if client.folder != **folder {
                renamed.push((client_id, (*folder).to_owned()));
            } else if client.state != State::Present {
                draft.folders.push(Act::ClientReturned { client_id });
            }
            let identity = identities.get(folder).copied().flatten();
            if identity.is_some() && identity != client.identity {
                draft.folders.push(Act::ClientSeen { client_id, identity });
            }
        }
        if !renamed.is_empty() {
            draft.folders.insert(0, Act::ClientsRenamed { to: renamed });
        }
    }
}

/// Whether a top-level folder of the client's is in this folder: by its identity, and its name or a document in it.
fn holds_folder_of(known: &Tree, sighting: &Sighting<'_>, client_id: ClientId, path: &str) -> bool {
    let evidence = Evidence::new(known);
    let tops: HashMap<Identity, &Top<'_>> = sighting
        .tops
        .iter()
        .filter(|top| top.client == path)
        .filter_map(|top| Some((top.entry.stat.identity?, top)))
        .collect();
    known.folders.iter().filter(|(_, folder)| folder.client_id == client_id).any(|(id, folder)| {
        let top = folder.identity.and_then(|identity| tops.get(&identity));
        top.is_some_and(|top| top.name == folder.name || evidence.has_own(*id, top))
    })
}
