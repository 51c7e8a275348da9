//! An office that watches a disk: it looks, plans, writes act by act, and looks further where it is told to.

use std::collections::{BTreeMap, HashSet};

use super::super::documents::fold_path;
use super::super::{
    Access, Act, Client, Document, Entry, Flag, Folder, Kind, Look, NewIds, Observed, Plan, Scope, State,
    Tree, plan,
};
use super::disk::{Disk, FileSystem, Node, is_refused, sha256};
use super::happenings::UPPER;
use super::truth::Truth;
use crate::documents::names::{check, is_passing};
use crate::id::{ClientId, DocumentId, FolderId};

#[derive(Debug, Clone)]
pub(in super::super) struct Office {
    pub tree: Tree,
    pub truth: Truth,
    ids: u64,
}

/// The id of a number.
fn id<T: std::str::FromStr>(number: u64) -> T {
    format!("{number:032x}").parse().ok().unwrap()
}

/// Every file is hashed.
pub(in super::super) fn all(_: &str, _: &Node) -> bool {
    true
}

impl Office {
    /// An office that has all that is on the disk on record, hashed and published; the folders have these accesses.
    pub(in super::super) fn of(disk: &Disk, upper: &[(&str, Access)]) -> Self {
        let mut office = Self { tree: Tree::default(), truth: Truth::default(), ids: 0 };
        let mut clients: BTreeMap<&str, ClientId> = BTreeMap::new();
        let mut folders: BTreeMap<&str, FolderId> = BTreeMap::new();
        let mut names = HashSet::new();
        for (path, node) in &disk.nodes {
            let (stat, state) = (disk.stat(node), State::Present);
            let end = |nth| path.match_indices('/').nth(nth).map(|(end, _)| end);
            match (end(0), end(1), node.kind) {
                (None, _, Kind::Folder) => {
                    let client_id = office.next_id();
                    let client = Client { folder: path.clone(), identity: stat.identity, state };
                    office.tree.clients.insert(client_id, client);
                    office.truth.clients.insert(node.object, client_id);
                    clients.insert(path, client_id);
                }
                (Some(client), None, Kind::Folder) => {
                    let (folder_id, client_id) = (office.next_id(), clients[&path[..client]]);
                    let access =
                        upper.iter().find(|(upper, _)| upper == path).map_or(Access::Private, |it| it.1);
                    let (name, identity) = (path[client + 1..].to_owned(), stat.identity);
                    let folder = Folder { client_id, name, access, identity, flag: None, state };
                    office.tree.folders.insert(folder_id, folder);
                    office.truth.folders.insert(node.object, (client_id, access));
                    office.truth.folder_object.insert(folder_id, node.object);
                    folders.insert(path, folder_id);
                }
                (_, Some(top), Kind::File) if !path.split('/').any(is_passing) => {
                    let (document_id, folder_id) = (office.next_id(), folders[&path[..top]]);
                    let path = path[top + 1..].to_owned();
                    let refused = path.split('/').any(|part| check(part).is_err());
                    let same = !names.insert((folder_id, fold_path(&path))) && !refused;
                    let flag = refused.then_some(Flag::NameRefused).or(same.then_some(Flag::SameName));
                    let document = Document {
                        folder_id,
                        path,
                        stat,
                        sha256: Some(sha256(node.content)),
                        published: true,
                        refused: is_refused(node.content),
                        flag,
                        state,
                    };
                    office.tree.documents.insert(document_id, document);
                    office.truth.document_object.insert(document_id, node.object);
                }
                _ => {}
            }
        }
        office
    }

    pub(in super::super) fn of_first_disk(disk: &Disk) -> Self {
        Self::of(disk, &UPPER)
    }

    fn next_id<T: std::str::FromStr>(&mut self) -> T {
        self.ids += 1;
        id(self.ids)
    }

    pub(in super::super) fn plan(&mut self, observed: &Observed, scope: &Scope) -> Plan {
        let ids = std::cell::Cell::new(self.ids);
        let next = || {
            ids.set(ids.get() + 1);
            ids.get()
        };
        let mut ids_of = (|| id::<FolderId>(next()), || id::<DocumentId>(next()));
        let made =
            plan(&self.tree, observed, scope, &mut NewIds { folder: &mut ids_of.0, document: &mut ids_of.1 });
        self.ids = ids.get();
        made
    }

    /// Looks once, and does all that follows from it.
    pub(in super::super) fn look(
        &mut self,
        disk: &Disk,
        scope: &Scope,
        hashed: impl Fn(&str, &Node) -> bool + Copy,
    ) -> Plan {
        let observed = disk.observe(scope, hashed);
        let before = self.tree.clone();
        let made = self.plan(&observed, scope);
        for (path, stat) in &made.settle {
            let seen = |entry: &Entry| entry.path == *path && entry.stat == *stat;
            assert!(observed.entries.iter().any(seen), "{path} was not seen so");
        }
        let (tree, truly) = self.truth.check(disk, &before, &made, scope, made.acts.len());
        self.tree = tree;
        if *scope == Scope::Whole && disk.mounted {
            // Without identities what was planned may bear on what waits to be hashed.
            let waits = disk.system == FileSystem::Nameless && !made.settle.is_empty();
            if !made.acts.is_empty() && !waits {
                let again = self.plan(&observed, scope);
                assert_eq!(again.acts, [], "planned again after\n{made:?}\n{before:?}");
            }
            if disk.system == FileSystem::Lasting {
                self.truth.check_kept(&self.tree, &truly);
            }
            if made.settle.is_empty() {
                Truth::check_complete(&self.tree, &truly);
            }
        }
        made
    }

    /// Looks, and looks further as long as the plan asks for it.
    pub(in super::super) fn look_further(
        &mut self,
        disk: &Disk,
        parts: Vec<Look>,
        hashed: impl Fn(&str, &Node) -> bool + Copy,
    ) -> Vec<Act> {
        let mut parts = parts;
        let mut acts = Vec::new();
        for _ in 0..6 {
            let made = self.look(disk, &Scope::Parts(parts.clone()), hashed);
            acts.extend(made.acts);
            let before = parts.len();
            parts.extend(made.look);
            parts.sort();
            parts.dedup();
            if parts.len() == before {
                break;
            }
        }
        acts
    }
}
