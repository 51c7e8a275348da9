mod documents;
mod folders;
mod identities;
mod partial;

use super::world::disk::{Disk, FileSystem, Node};
use super::world::office::{Office, all};
use super::world::words::say;
use super::*;

const UPPER: [(&str, Access); 4] = [
    ("Rossi/View", Access::View),
    ("Rossi/Edit", Access::Edit),
    ("Rossi/Note", Access::Private),
    ("Bianchi/View", Access::View),
];

/// A disk and an office that watches it.
struct Desk {
    disk: Disk,
    office: Office,
}

/// Two clients, their folders, and these files, each with a content of its own: 1, 2 …, all on record and published.
fn desk_on(system: FileSystem, files: &[&str]) -> Desk {
    let mut disk = Disk::new(system);
    for (path, _) in UPPER {
        disk.make(path.split_once('/').unwrap().0, Kind::Folder, 0);
        disk.make(path, Kind::Folder, 0);
    }
    for (content, path) in (1..).zip(files) {
        disk.file(path, content);
    }
    let office = Office::of(&disk, &UPPER);
    Desk { disk, office }
}

fn desk(files: &[&str]) -> Desk {
    desk_on(FileSystem::Lasting, files)
}

impl Desk {
    /// Looks at all with every file hashed, and says what follows. Everything is held against the truth on the way.
    fn look(&mut self) -> Vec<String> {
        self.look_with(all)
    }

    /// The same with no file hashed.
    fn glance(&mut self) -> Vec<String> {
        self.look_with(|_, _| false)
    }

    fn look_with(&mut self, hashed: impl Fn(&str, &Node) -> bool + Copy) -> Vec<String> {
        let mut tree = self.office.tree.clone();
        let made = self.office.look(&self.disk, &Scope::Whole, hashed);
        in_words(&mut tree, &made.acts)
    }

    fn look_at(&mut self, parts: &[Look]) -> (Vec<String>, Plan) {
        let mut tree = self.office.tree.clone();
        let made = self.office.look(&self.disk, &Scope::Parts(parts.to_vec()), all);
        (in_words(&mut tree, &made.acts), made)
    }

    fn after(&mut self, milliseconds: i64) -> Vec<String> {
        self.disk.now += milliseconds;
        self.look()
    }

    fn id(&self, path: &str) -> DocumentId {
        let present = |id: &DocumentId| self.office.tree.documents[id].state == State::Present;
        let mut ids = self.office.tree.documents.keys().filter(|id| present(id));
        *ids.find(|id| self.office.tree.path(**id).as_deref() == Some(path)).unwrap()
    }

    fn access(&self, path: &str) -> Access {
        let (client, name) = path.split_once('/').unwrap();
        let tree = &self.office.tree;
        let mut present = tree.folders.values().filter(|folder| folder.state == State::Present);
        present.find(|it| it.name == name && tree.clients[&it.client_id].folder == client).unwrap().access
    }

    /// What clients see, by path.
    fn seen(&self) -> Vec<String> {
        let tree = &self.office.tree;
        let mut seen: Vec<String> = tree.client_view().map(|(_, id, _)| tree.path(id).unwrap()).collect();
        seen.sort();
        seen
    }
}

fn in_words(tree: &mut Tree, acts: &[Act]) -> Vec<String> {
    let mut words = Vec::new();
    for act in acts {
        words.push(say(tree, act));
        apply_one(tree, act);
    }
    words
}

#[test]
fn nothing_changed_is_nothing_to_do() {
    let mut desk = desk(&["Rossi/View/a", "Rossi/Note/s/b"]);
    assert_eq!(desk.look(), [""; 0]);
    assert_eq!(desk.glance(), [""; 0], "not even a hash is asked for");
}

