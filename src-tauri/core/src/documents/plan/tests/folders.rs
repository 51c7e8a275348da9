use super::*;

#[test]
fn a_folder_that_appears_is_private() {
    let mut desk = desk(&[]);
    desk.disk.file("Rossi/New/a", 1);
    let acts = ["folder added Rossi/New", "added Rossi/New/a", "published Rossi/New/a, hidden"];
    assert_eq!(desk.look(), acts);
}

#[test]
fn a_renamed_folder_keeps_its_access_and_is_one_act() {
    let mut desk = desk(&["Rossi/View/a", "Rossi/View/s/b"]);
    desk.disk.rename("Rossi/View", "Rossi/Dichiarazioni");
    assert_eq!(desk.glance(), ["folder renamed Rossi/View to Dichiarazioni"]);
    assert_eq!(desk.seen(), ["Rossi/Dichiarazioni/a", "Rossi/Dichiarazioni/s/b"]);
    desk.disk.rename("Rossi/Dichiarazioni", "Rossi/dichiarazioni");
    assert_eq!(desk.glance(), ["folder renamed Rossi/Dichiarazioni to dichiarazioni"]);
}

#[test]
fn a_private_folder_with_the_former_name_of_another_stays_private() {
    let mut desk = desk(&["Rossi/Note/a", "Rossi/View/b"]);
    desk.disk.remove("Rossi/View");
    desk.disk.rename("Rossi/Note", "Rossi/View");
    assert_eq!(desk.look(), ["folder hidden Rossi/View", "folder renamed Rossi/Note to View"]);
    assert_eq!((desk.access("Rossi/View"), desk.seen()), (Access::Private, vec![]));
    assert_eq!(desk.after(GONE_AFTER), ["folder gone Rossi/View with 1"]);
}

#[test]
fn swapped_folders_keep_what_each_was() {
    let mut desk = desk(&["Rossi/Note/a", "Rossi/View/b"]);
    desk.disk.swap("Rossi/Note", "Rossi/View");
    let acts = [
        "folder hidden Rossi/View",
        "folder hidden Rossi/Note",
        "folder renamed Rossi/View to Note",
        "folder renamed Rossi/Note to View",
    ];
    let mut told = desk.glance();
    told.sort();
    let mut acts = acts.map(str::to_owned).to_vec();
    acts.sort();
    assert_eq!(told, acts);
    assert_eq!((desk.access("Rossi/View"), desk.access("Rossi/Note")), (Access::Private, Access::View));
    assert_eq!(desk.seen(), ["Rossi/Note/b"]);
}

#[test]
fn a_folder_moved_to_another_client_becomes_private() {
    let mut desk = desk(&["Rossi/View/a"]);
    desk.disk.rename("Rossi/View", "Bianchi/From Rossi");
    let acts = ["folder narrowed Rossi/View", "folder moved Rossi/View to Bianchi/From Rossi"];
    assert_eq!(desk.glance(), acts);
    assert_eq!(desk.seen(), [""; 0]);
}

#[test]
fn a_subfolder_that_is_renamed_or_moved_is_one_act() {
    let mut desk = desk(&["Rossi/View/s/a", "Rossi/View/s/t/b", "Rossi/View/c"]);
    desk.disk.rename("Rossi/View/s", "Rossi/Edit/u");
    assert_eq!(desk.glance(), ["subfolder moved Rossi/View/s to Rossi/Edit/u with 2"]);
    assert_eq!(desk.seen(), ["Rossi/Edit/u/a", "Rossi/Edit/u/t/b", "Rossi/View/c"]);
}

