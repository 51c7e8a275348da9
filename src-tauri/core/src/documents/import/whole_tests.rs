use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

fn files<'a>(files: &'a [(&'a str, &'a str)]) -> impl Iterator<Item = Going<'a>> + Clone {
    files.iter().map(|(staged, to)| Going { staged, to: Some(*to).filter(|to| !to.is_empty()) })
}

fn pairs(moves: &[Move]) -> Vec<(&str, &str)> {
    moves.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect()
}

#[test]
fn a_folder_that_is_nowhere_yet_moves_whole() {
    let given = [
        ("zip0/Iva/1.txt", "R/P/Iva/1.txt"),
        ("zip0/Iva/q/2.txt", "R/P/Iva/q/2.txt"),
        ("zip0/3.txt", "R/P/3.txt"),
    ];
    let (whole, alone) = moves(files(&given), |folder| folder.starts_with("R/P/Iva"));
    assert_eq!(pairs(&whole), [("zip0/Iva", "R/P/Iva")]);
    assert_eq!(pairs(&alone), [("zip0/3.txt", "R/P/3.txt")]);
}

#[test]
fn what_is_there_already_is_filled_file_by_file_and_what_is_new_in_it_moves_whole() {
    let given = [("zip0/Iva/1.txt", "R/P/IVA/1.txt"), ("zip0/Iva/q/2.txt", "R/P/IVA/q/2.txt")];
    let (whole, alone) = moves(files(&given), |folder| folder == "R/P/IVA/q");
    assert_eq!(pairs(&whole), [("zip0/Iva/q", "R/P/IVA/q")]);
    assert_eq!(pairs(&alone), [("zip0/Iva/1.txt", "R/P/IVA/1.txt")]);
}

#[test]
fn a_folder_of_which_something_stays_behind_or_gets_another_name_or_comes_from_two_does_not_move_whole() {
    let behind = [("zip0/Iva/1.txt", "R/P/Iva/1.txt"), ("zip0/Iva/2.txt", "")];
    let renamed = [("zip0/Iva/1.txt", "R/P/Iva/1 (2).txt")];
    let two = [("zip0/Iva/1.txt", "R/P/Iva/1.txt"), ("zip1/Iva/2.txt", "R/P/Iva/2.txt")];
    for given in [&behind[..], &renamed, &two] {
        let (whole, alone) = moves(files(given), |folder| folder.starts_with("R/P/"));
        assert_eq!(pairs(&whole), []);
        assert_eq!(alone.len(), given.iter().filter(|(_, to)| !to.is_empty()).count());
    }
}

/// Names of few folders and files, so that they meet.
fn path() -> impl Strategy<Value = String> {
    (prop::collection::vec("[ab]", 0..3), "[a-d]").prop_map(|(mut names, name)| {
        names.push(format!("{name}.txt"));
        names.join("/")
    })
}

proptest! {
    #[test]
    fn every_file_lands_where_it_is_to_and_what_stays_behind_stays(
        given in prop::collection::btree_map((0..2_u8, path()), (prop::option::weighted(0.9, path()), any::<bool>()), 0..12),
        there in prop::collection::btree_set("R(/[ab]){0,2}", 0..4),
    ) {
        let mut taken = std::collections::BTreeSet::new();
        let given: BTreeMap<String, Option<String>> = given
            .into_iter()
            .map(|((zip, staged), (other, same))| {
                let to = if same { Some(staged.clone()) } else { other };
                // No two land in one place.
                let to = to.map(|to| format!("R/{to}")).filter(|to| taken.insert(to.clone()));
                (format!("zip{zip}/{staged}"), to)
            })
            .collect();
        let is_new = |folder: &str| !there.iter().any(|is| is == folder || is.starts_with(&format!("{folder}/")));
        let going = given.iter().map(|(staged, to)| Going { staged, to: to.as_deref() });
        let (whole, alone) = moves(going, is_new);

        let mut places: BTreeMap<String, String> = given.keys().map(|staged| (staged.clone(), staged.clone())).collect();
        let mut folders = std::collections::BTreeSet::new();
        for (from, to) in &whole {
            prop_assert!(is_new(to) && folders.insert(to), "{to} is there");
            for place in places.values_mut() {
                if let Some(rest) = place.strip_prefix(&format!("{from}/")) {
                    *place = format!("{to}/{rest}");
                }
            }
        }
        for (from, to) in &alone {
            prop_assert!(!whole.iter().any(|(_, folder)| to.starts_with(&format!("{folder}/"))), "{to} is in a whole one");
            prop_assert_eq!(&places[from], from);
            places.insert(from.clone(), to.clone());
        }
        for (staged, to) in &given {
            prop_assert_eq!(&places[staged], to.as_ref().unwrap_or(staged));
        }
    }
}
