//! File systems that give identities out again, or have none; and offices that moved to another disk.

use super::*;

#[test]
fn an_inode_given_out_again_is_not_the_same_document() {
    let mut desk = desk_on(FileSystem::Reused, &["Rossi/View/a"]);
    let id = desk.id("Rossi/View/a");
    desk.disk.remove("Rossi/View/a");
    desk.disk.file("Rossi/View/b", 2);
    let reused = desk.disk.stat(&desk.disk.nodes["Rossi/View/b"]).identity;
    assert_eq!(reused, desk.office.tree.documents[&id].stat.identity);
    let acts = ["hidden Rossi/View/a", "added Rossi/View/b", "published Rossi/View/b, visible"];
    assert_eq!(desk.look(), acts);
}

#[test]
fn an_inode_given_out_again_opens_no_folder() {
    let mut desk = desk_on(FileSystem::Reused, &["Rossi/View/a"]);
    desk.disk.remove("Rossi/View");
    desk.disk.file("Rossi/Mine/s", 9);
    desk.look();
    assert_eq!((desk.access("Rossi/Mine"), desk.seen()), (Access::Private, vec![]));
}

#[test]
fn without_times_of_birth_a_folder_is_recognised_by_its_identity_and_a_document_in_it() {
    let mut desk = desk_on(FileSystem::Reused, &["Rossi/View/a"]);
    desk.disk.rename("Rossi/View", "Rossi/Dichiarazioni");
    assert_eq!(desk.glance(), ["folder renamed Rossi/View to Dichiarazioni"]);
    desk.disk.rename("Rossi/Edit", "Rossi/Empty");
    assert_eq!(desk.glance(), ["folder added Rossi/Empty", "folder hidden Rossi/Edit"]);
    assert_eq!(desk.access("Rossi/Empty"), Access::Private, "an empty one is not believed");
}

#[test]
fn without_identities_a_move_is_found_by_what_is_in_the_file() {
    let mut desk = desk_on(FileSystem::Nameless, &["Rossi/View/a", "Rossi/View/b"]);
    let id = desk.id("Rossi/View/a");
    desk.disk.rename("Rossi/View/a", "Rossi/Edit/s");
    assert_eq!(desk.glance(), ["hidden Rossi/View/a"], "the new file is held back, and hashed first");
    assert_eq!(desk.look(), ["moved Rossi/View/a to Rossi/Edit/s, visible"]);
    assert_eq!(desk.id("Rossi/Edit/s"), id);
}

#[test]
fn without_identities_swapped_names_are_two_renames() {
    let mut desk = desk_on(FileSystem::Nameless, &["Rossi/View/a", "Rossi/View/b"]);
    let (a, b) = (desk.id("Rossi/View/a"), desk.id("Rossi/View/b"));
    desk.disk.swap("Rossi/View/a", "Rossi/View/b");
    assert_eq!(desk.glance(), [""; 0]);
    desk.look();
    assert_eq!((desk.id("Rossi/View/b"), desk.id("Rossi/View/a")), (a, b));
}

#[test]
fn without_identities_the_same_bytes_of_another_client_are_not_moved() {
    let mut desk = desk_on(FileSystem::Nameless, &["Rossi/View/a", "Bianchi/View/b"]);
    desk.disk.rename("Rossi/View/a", "Bianchi/View/a");
    let acts = ["hidden Rossi/View/a", "added Bianchi/View/a", "published Bianchi/View/a, visible"];
    assert_eq!(desk.look(), acts);
}

#[test]
fn empty_files_and_doubles_are_never_matched_by_what_is_in_them() {
    let mut desk = desk_on(FileSystem::Nameless, &["Rossi/View/a", "Rossi/View/b"]);
    desk.disk.write("Rossi/View/a", 0);
    desk.disk.file("Rossi/View/s/1", 5);
    desk.disk.file("Rossi/View/s/2", 5);
    desk.look();
    for (from, to) in [
        ("Rossi/View/a", "Rossi/Edit/x"),
        ("Rossi/View/s/1", "Rossi/Edit/y"),
        ("Rossi/View/s/2", "Rossi/Edit/z"),
    ] {
        desk.disk.rename(from, to);
    }
    assert!(!desk.look().iter().any(|act| act.starts_with("moved")));
}

#[test]
fn without_identities_a_folder_is_recognised_by_its_documents() {
    let mut desk = desk_on(FileSystem::Nameless, &["Rossi/View/a", "Rossi/View/b"]);
    desk.disk.rename("Rossi/View", "Rossi/Dichiarazioni");
    assert_eq!(desk.glance(), ["folder renamed Rossi/View to Dichiarazioni"]);
    desk.disk.rename("Rossi", "Mario Rossi");
    assert_eq!(desk.glance(), ["clients renamed Rossi to Mario Rossi"]);
}