#[test]
fn a_subfolder_moved_into_a_private_folder_is_hidden_by_that_one_act_and_shown_anew_on_its_way_back() {
    let mut desk = desk(&["Rossi/View/s/a", "Rossi/View/s/b"]);
    desk.disk.rename("Rossi/View/s", "Rossi/Note/s");
    assert_eq!(desk.glance(), ["subfolder moved Rossi/View/s to Rossi/Note/s with 2"]);
    assert_eq!(desk.seen(), [""; 0]);
    desk.disk.rename("Rossi/Note/s", "Rossi/View/t");
    assert_eq!(desk.glance(), ["subfolder moved Rossi/Note/s to Rossi/View/t with 2"]);
    assert_eq!(desk.seen(), [""; 0]);
    assert_eq!(desk.look(), ["published Rossi/View/t/a, visible", "published Rossi/View/t/b, visible"]);
}

#[test]
fn a_top_level_folder_that_becomes_a_subfolder_and_the_other_way_round() {
    let mut desk = desk(&["Rossi/View/a", "Rossi/View/b"]);
    desk.disk.rename("Rossi/View", "Rossi/Note/View");
    let acts = ["folder hidden Rossi/View", "subfolder moved Rossi/View/ to Rossi/Note/View with 2"];
    let mut told = desk.glance();
    told.sort();
    assert_eq!(told, acts);
    desk.disk.rename("Rossi/Note/View", "Rossi/View");
    let acts = ["folder returned Rossi/View", "subfolder moved Rossi/Note/View to Rossi/View/ with 2"];
    assert_eq!(desk.glance(), acts, "within a moment it is the same folder");
    assert_eq!(desk.look().len(), 2);
    assert_eq!(desk.seen(), ["Rossi/View/a", "Rossi/View/b"]);
}

#[test]
fn a_folder_that_was_gone_comes_back_as_private() {
    let mut desk = desk(&["Rossi/View/a"]);
    let id = desk.id("Rossi/View/a");
    desk.disk.rename("Rossi/View", "aside");
    desk.look();
    assert_eq!(desk.after(GONE_AFTER), ["folder gone Rossi/View with 1"]);
    desk.disk.rename("aside", "Rossi/View");
    let acts = [
        "entry unflagged aside",
        "folder returned Rossi/View",
        "returned Rossi/View/a, hidden",
        "published Rossi/View/a, hidden",
    ];
    assert_eq!(desk.look(), acts);
    assert_eq!((desk.access("Rossi/View"), desk.id("Rossi/View/a")), (Access::Private, id));
}

#[test]
fn a_clients_folder_that_vanishes_is_hidden_then_its_folders_are_gone() {
    let mut desk = desk(&["Rossi/View/a", "Bianchi/View/b"]);
    desk.disk.copy("Rossi", "aside", true);
    desk.disk.remove("Rossi");
    assert_eq!(desk.look(), ["client hidden Rossi", "entry flagged aside, not_a_client"]);
    assert_eq!(desk.seen(), ["Bianchi/View/b"]);
    desk.disk.rename("aside", "Rossi");
    desk.look();
    assert_eq!(desk.seen(), ["Bianchi/View/b", "Rossi/View/a"], "back within a moment");
    desk.disk.remove("Rossi");
    assert_eq!(desk.look(), ["client hidden Rossi"]);
    assert!(desk.after(GONE_AFTER).contains(&"folder gone Rossi/View with 1".to_owned()));
    desk.disk.make("Rossi", Kind::Folder, 0);
    assert_eq!(desk.look(), ["client returned Rossi", "client seen Rossi"]);
}

#[test]
fn a_clients_folder_can_be_renamed_and_swapped_by_hand() {
    let mut desk = desk(&["Rossi/View/a", "Bianchi/View/b"]);
    desk.disk.swap("Rossi", "Bianchi");
    assert_eq!(desk.glance(), ["clients renamed Bianchi to Rossi, Rossi to Bianchi"]);
    assert_eq!(desk.seen(), ["Bianchi/View/a", "Rossi/View/b"]);
    desk.disk.rename("Bianchi", "bianchi");
    assert_eq!(desk.glance(), ["clients renamed Bianchi to bianchi"]);
}

