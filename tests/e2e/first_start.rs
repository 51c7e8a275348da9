//! The first start makes an office, keeps its key, and shows its recovery code this once.

use crate::harness::{Desktop, Program};

const CODE: &str = "Il tuo codice di recupero";
const WINDOW: &str = "Studiolo";

#[test]
fn without_a_keyring_the_key_goes_into_a_file() {
    let desktop = Desktop::start();
    let mut app = first_start(&desktop);
    desktop.photograph("e2e.recovery-code");
    assert!(desktop.path("config/Studiolo/office.key").exists());
    read_and_end(&desktop, &mut app);
    starts_again(&desktop);
}

#[test]
fn with_a_keyring_the_key_is_in_no_file() {
    let desktop = Desktop::start();
    let _keyring = desktop.start_keyring();
    let mut app = first_start(&desktop);
    assert!(!desktop.path("config/Studiolo/office.key").exists());
    read_and_end(&desktop, &mut app);
    starts_again(&desktop);
}

fn first_start(desktop: &Desktop) -> Program {
    let app = desktop.start_app(&[]);
    desktop.wait_for_window(CODE);
    assert!(desktop.path("data/Studiolo/studiolo.db").exists());
    app
}

fn read_and_end(desktop: &Desktop, app: &mut Program) {
    desktop.close_window(CODE);
    desktop.wait_for_window(WINDOW);
    app.signal("TERM");
    assert_eq!(app.wait().code(), Some(0));
}

// The office opens with the key that was kept, and the code is not shown again.
fn starts_again(desktop: &Desktop) {
    let mut app = desktop.start_app(&[]);
    desktop.wait_for_window(WINDOW);
    assert_eq!(desktop.windows(), [WINDOW]);
    app.signal("TERM");
    assert_eq!(app.wait().code(), Some(0));
}
