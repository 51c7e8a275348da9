//! Who has which name: the tree that the accepted entries make, as every system would see it.

use std::collections::HashMap;

use super::Refusal;
use crate::documents::names::{fold_key, safe_name, unique_folder};

/// A folder of the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FolderId(usize);

/// Where everything is unpacked.
pub(super) const ROOT: FolderId = FolderId(0);

/// The tree of names taken so far.
pub(super) struct Tree {
    nodes: Vec<Node>,
    by_key: HashMap<(usize, String), usize>,
    unlisted: usize,
}

struct Node {
    path: String,
    holds: Holds,
}

#[derive(PartialEq, Eq)]
enum Holds {
    File,
    Folder { listed: bool },
}

impl Tree {
    pub(super) fn new() -> Self {
        let root = Node { path: String::new(), holds: Holds::Folder { listed: true } };
        Self { nodes: vec![root], by_key: HashMap::new(), unlisted: 0 }
    }

    /// How many folders are there only because a path needs them.
    pub(super) fn unlisted_folders(&self) -> usize {
        self.unlisted
    }

    /// The path of a folder, as it will be spelled; empty for the root.
    pub(super) fn path(&self, folder: FolderId) -> &str {
        self.nodes.get(folder.0).map_or("", |node| &node.path)
    }

    /// Takes the path of names below `base` for a file or a folder, and says how it will be spelled and in which
    /// folder it lies. Folders on the way are spelled as whoever came first spelled them.
    pub(super) fn take(
        &mut self,
        base: FolderId,
        names: &[String],
        is_folder: bool,
    ) -> Result<(FolderId, String), Refusal> {
        let Some((last, above)) = names.split_last() else { return Err(Refusal::Duplicate) };
        let mut folder = base.0;
        for name in above {
            folder = match self.by_key.get(&(folder, fold_key(name))) {
                Some(there) if self.holds(*there) == Some(&Holds::File) => return Err(Refusal::FileInTheWay),
                Some(there) => *there,
                None => {
                    self.unlisted += 1;
                    self.add(folder, name, Holds::Folder { listed: false })
                }
            };
        }
        let Some(there) = self.by_key.get(&(folder, fold_key(last))).copied() else {
            let holds = if is_folder { Holds::Folder { listed: true } } else { Holds::File };
            let added = self.add(folder, last, holds);
            return Ok((FolderId(folder), self.path(FolderId(added)).to_owned()));
        };
        match self.nodes.get_mut(there) {
            Some(Node { path, holds }) if is_folder && *holds == Holds::Folder { listed: false } => {
                *holds = Holds::Folder { listed: true };
                self.unlisted -= 1;
                Ok((FolderId(folder), path.clone()))
            }
            Some(Node { holds: Holds::Folder { .. }, .. }) if !is_folder => Err(Refusal::FolderInTheWay),
            Some(Node { holds: Holds::File, .. }) if is_folder => Err(Refusal::FileInTheWay),
            _ => Err(Refusal::Duplicate),
        }
    }

    /// Makes a folder in `parent` for a zip called `name`, of its name without the extension where that is free.
    pub(super) fn folder_for_zip(&mut self, parent: FolderId, name: &str) -> FolderId {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let free =
            unique_folder(&safe_name(stem), |key| self.by_key.contains_key(&(parent.0, key.to_owned())));
        FolderId(self.add(parent.0, &free, Holds::Folder { listed: true }))
    }

    fn holds(&self, node: usize) -> Option<&Holds> {
        self.nodes.get(node).map(|node| &node.holds)
    }

    fn add(&mut self, parent: usize, name: &str, holds: Holds) -> usize {
        let above = self.path(FolderId(parent));
        let path = if above.is_empty() { name.to_owned() } else { format!("{above}/{name}") };
        let id = self.nodes.len();
        self.nodes.push(Node { path, holds });
        self.by_key.insert((parent, fold_key(name)), id);
        id
    }
}