#[test]
fn a_folder_that_cannot_be_read_is_not_empty() {
    let mut desk = desk(&["Rossi/View/s/a", "Rossi/View/b"]);
    let mut observed = desk.disk.observe(&Scope::Whole, all);
    observed.entries.retain(|entry| !entry.path.starts_with("Rossi/View/s/") && entry.path != "Rossi/View/b");
    observed.entries.iter_mut().find(|entry| entry.path == "Rossi/View/s").unwrap().kind = Kind::UnreadFolder;
    let made = desk.office.plan(&observed, &Scope::Whole);
    let mut tree = desk.office.tree.clone();
    assert_eq!(in_words(&mut tree, &made.acts), ["hidden Rossi/View/b"]);
}

#[test]
fn of_two_folders_whose_names_are_one_elsewhere_the_second_is_closed() {
    let mut desk = desk(&["Rossi/View/a"]);
    desk.disk.file("Rossi/view/b", 2);
    let acts = ["folder added Rossi/view, same_name", "added Rossi/view/b", "published Rossi/view/b, hidden"];
    assert_eq!(desk.look(), acts);
    desk.disk.rename("Rossi/View", "Rossi/con");
    let acts = [
        "folder flagged Rossi/View, name_refused",
        "folder renamed Rossi/View to con",
        "folder flagged Rossi/view",
    ];
    assert_eq!(desk.look(), acts);
    assert_eq!(desk.seen(), [""; 0]);
    desk.disk.rename("Rossi/con", "Rossi/Fine");
    assert_eq!(desk.look(), ["folder renamed Rossi/con to Fine", "folder flagged Rossi/Fine"]);
    assert_eq!(desk.seen(), ["Rossi/Fine/a"]);
}

#[test]
fn what_left_its_place_is_hidden_before_its_folder_is_shown_again() {
    let mut desk = desk(&["Rossi/View/a"]);
    desk.disk.rename("Rossi/View", "aside");
    desk.look();
    desk.disk.rename("aside", "Rossi/View");
    desk.disk.rename("Rossi/View/a", "Rossi/View/b");
    let acts = [
        "hidden Rossi/View/a",
        "entry unflagged aside",
        "folder returned Rossi/View",
        "moved Rossi/View/a to Rossi/View/b, visible",
    ];
    assert_eq!(desk.look(), acts);
}

#[test]
fn a_subfolder_that_hides_goes_before_a_folder_that_is_shown_again() {
    let mut desk = desk(&["Rossi/View/s/a", "Rossi/View/s/b", "Rossi/Edit/c"]);
    desk.disk.rename("Rossi/Edit", "aside");
    desk.look();
    desk.disk.rename("aside", "Rossi/Edit");
    desk.disk.rename("Rossi/View/s", "Rossi/Note/s");
    let acts = [
        "subfolder moved Rossi/View/s to Rossi/Note/s with 2",
        "entry unflagged aside",
        "folder returned Rossi/Edit",
    ];
    assert_eq!(desk.look(), acts);
}

#[test]
fn a_closed_folder_that_comes_back_inside_an_open_one_is_shown_after_all_that_hides() {
    let mut desk = desk(&["Rossi/View/a", "Rossi/View/b", "Rossi/Edit/c"]);
    desk.disk.rename("Rossi/View", "aside");
    desk.look();
    desk.disk.rename("aside", "Rossi/Edit/View");
    desk.disk.rename("Rossi/Edit/c", "Rossi/Note/c");
    let told = desk.glance();
    let hidden = told.iter().position(|act| act == "hidden Rossi/Edit/c").unwrap();
    let shown = told.iter().position(|act| act.contains("Rossi/Edit/View")).unwrap();
    assert!(hidden < shown, "{told:?}");
    assert_eq!(desk.seen(), ["Rossi/Edit/View/a", "Rossi/Edit/View/b"]);
}
