//! `cargo xtask check`: all that can be said about the sources without running the product.

use crate::install::{self, Consent, Need};
use crate::process::Step;
use crate::tally::Tally;
use crate::workspace::FEATURES;
use crate::{Outcome, directions, run, workspace};

/// Runs every check, also after one found something, and ends with one line for each.
pub fn run(online: bool, consent: Consent) -> Outcome {
    install::ensure(&[Need::App, Need::Ui, Need::Deny], consent)?;
    // The window's sources don't compile without the UI that they embed; any build of it will do here.
    if !workspace::ui().join("dist").join("index.html").exists() {
        run::build_ui()?;
    }
    let outcomes = [
        ("formatting", formatting()),
        ("clippy", clippy()),
        ("types of the UI", Step::npm().arguments(["run", "check"]).run()),
        ("lints of the UI", Step::npm().arguments(["run", "lint"]).run()),
        ("directions between crates", crate_directions()),
        ("generated bindings", bindings()),
        ("licences, bans, sources", deny(&["licenses", "bans", "sources"])),
    ];
    let advisories = online.then(|| ("advisories", deny(&["advisories"])));

    let mut failed = 0;
    println!();
    for (name, outcome) in outcomes.into_iter().chain(advisories) {
        match outcome {
            Ok(()) => println!("ok       {name}"),
            Err(error) => {
                failed += 1;
                println!("FAILED   {name}: {error}");
            }
        }
    }
    if !online {
        println!(
            "skipped  advisories: their database needs the network; `cargo xtask check --online` reads it"
        );
    }
    if failed == 0 { Ok(()) } else { Err(format!("{failed} checks failed")) }
}

fn formatting() -> Outcome {
    Step::cargo().arguments(["fmt", "--all", "--check"]).run()
}

fn clippy() -> Outcome {
    let targets = ["clippy", "--workspace", "--all-targets", "--features", FEATURES];
    Step::cargo().arguments(targets).arguments(["--", "--deny", "warnings"]).run()
}

fn crate_directions() -> Outcome {
    let found = directions::check()?;
    if found.is_empty() { Ok(()) } else { Err(found.join("; ")) }
}

// The whole workspace with one filter, rather than one package: the same build as that of `cargo xtask test`.
fn bindings() -> Outcome {
    let mut tally = Tally::default();
    let ended_well = Step::cargo()
        .arguments(["test", "--quiet", "--workspace", "--features", FEATURES, "--lib", "--", "bindings"])
        .run_reading(|line| tally.read(line))?;
    match tally {
        _ if !ended_well => Err("stale or broken; the output above says how to make them anew".to_owned()),
        Tally { passed: 0, .. } => Err("no test with `bindings` in its name ran".to_owned()),
        _ => Ok(()),
    }
}

fn deny(what: &[&str]) -> Outcome {
    let advisories = what.contains(&"advisories");
    let network: &[&str] = if advisories { &[] } else { &["--offline"] };
    // It reads the sources of every target's crates; a build of this one alone leaves some out.
    Step::cargo().arguments(["fetch", "--locked", "--quiet"]).run()?;
    Step::new(install::deny_program())
        .arguments(["--locked", "--all-features", "--log-level", "warn"])
        .arguments(network)
        .arguments(["check"])
        .arguments(what)
        .run()
}
