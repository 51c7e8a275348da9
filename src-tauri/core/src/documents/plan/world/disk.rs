//! A disk of three kinds of file system, on which the truth is known: which object each path is, whatever its name.

use std::collections::BTreeMap;

use super::super::coverage::{above, is_at_or_below, parent};
use super::super::{Content, Entry, Identity, Kind, Look, Observed, Scope, Sha256, Stat};

/// What the file system says of identities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum FileSystem {
    /// Identities and times of birth: ext4, APFS, NTFS.
    Lasting,
    /// Identities that are given out again at once, no times of birth.
    Reused,
    /// No identities: FAT.
    Nameless,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Node {
    /// The truth: never the same for two that were ever made.
    pub object: u32,
    pub kind: Kind,
    /// What a file holds; 0 is nothing.
    pub content: u32,
    mtime: i64,
    file: u32,
    born: i64,
}

#[derive(Debug, Clone)]
pub(in super::super) struct Disk {
    pub nodes: BTreeMap<String, Node>,
    pub system: FileSystem,
    pub mounted: bool,
    /// Milliseconds.
    pub now: i64,
    objects: u32,
    ticks: i64,
    free: Vec<u32>,
}

impl Disk {
    pub(in super::super) fn new(system: FileSystem) -> Self {
        let nodes = BTreeMap::new();
        Self { nodes, system, mounted: true, now: 1_000_000, objects: 0, ticks: 0, free: Vec::new() }
    }

    fn tick(&mut self) -> i64 {
        self.ticks += 1;
        self.now * 1_000_000 + self.ticks
    }

    fn node(&mut self, kind: Kind, content: u32) -> Node {
        self.objects += 1;
        let born = self.tick();
        let reused = if self.system == FileSystem::Reused { self.free.pop() } else { None };
        Node { object: self.objects, kind, content, mtime: born, file: reused.unwrap_or(self.objects), born }
    }

    pub(in super::super) fn is_folder(&self, path: &str) -> bool {
        path.is_empty() || self.nodes.get(path).is_some_and(|node| node.kind == Kind::Folder)
    }

    /// The clients' and top-level folders, and which they truly are.
    pub(in super::super) fn upper(&self) -> Vec<(&str, u32)> {
        let upper = self
            .nodes
            .iter()
            .filter(|(path, node)| node.kind == Kind::Folder && path.matches('/').count() < 2);
        upper.map(|(path, node)| (path.as_str(), node.object)).collect()
    }

    fn can_make(&self, path: &str) -> bool {
        !self.nodes.contains_key(path) && parent(path).is_some_and(|parent| self.is_folder(parent))
    }

    pub(in super::super) fn make(&mut self, path: &str, kind: Kind, content: u32) -> bool {
        let can = self.can_make(path);
        if can {
            let node = self.node(kind, content);
            self.nodes.insert(path.to_owned(), node);
        }
        can
    }

    /// Makes a file with all folders above.
    pub(in super::super) fn file(&mut self, path: &str, content: u32) {
        let mut folders: Vec<&str> = above(path).filter(|folder| !folder.is_empty()).collect();
        folders.reverse();
        for folder in folders {
            self.make(folder, Kind::Folder, 0);
        }
        assert!(self.make(path, Kind::File, content), "{path} can't be made");
    }

    pub(in super::super) fn write(&mut self, path: &str, content: u32) {
        let mtime = self.tick();
        let Some(file) = self.nodes.get(path).filter(|node| node.kind == Kind::File).map(|node| node.file)
        else {
            return;
        };
        for node in self.nodes.values_mut().filter(|node| node.kind == Kind::File && node.file == file) {
            (node.content, node.mtime) = (content, mtime);
        }
    }

    fn subtree(&self, path: &str) -> Vec<String> {
        let start = self.nodes.range(path.to_owned()..).map(|(path, _)| path);
        let near = start.take_while(|it| it.starts_with(path));
        near.filter(|it| is_at_or_below(it, path)).cloned().collect()
    }

    pub(in super::super) fn remove(&mut self, path: &str) {
        for path in self.subtree(path).into_iter().rev() {
            let Some(node) = self.nodes.remove(&path) else { continue };
            if !self.nodes.values().any(|other| other.file == node.file) {
                self.free.push(node.file);
            }
        }
    }

