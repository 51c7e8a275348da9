use super::*;

#[test]
fn a_file_that_appears_is_added_and_then_published() {
    let mut desk = desk(&[]);
    desk.disk.file("Rossi/View/a", 1);
    assert_eq!(desk.glance(), ["added Rossi/View/a"]);
    assert_eq!(desk.seen(), [""; 0]);
    assert_eq!(desk.look(), ["published Rossi/View/a, visible"]);
}

#[test]
fn a_file_that_is_still_written_is_a_document_that_nobody_sees() {
    let mut desk = desk(&[]);
    desk.disk.file("Rossi/View/a", 1);
    desk.glance();
    desk.disk.write("Rossi/View/a", 2);
    assert_eq!(desk.glance(), ["seen Rossi/View/a"], "its size on record grows with it");
    assert_eq!(desk.seen(), [""; 0]);
    desk.disk.remove("Rossi/View/a");
    assert_eq!(desk.glance(), ["gone Rossi/View/a"]);
    assert!(desk.office.tree.documents.is_empty(), "there is nothing to remember of it");
}

#[test]
fn a_change_is_a_new_version_once_it_is_whole() {
    let mut desk = desk(&["Rossi/View/a"]);
    desk.disk.write("Rossi/View/a", 2);
    let changed = desk.disk.stat(&desk.disk.nodes["Rossi/View/a"]);
    assert_eq!(desk.glance(), [""; 0]);
    let document = desk.office.tree.documents[&desk.id("Rossi/View/a")].clone();
    assert!(!document.may_be_served_from(&changed), "the old version is listed, and not to be had");
    assert_eq!(desk.look(), ["changed Rossi/View/a, visible"]);
    assert!(desk.office.tree.documents[&desk.id("Rossi/View/a")].may_be_served_from(&changed));
}

#[test]
fn a_touched_file_has_no_new_version() {
    let mut desk = desk(&["Rossi/View/a"]);
    desk.disk.write("Rossi/View/a", 1);
    assert_eq!(desk.look(), ["seen Rossi/View/a"]);
}

#[test]
fn a_rename_keeps_the_document() {
    let mut desk = desk(&["Rossi/View/a"]);
    let id = desk.id("Rossi/View/a");
    desk.disk.rename("Rossi/View/a", "Rossi/View/b");
    assert_eq!(desk.glance(), ["moved Rossi/View/a to Rossi/View/b, visible"]);
    assert_eq!(desk.id("Rossi/View/b"), id);
}

#[test]
fn a_rename_of_case_or_of_the_way_an_accent_is_written_keeps_it_too() {
    for system in [FileSystem::Lasting, FileSystem::Nameless] {
        let mut desk = desk_on(system, &["Rossi/View/a", "Rossi/View/perch\u{e9}"]);
        desk.disk.rename("Rossi/View/a", "Rossi/View/A");
        desk.disk.rename("Rossi/View/perch\u{e9}", "Rossi/View/perche\u{301}");
        let moved = [
            "moved Rossi/View/a to Rossi/View/A, visible",
            "moved Rossi/View/perch\u{e9} to Rossi/View/perche\u{301}, visible",
        ];
        assert_eq!(desk.glance(), moved);
    }
}

#[test]
fn a_rename_with_a_change_is_a_rename_and_a_version() {
    let mut desk = desk(&["Rossi/View/a"]);
    desk.disk.rename("Rossi/View/a", "Rossi/View/b");
    desk.disk.write("Rossi/View/b", 2);
    let moved = ["hidden Rossi/View/a", "moved Rossi/View/a to Rossi/View/b, hidden"];
    assert_eq!(desk.glance(), moved);
    assert_eq!(desk.look(), ["changed Rossi/View/b, visible"]);
}

#[test]
fn a_program_that_saves_by_renaming_over_makes_a_version() {
    let mut desk = desk(&["Rossi/View/a"]);
    desk.disk.file("Rossi/View/a.tmp", 2);
    assert_eq!(desk.look(), [""; 0], "a temporary file is nothing");
    desk.disk.rename("Rossi/View/a.tmp", "Rossi/View/a");
    assert_eq!(desk.look(), ["changed Rossi/View/a, visible"]);
}

