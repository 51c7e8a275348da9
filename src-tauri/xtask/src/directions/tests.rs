use super::{Use, check, violations};

fn found(from: &str, to: &str, in_tests: bool) -> Vec<String> {
    violations(&[], &[Use { from: from.to_owned(), to: to.to_owned(), in_tests }])
}

#[test]
fn our_crates_use_only_what_lies_below_them() {
    assert_eq!(check(), Ok(Vec::new()));
}

#[test]
fn a_crate_may_use_any_floor_below() {
    assert!(found("studiolo", "studiolo-api", false).is_empty());
    assert!(found("studioloctl", "studiolo-core", false).is_empty());
    assert!(found("studiolo-core", "studiolo-mail", false).is_empty());
}

#[test]
fn a_crate_never_uses_one_beside_or_above_it() {
    assert_eq!(found("studiolo-core", "studiolo-api", false), ["studiolo-core must not use studiolo-api"]);
    assert_eq!(found("studiolo-mail", "studiolo-core", false).len(), 1);
    assert_eq!(found("studiolo-mail", "studiolo-pdf", false).len(), 1);
    assert_eq!(found("studiolo-portal", "studiolo-api", false).len(), 1);
    assert_eq!(found("studiolo", "studioloctl", true), ["studiolo must not use studioloctl in its tests"]);
}

#[test]
fn the_testkit_serves_tests_and_benchmarks_alone() {
    assert!(found("studiolo-mail", "studiolo-testkit", true).is_empty());
    assert_eq!(found("studiolo-core", "studiolo-testkit", false).len(), 1);
    assert!(found("studiolo-bench", "studiolo-testkit", false).is_empty());
    assert!(found("studiolo-testkit", "studiolo-api", false).is_empty());
}

#[test]
fn this_program_uses_none_of_the_product() {
    assert_eq!(found("xtask", "studiolo-core", false).len(), 1);
    assert_eq!(found("studiolo-core", "xtask", true).len(), 1);
}

#[test]
fn a_new_crate_is_refused_until_it_has_a_place() {
    let found = violations(&["studiolo-attic".to_owned()], &[]);
    assert_eq!(found, ["studiolo-attic has no place in the plan of crates"]);
}