    /// As rename(2): a file takes another's place, a folder nothing's.
    pub(in super::super) fn rename(&mut self, from: &str, to: &str) -> bool {
        let over = self.nodes.get(to).is_some_and(|there| there.kind != Kind::Folder)
            && self.nodes.get(from).is_some_and(|node| node.kind != Kind::Folder);
        let free = over || self.can_make(to);
        if !free || from == to || is_at_or_below(to, from) || !self.nodes.contains_key(from) {
            return false;
        }
        self.remove(to);
        for path in self.subtree(from) {
            if let Some(node) = self.nodes.remove(&path) {
                self.nodes.insert(format!("{to}{}", &path[from.len()..]), node);
            }
        }
        true
    }

    pub(in super::super) fn swap(&mut self, one: &str, two: &str) -> bool {
        let apart = !is_at_or_below(one, two) && !is_at_or_below(two, one);
        let can = apart && self.nodes.contains_key(one) && self.nodes.contains_key(two);
        can && self.rename(one, "?") && self.rename(two, one) && self.rename("?", two)
    }

    pub(in super::super) fn copy(&mut self, from: &str, to: &str, keeps_times: bool) -> bool {
        if !self.can_make(to) || is_at_or_below(to, from) {
            return false;
        }
        for path in self.subtree(from) {
            let Some(source) = self.nodes.get(&path).cloned() else { continue };
            let mut copy = self.node(source.kind, source.content);
            if keeps_times {
                copy.mtime = source.mtime;
            }
            self.nodes.insert(format!("{to}{}", &path[from.len()..]), copy);
        }
        true
    }

    pub(in super::super) fn link(&mut self, from: &str, to: &str) {
        let node = self.nodes.get(from).filter(|node| node.kind == Kind::File).cloned();
        if let Some(node) = node.filter(|_| self.can_make(to)) {
            self.nodes.insert(to.to_owned(), node);
        }
    }

    pub(in super::super) fn stat(&self, node: &Node) -> Stat {
        let identity = |born| Identity { device: 0, file: node.file.into(), born };
        let identity = match self.system {
            FileSystem::Lasting => Some(identity(Some(node.born))),
            FileSystem::Reused => Some(identity(None)),
            FileSystem::Nameless => None,
        };
        let mtime = if node.kind == Kind::File { node.mtime } else { 0 };
        Stat { size: size(node.content), mtime, identity }
    }

    /// What a look finds, with the content of the files for which `hashed` says so.
    pub(in super::super) fn observe(&self, scope: &Scope, hashed: impl Fn(&str, &Node) -> bool) -> Observed {
        let mut observed = Observed { at: self.now, root: self.mounted, entries: Vec::new() };
        for (path, node) in self.nodes.iter().filter(|(path, _)| self.mounted && is_in(path, scope)) {
            let is_file = node.kind == Kind::File;
            let links = self.nodes.values().filter(|other| is_file && other.file == node.file).count();
            let content = Content { sha256: sha256(node.content), refused: is_refused(node.content) };
            observed.entries.push(Entry {
                path: path.clone(),
                kind: node.kind,
                stat: self.stat(node),
                links: links as u64,
                content: (is_file && hashed(path, node)).then_some(content),
            });
        }
        observed
    }
}

/// Whether a look finds what is at this path: what it asks for, and the upper folders.
fn is_in(path: &str, scope: &Scope) -> bool {
    let Scope::Parts(parts) = scope else { return true };
    let upper = path.matches('/').count() < 2;
    parts.iter().any(|part| match part {
        Look::Entry(at) => path == at || (upper && is_at_or_below(at, path)),
        Look::Folder(at) => parent(path) == Some(at) || (upper && is_at_or_below(at, path)),
        Look::Below(at) => is_at_or_below(path, at) || (upper && is_at_or_below(at, path)),
    })
}

pub(in super::super) fn size(content: u32) -> u64 {
    if content == 0 { 0 } else { u64::from(1 + content % 3) }
}

pub(in super::super) fn sha256(content: u32) -> Sha256 {
    let mut hash = [0; 32];
    hash[..4].copy_from_slice(&content.to_le_bytes());
    hash
}

/// One content in eight is a program.
pub(in super::super) fn is_refused(content: u32) -> bool {
    content % 8 == 7
}
