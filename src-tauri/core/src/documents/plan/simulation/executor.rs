//! The executor: one office and one disk, and chance that says what comes next.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::super::coverage::parent;
use super::super::settle::{Next, Reading, Settling};
use super::super::world::disk::{Disk, FileSystem, is_refused, sha256};
use super::super::world::happenings::{first_disk, happen};
use super::super::world::office::Office;
use super::super::world::words::say;
use super::super::{
    Access, Act, Content, Entry, Kind, Look, Observed, Plan, Scope, Sha256, Stat, State, Tree, apply_one,
};
use super::random::Random;
use crate::id::ClientId;

const QUIET: i64 = 1_000;

pub(super) struct Executor {
    pub trace: Vec<String>,
    random: Random,
    disk: Disk,
    office: Office,
    fresh: u32,
    /// Events that the watcher has told, and what plans asked for. Lost in a crash.
    looks: BTreeSet<Look>,
    /// The watch is lost or overflowed: all is to be looked at.
    rescan: bool,
    settling: BTreeMap<String, (Settling, i64)>,
    hashed: BTreeMap<String, (Stat, Content)>,
    again_at: Option<i64>,
    /// Nothing happens but what the office does.
    calm: bool,
    /// What each client could ever see by right.
    ever_open: HashSet<(ClientId, Sha256)>,
}

impl Executor {
    pub(super) fn new(seed: u64) -> Self {
        let mut random = Random(seed);
        let files: Vec<(u8, u8)> = (0..6).map(|_| (random.byte(), random.byte())).collect();
        let disk = first_disk(FileSystem::Lasting, &files);
        let office = Office::of_first_disk(&disk);
        let mut executor = Self {
            trace: Vec::new(),
            random,
            disk,
            office,
            fresh: 100,
            looks: BTreeSet::new(),
            rescan: true,
            settling: BTreeMap::new(),
            hashed: BTreeMap::new(),
            again_at: None,
            calm: false,
            ever_open: HashSet::new(),
        };
        executor.note_open();
        executor
    }

    fn say(&mut self, line: String) {
        self.trace.push(format!("{} {line}", self.disk.now));
    }

    /// Something happens: on disk, or in the office.
    pub(super) fn step(&mut self) {
        self.disk.now += i64::try_from(self.random.below(700)).unwrap();
        match self.random.below(12) {
            0..=4 => self.happen(),
            5..=7 => self.scan(),
            8 | 9 => self.settle(),
            10 => self.set_access(),
            _ if self.random.one_in(3) => self.crash(),
            _ => self.disk.now += 4_000,
        }
        self.check();
    }

    /// Nothing happens on disk any more: the office finds it all out, and then has nothing left to do.
    pub(super) fn come_to_rest(&mut self) {
        self.disk.mounted = true;
        self.rescan = true;
        self.calm = true;
        for round in 0.. {
            assert!(round < 60, "never at rest: {:?} {:?}", self.looks, self.settling);
            self.scan();
            self.settle();
            self.check();
            self.disk.now += 500;
            if self.looks.is_empty() && self.settling.is_empty() && !self.rescan {
                let Some(again_at) = self.again_at else { break };
                self.disk.now = self.disk.now.max(again_at);
            }
        }
        self.hashed.clear();
        let observed = self.disk.observe(&Scope::Whole, |_, _| false);
        let plan = self.office.plan(&observed, &Scope::Whole);
        assert_eq!(plan, Plan::default(), "at rest:\n{}", self.trace.join("\n"));
        let truly = self.office.truth.of(&self.disk, &self.office.tree);
        self.office.truth.check_kept(&self.office.tree, &truly);
        super::super::world::truth::Truth::check_complete(&self.office.tree, &truly);
    }

    fn happen(&mut self) {
        let before = self.disk.nodes.clone();
        let happening = self.random.happening();
        self.fresh += 1;
        happen(&mut self.disk, happening, self.fresh);
        self.say(format!("{happening:?}"));
        self.note_open();
        let changed = |(path, node): (&String, _)| (before.get(path) != Some(node)).then(|| path.clone());
        let here = self.disk.nodes.iter().filter_map(changed);
        let gone = before.keys().filter(|path| !self.disk.nodes.contains_key(*path)).cloned();
        let touched: Vec<String> = here.chain(gone).collect();
        for path in touched {
            if self.random.one_in(12) {
                // What is not told in time is found by a look at all.
                self.say(format!("event lost {path}"));
                self.rescan = true;
            } else {
                let folder = parent(&path).unwrap_or_default().to_owned();
                self.looks.insert(if self.disk.is_folder(&path) {
                    Look::Below(path)
                } else {
                    Look::Folder(folder)
                });
            }
        }
        if !self.disk.mounted {
            self.rescan = true;
        }
    }

