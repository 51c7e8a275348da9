//! An office that can't be opened: the reason in the system's own window, and an exit code.

use std::fs;

use crate::harness::{Desktop, OfficeFolder, Program, wait_until};

const REFUSED: &str = "Studiolo non può aprire lo studio";

#[test]
fn an_office_that_is_open_elsewhere_is_refused_with_exit_code_3() {
    let desktop = Desktop::start();
    let office = OfficeFolder::make(&desktop, "it");
    let _serving = office.serve(&desktop);
    let mut app = desktop.start_app(&office.arguments());
    desktop.wait_for_window(REFUSED);
    desktop.photograph("e2e.refused");
    assert_eq!(dismiss(&desktop, &mut app), Some(3));
}

#[test]
fn a_folder_without_an_office_is_refused_and_left_as_it_is() {
    let desktop = Desktop::start();
    let folder = desktop.path("empty");
    fs::create_dir(&folder).unwrap();
    let mut app = desktop.start_app(&["--office", folder.to_str().unwrap()]);
    desktop.wait_for_window(REFUSED);
    assert_eq!(dismiss(&desktop, &mut app), Some(1));
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
}

#[test]
fn another_offices_key_is_refused() {
    let desktop = Desktop::start();
    let office = OfficeFolder::make(&desktop, "it");
    let wrong = desktop.path("wrong.key");
    fs::write(&wrong, "00".repeat(32)).unwrap();
    let [_, folder, ..] = office.arguments();
    let mut app = desktop.start_app(&["--office", folder, "--key-file", wrong.to_str().unwrap()]);
    desktop.wait_for_window(REFUSED);
    assert_eq!(dismiss(&desktop, &mut app), Some(1));
}

// A key that comes before the message has the focus is lost, so it is typed until it is gone.
fn dismiss(desktop: &Desktop, app: &mut Program) -> Option<i32> {
    wait_until("the message was read", || {
        desktop.press("Return");
        (!app.runs()).then_some(())
    });
    app.wait().code()
}
