//! Which of our crates may use which: `shell, ctl → api, portal → core → mail, pdf, reading`.
//!
//! `testkit` serves tests and benchmarks alone, `xtask` uses none of the product, and a benchmark may use all of it as a test may.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::Outcome;
use crate::process::Step;

/// A crate may use those below it, never one beside or above it.
const FLOORS: [&[&str]; 4] = [
    &["studiolo-mail", "studiolo-pdf", "studiolo-reading"],
    &["studiolo-core"],
    &["studiolo-api", "studiolo-portal"],
    &["studiolo", "studioloctl"],
];

/// Crates that nobody may use outside tests, and what they may use themselves.
const ASIDE: [(&str, bool); 4] =
    [(TESTKIT, true), (BENCH, true), ("studiolo-blank", false), ("xtask", false)];

const TESTKIT: &str = "studiolo-testkit";

const BENCH: &str = "studiolo-bench";

/// One of our crates uses another.
#[derive(Clone, Debug)]
pub struct Use {
    /// The crate that uses.
    pub from: String,
    /// The crate that is used.
    pub to: String,
    /// In its tests alone.
    pub in_tests: bool,
}

/// Asks cargo which of our crates there are and which of them they use, and gives every use that the plan forbids.
pub fn check() -> Outcome<Vec<String>> {
    let step = Step::cargo().arguments(["metadata", "--format-version", "1", "--no-deps", "--offline"]);
    let metadata = step.answer().ok_or("`cargo metadata` failed")?;
    let metadata: Value = serde_json::from_str(&metadata).map_err(|error| error.to_string())?;
    Ok(violations(&members(&metadata), &uses(&metadata)))
}

/// Every way in which these crates and uses break the plan, one sentence each.
pub fn violations(members: &[String], uses: &[Use]) -> Vec<String> {
    let floors = floors();
    let aside = |name: &str| ASIDE.iter().find(|(other, _)| *other == name);
    let homeless = members.iter().filter(|name| !floors.contains_key(name.as_str()) && aside(name).is_none());
    let mut found: Vec<_> =
        homeless.map(|name| format!("{name} has no place in the plan of crates")).collect();
    for Use { from, to, in_tests } in uses {
        let permitted = if to == TESTKIT {
            *in_tests || from == BENCH
        } else if let Some((_, uses_the_product)) = aside(from) {
            *uses_the_product && aside(to).is_none()
        } else {
            matches!((floors.get(from.as_str()), floors.get(to.as_str())), (Some(above), Some(below)) if above > below)
        };
        if !permitted {
            found.push(format!("{from} must not use {to}{}", if *in_tests { " in its tests" } else { "" }));
        }
    }
    found
}

fn floors() -> BTreeMap<&'static str, usize> {
    FLOORS
        .iter()
        .enumerate()
        .flat_map(|(floor, names)| names.iter().map(move |name| (*name, floor)))
        .collect()
}

fn packages(metadata: &Value) -> impl Iterator<Item = &Value> {
    metadata["packages"].as_array().into_iter().flatten()
}

fn members(metadata: &Value) -> Vec<String> {
    packages(metadata).filter_map(|package| package["name"].as_str().map(str::to_owned)).collect()
}

fn uses(metadata: &Value) -> Vec<Use> {
    let members = members(metadata);
    let mut uses = Vec::new();
    for package in packages(metadata) {
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let (Some(from), Some(to)) = (package["name"].as_str(), dependency["name"].as_str()) else {
                continue;
            };
            if members.iter().any(|name| name == to) {
                uses.push(Use {
                    from: from.to_owned(),
                    to: to.to_owned(),
                    in_tests: dependency["kind"] == "dev",
                });
            }
        }
    }
    uses
}

#[cfg(test)]
mod tests;
