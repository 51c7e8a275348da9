//! Looks at parts of the disk, as the watcher asks for them.

use super::*;

fn entry(path: &str) -> Look {
    Look::Entry(path.to_owned())
}

fn folder(path: &str) -> Look {
    Look::Folder(path.to_owned())
}

fn below(path: &str) -> Look {
    Look::Below(path.to_owned())
}

#[test]
fn what_was_not_looked_at_is_not_gone() {
    let mut desk = desk(&["Rossi/View/a", "Rossi/View/s/b", "Rossi/Edit/c", "Bianchi/View/d"]);
    for path in ["Rossi/View/a", "Rossi/View/s/b", "Rossi/Edit/c", "Bianchi/View/d"] {
        desk.disk.remove(path);
    }
    assert_eq!(desk.look_at(&[entry("Rossi/View/a")]).0, ["hidden Rossi/View/a"]);
    assert_eq!(
        desk.look_at(&[folder("Rossi/View")]).0,
        [""; 0],
        "s is there, and what is in s was not looked at"
    );
    assert_eq!(desk.look_at(&[below("Rossi/View")]).0, ["hidden Rossi/View/s/b"]);
    assert_eq!(desk.look_at(&[below("Rossi")]).0, ["hidden Rossi/Edit/c"]);
    assert_eq!(desk.look_at(&[below("")]).0, ["hidden Bianchi/View/d"]);
}

#[test]
fn what_lay_in_a_folder_that_is_not_there_is_missing_with_it() {
    let mut desk = desk(&["Rossi/View/s/t/b"]);
    desk.disk.remove("Rossi/View/s");
    assert_eq!(desk.look_at(&[folder("Rossi/View")]).0, ["hidden Rossi/View/s/t/b"]);
}

#[test]
fn the_place_from_which_a_file_came_is_looked_at_before_it_is_moved() {
    let mut desk = desk(&["Rossi/View/a"]);
    desk.disk.rename("Rossi/View/a", "Rossi/Note/b");
    let (acts, made) = desk.look_at(&[folder("Rossi/Note")]);
    assert_eq!((acts, made.look), (vec![], vec![entry("Rossi/View/a")]));
    let (acts, made) = desk.look_at(&[folder("Rossi/Note"), entry("Rossi/View/a")]);
    assert_eq!(acts, ["hidden Rossi/View/a", "moved Rossi/View/a to Rossi/Note/b, hidden"]);
    assert_eq!(made.look, []);
}

#[test]
fn a_move_whose_halves_are_seen_one_after_the_other_is_a_move() {
    let mut desk = desk(&["Rossi/View/a"]);
    desk.disk.rename("Rossi/View/a", "Rossi/Edit/b");
    assert_eq!(desk.look_at(&[folder("Rossi/View")]).0, ["hidden Rossi/View/a"]);
    assert_eq!(desk.look_at(&[folder("Rossi/Edit")]).0, ["moved Rossi/View/a to Rossi/Edit/b, visible"]);
}

#[test]
fn the_missing_are_looked_for_where_they_were() {
    let mut desk = desk(&["Rossi/View/a", "Rossi/Edit/b", "Bianchi/View/c"]);
    desk.disk.remove("Rossi/View/a");
    desk.disk.remove("Rossi/Edit");
    desk.disk.remove("Bianchi");
    desk.look();
    let missing = desk.office.tree.missing();
    assert_eq!(missing, [entry("Bianchi"), entry("Rossi/Edit"), entry("Rossi/View/a")]);
    desk.disk.now += GONE_AFTER;
    let (mut acts, made) = desk.look_at(&missing);
    acts.sort();
    assert_eq!(
        acts,
        ["folder gone Bianchi/View with 1", "folder gone Rossi/Edit with 1", "gone Rossi/View/a"]
    );
    assert_eq!(made.again_at, None);
}

#[test]
fn a_look_elsewhere_does_not_forget_when_to_look_for_the_missing() {
    let mut desk = desk(&["Rossi/View/a", "Bianchi/View/b"]);
    desk.disk.remove("Rossi/View/a");
    let since = desk.disk.now;
    desk.look();
    desk.disk.now += 10;
    assert_eq!(desk.look_at(&[entry("Bianchi/View/b")]).1.again_at, Some(since + GONE_AFTER));
}

#[test]
fn a_file_seen_twice_that_has_one_name_was_moved_meanwhile() {
    let mut desk = desk(&["Rossi/View/a"]);
    let mut observed = desk.disk.observe(&Scope::Whole, all);
    let a = observed.entries.iter().find(|entry| entry.path == "Rossi/View/a").unwrap().clone();
    observed.entries.push(Entry { path: "Rossi/View/b".to_owned(), ..a.clone() });
    let made = desk.office.plan(&observed, &Scope::Whole);
    assert_eq!((made.acts, made.look), (vec![], vec![entry("Rossi/View/a"), entry("Rossi/View/b")]));
    for seen in observed.entries.iter_mut().filter(|entry| entry.path.starts_with("Rossi/View/")) {
        seen.links = 2;
    }
    assert_eq!(
        desk.office.plan(&observed, &Scope::Whole).acts.len(),
        2,
        "with two names it is a second document"
    );
}

