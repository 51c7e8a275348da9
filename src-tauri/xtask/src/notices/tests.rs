use std::collections::BTreeSet;
use std::fs;

use serde_json::json;

use super::{Part, built_in, text};

#[test]
fn what_only_builds_or_tests_the_app_is_not_built_in() {
    let needs = |name: &str, kind: Option<&str>| json!({ "pkg": name, "dep_kinds": [{ "kind": kind }] });
    let metadata = json!({
        "packages": [{ "name": "studiolo", "id": "app" }, { "name": "other", "id": "other" }],
        "resolve": { "nodes": [
            { "id": "app", "deps": [needs("runs", None), needs("builds", Some("build")), needs("tests", Some("dev"))] },
            { "id": "runs", "deps": [needs("below", None)] },
            { "id": "below", "deps": [needs("runs", None)] },
            { "id": "other", "deps": [needs("elsewhere", None)] },
        ] },
    });
    assert_eq!(built_in(&metadata), BTreeSet::from(["app", "below", "runs"]));
}

#[test]
fn a_licence_that_two_parts_share_stands_once_under_both_names() {
    let folder = std::env::temp_dir().join(format!("studiolo-notices-{}", std::process::id()));
    let part =
        |name: &str| Part { name: name.to_owned(), licence: "MIT".to_owned(), folder: folder.join(name) };
    for name in ["one", "two"] {
        fs::create_dir_all(folder.join(name)).unwrap();
        fs::write(folder.join(name).join("LICENSE"), "Do as you like.\r\n").unwrap();
    }
    let whole = text(&[part("one"), part("two")]);
    fs::remove_dir_all(&folder).unwrap();
    assert!(whole.contains("one: MIT\ntwo: MIT\n"));
    assert!(whole.contains("\none, two\n\nDo as you like.\n"));
    assert_eq!(whole.matches("Do as you like.").count(), 1);
}
