//! Many moves that are one: a folder below a top-level folder that was renamed or moved with all documents in it.

use std::collections::{BTreeMap, HashMap};

use super::acts::Place;
use super::coverage::{above, is_at_or_below, parent};
use super::tree::{State, Tree};
use crate::id::{DocumentId, FolderId};

/// One document's move.
#[derive(Debug, Clone, Copy)]
pub(super) struct Move<'a> {
    pub id: DocumentId,
    pub from: (FolderId, &'a str),
    pub to: (FolderId, &'a str),
}

type Pair<'a> = ((FolderId, &'a str), (FolderId, &'a str));

/// The folders that were moved whole, each with its documents. Of each the topmost; only where more than one document lies
/// in it, every one on record moved along, and nothing on record lies at its new place.
pub(super) fn whole_moves(known: &Tree, moves: &[Move<'_>]) -> BTreeMap<(Place, Place), Vec<DocumentId>> {
    let mut votes: HashMap<Pair<'_>, usize> = HashMap::new();
    for pair in moves.iter().flat_map(pairs) {
        *votes.entry(pair).or_default() += 1;
    }
    votes.retain(|_, count| *count > 1);
    if votes.is_empty() {
        return BTreeMap::new();
    }
    let ends = votes.keys().flat_map(|(from, to)| [*from, *to]);
    let mut on_record: HashMap<(FolderId, &str), usize> = ends.map(|end| (end, 0)).collect();
    for document in known.documents.values().filter(|document| document.state == State::Present) {
        for folder in above(&document.path) {
            if let Some(count) = on_record.get_mut(&(document.folder_id, folder)) {
                *count += 1;
            }
        }
    }
    votes.retain(|(from, to), count| {
        on_record.get(from) == Some(count) && on_record.get(to).is_none_or(|there| *there == 0)
    });
    let mut whole: BTreeMap<(Place, Place), Vec<DocumentId>> = BTreeMap::new();
    for it in moves {
        if let Some((from, to)) = pairs(it).filter(|pair| votes.contains_key(pair)).last() {
            let place = |(folder_id, path): (FolderId, &str)| Place { folder_id, path: path.to_owned() };
            whole.entry((place(from), place(to))).or_default().push(it.id);
        }
    }
    whole
}

/// The folders that were moved if this document was moved with its folder: from the nearest upwards, while the names below
/// are the same.
fn pairs<'a>(it: &Move<'a>) -> impl Iterator<Item = Pair<'a>> + use<'a> {
    let (from_folder, from) = it.from;
    let (to_folder, to) = it.to;
    let steps = std::iter::successors(Some((from, to)), |(from, to)| {
        let same = from.rsplit('/').next() == to.rsplit('/').next();
        same.then(|| Some((parent(from)?, parent(to)?))).flatten()
    });
    let nested = |from: &str, to: &str| is_at_or_below(from, to) || is_at_or_below(to, from);
    let is_subfolder = |from: &str, to: &str| !from.is_empty() || !to.is_empty();
    steps
        .skip(1)
        .filter(move |(from, to)| is_subfolder(from, to) && (from_folder != to_folder || !nested(from, to)))
        .map(move |(from, to)| ((from_folder, from), (to_folder, to)))
}