#[test]
fn without_identities_a_folder_that_might_be_a_private_one_becomes_private() {
    let mut desk = desk_on(FileSystem::Nameless, &["Rossi/Note/a", "Rossi/View/b"]);
    desk.disk.swap("Rossi/Note", "Rossi/View");
    let told = desk.glance();
    assert_eq!(told.first().map(String::as_str), Some("folder narrowed Rossi/View"), "{told:?}");
    assert_eq!(desk.seen(), [""; 0]);
    desk.look();
    assert_eq!(desk.seen(), [""; 0]);
}

#[test]
fn without_identities_moving_documents_into_a_view_folder_still_shares_them() {
    let mut desk = desk_on(FileSystem::Nameless, &["Rossi/Note/a", "Rossi/Note/b", "Rossi/View/c"]);
    desk.disk.rename("Rossi/Note/a", "Rossi/View/a");
    desk.look();
    assert_eq!(desk.seen(), ["Rossi/View/a", "Rossi/View/c"]);
}

#[test]
fn an_office_that_moved_to_another_disk_keeps_its_folders() {
    let mut desk = desk(&["Rossi/View/a", "Rossi/Note/b"]);
    for (folder, aside) in [("Rossi", "1"), ("Bianchi", "2")] {
        desk.disk.copy(folder, aside, true);
        desk.disk.remove(folder);
        desk.disk.rename(aside, folder);
    }
    let told = desk.look();
    assert!(told.iter().all(|act| act.contains("seen")), "{told:?}");
    assert_eq!((desk.access("Rossi/Edit"), desk.seen()), (Access::Edit, vec!["Rossi/View/a".to_owned()]));
}

#[test]
fn a_folder_made_anew_is_another_one_unless_its_documents_are_in_it() {
    let mut desk = desk(&["Rossi/View/a", "Rossi/Edit/b"]);
    for folder in ["Rossi/View", "Rossi/Edit"] {
        desk.disk.copy(folder, "Rossi/aside", true);
        desk.disk.remove(folder);
        desk.disk.rename("Rossi/aside", folder);
    }
    desk.disk.write("Rossi/Edit/b", 9);
    desk.look();
    assert_eq!((desk.access("Rossi/View"), desk.access("Rossi/Edit")), (Access::View, Access::Private));
    assert_eq!(desk.seen(), ["Rossi/View/a"]);
}

#[test]
fn a_folder_made_anew_is_another_one_while_the_old_one_is_still_somewhere() {
    let mut desk = desk(&["Rossi/View/a"]);
    desk.disk.rename("Rossi/View", "Rossi/Note/old");
    desk.disk.make("Rossi/View", Kind::Folder, 0);
    desk.disk.rename("Rossi/Note/old/a", "Rossi/View/a");
    desk.look();
    assert_eq!((desk.access("Rossi/View"), desk.seen()), (Access::Private, vec![]));
}

#[test]
fn a_folder_that_has_the_identity_of_another_is_not_believed_by_its_name() {
    let mut desk = desk_on(FileSystem::Reused, &["Rossi/View/a"]);
    desk.disk.rename("Rossi/View/a", "Rossi/Note/a");
    desk.disk.remove("Rossi/View");
    desk.disk.rename("Rossi/Note", "Rossi/View");
    desk.look();
    assert_eq!((desk.access("Rossi/View"), desk.seen()), (Access::Private, vec![]));
}

#[test]
fn an_inode_given_out_again_makes_no_client() {
    let mut desk = desk_on(FileSystem::Reused, &["Bianchi/View/a"]);
    desk.disk.remove("Bianchi");
    desk.disk.make("Verdi", Kind::Folder, 0);
    assert_eq!(desk.look(), ["client hidden Bianchi", "entry flagged Verdi, not_a_client"]);
}

#[test]
fn without_identities_a_respelt_folder_keeps_which_is_which() {
    let mut desk = desk_on(FileSystem::Nameless, &["Rossi/View/s/A", "Rossi/View/s/a"]);
    let ids = (desk.id("Rossi/View/s/A"), desk.id("Rossi/View/s/a"));
    desk.disk.rename("Rossi/View/s", "Rossi/View/S");
    desk.look();
    assert_eq!((desk.id("Rossi/View/S/A"), desk.id("Rossi/View/S/a")), ids);
}

#[test]
fn without_identities_a_folder_that_comes_back_with_nothing_of_its_own_is_private() {
    let mut desk = desk_on(FileSystem::Nameless, &["Rossi/View/a", "Rossi/Note/b"]);
    desk.disk.rename("Rossi/View", "Rossi/Note/View");
    desk.look();
    desk.disk.copy("Rossi/Note", "Rossi/View", false);
    desk.look();
    assert_eq!(desk.access("Rossi/View"), Access::Private);
    assert_eq!(desk.seen(), [""; 0]);
}

#[test]
fn without_identities_a_folder_that_comes_back_with_one_of_its_own_keeps_its_access() {
    let mut desk = desk_on(FileSystem::Nameless, &["Rossi/View/a", "Rossi/View/b"]);
    desk.disk.rename("Rossi/View", "aside");
    desk.look();
    desk.disk.rename("aside", "Rossi/View");
    desk.disk.write("Rossi/View/b", 9);
    desk.look();
    assert_eq!((desk.access("Rossi/View"), desk.seen().len()), (Access::View, 2));
}
