//! Whatever happens on disk, and whenever it is looked at: no private byte is seen after any act, no history passes to
//! another document, a rename is a rename, and one plan is enough.
//!
//! At least 50,000 histories; twenty times as many with `STUDIOLO_LONG=1`.

use std::collections::HashMap;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRunner};

use super::world::disk::{Disk, FileSystem, Node};
use super::world::happenings::{Happening, first_disk, happen};
use super::world::office::{Office, all};
use super::{Access, Look, Scope, State};
use crate::documents::names::is_passing;

/// Histories on each kind of file system.
const HISTORIES: u32 = 17_000;

fn check<S: Strategy>(cases: u32, strategy: &S, property: impl Fn(S::Value)) {
    let times = if std::env::var("STUDIOLO_LONG").is_ok_and(|long| long == "1") { 20 } else { 1 };
    let config = Config {
        cases: cases * times,
        failure_persistence: None,
        max_shrink_iters: 20_000,
        // Proptest's own choice, ChaCha, takes most of the time in a build without optimisation.
        rng_algorithm: RngAlgorithm::XorShift,
        ..Config::default()
    };
    let checked = TestRunner::new(config).run(strategy, |value| {
        property(value);
        Ok(())
    });
    if let Err(failure) = checked {
        panic!("{failure}");
    }
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Happens(Happening),
    /// A look at all, with the files hashed whose object's number has this bit.
    Look {
        hashed: u8,
    },
    /// A look at one folder or path.
    LookAt {
        path: u8,
        how: u8,
        hashed: u8,
    },
    SetAccess {
        folder: u8,
        access: u8,
    },
    Wait {
        seconds: u8,
    },
}

fn happenings() -> impl Strategy<Value = Happening> {
    use Happening::*;
    let byte = any::<u8>;
    prop_oneof![
        4 => (byte(), byte(), byte()).prop_map(|(folder, name, what)| Create { folder, name, what }),
        2 => byte().prop_map(|file| Write { file }),
        2 => byte().prop_map(|file| SaveByRename { file }),
        1 => byte().prop_map(|file| BeginSave { file }),
        1 => byte().prop_map(|file| EndSave { file }),
        1 => (byte(), byte()).prop_map(|(file, over)| RenameOver { file, over }),
        6 => (byte(), byte(), byte()).prop_map(|(what, folder, name)| Move { what, folder, name }),
        4 => (byte(), byte()).prop_map(|(what, name)| Rename { what, name }),
        1 => byte().prop_map(|what| Respell { what }),
        2 => byte().prop_map(|what| Delete { what }),
        2 => (byte(), byte(), byte(), any::<bool>())
            .prop_map(|(what, folder, name, keeps_times)| Copy { what, folder, name, keeps_times }),
        1 => (byte(), byte(), byte()).prop_map(|(file, folder, name)| Link { file, folder, name }),
        3 => (byte(), byte()).prop_map(|(one, two)| Swap { one, two }),
        1 => byte().prop_map(|folder| FolderToFile { folder }),
        1 => (byte(), byte()).prop_map(|(file, content)| RestoreVersion { file, content }),
        1 => Just(Unmount),
        2 => Just(Mount),
    ]
}

fn steps() -> impl Strategy<Value = Step> {
    let byte = any::<u8>;
    prop_oneof![
        10 => happenings().prop_map(Step::Happens),
        4 => byte().prop_map(|hashed| Step::Look { hashed }),
        3 => (byte(), byte(), byte()).prop_map(|(path, how, hashed)| Step::LookAt { path, how, hashed }),
        1 => (byte(), byte()).prop_map(|(folder, access)| Step::SetAccess { folder, access }),
        1 => byte().prop_map(|seconds| Step::Wait { seconds }),
    ]
}

fn histories() -> impl Strategy<Value = (Vec<(u8, u8)>, Vec<Step>)> {
    let files = prop::collection::vec((any::<u8>(), any::<u8>()), 2..6);
    (files, prop::collection::vec(steps(), 1..7))
}

