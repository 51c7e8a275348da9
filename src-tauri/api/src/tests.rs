use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::{COMMANDS, describe, typescript};

#[test]
fn the_typescript_bindings_are_those_of_the_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/ipc/bindings.ts");
    let made = typescript::bindings();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &made).unwrap();
    }
    let stands = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(stands == made, "ui/src/ipc/bindings.ts is stale: UPDATE_GOLDEN=1 cargo test -p studiolo-api");
}

#[test]
fn every_command_has_one_name_a_group_and_a_doc() {
    let names: BTreeSet<&str> = COMMANDS.iter().map(|command| command.name).collect();
    assert_eq!(names.len(), COMMANDS.len());
    for command in COMMANDS {
        assert!(command.name.split_once('.').is_some(), "{}", command.name);
        assert!(command.doc.trim().ends_with('.'), "{}", command.name);
    }
}

#[test]
fn the_table_describes_itself_with_resolvable_schemas() {
    let table = describe();
    let definitions = table["$defs"].as_object().unwrap();
    let text = table["commands"].to_string();
    for reference in text.split("\"#/$defs/").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(definitions.contains_key(reference), "{reference}");
    }
    assert_eq!(table["commands"].as_array().unwrap().len(), COMMANDS.len());
}
