//! `cargo xtask test`: every test of the product, counted as one.

use crate::clean_system::Making;
use crate::install::{self, Consent, Need};
use crate::process::Step;
use crate::tally::Tally;
use crate::workspace::FEATURES;
use crate::{Outcome, package, run};

/// Runs all tests and prints the plain closing line; an error when a test failed or a runner did not end well.
pub fn run(long: bool, consent: Consent) -> Outcome {
    install::ensure(&[Need::App, Need::Ui, Need::Tests, Need::Bundler], consent)?;
    let clean_system = Making::begin();
    run::build_ui()?;
    run::build_all()?;
    // The tests of the package run where those of the window do.
    if cfg!(target_os = "linux") {
        package::pack_debug_build()?;
    }
    let clean_system = clean_system.end();

    let mut tally = Tally::default();
    let mut broken = Vec::new();
    for runner in [rust(long, clean_system), ui()] {
        let words = runner.words();
        let before = tally;
        if !runner.run_reading(|line| tally.read(line))? {
            broken.push(words);
        } else if tally == before {
            broken.push(format!("{words} (it ran no test)"));
        }
    }

    for words in &broken {
        eprintln!("\nDid not end well: {words}");
    }
    println!("\n{tally}");
    match (broken.is_empty(), tally.failed) {
        (true, 0) => Ok(()),
        (_, 0) => Err("a runner did not end well; its output is above".to_owned()),
        (_, failed) => Err(format!("{failed} tests failed; their output is above")),
    }
}

/// Properties draw the same cases at every run, so that what a change broke is told from what was always so; a long run
/// draws new ones.
const SEED: &str = "20260422";

// The tests marked as ignored are those that install the package in a clean system; without one they stay that.
fn rust(long: bool, clean_system: bool) -> Step {
    let step = Step::cargo().arguments(["test", "--workspace", "--features", FEATURES, "--no-fail-fast"]);
    let step = if clean_system { step.arguments(["--", "--include-ignored"]) } else { step };
    if long { step.variable("STUDIOLO_LONG", "1") } else { step.variable("PROPTEST_RNG_SEED", SEED) }
}

fn ui() -> Step {
    // Without colours the closing line is plain text.
    Step::npm().arguments(["test"]).variable("NO_COLOR", "1")
}
