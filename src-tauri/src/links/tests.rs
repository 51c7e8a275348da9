use super::{Room, Target, parse};

const ID: &str = "019687a1-6d5c-7c3e-9a51-0d6f3b1c2e4f";

#[test]
fn a_link_names_a_thread_or_a_client() {
    assert_eq!(parse(&format!("studiolo://chat/{ID}")), Some(Target::of(Room::Chat, ID)));
    assert_eq!(parse(&format!("studiolo://client/{ID}/")), Some(Target::of(Room::Client, ID)));
    assert_eq!(parse(&format!("STUDIOLO://Chat/{}", ID.to_uppercase())), Some(Target::of(Room::Chat, ID)));
}

#[test]
fn a_link_names_a_room() {
    assert_eq!(parse("studiolo://inbox"), Some(Target::room(Room::Inbox)));
    assert_eq!(parse("studiolo://reminders/"), Some(Target::room(Room::Reminders)));
    assert_eq!(parse("studiolo://settings"), Some(Target::room(Room::Settings)));
    assert_eq!(parse("studiolo://settings/mail"), Some(Target::of(Room::Settings, "mail")));
}

#[test]
fn whatever_else_a_link_says_names_nothing() {
    let long = format!("studiolo://settings/{}", "a".repeat(300));
    for link in [
        "",
        "studiolo",
        "studiolo://",
        "studiolo:inbox",
        "studiolo://chat",
        "studiolo://chat/",
        "studiolo://chat/../client",
        "studiolo://chat/1 OR 1=1",
        &format!("studiolo://chat/{ID}?send=1"),
        &format!("studiolo://chat/{ID}#x"),
        &format!("studiolo://chat/{ID}/archive"),
        "studiolo://inbox/all",
        "studiolo://settings/<b>",
        "studiolo://delete/everything",
        "https://inbox",
        "--office",
        "stüdiolo://inbox",
        &long,
    ] {
        assert_eq!(parse(link), None, "{link}");
    }
}

#[test]
fn the_window_reads_kind_and_id() {
    let text = |target: &Target| serde_json::to_string(target).unwrap();
    assert_eq!(text(&Target::of(Room::Chat, ID)), format!(r#"{{"kind":"chat","id":"{ID}"}}"#));
    assert_eq!(text(&Target::room(Room::Inbox)), r#"{"kind":"inbox"}"#);
}
