//! `cargo xtask package`: this platform's installers in target/package.

use std::fs;
use std::path::Path;

use crate::install::{self, Consent, Need};
use crate::process::Step;
use crate::{Outcome, workspace};

/// `AppImage` is left out: its tool downloads a runtime while it packs, from no registry.
const BUNDLES: &str = if cfg!(target_os = "linux") {
    "deb,rpm"
} else if cfg!(target_os = "macos") {
    "app,dmg"
} else {
    "nsis"
};

/// Builds the release and packs it.
pub fn run(consent: Consent) -> Outcome {
    install::ensure(&[Need::App, Need::Ui, Need::Bundler], consent)?;
    Step::new(install::bundler_program()).arguments(["build", "--ci", "--bundles", BUNDLES]).run()?;

    let package = workspace::target().join("package");
    if package.exists() {
        fs::remove_dir_all(&package).map_err(|error| failed(&package, &error))?;
    }
    fs::create_dir_all(&package).map_err(|error| failed(&package, &error))?;
    collect(&workspace::target().join("release").join("bundle"), &package)
}

// The bundler keeps each kind in a folder of its own, beside what it was packed from.
fn collect(bundle: &Path, package: &Path) -> Outcome {
    for kind in BUNDLES.split(',') {
        let folder = bundle.join(if kind == "app" { "macos" } else { kind });
        for entry in fs::read_dir(&folder).map_err(|error| failed(&folder, &error))?.flatten() {
            let path = entry.path();
            if path.extension().is_some_and(|found| found == kind || (kind == "nsis" && found == "exe")) {
                let target = package.join(entry.file_name());
                fs::rename(&path, &target).map_err(|error| failed(&target, &error))?;
                println!("{}", target.display());
            }
        }
    }
    Ok(())
}

fn failed(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}
