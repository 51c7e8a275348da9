//! Documents whose names cannot exist on another system, or are another's name there.

use std::collections::hash_map::RandomState;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::BuildHasher;

use super::documents::{Matching, fold_path, fold_path_into};
use super::flag::Flag;
use super::known::Place;
use super::tree::State;
use crate::documents::names::check;
use crate::id::{DocumentId, FolderId};

/// What has one name somewhere: whether it is new to it, how it is spelt, and which it is. The first in order keeps it.
pub(super) type SameNames<'a, Id> = Vec<(bool, &'a str, Id)>;

/// A document, where it lies once the acts are done.
struct Named<'a> {
    folder_id: FolderId,
    path: &'a str,
    /// Whether it was there, with no other of its name before it.
    settled: bool,
    id: DocumentId,
    flag: Option<Flag>,
}

/// What the flags become of documents in the folders in which a place was taken or left; those that keep theirs, as new
/// ones have none, are left out. Of two of one name the one that was there first keeps it; of two new ones, the first in
/// order.
pub(super) fn flags<'a>(
    matching: &Matching<'a>,
    new: &[(DocumentId, usize)],
    touched: &HashSet<FolderId>,
) -> HashMap<DocumentId, Option<Flag>> {
    let mut there: Vec<Named<'a>> = Vec::with_capacity(new.len());
    let mut put = |named: Named<'a>| {
        if touched.contains(&named.folder_id) {
            there.push(named);
        }
    };
    for (index, known) in matching.known.iter().enumerate() {
        let (id, document) = (known.id, known.document);
        let present = document.state == State::Present;
        let unflagged = present && document.flag != Some(Flag::SameName);
        let file = matching.file_of.get(index).copied().flatten().and_then(|file| matching.files.get(file));
        let (folder_id, path, settled) = match file {
            Some(file) => {
                let stays = file.folder_id == document.folder_id && file.path == document.path;
                (file.folder_id, file.path, stays && unflagged)
            }
            None if present && (known.place == Place::NotLooked || matching.waiting.contains(&index)) => {
                (document.folder_id, document.path.as_str(), unflagged)
            }
            None => continue,
        };
        put(Named { folder_id, path, settled, id, flag: document.flag });
    }
    for (id, file) in new {
        if let Some(file) = matching.files.get(*file) {
            put(Named { folder_id: file.folder_id, path: file.path, settled: false, id: *id, flag: None });
        }
    }
    let (mut refused, second) = (Refused::default(), second_of_their_name(&there));
    let mut flags = HashMap::new();
    for (index, it) in there.iter().enumerate() {
        let flag = if refused.is(it.path) {
            Some(Flag::NameRefused)
        } else {
            second.contains(&index).then_some(Flag::SameName)
        };
        if flag != it.flag {
            flags.insert(it.id, flag);
        }
    }
    flags
}

/// Those of which another in the same folder has the name first.
fn second_of_their_name(there: &[Named<'_>]) -> HashSet<usize> {
    // Hardly two are one, so only a digest of each name is kept; those of one digest are looked at.
    let (hash, mut folded) = (RandomState::new(), String::new());
    let mut digests: Vec<(FolderId, u64, usize)> = Vec::with_capacity(there.len());
    for (index, it) in there.iter().enumerate() {
        fold_path_into(&mut folded, it.path);
        digests.push((it.folder_id, hash.hash_one(folded.as_str()), index));
    }
    digests.sort_unstable();
    let mut second = HashSet::new();
    for alike in digests.chunk_by(|one, two| (one.0, one.1) == (two.0, two.1)).filter(|it| it.len() > 1) {
        let mut by_name: BTreeMap<String, Vec<(bool, &str, DocumentId, usize)>> = BTreeMap::new();
        for (.., index) in alike {
            let Some(it) = there.get(*index) else { continue };
            by_name.entry(fold_path(it.path)).or_default().push((!it.settled, it.path, it.id, *index));
        }
        for mut same in by_name.into_values() {
            same.sort_unstable();
            second.extend(same.into_iter().skip(1).map(|(.., index)| index));
        }
    }
    second
}

/// Tells which paths have a part that cannot exist elsewhere. Most lie in the folder of the one before.
#[derive(Default)]
struct Refused<'a> {
    above: Option<(&'a str, bool)>,
}

impl<'a> Refused<'a> {
    fn is(&mut self, path: &'a str) -> bool {
        let refused = |part: &str| check(part).is_err();
        let Some((above, name)) = path.rsplit_once('/') else { return refused(path) };
        let within = match self.above {
            Some((known, within)) if known == above => within,
            _ => above.split('/').any(refused),
        };
        self.above = Some((above, within));
        within || refused(name)
    }
}
