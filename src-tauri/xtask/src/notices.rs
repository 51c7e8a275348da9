//! The licences of everything that is built into the app, in one file that every installer brings along: the terms of
//! nearly all of them ask for that.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::process::Step;
use crate::{Outcome, workspace};

/// What the file is called, here and where it is installed.
pub const NAME: &str = "third-party-licences.txt";

/// A part that is not ours.
struct Part {
    /// `tokio 1.54.0`.
    name: String,
    /// As its author says it: `MIT OR Apache-2.0`.
    licence: String,
    /// Where its sources are.
    folder: PathBuf,
}

/// Writes it from the sources that this build was made of, and gives its path.
pub fn write() -> Outcome<PathBuf> {
    let file = workspace::target().join(NAME);
    let mut parts = of_cargo()?;
    parts.extend(of_npm()?);
    fs::write(&file, text(&parts)).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(file)
}

// Many parts share a licence to the letter: each text stands once, under the names of those that it holds for.
fn text(parts: &[Part]) -> String {
    let mut whole = "What Studiolo is built from, and on which terms.\n\n".to_owned();
    let mut texts: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for part in parts {
        let _ = writeln!(whole, "{}: {}", part.name, part.licence);
        for found in licences(&part.folder) {
            texts.entry(found).or_default().insert(&part.name);
        }
    }
    for (found, names) in texts {
        let names: Vec<_> = names.into_iter().collect();
        let _ = write!(whole, "\n{}\n{}\n\n{found}\n", "-".repeat(80), names.join(", "));
    }
    whole
}

// Every file at its top that is called a licence; one name for each text is enough.
fn licences(folder: &Path) -> Vec<String> {
    const CALLED: [&str; 6] = ["licen", "copying", "copyright", "notice", "unlicense", "ofl"];
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<_> =
        entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    files.sort();
    let called = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        CALLED.iter().any(|beginning| name.starts_with(beginning))
    };
    let texts = files.iter().filter(|path| called(path)).filter_map(|path| fs::read_to_string(path).ok());
    texts.map(|text| text.replace('\r', "").trim().to_owned()).filter(|text| !text.is_empty()).collect()
}

fn of_cargo() -> Outcome<Vec<Part>> {
    let host = Step::new("rustc").arguments(["-vV"]).answer().ok_or("rustc doesn't answer")?;
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).ok_or("rustc names no host")?;
    let step =
        Step::cargo().arguments(["metadata", "--format-version", "1", "--locked", "--filter-platform", host]);
    let metadata: Value = serde_json::from_str(&step.answer().ok_or("`cargo metadata` failed")?)
        .map_err(|error| error.to_string())?;
    let built_in = built_in(&metadata);
    let parts = list(&metadata["packages"]).iter().filter(|package| {
        // Ours have no source; the rest is from the registry.
        !package["source"].is_null() && package["id"].as_str().is_some_and(|id| built_in.contains(id))
    });
    Ok(parts
        .map(|package| Part {
            name: format!("{} {}", words(&package["name"]), words(&package["version"])),
            licence: words(&package["license"]),
            folder: Path::new(&words(&package["manifest_path"]))
                .parent()
                .map(Path::to_path_buf)
                .unwrap_or_default(),
        })
        .collect())
}

// The app, and whatever it uses when it runs, through any number of steps.
fn built_in(metadata: &Value) -> BTreeSet<&str> {
    let nodes = list(&metadata["resolve"]["nodes"]);
    let uses: BTreeMap<_, _> =
        nodes.iter().filter_map(|node| Some((node["id"].as_str()?, list(&node["deps"])))).collect();
    let runs = |kind: &Value| kind["kind"].is_null();
    let app = list(&metadata["packages"]).iter().find(|package| package["name"] == "studiolo");
    let mut open: Vec<_> = app.and_then(|package| package["id"].as_str()).into_iter().collect();
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        if found.insert(id) {
            let deps = uses.get(id).copied().unwrap_or_default().iter();
            let kept = deps.filter(|dep| list(&dep["dep_kinds"]).iter().any(runs));
            open.extend(kept.filter_map(|dep| dep["pkg"].as_str()));
        }
    }
    found
}

fn of_npm() -> Outcome<Vec<Part>> {
    let lock = fs::read(workspace::ui().join("package-lock.json")).map_err(|error| error.to_string())?;
    let lock: Value = serde_json::from_slice(&lock).map_err(|error| error.to_string())?;
    let packages = lock["packages"].as_object().ok_or("ui/package-lock.json lists no packages")?;
    let shipped = packages.iter().filter(|(path, package)| !path.is_empty() && package["dev"] != true);
    Ok(shipped
        .map(|(path, package)| Part {
            name: format!(
                "{} {}",
                path.rsplit("node_modules/").next().unwrap_or(path),
                words(&package["version"])
            ),
            licence: words(&package["license"]),
            folder: workspace::ui().join(path),
        })
        .collect())
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn words(value: &Value) -> String {
    value.as_str().unwrap_or("not said").to_owned()
}

#[cfg(test)]
mod tests;
