//! What is downloaded: the installer, and the script that the window loads before anything is seen.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Outcome;
use crate::figure::{Figure, Turns};

/// Runs it.
pub fn run() -> Outcome {
    let installer = installer(&folder("STUDIOLO_BENCH_PACKAGE")?)?;
    print("installer_deb_kb", fs::metadata(installer)?.len());
    let script = first_script(&folder("STUDIOLO_BENCH_UI")?)?;
    let packed = Command::new("gzip").args(["-9", "--stdout"]).stdin(File::open(script)?).output()?;
    print("first_script_gzip_kb", u64::try_from(packed.stdout.len())?);
    Ok(())
}

#[allow(clippy::cast_precision_loss, reason = "bytes of a file are far below 2^52")]
fn print(metric: &str, bytes: u64) {
    let mut ours = Turns::default();
    ours.add(bytes as f64 / 1e3);
    Figure { bench: "window", metric, ours: &ours, peer: None, limit: None }.print();
}

fn installer(package: &Path) -> Outcome<PathBuf> {
    let files = fs::read_dir(package).map_err(|error| format!("{}: {error}", package.display()))?;
    let mut files = files.flatten().map(|file| file.path());
    let found = files.find(|file| file.extension().is_some_and(|ending| ending == "deb"));
    Ok(found.ok_or_else(|| format!("no .deb stands in {}: run `cargo xtask package`", package.display()))?)
}

/// The one that index.html names.
fn first_script(ui: &Path) -> Outcome<PathBuf> {
    let page = fs::read_to_string(ui.join("index.html"))?;
    let source = page.split_once("<script").and_then(|(_, rest)| rest.split_once("src=\""));
    let name = source.and_then(|(_, rest)| rest.split('"').next()).ok_or("index.html names no script")?;
    Ok(ui.join(name))
}

fn folder(variable: &str) -> Outcome<PathBuf> {
    let folder = std::env::var_os(variable);
    Ok(folder.ok_or_else(|| format!("{variable} is not set: run `cargo xtask bench window`"))?.into())
}
