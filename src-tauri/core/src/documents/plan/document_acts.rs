//! What became of the documents: found at their place or another, new, missing, gone.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::NewIds;
use super::acts::{Act, Place as At};
use super::documents::Matching;
use super::draft::Draft;
use super::flag::Flag;
use super::folder_acts::Outcome;
use super::folders::Folders;
use super::found::{Found, unhashed};
use super::known::Place;
use super::observed::Look;
use super::same_names;
use super::subfolders::{Move, whole_moves};
use super::tree::{Access, State, Tree};
use crate::id::{DocumentId, FolderId};

/// Where documents come to lie that did not lie there.
type Taken<'a> = HashSet<(FolderId, &'a str)>;

/// Puts down the acts of all documents and files.
pub(super) fn put_down(
    known: &Tree,
    matching: &Matching<'_>,
    folders: &Folders,
    outcome: &Outcome,
    ids: &mut NewIds<'_>,
    draft: &mut Draft,
) {
    let new = appear(matching, ids, draft);
    let found = || find(known, matching, folders, outcome);
    let new_files = || new.iter().filter_map(|(_, file)| matching.files.get(*file));
    let mut touched: HashSet<FolderId> = new_files().map(|file| file.folder_id).collect();
    for it in found().filter(Found::is_placed) {
        touched.extend([it.document.folder_id, it.file.folder_id]);
    }
    lose(matching, outcome, &mut touched, draft);
    let flags = same_names::flags(matching, &new, &touched);
    let flagged = found().map(|it| Found { flag: flags.get(&it.id).copied().unwrap_or(it.flag), ..it });
    // Nearly all are as they were, and are not held.
    let found: Vec<Found<'_>> = flagged.filter(|it| !it.is_as_before()).collect();
    let placed = found.iter().filter(|it| it.is_placed());
    let mut taken: Taken<'_> = placed.map(|it| (it.file.folder_id, it.file.path)).collect();
    if !taken.is_empty() {
        taken.extend(new_files().map(|file| (file.folder_id, file.path)));
    }
    let whole = move_whole(known, &found, &taken, outcome, draft);
    for it in &found {
        if !whole.contains(&it.id) {
            it.place(taken.contains(&it.from()), matching.at, draft);
        }
        it.publish(draft);
    }
    // With room for what will stand before them, see `Draft::finish`.
    draft.documents.reserve(new.len() + draft.first.len() + draft.hide.len() + draft.folders.len());
    for (document_id, file) in &new {
        let Some(file) = matching.files.get(*file) else { continue };
        let flag = flags.get(document_id).copied().flatten();
        let place = At { folder_id: file.folder_id, path: file.path.to_owned() };
        let stat = file.entry.stat;
        draft.documents.push(Act::AddDocument { document_id: *document_id, place, stat, flag });
        if let Some(content) = file.entry.content {
            let open = outcome.after.get(&file.folder_id).is_some_and(|after| after.open);
            let visible = open && flag.is_none() && !content.refused;
            draft.show.push(Act::DocumentPublished { document_id: *document_id, stat, content, visible });
        }
    }
    flag_unseen(known, matching, &flags, draft);
}

/// Gives ids to the files that are no known document's, and asks for the hashes that are needed to tell.
fn appear(matching: &Matching<'_>, ids: &mut NewIds<'_>, draft: &mut Draft) -> Vec<(DocumentId, usize)> {
    let new: Vec<_> = matching.open_files().map(|(index, _)| ((ids.document)(), index)).collect();
    let files = new.iter().map(|(_, index)| index).chain(&matching.held);
    draft.settle.extend(files.filter_map(|index| unhashed(matching.files.get(*index)?.entry)));
    new
}

/// The documents that have a file.
fn find<'a>(
    known: &Tree,
    matching: &Matching<'a>,
    folders: &Folders,
    outcome: &Outcome,
) -> impl Iterator<Item = Found<'a>> {
    matching.known.iter().zip(&matching.file_of).filter_map(|(it, file)| {
        let file = matching.files.get((*file)?).copied()?;
        let after = outcome.after.get(&file.folder_id).copied()?;
        let folder = known.folders.get(&it.document.folder_id)?;
        let client = known.clients.get(&folder.client_id);
        let access =
            if folders.narrowed.contains(&it.document.folder_id) { Access::Private } else { folder.access };
        Some(Found {
            id: it.id,
            document: it.document,
            file,
            after,
            access_before: access,
            same_client: folder.client_id == after.client_id,
            was_closed: folder.state != State::Present
                || (folder.flag.is_some() && !after.flagged)
                || client.is_none_or(|client| client.state != State::Present),
            flag: it.document.flag,
        })
    })
}