fn play(system: FileSystem, (files, steps): (Vec<(u8, u8)>, Vec<Step>)) {
    let mut disk = first_disk(system, &files);
    let mut office = Office::of_first_disk(&disk);
    let mut fresh = 100;
    for step in steps {
        disk.now += 10;
        match step {
            Step::Happens(happening) => {
                fresh += 1;
                let before = disk.clone();
                happen(&mut disk, happening, fresh);
                if system == FileSystem::Nameless && disk.upper() != before.upper() {
                    // Without identities one change of the upper folders can be told from one look to the next; that
                    // one which was a top-level folder is another's subfolder now can't, nor what is done under a
                    // temporary name, nor the name of a client.
                    if changes_level(&before, &disk)
                        || disk.upper().iter().any(|it| it.0.split('/').any(is_passing))
                    {
                        disk = before;
                        continue;
                    }
                    office.look(&before, &Scope::Whole, all);
                    office.look(&disk, &Scope::Whole, all);
                }
            }
            Step::Look { hashed } => {
                office.look(&disk, &Scope::Whole, |_: &str, node: &Node| is_hashed(node, hashed));
            }
            Step::LookAt { path, how, hashed } => {
                let paths: Vec<&String> = disk.nodes.keys().collect();
                let Some(path) = paths.get(usize::from(path) % paths.len().max(1)) else { continue };
                let path = (*path).clone();
                let part = match how % 3 {
                    0 => Look::Entry(path),
                    1 => Look::Folder(path),
                    _ => Look::Below(path),
                };
                office.look_further(&disk, vec![part], |_: &str, node: &Node| is_hashed(node, hashed));
            }
            Step::SetAccess { folder, access } => set_access(&mut office, folder, access),
            Step::Wait { seconds } => disk.now += i64::from(seconds % 8) * 1000,
        }
    }
    disk.mounted = true;
    office.look(&disk, &Scope::Whole, all);
    if office.tree.documents.values().any(|document| document.state != State::Present) {
        disk.now += 10_000;
        office.look(&disk, &Scope::Whole, all);
    }
    let missing = |state| matches!(state, State::Missing { .. });
    assert!(!office.tree.documents.values().any(|document| missing(document.state)));
}

/// Whether a folder lies on another level of the tree now, or a client's folder has another name.
fn changes_level(before: &Disk, after: &Disk) -> bool {
    let level = |path: &str| path.matches('/').count().min(2);
    let levels = |disk: &Disk| -> HashMap<u32, usize> {
        disk.nodes.iter().map(|(path, node)| (node.object, level(path))).collect()
    };
    let clients = |disk: &Disk| -> HashMap<u32, String> {
        disk.upper().iter().filter(|it| !it.0.contains('/')).map(|it| (it.1, it.0.to_owned())).collect()
    };
    let (named, before) = (clients(before), levels(before));
    if clients(after).iter().any(|(object, name)| named.get(object).is_some_and(|it| it != name)) {
        return true;
    }
    levels(after).iter().any(|(object, level)| before.get(object).is_some_and(|it| it != level))
}

fn is_hashed(node: &Node, bits: u8) -> bool {
    bits > 127 || bits & (1 << (node.object % 7)) != 0
}

fn set_access(office: &mut Office, number: u8, access: u8) {
    let present = office.tree.folders.iter_mut().filter(|(_, folder)| folder.state == State::Present);
    let mut present: Vec<_> = present.collect();
    let number = usize::from(number) % present.len().max(1);
    let Some((id, folder)) = present.get_mut(number) else { return };
    folder.access = [Access::Private, Access::View, Access::Edit][usize::from(access) % 3];
    if let Some(object) = office.truth.folder_object.get(id) {
        office.truth.folders.insert(*object, (folder.client_id, folder.access));
    }
}

#[test]
fn with_lasting_identities_whatever_happens_nothing_private_is_seen_and_nothing_is_lost() {
    check(HISTORIES, &histories(), |history| play(FileSystem::Lasting, history));
}

#[test]
fn with_identities_that_are_given_out_again_nothing_private_is_seen_and_nothing_is_lost() {
    check(HISTORIES, &histories(), |history| play(FileSystem::Reused, history));
}

#[test]
fn without_identities_whatever_happens_nothing_private_is_seen_and_nothing_is_lost() {
    check(HISTORIES, &histories(), |history| play(FileSystem::Nameless, history));
}
