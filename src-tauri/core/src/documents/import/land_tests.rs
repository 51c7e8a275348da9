use std::fs;
use std::path::Path;

use cap_std::ambient_authority;

use super::*;
use crate::id::OfficeId;

/// A folder with these files, each of which holds a word.
fn folder(files: &[(&str, &str)]) -> (tempfile::TempDir, Dir) {
    let folder = tempfile::tempdir().unwrap();
    for (path, word) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, word).unwrap();
    }
    let dir = Dir::open_ambient_dir(folder.path(), ambient_authority()).unwrap();
    (folder, dir)
}

/// Every file below this folder and its word, by path.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            let below = self::files(&path).into_iter();
            files.extend(below.map(|(below, word)| (format!("{name}/{below}"), word)));
        } else {
            files.push((name, fs::read_to_string(path).unwrap()));
        }
    }
    files.sort();
    files
}

/// What lies there once `Iva` has moved to where these are.
fn moved(staged: &[(&str, &str)], there: &[(&str, &str)]) -> Vec<(String, String)> {
    let ((from, staging), (to, above)) = (folder(staged), folder(there));
    move_to(&staging, "Iva", &above, "Iva").unwrap();
    // Once more, as after a crash: there is nothing left to move but folders that were emptied.
    assert_eq!(files(from.path()), []);
    let once = files(to.path());
    move_to(&staging, "Iva", &above, "Iva").unwrap();
    assert_eq!(files(to.path()), once);
    once
}

fn owned(files: &[(&str, &str)]) -> Vec<(String, String)> {
    files.iter().map(|(path, word)| ((*path).to_owned(), (*word).to_owned())).collect()
}

#[test]
fn a_folder_moves_whole_where_nothing_is() {
    let staged = [("Iva/1.txt", "one"), ("Iva/q/2.txt", "two")];
    assert_eq!(
        moved(&staged, &[("altro.txt", "other")]),
        owned(&[("Iva/1.txt", "one"), ("Iva/q/2.txt", "two"), ("altro.txt", "other")])
    );
}

#[test]
fn what_somebody_has_put_there_meanwhile_stays() {
    let staged = [("Iva/1.txt", "one"), ("Iva/q/2.txt", "two")];
    let there = [("Iva/1.txt", "theirs"), ("Iva/q/3.txt", "three")];
    let all =
        [("Iva/1 (2).txt", "one"), ("Iva/1.txt", "theirs"), ("Iva/q/2.txt", "two"), ("Iva/q/3.txt", "three")];
    assert_eq!(moved(&staged, &there), owned(&all));
    assert_eq!(
        moved(&[("Iva", "one")], &[("iva (2)", "other"), ("Iva", "theirs")]),
        owned(&[("Iva", "theirs"), ("Iva (3)", "one"), ("iva (2)", "other")])
    );
    assert_eq!(
        moved(&[("Iva/1.txt", "one")], &[("Iva", "a file")]),
        owned(&[("Iva", "a file"), ("Iva (2)/1.txt", "one")])
    );
}

#[test]
fn what_can_t_be_moved_now_stays_staged_and_moves_once_it_can() {
    let (root, import_id, office_id) = (tempfile::tempdir().unwrap(), ImportId::new(), OfficeId::new());
    Disk::mark(root.path(), office_id).unwrap();
    let disk = Disk::open(root.path(), office_id).unwrap();
    let staged = root.path().join(".studiolo/staging").join(import_id.to_string());
    fs::create_dir_all(staged.join("files/Iva")).unwrap();
    fs::write(staged.join("files/Iva/1.txt"), "one").unwrap();
    fs::write(staged.join("files/2.txt"), "two").unwrap();
    let moves = Moves {
        whole_folders: vec![("files/Iva".into(), "Rinaldi/Fatture/Marzo/Iva".into())],
        files: vec![("files/2.txt".into(), "Rinaldi/Fatture/2.txt".into())],
        folders: vec!["Rinaldi/Fatture/Vuota".into()],
    };
    // The client's folder is away.
    assert!(make(&disk, import_id, &moves).is_err());
    assert_eq!(files(&staged).len(), 2);
    let folder = root.path().join("Rinaldi/Fatture");
    fs::create_dir_all(&folder).unwrap();
    for _ in 0..2 {
        make(&disk, import_id, &moves).unwrap();
        assert_eq!(files(&folder), owned(&[("2.txt", "two"), ("Marzo/Iva/1.txt", "one")]));
        assert!(folder.join("Vuota").is_dir());
    }
    fs::remove_dir_all(&staged).unwrap();
    make(&disk, import_id, &moves).unwrap();
}