/// Hides what is not at its place, and says what is gone.
fn lose(matching: &Matching<'_>, outcome: &Outcome, touched: &mut HashSet<FolderId>, draft: &mut Draft) {
    let at = matching.at;
    let mut gone: BTreeMap<FolderId, Vec<DocumentId>> =
        outcome.gone.iter().map(|folder_id| (*folder_id, Vec::new())).collect();
    for (index, it) in matching.open_known() {
        let (document_id, folder_id) = (it.id, it.document.folder_id);
        let held = it.here.is_some_and(|file| matching.held.contains(&file));
        let undecided = held || matching.undecided.contains(&index);
        match (it.document.state, it.place) {
            (State::Gone, _) | (State::Present, Place::NotLooked) => {}
            (State::Present, Place::Lost) if !undecided => {
                gone.entry(folder_id).and_modify(|documents| documents.push(document_id));
            }
            (State::Present, _) if it.document.sha256.is_some() => {
                touched.insert(folder_id);
                draft.hide.push(Act::DocumentHidden { document_id, since: at });
                draft.look_again_at(at.saturating_add(super::GONE_AFTER));
            }
            // Its file may be that of a missing document.
            (State::Present, _) if held => {}
            (State::Present, _) => {
                touched.insert(folder_id);
                draft.hide.push(Act::DocumentGone { document_id });
            }
            (State::Missing { since }, Place::NotLooked) => {
                draft.look_again_at(since.saturating_add(super::GONE_AFTER));
            }
            (State::Missing { since }, _) => {
                if it.document.sha256.is_none() || draft.is_due(since, at, undecided) {
                    draft.hide.push(Act::DocumentGone { document_id });
                }
            }
        }
    }
    let gone = gone.into_iter().map(|(folder_id, documents)| Act::FolderGone { folder_id, documents });
    draft.gone.extend(gone);
}

/// Puts down the moves of whole folders, and says whose moves these are.
fn move_whole(
    known: &Tree,
    found: &[Found<'_>],
    taken: &Taken<'_>,
    outcome: &Outcome,
    draft: &mut Draft,
) -> HashSet<DocumentId> {
    let plain = |it: &&Found<'_>| {
        it.is_moved()
            && it.document.state == State::Present
            && (it.flag, it.document.flag) == (None, None)
            && !taken.contains(&it.from())
    };
    let moves: Vec<Move<'_>> =
        found.iter().filter(plain).map(|it| Move { id: it.id, from: it.from(), to: it.to() }).collect();
    let groups = whole_moves(known, &moves);
    let mut whole = HashSet::new();
    if groups.is_empty() {
        return whole;
    }
    let by_id: HashMap<DocumentId, &Found<'_>> = found.iter().map(|it| (it.id, it)).collect();
    for ((from, to), documents) in groups {
        let members = || documents.iter().filter_map(|id| by_id.get(id));
        let published = members().all(|it| it.is_published() == it.document.published);
        if !published && members().any(|it| it.is_published()) {
            continue;
        }
        let hides = members().any(|it| it.must_be_hidden());
        // Those that were closed may be shown by the same move that hides: one by one then.
        let shows = members().any(|it| it.is_visible());
        if hides && (shows || !outcome.stable.contains(&to.folder_id)) {
            continue;
        }
        whole.extend(documents.iter().copied());
        let acts = if hides { &mut draft.hide } else { &mut draft.documents };
        acts.push(Act::SubfolderMoved { from, to, documents, published });
    }
    whole
}

/// Flags those that were not looked at, but whose name is another's now. Those whose name is their own again are shown only
/// once they were looked at.
fn flag_unseen(
    known: &Tree,
    matching: &Matching<'_>,
    flags: &HashMap<DocumentId, Option<Flag>>,
    draft: &mut Draft,
) {
    if flags.is_empty() {
        return;
    }
    for (it, file) in matching.known.iter().zip(&matching.file_of) {
        let Some(flag) = flags.get(&it.id).filter(|flag| file.is_none() && **flag != it.document.flag) else {
            continue;
        };
        if flag.is_some() {
            draft.hide.push(Act::DocumentFlagged { document_id: it.id, flag: *flag, visible: false });
        } else {
            draft.look.extend(known.path(it.id).map(Look::Entry));
        }
    }
}