    /// What clients may see on the disk as it is now, by right.
    fn note_open(&mut self) {
        let truly = self.office.truth.of(&self.disk, &self.office.tree);
        let open = truly.files.values().filter_map(|file| Some((file.open_to?, file.sha256)));
        self.ever_open.extend(open);
    }

    fn observe(&mut self, scope: &Scope) -> Observed {
        let mut observed = self.disk.observe(scope, |_, _| false);
        if self.chance(4) && self.disk.mounted {
            // While the disk is read something happens: what is in a top-level folder is from before or from after.
            self.happen();
            let later = self.disk.observe(scope, |_, _| false);
            let bits = self.random.byte();
            let is_later = |entry: &Entry| {
                let top = entry.path.splitn(3, '/').take(2).flat_map(str::bytes);
                let number = top.fold(0_u8, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte)) % 8;
                bits & (1 << number) != 0
            };
            let (root, at) = (later.root, later.at);
            observed.entries.retain(|entry| !is_later(entry));
            observed.entries.extend(later.entries.into_iter().filter(is_later));
            observed = Observed { root, at, entries: if root { observed.entries } else { Vec::new() } };
            self.rescan = true;
            self.say("torn scan".to_owned());
        }
        for entry in observed.entries.iter_mut().filter(|entry| entry.kind == Kind::File) {
            let hashed = self.hashed.get(&entry.path).filter(|(stat, _)| *stat == entry.stat);
            entry.content = hashed.map(|(_, content)| *content);
        }
        observed
    }

    /// By chance, unless nothing happens any more.
    fn chance(&mut self, one_in: usize) -> bool {
        !self.calm && self.random.one_in(one_in)
    }

    fn scan(&mut self) {
        if self.again_at.take_if(|at| *at <= self.disk.now).is_some() {
            self.looks.extend(self.office.tree.missing());
        }
        let scope = if std::mem::take(&mut self.rescan) {
            Scope::Whole
        } else if self.looks.is_empty() {
            return;
        } else {
            Scope::Parts(self.looks.iter().cloned().collect())
        };
        self.looks.clear();
        let observed = self.observe(&scope);
        let plan = self.office.plan(&observed, &scope);
        let crashes = self.chance(10) && !plan.acts.is_empty();
        let upto = if crashes { self.random.below(plan.acts.len()) } else { plan.acts.len() };
        for act in plan.acts.iter().take(upto) {
            self.apply(act);
        }
        if crashes {
            self.say(format!("crash after {upto} of {} acts", plan.acts.len()));
            self.crash();
            return;
        }
        if let (Scope::Parts(parts), false) = (scope, plan.look.is_empty()) {
            self.looks.extend(parts);
        }
        self.looks.extend(plan.look);
        for (path, _) in plan.settle {
            self.settling.entry(path).or_insert_with(|| (Settling::new(QUIET), 0));
        }
        self.again_at = plan.again_at;
    }

    fn apply(&mut self, act: &Act) {
        let line = say(&self.office.tree, act);
        self.say(line);
        apply_one(&mut self.office.tree, act);
        self.learn(act);
        self.check();
    }

    /// Keeps what the truth must know of the office: which objects its folders and documents are.
    fn learn(&mut self, act: &Act) {
        let (tree, truth) = (&self.office.tree, &mut self.office.truth);
        let object =
            |identity: Option<super::super::Identity>| u32::try_from(identity.unwrap().file).unwrap();
        match act {
            Act::ClientSeen { client_id, identity } => {
                truth.clients.retain(|_, client| client != client_id);
                truth.clients.insert(object(*identity), *client_id);
            }
            Act::AddFolder { folder_id, client_id, identity, .. } => {
                truth.folders.insert(object(*identity), (*client_id, Access::Private));
                truth.folder_object.insert(*folder_id, object(*identity));
            }
            Act::FolderSeen { folder_id, identity } => {
                let folder = &tree.folders[folder_id];
                truth.folders.insert(object(*identity), (folder.client_id, folder.access));
                truth.folder_object.insert(*folder_id, object(*identity));
            }
            Act::FolderMovedToClient { folder_id, client_id, .. } => {
                let object = truth.folder_object[folder_id];
                truth.folders.insert(object, (*client_id, tree.folders[folder_id].access));
            }
            Act::AddDocument { document_id, stat, .. }
            | Act::DocumentSeen { document_id, stat }
            | Act::DocumentPublished { document_id, stat, .. }
            | Act::DocumentChanged { document_id, stat, .. } => {
                truth.document_object.insert(*document_id, object(stat.identity));
            }
            _ => {}
        }
    }

    fn settle(&mut self) {
        let due: Vec<String> =
            self.settling.iter().filter(|(_, (_, at))| *at <= self.disk.now).map(|it| it.0.clone()).collect();
        for path in due {
            let reading = self.read(&path);
            let Some((mut settling, _)) = self.settling.remove(&path) else { continue };
            let mut next = settling.observe(reading, self.disk.now);
            if next == Next::Hash {
                let content = self.disk.nodes.get(&path).map_or(0, |node| node.content);
                if self.chance(6) {
                    self.happen();
                    if self.random.one_in(2) {
                        self.disk.write(&path, self.fresh);
                        self.note_open();
                        self.rescan = true;
                    }
                }
                let after = self.read(&path);
                next = settling.hashed(sha256(content), after, self.disk.now);
                let Next::Whole { stat, sha256 } = next else {
                    self.say(format!("hash thrown away {path}"));
                    self.wait(path, settling, next);
                    continue;
                };
                self.hashed.insert(path.clone(), (stat, Content { sha256, refused: is_refused(content) }));
                self.looks.insert(Look::Entry(path));
                continue;
            }
            self.wait(path, settling, next);
        }
    }

    fn wait(&mut self, path: String, settling: Settling, next: Next) {
        match next {
            Next::Wait { until } => drop(self.settling.insert(path, (settling, until))),
            Next::Hash => drop(self.settling.insert(path, (settling, self.disk.now))),
            Next::Absent | Next::Whole { .. } => drop(self.looks.insert(Look::Entry(path))),
        }
    }

    fn read(&mut self, path: &str) -> Reading {
        if self.chance(12) {
            self.say(format!("locked {path}"));
            return Reading::Locked;
        }
        let node = self.disk.nodes.get(path).filter(|node| node.kind == Kind::File && self.disk.mounted);
        node.map_or(Reading::Absent, |node| Reading::Stat(self.disk.stat(node)))
    }

    fn set_access(&mut self) {
        let present: Vec<_> =
            self.office.tree.folders.iter().filter(|it| it.1.state == State::Present).collect();
        if present.is_empty() {
            return;
        }
        let folder_id = *present[self.random.below(present.len())].0;
        let access = [Access::Private, Access::View, Access::Edit][self.random.below(3)];
        let folder = self.office.tree.folders.get_mut(&folder_id).unwrap();
        folder.access = access;
        let client_id = folder.client_id;
        let object = self.office.truth.folder_object[&folder_id];
        self.office.truth.folders.insert(object, (client_id, access));
        self.say(format!("{folder_id} set to {access:?}"));
        // What is on record in the folder was found in it, and is shown by the owner's word.
        let shown: Vec<_> =
            self.office.tree.client_view().map(|(client, _, version)| (client, version)).collect();
        self.ever_open.extend(shown);
        self.note_open();
    }

    /// The program ends and starts again: what was not written is lost.
    fn crash(&mut self) {
        self.say("crash".to_owned());
        self.looks.clear();
        self.settling.clear();
        self.hashed.clear();
        self.rescan = true;
    }

    /// At every instant: clients see only what they could ever see by right, and what can be read is what is shown.
    fn check(&self) {
        let tree = &self.office.tree;
        check_places(tree);
        for (client_id, document_id, version) in tree.client_view() {
            let path = tree.path(document_id).unwrap();
            assert!(
                self.ever_open.contains(&(client_id, version)),
                "{path} is seen:\n{}",
                self.trace.join("\n")
            );
            let node = self.disk.nodes.get(&path).filter(|_| self.disk.mounted);
            let document = &tree.documents[&document_id];
            if let Some(node) = node.filter(|node| document.may_be_served_from(&self.disk.stat(node))) {
                assert_eq!(sha256(node.content), version, "{path} reads wrong:\n{}", self.trace.join("\n"));
            }
        }
    }
}

fn check_places(tree: &Tree) {
    super::super::world::truth::check_places(tree, &Plan::default());
}
