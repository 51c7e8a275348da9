//! `cargo xtask screens`: photographs of the real window.

use crate::install::{self, Consent, Need};
use crate::process::Step;
use crate::workspace::{self, FEATURES};
use crate::{Outcome, run};

/// Runs the part of the tests of the window that opens every screen, and says where its pictures are.
pub fn run(consent: Consent) -> Outcome {
    install::ensure(&[Need::App, Need::Ui, Need::Tests], consent)?;
    run::build_ui()?;
    run::build_all()?;
    Step::cargo()
        .arguments(["test", "--workspace", "--features", FEATURES, "--test", "e2e", "--", "screens::"])
        .run()?;
    println!("{}", workspace::target().join("screens").display());
    Ok(())
}
