//! Which names are free in a folder: two are one where some system takes them for one.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;

use cap_std::fs::{Dir, DirEntry};

use super::disk::Disk;
use super::names::{fold_key, unique};
use crate::error::Result;

/// What lies in each folder: names by their folded spelling.
#[derive(Debug)]
pub(super) struct Places<'d> {
    disk: &'d Disk,
    taken: BTreeMap<String, HashMap<String, String>>,
    new: HashSet<String>,
}

impl<'d> Places<'d> {
    pub fn new(disk: &'d Disk) -> Self {
        Self { disk, taken: BTreeMap::new(), new: HashSet::new() }
    }

    /// A path below `into`, with folders that are there spelled as they are there.
    pub fn spelled(&mut self, into: &str, path: &str) -> Result<String> {
        let mut spelled = into.to_owned();
        for name in path.split('/').filter(|name| !name.is_empty()) {
            let names = self.names(&spelled)?;
            let name = names.entry(fold_key(name)).or_insert_with(|| name.to_owned()).clone();
            spelled = format!("{spelled}/{name}");
        }
        // A file that is in the way of a folder is found before anything is moved.
        self.names(&spelled)?;
        Ok(spelled)
    }

    /// The name, or one like it that nothing in the folder has.
    pub fn free(&mut self, above: &str, name: &str) -> Result<String> {
        let names = self.names(above)?;
        let free = unique(name, |key| names.contains_key(key));
        names.insert(fold_key(&free), free.clone());
        Ok(free)
    }

    /// Whether something in the folder has this name.
    pub fn has(&mut self, folder: &str, name: &str) -> Result<bool> {
        Ok(self.names(folder)?.contains_key(&fold_key(name)))
    }

    /// Whether a folder that was asked for was not there.
    pub fn is_new(&self, folder: &str) -> bool {
        self.new.contains(folder)
    }

    fn names(&mut self, folder: &str) -> Result<&mut HashMap<String, String>> {
        if !self.taken.contains_key(folder) {
            let names = match self.disk.folder(folder).and_then(|dir| names_in(&dir)) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    self.new.insert(folder.to_owned());
                    HashMap::new()
                }
                names => names?,
            };
            self.taken.insert(folder.to_owned(), names);
        }
        Ok(self.taken.entry(folder.to_owned()).or_default())
    }
}

/// What lies in a folder: names by their folded spelling.
pub(super) fn names_in(folder: &Dir) -> io::Result<HashMap<String, String>> {
    let name = |entry: io::Result<DirEntry>| {
        let name = entry?.file_name().to_string_lossy().into_owned();
        Ok((fold_key(&name), name))
    };
    folder.entries()?.map(name).collect()
}
