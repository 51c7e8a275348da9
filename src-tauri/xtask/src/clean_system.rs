//! A Debian with nothing but its base, in target/clean-system/base: tests install the package into copies of it.
//!
//! It is made once, which takes minutes of downloading and little else, hence beside the builds. With it come the
//! libraries that our package asks for, downloaded and not installed, so that a test needs no network.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use serde_json::Value;

use crate::process::Step;
use crate::{Outcome, workspace};

/// What every desktop has beside its base, and the tests ask it with.
const DESKTOP: &str = "desktop-file-utils,libglib2.0-bin";

/// Where a Debian or one of its children says from where it gets its packages.
const SOURCES: [&str; 3] = [
    "/etc/apt/sources.list.d/debian.sources",
    "/etc/apt/sources.list.d/ubuntu.sources",
    "/etc/apt/sources.list",
];

/// It is being made.
pub struct Making(JoinHandle<Outcome>);

impl Making {
    /// Begins to make it, where it is not there yet.
    pub fn begin() -> Self {
        Self(std::thread::spawn(make))
    }

    /// Waits until it is there; whether it is, after saying why not.
    pub fn end(self) -> bool {
        let outcome = self.0.join().unwrap_or_else(|_| Err("its making was broken off".to_owned()));
        if let Err(error) = &outcome {
            eprintln!("\nNo clean system to install the package in, so those tests are skipped: {error}");
        }
        outcome.is_ok()
    }
}

fn make() -> Outcome {
    if !cfg!(target_os = "linux") {
        return Err("the tests of the package run on Linux".to_owned());
    }
    if Step::new("id").arguments(["-u"]).answer().is_none_or(|id| id.trim() != "0") {
        return Err("it needs the rights of root".to_owned());
    }
    let release = release().ok_or("this is no Debian")?;
    let libraries = libraries()?;
    let folder = workspace::target().join("clean-system");
    let (base, made_of) = (folder.join("base"), folder.join("made-of"));
    // Whatever it is made of decides whether an earlier one will do.
    let recipe = format!("{release}\n{DESKTOP}\n{}\n", libraries.join("\n"));
    if base.exists() && fs::read_to_string(&made_of).is_ok_and(|earlier| earlier == recipe) {
        return Ok(());
    }
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    debian(&release, &libraries, &base, &folder.join("log"))?;
    fs::write(&made_of, recipe).map_err(|error| format!("{}: {error}", made_of.display()))
}

fn debian(release: &str, libraries: &[String], base: &Path, log: &Path) -> Outcome {
    let wanted = libraries.iter().map(|library| format!("'{library}'")).collect::<Vec<_>>().join(" ");
    let download =
        format!("chroot \"$1\" apt-get install --yes --download-only --no-install-recommends {wanted}");
    Step::new("mmdebstrap")
        // Its files may be lost when the power fails, which is no loss.
        .arguments(["--variant=apt", "--dpkgopt=force-unsafe-io", "--skip=cleanup/apt"])
        .arguments([format!("--include={DESKTOP}"), format!("--customize-hook={download}")])
        .arguments([release])
        .arguments([base])
        .arguments(sources())
        .run_apart(log)
}

// `bookworm`, from the specification os-release(5).
fn release() -> Option<String> {
    let text = fs::read_to_string("/etc/os-release").ok()?;
    let name = text.lines().find_map(|line| line.strip_prefix("VERSION_CODENAME="))?;
    Some(name.trim_matches('"').to_owned())
}

fn sources() -> Option<PathBuf> {
    SOURCES.iter().map(PathBuf::from).find(|file| file.metadata().is_ok_and(|found| found.len() > 0))
}

// What the package depends on, without the versions.
fn libraries() -> Outcome<Vec<String>> {
    let file = workspace::root().join("tauri.conf.json");
    let text = fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let configuration: Value = serde_json::from_slice(&text).map_err(|error| error.to_string())?;
    let depends = configuration["bundle"]["linux"]["deb"]["depends"]
        .as_array()
        .ok_or("the package depends on nothing")?;
    Ok(depends.iter().filter_map(|one| Some(one.as_str()?.split(' ').next()?.to_owned())).collect())
}