#[test]
fn a_folder_in_which_something_is_found_must_be_seen_itself() {
    let mut desk = desk(&["Rossi/View/a"]);
    desk.disk.file("Rossi/View/b", 2);
    let parts = Scope::Parts(vec![folder("Rossi/View")]);
    let mut observed = desk.disk.observe(&parts, all);
    observed.entries.retain(|entry| entry.path != "Rossi/View");
    let made = desk.office.plan(&observed, &parts);
    assert_eq!((made.acts, made.look), (vec![], vec![entry("Rossi/View")]));
}

#[test]
fn a_part_of_a_swapped_folder_lends_it_no_access() {
    let mut desk = desk(&["Rossi/View/s/a", "Rossi/Note/s/b"]);
    desk.disk.swap("Rossi/View", "Rossi/Note");
    desk.look_at(&[folder("Rossi/View/s")]);
    assert_eq!(desk.seen(), [""; 0]);
    desk.look();
    assert_eq!(desk.seen(), ["Rossi/Note/s/a"]);
}

#[test]
fn a_strange_folder_with_the_name_of_one_closes_it_until_all_was_looked_at() {
    let mut desk = desk(&["Rossi/View/a"]);
    desk.disk.copy("Rossi/View", "Rossi/aside", true);
    desk.disk.remove("Rossi/View");
    desk.disk.rename("Rossi/aside", "Rossi/View");
    let (acts, made) = desk.look_at(&[below("Rossi/View")]);
    assert_eq!((acts, made.look), (vec!["folder hidden Rossi/View".to_owned()], vec![below("")]));
    desk.look();
    assert_eq!(desk.seen(), ["Rossi/View/a"]);
}

#[test]
fn a_new_folder_is_looked_into() {
    let mut desk = desk(&[]);
    desk.disk.file("Rossi/New/a", 1);
    let (acts, made) = desk.look_at(&[folder("Rossi")]);
    assert_eq!((acts, made.look), (vec!["folder added Rossi/New".to_owned()], vec![below("Rossi/New")]));
}

#[test]
fn a_document_is_not_gone_while_it_is_not_known_whose_file_has_its_place() {
    let mut desk = desk(&["Rossi/View/a", "Bianchi/View/b"]);
    let id = desk.id("Rossi/View/a");
    desk.disk.remove("Rossi/View/a");
    desk.disk.link("Bianchi/View/b", "Rossi/View/a");
    let (acts, made) = desk.look_at(&[entry("Rossi/View/a")]);
    assert_eq!((acts, made.look), (vec!["hidden Rossi/View/a".to_owned()], vec![entry("Bianchi/View/b")]));
    desk.disk.now += GONE_AFTER;
    assert_eq!(desk.look_at(&[entry("Rossi/View/a")]).0, [""; 0]);
    let (acts, _) = desk.look_at(&[entry("Rossi/View/a"), entry("Bianchi/View/b")]);
    assert_eq!(acts, ["returned Rossi/View/a, hidden", "changed Rossi/View/a, visible"]);
    assert_eq!(desk.id("Rossi/View/a"), id);
}

#[test]
fn a_folder_that_was_hidden_is_shown_again_once_all_in_it_was_looked_at() {
    let mut desk = desk(&["Rossi/View/s/a"]);
    desk.disk.rename("Rossi/View", "aside");
    desk.look();
    desk.disk.rename("aside", "Rossi/View");
    desk.disk.rename("Rossi/View/s/a", "Rossi/Note/a");
    let (acts, made) = desk.look_at(&[folder("Rossi")]);
    assert_eq!((acts, made.look), (vec![], vec![below("Rossi/View")]));
    desk.look_at(&[folder("Rossi"), below("Rossi/View")]);
    assert_eq!(desk.seen(), [""; 0]);
}

#[test]
fn a_client_that_was_hidden_is_shown_again_once_all_of_it_was_looked_at() {
    let mut desk = desk(&["Rossi/View/a"]);
    desk.disk.rename("Rossi", "Rossi~");
    assert_eq!(desk.look(), ["client hidden Rossi"]);
    desk.disk.rename("Rossi~", "Rossi");
    desk.disk.rename("Rossi/View/a", "Rossi/Note/a");
    let (acts, made) = desk.look_at(&[entry("Rossi")]);
    assert_eq!((acts, made.look), (vec![], vec![below("Rossi")]));
    desk.look_at(&[below("Rossi")]);
    assert_eq!(desk.seen(), [""; 0]);
}

#[test]
fn a_folder_renamed_while_its_clients_folder_was_away_is_shown_under_its_new_name_only() {
    for back in ["Rossi", "Verdi"] {
        let mut desk = desk(&["Rossi/View/a"]);
        desk.disk.rename("Rossi", "Bianchi/Rossi");
        assert_eq!(desk.look_at(&[entry("Rossi")]).0, ["client hidden Rossi"]);
        desk.disk.rename("Bianchi/Rossi", back);
        desk.disk.rename(&format!("{back}/View"), &format!("{back}/c"));
        desk.look();
        assert_eq!(desk.seen(), [format!("{back}/c/a")]);
    }
}