#[test]
fn a_program_that_puts_the_old_one_aside_first_makes_a_version_too() {
    let mut desk = desk(&["Rossi/View/a"]);
    let id = desk.id("Rossi/View/a");
    desk.disk.rename("Rossi/View/a", "Rossi/View/~$a.tmp");
    assert_eq!(desk.look(), ["hidden Rossi/View/a"]);
    desk.disk.file("Rossi/View/a", 2);
    desk.disk.remove("Rossi/View/~$a.tmp");
    assert_eq!(desk.glance(), ["returned Rossi/View/a, hidden"]);
    assert_eq!(desk.look(), ["changed Rossi/View/a, visible"]);
    assert_eq!(desk.id("Rossi/View/a"), id);
}

#[test]
fn a_temporary_file_of_an_unknown_name_that_becomes_the_document_is_not_another_document() {
    let mut desk = desk(&["Rossi/View/a.xlsx"]);
    let id = desk.id("Rossi/View/a.xlsx");
    desk.disk.file("Rossi/View/5F3A1000", 2);
    desk.glance();
    desk.disk.rename("Rossi/View/5F3A1000", "Rossi/View/a.xlsx");
    assert_eq!(desk.look(), ["gone Rossi/View/5F3A1000", "changed Rossi/View/a.xlsx, visible"]);
    assert_eq!(desk.id("Rossi/View/a.xlsx"), id);
}

#[test]
fn one_document_renamed_over_another_takes_its_place() {
    let mut desk = desk(&["Rossi/View/a", "Rossi/View/b"]);
    let b = desk.id("Rossi/View/b");
    desk.disk.rename("Rossi/View/b", "Rossi/View/a");
    assert_eq!(desk.look(), ["hidden Rossi/View/a", "moved Rossi/View/b to Rossi/View/a, visible"]);
    assert_eq!(desk.id("Rossi/View/a"), b);
    assert_eq!(desk.after(GONE_AFTER), ["gone Rossi/View/a"]);
}

#[test]
fn a_copy_is_a_new_document() {
    let mut desk = desk(&["Rossi/View/a"]);
    let id = desk.id("Rossi/View/a");
    desk.disk.copy("Rossi/View/a", "Rossi/View/b", true);
    assert_eq!(desk.look(), ["added Rossi/View/b", "published Rossi/View/b, visible"]);
    assert_eq!(desk.id("Rossi/View/a"), id);
}

#[test]
fn a_second_name_of_the_same_file_is_a_document_of_its_own() {
    let mut desk = desk(&["Rossi/View/a"]);
    let id = desk.id("Rossi/View/a");
    desk.disk.link("Rossi/View/a", "Rossi/Note/b");
    assert_eq!(desk.look(), ["added Rossi/Note/b", "published Rossi/Note/b, hidden"]);
    assert_eq!(desk.id("Rossi/View/a"), id);
    desk.disk.remove("Rossi/View/a");
    assert_eq!(desk.look(), ["hidden Rossi/View/a"]);
}

#[test]
fn swapped_names_are_two_renames() {
    let mut desk = desk(&["Rossi/View/a", "Rossi/View/b"]);
    let (a, b) = (desk.id("Rossi/View/a"), desk.id("Rossi/View/b"));
    desk.disk.swap("Rossi/View/a", "Rossi/View/b");
    let moved = [
        "hidden Rossi/View/a",
        "hidden Rossi/View/b",
        "moved Rossi/View/a to Rossi/View/b, visible",
        "moved Rossi/View/b to Rossi/View/a, visible",
    ];
    assert_eq!(desk.glance(), moved);
    assert_eq!((desk.id("Rossi/View/b"), desk.id("Rossi/View/a")), (a, b));
}

#[test]
fn what_is_moved_into_a_private_folder_is_hidden_at_once() {
    let mut desk = desk(&["Rossi/View/a", "Rossi/Note/b"]);
    desk.disk.rename("Rossi/View/a", "Rossi/Note/c");
    assert_eq!(desk.glance(), ["hidden Rossi/View/a", "moved Rossi/View/a to Rossi/Note/c, hidden"]);
}

#[test]
fn what_is_moved_out_of_a_private_folder_is_seen_once_it_is_whole_at_its_new_place() {
    let mut desk = desk(&["Rossi/Note/a"]);
    desk.disk.rename("Rossi/Note/a", "Rossi/View/a");
    assert_eq!(desk.glance(), ["moved Rossi/Note/a to Rossi/View/a, hidden"]);
    assert_eq!(desk.look(), ["published Rossi/View/a, visible"]);
}

