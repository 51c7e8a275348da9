//! What became of the top-level folders: new, renamed, moved to another client, lost, gone, or of a forbidden name.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::NewIds;
use super::acts::Act;
use super::clients::Clients;
use super::draft::{Draft, Standing};
use super::flag::Flag;
use super::folders::Folders;
use super::observed::Look;
use super::same_names::SameNames;
use super::sighting::{Sighting, Top};
use super::tree::{Access, Folder, State, Tree};
use crate::documents::names::{check, fold_key};
use crate::id::{ClientId, FolderId};

/// What a folder is once the acts are done.
#[derive(Debug, Clone, Copy)]
pub(super) struct After {
    pub client_id: ClientId,
    pub access: Access,
    /// Whether clients see what lies in it, all through the acts that show documents.
    pub open: bool,
    /// Whether it is kept from clients because of its name.
    pub flagged: bool,
}

/// What came out for the folders.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// Each folder that was found.
    pub after: HashMap<FolderId, After>,
    /// Folders that are gone now, with whatever is left in them.
    pub gone: BTreeSet<FolderId>,
    /// Folders that are at their place while the acts that hide are done.
    pub stable: HashSet<FolderId>,
}

/// A folder on record that was found.
struct Found<'a> {
    folder_id: FolderId,
    folder: &'a Folder,
    client_id: ClientId,
    top: &'a Top<'a>,
    narrowed: bool,
    /// Its client's folder was not there, and is now: the act that says so shows what lies in it.
    returns: bool,
}

impl Found<'_> {
    fn is_moved(&self) -> bool {
        self.client_id != self.folder.client_id
    }

    fn has_its_place(&self) -> bool {
        !self.is_moved() && self.top.name == self.folder.name
    }

    fn access(&self) -> Access {
        if self.narrowed { Access::Private } else { self.folder.access }
    }
}

/// Puts down the acts, gives new folders their ids, and says what each folder is afterwards.
pub(super) fn put_down(
    known: &Tree,
    sighting: &Sighting<'_>,
    clients: &Clients<'_>,
    folders: &mut Folders,
    ids: &mut NewIds<'_>,
    draft: &mut Draft,
) -> Outcome {
    let new = add(sighting, clients, folders, ids);
    let found = find(known, sighting, clients, folders);
    let flags = flags(known, sighting, clients, folders, &new);
    let mut outcome = Outcome::default();
    let mut taken: HashSet<(ClientId, &str)> = HashSet::new();
    for (id, (client_id, top)) in &new {
        taken.extend(sighting.tops.get(*top).map(|top| (*client_id, top.name)));
        let after = After { client_id: *client_id, access: Access::Private, open: false, flagged: false };
        outcome.after.insert(*id, after);
    }
    for it in &found {
        let placed = !it.has_its_place() || it.folder.state != State::Present;
        taken.extend(placed.then_some((it.client_id, it.top.name)));
        let flag = flags.get(&it.folder_id).copied().unwrap_or(it.folder.flag);
        // One that is unflagged now is opened by the last act of all.
        let open = it.access() > Access::Private && (flag, it.folder.flag) == (None, None);
        let after = After { client_id: it.client_id, access: it.access(), open, flagged: flag.is_some() };
        outcome.after.insert(it.folder_id, after);
    }
    for it in &found {
        place(it, &taken, sighting.at, &mut outcome, draft);
    }
    lose(known, sighting, clients, folders, &mut outcome, draft);
    let present = known.folders.values().filter(|folder| folder.state == State::Present);
    let held: HashSet<_> = present.map(|folder| (folder.client_id, folder.name.as_str())).collect();
    for (folder_id, (client_id, top)) in new {
        let Some(top) = sighting.tops.get(top) else { continue };
        let flag = flags.get(&folder_id).copied().flatten();
        let (name, identity) = (top.name.to_owned(), top.entry.stat.identity);
        let free = !held.contains(&(client_id, top.name));
        outcome.stable.extend(free.then_some(folder_id));
        let acts = if free { &mut draft.first } else { &mut draft.folders };
        acts.push(Act::AddFolder { folder_id, client_id, name, identity, flag });
    }
    for (id, folder) in &known.folders {
        let Some(flag) = flags.get(id).filter(|flag| **flag != folder.flag) else { continue };
        if flag.is_none() && folders.standing.get(id) == Some(&Standing::NotLooked) {
            // Shown only once it was looked at.
            if let Some(Standing::Here(client)) = clients.standing.get(&folder.client_id) {
                draft.look.insert(Look::Entry(format!("{client}/{}", folder.name)));
            }
            continue;
        }
        let acts = if flag.is_some() { &mut draft.hide } else { &mut draft.open };
        acts.push(Act::FolderFlagged { folder_id: *id, flag: *flag });
    }
    look_further(known, sighting, folders, draft);
    outcome
}

