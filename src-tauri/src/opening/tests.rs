use super::Opening;
use crate::links::{Room, Target};

#[test]
fn what_is_to_be_opened_is_told_once_to_the_page_that_asks() {
    let opening = Opening::default();
    assert_eq!(opening.ask(Target::room(Room::Inbox)), None);
    assert_eq!(opening.answer().open, Some(Target::room(Room::Inbox)));
    assert_eq!(opening.answer().open, None);
}

#[test]
fn a_page_that_listens_is_told_at_once() {
    let opening = Opening::default();
    opening.answer();
    assert_eq!(opening.ask(Target::room(Room::Inbox)), Some(Target::room(Room::Inbox)));
    opening.closed();
    assert_eq!(opening.ask(Target::room(Room::Inbox)), None);
}

#[test]
fn the_code_is_told_to_the_first_window_alone_and_again_when_its_page_is_loaded_anew() {
    let opening = Opening::default();
    opening.keep_code("V7QX-3M9D".into());
    // A window that was destroyed before its page asked told nobody.
    opening.closed();
    assert_eq!(opening.answer().recovery_code.as_deref(), Some("V7QX-3M9D"));
    assert_eq!(opening.answer().recovery_code.as_deref(), Some("V7QX-3M9D"));
    opening.closed();
    assert_eq!(opening.answer().recovery_code, None);
}

#[test]
fn nothing_to_say_is_an_empty_answer() {
    assert_eq!(serde_json::to_string(&Opening::default().answer()).unwrap(), "{}");
}
