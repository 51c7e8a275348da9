//! Documents whose names cannot exist on another system, or are another's name there.

use std::collections::{HashMap, HashSet};

use super::documents::{Matching, Place, fold_path};
use super::flag::Flag;
use super::tree::State;
use crate::documents::names::check;
use crate::id::{DocumentId, FolderId};

/// What has one name somewhere: whether it is new to it, how it is spelt, and which it is. The first in order keeps it.
pub(super) type SameNames<'a, Id> = Vec<(bool, &'a str, Id)>;

/// The flags of all documents in the folders in which a place was taken or left. Of two of one name the one that was there
/// first keeps it; of two new ones, the first in order.
pub(super) fn flags(
    matching: &Matching<'_>,
    new: &[(DocumentId, usize)],
    touched: &HashSet<FolderId>,
) -> HashMap<DocumentId, Option<Flag>> {
    let mut there: HashMap<(FolderId, String), SameNames<'_, DocumentId>> = HashMap::new();
    let mut put = |folder_id: FolderId, path, settled: bool, id| {
        if touched.contains(&folder_id) {
            there.entry((folder_id, fold_path(path))).or_default().push((!settled, path, id));
        }
    };
    for (index, known) in matching.known.iter().enumerate() {
        let document = known.document;
        let present = document.state == State::Present;
        let unflagged = present && document.flag != Some(Flag::SameName);
        match matching.file_of.get(index).copied().flatten().and_then(|file| matching.files.get(file)) {
            Some(file) => {
                let stays = file.folder_id == document.folder_id && file.path == document.path;
                put(file.folder_id, file.path, stays && unflagged, known.id);
            }
            None if present && (known.place == Place::NotLooked || matching.waiting.contains(&index)) => {
                put(document.folder_id, &document.path, unflagged, known.id);
            }
            None => {}
        }
    }
    for (id, file) in new {
        if let Some(file) = matching.files.get(*file) {
            put(file.folder_id, file.path, false, *id);
        }
    }
    let mut flags = HashMap::new();
    for mut same in there.into_values() {
        same.sort_unstable();
        for (rank, (_, path, id)) in same.into_iter().enumerate() {
            let refused = path.split('/').any(|part| check(part).is_err());
            let flag = if refused { Some(Flag::NameRefused) } else { (rank > 0).then_some(Flag::SameName) };
            flags.insert(id, flag);
        }
    }
    flags
}