#[test]
fn what_hides_comes_before_what_shows() {
    let mut desk = desk(&["Rossi/Note/a", "Rossi/View/b", "Rossi/View/c", "Rossi/View/d"]);
    desk.disk.swap("Rossi/Note/a", "Rossi/View/b");
    desk.disk.rename("Rossi/View/c", "Rossi/Note/c");
    desk.disk.write("Rossi/View/d", 15);
    let acts = [
        "hidden Rossi/Note/a",
        "hidden Rossi/View/b",
        "hidden Rossi/View/c",
        "changed Rossi/View/d, hidden",
        "moved Rossi/Note/a to Rossi/View/b, hidden",
        "moved Rossi/View/b to Rossi/Note/a, hidden",
        "moved Rossi/View/c to Rossi/Note/c, hidden",
        "published Rossi/View/b, visible",
    ];
    assert_eq!(desk.look(), acts);
}

#[test]
fn what_is_moved_to_another_client_is_published_anew_there() {
    let mut desk = desk(&["Rossi/View/a"]);
    let id = desk.id("Rossi/View/a");
    desk.disk.rename("Rossi/View/a", "Bianchi/View/a");
    assert_eq!(desk.glance(), ["hidden Rossi/View/a", "moved Rossi/View/a to Bianchi/View/a, hidden"]);
    assert_eq!(desk.look(), ["published Bianchi/View/a, visible"]);
    assert_eq!(desk.id("Bianchi/View/a"), id);
}

#[test]
fn a_deleted_document_is_hidden_at_once_and_gone_a_little_later() {
    let mut desk = desk(&["Rossi/View/a"]);
    let id = desk.id("Rossi/View/a");
    desk.disk.remove("Rossi/View/a");
    assert_eq!(desk.look(), ["hidden Rossi/View/a"]);
    assert_eq!(desk.after(GONE_AFTER - 1), [""; 0]);
    assert_eq!(desk.after(1), ["gone Rossi/View/a"]);
    desk.disk.file("Rossi/View/a", 2);
    let new = ["added Rossi/View/a", "published Rossi/View/a, visible"];
    assert_eq!(desk.look(), new, "another file is another document");
    assert_ne!(desk.id("Rossi/View/a"), id);
}

#[test]
fn what_comes_back_out_of_the_systems_trash_or_a_backup_is_the_same_document() {
    let mut desk = desk(&["Rossi/View/a", "Rossi/View/b"]);
    let ids = (desk.id("Rossi/View/a"), desk.id("Rossi/View/b"));
    desk.disk.rename("Rossi/View/a", "trash");
    desk.disk.remove("Rossi/View/b");
    desk.look();
    desk.after(GONE_AFTER);
    desk.disk.rename("trash", "Rossi/Edit/a");
    desk.disk.file("Rossi/View/b", 2);
    assert_eq!(desk.glance(), ["entry unflagged trash", "moved Rossi/View/a to Rossi/Edit/a, hidden"]);
    let back = [
        "returned Rossi/View/b, hidden",
        "published Rossi/Edit/a, visible",
        "published Rossi/View/b, visible",
    ];
    assert_eq!(desk.look(), back);
    assert_eq!((desk.id("Rossi/Edit/a"), desk.id("Rossi/View/b")), ids);
}

#[test]
fn a_program_is_a_document_that_clients_never_see() {
    let mut desk = desk(&["Rossi/View/a"]);
    desk.disk.write("Rossi/View/a", 7);
    assert_eq!(desk.look(), ["changed Rossi/View/a, hidden"]);
    desk.disk.rename("Rossi/View/a", "Rossi/View/b");
    assert_eq!(desk.look(), ["moved Rossi/View/a to Rossi/View/b, hidden"]);
    desk.disk.write("Rossi/View/b", 8);
    assert_eq!(desk.look(), ["changed Rossi/View/b, visible"]);
}

#[test]
fn a_name_that_cannot_exist_elsewhere_is_flagged_and_keeps_its_document() {
    let mut desk = desk(&["Rossi/View/a"]);
    let id = desk.id("Rossi/View/a");
    desk.disk.rename("Rossi/View/a", "Rossi/View/aux.txt");
    let hidden = ["hidden Rossi/View/a", "moved Rossi/View/a to Rossi/View/aux.txt, name_refused, hidden"];
    assert_eq!(desk.look(), hidden);
    desk.disk.rename("Rossi/View/aux.txt", "Rossi/View/b");
    assert_eq!(desk.look(), ["moved Rossi/View/aux.txt to Rossi/View/b, visible"]);
    assert_eq!(desk.id("Rossi/View/b"), id);
}