#[test]
fn a_missing_root_is_not_a_thousand_deletions() {
    let mut desk = desk(&["Rossi/View/a"]);
    desk.disk.mounted = false;
    assert_eq!(desk.look(), ["root missing"]);
    assert_eq!(desk.after(100_000), [""; 0]);
    assert_eq!(desk.seen(), ["Rossi/View/a"]);
    desk.disk.mounted = true;
    desk.disk.rename("Rossi/View/a", "Rossi/Edit/b");
    assert_eq!(desk.look(), ["root back", "moved Rossi/View/a to Rossi/Edit/b, visible"]);
}

#[test]
fn the_order_in_which_the_disk_is_read_does_not_matter() {
    let mut desk = desk(&["Rossi/View/a", "Rossi/View/b", "Rossi/Note/s/c"]);
    desk.disk.swap("Rossi/View/a", "Rossi/View/b");
    desk.disk.rename("Rossi/Note/s/c", "Rossi/Edit/A");
    desk.disk.file("Rossi/Edit/new/a", 9);
    let mut observed = desk.disk.observe(&Scope::Whole, all);
    let mut other = desk.office.clone();
    let made = desk.office.plan(&observed, &Scope::Whole);
    observed.entries.reverse();
    assert_eq!(other.plan(&observed, &Scope::Whole), made);
}

#[test]
fn odd_paths_are_passed_over() {
    let mut desk = desk(&["Rossi/View/a"]);
    let mut observed = desk.disk.observe(&Scope::Whole, all);
    let a = observed.entries.iter().find(|entry| entry.path == "Rossi/View/a").unwrap().clone();
    for path in [
        "",
        "/",
        "Rossi/View/../Note/x",
        "Rossi//x",
        "Rossi/View//x",
        "./Rossi/View/y",
        "Rossi/View/~$a.docx",
    ] {
        observed.entries.push(Entry { path: path.to_owned(), ..a.clone() });
    }
    observed.entries.push(a);
    assert_eq!(desk.office.plan(&observed, &Scope::Whole), Plan::default());
}

#[test]
fn what_cannot_be_a_document_is_flagged_once_and_unflagged_when_it_goes() {
    let mut desk = desk(&["Rossi/View/a"]);
    desk.disk.make("Rossi/View/link", Kind::Symlink, 0);
    desk.disk.make("Rossi/View/pipe", Kind::Special, 0);
    desk.disk.make("Rossi/View/odd", Kind::NotUnicode, 0);
    desk.disk.make("Rossi/loose", Kind::File, 7);
    desk.disk.make("Verdi", Kind::Folder, 0);
    desk.disk.file("Verdi/View/a", 8);
    let flagged = [
        "entry flagged Rossi/View/link, symlink",
        "entry flagged Rossi/View/odd, name_not_unicode",
        "entry flagged Rossi/View/pipe, special_file",
        "entry flagged Rossi/loose, outside_folders",
        "entry flagged Verdi, not_a_client",
    ];
    assert_eq!(desk.look(), flagged);
    assert_eq!(desk.look(), [""; 0]);
    desk.disk.remove("Rossi/View/link");
    desk.disk.remove("Verdi");
    assert_eq!(desk.look(), ["entry unflagged Rossi/View/link", "entry unflagged Verdi"]);
    assert!(Flag::from_code("not_a_client") == Some(Flag::NotAClient) && Flag::from_code("x").is_none());
}

#[test]
fn ten_thousand_documents_in_a_renamed_folder_are_one_act() {
    let files: Vec<String> =
        (0..10_000).map(|n| format!("Rossi/View/2025/{}/{}/{n}", n % 10, n % 100)).collect();
    let mut desk = desk(&files.iter().map(String::as_str).collect::<Vec<_>>());
    desk.disk.rename("Rossi/View/2025", "Rossi/View/2026");
    let observed = desk.disk.observe(&Scope::Whole, |_, _| false);
    let made = desk.office.plan(&observed, &Scope::Whole);
    let [Act::SubfolderMoved { documents, .. }] = &made.acts[..] else { panic!("{}", made.acts.len()) };
    assert_eq!(documents.len(), 10_000);
    desk.office.tree = apply(desk.office.tree.clone(), &made.acts);
    assert_eq!(desk.office.plan(&observed, &Scope::Whole), Plan::default());
}
