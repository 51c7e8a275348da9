//! cargo-deny, at one version, built once into target/tools.

use std::path::PathBuf;

use super::Consent;
use crate::process::Step;
use crate::{Outcome, workspace};

const VERSION: &str = "0.20.2";

/// Where the program stands once it is installed.
pub fn program() -> PathBuf {
    folder().join("bin").join(format!("cargo-deny{}", std::env::consts::EXE_SUFFIX))
}

/// Builds it when it is not there at this version.
pub fn ensure(consent: Consent) -> Outcome {
    let there = Step::new(program()).arguments(["--version"]).answer();
    if there.is_some_and(|words| words.trim().ends_with(VERSION)) {
        return Ok(());
    }
    consent.to_run(
        &format!("cargo-deny {VERSION}, which checks licences and sources"),
        &format!("cargo install --locked cargo-deny --version {VERSION} --root {}", folder().display()),
    )?;
    // Unoptimised: it is built far more often than its few seconds of work would repay.
    Step::cargo()
        .arguments(["install", "--quiet", "--locked", "--debug", "--force", "--version", VERSION, "--root"])
        .arguments([folder()])
        .arguments(["cargo-deny"])
        .variable("CARGO_TARGET_DIR", folder().join("build"))
        .run()?;
    // What it was built from is many times its size and of no further use.
    std::fs::remove_dir_all(folder().join("build"))
        .map_err(|error| format!("cargo-deny's leavings stay: {error}"))
}

fn folder() -> PathBuf {
    workspace::target().join("tools")
}