#[test]
fn of_two_names_that_are_one_elsewhere_the_first_keeps_it() {
    let mut desk = desk(&["Rossi/View/b"]);
    desk.disk.file("Rossi/View/B", 2);
    assert_eq!(desk.look(), ["added Rossi/View/B, same_name", "published Rossi/View/B, hidden"]);
    desk.disk.remove("Rossi/View/b");
    assert_eq!(desk.look(), ["hidden Rossi/View/b", "flagged Rossi/View/B, visible"]);
    desk.disk.file("Rossi/View/b", 3);
    let later = desk.look();
    assert!(later.contains(&"returned Rossi/View/b, same_name, hidden".to_owned()), "{later:?}");
}

#[test]
fn a_folder_that_becomes_a_file_and_back() {
    let mut desk = desk(&["Rossi/View/s/a"]);
    desk.disk.remove("Rossi/View/s");
    desk.disk.file("Rossi/View/s", 2);
    let acts = ["hidden Rossi/View/s/a", "added Rossi/View/s", "published Rossi/View/s, visible"];
    assert_eq!(desk.look(), acts);
    desk.disk.remove("Rossi/View/s");
    desk.disk.file("Rossi/View/s/a", 1);
    assert_eq!(
        desk.look(),
        ["hidden Rossi/View/s", "returned Rossi/View/s/a, hidden", "published Rossi/View/s/a, visible"]
    );
}

#[test]
fn a_document_that_becomes_a_link_is_missing() {
    let mut desk = desk(&["Rossi/View/a"]);
    desk.disk.remove("Rossi/View/a");
    desk.disk.make("Rossi/View/a", Kind::Symlink, 0);
    assert_eq!(desk.look(), ["hidden Rossi/View/a", "entry flagged Rossi/View/a, symlink"]);
}

#[test]
fn some_of_a_folder_that_are_moved_are_not_the_folder() {
    let mut desk = desk(&["Rossi/View/s/a", "Rossi/View/s/b", "Rossi/View/s/c"]);
    desk.disk.make("Rossi/Edit/s", Kind::Folder, 0);
    desk.disk.rename("Rossi/View/s/a", "Rossi/Edit/s/a");
    desk.disk.rename("Rossi/View/s/b", "Rossi/Edit/s/b");
    let moved = [
        "moved Rossi/View/s/a to Rossi/Edit/s/a, visible",
        "moved Rossi/View/s/b to Rossi/Edit/s/b, visible",
    ];
    assert_eq!(desk.look(), moved);
}

#[test]
fn a_file_that_may_be_a_missing_document_is_held_back_until_it_is_hashed() {
    let mut desk = desk(&["Rossi/View/a"]);
    desk.disk.file("Rossi/View/b", 4);
    assert_eq!(desk.glance(), ["added Rossi/View/b"], "no document is missing yet");
    desk.disk.remove("Rossi/View/a");
    assert_eq!(desk.glance(), ["hidden Rossi/View/a"]);
    desk.disk.file("Rossi/View/c", 4);
    assert_eq!(desk.glance(), [""; 0], "of the same size: it may be the missing one");
    let new = ["added Rossi/View/c", "published Rossi/View/b, visible", "published Rossi/View/c, visible"];
    assert_eq!(desk.look(), new);
}

#[test]
fn what_is_held_back_is_decided_in_the_end() {
    let mut desk = desk(&["Rossi/View/a"]);
    desk.disk.remove("Rossi/View/a");
    desk.disk.file("Rossi/View/b", 4);
    assert_eq!(desk.glance(), ["hidden Rossi/View/a"]);
    desk.disk.now += UNDECIDED_FOR;
    assert_eq!(desk.glance(), ["gone Rossi/View/a", "added Rossi/View/b"]);
}

#[test]
fn a_missing_document_is_looked_for_at_the_client_to_whom_its_folder_was_moved() {
    let mut desk = desk(&["Rossi/Note/s/a"]);
    desk.disk.remove("Rossi/Note/s");
    desk.disk.file("Rossi/Note/s", 4);
    desk.disk.rename("Rossi/Note", "Bianchi/New");
    let acts = ["hidden Rossi/Note/s/a", "folder moved Rossi/Note to Bianchi/New"];
    assert_eq!(desk.glance(), acts);
}
