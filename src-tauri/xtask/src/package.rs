//! `cargo xtask package`: this platform's installers in target/package.
//!
//! What they hold stands in tauri.conf.json and packaging/; how a release is made of them, in docs/RELEASING.md.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::install::{self, Consent, Need};
use crate::process::Step;
use crate::{Outcome, notices, run, workspace};

/// `AppImage` is left out: its tool downloads a runtime while it packs, from no registry.
const BUNDLES: &str = if cfg!(target_os = "linux") {
    "deb,rpm"
} else if cfg!(target_os = "macos") {
    "app,dmg"
} else {
    "msi,nsis"
};

/// The office without a window; a backup is restored with it.
const CTL: &str = "studioloctl";

/// With this in the environment, each installer gets a signature for the updater beside it.
const UPDATER_KEY: &str = "TAURI_SIGNING_PRIVATE_KEY";

/// Builds the release and packs it; with `debug`, packs the debug build into target/package-debug instead.
pub fn run(debug: bool, consent: Consent) -> Outcome {
    install::ensure(&[Need::App, Need::Ui, Need::Bundler], consent)?;
    if debug {
        run::build_ui()?;
        run::build_all()?;
        return pack_debug_build();
    }
    Step::cargo().arguments(["build", "--release", "--package", CTL]).run()?;
    let release = workspace::target().join("release");
    bundler("build", &release.join(CTL))?.run()?;
    collect(&release.join("bundle"), &workspace::target().join("package"))
}

/// Packs the debug build that is there into target/package-debug, without what a debugger would read in it.
pub fn pack_debug_build() -> Outcome {
    let package = workspace::target().join("package-debug");
    // The bundler writes into the program that it packs, so it gets one of its own.
    let build = package.join("build");
    let debug = build.join("debug");
    fs::create_dir_all(&debug).map_err(|error| failed(&build, &error))?;
    for name in ["studiolo", CTL] {
        let program = debug.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
        fs::copy(workspace::built(name), &program).map_err(|error| failed(&program, &error))?;
        if cfg!(target_os = "linux") {
            Step::new("strip").arguments([&program]).run()?;
        }
    }
    bundler("bundle", &debug.join(CTL))?.arguments(["--debug"]).variable("CARGO_TARGET_DIR", &build).run()?;
    collect(&build.join("debug").join("bundle"), &package)
}

fn bundler(verb: &str, ctl: &Path) -> Outcome<Step> {
    let ours = json!({ "bundle": beside(&notices::write()?, ctl) }).to_string();
    let step = Step::new(install::bundler_program()).arguments([
        verb,
        "--ci",
        "--bundles",
        BUNDLES,
        "--config",
        &ours,
    ]);
    if std::env::var_os(UPDATER_KEY).is_none() {
        return Ok(step);
    }
    let file = workspace::root().join("packaging").join("updater.json");
    let text = fs::read_to_string(&file).map_err(|error| failed(&file, &error))?;
    if text.contains("\"pubkey\": \"\"") {
        return Err(format!(
            "{UPDATER_KEY} is set, and packaging/updater.json names no public key that would prove its signatures; \
             see docs/RELEASING.md"
        ));
    }
    Ok(step.arguments(["--config"]).arguments([file]))
}

// What lies beside the program: the licences of what is built in, and the office without a window.
fn beside(licences: &Path, ctl: &Path) -> serde_json::Value {
    let name = notices::NAME;
    if cfg!(target_os = "linux") {
        let ctl_at = format!("/usr/bin/{CTL}");
        json!({ "linux": {
            "deb": { "files": { format!("/usr/share/doc/studiolo/{name}"): licences, &ctl_at: ctl } },
            "rpm": { "files": { format!("/usr/share/licenses/studiolo/{name}"): licences, &ctl_at: ctl } },
        } })
    } else {
        let ctl = ctl.with_extension(std::env::consts::EXE_EXTENSION);
        let ctl_name = format!("{CTL}{}", std::env::consts::EXE_SUFFIX);
        json!({ "resources": { licences.to_string_lossy(): name, ctl.to_string_lossy(): ctl_name } })
    }
}

// The bundler keeps each kind in a folder of its own, beside what it was packed from. Of other versions nothing stays.
fn collect(bundle: &Path, package: &Path) -> Outcome {
    fs::create_dir_all(package).map_err(|error| failed(package, &error))?;
    for old in entries(package)?.iter().filter(|path| path.is_file()) {
        fs::remove_file(old).map_err(|error| failed(old, &error))?;
    }
    for kind in BUNDLES.split(',') {
        for path in entries(&bundle.join(if kind == "app" { "macos" } else { kind }))? {
            let name = path.file_name().unwrap_or_default();
            if is_installer(&name.to_string_lossy(), kind) {
                let target = package.join(name);
                fs::rename(&path, &target).map_err(|error| failed(&target, &error))?;
                println!("{}", target.display());
            }
        }
    }
    Ok(())
}

// With its signature, `NAME.deb.sig`, if there is one.
fn is_installer(name: &str, kind: &str) -> bool {
    let name = name.strip_suffix(".sig").unwrap_or(name);
    let wanted: &[&str] = match kind {
        "nsis" => &[".exe"],
        "app" => &[".app", ".app.tar.gz"],
        "dmg" => &[".dmg"],
        "msi" => &[".msi"],
        "deb" => &[".deb"],
        _ => &[".rpm"],
    };
    wanted.iter().any(|ending| name.ends_with(ending))
}

fn entries(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|error| failed(folder, &error))?;
    Ok(entries.flatten().map(|entry| entry.path()).collect())
}

fn failed(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}
