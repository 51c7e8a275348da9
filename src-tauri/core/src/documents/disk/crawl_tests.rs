use std::fs;

use tempfile::TempDir;

use super::*;
use crate::documents::disk::OWN;
use crate::documents::plan::{Look, Scope};
use crate::id::OfficeId;

fn disk() -> (TempDir, Disk) {
    let (folder, id) = (TempDir::new().unwrap(), OfficeId::new());
    Disk::mark(folder.path(), id).unwrap();
    let disk = Disk::open(folder.path(), id).unwrap();
    (folder, disk)
}

fn paths(disk: &Disk, scope: &Scope) -> Vec<String> {
    disk.look(scope, 0).entries.into_iter().map(|entry| entry.path).collect()
}

#[test]
fn all_that_is_there_is_told_in_order_of_the_whole_path() {
    let (folder, disk) = disk();
    for path in ["a/b/c/d", "a/b c", "a/b-/x", "a b/c", "è/a"] {
        fs::create_dir_all(folder.path().join(path)).unwrap();
    }
    for path in ["a/b/z.txt", "a/b.txt", "a/b!.txt", "a/b/c.txt", "a b/c/é.txt"] {
        fs::write(folder.path().join(path), path).unwrap();
    }
    let found = paths(&disk, &Scope::Whole);
    assert!(found.is_sorted(), "{found:?}");
    assert_eq!(
        found,
        [
            "a",
            "a b",
            "a b/c",
            "a b/c/é.txt",
            "a/b",
            "a/b c",
            "a/b!.txt",
            "a/b-",
            "a/b-/x",
            "a/b.txt",
            "a/b/c",
            "a/b/c.txt",
            "a/b/c/d",
            "a/b/z.txt",
            "è",
            "è/a",
        ]
    );
    assert!(folder.path().join(OWN).is_dir(), "what is the office's own is passed by");
}

#[test]
fn more_folders_than_may_wait_and_deep_ones_are_all_listed() {
    let (folder, disk) = disk();
    let mut made = Vec::new();
    for number in 0..3 * WAITING {
        let mut path = format!("{number:03}");
        made.push(path.clone());
        for deeper in 0..3 {
            path = format!("{path}/{deeper}");
            made.push(path.clone());
        }
        fs::create_dir_all(folder.path().join(&path)).unwrap();
    }
    assert_eq!(paths(&disk, &Scope::Whole), made);
    let below: Vec<String> = made.iter().filter(|path| path.starts_with("007")).cloned().collect();
    assert_eq!(paths(&disk, &Scope::Parts(vec![Look::Below("007".into())])), below);
}

#[test]
fn an_unread_folder_is_told_where_it_stands_among_the_others() {
    let entry = |path: &str, kind| Entry {
        path: path.into(),
        kind,
        stat: crate::documents::plan::Stat { size: 0, mtime: 0, identity: None },
        links: 1,
        content: None,
    };
    let mut listings = Listings::from([
        (
            String::new(),
            Listing {
                entries: vec![
                    entry("a", Kind::Folder),
                    entry("b", Kind::UnreadFolder),
                    entry("c", Kind::Folder),
                ],
                whole: true,
            },
        ),
        ("a".into(), Listing { entries: vec![entry("a/x", Kind::File)], whole: false }),
        ("c".into(), Listing { entries: vec![entry("c/x", Kind::File)], whole: true }),
    ]);
    let mut all = Vec::new();
    assert!(put_in_order("", &mut listings, &mut all));
    let all: Vec<(&str, Kind)> = all.iter().map(|entry| (entry.path.as_str(), entry.kind)).collect();
    assert_eq!(
        all,
        [
            ("a", Kind::UnreadFolder),
            ("a/x", Kind::File),
            ("b", Kind::UnreadFolder),
            ("c", Kind::Folder),
            ("c/x", Kind::File),
        ]
    );
}