fn find<'a>(
    known: &'a Tree,
    sighting: &'a Sighting<'a>,
    clients: &Clients<'_>,
    folders: &Folders,
) -> Vec<Found<'a>> {
    let mut found = Vec::new();
    for (id, folder) in &known.folders {
        let Some(Standing::Here(top)) = folders.standing.get(id) else { continue };
        let Some(top) = sighting.tops.get(*top) else { continue };
        let Some(client_id) = clients.of_folder.get(top.client).copied() else { continue };
        let doubtful = client_id != folder.client_id || folders.narrowed.contains(id);
        let narrowed = folder.access > Access::Private && doubtful;
        let client = known.clients.get(&folder.client_id);
        let returns = client.is_some_and(|client| client.state != State::Present);
        found.push(Found { folder_id: *id, folder, client_id, top, narrowed, returns });
    }
    found
}

/// Puts down the acts that bring a folder on record to where it was found.
fn place(
    it: &Found<'_>,
    taken: &HashSet<(ClientId, &str)>,
    at: i64,
    outcome: &mut Outcome,
    draft: &mut Draft,
) {
    let (folder_id, client_id, folder) = (it.folder_id, it.client_id, it.folder);
    if it.narrowed {
        draft.hide.push(Act::FolderNarrowed { folder_id });
    }
    let present = folder.state == State::Present;
    if it.has_its_place() {
        outcome.stable.extend(present.then_some(folder_id));
    } else if present && (it.returns || taken.contains(&(folder.client_id, folder.name.as_str()))) {
        draft.hide.push(Act::FolderHidden { folder_id, since: at });
    }
    let name = it.top.name.to_owned();
    if it.is_moved() {
        draft.folders.push(Act::FolderMovedToClient { folder_id, client_id, name });
    } else if !it.has_its_place() {
        draft.folders.push(Act::FolderRenamed { folder_id, to: name });
    } else if !present {
        draft.folders.push(Act::FolderReturned { folder_id });
    }
    let identity = it.top.entry.stat.identity;
    if identity.is_some() && identity != folder.identity {
        draft.folders.push(Act::FolderSeen { folder_id, identity });
    }
}

/// Gives ids to the folders on disk that are not on record.
fn add(
    sighting: &Sighting<'_>,
    clients: &Clients<'_>,
    folders: &mut Folders,
    ids: &mut NewIds<'_>,
) -> BTreeMap<FolderId, (ClientId, usize)> {
    let mut new = BTreeMap::new();
    for (index, (top, of_top)) in sighting.tops.iter().zip(&mut folders.of_top).enumerate() {
        let client_id = clients.of_folder.get(top.client);
        if let (None, false, Some(client_id)) = (&of_top, folders.undecided.contains(&index), client_id) {
            let id = (ids.folder)();
            *of_top = Some(id);
            folders.standing.insert(id, Standing::Here(index));
            new.insert(id, (*client_id, index));
        }
    }
    new
}

