use clap::Parser;

use super::{Arguments, Which};

fn arguments(words: &[&str]) -> Arguments {
    Arguments::try_parse_from([&["studiolo"], words].concat()).unwrap()
}

#[test]
fn without_arguments_the_default_office_is_meant() {
    let place = arguments(&[]).place();
    assert_eq!(place.which, Which::Default);
    assert!(place.folder.ends_with("Studiolo"));
    assert_eq!(place.suffix(), None);
}

#[test]
fn two_offices_never_share_an_instance() {
    let suffix = |words| arguments(words).place().suffix();
    assert_ne!(suffix(&["--office", "/a"]), suffix(&["--office", "/b"]));
    assert_eq!(suffix(&["--office", "/a"]), suffix(&["--office", "/a"]));
    assert_eq!(suffix(&["--demo"]).as_deref(), Some("demo"));
}

#[test]
fn the_demo_and_a_named_office_exclude_each_other() {
    assert!(Arguments::try_parse_from(["studiolo", "--demo", "--office", "/a"]).is_err());
}
