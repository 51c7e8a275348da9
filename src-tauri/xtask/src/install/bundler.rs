//! Tauri's command line, which packs the installers, into target/tools.
//!
//! It is a program in a package of npm for each platform. In ui/package-lock.json the packages of other platforms
//! would be demanded from a registry that may not have them all; here only this platform's is asked for.

use std::path::PathBuf;

use super::Consent;
use crate::process::Step;
use crate::{Outcome, workspace};

/// The version that goes with the `tauri` crate in Cargo.toml.
const PACKAGE: &str = "@tauri-apps/cli@2.12.5";

/// Where the program stands once it is installed.
pub fn program() -> PathBuf {
    let name = if cfg!(windows) { "tauri.cmd" } else { "tauri" };
    folder().join("node_modules").join(".bin").join(name)
}

/// Installs it when it is not there at this version.
pub fn ensure(consent: Consent) -> Outcome {
    let there = Step::new(program()).arguments(["--version"]).answer();
    if there.is_some_and(|words| PACKAGE.ends_with(words.trim().rsplit(' ').next().unwrap_or("-"))) {
        return Ok(());
    }
    let folder = folder();
    consent.to_run(
        "Tauri's command line, which packs the installers",
        &format!("npm install --no-save --prefix {} {PACKAGE}", folder.display()),
    )?;
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Step::npm()
        .within(&folder)
        .arguments(["install", "--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--prefix"])
        .arguments([&folder])
        .arguments([PACKAGE])
        .run()
}

fn folder() -> PathBuf {
    workspace::target().join("tools").join("tauri-cli")
}