/// Hides the folders that are not there, and says which are gone.
fn lose(
    known: &Tree,
    sighting: &Sighting<'_>,
    clients: &Clients<'_>,
    folders: &Folders,
    outcome: &mut Outcome,
    draft: &mut Draft,
) {
    let undecided: HashSet<_> = folders
        .undecided
        .iter()
        .filter_map(|index| sighting.tops.get(*index))
        .filter_map(|top| Some((*clients.of_folder.get(top.client)?, top.name)))
        .collect();
    for (id, folder) in &known.folders {
        let folder_id = *id;
        match folders.standing.get(id) {
            Some(Standing::Lost) => {}
            // Another folder, still to be looked at, has its name.
            Some(Standing::NotLooked)
                if folder.state == State::Present
                    && undecided.contains(&(folder.client_id, folder.name.as_str())) =>
            {
                draft.hide.push(Act::FolderHidden { folder_id, since: sighting.at });
                continue;
            }
            _ => {
                let client = known.clients.get(&folder.client_id).map(|client| client.state);
                if let (State::Missing { since }, _) | (State::Present, Some(State::Missing { since })) =
                    (folder.state, client)
                    && folders.standing.get(id) == Some(&Standing::NotLooked)
                {
                    draft.look_again_at(since.saturating_add(super::GONE_AFTER));
                }
                continue;
            }
        }
        let client_lost = clients.standing.get(&folder.client_id) == Some(&Standing::Lost);
        let client = known.clients.get(&folder.client_id).map(|client| client.state);
        match (folder.state, client) {
            (State::Missing { since }, _) if draft.is_due(since, sighting.at, false) => {
                outcome.gone.insert(folder_id);
            }
            (State::Present, Some(State::Missing { since }))
                if client_lost && draft.is_due(since, sighting.at, false) =>
            {
                outcome.gone.insert(folder_id);
            }
            (State::Present, _) => {
                draft.look_again_at(sighting.at.saturating_add(super::GONE_AFTER));
                if !client_lost {
                    draft.hide.push(Act::FolderHidden { folder_id, since: sighting.at });
                }
            }
            _ => {}
        }
    }
}

/// The flags of all folders of the clients that were looked at, where any took or left a place.
fn flags(
    known: &Tree,
    sighting: &Sighting<'_>,
    clients: &Clients<'_>,
    folders: &Folders,
    new: &BTreeMap<FolderId, (ClientId, usize)>,
) -> HashMap<FolderId, Option<Flag>> {
    let is_quiet = |(id, folder): (&FolderId, &Folder)| match folders.standing.get(id) {
        Some(Standing::Here(top)) => sighting.tops.get(*top).is_some_and(|top| {
            let same = top.name == folder.name && folder.state == State::Present;
            same && clients.of_folder.get(top.client) == Some(&folder.client_id)
        }),
        Some(Standing::Lost) => folder.state != State::Present,
        _ => true,
    };
    if new.is_empty() && known.folders.iter().all(is_quiet) {
        return HashMap::new();
    }
    let looked: HashSet<ClientId> = clients.of_folder.values().copied().collect();
    let mut there: HashMap<(ClientId, String), SameNames<'_, FolderId>> = HashMap::new();
    let mut put = |client_id, name, before: Option<&Folder>, id| {
        let settled = before.is_some_and(|folder| {
            folder.state == State::Present && folder.name == name && folder.flag != Some(Flag::SameName)
        });
        there.entry((client_id, fold_key(name))).or_default().push((!settled, name, id));
    };
    for (id, folder) in &known.folders {
        match folders.standing.get(id) {
            Some(Standing::Here(top)) => {
                let Some(top) = sighting.tops.get(*top) else { continue };
                let Some(client_id) = clients.of_folder.get(top.client) else { continue };
                put(*client_id, top.name, Some(folder), *id);
            }
            Some(Standing::NotLooked)
                if folder.state == State::Present && looked.contains(&folder.client_id) =>
            {
                put(folder.client_id, &folder.name, Some(folder), *id);
            }
            _ => {}
        }
    }
    for (id, (client_id, top)) in new {
        if let Some(top) = sighting.tops.get(*top) {
            put(*client_id, top.name, None, *id);
        }
    }
    let mut flags = HashMap::new();
    for mut same in there.into_values() {
        same.sort_unstable();
        for (rank, (_, name, id)) in same.into_iter().enumerate() {
            let refused = check(name).err().map(|_| Flag::NameRefused);
            flags.insert(id, refused.or((rank > 0).then_some(Flag::SameName)));
        }
    }
    flags
}

/// Parts of the disk without which what was found can't be placed.
fn look_further(known: &Tree, sighting: &Sighting<'_>, folders: &Folders, draft: &mut Draft) {
    draft.look.extend(sighting.unknown_tops.iter().map(|path| Look::Entry((*path).to_owned())));
    for (top, of_top) in sighting.tops.iter().zip(&folders.of_top) {
        let new = of_top.is_some_and(|id| !known.folders.contains_key(&id));
        if new && !sighting.coverage.is_whole() && !sighting.coverage.covers_all_below(&top.entry.path) {
            draft.look.insert(Look::Below(top.entry.path.clone()));
        }
    }
}
